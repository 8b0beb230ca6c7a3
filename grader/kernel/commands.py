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
from grader.kernel.output import CALLS, MAGICS, Shown, display, select_function, show_hint, show_report
from grader.model import Exercise, Report, Submission
from grader.submission import make_submission

ALL = "--all"
PICTURE = "--plot"


def check(what: int | str | Callable[..., Any], *, all: bool = False) -> Shown | None:
    """Grade what this notebook holds: an exercise by its number or name, or one of its functions itself.

    In Jupyter the answer is shown at once; elsewhere it is what the call returns.
    """
    shell, names = _find_shell(), sys._getframe(2).f_globals
    if shell is not None:
        # The answer speaks of magics.
        shell.extension_manager.load_extension("grader")
    try:
        shown = _grade_object(what, shell, names, whole=all)
    except KitError as error:
        print_error(error)
        return None
    return _show(shown, shell)


def grade(line: str, shell: Any) -> Shown:
    """Answer `%grade 3`; other options go on to `grade` itself. Raises KitError."""
    words, options = _split_words(line)
    exercise = _find_exercise(words, shell.user_ns)
    report = child.grade_in_child(
        history.make_cells_submission(exercise, shell), [PICTURE, *(option for option in options if option != ALL)]
    )
    return show_report(report, MAGICS, _remember_report(report), whole=ALL in options)


def give_hint(line: str, shell: Any) -> Shown:
    """Answer `%hint 3`; where something was run since the last report, it is graded first. Raises KitError."""
    from grader.learner.hints import make_hint
    from grader.learner.history import open_history

    words, options = _split_words(line)
    exercise = _find_exercise(words, shell.user_ns)
    submission = history.make_cells_submission(exercise, shell)
    with open_history() as reports:
        last = reports.find_last(exercise.stem)
        if last is None or last.sha256 != submission.sha256:
            reports.record_report(child.grade_in_child(submission))
            last = reports.find_last(exercise.stem)
        assert last is not None
        report = replace(last.report, submission=submission)
        hint = make_hint(report, max(0, last.level - ("--again" in options)))
        if hint is not None:
            reports.save_level(exercise.stem, hint.level + 1)
    return show_hint(hint, report)


def _grade_object(what: int | str | Callable[..., Any], shell: Any, names: Mapping[str, Any], *, whole: bool) -> Shown:
    """Grade an exercise, or one of its functions, and show the report. Raises KitError."""
    function = what if callable(what) else None
    name = str(getattr(function, "__name__", type(function).__name__))
    exercise = _find_exercise_with(name) if function else course.find_exercise(str(what))
    report = child.grade_in_child(_make_submission(exercise, shell, function, names), [PICTURE])
    words = CALLS if shell is None else MAGICS
    if function is not None:
        return show_report(select_function(report, name), words, whole=whole)
    return show_report(report, words, _remember_report(report), whole=whole)


def _make_submission(
    exercise: Exercise, shell: Any, function: Callable[..., Any] | None, names: Mapping[str, Any]
) -> Submission:
    """Return the cells that were run as a submission; where nobody keeps them, the functions as they are now."""
    if shell is not None:
        return history.make_cells_submission(exercise, shell)
    names = getattr(function, "__globals__", names)
    defined = [names[name] for name in exercise.functions if callable(names.get(name))]
    source = functions.collect_source(defined if function is None or function in defined else [*defined, function])
    return make_submission(exercise, source, history.ORIGIN)


def _split_words(line: str) -> tuple[list[str], list[str]]:
    """Split the words of a magic into names, and options with their values. Raises KitError."""
    try:
        words = shlex.split(line, comments=True)
    except ValueError as error:
        raise KitError(f"This line cannot be read ({error}).", "Write %grade 3, or %grade 3 --all.") from None
    names = words[:1] if words and not words[0].startswith("-") else []
    return names, words[len(names) :]


def _find_exercise(words: Sequence[str], names: Mapping[str, Any]) -> Exercise:
    """Find the exercise that is named, else the only one whose functions are here. Raises KitError."""
    if words:
        return course.find_exercise(words[0])
    begun = [each for each in course.list_exercises() if any(callable(names.get(name)) for name in each.functions)]
    if len(begun) == 1:
        return begun[0]
    raise KitError("Which exercise?", "Name its number: %grade 3.")


def _find_exercise_with(name: str) -> Exercise:
    exercises = [each for each in course.list_exercises() if name in each.functions]
    if not exercises:
        raise KitError(f"No exercise asks for a function called {name!r}.", "Name the exercise: check(3).")
    return exercises[0]


def _remember_report(report: Report) -> list[str]:
    """Record the report and return the concepts for the quiz; a history that cannot be used costs nobody the answer."""
    from grader.learner.history import remember_report

    try:
        return remember_report(report)
    except KitError:
        return []


def _find_shell() -> Any:
    """Find the IPython shell where this is one of its kernels; None elsewhere, and nothing is imported to find out."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None


def _show(shown: Shown, shell: Any) -> Shown | None:
    """Display an answer in IPython; return it elsewhere."""
    if shell is None:
        return shown
    display(shown)
    return None


def print_error(error: KitError) -> None:
    """Print what went wrong in a line below the cell, without a traceback."""
    print(f"grade: {error.what} {error.mend}".rstrip(), file=sys.stderr)
