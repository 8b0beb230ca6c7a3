"""What several terms of results say of the course itself: of its laws, of the ideas met, and of its questions.

No student is part of what comes back unless the caller asks for names.
"""

from grader.analysis.findings import Findings, Idea, Law, Pair, Question, Share, Subject
from grader.analysis.read import Term, analyse

__all__ = ["Findings", "Idea", "Law", "Pair", "Question", "Share", "Subject", "Term", "analyse"]
