"""Inert stand-ins for packages that the walls lack, so that a plot at the top of a file costs nothing.

Runs in the worker beside the student's code: standard library only.
"""

from __future__ import annotations

import dis
import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Iterator, Sequence
from typing import Any

KNOWN = frozenset(sys.stdlib_module_names) | {"numpy", "__main__"}
"""What student code may really import."""


class StandIn(types.ModuleType):
    """Takes any attribute, call, index or operator and stays what it is."""

    def __init__(self, name: str = "stand-in", *_rest: Any, **_named: Any) -> None:
        super().__init__(name if isinstance(name, str) else "stand-in")
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> StandIn:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return StandIn(self.__name__)

    def __call__(self, *args: Any, **named: Any) -> Any:
        """A decorator of such a package hands the function back as it was."""
        if len(args) == 1 and not named and isinstance(args[0], types.FunctionType | type):
            return args[0]
        return StandIn(self.__name__)

    def __iter__(self) -> Iterator[StandIn]:
        """As many as the caller unpacks (`fig, ax = plt.subplots()`), none in a loop."""
        return iter([StandIn(self.__name__)] * _unpacked(sys._getframe(1)))

    def __enter__(self) -> StandIn:
        return self

    def __exit__(self, *_error: object) -> None:
        return None

    def __getitem__(self, _key: object) -> StandIn:
        return StandIn(self.__name__)

    def __setitem__(self, _key: object, _value: object) -> None:
        return None

    def __len__(self) -> int:
        return 0

    def __float__(self) -> float:
        raise TypeError(f"the package {self.__name__} is not available here, so there is no number to use")

    def _same(self, *_others: object) -> StandIn:
        return StandIn(self.__name__)

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _same
    __pow__ = __neg__ = __matmul__ = __or__ = _same


def _unpacked(frame: types.FrameType) -> int:
    """How many values the running instruction of a frame unpacks."""
    code = frame.f_code.co_code
    name = dis.opname[code[frame.f_lasti]]
    return code[frame.f_lasti + 1] if name.startswith("UNPACK_SEQUENCE") else 0


class Missing(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds a stand-in for every package outside the standard library and numpy, and remembers which.

    Only for imports that the student's module itself writes: the standard library probes for modules that
    are not there, and must be told so.
    """

    def __init__(self, importer: str) -> None:
        self.importer = importer
        self.names: set[str] = set()

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,  # noqa: ARG002
        target: types.ModuleType | None = None,  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:
        """A spec for what is not known; None leaves the rest to Python."""
        top = fullname.partition(".")[0]
        if top in KNOWN or _importer() not in (self.importer, *self.names):
            return None
        self.names.add(top)
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> StandIn:
        """The stand-in itself."""
        return StandIn(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Nothing to run."""


def _importer() -> str:
    """The name of the module whose import statement is running."""
    frame = sys._getframe(2)
    while frame.f_back is not None and "importlib" in frame.f_code.co_filename:
        frame = frame.f_back
    return str(frame.f_globals.get("__name__", ""))
