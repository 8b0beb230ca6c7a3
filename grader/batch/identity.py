"""Students told apart where a system's own id does not: a placeholder, or an id that several people bear."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from grader.model import Author

_PLACEHOLDERS = frozenset(
    [
        "0",
        "-1",
        "x",
        "xx",
        "xxx",
        "n/a",
        "#n/a",
        "n.a.",
        "n. a.",
        "na",
        "nan",
        "none",
        "(none)",
        "[none]",
        "null",
        "(null)",
        "nil",
        "false",
        "unknown",
        "undefined",
        "empty",
        "(empty)",
        "blank",
        "missing",
        "no id",
        "noid",
        "not available",
        "not applicable",
        "anonymous",
        "tbd",
        "tba",
        "todo",
        "test",
        "id",
        "sid",
        "student id",
        "k.a.",
        "unbekannt",
        "keine",
        "inconnu",
        "ninguno",
    ]
)
"""Words that stand in a field that nobody filled in, in small letters."""


class Person(Struct, frozen=True):
    """Somebody as a system tells of them, and what stands for them where it tells nothing."""

    ids: tuple[str, ...]
    """Ids that may tell them apart, the gradebook's own key first."""
    name: str
    fallback: str
    """A name of the submission, which nobody else has."""


class People:
    """Everybody in one export; an id that people of several names bear tells nobody apart."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._bearers: dict[tuple[int, str], set[str]] = {}
        self._fallbacks: dict[str, set[str]] = {}
        for person in people:
            name = _fold_name(person.name)
            for rank, id in enumerate(person.ids):
                self._bearers.setdefault((rank, id), set()).add(name)
            if not any(self._is_unique(rank, id) for rank, id in enumerate(person.ids)):
                self._fallbacks.setdefault(name, set()).add(person.fallback)

    def identify(self, person: Person) -> tuple[Author, str]:
        """Return the author that a person is in the results, and a remark where the first id does not count."""
        used = next((id for rank, id in enumerate(person.ids) if self._is_unique(rank, id)), None)
        if used is None:
            alone = _fold_name(person.name) and len(self._fallbacks.get(_fold_name(person.name), ())) <= 1
            used = person.name if alone else person.fallback
        return Author(used, person.name or None), self._explain_id(person, used)

    def _explain_id(self, person: Person, used: str) -> str:
        first = person.ids[0] if person.ids else ""
        if used == first or not first:
            return ""
        why = "is shared by several people" if not is_placeholder(first) else "says nobody"
        return f"The id {first} {why}; {used} stands for the student."

    def _is_unique(self, rank: int, id: str) -> bool:
        return not is_placeholder(id) and len(self._bearers.get((rank, id), ())) <= 1


def is_placeholder(id: str) -> bool:
    """Tell whether an id stands for none."""
    text = _fold_name(id)
    return text in _PLACEHOLDERS or (len(text) > 1 and not text.strip("0")) or not any(map(str.isalnum, text))


def find_shared_ids(people: Sequence[tuple[str, str]]) -> frozenset[str]:
    """Find the ids that people of several names bear, among (id, name)."""
    names: dict[str, set[str]] = {}
    for id, name in people:
        names.setdefault(id, set()).add(_fold_name(name))
    return frozenset(id for id, borne in names.items() if len(borne) > 1)


def _fold_name(name: str) -> str:
    """Return a name by which spellings in other capitals or with other spaces are the same."""
    return " ".join(name.casefold().split())
