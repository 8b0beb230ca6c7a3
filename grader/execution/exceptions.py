"""What an exception means, in plain words: what Python does at that line, and what to write instead."""

from __future__ import annotations

import builtins
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from grader import text
from grader.sandbox.outcomes import Raised

MOST_NAMES = 200
"""Names that are compared with one that is not there."""
DOT = "·"
COMPARING = {
    "max": "Entry by entry it is `np.maximum`; the largest entry is `.max()`.",
    "min": "Entry by entry it is `np.minimum`; the smallest entry is `.min()`.",
    "sorted": "The entries of one array are sorted by `np.sort`.",
}
"""Functions of Python's own that ask whether one argument is less than another, and what to write for arrays."""
KNOWN_MODULES = {"np": "import numpy as np", "numpy": "import numpy", "math": "import math"}
UPDATE = re.compile(r"\s*(\w+)\s*(?:\[[^=]*\])?\s*(\*\*|//|[-+*/])=")


class Meaning(NamedTuple):
    """One kind of exception: when it is meant, and what it says."""

    kind: str
    pattern: str
    says: Callable[[re.Match[str], str, Iterable[str]], str]
    """Of the match in the message, the line where it happened, and the names that are known there."""


def explain_exception(raised: Raised, names: Iterable[str] = ()) -> str:
    """Return what happened, in a sentence or two; empty where nothing plainer is known than Python's own words."""
    line = raised.lines[-1].text if raised.lines else ""
    for meaning in MEANINGS:
        match = re.search(meaning.pattern, raised.message) if re.fullmatch(meaning.kind, raised.kind) else None
        if match:
            return meaning.says(match, line, names)
    return ""


def _explain_undefined_name(match: re.Match[str], _line: str, names: Iterable[str]) -> str:
    name = match[1]
    if DOT in name:
        return f"For Python `{DOT}` is a letter of the name `{name}`. Multiplied is written `*`."
    if name in KNOWN_MODULES:
        return f"`{name}` is not there. Write `{KNOWN_MODULES[name]}` at the top of the file."
    import difflib

    known = [other for other in names if other != name][:MOST_NAMES]
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return f"`{name}` is not defined.{f' Did you mean `{near[0]}`?' if near else ''}"


def _explain_arguments(match: re.Match[str], line: str, _names: Iterable[str]) -> str:
    owner, name, takes, given = match[1], match[2], int(match[3]), int(match[4])
    # Python counts `self`, which a call of an object's method does not write.
    hidden = 1 if owner and f"{owner}.{name}(" not in line.replace(" ", "") else 0
    arguments = text.format_count(takes - hidden, "argument", "arguments")
    return f"`{name}` takes {arguments}, and this line gives it {given - hidden}."


def _explain_not_callable(_match: re.Match[str], line: str, names: Iterable[str]) -> str:
    own = [name for name in names if hasattr(builtins, name) and re.search(rf"(?<![.\w]){name}\s*\(", line)]
    if own:
        return f"`{own[0]}` is a value of yours here and hides Python's own function. Give yours another name."
    return "A number or an array stands before a bracket, so Python tries to call it. Is a `*` missing there?"


def _explain_truth(_match: re.Match[str], line: str, _names: Iterable[str]) -> str:
    for name, instead in COMPARING.items():
        if re.search(rf"(?<![.\w]){name}\s*\(", line):
            return f"Python's `{name}` compares arrays as wholes. {instead}"
    if re.search(r"\b(if|elif|while|and|or|not|assert)\b", line):
        return "`if`, `and` and `or` need one True or False, and an array has many. Ask for `is None` or use np.any."
    if re.search(r"\bin\b", line):
        return "`in` compares arrays as wholes. Compare entry by entry and use np.any."
    return "One True or False is needed here, and an array has many. Use np.any or np.all."


def _explain_integer_array(_match: re.Match[str], line: str, _names: Iterable[str]) -> str:
    update = UPDATE.match(line)
    if update is None:
        return "An array of whole numbers cannot store fractions. Make a new array instead of an update in place."
    name, sign = update[1], update[2]
    return f"`{name}` is an integer array, and `{sign}=` cannot store fractions in it. Make a new array."


def _explain_list_arithmetic(_match: re.Match[str], _line: str, _names: Iterable[str]) -> str:
    return "Python lists do not compute entry by entry. Make an array first: `np.asarray(…)`."


def _explain_missing_attribute(match: re.Match[str], _line: str, _names: Iterable[str]) -> str:
    kind = "number" if match[1] in ("float", "int") else match[1]
    return f"A {kind} has no `{match[2]}`. Make an array first: `np.asarray(…)`."


def _fill_in(sentence: str) -> Callable[[re.Match[str], str, Iterable[str]], str]:
    """Return an explanation that puts the groups of the match into a text."""

    def fill_in(match: re.Match[str], _line: str, _names: Iterable[str]) -> str:
        return sentence.format(*match.groups())

    return fill_in


POWER = _fill_in("In Python `^` compares bits. A power is written `**`.")
MEANINGS = (
    Meaning("NameError", rf"^name '([\w{DOT}]{{1,60}})' is not defined", _explain_undefined_name),
    Meaning(
        "UnboundLocalError",
        r"variable '(\w{1,60})'",
        _fill_in("`{0}` is used here before it has a value in this function."),
    ),
    Meaning("UFuncTypeError|UFuncOutputCastingError|_UFuncOutputCastingError", "same_kind", _explain_integer_array),
    Meaning("TypeError", r"unsupported operand type\(s\) for \^|bitwise_xor", POWER),
    Meaning(
        "TypeError",
        r"unsupported operand type\(s\) for .*NoneType",
        _fill_in("One of the two is None: nothing. Does the function that made it end with `return`?"),
    ),
    Meaning(
        "TypeError",
        r"'NoneType' object is not (?:iterable|subscriptable)|cannot unpack non-iterable NoneType",
        _fill_in("A function that is called here returns None: nothing. Does it end with `return`?"),
    ),
    Meaning(
        "TypeError",
        r"can't multiply sequence by non-int|unsupported operand type\(s\) for .*'(?:list|tuple)'",
        _explain_list_arithmetic,
    ),
    Meaning("TypeError", r"can only concatenate (?:list|tuple)", _explain_list_arithmetic),
    Meaning(
        "TypeError",
        r"'(?:float|int|numpy\.\w+|ndarray|list|tuple)' object is not callable",
        _explain_not_callable,
    ),
    Meaning(
        "TypeError",
        r"^(?:\w+\.)*(\w{1,60})\(\) missing \d+ required (?:positional|keyword-only) arguments?: (.{1,80})",
        _fill_in("`{0}` is called without {1}."),
    ),
    Meaning(
        "TypeError",
        r"^(?:\w+\.)*?(?:(\w{1,60})\.)?(\w{1,60})\(\) takes (?:from \d+ to )?(\d+) positional arguments? "
        r"but (\d+) (?:was|were) given",
        _explain_arguments,
    ),
    Meaning(
        "TypeError",
        r"cannot unpack non-iterable (?:numpy\.)?(?:float|int)",
        _fill_in("The right side is one number, and the left side has several names."),
    ),
    Meaning(
        "ValueError",
        r"too many values to unpack \(expected (\d+)",
        _fill_in("The left side has {0} names, and the right side gives more values."),
    ),
    Meaning(
        "ValueError",
        r"not enough values to unpack \(expected (\d+), got (\d+)",
        _fill_in("The left side has {0} names, and the right side gives {1}."),
    ),
    Meaning(
        "ValueError",
        r"could not be broadcast together with shapes (\([\d,]*\)) (\([\d,]*\))",
        _fill_in("Two arrays meet here whose shapes do not fit: {0} and {1}."),
    ),
    Meaning(
        "ValueError",
        r"truth value of an array",
        _explain_truth,
    ),
    Meaning(
        "ValueError",
        r"inhomogeneous shape",
        _fill_in("These have different shapes, and one array cannot hold them. Keep them in a list."),
    ),
    Meaning(
        "ValueError",
        r"setting an array element with a sequence",
        _fill_in("An array is put where one number belongs."),
    ),
    Meaning(
        "IndexError",
        r"index (-?\d+) is out of bounds for axis \d+ with size 0",
        _fill_in("Entry {0} of an empty array is asked for."),
    ),
    Meaning(
        "IndexError",
        r"index (-?\d+) is out of bounds for axis \d+ with size (\d+)",
        _fill_in("Entry {0} is asked for, and there are only {1}. Python counts from 0."),
    ),
    Meaning(
        "IndexError", r"(list|tuple) index out of range", _fill_in("An entry is asked for that this {0} does not have.")
    ),
    Meaning("ZeroDivisionError", r"", _fill_in("This line divides by zero.")),
    Meaning(
        "AttributeError", r"^'(list|tuple|float|int)' object has no attribute '(\w{1,40})'", _explain_missing_attribute
    ),
    Meaning("AttributeError", r"^module '([\w.]{1,40})' has no attribute '(\w{1,40})'", _fill_in("{0} has no `{1}`.")),
)
"""The first that fits is told."""
