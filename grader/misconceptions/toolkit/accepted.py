"""What no probe can tell apart: found by `grade check --write`, reviewed by the author, and kept beside the family.

    [gradient_step]
    same = [
        "right = GS-DOUBLE + GS-HALF",
    ]
    hides.GS-NOLR = "GS-DIVLR GS-LR2"

The sets of one line of `same` have the same numbers on every probe, in some of their forms; behind an idea, those
that it hides do not show. A remark behind a line stays where the file is written anew.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from textwrap import wrap
from typing import Any

from msgspec import Struct, field

FOLDER = "accepted"
HEAD = "# Found by `grade check --write` and reviewed: ideas that no probe tells apart, and ideas that hide others.\n"
_REMARK = re.compile(r'^ *"(.+)",( +#.*)$', re.MULTILINE)
Ideas = frozenset[str]
Group = frozenset[Ideas]


class Accepted(Struct, frozen=True):
    """The coincidences of one family."""

    same: tuple[Group, ...] = ()
    """Sets of ideas that no probe can tell apart, in some of their forms."""
    hides: Mapping[str, Ideas] = field(default_factory=dict)
    """By idea: those that cannot be seen behind it, in some of their forms."""

    def hides_idea(self, idea: str, other: str) -> bool:
        """Tell whether another idea cannot be seen behind this one."""
        return other in self.hides.get(idea, ())

    def drop_hidden(self, ideas: Iterable[str]) -> Ideas:
        """Return the ideas of a set that show in the numbers, without those that another of the set hides."""
        ideas = frozenset(ideas)
        return frozenset(idea for idea in ideas if not any(self._is_dropped(other, idea) for other in ideas))

    def _is_dropped(self, idea: str, other: str) -> bool:
        """Tell whether the second is left out beside the first; of two that hide each other, one stays."""
        return self.hides_idea(idea, other) and not (self.hides_idea(other, idea) and other < idea)

    def are_alike(self, sets: Iterable[Iterable[str]]) -> bool:
        """Tell whether it is accepted that all these sets can have the same numbers."""
        whole = frozenset(map(frozenset, sets))
        shown = frozenset(map(self.drop_hidden, whole))
        if any(whole <= group or shown <= group for group in self.same):
            return True
        return len(set(map(self.find_simplest, shown))) < 2

    def find_simplest(self, ideas: Iterable[str]) -> Ideas:
        """Return the least set that is accepted to look like this one, alone or as a part of it."""
        shown = self.drop_hidden(ideas)
        for group in self.same:
            least = min(group, key=make_size_key)
            for other in group - {least}:
                if other <= shown:
                    return self.find_simplest((shown - other) | least)
        return shown


NOTHING = Accepted()


def make_size_key(ideas: Ideas) -> tuple[int, list[str]]:
    """Return a key by which sets are sorted: the smaller ones first, then by their ids."""
    return len(ideas), sorted(ideas)


def locate_file(family_file: Path) -> Path:
    """Return the path of the file that holds the coincidences of a family file."""
    return family_file.parent / FOLDER / f"{family_file.stem}.toml"


def read(path: Path) -> dict[str, Accepted]:
    """Read the coincidences of an exercise, by function; empty where there is no such file."""
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


@cache
def _read(path: Path, _written_at: int) -> dict[str, Accepted]:
    return {function: parse_data(section) for function, section in tomllib.loads(path.read_text("utf-8")).items()}


def parse_data(section: Mapping[str, Any]) -> Accepted:
    """Parse the coincidences of one family from data, as `make_data` gives it."""
    same = tuple(frozenset(map(_parse_ideas, line.split(" = "))) for line in section.get("same", ()))
    return Accepted(same, {idea: frozenset(others.split()) for idea, others in section.get("hides", {}).items()})


def make_data(coincidences: Accepted) -> dict[str, Any]:
    """Return the coincidences of one family as data, for TOML or JSON: `same` and `hides`."""
    hides = {idea: " ".join(sorted(others)) for idea, others in sorted(coincidences.hides.items()) if others}
    return {"same": sorted(map(format_line, coincidences.same)), "hides": hides}


def format_line(group: Iterable[Ideas]) -> str:
    """Format one line of `same`: `GS-MEAN + GS-NORM = GS-MEAN + GS-SIGN`."""
    return " = ".join(" + ".join(sorted(ideas)) or "right" for ideas in sorted(group, key=make_size_key))


def format_file(by_function: Mapping[str, Accepted], before: str = "") -> str:
    """Return the text of the file that holds these coincidences, with the remarks of its text before."""
    remarks = dict(_REMARK.findall(before))
    return HEAD + "".join(
        _format_section(function, make_data(coincidences), remarks)
        for function, coincidences in by_function.items()
        if coincidences != NOTHING
    )


def _format_section(function: str, section: Mapping[str, Any], remarks: Mapping[str, str]) -> str:
    same = "".join(f'    "{line}",{remarks.get(line, "")}\n' for line in section["same"])
    hides = "".join(f"hides.{idea} = {_wrap_ids(others)}\n" for idea, others in section["hides"].items())
    return f"\n[{function}]\n" + (f"same = [\n{same}]\n" if same else "") + hides


def _wrap_ids(ids: str) -> str:
    lines = wrap(ids, 110, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)
    return f'"{ids}"' if len(ids) < 90 else '"""\n' + "\n".join(lines) + '"""'


def _parse_ideas(text: str) -> Ideas:
    return frozenset() if text == "right" else frozenset(text.split(" + "))
