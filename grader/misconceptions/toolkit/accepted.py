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

    def covers(self, idea: str, other: str) -> bool:
        """Whether another idea cannot be seen behind this one."""
        return other in self.hides.get(idea, ())

    def seen(self, ideas: Iterable[str]) -> Ideas:
        """Return what of a set shows in the numbers: ideas hidden by another of the set are left out."""
        held = frozenset(ideas)
        return frozenset(one for one in held if not any(self._drops(other, one) for other in held))

    def _drops(self, idea: str, other: str) -> bool:
        """Whether the second is left out beside the first; of two that hide each other, one stays."""
        return self.covers(idea, other) and not (self.covers(other, idea) and other < idea)

    def alike(self, sets: Iterable[Iterable[str]]) -> bool:
        """Whether it is accepted that all these sets can have the same numbers."""
        held = frozenset(map(frozenset, sets))
        shown = frozenset(map(self.seen, held))
        return any(held <= group or shown <= group for group in self.same) or len(set(map(self.simplest, shown))) < 2

    def simplest(self, ideas: Iterable[str]) -> Ideas:
        """Return the least set that is accepted to look like this one, alone or as a part of it."""
        held = self.seen(ideas)
        for group in self.same:
            least = min(group, key=by_size)
            for other in group - {least}:
                if other <= held:
                    return self.simplest((held - other) | least)
        return held


NOTHING = Accepted()


def by_size(ideas: Ideas) -> tuple[int, list[str]]:
    """Return what sets are sorted by: the smaller first."""
    return len(ideas), sorted(ideas)


def beside(family_file: Path) -> Path:
    """Return where the coincidences of a family file stand."""
    return family_file.parent / FOLDER / f"{family_file.stem}.toml"


def read(path: Path) -> dict[str, Accepted]:
    """Read the coincidences of an exercise by function; none where there is no such file."""
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


@cache
def _read(path: Path, _written_at: int) -> dict[str, Accepted]:
    return {function: of_data(told) for function, told in tomllib.loads(path.read_text("utf-8")).items()}


def of_data(told: Mapping[str, Any]) -> Accepted:
    """Return the coincidences that were written down as data."""
    same = tuple(frozenset(map(_ideas, line.split(" = "))) for line in told.get("same", ()))
    return Accepted(same, {idea: frozenset(others.split()) for idea, others in told.get("hides", {}).items()})


def as_data(held: Accepted) -> dict[str, Any]:
    """Return coincidences as data."""
    hides = {idea: " ".join(sorted(others)) for idea, others in sorted(held.hides.items()) if others}
    return {"same": sorted(map(line_of, held.same)), "hides": hides}


def line_of(group: Iterable[Ideas]) -> str:
    """Return one line of `same`: `GS-MEAN + GS-NORM = GS-MEAN + GS-SIGN`."""
    return " = ".join(" + ".join(sorted(one)) or "right" for one in sorted(group, key=by_size))


def text_of(found: Mapping[str, Accepted], before: str = "") -> str:
    """Return the file that holds these coincidences, with the remarks of the file before."""
    remarks = dict(_REMARK.findall(before))
    return HEAD + "".join(
        _section(function, as_data(held), remarks) for function, held in found.items() if held != NOTHING
    )


def _section(function: str, told: Mapping[str, Any], remarks: Mapping[str, str]) -> str:
    same = "".join(f'    "{line}",{remarks.get(line, "")}\n' for line in told["same"])
    hides = "".join(f"hides.{idea} = {_wrapped(others)}\n" for idea, others in told["hides"].items())
    return f"\n[{function}]\n" + (f"same = [\n{same}]\n" if same else "") + hides


def _wrapped(ids: str) -> str:
    lines = wrap(ids, 110, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)
    return f'"{ids}"' if len(ids) < 90 else '"""\n' + "\n".join(lines) + '"""'


def _ideas(text: str) -> Ideas:
    return frozenset() if text == "right" else frozenset(text.split(" + "))
