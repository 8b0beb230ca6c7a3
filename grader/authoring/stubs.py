"""What a stub promises: a title, a docstring and an example for each function, the reference's parameters."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from typing import Any

import numpy as np

from grader import course
from grader.authoring.breach import Breach
from grader.authoring.places import definitions, line_with
from grader.course.modules import load_module
from grader.diagnosis.by_hand import TOLERANCE, Example, list_unread_examples, read_examples
from grader.misconceptions.toolkit.lines import silence_warnings
from grader.model import Exercise

LONGEST_TITLE = 60


def stub_breaches(exercise: Exercise) -> Iterator[Breach]:
    """Find every promise of the stub that is not there or not true."""
    yield from _title(exercise)
    yield from _docstrings(exercise)
    yield from _parameters(exercise)
    yield from _examples(exercise)


def _title(exercise: Exercise) -> Iterator[Breach]:
    words = ast.get_docstring(ast.parse(course.locate_stub(exercise).read_bytes())) or ""
    title, _, story = words.partition("\n")
    if len(title) > LONGEST_TITLE or title.endswith("."):
        said = f"{line_with(exercise, 'exercises', title)}: the title is no title."
        yield Breach(exercise.stem, said, f"The first line: up to {LONGEST_TITLE} characters, without a full stop.")
    if not story.strip():
        said = f"{line_with(exercise, 'exercises', title)}: no story stands below the title."
        yield Breach(exercise.stem, said, "Tell in a few lines what the exercise is about.")


def _docstrings(exercise: Exercise) -> Iterator[Breach]:
    for name, node in definitions(exercise, "exercises").items():
        if not ast.get_docstring(node):
            said = f"{line_with(exercise, 'exercises', f'def {name}(')}: {name} has no docstring."
            yield Breach(exercise.stem, said, "Say what comes back, and give one number to check by hand.")


def _parameters(exercise: Exercise) -> Iterator[Breach]:
    """The reference takes what the stub says."""
    references = definitions(exercise, "solutions")
    for name, node in definitions(exercise, "exercises").items():
        other = references.get(name)
        if other is not None and _signature(other) != _signature(node):
            said = f"{line_with(exercise, 'solutions', f'def {name}(')}: the stub says {name}({_signature(node)})."
            yield Breach(exercise.stem, said, "Give stub and reference the same parameters and defaults.")


def _signature(node: ast.FunctionDef) -> str:
    """The parameters with their defaults; what their kinds are called is each file's own."""
    bare = copy.deepcopy(node.args)
    for one in ast.walk(bare):
        if isinstance(one, ast.arg):
            one.annotation = None
    return ast.unparse(bare)


def _examples(exercise: Exercise) -> Iterator[Breach]:
    """Each function has an example, each can be read, and the reference gives its answer."""
    for call in list_unread_examples(exercise):
        said = f"{line_with(exercise, 'exercises', call.splitlines()[0])}: `{call}` cannot be read as a call."
        yield Breach(exercise.stem, said, "Write a call of the stub's own function: By hand: `f(1, 2)` is `3.0`.")
    examples = read_examples(exercise)
    parameters = course.read_parameters(exercise)
    # What is drawn at random is no number that everybody gets.
    owed = {name for name in exercise.functions if "rng" not in parameters[name]}
    for name in sorted(owed - {one.function for one in examples}):
        said = f"{line_with(exercise, 'exercises', f'def {name}(')}: {name} has no number to check by hand."
        yield Breach(exercise.stem, said, f"Work one out in its docstring: By hand: `{name}(…)` is `…`.")
    path = course.locate_file(exercise, "solutions")
    if not path.is_file():
        return
    reference = vars(load_module(path))
    for one in examples:
        found = _answer(reference.get(one.function), one)
        if not is_same(found, one.answer):
            where = line_with(exercise, "exercises", one.text.splitlines()[0])
            said = f"{where}: the stub says that `{one.pasted}` is {one.answer!r}; the reference gives {found!r}."
            yield Breach(exercise.stem, said, "Work it out with a pencil: one of the two is wrong.")


def _answer(function: Any, example: Example) -> Any:
    """What the reference answers, or what it raises."""
    with silence_warnings():
        try:
            return function(*example.arguments)
        except Exception as error:  # a reference is somebody's code
            return error


def is_same(found: Any, wanted: Any) -> bool:
    """Whether an answer is the one that the stub writes, to the digits that one writes on paper."""
    if isinstance(wanted, tuple):
        alike = isinstance(found, tuple) and len(found) == len(wanted)
        return alike and all(map(is_same, found, wanted))
    if wanted is None or isinstance(wanted, str | bool):
        return bool(type(found) is type(wanted) and found == wanted)
    try:
        one, other = np.asarray(found, dtype=float), np.asarray(wanted, dtype=float)
    except (TypeError, ValueError):
        return False
    return one.shape == other.shape and bool(np.allclose(one, other, rtol=TOLERANCE, atol=1e-9, equal_nan=True))
