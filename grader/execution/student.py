"""What a check sees of a submission."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grader.execution.session import SubmissionSession


class Student:
    """The student's functions, as attributes: each call is a question to the session."""

    def __init__(self, session: SubmissionSession) -> None:
        self._session = session

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *arguments: self._session.call_value(name, *arguments)

    @property
    def changed(self) -> tuple[int, ...]:
        """Places of the arguments that the last call changed."""
        return self._session.changed

    @property
    def asked(self) -> dict[str, object]:
        """The arguments of the last call, by their names."""
        return self._session.last_call

    @property
    def gradients(self) -> int:
        """How often the last call asked for a gradient."""
        return self._session.gradients

    def offer(self, kind: str, function: str, *arguments: object) -> list[Any]:
        """Return the answer to a kind of input that a right function may refuse: one value in a list, or none."""
        return self._session.offer(kind, function, *arguments)

    def afresh(self) -> None:
        """Let the next call meet a process that has seen nothing."""
        self._session.renew()
