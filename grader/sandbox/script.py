"""Running a file as Jupyter would run it with a cell for each statement: going on after one that fails.

A file is compiled and run whole, as Python does it. Only where a statement fails is the rest read again, and run
one by one.

Runs in the worker beside the student's code: standard library only.
"""

from __future__ import annotations

import ast
import bisect
import dis
import importlib.util
import itertools
import math
import sys
import types
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or not __name__.startswith("_worker_"):
    from grader.sandbox import magics, newer, notebook_kernel
else:
    newer = sys.modules["_worker_newer"]
    magics = sys.modules["_worker_magics"]
    notebook_kernel = sys.modules["_worker_notebook_kernel"]

AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
ReportFailure = Callable[[int, list[str], BaseException], None]
"""Is called for a failed statement: its first line, the names it would have defined, what it raised."""


class Script:
    """A file on its way through one namespace."""

    def __init__(self, source: bytes, filename: str) -> None:
        """Read it; raises SyntaxError where it is neither Python nor a notebook's Python."""
        self.filename = filename
        self.source: bytes | str = source
        try:
            self.code = compile(source, filename, "exec", dont_inherit=True)
        except SyntaxError as error:
            self.source = _convert_notebook(source, error)
            self.code = self._compile_notebook(self.source, error, changed=self.source != _decode(source))

    def _compile_notebook(self, text: str, first: SyntaxError, *, changed: bool) -> types.CodeType:
        """Return the code of a notebook's text; raises SyntaxError, of the file where the text is unchanged."""
        try:
            return _compile(text, self.filename, AWAIT)
        except SyntaxError as error:
            # Of a text that was changed, the first error may only be the line of a notebook.
            raise newer.explain_syntax_error(text, error if changed else first) from None

    @property
    def holds_code(self) -> bool:
        """Whether it holds more than texts and imports."""
        # A function or a class is code within the code; only without one is the file worth a second reading.
        if any(isinstance(constant, types.CodeType) for constant in self.code.co_consts):
            return True
        body = ast.parse(self.source, self.filename).body
        return any(not isinstance(node, ast.Expr | ast.Import | ast.ImportFrom) for node in body)

    def run(self, namespace: dict[str, Any], patience: notebook_kernel.Patience, report: ReportFailure) -> None:
        """Run the whole file; a statement that raises is reported, and the next one follows."""
        first = 0
        if not patience.hurried:
            try:
                with patience.limit_time(0):
                    notebook_kernel.finish(eval(self.code, namespace))
                return
            except BaseException as error:
                first = self._report_failure(error, namespace, report) + 1
        for node in itertools.islice(self._list_statements(), first, None):
            self._run_statement(node, namespace, patience, report)

    def _run_statement(
        self, node: ast.stmt, namespace: dict[str, Any], patience: notebook_kernel.Patience, report: ReportFailure
    ) -> None:
        """Run one statement; report what it raises."""
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            # Alone in a module of its own a text would become its docstring.
            return
        code = self._compile_alone(node)
        try:
            with patience.limit_time(node.lineno):
                notebook_kernel.finish(eval(code, namespace))
        except BaseException as error:
            report(node.lineno, _list_lost(node, code, namespace), error)

    def _report_failure(self, error: BaseException, namespace: dict[str, Any], report: ReportFailure) -> int:
        """Report the statement that stopped the file, and return its index; raises the error where there is none."""
        try:
            statements = self._list_statements()
        except (RecursionError, MemoryError):
            raise error from None
        position = _find_position(sys.exc_info()[2], self.code)
        if position is None:
            raise error
        index = max(0, bisect.bisect_right([_find_begin(node) for node in statements], position) - 1)
        node = statements[index]
        report(node.lineno, _list_lost(node, self._compile_alone(node), namespace), error)
        return index

    def _list_statements(self) -> list[ast.stmt]:
        """Return the statements of the file."""
        return ast.parse(self.source, self.filename).body

    def _compile_alone(self, node: ast.stmt) -> types.CodeType:
        """Return the code of one statement, under the file's own `__future__` imports."""
        flags = self.code.co_flags & notebook_kernel.FUTURE | AWAIT
        return _compile(ast.Module([node], []), self.filename, flags)


def _compile(source: str | ast.Module, filename: str, flags: int) -> types.CodeType:
    """Return the code of a text or a tree."""
    code = compile(source, filename, "exec", flags, dont_inherit=True)
    assert isinstance(code, types.CodeType)
    return code


def _decode(source: bytes) -> str:
    """Return the source decoded as Python decodes it."""
    return importlib.util.decode_source(source)


def _convert_notebook(source: bytes, error: SyntaxError) -> str:
    """Return the text with a notebook's own lines (`!pip …`) made Python; raises `error` where it is no text."""
    try:
        return magics.convert_file(_decode(source))
    except (SyntaxError, ValueError, LookupError):
        raise error from None


def _find_begin(node: ast.stmt) -> tuple[float, float]:
    """Return the line and column at which a statement begins, its decorators included."""
    first = min([node, *getattr(node, "decorator_list", [])], key=lambda part: (part.lineno, part.col_offset))
    # The @ stands before what it decorates with.
    return first.lineno, first.col_offset if first is node else 0


def _find_position(trace: types.TracebackType | None, code: types.CodeType) -> tuple[float, float] | None:
    """Return the line and column at which the module's own code stood; None where it did not run."""
    while trace is not None and trace.tb_frame.f_code is not code:
        trace = trace.tb_next
    if trace is None:
        return None
    line, _end, column, _end_column = next(itertools.islice(code.co_positions(), trace.tb_lasti // 2, None))
    return (line or trace.tb_lineno), math.inf if column is None else column


def _list_lost(node: ast.stmt, code: types.CodeType, namespace: dict[str, Any]) -> list[str]:
    """Return the names that a failed statement would have bound and did not."""
    stores = (step.argval for step in dis.get_instructions(code) if step.opname in ("STORE_NAME", "STORE_GLOBAL"))
    lost = [name for name in dict.fromkeys(stores) if name not in namespace or _is_older(namespace[name], node, code)]
    return lost[: notebook_kernel.MAX_NAMES]


def _is_older(value: object, node: ast.stmt, code: types.CodeType) -> bool:
    """Tell whether a value is a function that another statement of the file made."""
    if type(value) is not types.FunctionType or value.__code__.co_filename != code.co_filename:
        return False
    return not _find_begin(node)[0] <= value.__code__.co_firstlineno <= (node.end_lineno or node.lineno)
