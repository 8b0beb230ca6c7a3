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
"""Packages that draw progress: what they are given is what one loops over."""
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
"""Names that such packages give to what Python has under another."""
CHANGES = frozenset(
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
"""What makes another function out of a function: the function as it was would give other numbers."""
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
_ERRORS = ("Error", "Exception", "Warning")
_OF_ERRORS = ("exceptions", "errors", "exc")
"""Modules in which every class can be raised and caught."""
_TO_CATCH = frozenset({"Timeout", "ConnectTimeout", "ReadTimeout", "Abort", "TrialPruned", "TooManyRedirects"})
"""Names of such classes elsewhere."""
_REMAINDERS = (6, 19)
"""`%` and `%=` among the binary operators of the bytecode, since Python 3.11."""
_errors: dict[tuple[str, str], type] = {}


class StandIn(types.ModuleType):
    """Takes any attribute, call, index or operator and stays what it is."""

    def __init__(self, name: str = "stand-in", leaf: str = "", given: tuple[Any, ...] = ()) -> None:
        super().__init__(name)
        self.__path__: list[str] = []
        self._leaf = leaf
        self._given = given

    @property
    def _package(self) -> str:
        return self.__name__.partition(".")[0]

    def _same(self, *_others: object, **_named: object) -> StandIn:
        return StandIn(self.__name__)

    def __getattr__(self, name: str) -> Any:
        if name == "__version__":
            return "0.0.0"
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        if name.endswith(_ERRORS) or name in _TO_CATCH or (name[:1].isupper() and self._holds_errors()):
            return _error(self._package, name)
        found = StandIn(self.__name__, name)
        # Once more it is the same thing, as an attribute is.
        self.__dict__[name] = found
        return found

    def _holds_errors(self) -> bool:
        return (self._leaf or self.__name__.rpartition(".")[2]) in _OF_ERRORS

    def __call__(self, *args: Any, **named: Any) -> Any:
        """A decorator of such a package hands the function back as it was; a progress bar loops."""
        if self._leaf in _PLAIN and not any(isinstance(value, StandIn) for value in args):
            return Bar(self, _PLAIN[self._leaf](*args))
        if self._package in PROGRESS or any(word in self._leaf.lower() for word in _BARS):
            given = next((value for value in (*args[:1], *map(named.get, _ITERABLES)) if _loops(value)), None)
            if given is not None:
                return Bar(self, given)
        if self._leaf == "Parallel" and len(args) == 1 and _loops(args[0]):
            return list(args[0])
        if len(args) == 1 and isinstance(args[0], FUNCTIONS) and self._decorates(args[0]):
            return self._decorated(args[0])
        return StandIn(self.__name__, self._leaf, args)

    def _decorates(self, function: Any) -> bool:
        failing = isinstance(function, type) and issubclass(function, BaseException)
        return not failing and self._leaf not in CHANGES and self._package not in SOLVERS

    def _decorated(self, function: Any) -> Any:
        if isinstance(function, type) and self._leaf in _DATACLASSES and not isinstance(function, StandIn):
            # Rarely wanted, and it would cost every worker a millisecond.
            import dataclasses

            return dataclasses.dataclass(function)
        return function

    def __iter__(self) -> Iterator[Any]:
        """As many as the caller unpacks (`fig, ax = plt.subplots()`), none in a loop."""
        return iter([StandIn(self.__name__)] * _unpacked(sys._getframe(1)))

    def __next__(self) -> Any:
        raise StopIteration

    def __enter__(self) -> StandIn:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> bool:
        """`pytest.raises` expects what is raised; nothing else takes notice of it."""
        expected = tuple(one for one in self._given if isinstance(one, type) and issubclass(one, BaseException))
        return kind is not None and self._leaf == "raises" and issubclass(kind, expected)

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        """A class may be built on it."""
        first = next(base for base in bases if isinstance(base, StandIn))
        kind = Drawn if self._package in PROGRESS else Base
        return (type(f"{self._package} base", (kind,), {"_package": self._package}),) if self is first else ()

    def __await__(self) -> Generator[None, None, StandIn]:
        """`await micropip.install(…)` waits for nothing."""
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
        raise TypeError(self._no_number())

    def __int__(self) -> int:
        if _is_formatted(sys._getframe(1)):
            return 0
        raise TypeError(self._no_number())

    def __index__(self) -> int:
        if _is_formatted(sys._getframe(1)):
            return 0
        raise TypeError(self._no_number())

    def __array__(self, *_how: Any, **_named: Any) -> Any:
        raise TypeError(self._no_number())

    def _no_number(self) -> str:
        return f"the package {self._package} is not available here, so there is no number to use"

    def __copy__(self) -> StandIn:
        return self

    def __deepcopy__(self, _memo: object) -> StandIn:
        return self

    def __divmod__(self, _other: object) -> tuple[StandIn, StandIn]:
        return self._same(), self._same()

    __rdivmod__ = __divmod__
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _same  # type: ignore[assignment]
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _same
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = __matmul__ = __rmatmul__ = _same
    __and__ = __rand__ = __xor__ = __rxor__ = __lshift__ = __rlshift__ = __rshift__ = __rrshift__ = _same
    __neg__ = __pos__ = __abs__ = __invert__ = __round__ = __trunc__ = __floor__ = __ceil__ = _same
    __array_ufunc__ = __array_function__ = _same


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
    """`np.ndarray | torch.Tensor`: what is there can still be asked for."""

    def __init__(self, one: StandIn, other: Any) -> None:
        super().__init__(one.__name__)
        self._kinds: tuple[Any, ...] = (*_kinds(one), *_kinds(other))

    def __instancecheck__(self, value: object) -> bool:
        return isinstance(value, self._kinds)


class Base:
    """What a class is built on that is built on a stand-in: its own methods are its own."""

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
        """A layer of a network computes in `forward`, or in `call`."""
        own = next((method for name in ("forward", "call") if (method := getattr(type(self), name, None))), None)
        return StandIn(self._package) if own is None else own(self, *args, **named)


class Drawn(Base):
    """What a class is built on that is built on a progress bar."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(**named)
        over = next((value for value in (*args[:1], *map(named.get, _ITERABLES)) if _loops(value)), ())
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


def _kinds(value: Any) -> tuple[Any, ...]:
    if isinstance(value, Either):
        return value._kinds
    return () if isinstance(value, StandIn) else (type(None) if value is None else value,)


def _error(package: str, name: str) -> type:
    """A class that can be raised and caught, one and the same each time."""
    if (package, name) not in _errors:
        _errors[package, name] = type(name, (Warning if name.endswith("Warning") else Exception,), {})
    return _errors[package, name]


def _loops(value: object) -> bool:
    """Whether it is something to loop over."""
    known = not isinstance(value, StandIn) or isinstance(value, Bar)
    return known and isinstance(value, Iterable) and not isinstance(value, str | type)


def _instruction(frame: types.FrameType) -> tuple[str, int]:
    """The name and argument of the instruction that a frame is at."""
    code, at = frame.f_code.co_code, frame.f_lasti
    more = code[at - 1] << 8 if at >= 2 and dis.opname[code[at - 2]] == "EXTENDED_ARG" else 0
    return dis.opname[code[at]], code[at + 1] | more


def _unpacked(frame: types.FrameType) -> int:
    """How many values the running instruction of a frame unpacks."""
    name, argument = _instruction(frame)
    if name.startswith("UNPACK_SEQUENCE"):
        return argument
    # Of `first, *rest = …`: those before the star, and those behind it.
    return (argument & 255) + (argument >> 8) if name == "UNPACK_EX" else 0


def _is_formatted(frame: types.FrameType) -> bool:
    """Whether the running instruction of a frame is `"%.3f" % value`."""
    name, argument = _instruction(frame)
    return name == "BINARY_OP" and argument in _REMAINDERS
