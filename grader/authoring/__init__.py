"""Keeping the shelves true: the bank law, and the kill matrix.

The bank law is what `grade check` demands of every exercise it finds: the stub fails in peace, the
solution and every legitimate variant pass, every misconception is caught and known by its name.
"""

from grader.authoring.accepting import accept
from grader.authoring.bank import breaches, question_breaches
from grader.authoring.bankrules import Rule, bank_rules
from grader.authoring.breach import Breach
from grader.authoring.examination import Examination, examine
from grader.authoring.matrix import Row, matrix
from grader.authoring.mutants import unnoticed
from grader.authoring.page import page

__all__ = [
    "Breach",
    "Examination",
    "Row",
    "Rule",
    "accept",
    "bank_rules",
    "breaches",
    "examine",
    "matrix",
    "page",
    "question_breaches",
    "unnoticed",
]
