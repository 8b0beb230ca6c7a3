"""What `%grade`, `%hint` and `check` do: find the exercise and what was run, grade it, show the answer."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from grader import course
from grader.errors import KitError
from grader.kernel import child, functions, history
from grader.kernel.output import CALLS, MAGICS, Shown, display, only, show_hint, show_report
from grader.model import Exercise, Report, Submission
from grader.submission import make_submission

ALL = "--all"
PICTURE = "--plot"


def check(what: int | str | Callable[..., Any], *, all: bool = False) -> Shown | None:
    """Grade what this notebook holds: an exercise by its number or name, or one of its functions itself.

    In Jupyter the answer is shown at once; elsewhere it is what the call returns.
    """
    shell, names = _shell(), sys._getframe(2).f_globals
    if shell is not None:
        # The answer speaks of magics.
        shell.extension_manager.load_extension("grader")
    try:
        found = _checked(what, shell, names, whole=all)
    except KitError as error:
        say(error)
        return None
    return _shown(found, shell)


def grade(line: str, shell: Any) -> Shown:
    """Answer `%grade 3`; other options go on to `grade` itself. Raises KitError."""
    words, options = _split(line)
    exercise = _exercise(words, shell.user_ns)
    report = child.graded(history.submission_of(exercise, shell), [PICTURE, *(one for one in options if one != ALL)])
    return show_report(report, MAGICS, _remember(report), whole=ALL in options)


def hint(line: str, shell: Any) -> Shown:
    """Answer `%hint 3`; where something was run since the last report, it is graded first. Raises KitError."""
    from grader.learner.hints import hint_of
    from grader.learner.history import remembered

    words, options = _split(line)
    exercise = _exercise(words, shell.user_ns)
    submission = history.submission_of(exercise, shell)
    with remembered() as memory:
        last = memory.last(exercise.stem)
        if last is None or last.sha256 != submission.sha256:
            memory.keep(child.graded(submission))
            last = memory.last(exercise.stem)
        assert last is not None
        report = replace(last.report, submission=submission)
        found = hint_of(report, max(0, last.level - ("--again" in options)))
        if found is not None:
            memory.keep_level(exercise.stem, found.level + 1)
    return show_hint(found, report)


def _checked(what: int | str | Callable[..., Any], shell: Any, names: Mapping[str, Any], *, whole: bool) -> Shown:
    function = what if callable(what) else None
    name = str(getattr(function, "__name__", type(function).__name__))
    exercise = _exercise_with(name) if function else course.find_exercise(str(what))
    report = child.graded(_submission(exercise, shell, function, names), [PICTURE])
    words = CALLS if shell is None else MAGICS
    if function is not None:
        return show_report(only(report, name), words, whole=whole)
    return show_report(report, words, _remember(report), whole=whole)


def _submission(
    exercise: Exercise, shell: Any, function: Callable[..., Any] | None, names: Mapping[str, Any]
) -> Submission:
    """The cells that were run; where nobody keeps them, the functions as they are now."""
    if shell is not None:
        return history.submission_of(exercise, shell)
    names = getattr(function, "__globals__", names)
    there = [names[name] for name in exercise.functions if callable(names.get(name))]
    source = functions.source_of(there if function is None or function in there else [*there, function])
    return make_submission(exercise, source, history.ORIGIN)


def _split(line: str) -> tuple[list[str], list[str]]:
    """The words of a magic: names, and options with their values."""
    try:
        words = shlex.split(line, comments=True)
    except ValueError as error:
        raise KitError(f"This line cannot be read ({error}).", "Write %grade 3, or %grade 3 --all.") from None
    names = words[:1] if words and not words[0].startswith("-") else []
    return names, words[len(names) :]


def _exercise(words: Sequence[str], names: Mapping[str, Any]) -> Exercise:
    """The exercise that is named, else the only one whose functions are here."""
    if words:
        return course.find_exercise(words[0])
    begun = [one for one in course.list_exercises() if any(callable(names.get(name)) for name in one.functions)]
    if len(begun) == 1:
        return begun[0]
    raise KitError("Which exercise?", "Name its number: %grade 3.")


def _exercise_with(name: str) -> Exercise:
    found = [one for one in course.list_exercises() if name in one.functions]
    if not found:
        raise KitError(f"No exercise asks for a function called {name!r}.", "Name the exercise: check(3).")
    return found[0]


def _remember(report: Report) -> list[str]:
    """Keep the report; a memory that cannot be used costs nobody the answer."""
    from grader.learner.memory import remember

    try:
        return remember(report)
    except KitError:
        return []


def _shell() -> Any:
    """IPython where this is one of its kernels; None elsewhere, and nothing is imported to find out."""
    there = sys.modules.get("IPython")
    return there.get_ipython() if there is not None else None


def _shown(found: Shown, shell: Any) -> Shown | None:
    if shell is None:
        return found
    display(found)
    return None


def say(error: KitError) -> None:
    """Say what went wrong in a line below the cell, without a traceback."""
    print(f"grade: {error.what} {error.mend}".rstrip(), file=sys.stderr)
