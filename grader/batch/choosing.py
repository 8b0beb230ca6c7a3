"""Which of an author's files counts for which exercise, and who has none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from grader.batch.naming import CODE, copies, is_code, meaning, names_a_number, no_code, numbered
from grader.batch.nouns import Handed, Skipped
from grader.batch.reading import Found, Reading
from grader.model import Author, Exercise

SAME_MOMENT = 2.0
"""Seconds; a zip's dates are no finer, and an unpacked export's files differ by less."""

Order = tuple[Callable[[Found], float], float, str]

_ORDERS: tuple[Order, ...] = (
    (lambda file: file.stamp, 0, "{0.told}"),
    (lambda file: file.entry.modified, SAME_MOMENT, "its date is the newest"),
    (lambda file: copies(file.name)[1], 0, "its copy number is the highest"),
    (lambda file: file.name.lower().endswith(CODE), 0, "its name ends as code does"),
    (lambda file: ".ipynb" not in file.name.lower(), 0, "a .py goes before a notebook of the same date"),
)


def hand_out(reading: Reading, exercises: Sequence[Exercise]) -> tuple[list[Handed], list[Skipped]]:
    """One Handed an author and exercise, and why each other file is none.

    Absent is who hands in nothing for an exercise that somebody else hands in, or for the only one asked for.
    """
    authors, remarks = _authors(reading)
    files: dict[str, list[Found]] = {who: [] for who in authors}
    for file in reading.found:
        files[file.author.id].append(file)
    sorted_out = {who: sort_out(found, exercises) for who, found in files.items()}
    wanted = [one for one in exercises if len(exercises) == 1 or any(one in mine for mine in sorted_out.values())]
    handed = [
        _handed(exercise, author, sorted_out[who].get(exercise, []))
        if sorted_out[who].get(exercise)
        else Handed(exercise, author, None, remarks=(*remarks[who], *_instead(files[who], sorted_out[who])))
        for exercise in wanted
        for who, author in sorted(authors.items())
    ]
    return handed, _left_over(reading.found, handed, sorted_out)


def sort_out(files: Sequence[Found], exercises: Sequence[Exercise]) -> dict[Exercise, list[Found]]:
    """An author's code by exercise: what a file's name says, else its folder's, else the only file there is."""
    code = [file for file in files if is_code(file.name)]
    by_name: dict[Exercise, list[Found]] = {}
    by_folder: dict[Exercise, list[Found]] = {}
    unnamed: list[Found] = []
    for file in code:
        if exercise := _meant(file.within[-1:], exercises):
            by_name.setdefault(exercise, []).append(file)
        elif names_a_number(file.name) and file.within:
            continue
        elif exercise := _meant(file.within[-2::-1], exercises):
            by_folder.setdefault(exercise, []).append(file)
        else:
            unnamed.append(file)
    found = by_folder | by_name
    if not found and len(exercises) == 1 and len({_base(file) for file in unnamed}) == 1:
        return {exercises[0]: unnamed}
    return found


def newest(files: Sequence[Found]) -> tuple[Found, str]:
    """The file that counts, and why."""
    left = list(files)
    for order, near, why in _ORDERS:
        most = max(map(order, left))
        left = [file for file in left if order(file) >= most - near]
        if len(left) == 1:
            return left[0], why.format(left[0])
    return min(left, key=lambda file: file.entry.path), "nothing tells them apart; the first by name"


def _meant(names: Iterable[str], exercises: Sequence[Exercise]) -> Exercise | None:
    for name in names:
        if spelled := meaning(name, exercises):
            return spelled.exercise
        if number := numbered(name, exercises):
            return number
    return None


def _base(file: Found) -> tuple[str, ...]:
    return (*file.within[:-1], copies(file.name)[0].casefold())


def _authors(reading: Reading) -> tuple[dict[str, Author], dict[str, list[str]]]:
    """Everybody the export names, by id, and what it says of them."""
    authors: dict[str, Author] = {}
    remarks: dict[str, list[str]] = {}
    for author, remark in [
        *((file.author, "") for file in reading.found),
        *((known.author, known.remark) for known in reading.known),
    ]:
        if author.id not in authors or authors[author.id].name is None:
            authors[author.id] = author
        said = remarks.setdefault(author.id, [])
        if remark and remark not in said:
            said.append(remark)
    return authors, remarks


def _handed(exercise: Exercise, author: Author, files: Sequence[Found]) -> Handed:
    chosen, why = newest(files)
    remarks = list(chosen.remarks)
    if len(files) > 1:
        others = ", ".join(file.entry.path for file in files if file is not chosen)
        remarks.append(f"Taken of {len(files)} files: {chosen.entry.path} ({why}); not {others}.")
    if chosen.within and not _meant(chosen.within[::-1], [exercise]):
        remarks.append(f"{chosen.name} names no exercise; it is taken because it is the only one.")
    return Handed(exercise, author, chosen.entry, chosen.late, tuple(remarks))


def _instead(files: Sequence[Found], mine: Mapping[Exercise, Sequence[Found]]) -> list[str]:
    """What somebody without a file for an exercise did hand in, for none of those asked for."""
    others = [file for file in files if not any(file in for_one for for_one in mine.values())]
    told = [f"{file.name} ({no_code(file.name) or 'it names no exercise asked for'})" for file in others]
    more = [f"and {len(told) - 3} more"] if len(told) > 3 else []
    return [f"Handed in: {'; '.join(told[:3] + more)}."] if told else []


def _left_over(
    found: Sequence[Found], handed: Sequence[Handed], sorted_out: dict[str, dict[Exercise, list[Found]]]
) -> list[Skipped]:
    taken = {one.entry.path for one in handed if one.entry}
    older = {file.entry.path for mine in sorted_out.values() for files in mine.values() for file in files}
    reasons = {
        file.entry.path: no_code(file.name)
        or ("another file of the same student counts" if file.entry.path in older else "it names no exercise asked for")
        for file in found
        if file.entry.path not in taken
    }
    return [Skipped(path, why) for path, why in reasons.items()]
