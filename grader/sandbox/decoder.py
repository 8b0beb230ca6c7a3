"""Reading nodes: every length is checked before it is believed.

Runs in the worker too: numpy and the standard library only.
"""

from __future__ import annotations

import math
import struct
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING or not __name__.startswith("_worker_"):
    from grader.sandbox import nodes
else:
    nodes = sys.modules["_worker_nodes"]

# What every node asks for, one look-up away.
MAX_DEPTH, MAX_NODES = nodes.MAX_DEPTH, nodes.MAX_NODES
unpack_u32, unpack_f64 = nodes.U32.unpack_from, nodes.F64.unpack_from
TOO_SOON = "the message ends too soon"


class Decoder:
    """Reads nodes out of bytes that may have been written to harm."""

    def __init__(
        self, payload: bytes, function: Callable[[int], Callable[..., Any]] | None, most_text: int = nodes.MAX_TEXT
    ) -> None:
        self.payload = payload
        self.end = len(payload)
        self.function = function
        self.most_text = most_text
        self.at = 0
        self.nodes = 0

    def take(self, depth: int) -> Any:
        """Read the next value, so many levels down. Raises WireError."""
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise nodes.WireError("too deep or too many nodes")
        tag = self.payload[self.at : self.at + 1]
        reader = _READERS.get(tag)
        if reader is None:
            raise nodes.WireError("an unknown tag" if tag else TOO_SOON)
        self.at += 1
        return reader(self, depth)

    def call(self, make: Callable[[int, list[Any]], Any]) -> tuple[str, list[Any], list[bytes], list[Any]]:
        """A call's name, its arguments, the bytes that each of them came as, and what is offered to it."""
        if self._bytes(1) != nodes.LIST or self._count() != 3:
            raise nodes.WireError("no call")
        name, recipes = self.take(1), self.take(1)
        if type(name) is not str or type(recipes) is not list or self._bytes(1) != nodes.LIST:
            raise nodes.WireError("no call")
        made = [make(number, recipe) for number, recipe in enumerate(recipes)]
        self.function = made.__getitem__
        arguments, spans = [], []
        for _ in range(self._count()):
            start = self.at
            arguments.append(self.take(2))
            span = self.payload[start : self.at]
            spans.append(b"" if span[:1] == nodes.OFFERED else span)
        return name, arguments, spans, made

    def _bytes(self, count: int) -> bytes:
        start = self._pass(count)
        return self.payload[start : self.at]

    def _pass(self, count: int) -> int:
        """Go on by so many bytes; where they begin."""
        start = self.at
        if count > self.end - start:
            raise nodes.WireError(TOO_SOON)
        self.at = start + count
        return start

    def _count(self) -> int:
        start = self.at
        if start + 4 > self.end:
            raise nodes.WireError(TOO_SOON)
        count: int = unpack_u32(self.payload, start)[0]
        self.at = start = start + 4
        if count > self.end - start:
            raise nodes.WireError("a count larger than the message")
        return count

    def _int(self, depth: int) -> int:  # noqa: ARG002
        size = self._count()
        if size > nodes.MAX_INT_BYTES:
            raise nodes.WireError("an integer too long")
        return int.from_bytes(self._bytes(size), "little", signed=True)

    def _float(self, depth: int) -> float:  # noqa: ARG002
        start = self.at
        if start + 8 > self.end:
            raise nodes.WireError(TOO_SOON)
        self.at = start + 8
        found: float = unpack_f64(self.payload, start)[0]
        return found

    def _complex(self, depth: int) -> complex:  # noqa: ARG002
        return complex(*nodes.C128.unpack(self._bytes(16)))

    def _str(self, depth: int) -> str:  # noqa: ARG002
        size = self._count()
        if size > nodes.MAX_TEXT:
            raise nodes.WireError("a text too long")
        try:
            return self._bytes(size).decode("utf-8")[: self.most_text]
        except UnicodeDecodeError:
            raise nodes.WireError("a text that is no UTF-8") from None

    def _raw(self, depth: int) -> bytes:  # noqa: ARG002
        return self._bytes(self._count())

    def _list(self, depth: int) -> list[Any]:
        take, depth = self.take, depth + 1
        return [take(depth) for _ in range(self._count())]

    def _floats(self, depth: int) -> list[float]:
        count = self._count()
        self.nodes += count
        if depth >= MAX_DEPTH or self.nodes > MAX_NODES:
            raise nodes.WireError("too deep or too many nodes")
        return list(struct.unpack_from(f"<{count}d", self.payload, self._pass(8 * count)))

    def _tuple(self, depth: int) -> tuple[Any, ...]:
        return tuple(self._list(depth))

    def _dict(self, depth: int) -> dict[str | int, Any]:
        found: dict[str | int, Any] = {}
        for _ in range(self._count()):
            key = self.take(depth + 1)
            if type(key) is not str and not (type(key) is int and -nodes.MAX_KEY <= key < nodes.MAX_KEY):
                raise nodes.WireError("a key that is neither text nor integer")
            found[key] = self.take(depth + 1)
        return found

    def _dtype(self) -> np.dtype[Any]:
        code = self._bytes(1)[0]
        if code >= len(nodes.DTYPES):
            raise nodes.WireError("an unknown dtype")
        return nodes.DTYPES[code]

    def _array(self, depth: int) -> np.ndarray[Any, Any]:  # noqa: ARG002
        dtype = self._dtype()
        self.nodes += nodes.AN_ARRAY - 1
        dimensions = self._bytes(1)[0]
        if dimensions > nodes.MAX_DIMENSIONS:
            raise nodes.WireError("too many dimensions")
        shape = nodes.SHAPES[dimensions].unpack_from(self.payload, self._pass(8 * dimensions))
        size = self._count()
        # An empty array may still announce axes that a later sum along another axis would fill.
        if dtype.itemsize * math.prod(shape) != size or math.prod(filter(None, shape)) > nodes.MAX_BYTES:
            raise nodes.WireError("a shape that does not fit its data")
        found = np.frombuffer(self.payload, dtype, size // dtype.itemsize, self._pass(size))
        if dimensions != 1:
            found = found.reshape(shape)
        return found != 0 if dtype.kind == "b" else found.copy()

    def _scalar(self, depth: int) -> Any:  # noqa: ARG002
        dtype = self._dtype()
        found = np.frombuffer(self._bytes(dtype.itemsize), dtype)
        return (found != 0 if dtype.kind == "b" else found)[0]

    def _function(self, depth: int) -> Callable[..., Any]:  # noqa: ARG002
        (number,) = nodes.U32.unpack(self._bytes(4))
        if self.function is None:
            raise nodes.WireError("a function where none may be")
        return self.function(number)


_READERS: dict[bytes, Callable[[Decoder, int], Any]] = {
    nodes.NONE: lambda _reader, _depth: None,
    nodes.TRUE: lambda _reader, _depth: True,
    nodes.FALSE: lambda _reader, _depth: False,
    nodes.INT: Decoder._int,
    nodes.FLOAT: Decoder._float,
    nodes.COMPLEX: Decoder._complex,
    nodes.TEXT: Decoder._str,
    nodes.BYTES: Decoder._raw,
    nodes.LIST: Decoder._list,
    nodes.FLOATS: Decoder._floats,
    nodes.TUPLE: Decoder._tuple,
    nodes.DICT: Decoder._dict,
    nodes.ARRAY: Decoder._array,
    nodes.SCALAR: Decoder._scalar,
    nodes.OFFERED: Decoder._function,
}
