"""Fallline: auto-graded exercises and quizzes that teach optimization intuition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

__version__ = "0.1.0"


def check(what: int | str | Callable[..., Any], *, all: bool = False) -> Any:
    """Grade what this notebook holds: `check(3)`, or `check(my_function)`; with `all`, every law is shown."""
    from grader.kernel import check as answer

    return answer(what, all=all)


def load_ipython_extension(shell: Any) -> None:
    """Answer `%load_ext grader`: from now on there are `%grade`, `%hint` and `%quiz`."""
    from grader.kernel.magics import register

    register(shell)
