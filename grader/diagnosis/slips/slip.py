"""What a report says of a slip."""

from __future__ import annotations

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
    """Write a small number in letters, a larger one in digits."""
    return NUMBERS[amount] if amount < len(NUMBERS) else str(amount)


def format_value_count(amount: int) -> str:
    """Format a number of values: `one value`, `three values`."""
    return f"{spell_number(amount)} value{'' if amount == 1 else 's'}"
