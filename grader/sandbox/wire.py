"""The wire: plain data between the trusted process and a worker, and nothing else.

A frame is a header `<u32 length, u8 type, u32 call id>` and a payload of tag-length-value nodes (`nodes`), which
`encoder` writes and `decoder` reads. Both sides speak through this module, so it imports numpy and the standard
library only. Nothing here trusts the other end: every length is checked before it is believed, and whatever does not
fit raises `WireError` (bytes that are no message) or `Unsendable` (a value that no message can hold).
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or not __name__.startswith("_worker_"):
    from grader.sandbox import decoder, encoder, generators, nodes
else:
    decoder = sys.modules["_worker_decoder"]
    encoder = sys.modules["_worker_encoder"]
    generators = sys.modules["_worker_generators"]
    nodes = sys.modules["_worker_nodes"]

HEADER = struct.Struct("<IBI")
MAX_FRAME, MAX_ANSWER = nodes.MAX_BYTES, nodes.MAX_ANSWER
ASK_EVERY = 1000
"""Every so many gradients that a worker answers itself, it asks this side for one, which so keeps count."""
BYTES_PER_VALUE = 100
"""About how many bytes of memory Python takes for a value, beside the payload's own."""

LOAD, CALL, REPLY = 1, 2, 3
LOADED, RETURNED, RAISED, REFUSED, CALLBACK, READY = 16, 17, 18, 19, 20, 21

WireError, Unsendable, explain_refusal = nodes.WireError, nodes.Unsendable, nodes.explain_refusal
find_form, holds_same = encoder.find_form, encoder.holds_same


def make_header(kind: int, call: int, payload: bytes) -> bytes:
    """Return what goes before a payload; raises Unsendable for a payload that is too large."""
    if len(payload) > (MAX_FRAME if kind in (LOAD, CALL, REPLY) else MAX_ANSWER):
        raise Unsendable("large", f"{len(payload) / 2**20:.0f}")
    return HEADER.pack(len(payload), kind, call)


def make_frame(kind: int, call: int, payload: bytes) -> bytes:
    """Return a whole frame, header first; raises Unsendable for a payload that is too large."""
    return make_header(kind, call, payload) + payload


def encode(value: object, offered: list[Any] | None = None) -> bytes:
    """Return the payload of a value; raises Unsendable.

    `offered` collects callables and Generators, which cross as their index in that list; without it they are refused.
    """
    parts: list[encoder.Part] = []
    encoder.Encoder(parts, offered).put(value, 0)
    return b"".join(parts)


def encode_call(name: str, arguments: list[object], offered: list[Any]) -> bytes:
    """Return the payload of a call: its name, how offered callables and Generators are made, and the arguments.

    `offered` holds the callables that are offered already, and collects those among the arguments.
    """
    parts: list[encoder.Part] = []
    encoder.Encoder(parts, offered).put_sequence(nodes.LIST, arguments, 1)
    recipes = [
        generators.describe(thing) if generators.is_generator(thing) else list(getattr(thing, "made_by", ()))
        for thing in offered
    ]
    return nodes.LIST + nodes.U32.pack(3) + encode(name) + encode(recipes) + b"".join(parts)


def decode(payload: bytes, function: Callable[[int], Callable[..., Any]] | None = None) -> Any:
    """Return the value of a payload; `function` turns the number of a callable into something to call."""
    return decode_weighed(payload, nodes.MAX_TEXT, function)[0]


def decode_weighed(
    payload: bytes, most_text: int, function: Callable[[int], Callable[..., Any]] | None = None
) -> tuple[Any, int]:
    """Return the value of a payload, its texts cut, and about how many bytes of memory it takes."""
    reader = decoder.Decoder(payload, function, most_text)
    value = reader.take(0)
    if reader.at != len(payload):
        raise WireError("bytes are left over")
    return value, len(payload) + BYTES_PER_VALUE * reader.nodes


def decode_call(payload: bytes, make: Callable[[int, list[Any]], Any]) -> tuple[str, list[Any], list[bytes], list[Any]]:
    """Return a call's name, its arguments, each argument's own bytes, and what was offered, by number.

    `make` turns the number of a callable or Generator and what it is made by (nothing, where that is no data) into
    one; such an argument has no bytes of its own.
    """
    reader = decoder.Decoder(payload, None)
    name, arguments, spans, made = reader.take_call(make)
    if reader.at != len(payload):
        raise WireError("bytes are left over")
    return name, arguments, spans, made
