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


def document(found: Findings) -> dict[str, Any]:
    """Everything; a share is `{"count", "of", "share", "interval"}`, what cannot be told is null."""
    return {
        "schema": SCHEMA,
        "terms": list(found.terms),
        "exercises": [_subject(one) for one in found.subjects],
        "questions": [
            {**asdict(one), "right": _share(one.right), "confident": _share(one.confident)} for one in found.questions
        ],
    }


def text(found: Findings) -> str:
    """The document as JSON of ASCII letters alone."""
    return json.dumps(document(found), allow_nan=False, indent=1)


def csv(found: Findings) -> str:
    """A row a law and a row an idea of each exercise, over all terms."""
    out = io.StringIO()
    writer = tables.writer(out, lineterminator="\r\n")
    writer.writerow(HEAD)
    for subject in found.subjects:
        writer.writerows(
            [escape_cell(str(one)) if isinstance(one, str) else one for one in row] for row in _rows(subject)
        )
    return out.getvalue()


def _rows(subject: Subject) -> Iterator[tuple[Any, ...]]:
    for law in subject.laws:
        known = "" if law.discrimination is None else round(law.discrimination, 3)
        yield (subject.exercise, "law", law.id, law.function, law.says, *_numbers(law.whole), known, law.remark)
    for idea in subject.ideas:
        yield (subject.exercise, "idea", idea.id, idea.function, idea.name, *_numbers(idea.whole), "", "")


def _numbers(share: Share) -> tuple[Any, ...]:
    told = _share(share)
    return share.count, share.of, *(("", "", "") if told["share"] is None else (told["share"], *told["interval"]))


def _subject(subject: Subject) -> dict[str, Any]:
    return {
        "exercise": subject.exercise,
        "title": subject.title,
        "students": dict(subject.students),
        "passed": _shares(subject.passed),
        "alpha": _rounded(subject.alpha),
        "laws": [
            {
                "id": law.id, "function": law.function, "says": law.says, "kept": _share(law.whole),
                "terms": _shares(law.terms), "discrimination": _rounded(law.discrimination), "remark": law.remark,
            }
            for law in subject.laws
        ],
        "alike": [{"laws": [one.one, one.other], "phi": _rounded(one.phi)} for one in subject.pairs],
        "ideas": [
            {
                "id": idea.id, "name": idea.name, "function": idea.function, "shown": _share(idea.whole),
                "terms": _shares(idea.terms), "change": idea.change and [_rounded(one) for one in idea.change],
                **({"students": {term: list(who) for term, who in idea.students.items()}} if idea.students else {}),
            }
            for idea in subject.ideas
        ],
        "unnamed": _share(subject.unnamed),
        "tries": subject.tries,
    }  # fmt: skip


def _shares(terms: Mapping[str, Share]) -> dict[str, Any]:
    return {term: _share(one) for term, one in terms.items()}


def _share(share: Share) -> dict[str, Any]:
    known = share.share is not None
    bounds = [_rounded(one) for one in share.interval] if known else None
    return {"count": share.count, "of": share.of, "share": _rounded(share.share), "interval": bounds}


def _rounded(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else round(value, 4)
