"""The one next thing of a report: what is worth looking at before anything else."""

from __future__ import annotations

from grader.model import UNREADABLE, CheckResult, Diagnosis, Finding, Report

BLOCKING = UNREADABLE | {"crash", "timeout", "memory", "protocol"}
"""Findings about the whole file after which no function could be asked."""
ABOUT_VALUES = frozenset({"X-SHAPE", "X-NONFINITE", "X-MUTATES", "blank"})
"""Findings about an answer: the law that did not hold says more."""
MISFITS = ("core dimension", "could not be broadcast", "not aligned")
"""How numpy says that two shapes do not fit together."""

Thing = Finding | Diagnosis | CheckResult


def function_of(report: Report) -> str:
    """The function to look at: the first one that is begun and not right yet, else the first one to begin.

    Empty where nothing is in the way, or where it is not about one function.
    """
    order = [*report.submission.exercise.functions, *(check.function for check in report.checks)]
    broken = {check.function for check in report.checks if not check.holds}
    unwritten = {found.function for found in report.findings if _is_not_begun(found)}
    waiting = [name for name in dict.fromkeys(order) if name in broken]
    return next((name for name in waiting if name not in unwritten), waiting[0] if waiting else "")


def _is_not_begun(found: Finding) -> bool:
    """Whether there is nothing of a function yet, not even under another name or at another place."""
    plainly = found.id == "missing" and found.says == f"The file defines no function {found.function}."
    return found.id == "unwritten" or plainly


def _is_of_shapes(found: Finding) -> bool:
    """Whether numpy could not bring two arrays together."""
    return found.id == "crash" and any(words in found.says for words in MISFITS)


def next_thing(report: Report) -> Thing | None:
    """What stopped the file or the function, else the idea behind its numbers, else its first broken law.

    An idea that is known comes before shapes that do not fit: it gives the numbers wherever there are some, and such
    an error elsewhere comes of it.
    """
    for found in report.findings:
        if found.function is None and found.id in BLOCKING:
            return found
    name = function_of(report)
    stopped = [f for f in report.findings if f.function == name and f.id not in ABOUT_VALUES]
    ideas = [idea for idea in report.diagnoses if idea.function == name]
    laws = [check for check in report.checks if check.function == name and not check.holds]
    told = (check for check in laws if check.expected is not None)
    named = [idea for idea in ideas if idea.misconceptions and all(map(_is_of_shapes, stopped))]
    for things in (named, stopped, ideas, told, laws):
        for thing in things:
            return thing
    return None
