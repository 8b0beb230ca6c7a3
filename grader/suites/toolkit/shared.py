"""A law that several functions obey, written once, and made into a check of each."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from msgspec import Struct

from grader.suites.toolkit.contract import Check, Contract, name_check


class Shared(Struct, frozen=True):
    """A law that several functions obey, written once."""

    states: Callable[..., Iterable[Any]]
    """A generator of states, from what tells one function from another and from `draw`."""
    made: str
    """What makes a check of it: `probes`, `relations`, `whole_numbers` or `left_out`."""
    only: tuple[str, ...]

    def of(self, contract: Contract, form: Any, points: float | None = None, *, says: str = "", **more: bool) -> Check:
        """Make the check of one function, told by `form`; in other words than the law's where `says` is given."""

        def states(draw: Any) -> Iterable[Any]:
            return self.states(form, draw)

        mine, _, because = inspect.cleandoc(self.states.__doc__ or "").partition("\n\n")
        named = name_check(states, self.states.__name__, says or mine, because)
        check: Check = getattr(contract, self.made)(points, only=self.only, **more)(named)
        return check


def shared(made: str = "probes", only: Sequence[str] = ()) -> Callable[[Callable[..., Iterable[Any]]], Shared]:
    """Make a law of several functions of a generator of what is asked of each."""
    return lambda states: Shared(states, made, tuple(only))
