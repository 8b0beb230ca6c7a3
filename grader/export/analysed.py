"""An analysis of terms as data: JSON of everything, and a table for a spreadsheet."""

from __future__ import annotations

import csv as tables
import io
import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import asdict

from grader.analysis import Findings, Share, Subject
from grader.export.grades import escape_cell

SCHEMA = "fallline/analysis/v1"
HEAD = (
    "exercise", "kind", "id", "function", "says", "count", "of", "share", "low", "high", "discrimination", "remark",
)  # fmt: skip


def make_document(findings: Findings) -> dict[str, Any]:
    """Return everything; a share is `{"count", "of", "share", "interval"}`, an unknown value is null."""
    return {
        "schema": SCHEMA,
        "terms": list(findings.terms),
        "exercises": [_make_exercise(subject) for subject in findings.subjects],
        "questions": [
            {**asdict(question), "right": _make_share(question.right), "confident": _make_share(question.confident)}
            for question in findings.questions
        ],
    }


def format_document(findings: Findings) -> str:
    """Return the document as JSON of ASCII letters alone."""
    return json.dumps(make_document(findings), allow_nan=False, indent=1)


def format_csv(findings: Findings) -> str:
    """Return a table with a row for each law and for each idea of each exercise, over all terms."""
    out = io.StringIO()
    writer = tables.writer(out, lineterminator="\r\n")
    writer.writerow(HEAD)
    for subject in findings.subjects:
        writer.writerows(
            [escape_cell(str(cell)) if isinstance(cell, str) else cell for cell in row]
            for row in _iterate_rows(subject)
        )
    return out.getvalue()


def _iterate_rows(subject: Subject) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of one exercise under HEAD."""
    for law in subject.laws:
        discrimination = "" if law.discrimination is None else round(law.discrimination, 3)
        yield (
            subject.exercise,
            "law",
            law.id,
            law.function,
            law.says,
            *_format_share(law.whole),
            discrimination,
            law.remark,
        )
    for idea in subject.ideas:
        yield (subject.exercise, "idea", idea.id, idea.function, idea.name, *_format_share(idea.whole), "", "")


def _format_share(share: Share) -> tuple[Any, ...]:
    """Return a share as the cells count, of, share, low, high; the last three are empty where it is unknown."""
    fields = _make_share(share)
    return share.count, share.of, *(("", "", "") if fields["share"] is None else (fields["share"], *fields["interval"]))


def _make_exercise(subject: Subject) -> dict[str, Any]:
    """Return the findings of one exercise."""
    return {
        "exercise": subject.exercise,
        "title": subject.title,
        "students": dict(subject.students),
        "passed": _make_shares(subject.passed),
        "alpha": _round(subject.alpha),
        "laws": [
            {
                "id": law.id, "function": law.function, "says": law.says, "kept": _make_share(law.whole),
                "terms": _make_shares(law.terms), "discrimination": _round(law.discrimination), "remark": law.remark,
            }
            for law in subject.laws
        ],
        "alike": [{"laws": [pair.one, pair.other], "phi": _round(pair.phi)} for pair in subject.pairs],
        "ideas": [
            {
                "id": idea.id, "name": idea.name, "function": idea.function, "shown": _make_share(idea.whole),
                "terms": _make_shares(idea.terms), "change": idea.change and [_round(value) for value in idea.change],
                **({"students": {term: list(ids) for term, ids in idea.students.items()}} if idea.students else {}),
            }
            for idea in subject.ideas
        ],
        "unnamed": _make_share(subject.unnamed),
        "tries": subject.tries,
    }  # fmt: skip


def _make_shares(terms: Mapping[str, Share]) -> dict[str, Any]:
    """Return term → its share."""
    return {term: _make_share(share) for term, share in terms.items()}


def _make_share(share: Share) -> dict[str, Any]:
    """Return a share as fields; share and interval are None where nothing was counted."""
    is_known = share.share is not None
    bounds = [_round(bound) for bound in share.interval] if is_known else None
    return {"count": share.count, "of": share.of, "share": _round(share.share), "interval": bounds}


def _round(value: float | None) -> float | None:
    """Return a value with four decimals; None where it is unknown."""
    return None if value is None or math.isnan(value) else round(value, 4)
