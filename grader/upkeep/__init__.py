"""Keeping the shelves true: the bank law, and the kill matrix.

The bank law is what `grade check` demands of every exercise it finds: the stub fails in peace, the
solution and every legitimate variant pass, every misconception is caught and known by its name.
"""

from grader.upkeep.accepting import accept
from grader.upkeep.bank import breaches, question_breaches
from grader.upkeep.bankrules import Rule, bank_rules
from grader.upkeep.breach import Breach
from grader.upkeep.examination import Examination, examine
from grader.upkeep.matrix import Row, matrix
from grader.upkeep.mutants import unnoticed
from grader.upkeep.page import page

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
