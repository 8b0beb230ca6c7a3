"""What a stub promises: a title, a docstring and an example for each function, the reference's parameters."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from typing import Any

import numpy as np

from grader import course
from grader.authoring.breach import Breach, find_line, parse_functions
from grader.course.modules import load_module
from grader.diagnosis.by_hand import TOLERANCE, Example, list_unread_examples, read_examples
from grader.misconceptions.toolkit.lines import silence_warnings
from grader.model import Exercise

MAX_TITLE_CHARS = 60


def find_stub_breaches(exercise: Exercise) -> Iterator[Breach]:
    """Find every promise of the stub that is not there or not true."""
    yield from _check_title(exercise)
    yield from _check_docstrings(exercise)
    yield from _check_parameters(exercise)
    yield from _check_examples(exercise)


def _check_title(exercise: Exercise) -> Iterator[Breach]:
    """Check that the stub's docstring has a title and a story."""
    words = (
        ast.get_docstring(ast.parse(course.locate_stub(exercise).read_bytes(), str(course.locate_stub(exercise)))) or ""
    )
    title, _, story = words.partition("\n")
    if len(title) > MAX_TITLE_CHARS or title.endswith("."):
        what = f"{find_line(exercise, 'exercises', title)}: the title is no title."
        yield Breach(exercise.stem, what, f"The first line: up to {MAX_TITLE_CHARS} characters, without a full stop.")
    if not story.strip():
        what = f"{find_line(exercise, 'exercises', title)}: no story stands below the title."
        yield Breach(exercise.stem, what, "Tell in a few lines what the exercise is about.")


def _check_docstrings(exercise: Exercise) -> Iterator[Breach]:
    """Check that each function of the stub has a docstring."""
    for name, node in parse_functions(exercise, "exercises").items():
        if not ast.get_docstring(node):
            what = f"{find_line(exercise, 'exercises', f'def {name}(')}: {name} has no docstring."
            yield Breach(exercise.stem, what, "Say what comes back, and give one number to check by hand.")


def _check_parameters(exercise: Exercise) -> Iterator[Breach]:
    """Check that the reference takes the stub's parameters."""
    references = parse_functions(exercise, "solutions")
    for name, node in parse_functions(exercise, "exercises").items():
        reference = references.get(name)
        if reference is not None and _format_signature(reference) != _format_signature(node):
            what = (
                f"{find_line(exercise, 'solutions', f'def {name}(')}: the stub says {name}({_format_signature(node)})."
            )
            yield Breach(exercise.stem, what, "Give stub and reference the same parameters and defaults.")


def _format_signature(node: ast.FunctionDef) -> str:
    """Format the parameters with their defaults; annotations are each file's own and are left out."""
    arguments = copy.deepcopy(node.args)
    for part in ast.walk(arguments):
        if isinstance(part, ast.arg):
            part.annotation = None
    return ast.unparse(arguments)


def _check_examples(exercise: Exercise) -> Iterator[Breach]:
    """Check that each function has an example, that each can be read, and that the reference gives its answer."""
    for call in list_unread_examples(exercise):
        what = f"{find_line(exercise, 'exercises', call.splitlines()[0])}: `{call}` cannot be read as a call."
        yield Breach(exercise.stem, what, "Write a call of the stub's own function: By hand: `f(1, 2)` is `3.0`.")
    examples = read_examples(exercise)
    parameters = course.read_parameters(exercise)
    # What is drawn at random is no number that everybody gets.
    owed = {name for name in exercise.functions if "rng" not in parameters[name]}
    for name in sorted(owed - {example.function for example in examples}):
        what = f"{find_line(exercise, 'exercises', f'def {name}(')}: {name} has no number to check by hand."
        yield Breach(exercise.stem, what, f"Work one out in its docstring: By hand: `{name}(…)` is `…`.")
    path = course.locate_file(exercise, "solutions")
    if not path.is_file():
        return
    reference = vars(load_module(path))
    for example in examples:
        answer = _compute_answer(reference.get(example.function), example)
        if not is_same(answer, example.answer):
            where = find_line(exercise, "exercises", example.text.splitlines()[0])
            what = (
                f"{where}: the stub says that `{example.pasted}` is {example.answer!r}; the reference gives {answer!r}."
            )
            yield Breach(exercise.stem, what, "Work it out with a pencil: one of the two is wrong.")


def _compute_answer(function: Any, example: Example) -> Any:
    """Return what the reference answers to an example, or the exception that it raises."""
    with silence_warnings():
        try:
            return function(*example.arguments)
        except Exception as error:  # a reference is somebody's code
            return error


def is_same(found: Any, wanted: Any) -> bool:
    """Tell whether an answer is the one that the stub writes, to the digits that one writes on paper."""
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
