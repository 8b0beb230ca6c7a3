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
MAX_FUNCTIONS = 50
"""How many functions are followed from one of them."""


def list_packages(function: object, packages: Collection[str]) -> list[str]:
    """Return those of the packages that a function, or one that it calls, speaks of."""
    names: set[str] = set()
    functions, known = [function], {id(function)}
    while functions and len(known) < MAX_FUNCTIONS:
        for value in _iterate_used(functions.pop(), packages):
            if isinstance(value, str):
                names.add(value)
            elif id(value) not in known:
                known.add(id(value))
                functions.append(value)
    return sorted(names)


def _iterate_used(function: object, packages: Collection[str]) -> Iterator[Any]:
    """Yield what a function names: packages that are not there, by name, and other functions."""
    if not isinstance(function, types.FunctionType):
        return
    cells = [cell.cell_contents for cell in function.__closure__ or () if _is_full(cell)]
    names = list(_iterate_names(function.__code__))
    for value in (*cells, *(function.__globals__.get(name) for name in names), *(function.__defaults__ or ())):
        if isinstance(value, stub_modules.StandIn):
            yield value.__name__.partition(".")[0]
        elif isinstance(value, type) and issubclass(value, stub_modules.StandInBase):
            yield str(value._package)
        elif isinstance(value, types.FunctionType):
            yield value
    # An import within the function.
    yield from (name.partition(".")[0] for name in names if name.partition(".")[0] in packages)


def iterate_imports(code: types.CodeType) -> Iterator[tuple[str, int]]:
    """Yield the modules that a function imports when it is called, each with its line."""
    if IMPORT in code.co_code[::2]:
        line = code.co_firstlineno
        for step in dis.get_instructions(code):
            line = step.positions.lineno or line if step.positions else line
            if step.opcode == IMPORT:
                yield str(step.argval), line
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from iterate_imports(constant)


def _iterate_names(code: types.CodeType) -> Iterator[str]:
    """Yield the names that code uses, and the code within it."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _iterate_names(constant)


def _is_full(cell: types.CellType) -> bool:
    """Tell whether a cell of a closure holds a value."""
    try:
        cell.cell_contents  # noqa: B018 - a cell tells only so that it is empty
    except ValueError:
        return False
    return True
