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
        """Make the check of one function, with what `form` says of it; `says` replaces the law's own sentence."""

        def states(draw: Any) -> Iterable[Any]:
            return self.states(form, draw)

        sentence, _, because = inspect.cleandoc(self.states.__doc__ or "").partition("\n\n")
        named = name_check(states, self.states.__name__, says or sentence, because)
        check: Check = getattr(contract, self.made)(points, only=self.only, **more)(named)
        return check


def shared(made: str = "probes", only: Sequence[str] = ()) -> Callable[[Callable[..., Iterable[Any]]], Shared]:
    """Return a decorator that makes a law of several functions from a generator of what is asked of each."""
    return lambda states: Shared(states, made, tuple(only))
