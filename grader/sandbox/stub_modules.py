"""Inert stand-ins for packages that the walls lack, so that a plot at the top of a file costs nothing.

A stand-in takes part in everything and changes nothing: a decorator hands its function back, a progress bar
loops over what it is given, and a number is what it never becomes.

Runs in the worker beside the student's code: standard library only.
"""

from __future__ import annotations

import dis
import functools
import itertools
import sys
import types
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Any

PROGRESS = frozenset(
    {
        "tqdm",
        "rich",
        "fastprogress",
        "alive_progress",
        "progressbar",
        "enlighten",
        "atpbar",
        "p_tqdm",
        "pqdm",
        "stqdm",
        "progress",
        "pyprind",
        "pkbar",
    }
)
"""Packages that draw progress: code loops over what it hands to them."""
_BARS = ("tqdm", "progress", "alive", "track")
_ITERABLES = ("iterable", "sequence", "iterator", "it", "gen", "items")
"""What the argument of a progress bar is called."""
_PLAIN: dict[str, Callable[..., Any]] = {
    **dict.fromkeys(("trange", "tnrange", "prange", "ntrange"), range),
    "tenumerate": enumerate,
    "tzip": zip,
    "tproduct": itertools.product,
    **dict.fromkeys(("tmap", "thread_map", "process_map", "p_map", "p_umap", "t_map"), map),
}
"""Names that such packages give to what Python has under another name."""
TRANSFORMS = frozenset(
    {
        "grad",
        "value_and_grad",
        "vmap",
        "pmap",
        "hessian",
        "jacobian",
        "jacfwd",
        "jacrev",
        "jvp",
        "vjp",
        "linearize",
        "elementwise_grad",
        "guvectorize",
        "cfunc",
        "derivative",
        "Derivative",
        "Gradient",
        "Hessian",
        "Jacobian",
        "lambdify",
    }
)
"""Functions that make another function out of a function: the unchanged one would give other numbers."""
SOLVERS = frozenset(
    {
        "scipy",
        "sympy",
        "cma",
        "lmfit",
        "optuna",
        "numdifftools",
        "statsmodels",
        "iminuit",
        "nlopt",
        "skopt",
        "hyperopt",
        "pymoo",
        "cvxpy",
        "nevergrad",
    }
)
"""Packages that take a function to work with it, and never decorate one."""
FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType, functools.partial, type)
_DATACLASSES = frozenset({"dataclass", "define", "frozen", "mutable", "attrs", "s"})
_ERROR_ENDINGS = ("Error", "Exception", "Warning")
_ERROR_MODULES = ("exceptions", "errors", "exc")
"""Modules in which every class can be raised and caught."""
_ERROR_NAMES = frozenset({"Timeout", "ConnectTimeout", "ReadTimeout", "Abort", "TrialPruned", "TooManyRedirects"})
"""Names of such classes elsewhere."""
_REMAINDERS = (6, 19)
"""`%` and `%=` among the binary operators of the bytecode, since Python 3.11."""
_errors: dict[tuple[str, str], type] = {}


class StandIn(types.ModuleType):
    """Takes any attribute, call, index or operator and stays what it is."""

    def __init__(self, name: str = "stand-in", leaf: str = "", arguments: tuple[Any, ...] = ()) -> None:
        super().__init__(name)
        self.__path__: list[str] = []
        self._leaf = leaf
        self._arguments = arguments

    @property
    def _package(self) -> str:
        return self.__name__.partition(".")[0]

    def _make_same(self, *_others: object, **_named: object) -> StandIn:
        """Return a stand-in of the same package, whatever the operands."""
        return StandIn(self.__name__)

    def __getattr__(self, name: str) -> Any:
        if name == "__version__":
            return "0.0.0"
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        if name.endswith(_ERROR_ENDINGS) or name in _ERROR_NAMES or (name[:1].isupper() and self._holds_errors()):
            return _make_error(self._package, name)
        attribute = StandIn(self.__name__, name)
        # Once more it is the same thing, as an attribute is.
        self.__dict__[name] = attribute
        return attribute

    def _holds_errors(self) -> bool:
        """Tell whether every class in this module can be raised and caught."""
        return (self._leaf or self.__name__.rpartition(".")[2]) in _ERROR_MODULES

    def __call__(self, *args: Any, **named: Any) -> Any:
        """Hand a function back as it was (a decorator does so), or loop (a progress bar does); else stay inert."""
        if self._leaf in _PLAIN and not any(isinstance(value, StandIn) for value in args):
            return Bar(self, _PLAIN[self._leaf](*args))
        if self._package in PROGRESS or any(word in self._leaf.lower() for word in _BARS):
            iterable = next((value for value in (*args[:1], *map(named.get, _ITERABLES)) if _is_iterable(value)), None)
            if iterable is not None:
                return Bar(self, iterable)
        if self._leaf == "Parallel" and len(args) == 1 and _is_iterable(args[0]):
            return list(args[0])
        if len(args) == 1 and isinstance(args[0], FUNCTIONS) and self._decorates(args[0]):
            return self._decorate(args[0])
        return StandIn(self.__name__, self._leaf, args)

    def _decorates(self, function: Any) -> bool:
        """Tell whether a call with this function decorates it, and does not make another one of it."""
        failing = isinstance(function, type) and issubclass(function, BaseException)
        return not failing and self._leaf not in TRANSFORMS and self._package not in SOLVERS

    def _decorate(self, function: Any) -> Any:
        """Return what a decorator makes of a function: the function itself, or a real dataclass."""
        if isinstance(function, type) and self._leaf in _DATACLASSES and not isinstance(function, StandIn):
            # Rarely wanted, and it would cost every worker a millisecond.
            import dataclasses

            return dataclasses.dataclass(function)
        return function

    def __iter__(self) -> Iterator[Any]:
        """Yield as many stand-ins as the caller unpacks (`fig, ax = plt.subplots()`), none in a loop."""
        return iter([StandIn(self.__name__)] * _count_unpacked(sys._getframe(1)))

    def __next__(self) -> Any:
        raise StopIteration

    def __enter__(self) -> StandIn:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> bool:
        """Swallow an error only as `pytest.raises` does, which expects it."""
        expected = tuple(x for x in self._arguments if isinstance(x, type) and issubclass(x, BaseException))
        return kind is not None and self._leaf == "raises" and issubclass(kind, expected)

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        """Return the base of a class that is built on this; only the first stand-in of several gives one."""
        first = next(base for base in bases if isinstance(base, StandIn))
        kind = BarBase if self._package in PROGRESS else StandInBase
        return (type(f"{self._package} base", (kind,), {"_package": self._package}),) if self is first else ()

    def __await__(self) -> Generator[None, None, StandIn]:
        """Wait for nothing, as `await micropip.install(…)` may."""
        yield from ()
        return self

    async def __aenter__(self) -> StandIn:
        return self

    async def __aexit__(self, *_error: object) -> None:
        return None

    def __aiter__(self) -> StandIn:
        return self

    async def __anext__(self) -> Any:
        raise StopAsyncIteration

    def __instancecheck__(self, _value: object) -> bool:
        return False

    def __subclasscheck__(self, _value: object) -> bool:
        return False

    def __or__(self, other: Any) -> StandIn:
        return Either(self, other)

    def __ror__(self, other: Any) -> StandIn:
        return Either(self, other)

    def __getitem__(self, _key: object) -> StandIn:
        return StandIn(self.__name__)

    def __setitem__(self, _key: object, _value: object) -> None:
        return None

    def __delitem__(self, _key: object) -> None:
        return None

    def __contains__(self, _value: object) -> bool:
        return False

    def __len__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return False

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        return f"<{self.__name__}, not available here>"

    def __format__(self, _how: str) -> str:
        return repr(self)

    def __float__(self) -> float:
        if _is_formatted(sys._getframe(1)):
            return float("nan")
        raise TypeError(self._explain_no_number())

    def __int__(self) -> int:
        if _is_formatted(sys._getframe(1)):
            return 0
        raise TypeError(self._explain_no_number())

    def __index__(self) -> int:
        if _is_formatted(sys._getframe(1)):
            return 0
        raise TypeError(self._explain_no_number())

    def __array__(self, *_how: Any, **_named: Any) -> Any:
        raise TypeError(self._explain_no_number())

    def _explain_no_number(self) -> str:
        """Return the sentence for code that wants a number."""
        return f"the package {self._package} is not available here, so there is no number to use"

    def __copy__(self) -> StandIn:
        return self

    def __deepcopy__(self, _memo: object) -> StandIn:
        return self

    def __divmod__(self, _other: object) -> tuple[StandIn, StandIn]:
        return self._make_same(), self._make_same()

    __rdivmod__ = __divmod__
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _make_same  # type: ignore[assignment]
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _make_same
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = __matmul__ = __rmatmul__ = _make_same
    __and__ = __rand__ = __xor__ = __rxor__ = __lshift__ = __rlshift__ = __rshift__ = __rrshift__ = _make_same
    __neg__ = __pos__ = __abs__ = __invert__ = __round__ = __trunc__ = __floor__ = __ceil__ = _make_same
    __array_ufunc__ = __array_function__ = _make_same


class Bar(StandIn):
    """A progress bar: it loops over what it was given."""

    def __init__(self, made_by: StandIn, over: Iterable[Any]) -> None:
        super().__init__(made_by.__name__)
        self._over: Any = over

    def __iter__(self) -> Iterator[Any]:
        return iter(self._over)

    def __next__(self) -> Any:
        return next(self._over)

    def __len__(self) -> int:
        return len(self._over)

    def __contains__(self, value: object) -> bool:
        return bool(value in self._over)

    def __reversed__(self) -> Iterator[Any]:
        return iter(list(self._over)[::-1])


class Either(StandIn):
    """A union (`np.ndarray | torch.Tensor`): instances of the types that are there are instances of it."""

    def __init__(self, left: StandIn, right: Any) -> None:
        super().__init__(left.__name__)
        self._kinds: tuple[Any, ...] = (*_list_kinds(left), *_list_kinds(right))

    def __instancecheck__(self, value: object) -> bool:
        return isinstance(value, self._kinds)


class StandInBase:
    """The base of a class that is built on a stand-in: its own methods are its own."""

    _package = "stand-in"

    def __init__(self, *_args: Any, **named: Any) -> None:
        vars(self).update(named)

    def __init_subclass__(cls, **_named: Any) -> None:
        return None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return StandIn(self._package, name)

    def __call__(self, *args: Any, **named: Any) -> Any:
        """Compute in `forward` or in `call`, as a layer of a network does."""
        own = next((method for name in ("forward", "call") if (method := getattr(type(self), name, None))), None)
        return StandIn(self._package) if own is None else own(self, *args, **named)


class BarBase(StandInBase):
    """The base of a class that is built on a progress bar."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(**named)
        over = next((value for value in (*args[:1], *map(named.get, _ITERABLES)) if _is_iterable(value)), ())
        self._bar = Bar(StandIn(self._package), over)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._bar)

    def __len__(self) -> int:
        return len(self._bar)

    def __bool__(self) -> bool:
        return True

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_error: object) -> None:
        return None


def _list_kinds(value: Any) -> tuple[Any, ...]:
    """Return the real types in a type or a union of types."""
    if isinstance(value, Either):
        return value._kinds
    return () if isinstance(value, StandIn) else (type(None) if value is None else value,)


def _make_error(package: str, name: str) -> type:
    """Return a class that can be raised and caught; the same class for the same name."""
    if (package, name) not in _errors:
        _errors[package, name] = type(name, (Warning if name.endswith("Warning") else Exception,), {})
    return _errors[package, name]


def _is_iterable(value: object) -> bool:
    """Tell whether a value is something to loop over: no type, no text, no plain stand-in."""
    known = not isinstance(value, StandIn) or isinstance(value, Bar)
    return known and isinstance(value, Iterable) and not isinstance(value, str | type)


def _read_instruction(frame: types.FrameType) -> tuple[str, int]:
    """Return the name and argument of the instruction that a frame is at."""
    code, at = frame.f_code.co_code, frame.f_lasti
    more = code[at - 1] << 8 if at >= 2 and dis.opname[code[at - 2]] == "EXTENDED_ARG" else 0
    return dis.opname[code[at]], code[at + 1] | more


def _count_unpacked(frame: types.FrameType) -> int:
    """Count the values that the running instruction of a frame unpacks; 0 where it unpacks none."""
    name, argument = _read_instruction(frame)
    if name.startswith("UNPACK_SEQUENCE"):
        return argument
    # Of `first, *rest = …`: those before the star, and those behind it.
    return (argument & 255) + (argument >> 8) if name == "UNPACK_EX" else 0


def _is_formatted(frame: types.FrameType) -> bool:
    """Tell whether the running instruction of a frame is `"%.3f" % value`."""
    name, argument = _read_instruction(frame)
    return name == "BINARY_OP" and argument in _REMAINDERS
