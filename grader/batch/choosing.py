"""Which of an author's files counts for which exercise, and who has none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from grader.batch.layouts.flat import SHELF
from grader.batch.nouns import Handed, Skipped
from grader.batch.reading import AuthorFile, Reading
from grader.errors import KitError
from grader.handin.doubts import Doubt, describe_misplaced_file, find_doubt, find_other_exercise
from grader.handin.naming import explain_no_code
from grader.handin.rule import FileChoice, find_named_exercise, sort_out
from grader.model import Author, Exercise

NEARLY_ALL = 0.8
"""Share of a class whose names speak against the exercise, from which nothing is graded."""

_IN_EVERY_PROJECT = frozenset({"readme", "license", "licence", "requirements", "pyproject", "makefile", "conftest"})
"""Names, without their endings, of files that are nobody's answer."""

Choices = Mapping[Exercise, FileChoice[AuthorFile]]


def choose_files(
    reading: Reading, exercises: Sequence[Exercise], every: Sequence[Exercise] = (), *, despite_names: bool = False
) -> tuple[list[Handed], list[Skipped]]:
    """Choose each author's file for each exercise, and tell why each other file is none.

    An author is absent with no file for an exercise that somebody else hands in, or for the only one asked for.
    Raises KitError where nearly all names of a class speak against the exercise.
    """
    authors, remarks = _collect_authors(reading)
    files: dict[str, list[AuthorFile]] = {who: [] for who in authors}
    for file in reading.files:
        files[file.author.id].append(file)
    chosen = {who: _choose_of(own, exercises, every, despite_names=despite_names) for who, own in files.items()}
    doubts = {
        (who, exercise): against
        for who, choices in chosen.items()
        for exercise, choice in choices.items()
        if (against := find_doubt(choice.chosen, exercise, every, (who, authors[who].name or "")))
    }
    if not despite_names:
        _validate_names(files, chosen, doubts, exercises, every)
    handed_in = [
        exercise
        for exercise in exercises
        if len(exercises) == 1 or any(exercise in choices for choices in chosen.values())
    ]
    handed = [
        _make_handed(exercise, author, chosen[who][exercise], doubts.get((who, exercise)))
        if exercise in chosen[who]
        else _make_absent(exercise, author, remarks[who], _list_other_files(files[who], chosen[who]), exercises, every)
        for exercise in handed_in
        for who, author in sorted(authors.items())
    ]
    return handed, _list_left_over(reading.files, handed, chosen)


def _choose_of(
    files: Sequence[AuthorFile], exercises: Sequence[Exercise], every: Sequence[Exercise], *, despite_names: bool
) -> Choices:
    """Choose an author's file for each exercise; a stray one counts where there is no other for that exercise."""
    own = [file for file in files if not file.stray]
    chosen = sort_out(own, exercises, every, despite_names=despite_names)
    if len(own) < len(files) and len(chosen) < len(exercises):
        chosen = {**sort_out(files, exercises, every, despite_names=despite_names), **chosen}
    return {exercise: _prefer_unreadable(choice) for exercise, choice in chosen.items()}


def _prefer_unreadable(choice: FileChoice[AuthorFile]) -> FileChoice[AuthorFile]:
    """Choose a newer file that cannot be read over an older one that can: nobody knows what the newer one is worth."""
    age = (choice.chosen.stamp, choice.chosen.modified)
    newer = [file for file in choice.others if (file.stamp, file.modified) > age and not _is_readable(file)]
    if not newer:
        return choice
    newest = max(newer, key=lambda file: (file.stamp, file.modified))
    others = tuple(file for file in (choice.chosen, *choice.others) if file is not newest)
    return replace(choice, chosen=newest, why="it is newer and cannot be read here", others=others)


def _is_readable(file: AuthorFile) -> bool:
    """Tell whether a file can be read here and now."""
    try:
        file.read()
    except (OSError, MemoryError):
        return False
    return True


def _validate_names(
    files: Mapping[str, Sequence[AuthorFile]],
    chosen: Mapping[str, Choices],
    doubts: Mapping[tuple[str, Exercise], Doubt],
    exercises: Sequence[Exercise],
    every: Sequence[Exercise],
) -> None:
    """Raise KitError where a class seems to have handed in another exercise, or another course's."""
    against: list[tuple[str, Exercise | None]] = []
    rest = 0
    for who, mine in files.items():
        suspicions = [doubts.get((who, exercise)) for exercise in chosen[who]]
        others = [(file.name, other) for file in mine if (other := find_other_exercise(file, exercises, every))]
        if chosen[who] and all(suspicion is not None and suspicion.grave for suspicion in suspicions):
            exercise, choice = next(iter(chosen[who].items()))
            against.append((choice.chosen.name, doubts[who, exercise].other))
        elif not chosen[who] and others:
            against.append(others[0])
        else:
            rest += bool(chosen[who])
    if len(against) < 2 or len(against) < NEARLY_ALL * (len(against) + rest):
        return
    most = Counter(other for _name, other in against if other).most_common(1)
    titles = [f"{exercise.number}, {exercise.title}" for exercise in exercises]
    asked = " or ".join(titles) if len(titles) <= 2 else "one asked for"
    reason = next((suspicion.says for suspicion in doubts.values() if suspicion.grave), "")
    if most:
        other = most[0][0]
        reason = f"most say exercise {other.number}, {other.title}, as {against[0][0]} does."
        mend = f"`--exercise {other.number}` grades that"
    else:
        mend = "Name the exercise with --exercise, or the course with --course"
    raise KitError(
        f"{len(against)} of {len(against) + rest} files are by their names not exercise {asked}: {reason}",
        f"{mend}; --despite-names grades them all the same.",
    )


def _collect_authors(reading: Reading) -> tuple[dict[str, Author], dict[str, list[str]]]:
    """Collect everybody whom the export names, and what it says of them, both by id."""
    authors: dict[str, Author] = {}
    remarks: dict[str, list[str]] = {}
    for author, remark in [
        *((file.author, "") for file in reading.files),
        *((known.author, known.remark) for known in reading.authors),
    ]:
        if author.id not in authors or authors[author.id].name is None:
            authors[author.id] = author
        noted = remarks.setdefault(author.id, [])
        if remark and remark not in noted:
            noted.append(remark)
    return authors, remarks


def _make_handed(exercise: Exercise, author: Author, choice: FileChoice[AuthorFile], against: Doubt | None) -> Handed:
    chosen = choice.chosen
    remarks = list(chosen.remarks)
    if choice.says:
        remarks.append(choice.says)
    if chosen.within and not find_named_exercise(chosen.within[::-1], [exercise]) and not (against and against.named):
        why = "it is the only one" if not choice.others else choice.why
        remarks.append(f"{chosen.name} names no exercise; it is taken because {why}.")
    if against:
        remarks.append(against.says)
    return Handed(exercise, author, chosen.entry, chosen.late, tuple(remarks), chosen.stamp, chosen.clock)


def _make_absent(
    exercise: Exercise,
    author: Author,
    remarks: Sequence[str],
    others: Sequence[AuthorFile],
    exercises: Sequence[Exercise],
    every: Sequence[Exercise],
) -> Handed:
    """Make what stands for somebody without a file for an exercise; `others` is what was handed in instead."""
    all_remarks = (*remarks, *_describe_other_files(others, exercises, every))
    other_work = (*remarks, *_describe_other_files(list(filter(_may_be_work, others)), exercises, every))
    return Handed(exercise, author, None, remarks=all_remarks, other_work=" ".join(other_work))


def _may_be_work(file: AuthorFile) -> bool:
    """Tell whether a file may be somebody's work: not what lies in every project, nor a repository's other exercise."""
    name = file.name.lower()
    beside = name.startswith(".") or name.partition(".")[0] in _IN_EVERY_PROJECT
    return not beside and not any(folder.lower() == SHELF for folder in file.within[:-1])


def _list_other_files(files: Sequence[AuthorFile], choices: Choices) -> list[AuthorFile]:
    """List the files of an author that count for no exercise."""
    taken = [file for choice in choices.values() for file in (choice.chosen, *choice.others)]
    return [file for file in files if file not in taken]


def _describe_other_files(
    others: Sequence[AuthorFile], exercises: Sequence[Exercise], every: Sequence[Exercise]
) -> list[str]:
    """Describe what somebody without a file for an exercise handed in otherwise, in one sentence or none."""
    named = [
        f"{file.name} ({explain_no_code(file.name) or describe_misplaced_file(file, exercises, every)})"
        for file in others[:3]
    ]
    more = [f"and {len(others) - 3} more"] if len(others) > 3 else []
    return [f"Handed in: {'; '.join(named + more)}."] if named else []


def _list_left_over(
    files: Sequence[AuthorFile], handed: Sequence[Handed], chosen: Mapping[str, Choices]
) -> list[Skipped]:
    """List the files that do not count, each with the reason."""
    taken = {work.entry.path for work in handed if work.entry}
    other = {file.entry.path for mine in chosen.values() for choice in mine.values() for file in choice.others}
    served = {work.author.id for work in handed if work.entry}
    reasons = {
        file.entry.path: explain_no_code(file.name)
        or (
            "another file of the same student counts"
            if file.entry.path in other or (file.stray and file.author.id in served)
            else "it names no exercise asked for"
        )
        for file in files
        if file.entry.path not in taken
    }
    whose = {file.entry.path: file.author.id for file in files}
    return [Skipped(path, why, who=whose[path]) for path, why in reasons.items()]
