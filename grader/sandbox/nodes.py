"""What both directions of the wire share: the tags of nodes, their limits, and why a value is no plain data.

Runs in the worker too: numpy and the standard library only.
"""

from __future__ import annotations

import struct

import numpy as np

MAX_BYTES = 16 * 2**20 + 2**16
"""The largest message of the trusted side: the largest file of code, with room for what goes with it."""
MAX_ANSWER = 4 * 2**20
"""The largest message of a worker, in bytes."""
MAX_NODES = 200_000
NODES_PER_ARRAY = 10
"""Nodes that an array counts as: an empty one takes as much time and memory as so many numbers."""
MAX_DEPTH = 40
MAX_TEXT = 2**20
MAX_INT_BYTES = 1780
MAX_DIMENSIONS = 16
MAX_KEY = 2**63
"""The bound of whole numbers as keys: beyond it, thousands can be made that a dictionary needs hours to tell apart."""

NONE, TRUE, FALSE, INT, FLOAT, COMPLEX, TEXT, BYTES = b"N", b"T", b"f", b"i", b"d", b"c", b"s", b"b"
LIST, TUPLE, DICT, ARRAY, SCALAR, OFFERED, FLOATS = b"l", b"t", b"m", b"a", b"n", b"F", b"r"
"""The first byte of a node: what it holds.

A callable or a Generator is its index in what is offered; a list of floats alone, such as a curve of losses, is
written at once, and counts as many nodes as it has entries.
"""

CODES = ("f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1", "c8", "c16")
DTYPES = [np.dtype(code).newbyteorder("<") for code in CODES]
CODE_OF = {dtype: code for code, dtype in enumerate(DTYPES)}
NATIVE = [np.dtype(code) if np.dtype(code) == dtype else None for code, dtype in zip(CODES, DTYPES, strict=True)]
"""The very dtypes of most arrays, where this machine writes numbers as the wire does."""
U32 = struct.Struct("<I")
F64 = struct.Struct("<d")
HEADS = [struct.Struct(f"<BB{axes}QI") for axes in range(MAX_DIMENSIONS + 1)]
"""What goes before an array's numbers, by its axes: the number of its type, its axes, its shape, and its bytes."""
EMPTY_LIST = LIST + U32.pack(0)
C128 = struct.Struct("<dd")


class WireError(Exception):
    """The bytes are no message of this protocol."""


REFUSALS = {
    "large": f"it takes {{}} MB; an answer may take {MAX_ANSWER // 2**20} MB.",
    "nested": "it is nested too deeply, holds itself, or has too many parts.",
    "digits": "it holds an integer of thousands of digits.",
    "text": "it holds a text of more than a million characters.",
    "keys": "it holds a dictionary whose keys are neither texts nor integers of ordinary size.",
    "axes": "it holds an array of {} dimensions.",
    "shape": "it holds an array of shape {}.",
    "kind": "it holds a numpy array of dtype {}; only an array of numbers can be read.",
    "objects": "it holds a numpy array of Python objects (ragged rows?); only an array of numbers can be read.",
    "special": "it holds a {}, a special kind of array; np.asarray(...) makes a plain one.",
    "lazy": "it holds a {}; list(...) turns that into plain data.",
    "function": "it holds a {} instead of its result.",
    "random": "it holds a {} instead of the numbers drawn from it.",
    "package": "it comes from the package {}, which is not available here.",
    "other": "it holds a {}; only numbers, texts, lists, tuples and plain arrays can be read.",
}
"""The sentences of why a value is no plain data, and what to return instead; only a key and a name cross the wire."""
_SHAPE_LETTERS = frozenset("(), 0123456789")
ODD_THING = "thing with an odd name"


class Unsendable(Exception):
    """The value is no plain data: `why` is a key of REFUSALS, `what` the name or the number in its sentence."""

    def __init__(self, why: str, what: object = "") -> None:
        self.why = why
        self.what = str(what)[:60]
        super().__init__(explain_refusal(self.why, self.what))


def explain_refusal(why: str, what: str) -> str:
    """Return the sentence for a reason and a name; what is no single name, number or shape is not repeated."""
    single = what.isidentifier() or what.isdigit() or (bool(what) and _SHAPE_LETTERS.issuperset(what))
    return REFUSALS.get(why, REFUSALS["other"]).format(what if single and what.isprintable() else ODD_THING)
