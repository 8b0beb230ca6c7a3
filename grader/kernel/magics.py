"""IPython's magics `%grade`, `%hint` and `%quiz`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from grader.errors import KitError
from grader.kernel import commands, widgets
from grader.kernel.output import display


def register(shell: Any) -> None:
    """Teach an IPython shell the kit's words."""
    for name, answer in (("grade", commands.grade), ("hint", commands.give_hint), ("quiz", widgets.start_quiz)):
        shell.register_magic_function(_make_magic(answer, shell), "line", name)


def _make_magic(answer: Callable[[str, Any], Any], shell: Any) -> Callable[[str], None]:
    def run(line: str) -> None:
        try:
            display(answer(line, shell))
        except KitError as error:
            commands.print_error(error)
        except KeyboardInterrupt:
            print("grade: stopped.")

    run.__doc__ = answer.__doc__
    return run
