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
MAX_LETTERS = 2**20
"""The longest text that is looked at, in letters."""
NO_ERROR = float("inf")
MAX_NESTING = 20
"""How deep strings may lie within strings."""
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


def explain_syntax_error(text: str, error: SyntaxError) -> SyntaxError:
    """Return the error, or a NewerPython at its line where newer syntax is all that is wrong."""
    version = _find_version(text, error)
    return NewerPython(version, (error.filename, error.lineno, error.offset, error.text)) if version else error


def _find_version(text: str, error: SyntaxError) -> str:
    """Return the version of Python that reads what this one cannot; empty where that is not what is wrong."""
    if len(text) > MAX_LETTERS:
        return ""
    if sys.version_info < (3, 15) and re.compile(_UNPACKED).search(str(error.msg)):
        return "3.15"
    line = error.lineno or 0
    for version, older in _REWRITES:
        changed = older(text) if sys.version_info < version else text
        if changed == text:
            continue
        text = changed
        if _find_first_error(text) > line:
            return f"{version[0]}.{version[1]}"
    return ""


def _find_first_error(text: str) -> float:
    """Return the line of the first error; without one, a number beyond every line."""
    try:
        compile(text, "<string>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except SyntaxError as error:
        return error.lineno or 0
    except (ValueError, RecursionError, MemoryError):
        return 0
    return NO_ERROR


def _replace_strings(text: str, letter: str = "f") -> str:
    """Return the text with plain strings for formatted ones: since 3.12 their braces may hold everything."""
    pieces, at = [], 0
    for begin, end, prefix, expressions in _iterate_strings(text):
        if letter in prefix.lower() and all(_is_expression(expression, letter) for expression in expressions):
            pieces += [text[at:begin], '"""' + "\n" * text.count("\n", begin, end) + '"""']
            at = end
    return "".join([*pieces, text[at:]])


def _is_expression(text: str, letter: str) -> bool:
    """Tell whether what stands in braces could be read if it stood alone."""
    alone = re.sub(r"(?<![=!<>])=\s*$", "", _replace_strings(text, letter))
    return bool(alone.strip()) and _find_first_error(f"({alone}\n)") == NO_ERROR


def _iterate_strings(text: str) -> Iterator[tuple[int, int, str, list[str]]]:
    """Yield the strings of a text as the newest Python sees them: begin, end, prefix, and the texts in braces."""
    at = 0
    while (match := re.compile(_SKIPPED).search(text, at)) is not None:
        opened = re.compile(_STRING).match(text, match.start())
        at = match.end()
        if opened is not None:
            expressions: list[str] = []
            at = _skip_string(text, at, opened, expressions, MAX_NESTING)
            yield match.start(), at, opened["prefix"], expressions


def _skip_string(text: str, at: int, opened: re.Match[str], expressions: list[str], levels: int) -> int:
    """Return the index behind a string whose quote is open; what stands in braces goes into `expressions`."""
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
        elif braces and text[at] == "{" and levels:
            at = _skip_expression(text, at + 1, expressions, levels - 1)
        elif braces and text[at] == "}":
            # One alone ends nothing.
            expressions += [] if text.startswith("}}", at) else [""]
            at += 2
        else:
            at += 1
    return at


def _skip_expression(text: str, begin: int, expressions: list[str], levels: int) -> int:
    """Return the index behind the brace that ends an expression within a string; it goes into `expressions`."""
    depth, at = 0, begin
    while at < len(text):
        skipped, opened = re.compile(_SKIPPED).match(text, at), re.compile(_STRING).match(text, at)
        if opened is not None:
            at = _skip_string(text, opened.end(), opened, [], levels)
            continue
        if skipped is not None:
            at = skipped.end()
            continue
        letter = text[at]
        if depth == 0 and (letter in ":}" or (letter == "!" and text[at + 1 : at + 2] != "=")):
            expressions.append(text[begin:at] if letter != "!" or re.compile(_CONVERTED).match(text, at) else "")
            return _skip_format(text, at, expressions, levels)
        depth += (letter in "([{") - (letter in ")]}")
        at += 1
    expressions.append("")
    return at


def _skip_format(text: str, at: int, expressions: list[str], levels: int) -> int:
    """Return the index behind the brace that ends `!r:>8` after an expression."""
    while at < len(text):
        if text[at] == "}":
            return at + 1
        at = _skip_expression(text, at + 1, expressions, levels - 1) if text[at] == "{" and levels else at + 1
    expressions.append("")
    return at


def _replace_type_statements(text: str) -> str:
    """Return the text with assignments for `type X = …`."""
    return re.compile(_TYPE).sub(r"\1\2 =", text)


def _remove_type_parameters(text: str, *, only_defaults: bool = False) -> str:
    """Return the text without the parameters in brackets behind names of functions and classes."""
    pieces, at = [], 0
    for match in re.compile(_NAMED).finditer(text):
        if match.end() < at:
            continue
        end = _skip_brackets(text, match.end())
        if only_defaults and "=" not in text[match.end() : end]:
            continue
        pieces.append(text[at : match.end()] + "\n" * text.count("\n", match.end(), end))
        at = end
    return "".join([*pieces, text[at:]])


def _skip_brackets(text: str, at: int) -> int:
    """Return the index behind the bracket that closes the one at an index."""
    depth = 0
    for index in range(at, len(text)):
        depth += {"[": 1, "]": -1}.get(text[index], 0)
        if depth == 0:
            return index + 1
    return len(text)


def _remove_defaulted_parameters(text: str) -> str:
    """Return the text without the type parameters of functions and classes where one has a default."""
    return _remove_type_parameters(text, only_defaults=True)


def _add_parentheses(text: str) -> str:
    """Return the text with parentheses around the types of `except A, B:`."""
    return re.compile(_CAUGHT).sub(r"\1(\2):", text)


def _replace_templates(text: str) -> str:
    """Return the text with plain strings for template strings."""
    return _replace_strings(text, "t")


def _remove_lazy(text: str) -> str:
    """Return the text with plain imports for lazy ones."""
    return re.compile(_LAZY).sub(r"\1", text)


_REWRITES: tuple[tuple[Version, Callable[[str], str]], ...] = (
    ((3, 13), _remove_defaulted_parameters),
    ((3, 12), _replace_strings),
    ((3, 12), _replace_type_statements),
    ((3, 12), _remove_type_parameters),
    ((3, 14), _replace_templates),
    ((3, 14), _add_parentheses),
    ((3, 15), _remove_lazy),
)
"""Newer syntax with its version, and how it is written the older way: each keeps the lines as they are."""
