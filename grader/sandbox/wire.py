"""The wire: plain data between the trusted process and a worker, and nothing else.

A frame is a header `<u32 length, u8 type, u32 call id>` and a payload of tag-length-value nodes. Both
sides speak through this module, so it imports numpy and the standard library only. Nothing here trusts
the other end: every length is checked before it is believed, and whatever does not fit raises `WireError`
(bytes that are no message) or `Unsendable` (a value that no message can hold).
"""

from __future__ import annotations

import array
import math
import struct
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING or not __name__.startswith("_worker_"):
    from grader.sandbox import generators
else:
    generators = sys.modules["_worker_generators"]

HEADER = struct.Struct("<IBI")
MAX_FRAME = 16 * 2**20 + 2**16
"""Bytes of what the trusted side says: the largest file of code, with room for what goes with it."""
MAX_ANSWER = 4 * 2**20
"""Bytes of what a worker says."""
TOGETHER = 1000
"""Of the gradients that a worker answers itself, every so many-th is asked on this side, which so keeps count."""
MAX_NODES = 200_000
AN_ARRAY = 10
"""Values that an array counts as: one of nothing takes as much time and memory as so many numbers."""
MAX_DEPTH = 40
MAX_TEXT = 2**20
MAX_INT_BYTES = 1780
MAX_DIMENSIONS = 16
MAX_KEY = 2**63
"""Of whole numbers as keys: beyond it, thousands of them can be made that a dictionary takes hours to tell apart."""

NODE = 100
"""Bytes of memory that Python takes for a value beside its own, about."""

LOAD, CALL, REPLY = 1, 2, 3
LOADED, RETURNED, RAISED, REFUSED, CALLBACK, READY = 16, 17, 18, 19, 20, 21

_CODES = ("f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1", "c8", "c16")
_DTYPES = [np.dtype(code).newbyteorder("<") for code in _CODES]
_CODE_OF = {dtype: code for code, dtype in enumerate(_DTYPES)}
_NATIVE = [np.dtype(code) if np.dtype(code) == dtype else None for code, dtype in zip(_CODES, _DTYPES, strict=True)]
"""The very dtypes of most arrays, where this machine writes numbers as the wire does."""
U32 = struct.Struct("<I")
_F64 = struct.Struct("<d")
_SHAPES = [struct.Struct(f"<{axes}Q") for axes in range(MAX_DIMENSIONS + 1)]
_C128 = struct.Struct("<dd")


TOO_SOON = "the message ends too soon"


class WireError(Exception):
    """The bytes are no message of this protocol."""


WHY = {
    "large": f"it takes {{}} MB; an answer may take {MAX_ANSWER // 2**20} MB.",
    "nested": "it is nested too deeply, holds itself, or has too many parts.",
    "digits": "it holds an integer of thousands of digits.",
    "text": "it holds a text of more than a million characters.",
    "keys": "it holds a dictionary whose keys are neither texts nor integers of ordinary size.",
    "axes": "it holds an array of {} dimensions.",
    "shape": "it holds an array of shape {}.",
    "kind": "it holds a numpy array of dtype {}; an array of numbers is wanted.",
    "objects": "it holds a numpy array of Python objects (ragged rows?); an array of numbers is wanted.",
    "special": "it holds a {}, a special kind of array; np.asarray(...) makes a plain one.",
    "lazy": "it holds a {}; list(...) turns that into plain data.",
    "function": "it holds a {} instead of its result.",
    "random": "it holds a {} instead of the numbers drawn from it.",
    "package": "it comes from the package {}, which is not available here.",
    "other": "it holds a {}; numbers, lists, tuples and plain numpy arrays are wanted.",
}
"""Why a value is no plain data, and what to return instead. Only a key and a name cross, never a sentence."""
_OF_SHAPES = frozenset("(), 0123456789")
ODD = "thing with an odd name"


class Unsendable(Exception):
    """The value is no plain data: `why` is a key of WHY, `what` the name or the number in its sentence."""

    def __init__(self, why: str, what: object = "") -> None:
        self.why = why
        self.what = str(what)[:60]
        super().__init__(refusal(self.why, self.what))


def refusal(why: str, what: str) -> str:
    """The sentence; whatever is no single name, number or shape is not repeated in it."""
    single = what.isidentifier() or what.isdigit() or (bool(what) and _OF_SHAPES.issuperset(what))
    return WHY.get(why, WHY["other"]).format(what if single and what.isprintable() else ODD)


def frame(kind: int, call: int, payload: bytes) -> bytes:
    """A whole frame, header first."""
    if len(payload) > (MAX_FRAME if kind in (LOAD, CALL, REPLY) else MAX_ANSWER):
        raise Unsendable("large", f"{len(payload) / 2**20:.0f}")
    return HEADER.pack(len(payload), kind, call) + payload


def encode(value: object, offered: list[Any] | None = None) -> bytes:
    """The payload for a value.

    `offered` collects callables and Generators, which cross as their place in that list; without it they are refused.
    """
    parts: list[bytes] = []
    _Encoder(parts, offered).put(value, 0)
    return b"".join(parts)


def encode_call(name: str, arguments: list[object], offered: list[Any]) -> bytes:
    """The payload of a call: its name, how callables and Generators are made that are data, and the arguments.

    `offered` holds the callables that are offered already, and collects those among the arguments.
    """
    parts: list[bytes] = []
    _Encoder(parts, offered).put(arguments, 1)
    recipes = [
        generators.describe(one) if generators.is_generator(one) else list(getattr(one, "made_by", ()))
        for one in offered
    ]
    return b"l" + U32.pack(3) + encode(name) + encode(recipes) + b"".join(parts)


def decode(payload: bytes, function: Callable[[int], Callable[..., Any]] | None = None) -> Any:
    """The value of a payload; `function` turns the number of a callable into something to call."""
    return decode_weighed(payload, MAX_TEXT, function)[0]


def decode_weighed(
    payload: bytes, most_text: int, function: Callable[[int], Callable[..., Any]] | None = None
) -> tuple[Any, int]:
    """The value of a payload, its texts cut, and about how many bytes of memory it takes."""
    reader = _Decoder(payload, function, most_text)
    value = reader.take(0)
    if reader.at != len(payload):
        raise WireError("bytes are left over")
    return value, len(payload) + NODE * reader.nodes


def decode_call(payload: bytes, make: Callable[[int, list[Any]], Any]) -> tuple[str, list[Any], list[bytes], list[Any]]:
    """The payload of a call: its name, its arguments, each argument's own bytes, and what was offered, by number.

    `make` turns the number of a callable or Generator and what it is made by (nothing, where that is no data) into
    one; such an argument has no bytes of its own.
    """
    reader = _Decoder(payload, None)
    name, arguments, spans, made = reader.call(make)
    if reader.at != len(payload):
        raise WireError("bytes are left over")
    return name, arguments, spans, made


class _Encoder:
    """Writes nodes; exact types only, so that no object's own methods are asked what it is."""

    def __init__(self, parts: list[bytes], offered: list[Any] | None) -> None:
        self.parts = parts
        self.offered = offered
        self.nodes = 0

    def put(self, value: object, depth: int) -> None:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise Unsendable("nested")
        writer = _WRITERS.get(type(value))
        if writer is not None:
            writer(self, value, depth)
        elif issubclass(type(value), np.generic):
            self._scalar(value)
        elif issubclass(type(value), str):
            # Labels of an enumeration; their own methods are not asked.
            self._str(str.__str__(value), depth)
        elif issubclass(type(value), tuple) and hasattr(type(value), "_fields"):
            self._sequence(b"t", list(tuple.__iter__(value)), depth)  # type: ignore[arg-type]
        elif self.offered is not None and (callable(value) or generators.is_generator(value)):
            self.parts.append(b"F" + U32.pack(_place(value, self.offered)))
        else:
            raise _refused(value)

    def _none(self, value: object, depth: int) -> None:  # noqa: ARG002
        self.parts.append(b"N")

    def _bool(self, value: object, depth: int) -> None:  # noqa: ARG002
        self.parts.append(b"T" if value else b"f")

    def _int(self, value: int, depth: int) -> None:  # noqa: ARG002
        size = value.bit_length() // 8 + 1
        if size > MAX_INT_BYTES:
            raise Unsendable("digits")
        self._sized(b"i", value.to_bytes(size, "little", signed=True))

    def _float(self, value: float, depth: int) -> None:  # noqa: ARG002
        self.parts.append(b"d" + _F64.pack(value))

    def _complex(self, value: complex, depth: int) -> None:  # noqa: ARG002
        self.parts.append(b"c" + _C128.pack(value.real, value.imag))

    def _str(self, value: str, depth: int) -> None:  # noqa: ARG002
        text = str.encode(value, "utf-8", "replace")
        if len(text) > MAX_TEXT:
            raise Unsendable("text")
        self._sized(b"s", text)

    def _bytes(self, value: bytes, depth: int) -> None:  # noqa: ARG002
        self._sized(b"b", value)

    def _list(self, value: list[object], depth: int) -> None:
        self._sequence(b"l", value, depth)

    def _tuple(self, value: tuple[object, ...], depth: int) -> None:
        self._sequence(b"t", list(value), depth)

    def _sequence(self, tag: bytes, items: list[object], depth: int) -> None:
        self.parts.append(tag + U32.pack(len(items)))
        for item in items:
            self.put(item, depth + 1)

    def _dict(self, value: dict[object, object], depth: int) -> None:
        self.parts.append(b"m" + U32.pack(len(value)))
        for key, item in value.items():
            if type(key) is not str and not (type(key) is int and -MAX_KEY <= key < MAX_KEY):
                raise Unsendable("keys")
            self.put(key, depth + 1)
            self.put(item, depth + 1)

    def _array(self, value: np.ndarray[Any, Any], depth: int) -> None:
        if value.ndim == 0 and value.dtype.kind == "U":
            return self._str(str(value[()]), depth)
        self.nodes += AN_ARRAY - 1
        code = self._code(value.dtype)
        if value.ndim > MAX_DIMENSIONS:
            raise Unsendable("axes", value.ndim)
        if math.prod(filter(None, value.shape)) > MAX_FRAME:
            raise Unsendable("shape", value.shape)
        shape = _SHAPES[value.ndim].pack(*value.shape)
        data = value.tobytes() if value.dtype is _NATIVE[code] else value.astype(_DTYPES[code], copy=False).tobytes()
        self.parts.append(b"a" + bytes((code, value.ndim)) + shape + U32.pack(len(data)) + data)
        return None

    def _typed(self, value: array.array[Any], depth: int) -> None:
        self._array(np.array(value), depth)

    def _scalar(self, value: Any) -> None:
        if isinstance(value, np.str_):
            return self._str(str(value), 0)
        code = self._code(value.dtype)
        self.parts.append(b"n" + bytes((code,)) + np.asarray(value).astype(_DTYPES[code]).tobytes())
        return None

    def _code(self, dtype: np.dtype[Any]) -> int:
        code = _CODE_OF.get(dtype)
        if code is None:
            code = _CODE_OF.get(dtype.newbyteorder("<"))
        if code is not None:
            return code
        if dtype.kind == "f":
            return _CODES.index("f8")
        raise Unsendable("objects") if dtype.kind == "O" else Unsendable("kind", dtype.kind)

    def _sized(self, tag: bytes, data: bytes) -> None:
        self.parts.append(tag + U32.pack(len(data)) + data)


_WRITERS: dict[type, Callable[[_Encoder, Any, int], None]] = {
    type(None): _Encoder._none,
    bool: _Encoder._bool,
    int: _Encoder._int,
    float: _Encoder._float,
    complex: _Encoder._complex,
    str: _Encoder._str,
    bytes: _Encoder._bytes,
    list: _Encoder._list,
    tuple: _Encoder._tuple,
    dict: _Encoder._dict,
    np.ndarray: _Encoder._array,
    array.array: _Encoder._typed,
}


def _place(value: object, offered: list[Any]) -> int:
    """Where it stands among what is offered, the same thing always in one place."""
    for place, one in enumerate(offered):
        if one is value:
            return place
    offered.append(value)
    return len(offered) - 1


def _refused(value: object) -> Unsendable:
    """What to return instead; only the type's name is asked, never the value."""
    name = str(type.__getattribute__(type(value), "__name__"))[:60]
    if generators.is_generator(value) or issubclass(type(value), np.random.RandomState):
        return Unsendable("random", name)
    if issubclass(type(value), np.ndarray):
        return Unsendable("special", name)
    if name in ("generator", "map", "zip", "filter", "range", "dict_values", "deque", "set"):
        return Unsendable("lazy", name)
    if name in ("function", "method", "builtin_function_or_method", "type"):
        return Unsendable("function", name)
    return Unsendable("other", name)


class _Decoder:
    """Reads nodes out of bytes that may have been written to harm."""

    def __init__(
        self, payload: bytes, function: Callable[[int], Callable[..., Any]] | None, most_text: int = MAX_TEXT
    ) -> None:
        self.payload = payload
        self.end = len(payload)
        self.function = function
        self.most_text = most_text
        self.at = 0
        self.nodes = 0

    def take(self, depth: int) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise WireError("too deep or too many nodes")
        tag = self.payload[self.at : self.at + 1]
        reader = _READERS.get(tag)
        if reader is None:
            raise WireError("an unknown tag" if tag else TOO_SOON)
        self.at += 1
        return reader(self, depth)

    def call(self, make: Callable[[int, list[Any]], Any]) -> tuple[str, list[Any], list[bytes], list[Any]]:
        """A call's name, its arguments, the bytes that each of them came as, and what is offered to it."""
        if self._bytes(1) != b"l" or self._count() != 3:
            raise WireError("no call")
        name, recipes = self.take(1), self.take(1)
        if type(name) is not str or type(recipes) is not list or self._bytes(1) != b"l":
            raise WireError("no call")
        made = [make(number, recipe) for number, recipe in enumerate(recipes)]
        self.function = made.__getitem__
        arguments, spans = [], []
        for _ in range(self._count()):
            start = self.at
            arguments.append(self.take(2))
            span = self.payload[start : self.at]
            spans.append(b"" if span[:1] == b"F" else span)
        return name, arguments, spans, made

    def _bytes(self, count: int) -> bytes:
        start = self._pass(count)
        return self.payload[start : self.at]

    def _pass(self, count: int) -> int:
        """Go on by so many bytes; where they begin."""
        start = self.at
        if count > self.end - start:
            raise WireError(TOO_SOON)
        self.at = start + count
        return start

    def _count(self) -> int:
        start = self.at
        if start + 4 > self.end:
            raise WireError(TOO_SOON)
        count: int = U32.unpack_from(self.payload, start)[0]
        self.at = start = start + 4
        if count > self.end - start:
            raise WireError("a count larger than the message")
        return count

    def _int(self, depth: int) -> int:  # noqa: ARG002
        size = self._count()
        if size > MAX_INT_BYTES:
            raise WireError("an integer too long")
        return int.from_bytes(self._bytes(size), "little", signed=True)

    def _float(self, depth: int) -> float:  # noqa: ARG002
        start = self.at
        if start + 8 > self.end:
            raise WireError(TOO_SOON)
        self.at = start + 8
        found: float = _F64.unpack_from(self.payload, start)[0]
        return found

    def _complex(self, depth: int) -> complex:  # noqa: ARG002
        return complex(*_C128.unpack(self._bytes(16)))

    def _str(self, depth: int) -> str:  # noqa: ARG002
        size = self._count()
        if size > MAX_TEXT:
            raise WireError("a text too long")
        try:
            return self._bytes(size).decode("utf-8")[: self.most_text]
        except UnicodeDecodeError:
            raise WireError("a text that is no UTF-8") from None

    def _raw(self, depth: int) -> bytes:  # noqa: ARG002
        return self._bytes(self._count())

    def _list(self, depth: int) -> list[Any]:
        take, depth = self.take, depth + 1
        return [take(depth) for _ in range(self._count())]

    def _tuple(self, depth: int) -> tuple[Any, ...]:
        return tuple(self._list(depth))

    def _dict(self, depth: int) -> dict[str | int, Any]:
        found: dict[str | int, Any] = {}
        for _ in range(self._count()):
            key = self.take(depth + 1)
            if type(key) is not str and not (type(key) is int and -MAX_KEY <= key < MAX_KEY):
                raise WireError("a key that is neither text nor integer")
            found[key] = self.take(depth + 1)
        return found

    def _dtype(self) -> np.dtype[Any]:
        code = self._bytes(1)[0]
        if code >= len(_DTYPES):
            raise WireError("an unknown dtype")
        return _DTYPES[code]

    def _array(self, depth: int) -> np.ndarray[Any, Any]:  # noqa: ARG002
        dtype = self._dtype()
        self.nodes += AN_ARRAY - 1
        dimensions = self._bytes(1)[0]
        if dimensions > MAX_DIMENSIONS:
            raise WireError("too many dimensions")
        shape = _SHAPES[dimensions].unpack_from(self.payload, self._pass(8 * dimensions))
        size = self._count()
        # An empty array may still announce axes that a later sum along another axis would fill.
        if dtype.itemsize * math.prod(shape) != size or math.prod(filter(None, shape)) > MAX_FRAME:
            raise WireError("a shape that does not fit its data")
        found = np.frombuffer(self.payload, dtype, size // dtype.itemsize, self._pass(size))
        if dimensions != 1:
            found = found.reshape(shape)
        return found != 0 if dtype.kind == "b" else found.copy()

    def _scalar(self, depth: int) -> Any:  # noqa: ARG002
        dtype = self._dtype()
        found = np.frombuffer(self._bytes(dtype.itemsize), dtype)
        return (found != 0 if dtype.kind == "b" else found)[0]

    def _function(self, depth: int) -> Callable[..., Any]:  # noqa: ARG002
        (number,) = U32.unpack(self._bytes(4))
        if self.function is None:
            raise WireError("a function where none may be")
        return self.function(number)


_READERS: dict[bytes, Callable[[_Decoder, int], Any]] = {
    b"N": lambda _reader, _depth: None,
    b"T": lambda _reader, _depth: True,
    b"f": lambda _reader, _depth: False,
    b"i": _Decoder._int,
    b"d": _Decoder._float,
    b"c": _Decoder._complex,
    b"s": _Decoder._str,
    b"b": _Decoder._raw,
    b"l": _Decoder._list,
    b"t": _Decoder._tuple,
    b"m": _Decoder._dict,
    b"a": _Decoder._array,
    b"n": _Decoder._scalar,
    b"F": _Decoder._function,
}
