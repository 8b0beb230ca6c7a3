"""The words of ideas, as they stand together in a family file.

    BC-TM1: the clock starts at zero [guarded]
        Your clock is one step behind. At the first step it says that nothing has been averaged yet.
        ? How many gradients has the average seen when t is 1?

An id, a name and, in brackets, what is special about the idea; below it what the idea means for a run, in as many
lines as it takes, and a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from grader.misconceptions.toolkit.family import Idea

_HEAD = re.compile(r"(?P<id>\S+): (?P<name>[^\[\]]+?)(?: \[(?P<special>.+)\])?")


def ideas(text: str) -> tuple[Idea, ...]:
    """Read the ideas of a text, in its order. Raises ValueError where a line is not as it should be."""
    return tuple(_idea(part) for part in re.split(r"\n(?=\S)", text.strip("\n")))


def renamed(known: Iterable[Idea], names: Mapping[str, str]) -> tuple[Idea, ...]:
    """Return the same ideas, some of them under the id that they have in another function: `{inside: outside}`."""
    return tuple(replace(one, id=names[one.id], same_as=(one.id,)) if one.id in names else one for one in known)


def also(known: Iterable[Idea], names: Mapping[str, str]) -> tuple[Idea, ...]:
    """Return the same ideas, some of them with the ids that the same numbers have elsewhere, blanks between them."""
    return tuple(replace(one, same_as=tuple(names[one.id].split())) if one.id in names else one for one in known)


def without(known: Iterable[Idea], ids: str) -> tuple[Idea, ...]:
    """Return the ideas but those of these ids, with blanks between them."""
    return tuple(one for one in known if one.id not in ids.split())


def only(known: Iterable[Idea], ids: str) -> tuple[Idea, ...]:
    """Return the ideas of these ids, with blanks between them, in their own order."""
    return tuple(one for one in known if one.id in ids.split())


def _idea(text: str) -> Idea:
    head, *lines = filter(None, map(str.strip, text.splitlines()))
    found = _HEAD.fullmatch(head)
    if found is None:
        raise ValueError(f"{head!r} is no head of an idea, as in 'BC-TM1: the clock starts at zero [guarded]'")
    says, _, hint = " ".join(["", *lines]).partition(" ? ")
    return Idea(found["id"], found["name"], says.strip(), hint, **_special(found["special"] or ""))


def _special(words: str) -> dict[str, Any]:
    """The properties of an idea: `guarded`, `rare`, `convention`, `as BC-NONE`."""
    found: dict[str, Any] = {}
    for word in filter(None, (one.strip() for one in words.split(","))):
        if word in ("rare", "alone", "guarded", "prefix"):
            found[word] = True
        elif word in ("convention", "advisory"):
            found["kind"] = word
        elif word in ("fickle", "deaf"):
            found["seen"] = word
        elif word.startswith("as "):
            found["same_as"] = tuple(word.split()[1:])
        else:
            raise ValueError(f"an idea cannot be {word!r}")
    return found
