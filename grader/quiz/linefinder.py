"""Finds the line of each key in a TOML file, which `tomllib` does not say and a complaint needs."""

from __future__ import annotations

import re

_HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.\-\"' ]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_\-]+)\s*=\s*(.*)$")


def find_key_lines(text: str) -> dict[str, int]:
    """Return the line, from 1, of every table and key: `question.2`, `question.2.choice.0.text`, `concepts.zigzag`.

    It looks at headers and at keys in the first place of a line, outside multi-line strings; the values of an
    inline table share their key's line.
    """
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    table, closing = "", ""
    for number, line in enumerate(text.splitlines(), start=1):
        if closing:
            closing = "" if closing in line else closing
            continue
        if header := _HEADER.match(line):
            table = _build_table_path(header.group(2).replace(" ", ""), header.group(1) == "[[", counts)
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines.setdefault(f"{table}.{key.group(1)}".lstrip("."), number)
            closing = _find_closing_mark(key.group(2))
    return lines


def _build_table_path(name: str, repeated: bool, counts: dict[str, int]) -> str:
    """Build a table's path, with the index of every repeated part."""
    parts = name.replace('"', "").replace("'", "").split(".")
    path = ""
    for depth, part in enumerate(parts):
        path = f"{path}.{part}".lstrip(".")
        if depth == len(parts) - 1 and repeated:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = f"{path}.{counts[path]}"
    return path


def _find_closing_mark(value: str) -> str:
    """Return the mark that closes a multi-line string which begins here; empty where none does."""
    for mark in ('"""', "'''"):
        if value.startswith(mark) and mark not in value[3:]:
            return mark
    return ""
