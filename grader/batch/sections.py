"""Folders of sections that hold students, where a layout would take each section for one student."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from grader.batch.layouts import flat
from grader.batch.nouns import Entry
from grader.batch.reading import AuthorFile, Export
from grader.errors import KitError
from grader.handin.naming import find_by_number, find_meaning, is_beside, is_code
from grader.handin.rule import inspect_file
from grader.model import Author, Exercise

MAX_NAMED = 4
"""Sections that a command names."""
_MAX_READ = 6
"""Sections, and students in each, whose files are looked into."""

People = dict[str, list[Entry]]
"""Code by the name that it may belong to."""


def refuse_sections(export: Export, path: Path) -> None:
    """Raise KitError where most folders hold several people's work, so that each would be graded as one student."""
    around, tops = _list_people(export)
    if len(tops) < 2:
        return
    met = Counter(person for people in tops.values() for person in people)
    # Folders and files that many students have (`src`, `part1`, `main.py`) are nobody's name.
    own = {top: {who: files for who, files in people.items() if met[who] == 1} for top, people in tops.items()}
    sections = [top for top, people in own.items() if people and "" not in tops[top]]
    several = [top for top in sections if len(own[top]) > 1]
    if len(sections) * 2 <= len(tops) or len(several) * 2 < len(sections):
        return
    looked_at = several[:_MAX_READ]
    if sum(_holds_several_answers(own[top], export.exercises) for top in looked_at) * 2 < len(looked_at):
        return
    people = ", ".join(list(own[several[0]])[:3])
    raise KitError(
        f"{path} looks like a class in sections: {several[0]} holds the work of {people}, and would be one student.",
        f"{_suggest(path, around, sections)}; if each folder is one student's, --layout flat reads it so.",
    )


def _list_people(export: Export) -> tuple[list[str], dict[str, People]]:
    """List the folders around everything, and what may be people in each folder below; "" stands for its own work."""
    depth = flat.count_folders_around(export)
    tops: dict[str, People] = {}
    around: list[str] = []
    for entry in export.entries:
        whole = [export.listing.name, *entry.path.split("/")]
        parts = whole[depth:]
        if is_code(whole[-1]) and len(parts) > 1:
            around = whole[1:depth]
            people = tops.setdefault(parts[0], {})
            if (person := _find_person(parts[1:], export.exercises)) is not None:
                people.setdefault(person, []).append(entry)
    return around, tops


def _find_person(within: Sequence[str], exercises: Sequence[Exercise]) -> str | None:
    """Find whose name a folder's code may bear; empty where it names an exercise alone, None for what is beside it."""
    name = within[0]
    if len(within) == 1:
        return None if is_beside(name) else flat.find_student(name, exercises, set())
    says_exercise = find_meaning(name, exercises) or find_by_number(name, exercises) or name.lower() == flat.SHELF
    return "" if says_exercise else name


def _holds_several_answers(people: People, exercises: Sequence[Exercise]) -> bool:
    """Tell whether at least two of the people have an answer of their own."""
    having = 0
    for files in list(people.values())[:_MAX_READ]:
        having += any(_is_answer(entry, exercises) for entry in files[:3])
        if having > 1:
            return True
    return False


def _is_answer(entry: Entry, exercises: Sequence[Exercise]) -> bool:
    """Tell whether a file defines all functions of an exercise; one of several files of one student does not."""
    file = AuthorFile(Author(""), entry, (entry.path,))
    return any(inspect_file(file, exercise).defined >= set(exercise.functions) for exercise in exercises)


def _suggest(path: Path, around: Sequence[str], sections: Sequence[str]) -> str:
    """Suggest, in a sentence, the command that names the sections."""
    base = path if path.is_dir() else Path()
    folders = [base.joinpath(*around, section) for section in sections]
    unpack = "" if path.is_dir() else "Unpack it, then name the sections: "
    if len(folders) > MAX_NAMED:
        return f"{unpack or 'Name the sections: '}grade batch {shlex.quote(str(folders[0].parent))}/*"
    return f"{unpack or 'Name the sections: '}grade batch {' '.join(shlex.quote(str(folder)) for folder in folders)}"
