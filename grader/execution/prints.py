"""What a submission prints, as far as it may be shown: a function could print the inputs that the instructor keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from grader import text
from grader.model import Printed

MAX_CALLS = 30
"""Calls of one function whose printing is listened to."""


class Prints:
    """All that one submission has written, worker after worker; a worker tells the whole of its own each time."""

    def __init__(self) -> None:
        self.printed: dict[str, Printed] = {}
        """By function, what its first call that printed anything wrote; under an empty name, what loading did."""
        self.first: str | None = None
        """All that the first worker wrote while no hidden input could be in it; None until that is known."""
        self._heard = ""
        """What the worker of the moment had written when it was last listened to."""
        self._listened: Counter[str] = Counter()

    def take_loading(self, written: str, before: str = "") -> None:
        """Take in what a worker has written once it loaded the file, and what of it stood there `before`."""
        self._heard = written
        new = written[len(before) :]
        if new.strip():
            self.printed.setdefault("", Printed("", "", new))

    def wants(self, function: str) -> bool:
        """Tell whether what a call of that function wrote is still wanted."""
        return function not in self.printed and self._listened[function] < MAX_CALLS

    def take_call(self, written: str, function: str, arguments: Mapping[str, object], *, held_back: bool) -> None:
        """Take in what a worker has written once a call came back."""
        self._listened[function] += 1
        new = written[len(self._heard) :] if written.startswith(self._heard) else ""
        self._heard = written
        if new.strip() and not held_back:
            self.printed[function] = Printed(function, text.format_call(function, arguments), new)

    def take_all(self, written: str, *, held_back: bool) -> None:
        """Take in all that a worker has written so far; what came from no call that was listened to is nobody's."""
        self._heard = written
        if not held_back and self.first is None:
            self.first = written
