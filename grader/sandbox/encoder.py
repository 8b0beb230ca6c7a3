"""Writing nodes: plain data becomes bytes, and whatever else is refused with advice.

Runs in the worker too: numpy and the standard library only.
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
    from grader.sandbox import generators, nodes
else:
    generators = sys.modules["_worker_generators"]
    nodes = sys.modules["_worker_nodes"]

# What every node asks for, one look-up away.
MAX_DEPTH, MAX_NODES, FLOAT = nodes.MAX_DEPTH, nodes.MAX_NODES, nodes.FLOAT
pack_u32, pack_f64 = nodes.U32.pack, nodes.F64.pack
FLOATS_ALONE = {float}
SHORT_LIST = 3
"""Entries up to which a list is written as fast one by one."""
LARGE_ARRAY = 2**14
"""Bytes from which an array's numbers are copied once, when all parts are put together."""


Part = bytes | memoryview
Form = tuple[np.dtype[Any], tuple[int, ...]]


class Encoder:
    """Writes nodes: exact types only, so that no object's own methods are asked what it is."""

    def __init__(self, parts: list[Part], offered: list[Any] | None) -> None:
        self.parts = parts
        self.offered = offered
        self.nodes = 0

    def put(self, value: object, depth: int) -> None:
        """Write one value, `depth` levels down; raises Unsendable."""
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise nodes.Unsendable("nested")
        writer = _WRITERS.get(type(value))
        if writer is not None:
            writer(self, value, depth)
        elif issubclass(type(value), np.generic):
            self._put_scalar(value)
        elif issubclass(type(value), str):
            # Labels of an enumeration; their own methods are not asked.
            self._put_str(str.__str__(value), depth)
        elif issubclass(type(value), tuple) and hasattr(type(value), "_fields"):
            self.put_sequence(nodes.TUPLE, list(tuple.__iter__(value)), depth)  # type: ignore[arg-type]
        elif self.offered is not None and (callable(value) or generators.is_generator(value)):
            self.parts.append(nodes.OFFERED + pack_u32(_index_offered(value, self.offered)))
        else:
            raise _make_refusal(value)

    def _put_none(self, value: object, depth: int) -> None:  # noqa: ARG002
        self.parts.append(nodes.NONE)

    def _put_bool(self, value: object, depth: int) -> None:  # noqa: ARG002
        self.parts.append(nodes.TRUE if value else nodes.FALSE)

    def _put_int(self, value: int, depth: int) -> None:  # noqa: ARG002
        size = value.bit_length() // 8 + 1
        if size > nodes.MAX_INT_BYTES:
            raise nodes.Unsendable("digits")
        self._put_sized(nodes.INT, value.to_bytes(size, "little", signed=True))

    def _put_float(self, value: float, depth: int) -> None:  # noqa: ARG002
        self.parts.append(FLOAT + pack_f64(value))

    def _put_complex(self, value: complex, depth: int) -> None:  # noqa: ARG002
        self.parts.append(nodes.COMPLEX + nodes.C128.pack(value.real, value.imag))

    def _put_str(self, value: str, depth: int) -> None:  # noqa: ARG002
        text = str.encode(value, "utf-8", "replace")
        if len(text) > nodes.MAX_TEXT:
            raise nodes.Unsendable("text")
        self._put_sized(nodes.TEXT, text)

    def _put_bytes(self, value: bytes, depth: int) -> None:  # noqa: ARG002
        self._put_sized(nodes.BYTES, value)

    def _put_list(self, value: list[object], depth: int) -> None:
        if not value:
            self.parts.append(nodes.EMPTY_LIST)
        elif len(value) > SHORT_LIST and set(map(type, value)) == FLOATS_ALONE:
            self._put_floats(tuple(value), depth)
        else:
            self.put_sequence(nodes.LIST, value, depth)

    def _put_floats(self, items: tuple[object, ...], depth: int) -> None:
        self.nodes += len(items)
        if depth >= MAX_DEPTH or self.nodes > MAX_NODES:
            raise nodes.Unsendable("nested")
        self.parts.append(nodes.FLOATS + pack_u32(len(items)) + struct.pack(f"<{len(items)}d", *items))

    def _put_tuple(self, value: tuple[object, ...], depth: int) -> None:
        self.put_sequence(nodes.TUPLE, list(value), depth)

    def put_sequence(self, tag: bytes, items: list[object], depth: int) -> None:
        """Write the tag and the items of a sequence."""
        self.parts.append(tag + pack_u32(len(items)))
        for item in items:
            self.put(item, depth + 1)

    def _put_dict(self, value: dict[object, object], depth: int) -> None:
        self.parts.append(nodes.DICT + pack_u32(len(value)))
        for key, item in value.items():
            if type(key) is not str and not (type(key) is int and -nodes.MAX_KEY <= key < nodes.MAX_KEY):
                raise nodes.Unsendable("keys")
            self.put(key, depth + 1)
            self.put(item, depth + 1)

    def _put_array(self, value: np.ndarray[Any, Any], depth: int) -> None:
        if value.ndim == 0 and value.dtype.kind == "U":
            return self._put_str(str(value[()]), depth)
        self.nodes += nodes.NODES_PER_ARRAY - 1
        code = self._choose_code(value.dtype)
        if value.ndim > nodes.MAX_DIMENSIONS:
            raise nodes.Unsendable("axes", value.ndim)
        if (value.size or math.prod(filter(None, value.shape))) > nodes.MAX_BYTES:
            raise nodes.Unsendable("shape", value.shape)
        if value.dtype is not nodes.NATIVE[code]:
            value = value.astype(nodes.DTYPES[code], copy=False)
        head = nodes.ARRAY + nodes.HEADS[value.ndim].pack(code, value.ndim, *value.shape, value.nbytes)
        if value.nbytes > LARGE_ARRAY and value.flags.c_contiguous:
            self.parts += [head, value.reshape(-1).view(np.uint8).data]
        else:
            self.parts.append(head + value.tobytes())
        return None

    def _put_typed_array(self, value: array.array[Any], depth: int) -> None:
        self._put_array(np.array(value), depth)

    def _put_scalar(self, value: Any) -> None:
        if isinstance(value, np.str_):
            return self._put_str(str(value), 0)
        code = self._choose_code(value.dtype)
        self.parts.append(nodes.SCALAR + bytes((code,)) + np.asarray(value).astype(nodes.DTYPES[code]).tobytes())
        return None

    def _choose_code(self, dtype: np.dtype[Any]) -> int:
        """Return the number of the type that an array's entries cross as; raises Unsendable where none fits."""
        code = nodes.CODE_OF.get(dtype)
        if code is None:
            code = nodes.CODE_OF.get(dtype.newbyteorder("<"))
        if code is not None:
            return code
        if dtype.kind == "f":
            return nodes.CODES.index("f8")
        raise nodes.Unsendable("objects") if dtype.kind == "O" else nodes.Unsendable("kind", dtype.kind)

    def _put_sized(self, tag: bytes, data: bytes) -> None:
        """Write a tag, the number of bytes, and the bytes."""
        self.parts.append(tag + pack_u32(len(data)) + data)


_WRITERS: dict[type, Callable[[Encoder, Any, int], None]] = {
    type(None): Encoder._put_none,
    bool: Encoder._put_bool,
    int: Encoder._put_int,
    float: Encoder._put_float,
    complex: Encoder._put_complex,
    str: Encoder._put_str,
    bytes: Encoder._put_bytes,
    list: Encoder._put_list,
    tuple: Encoder._put_tuple,
    dict: Encoder._put_dict,
    np.ndarray: Encoder._put_array,
    array.array: Encoder._put_typed_array,
}


def find_form(value: object) -> Form | None:
    """Return the type of an array's entries and its shape; None for what is no plain array."""
    return (value.dtype, value.shape) if type(value) is np.ndarray else None


def holds_same(value: object, form: Form | None, written: bytes) -> bool:
    """Tell whether an array has the form it was `written` in, and the same numbers: quicker than to write it anew.

    False tells nothing.
    """
    if type(value) is not np.ndarray or form is None:
        return False
    return value.dtype is form[0] and value.shape == form[1] and written.endswith(value.tobytes())


def _index_offered(value: object, offered: list[Any]) -> int:
    """Return the index of a value in the offered ones, appending it where it is not there yet."""
    for index, other in enumerate(offered):
        if other is value:
            return index
    offered.append(value)
    return len(offered) - 1


def _make_refusal(value: object) -> nodes.Unsendable:
    """Return the error that says what to return instead; only the type's name is asked, never the value."""
    name = str(type.__getattribute__(type(value), "__name__"))[:60]
    if generators.is_generator(value) or issubclass(type(value), np.random.RandomState):
        return nodes.Unsendable("random", name)
    if issubclass(type(value), np.ndarray):
        return nodes.Unsendable("special", name)
    if name in ("generator", "map", "zip", "filter", "range", "dict_values", "deque", "set"):
        return nodes.Unsendable("lazy", name)
    if name in ("function", "method", "builtin_function_or_method", "type"):
        return nodes.Unsendable("function", name)
    return nodes.Unsendable("other", name)
