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
    return tuple(_parse_idea(part) for part in re.split(r"\n(?=\S)", text.strip("\n")))


def renamed(known: Iterable[Idea], names: Mapping[str, str]) -> tuple[Idea, ...]:
    """Return these ideas, some of them under the id that they have in another function: `{inside: outside}`."""
    return tuple(replace(idea, id=names[idea.id], same_as=(idea.id,)) if idea.id in names else idea for idea in known)


def also(known: Iterable[Idea], names: Mapping[str, str]) -> tuple[Idea, ...]:
    """Return these ideas, some of them with the ids that the same numbers have elsewhere, blanks between them."""
    return tuple(replace(idea, same_as=tuple(names[idea.id].split())) if idea.id in names else idea for idea in known)


def without(known: Iterable[Idea], ids: str) -> tuple[Idea, ...]:
    """Return the ideas but those of these ids, with blanks between them."""
    return tuple(idea for idea in known if idea.id not in ids.split())


def only(known: Iterable[Idea], ids: str) -> tuple[Idea, ...]:
    """Return the ideas of these ids, with blanks between them, in their own order."""
    return tuple(idea for idea in known if idea.id in ids.split())


def _parse_idea(text: str) -> Idea:
    head, *lines = filter(None, map(str.strip, text.splitlines()))
    match = _HEAD.fullmatch(head)
    if match is None:
        raise ValueError(f"{head!r} is no head of an idea, as in 'BC-TM1: the clock starts at zero [guarded]'")
    says, _, hint = " ".join(["", *lines]).partition(" ? ")
    return Idea(match["id"], match["name"], says.strip(), hint, **_parse_special(match["special"] or ""))


def _parse_special(words: str) -> dict[str, Any]:
    """Parse the words in brackets (`guarded`, `rare`, `convention`, `as BC-NONE`) to fields of an Idea."""
    fields: dict[str, Any] = {}
    for word in filter(None, map(str.strip, words.split(","))):
        if word in ("rare", "alone", "guarded", "prefix"):
            fields[word] = True
        elif word in ("convention", "advisory"):
            fields["kind"] = word
        elif word in ("fickle", "deaf"):
            fields["seen"] = word
        elif word.startswith("as "):
            fields["same_as"] = tuple(word.split()[1:])
        else:
            raise ValueError(f"an idea cannot be {word!r}")
    return fields
