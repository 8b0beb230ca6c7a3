"""Who is who across several assignments of Moodle, which numbers its participants anew for each of them.

Within one assignment the participant id tells people apart; across assignments only a name can join their work, where
each name is one person's in each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from grader.errors import KitError
from grader.export.records import Record, has_other_work, read_student

Work = Mapping[str, Record]
"""A student's records by exercise."""

_MARK = "_assignsubmission_"
"""What stands in every path of a Moodle download."""
_MEND = "Export each with --exercise, and let Moodle's gradebook add them up."


def join_people(by_id: Mapping[str, Work]) -> list[tuple[tuple[str, ...], Work]]:
    """Return (ids, records) of each person; several ids where assignments of Moodle number the same person anew.

    Raises:
        KitError: ids of several assignments do not meet, and names cannot tell who is who.

    """
    everybody: list[tuple[tuple[str, ...], Work]] = [((id,), own) for id, own in by_id.items()]
    if not any(_MARK in record["submission"]["path"] for own in by_id.values() for record in own.values()):
        return everybody
    handed_in = {id: {stem for stem, record in own.items() if _is_there(record)} for id, own in by_id.items()}
    assignments = _group_exercises(handed_in.values())
    if len(assignments) < 2:
        return everybody
    people: dict[str, list[str]] = {}
    for id, own in by_id.items():
        people.setdefault(_read_name(own), []).append(id)
    if "" in people:
        raise KitError(
            "Moodle numbers people anew for each assignment, and under blind marking nothing else says who is who: "
            "their points cannot be added up.",
            _MEND,
        )
    for name, ids in people.items():
        met = [place for id in ids for place, stems in enumerate(assignments) if stems & handed_in[id]]
        if len(met) != len(set(met)):
            raise KitError(
                f"Moodle numbers people anew for each assignment, and {name} is the name of several in one of them: "
                "their points cannot be added up.",
                _MEND,
            )
    return [(tuple(ids), _merge([by_id[id] for id in ids])) for ids in people.values()]


def _is_there(record: Record) -> bool:
    """Tell whether a record tells of anything that was handed in."""
    return bool(record["status"] != "absent" or has_other_work(record))


def _group_exercises(handed_in: Iterable[set[str]]) -> list[set[str]]:
    """Group the exercises by assignment: two belong together where somebody handed in both under one id."""
    groups: list[set[str]] = []
    for stems in handed_in:
        if stems:
            together = [group for group in groups if group & stems]
            groups = [group for group in groups if not group & stems]
            groups.append(set(stems).union(*together))
    return groups


def _read_name(work: Work) -> str:
    """Read a student's name in small letters; empty where no record tells it."""
    names = (read_student(record)[1] for record in work.values())
    return next((" ".join(name.casefold().split()) for name in names if name), "")


def _merge(works: list[Work]) -> Work:
    """Merge the records of one person's ids: what was handed in goes before its absence under another id."""
    merged: dict[str, Record] = {}
    for own in works:
        for stem, record in own.items():
            if stem not in merged or _is_there(record):
                merged[stem] = record
    return merged
