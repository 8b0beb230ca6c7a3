"""What is told of a slip."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct


class Slip(Struct, frozen=True):
    """One slip, and where it stands."""

    id: str
    headline: str
    says: str
    line: int = 0
    """0 where it is not known."""
    cell: int = 0
    of_signature: bool = True
    """Whether it is about what is taken and returned, so that the numbers say nothing yet."""


NUMBERS = ("no", "one", "two", "three", "four", "five")


def spell_number(amount: int) -> str:
    """A small number in letters."""
    return NUMBERS[amount] if amount < len(NUMBERS) else str(amount)


def format_value_count(amount: int) -> str:
    """`one value`, `three values`."""
    return f"{spell_number(amount)} value{'' if amount == 1 else 's'}"


def join_names(names: Sequence[str]) -> str:
    """`theta', m' and v'`."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
