"""Wrong turns that belong to no single exercise."""

from __future__ import annotations

from grader.misconceptions.toolkit.family import Idea

ORDER = Idea(
    "X-ORDER",
    "results in another order",
    "The numbers are the right ones, handed back in another order: the next step would start from the wrong memory.",
    "In which order does the stub name what comes back?",
    rare=True,
)
