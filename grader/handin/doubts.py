"""Whether a file's name speaks against the exercise that it is graded as, and why the kit thinks so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from grader.handin.contents import Contents
from grader.handin.naming import find_meaning, holds_name, is_code, names_a_number, strip_copy_words
from grader.handin.rule import File, find_named_exercise, inspect_file
from grader.model import Exercise

_WORDS = re.compile(r"[^\W\d_]{3,}")
_MAX_NAMES = 3
"""Names that a remark repeats."""


class Doubt(Struct, frozen=True):
    """A contradiction between a file's name and an exercise."""

    says: str
    grave: bool
    """Whether what the file holds does not speak for the exercise either."""
    other: Exercise | None = None
    """What the name says instead, where the kit knows it."""
    named: bool = False
    """Whether the name says something, and not this exercise."""


def find_doubt(file: File, exercise: Exercise, every: Sequence[Exercise], known: Sequence[str] = ()) -> Doubt | None:
    """Return what speaks against grading a file as an exercise; None where nothing does. `known` words mean nothing."""
    others = [one for one in every if one != exercise]
    names = file.within[::-1] or (file.name,)
    names_it = _names_exercise(names, exercise)
    other = find_named_exercise(names[:1], others) or (
        None if _names_exercise(names[:1], exercise) else find_named_exercise(names, others)
    )
    other = other or next((one for one in others if holds_name(file.name, one)), None)
    number = names_a_number(file.name) and not _names_exercise(names[:1], exercise)
    rest = _find_foreign_words(file.name, exercise, known)
    if not (other or number or rest or (file.within and not names_it)):
        return None
    contents = inspect_file(file, exercise)
    defined = contents.defined & set(exercise.functions)
    if not (other or number) and (defined or not contents.defined):
        return None
    if other:
        claim = f"it says exercise {other.number}, {other.title}"
    else:
        claim = f"it says {_quote_name(file.name, number, rest)}" if number or rest else "its name says no exercise"
    grave = not defined and bool(other or number or contents.defined)
    return Doubt(f"{file.name} is graded as exercise {exercise.number}, {exercise.title}, but {claim}; "
                 f"{_describe_contents(contents, exercise)}.", grave, other, bool(other or number or rest))  # fmt: skip


def find_other_exercise(file: File, exercises: Sequence[Exercise], every: Sequence[Exercise]) -> Exercise | None:
    """Return the exercise of the course, not asked for, that a file's name or folder says; None where it says none."""
    if not is_code(file.name):
        return None
    named = find_named_exercise(file.within[::-1], every)
    return named if named not in exercises else None


def describe_misplaced_file(file: File, exercises: Sequence[Exercise], every: Sequence[Exercise]) -> str:
    """Describe a file that was handed in for none of the exercises asked for."""
    named = find_other_exercise(file, exercises, every)
    if named is None:
        return "it names no exercise asked for"
    contents = inspect_file(file, named)
    defined = sorted(contents.defined & set(named.functions))
    holdings = f"it defines {', '.join(defined)}" if defined else _describe_contents(contents, named)
    return f"it says exercise {named.number}, {named.title}; {holdings}"


def _names_exercise(names: Sequence[str], exercise: Exercise) -> bool:
    """Tell whether one of the names says this exercise."""
    return find_named_exercise(names, [exercise]) is not None


def _find_foreign_words(name: str, exercise: Exercise, known: Sequence[str]) -> str:
    """Return the words beside an exercise's number that are not its own name; `known` words are left out."""
    spelled = find_meaning(name, [exercise])
    if spelled is None:
        return ""
    own = " ".join((*known, exercise.name)).casefold()
    words = [word for word in _WORDS.findall(f"{spelled.before} {spelled.after}") if word.casefold() not in own]
    return " ".join(words)


def _quote_name(name: str, number: bool, rest: str) -> str:
    """Quote the words of a file's name that tell what it is; the whole name where there are none."""
    return strip_copy_words(name) if number or not rest else f"“{rest}”"


def _describe_contents(contents: Contents, exercise: Exercise) -> str:
    """Describe what a file defines, as the reason of a guess."""
    defined = sorted(contents.defined & set(exercise.functions))
    if defined:
        return f"it defines {', '.join(defined)}, so it is taken"
    expected = ", ".join(exercise.functions)
    others = sorted(contents.defined)
    more = f" and {len(others) - _MAX_NAMES} more" if len(others) > _MAX_NAMES else ""
    what = (
        f"it defines {', '.join(others[:_MAX_NAMES])}{more}, and none of {expected}"
        if others
        else f"it defines none of {expected}"
    )
    return f"perhaps it belongs to another topic or course, for {what}"
