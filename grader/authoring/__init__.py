"""Keeping the shelves true: the bank law, and the kill matrix.

The bank law is what `grade check` demands of every exercise it finds: the stub is graded as not started, the
solution and every legitimate variant pass, every misconception is caught and known by its name.
"""

from grader.authoring.accepting import accept
from grader.authoring.bank import find_breaches, find_question_breaches
from grader.authoring.bankrules import Rule, check_bank_rules
from grader.authoring.breach import Breach
from grader.authoring.examination import Examination, examine
from grader.authoring.matrix import MatrixRow, make_matrix
from grader.authoring.mutants import find_unnoticed
from grader.authoring.page import make_page

__all__ = [
    "Breach",
    "Examination",
    "MatrixRow",
    "Rule",
    "accept",
    "check_bank_rules",
    "examine",
    "find_breaches",
    "find_question_breaches",
    "find_unnoticed",
    "make_matrix",
    "make_page",
]
