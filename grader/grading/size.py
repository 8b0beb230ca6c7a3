"""The size that a report may have: whatever a program returned or printed, a class's reports stay small."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from msgspec import to_builtins
from msgspec.structs import replace

from grader.model import CheckResult, Diagnosis, Finding, Note, Picture, Report
from grader.text import cut, estimate_json_chars

MAX_REPORT = 256 * 1024
"""Letters of JSON, about, that one report takes."""
MAX_PRINTED = 80 * 1024
"""Of these, what the code printed."""
MAX_WORDS = 40 * 1024
"""Of these, the texts of findings and notes."""
MAX_TEXT = 2000
"""Letters of one finding or note."""
CUT = "…"

_Text = TypeVar("_Text", Finding, Note)


def fit_report(report: Report) -> Report:
    """Return the report within its size: printed output and texts are cut, then values of the last checks left out."""
    findings, notes = _cut_texts(report.findings), _cut_texts(report.notes)
    output = _cut_output(report.output)
    share = MAX_PRINTED // 4 // max(1, len(report.printed))
    printed = tuple(
        replace(each, text=_cut_output(each.text, share), call=cut(each.call, 240)) for each in report.printed
    )
    # What the kit itself says of checks is a few kB, and is never left out.
    left = (
        MAX_REPORT
        - MAX_WORDS
        - estimate_json_chars(output)
        - MAX_PRINTED // 4
        - sum(estimate_json_chars(check.says) + estimate_json_chars(check.message) for check in report.checks)
    )
    checks, weight = _fit_checks(report.checks, left - MAX_REPORT // 4)
    left -= weight
    diagnoses, weight = _fit_diagnoses(report.diagnoses, left)
    left -= weight
    pictures = tuple(_fit_pictures(report.pictures, left))
    return replace(
        report,
        checks=checks,
        diagnoses=diagnoses,
        notes=notes,
        findings=findings,
        output=output,
        printed=printed,
        pictures=pictures,
    )


def _cut_texts(texts: Iterable[_Text]) -> tuple[_Text, ...]:
    """Return texts of a length that a person reads, as many as there is room for."""
    kept: list[_Text] = []
    left = MAX_WORDS
    for text in texts:
        short = replace(text, says=cut(text.says, MAX_TEXT))
        left -= estimate_json_chars(short.says)
        if left > 0:
            kept.append(short)
    return tuple(kept)


def _cut_output(output: str, most: int = MAX_PRINTED) -> str:
    """Return the beginning of what was printed; of letters that JSON writes with six there is room for fewer."""
    while estimate_json_chars(output) > most:
        output = cut(output, max(1, len(output) * most // estimate_json_chars(output) - 1))
    return output


def _weigh_values(check: CheckResult) -> int:
    return estimate_json_chars(check.expected) + estimate_json_chars(check.actual) + estimate_json_chars(check.given)


def _fit_checks(checks: Iterable[CheckResult], most: int) -> tuple[tuple[CheckResult, ...], int]:
    """Return the checks with as many values as there is room for, and what these weigh."""
    kept, whole = [], 0
    for check in checks:
        weight = _weigh_values(check)
        if whole + weight > most:
            check, weight = replace(check, expected=None, actual=CUT, given={}), 0
        kept.append(check)
        whole += weight
    return tuple(kept), whole


def _fit_diagnoses(diagnoses: Iterable[Diagnosis], most: int) -> tuple[tuple[Diagnosis, ...], int]:
    """Return the diagnoses with as much evidence as there is room for, and what this weighs."""
    kept, whole = [], 0
    for diagnosis in diagnoses:
        weight = estimate_json_chars(diagnosis.evidence)
        if whole + weight > most:
            diagnosis, weight = replace(diagnosis, evidence={}), estimate_json_chars({})
        kept.append(diagnosis)
        whole += weight
    return tuple(kept), whole


def _fit_pictures(pictures: Iterable[Picture], left: int) -> Iterator[Picture]:
    for picture in pictures:
        left -= estimate_json_chars(to_builtins(picture))
        if left > 0:
            yield picture
