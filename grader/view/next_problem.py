"""The next problem of a report: what is worth looking at before anything else."""

from __future__ import annotations

import itertools

from grader.model import UNREADABLE, CheckResult, Diagnosis, Finding, Report

BLOCKING_FINDINGS = UNREADABLE | {"crash", "timeout", "memory", "protocol"}
"""Findings about the whole file after which no function could be asked."""
VALUE_FINDINGS = frozenset({"X-SHAPE", "X-NONFINITE", "X-MUTATES", "blank"})
"""Findings about an answer: the law that did not hold says more."""
SHAPE_MISMATCH_WORDS = ("core dimension", "could not be broadcast", "not aligned")
"""How numpy says that two shapes do not fit together."""

Problem = Finding | Diagnosis | CheckResult


def find_next_function(report: Report) -> str:
    """Find the function to look at: the first one that is begun and not right yet, else the first one to begin.

    Empty where nothing is in the way, or where it is not about one function.
    """
    order = [*report.submission.exercise.functions, *(check.function for check in report.checks)]
    broken = {check.function for check in report.checks if not check.holds}
    unwritten = {finding.function for finding in report.findings if _is_not_begun(finding)}
    waiting = [name for name in dict.fromkeys(order) if name in broken]
    return next((name for name in waiting if name not in unwritten), waiting[0] if waiting else "")


def _is_not_begun(finding: Finding) -> bool:
    """Tell whether there is nothing of a function yet, not even under another name or in another part of the file."""
    missing = finding.id == "missing" and finding.says == f"The file defines no function {finding.function}."
    return finding.id == "unwritten" or missing


def _is_shape_mismatch(finding: Finding) -> bool:
    """Tell whether numpy could not bring two arrays together."""
    return finding.id == "crash" and any(words in finding.says for words in SHAPE_MISMATCH_WORDS)


def find_next_problem(report: Report) -> Problem | None:
    """Find what stopped the file or the function, else the idea behind its numbers, else its first broken law.

    None where nothing is in the way. An idea that is known comes before shapes that do not fit: it gives the numbers
    wherever there are some, and such an error elsewhere comes of it.
    """
    for finding in report.findings:
        if finding.function is None and finding.id in BLOCKING_FINDINGS:
            return finding
    name = find_next_function(report)
    stopped = [finding for finding in report.findings if finding.function == name and finding.id not in VALUE_FINDINGS]
    diagnoses = [diagnosis for diagnosis in report.diagnoses if diagnosis.function == name]
    laws = [check for check in report.checks if check.function == name and not check.holds]
    laws_with_numbers = [check for check in laws if check.expected is not None]
    named = [diagnosis for diagnosis in diagnoses if diagnosis.misconceptions and all(map(_is_shape_mismatch, stopped))]
    return next(itertools.chain[Problem](named, stopped, diagnoses, laws_with_numbers, laws), None)
