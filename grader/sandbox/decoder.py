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
CALL = nodes.LIST + nodes.U32.pack(3)
"""How a call begins: a list of its name, of how what is offered is made, and of its arguments."""


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
        """Read the next value, `depth` levels down; raises WireError."""
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise nodes.WireError("too deep or too many nodes")
        tag = self.payload[self.at : self.at + 1]
        reader = _READERS.get(tag)
        if reader is None:
            raise nodes.WireError("an unknown tag" if tag else TOO_SOON)
        self.at += 1
        return reader(self, depth)

    def take_call(self, make: Callable[[int, list[Any]], Any]) -> tuple[str, list[Any], list[bytes], list[Any]]:
        """Read a call: its name, its arguments, the bytes that each of them came as, and what is offered to it."""
        if self._take_bytes(len(CALL)) != CALL:
            raise nodes.WireError("no call")
        name, recipes = self.take(1), self.take(1)
        if type(name) is not str or type(recipes) is not list or self._take_bytes(1) != nodes.LIST:
            raise nodes.WireError("no call")
        made = [make(number, recipe) for number, recipe in enumerate(recipes)]
        self.function = made.__getitem__
        arguments, spans = [], []
        for _ in range(self._take_count()):
            start = self.at
            arguments.append(self.take(2))
            span = self.payload[start : self.at]
            spans.append(b"" if span[:1] == nodes.OFFERED else span)
        return name, arguments, spans, made

    def _take_bytes(self, count: int) -> bytes:
        """Read so many bytes as they are."""
        start = self._skip(count)
        return self.payload[start : self.at]

    def _skip(self, count: int) -> int:
        """Go on by so many bytes, and return the index at which they begin."""
        start = self.at
        if count > self.end - start:
            raise nodes.WireError(TOO_SOON)
        self.at = start + count
        return start

    def _take_count(self) -> int:
        """Read a count, which cannot be larger than what is left of the message."""
        start = self.at
        if start + 4 > self.end:
            raise nodes.WireError(TOO_SOON)
        count: int = unpack_u32(self.payload, start)[0]
        self.at = start = start + 4
        if count > self.end - start:
            raise nodes.WireError("a count larger than the message")
        return count

    def _take_int(self, depth: int) -> int:  # noqa: ARG002
        size = self._take_count()
        if size > nodes.MAX_INT_BYTES:
            raise nodes.WireError("an integer too long")
        return int.from_bytes(self._take_bytes(size), "little", signed=True)

    def _take_float(self, depth: int) -> float:  # noqa: ARG002
        start = self.at
        if start + 8 > self.end:
            raise nodes.WireError(TOO_SOON)
        self.at = start + 8
        value: float = unpack_f64(self.payload, start)[0]
        return value

    def _take_complex(self, depth: int) -> complex:  # noqa: ARG002
        return complex(*nodes.C128.unpack(self._take_bytes(16)))

    def _take_str(self, depth: int) -> str:  # noqa: ARG002
        size = self._take_count()
        if size > nodes.MAX_TEXT:
            raise nodes.WireError("a text too long")
        try:
            return self._take_bytes(size).decode("utf-8")[: self.most_text]
        except UnicodeDecodeError:
            raise nodes.WireError("a text that is no UTF-8") from None

    def _take_raw(self, depth: int) -> bytes:  # noqa: ARG002
        return self._take_bytes(self._take_count())

    def _take_list(self, depth: int) -> list[Any]:
        take, depth = self.take, depth + 1
        return [take(depth) for _ in range(self._take_count())]

    def _take_floats(self, depth: int) -> list[float]:
        count = self._take_count()
        self.nodes += count
        if depth >= MAX_DEPTH or self.nodes > MAX_NODES:
            raise nodes.WireError("too deep or too many nodes")
        return list(struct.unpack_from(f"<{count}d", self.payload, self._skip(8 * count)))

    def _take_tuple(self, depth: int) -> tuple[Any, ...]:
        return tuple(self._take_list(depth))

    def _take_dict(self, depth: int) -> dict[str | int, Any]:
        mapping: dict[str | int, Any] = {}
        for _ in range(self._take_count()):
            key = self.take(depth + 1)
            if type(key) is not str and not (type(key) is int and -nodes.MAX_KEY <= key < nodes.MAX_KEY):
                raise nodes.WireError("a key that is neither text nor integer")
            mapping[key] = self.take(depth + 1)
        return mapping

    def _take_dtype(self) -> np.dtype[Any]:
        code = self._take_bytes(1)[0]
        if code >= len(nodes.DTYPES):
            raise nodes.WireError("an unknown dtype")
        return nodes.DTYPES[code]

    def _take_array(self, depth: int) -> np.ndarray[Any, Any]:  # noqa: ARG002
        # Arrays are most of what crosses: read in one go, without a call for each of their fields.
        self.nodes += nodes.NODES_PER_ARRAY - 1
        dimensions = self.payload[self.at + 1] if self.at + 1 < self.end else 0
        if dimensions > nodes.MAX_DIMENSIONS:
            raise nodes.WireError("too many dimensions")
        head = nodes.HEADS[dimensions]
        start = self.at + head.size
        if start > self.end:
            raise nodes.WireError(TOO_SOON)
        code, _, *shape, size = head.unpack_from(self.payload, self.at)
        if code >= len(nodes.DTYPES):
            raise nodes.WireError("an unknown dtype")
        if size > self.end - start:
            raise nodes.WireError("a count larger than the message")
        dtype = nodes.DTYPES[code]
        # An empty array may still announce axes that a later sum along another axis would fill.
        if dtype.itemsize * math.prod(shape) != size or (not size and math.prod(filter(None, shape)) > nodes.MAX_BYTES):
            raise nodes.WireError("a shape that does not fit its data")
        self.at = start + size
        numbers = np.frombuffer(self.payload, dtype, size // dtype.itemsize, start)
        if dimensions != 1:
            numbers = numbers.reshape(shape)
        return numbers != 0 if dtype.kind == "b" else numbers.copy()

    def _take_scalar(self, depth: int) -> Any:  # noqa: ARG002
        dtype = self._take_dtype()
        numbers = np.frombuffer(self._take_bytes(dtype.itemsize), dtype)
        return (numbers != 0 if dtype.kind == "b" else numbers)[0]

    def _take_function(self, depth: int) -> Callable[..., Any]:  # noqa: ARG002
        (number,) = nodes.U32.unpack(self._take_bytes(4))
        if self.function is None:
            raise nodes.WireError("a function where none may be")
        return self.function(number)


_READERS: dict[bytes, Callable[[Decoder, int], Any]] = {
    nodes.NONE: lambda _reader, _depth: None,
    nodes.TRUE: lambda _reader, _depth: True,
    nodes.FALSE: lambda _reader, _depth: False,
    nodes.INT: Decoder._take_int,
    nodes.FLOAT: Decoder._take_float,
    nodes.COMPLEX: Decoder._take_complex,
    nodes.TEXT: Decoder._take_str,
    nodes.BYTES: Decoder._take_raw,
    nodes.LIST: Decoder._take_list,
    nodes.FLOATS: Decoder._take_floats,
    nodes.TUPLE: Decoder._take_tuple,
    nodes.DICT: Decoder._take_dict,
    nodes.ARRAY: Decoder._take_array,
    nodes.SCALAR: Decoder._take_scalar,
    nodes.OFFERED: Decoder._take_function,
}
