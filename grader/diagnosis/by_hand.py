"""The worked numbers of a stub: each `By hand` example as a call and its answer."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
from msgspec import Struct

from grader import course
from grader.model import Exercise

_EXAMPLE = re.compile(r"`(?P<call>\w+\((?:[^`])*\))`\s+(?:is|gives)\s+`(?P<answer>[^`]+)`")
TOLERANCE = 2e-3
"""Relative: examples are rounded to what one writes on paper."""


class Example(Struct, frozen=True):
    """One call that a stub works out."""

    function: str
    text: str
    """The call as the stub writes it."""
    positional: int
    """How many arguments the stub gives without their names."""
    arguments: tuple[Any, ...]
    """In the order of the function's parameters."""
    answer: Any

    @property
    def pasted(self) -> str:
        """The call on one line."""
        return " ".join(self.text.split())


def read_examples(exercise: Exercise) -> tuple[Example, ...]:
    """Read the examples of an exercise's stub, in its order; an example that cannot be read is left out."""
    return _read_examples(exercise, course.locate_stub(exercise).stat().st_mtime_ns)


@functools.cache
def _read_examples(exercise: Exercise, _changed: int) -> tuple[Example, ...]:
    return tuple(example for _call, example in _iterate_examples(exercise) if example is not None)


def list_unread_examples(exercise: Exercise) -> tuple[str, ...]:
    """List the calls of a stub's examples that cannot be read, each as the stub writes it."""
    return tuple(call for call, example in _iterate_examples(exercise) if example is None)


def _iterate_examples(exercise: Exercise) -> Iterator[tuple[str, Example | None]]:
    parameters = course.read_parameters(exercise)
    defaults = course.read_defaults(exercise)
    for node in ast.parse(course.locate_stub(exercise).read_bytes()).body:
        docstring = (ast.get_docstring(node) or "") if isinstance(node, ast.FunctionDef) else ""
        for match in _EXAMPLE.finditer(docstring):
            yield match["call"], _parse_example(match["call"], match["answer"], parameters, defaults)


def _parse_example(
    call: str, answer: str, parameters: dict[str, tuple[str, ...]], defaults: dict[str, tuple[object, ...]]
) -> Example | None:
    try:
        node = ast.parse(call, mode="eval").body
        assert isinstance(node, ast.Call)
        assert isinstance(node.func, ast.Name)
        names = parameters[node.func.id]
        usual = dict(zip(reversed(names), reversed(defaults.get(node.func.id, ())), strict=False))
        written = dict(zip(names, map(evaluate, node.args), strict=False))
        written |= {str(keyword.arg): evaluate(keyword.value) for keyword in node.keywords}
        arguments = tuple(written[name] if name in written else usual[name] for name in names)
        return Example(node.func.id, call, len(node.args), arguments, evaluate(ast.parse(answer, mode="eval").body))
    except (AssertionError, KeyError, SyntaxError, NameError, TypeError, ValueError):
        return None


def evaluate(node: ast.expr) -> Any:
    """Evaluate an expression of a stub; a stub is the course's own, and as trusted as its suite."""
    return eval(compile(ast.Expression(node), "<stub>", "eval"), {"np": np, "nan": np.nan, "inf": np.inf})
