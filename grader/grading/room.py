"""How much a report may hold: whatever a program returned or printed, a class's reports stay small."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from msgspec import to_builtins
from msgspec.structs import replace

from grader.model import CheckResult, Diagnosis, Finding, Note, Picture, Report
from grader.text import cut, weigh

MOST = 256 * 1024
"""Letters of JSON, about, that one report takes."""
MOST_PRINTED = 80 * 1024
"""Of these, what the code printed."""
MOST_WORDS = 40 * 1024
"""Of these, the texts of findings and notes."""
MOST_SAYS = 2000
"""Letters of one finding or note."""
CUT = "…"

_Told = TypeVar("_Told", Finding, Note)


def fitted(report: Report) -> Report:
    """The report within its room: printed output and texts are cut, then values are left out from the last check on."""
    findings, notes = _cut(report.findings), _cut(report.notes)
    output = _printed(report.output)
    each = MOST_PRINTED // 4 // max(1, len(report.printed))
    printed = tuple(replace(one, text=_printed(one.text, each), call=cut(one.call, 240)) for one in report.printed)
    # What the kit itself says of checks is a few kB, and is never left out.
    left = (
        MOST
        - MOST_WORDS
        - weigh(output)
        - MOST_PRINTED // 4
        - sum(weigh(check.says) + weigh(check.message) for check in report.checks)
    )
    checks, weight = _checks(report.checks, left - MOST // 4)
    left -= weight
    diagnoses, weight = _diagnoses(report.diagnoses, left)
    left -= weight
    pictures = tuple(_pictures(report.pictures, left))
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


def _cut(told: Iterable[_Told]) -> tuple[_Told, ...]:
    """Texts of a length that a person reads, as many as there is room for."""
    kept: list[_Told] = []
    left = MOST_WORDS
    for one in told:
        short = replace(one, says=cut(one.says, MOST_SAYS))
        left -= weigh(short.says)
        if left > 0:
            kept.append(short)
    return tuple(kept)


def _printed(output: str, most: int = MOST_PRINTED) -> str:
    """The beginning of what was printed; letters that JSON writes with six are fewer."""
    while weigh(output) > most:
        output = cut(output, max(1, len(output) * most // weigh(output) - 1))
    return output


def _values(check: CheckResult) -> int:
    return weigh(check.expected) + weigh(check.actual) + weigh(check.given)


def _checks(checks: Iterable[CheckResult], most: int) -> tuple[tuple[CheckResult, ...], int]:
    """The checks, with as many values as there is room for, and what these weigh."""
    kept, whole = [], 0
    for check in checks:
        weight = _values(check)
        if whole + weight > most:
            check, weight = replace(check, expected=None, actual=CUT, given={}), 0
        kept.append(check)
        whole += weight
    return tuple(kept), whole


def _diagnoses(diagnoses: Iterable[Diagnosis], most: int) -> tuple[tuple[Diagnosis, ...], int]:
    """The diagnoses, with as much evidence as there is room for, and what this weighs."""
    kept, whole = [], 0
    for found in diagnoses:
        weight = weigh(found.evidence)
        if whole + weight > most:
            found, weight = replace(found, evidence={}), weigh({})
        kept.append(found)
        whole += weight
    return tuple(kept), whole


def _pictures(pictures: Iterable[Picture], left: int) -> Iterator[Picture]:
    for picture in pictures:
        left -= weigh(to_builtins(picture))
        if left > 0:
            yield picture
