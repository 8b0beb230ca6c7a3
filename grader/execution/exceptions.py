"""What an exception means, in plain words: what Python does at that line, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from grader.sandbox.outcomes import Raised

MOST_NAMES = 200
"""Names that are compared with one that is not there."""
KNOWN_MODULES = {"np": "import numpy as np", "numpy": "import numpy", "math": "import math"}
UPDATE = re.compile(r"\s*(\w+)\s*(?:\[[^=]*\])?\s*(\*\*|//|[-+*/])=")


class Meaning(NamedTuple):
    """One kind of exception: when it is meant, and what it says."""

    kind: str
    pattern: str
    says: Callable[[re.Match[str], str, Iterable[str]], str]
    """Of the match in the message, the line where it happened, and the names that are known there."""


def explain_exception(raised: Raised, names: Iterable[str] = ()) -> str:
    """What happened, in a sentence or two; empty where nothing plainer is known than Python's own words."""
    line = raised.lines[-1].text if raised.lines else ""
    for meaning in MEANINGS:
        found = re.search(meaning.pattern, raised.message) if re.fullmatch(meaning.kind, raised.kind) else None
        if found:
            return meaning.says(found, line, names)
    return ""


def _not_defined(found: re.Match[str], _line: str, names: Iterable[str]) -> str:
    name = found[1]
    if name in KNOWN_MODULES:
        return f"`{name}` is not there. Write `{KNOWN_MODULES[name]}` at the top of the file."
    import difflib

    known = [one for one in names if one != name][:MOST_NAMES]
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return f"`{name}` is not defined.{f' Did you mean `{near[0]}`?' if near else ''}"


def _integer_array(_found: re.Match[str], line: str, _names: Iterable[str]) -> str:
    update = UPDATE.match(line)
    if update is None:
        return "An array of whole numbers cannot store fractions. Make a new array instead of an update in place."
    name, sign = update[1], update[2]
    return f"`{name}` is an integer array, and `{sign}=` cannot store fractions in it. Make a new array."


def _list_numbers(_found: re.Match[str], _line: str, _names: Iterable[str]) -> str:
    return "Python lists do not compute entry by entry. Make an array first: `np.asarray(…)`."


def _list_lacks(found: re.Match[str], _line: str, _names: Iterable[str]) -> str:
    kind = "number" if found[1] in ("float", "int") else found[1]
    return f"A {kind} has no `{found[2]}`. Make an array first: `np.asarray(…)`."


def _plain(text: str) -> Callable[[re.Match[str], str, Iterable[str]], str]:
    def says(found: re.Match[str], _line: str, _names: Iterable[str]) -> str:
        return text.format(*found.groups())

    return says


POWER = _plain("In Python `^` compares bits. A power is written `**`.")
MEANINGS = (
    Meaning("NameError", r"^name '(\w{1,60})' is not defined", _not_defined),
    Meaning(
        "UnboundLocalError",
        r"variable '(\w{1,60})'",
        _plain("`{0}` is used here before it has a value in this function."),
    ),
    Meaning("UFuncTypeError|UFuncOutputCastingError|_UFuncOutputCastingError", "same_kind", _integer_array),
    Meaning("TypeError", r"unsupported operand type\(s\) for \^|bitwise_xor", POWER),
    Meaning(
        "TypeError",
        r"unsupported operand type\(s\) for .*NoneType",
        _plain("One of the two is None: nothing. Does the function that made it end with `return`?"),
    ),
    Meaning(
        "TypeError",
        r"'NoneType' object is not (?:iterable|subscriptable)|cannot unpack non-iterable NoneType",
        _plain("A function that is called here returns None: nothing. Does it end with `return`?"),
    ),
    Meaning(
        "TypeError",
        r"can't multiply sequence by non-int|unsupported operand type\(s\) for .*'(?:list|tuple)'",
        _list_numbers,
    ),
    Meaning("TypeError", r"can only concatenate (?:list|tuple)", _list_numbers),
    Meaning(
        "TypeError",
        r"'(?:float|int|numpy\.\w+|ndarray|list|tuple)' object is not callable",
        _plain("A number or an array stands before a bracket, so Python tries to call it. Is a `*` missing there?"),
    ),
    Meaning(
        "TypeError",
        r"^(?:\w+\.)*(\w{1,60})\(\) missing \d+ required (?:positional|keyword-only) arguments?: (.{1,80})",
        _plain("`{0}` is called without {1}."),
    ),
    Meaning(
        "TypeError",
        r"^(?:\w+\.)*(\w{1,60})\(\) takes (?:from \d+ to )?(\d+) positional arguments? but (\d+) (?:was|were) given",
        _plain("`{0}` takes {1} arguments, and this line gives it {2}."),
    ),
    Meaning(
        "TypeError",
        r"cannot unpack non-iterable (?:numpy\.)?(?:float|int)",
        _plain("The right side is one number, and the left side has several names."),
    ),
    Meaning(
        "ValueError",
        r"too many values to unpack \(expected (\d+)",
        _plain("The left side has {0} names, and the right side gives more values."),
    ),
    Meaning(
        "ValueError",
        r"not enough values to unpack \(expected (\d+), got (\d+)",
        _plain("The left side has {0} names, and the right side gives {1}."),
    ),
    Meaning(
        "ValueError",
        r"could not be broadcast together with shapes (\([\d,]*\)) (\([\d,]*\))",
        _plain("Two arrays meet here whose shapes do not fit: {0} and {1}."),
    ),
    Meaning(
        "ValueError",
        r"truth value of an array",
        _plain("`if`, `and` and `or` need one True or False, and an array has many. Ask for `is None` or use np.any."),
    ),
    Meaning(
        "ValueError",
        r"setting an array element with a sequence",
        _plain("An array is put where one number belongs."),
    ),
    Meaning(
        "IndexError",
        r"index (-?\d+) is out of bounds for axis \d+ with size 0",
        _plain("Entry {0} of an empty array is asked for."),
    ),
    Meaning(
        "IndexError",
        r"index (-?\d+) is out of bounds for axis \d+ with size (\d+)",
        _plain("Entry {0} is asked for, and there are only {1}. Python counts from 0."),
    ),
    Meaning(
        "IndexError", r"(list|tuple) index out of range", _plain("An entry is asked for that this {0} does not have.")
    ),
    Meaning("ZeroDivisionError", r"", _plain("This line divides by zero.")),
    Meaning("AttributeError", r"^'(list|tuple|float|int)' object has no attribute '(\w{1,40})'", _list_lacks),
    Meaning("AttributeError", r"^module '([\w.]{1,40})' has no attribute '(\w{1,40})'", _plain("{0} has no `{1}`.")),
)
"""The first that fits is told."""
