"""Which functions of a submission lean on a package that is not there.

Runs in the worker beside the student's code: standard library only.
"""

from __future__ import annotations

import dis
import sys
import types
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or not __name__.startswith("_worker_"):
    from grader.sandbox import stub_modules
else:
    stub_modules = sys.modules["_worker_stub_modules"]

IMPORT = dis.opmap["IMPORT_NAME"]
DEEP = 50
"""Functions that are followed from one of them."""


def on_stand_ins(function: object, packages: Collection[str]) -> list[str]:
    """The packages among `packages` that a function, or one that it calls, speaks of."""
    found: set[str] = set()
    waiting, known = [function], {id(function)}
    while waiting and len(known) < DEEP:
        for value in _used(waiting.pop(), packages):
            if isinstance(value, str):
                found.add(value)
            elif id(value) not in known:
                known.add(id(value))
                waiting.append(value)
    return sorted(found)


def _used(function: object, packages: Collection[str]) -> Iterator[Any]:
    """Of what a function names: packages that are not there, and other functions."""
    if not isinstance(function, types.FunctionType):
        return
    cells = [cell.cell_contents for cell in function.__closure__ or () if _is_full(cell)]
    names = list(_names(function.__code__))
    for value in (*cells, *(function.__globals__.get(name) for name in names), *(function.__defaults__ or ())):
        if isinstance(value, stub_modules.StandIn):
            yield value.__name__.partition(".")[0]
        elif isinstance(value, type) and issubclass(value, stub_modules.Base):
            yield str(value._package)
        elif isinstance(value, types.FunctionType):
            yield value
    # An import within the function.
    yield from (name.partition(".")[0] for name in names if name.partition(".")[0] in packages)


def imported(code: types.CodeType) -> Iterator[tuple[str, int]]:
    """The modules that a function imports when it is called, each with its line."""
    if IMPORT in code.co_code[::2]:
        line = code.co_firstlineno
        for step in dis.get_instructions(code):
            line = step.positions.lineno or line if step.positions else line
            if step.opcode == IMPORT:
                yield str(step.argval), line
    for held in code.co_consts:
        if isinstance(held, types.CodeType):
            yield from imported(held)


def _names(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for held in code.co_consts:
        if isinstance(held, types.CodeType):
            yield from _names(held)


def _is_full(cell: types.CellType) -> bool:
    try:
        cell.cell_contents  # noqa: B018 - a cell tells only so that it is empty
    except ValueError:
        return False
    return True
