"""Numbers and foreign text as words. Standard library only, so that every room may look here.

Foreign is whatever a learner chose: code, printed output, names, file names, exception texts. It passes
through `clean` before it reaches a screen, so that it can be read and can do nothing else.
"""

from __future__ import annotations

import math
import re
import sys
import unicodedata
from collections.abc import Mapping, Sequence

from grader.model import Plain

DIGITS = 5
"""Significant digits of a number that is read and not computed with."""
MAX_FLOAT = int(sys.float_info.max)
"""Beyond it a whole number has no float."""
MAX_SHOWN_ENTRIES = 8
"""Entries of one list that are shown."""
INERT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that steer a terminal, turn the direction of reading, or cannot be encoded: spelled out."""
SUSPECT = re.compile("[^ -~\xa1-\xac\xae-\u0377\u03a3-\u052f\u2200-\u22ff]")
"""Every letter but those that are common and never INERT: only for these the category is looked up."""


def clean(text: str, *, lines: bool = False) -> str:
    r"""Return the text with everything that steers a terminal spelled out (`\x1b`, `\u202e`).

    Line breaks stay where `lines` is true and become spaces elsewhere; a tab becomes four spaces.
    """
    if text.isascii() and text.isprintable():  # as most are
        return text
    text = text.replace("\r\n", "\n").replace("\t", "    ")
    if not SUSPECT.search(text):
        return text
    # Each letter is looked at once, however often it stands there: what is printed may be a million of them.
    return text.translate({ord(letter): _escape_letter(letter, lines) for letter in {*text}})


def cut(text: str, limit: int) -> str:
    """Return at most `limit` characters of a text; where some are left out it ends with `…`."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def estimate_json_chars(thing: Plain) -> int:
    """Estimate how many characters plain data takes as JSON of ASCII characters alone."""
    if isinstance(thing, float):
        return 20
    if isinstance(thing, str):
        return len(thing) + 2 if thing.isascii() else 6 * len(thing) + 2
    if thing is None or isinstance(thing, int):
        return len(str(thing)) if type(thing) is int else 6
    # An instance check of an abstract class is slow.
    if isinstance(thing, dict) or (not isinstance(thing, list | tuple) and isinstance(thing, Mapping)):
        return 2 + sum(estimate_json_chars(name) + estimate_json_chars(entry) + 2 for name, entry in thing.items())
    return 2 + sum(estimate_json_chars(entry) + 2 for entry in thing)


def is_name(text: str) -> bool:
    """Tell whether it can be a name in Python: one word, which cannot add words of its own to a sentence."""
    return text.isidentifier() and text.isprintable()


def format_number(value: float, digits: int = DIGITS) -> str:
    """Format a number as one would write it on paper: `0.25`, `1e-8`, `123456`, `nan`."""
    if isinstance(value, int) and abs(value) > MAX_FLOAT:
        return "a number of hundreds of digits" if value > 0 else "a negative number of hundreds of digits"
    if isinstance(value, bool) or not math.isfinite(value):
        return str(value)
    if value == round(value) and abs(value) < 1e9:
        return str(int(value))
    return re.sub(r"e([+-])0*(\d)", lambda match: f"e{match[1].strip('+')}{match[2]}", f"{value:.{digits}g}")


def format_value(thing: Plain, digits: int = DIGITS, limit: int = MAX_SHOWN_ENTRIES) -> str:
    """Format plain data in one line; lists of more than `limit` entries are cut."""
    if isinstance(thing, str):
        return clean(thing)
    if thing is None or isinstance(thing, bool):
        return str(thing)
    if isinstance(thing, int | float):
        return format_number(thing, digits)
    if isinstance(thing, Mapping):
        return ", ".join(f"{clean(str(name))}={format_value(entry, digits, limit)}" for name, entry in thing.items())
    shown = [format_value(entry, digits, limit) for entry in thing[:limit]]
    if len(thing) > limit and shown[-1] != "…":
        shown.append("…")
    return f"[{', '.join(shown)}]"


def choose_digits(expected: Plain, actual: Plain) -> int:
    """Choose the fewest significant digits in which two answers look different, where they differ at all."""
    for digits in (DIGITS, 7, 9, 12):
        if format_value(expected, digits, 99) != format_value(actual, digits, 99):
            return digits
    return DIGITS if expected == actual else 17


def align_columns(lists: Sequence[Sequence[str]]) -> list[str]:
    """Return a line for each of several lists of equal length, with the entries aligned in columns."""
    widths = [max(len(entry) for entry in column) for column in zip(*lists, strict=True)]
    return [f"[{', '.join(f'{e:>{w}}' for e, w in zip(row, widths, strict=True))}]" for row in lists]


def format_call(function: str, arguments: Mapping[str, object]) -> str:
    """Format a call as one would type it, its larger inputs cut: `gradient_descent(grad_fn, lr=0.1, n_steps=5)`."""
    return f"{function}({', '.join(_format_argument(name, argument) for name, argument in arguments.items())})"


def format_count(amount: int, singular: str, plural: str = "") -> str:
    """Format a number of things: `1 student`, `2 students`; the plural ends in `s` where none is given."""
    return f"{amount} {singular if amount == 1 else plural or singular + 's'}"


def join_words(words: Sequence[str], last: str = "and") -> str:
    """Return words as a list in a sentence: `a`, `a and b`, `a, b and c`; empty where there are none.

    `last` is the word before the last of them, such as `or`.
    """
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def format_points(amount: float) -> str:
    """Format points without needless zeros: `2`, `0.25`."""
    return f"{round(amount, 2):g}"


def _format_argument(name: str, argument: object) -> str:
    if callable(argument):
        return name
    plain = _convert_arrays(argument)
    if not isinstance(plain, int | float | list | tuple):
        return f"{name}=…"
    text = format_value(plain, 4, 3)
    return f"{name}={text if len(text) <= 32 else '[…]'}"


def _convert_arrays(argument: object) -> object:
    """Return an argument with each array, also those in lists, as a list of numbers."""
    if isinstance(argument, list | tuple):
        return [_convert_arrays(entry) for entry in argument]
    return argument.tolist() if hasattr(argument, "tolist") else argument


def _escape_letter(letter: str, lines: bool) -> str:
    if letter == "\n":
        return "\n" if lines else " "
    if unicodedata.category(letter) not in INERT:
        return letter
    code = ord(letter)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"


def is_number_list(thing: Plain) -> bool:
    """Tell whether it is a list of numbers alone, and not empty."""
    return (
        isinstance(thing, Sequence)
        and not isinstance(thing, str)
        and bool(thing)
        and all(isinstance(entry, int | float) and not isinstance(entry, bool) for entry in thing)
    )
