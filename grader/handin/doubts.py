"""Whether a file's name speaks against the exercise that it is graded as, and why the kit thinks so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from grader.handin.contents import Contents
from grader.handin.naming import holds_name, is_code, meaning, names_a_number, original
from grader.handin.rule import File, holds, meant
from grader.model import Exercise

_WORDS = re.compile(r"[^\W\d_]{3,}")
_FEW = 3
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


def doubt(file: File, exercise: Exercise, every: Sequence[Exercise], known: Sequence[str] = ()) -> Doubt | None:
    """What speaks against grading a file as an exercise; `known` words in names mean nothing, such as the author's."""
    others = [one for one in every if one != exercise]
    names = file.within[::-1] or (file.name,)
    says = _says(names, exercise)
    other = meant(names[:1], others) or (None if _says(names[:1], exercise) else meant(names, others))
    other = other or next((one for one in others if holds_name(file.name, one)), None)
    number = names_a_number(file.name) and not _says(names[:1], exercise)
    rest = _rest(file.name, exercise, known)
    if not (other or number or rest or (file.within and not says)):
        return None
    found = holds(file, exercise)
    inside = found.defined & set(exercise.functions)
    if not (other or number) and (inside or not found.defined):
        return None
    if other:
        told = f"it says exercise {other.number}, {other.title}"
    else:
        told = f"it says {_quoted(file.name, number, rest)}" if number or rest else "its name says no exercise"
    grave = not inside and bool(other or number or found.defined)
    return Doubt(f"{file.name} is graded as exercise {exercise.number}, {exercise.title}, but {told}; "
                 f"{_holds(found, exercise)}.", grave, other, bool(other or number or rest))  # fmt: skip


def elsewhere(file: File, exercises: Sequence[Exercise], every: Sequence[Exercise]) -> Exercise | None:
    """The exercise of the course, not asked for, that a file's name or folder says."""
    if not is_code(file.name):
        return None
    said = meant(file.within[::-1], every)
    return said if said not in exercises else None


def instead(file: File, exercises: Sequence[Exercise], every: Sequence[Exercise]) -> str:
    """What a file is that was handed in for none of the exercises asked for."""
    said = elsewhere(file, exercises, every)
    if said is None:
        return "it names no exercise asked for"
    found = holds(file, said)
    mine = sorted(found.defined & set(said.functions))
    holding = f"it defines {', '.join(mine)}" if mine else _holds(found, said)
    return f"it says exercise {said.number}, {said.title}; {holding}"


def _says(names: Sequence[str], exercise: Exercise) -> bool:
    return meant(names, [exercise]) is not None


def _rest(name: str, exercise: Exercise, known: Sequence[str]) -> str:
    """Words that stand beside an exercise's number and are not its own name."""
    spelled = meaning(name, [exercise])
    if spelled is None:
        return ""
    own = " ".join((*known, exercise.name)).casefold()
    words = [word for word in _WORDS.findall(f"{spelled.before} {spelled.after}") if word.casefold() not in own]
    return " ".join(words)


def _quoted(name: str, number: bool, rest: str) -> str:
    return original(name) if number or not rest else f"“{rest}”"


def _holds(found: Contents, exercise: Exercise) -> str:
    """What a file defines, as the reason of a guess."""
    mine = sorted(found.defined & set(exercise.functions))
    if mine:
        return f"it defines {', '.join(mine)}, so it is taken"
    wanted = ", ".join(exercise.functions)
    other = sorted(found.defined)
    more = f" and {len(other) - _FEW} more" if len(other) > _FEW else ""
    what = (
        f"it defines {', '.join(other[:_FEW])}{more}, and none of {wanted}" if other else f"it defines none of {wanted}"
    )
    return f"perhaps it belongs to another topic or course, for {what}"
