"""Whether what this Python cannot read is newer Python, and of which version.

Each piece of newer syntax is written the older way; where the error is then gone, or comes later, that was it.

Runs in the worker beside the student's code: standard library only.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator

# Patterns are compiled where they are needed: most workers never meet newer Python.
Version = tuple[int, int]
MOST = 2**20
"""Letters of a text that are looked at."""
BEYOND = float("inf")
DEEP = 20
"""Strings within strings."""
_STRING = r"(?<![\w\"'])(?P<prefix>[A-Za-z]{0,2})(?P<quote>\"\"\"|'''|\"|')"
_SKIPPED = r"#[^\n]*|(?<![\w\"'])[A-Za-z]{0,2}(?:\"\"\"|'''|\"|')"
_CONVERTED = r"![rsa]\s*[:}]"
_TYPE = r"(?m)^([ \t]*)type[ ]+(\w+)[ ]*(\[[^\n]*\])?[ ]*=(?!=)"
_NAMED = r"(?m)^[ \t]*(?:async[ ]+)?(?:def|class)[ ]+\w+[ ]*(?=\[)"
_CAUGHT = r"(?m)^([ \t]*except\*?[ ]+)([\w.]+(?:[ ]*,[ ]*[A-Z][\w.]*)+)[ ]*:"
_LAZY = r"(?m)^([ \t]*)lazy[ ]+(?=import\b|from\b)"
_UNPACKED = r"unpacking cannot be used in (?:dict )?comprehension"


class NewerPython(SyntaxError):
    """The text is right in a newer Python; the message is its version."""


def told(text: str, error: SyntaxError) -> SyntaxError:
    """The error, or a NewerPython at its place where it is nothing but that."""
    version = _version(text, error)
    return NewerPython(version, (error.filename, error.lineno, error.offset, error.text)) if version else error


def _version(text: str, error: SyntaxError) -> str:
    """The version of Python that reads what this one cannot; empty where that is not what is wrong."""
    if len(text) > MOST:
        return ""
    if sys.version_info < (3, 15) and re.compile(_UNPACKED).search(str(error.msg)):
        return "3.15"
    line = error.lineno or 0
    for version, older in _WAYS:
        changed = older(text) if sys.version_info < version else text
        if changed == text:
            continue
        text = changed
        if _first_error(text) > line:
            return f"{version[0]}.{version[1]}"
    return ""


def _first_error(text: str) -> float:
    """The line of the first error; without one, beyond every line."""
    try:
        compile(text, "<string>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except SyntaxError as error:
        return error.lineno or 0
    except (ValueError, RecursionError, MemoryError):
        return 0
    return BEYOND


def _without_strings(text: str, letter: str = "f") -> str:
    """Formatted strings as plain ones: inside their braces everything has been allowed since 3.12."""
    pieces, at = [], 0
    for begin, end, prefix, held in _strings(text):
        if letter in prefix.lower() and all(_is_expression(one, letter) for one in held):
            pieces += [text[at:begin], '"""' + "\n" * text.count("\n", begin, end) + '"""']
            at = end
    return "".join([*pieces, text[at:]])


def _is_expression(text: str, letter: str) -> bool:
    """Whether what stands in braces could be read if it stood alone."""
    alone = re.sub(r"(?<![=!<>])=\s*$", "", _without_strings(text, letter))
    return bool(alone.strip()) and _first_error(f"({alone}\n)") == BEYOND


def _strings(text: str) -> Iterator[tuple[int, int, str, list[str]]]:
    """The strings of a text as the newest Python sees them: begin, end, prefix, and what stands in braces."""
    at = 0
    while (found := re.compile(_SKIPPED).search(text, at)) is not None:
        opened = re.compile(_STRING).match(text, found.start())
        at = found.end()
        if opened is not None:
            held: list[str] = []
            at = _end(text, at, opened, held, DEEP)
            yield found.start(), at, opened["prefix"], held


def _end(text: str, at: int, opened: re.Match[str], held: list[str], deep: int) -> int:
    """Where a string ends whose quote is open."""
    quote = opened["quote"]
    braces = any(letter in opened["prefix"].lower() for letter in "ft")
    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text.startswith(quote, at):
            return at + len(quote)
        elif text[at] == "\n" and len(quote) == 1:
            return at
        elif braces and text.startswith("{{", at):
            at += 2
        elif braces and text[at] == "{" and deep:
            at = _behind_brace(text, at + 1, held, deep - 1)
        elif braces and text[at] == "}":
            # One alone ends nothing.
            held += [] if text.startswith("}}", at) else [""]
            at += 2
        else:
            at += 1
    return at


def _behind_brace(text: str, begin: int, held: list[str], deep: int) -> int:
    """Behind the brace that ends an expression within a string; the expression goes into `held`."""
    depth, at = 0, begin
    while at < len(text):
        found, opened = re.compile(_SKIPPED).match(text, at), re.compile(_STRING).match(text, at)
        if opened is not None:
            at = _end(text, opened.end(), opened, [], deep)
            continue
        if found is not None:
            at = found.end()
            continue
        letter = text[at]
        if depth == 0 and (letter in ":}" or (letter == "!" and text[at + 1 : at + 2] != "=")):
            held.append(text[begin:at] if letter != "!" or re.compile(_CONVERTED).match(text, at) else "")
            return _behind_format(text, at, held, deep)
        depth += (letter in "([{") - (letter in ")]}")
        at += 1
    held.append("")
    return at


def _behind_format(text: str, at: int, held: list[str], deep: int) -> int:
    """Behind the brace that ends `!r:>8` after an expression."""
    while at < len(text):
        if text[at] == "}":
            return at + 1
        at = _behind_brace(text, at + 1, held, deep - 1) if text[at] == "{" and deep else at + 1
    held.append("")
    return at


def _without_type(text: str) -> str:
    return re.compile(_TYPE).sub(r"\1\2 =", text)


def _without_parameters(text: str, *, only_defaults: bool = False) -> str:
    """Functions and classes without the parameters in brackets behind their names."""
    pieces, at = [], 0
    for found in re.compile(_NAMED).finditer(text):
        if found.end() < at:
            continue
        end = _behind_bracket(text, found.end())
        if only_defaults and "=" not in text[found.end() : end]:
            continue
        pieces.append(text[at : found.end()] + "\n" * text.count("\n", found.end(), end))
        at = end
    return "".join([*pieces, text[at:]])


def _behind_bracket(text: str, at: int) -> int:
    depth = 0
    for place in range(at, len(text)):
        depth += {"[": 1, "]": -1}.get(text[place], 0)
        if depth == 0:
            return place + 1
    return len(text)


def _with_defaults(text: str) -> str:
    return _without_parameters(text, only_defaults=True)


def _in_parentheses(text: str) -> str:
    return re.compile(_CAUGHT).sub(r"\1(\2):", text)


def _without_templates(text: str) -> str:
    return _without_strings(text, "t")


def _without_lazy(text: str) -> str:
    return re.compile(_LAZY).sub(r"\1", text)


_WAYS: tuple[tuple[Version, Callable[[str], str]], ...] = (
    ((3, 13), _with_defaults),
    ((3, 12), _without_strings),
    ((3, 12), _without_type),
    ((3, 12), _without_parameters),
    ((3, 14), _without_templates),
    ((3, 14), _in_parentheses),
    ((3, 15), _without_lazy),
)
"""Newer syntax with its version, and how it is written the older way: each keeps the lines as they are."""
