"""What became of a notebook's cells and a file's statements, in a learner's words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from grader.execution import failure_messages
from grader.execution.source_code import read_source
from grader.model import Finding, Note, Submission
from grader.sandbox.outcomes import FailedCell, Loaded, LoadOutcome, Raised

FEW = 3
"""Failed cells or lines that one note names."""
WRITES = ("%%writefile", "%%file")


def report_blocked(outcome: LoadOutcome, wanted: Collection[str]) -> Finding | None:
    """Return why there is nothing to ask; None where there is something.

    A file that crashed or hung, and has none of the functions for that reason, is reported as one that did not load.
    """
    finding = failure_messages.report_unreadable(outcome)
    if finding is not None or not isinstance(outcome, Loaded) or not any(c.kind == "line" for c in outcome.failed):
        return finding
    if any(name in outcome.functions for name in wanted):
        return None
    guilty = [cell for cell in outcome.failed if set(wanted) & set(cell.names)]
    if not guilty and outcome.functions:
        return None
    return _report_not_loaded((guilty or outcome.failed)[0])


def _report_not_loaded(cell: FailedCell) -> Finding:
    if cell.raised.mark == "interrupted":
        says = f"The file was still loading: {cell.place} {_describe_running(cell)}, a loop that never ends?"
        return Finding("timeout", says)
    return failure_messages.report_exception(cell.raised, "while the file loads", None)


def report_missing(function: str, loaded: Loaded, submission: Submission | None = None) -> Finding:
    """Report a function that is not defined, with the failed cell or line that would have defined it."""
    inside = read_source(submission).find_method(function) if submission is not None else None
    if inside is not None and not any(function in cell.names for cell in loaded.failed):
        outer, stands = inside
        where = f"cell {stands.cell}, line {stands.line}" if stands.cell else f"line {stands.line}"
        says = f"{function} stands inside the {outer} ({where}). The grader calls a plain function: move it out."
        return Finding("missing", says, function)
    failed = [cell for cell in loaded.failed if function in cell.names]
    if failed:
        return _report_never_defined(function, failed[-1])
    made_by = loaded.leaning.get(function)
    return (
        failure_messages.report_made_elsewhere(function, made_by)
        if made_by
        else failure_messages.report_missing(function, _leave_out_graded(loaded, submission))
    )


def _leave_out_graded(loaded: Loaded, submission: Submission | None) -> list[str]:
    """Return the names that a file defines, but for those of other graded functions: nobody means these."""
    graded = submission.exercise.functions if submission is not None else ()
    return [name for name in loaded.functions if name not in graded]


def _report_never_defined(function: str, cell: FailedCell) -> Finding:
    """Report a function whose cell or statement did not run to its end."""
    if cell.raised.syntax is not None and cell.kind == "cell":
        return Finding("syntax", failure_messages.describe_no_python(cell, f", where {function} stands,"), function)
    if cell.raised.mark == "other_language":
        says = f"{function} stands in cell {cell.number}, which begins with {failure_messages.name_magic(cell.raised)}"
        return Finding("missing", f"{says}: Jupyter defines nothing of such a cell in the notebook.", function)
    first, _, lines = failure_messages.report_exception(cell.raised, f"in {cell.place}", function).says.partition("\n")
    whole, part = ("notebook", "its cell") if cell.kind == "cell" else ("file", "the statement that makes it")
    says = f"The {whole} defines no {function}: {part} stopped before. {first}"
    return Finding("missing", f"{says}\n{lines}" if lines else says, function)


def describe_lost(raised: Raised, failed: Iterable[FailedCell]) -> str:
    """Name the failed cell or line that would have defined a missing name; empty where there is none."""
    match = re.match(r"name '(\w+)' is not defined", raised.message) if raised.kind == "NameError" else None
    cells = [cell for cell in failed if match is not None and match[1] in cell.names]
    if match is None or not cells:
        return ""
    return f"\n  {match[1]} would come from {_describe_stopped(cells[-1], 'which ')}"


def list_endless(loaded: LoadOutcome | None) -> tuple[int, ...]:
    """Return the numbers of cells or lines that had to be stopped: a second process need not wait as long."""
    failed = loaded.failed if isinstance(loaded, Loaded) else ()
    return tuple(cell.number for cell in failed if cell.raised.mark == "interrupted")


def make_notes(loaded: Loaded, wanted: Iterable[str]) -> list[Note]:
    """Return notes about what did not run to its end, and about what it would have defined anew."""
    notes = []
    for function in wanted:
        later = [cell for cell in loaded.failed if function in cell.names and function in loaded.functions]
        # What a cell writes into a file may well be imported below it.
        later = [cell for cell in later if not _is_written(cell)]
        if later:
            counts = (
                "As in Jupyter, the one that ran counts." if later[-1].kind == "cell" else "The one that ran counts."
            )
            says = f"{function} stands once more in {_describe_stopped(later[-1], 'which ')}. {counts}"
            notes.append(Note("other_definition", says, function))
    stopped = [_describe_stopped(cell) for cell in _leave_out_harmless(loaded.failed)]
    if stopped:
        listed = "; ".join(stopped[:FEW]) + (f"; {len(stopped) - FEW} more" if len(stopped) > FEW else "")
        each = "cell" if loaded.failed[0].kind == "cell" else "statement"
        says = f"Not every {each} ran to its end: {listed}. That costs points only where a function needs it."
        notes.append(Note("failed_cell", says))
    return notes


def note_stand_ins(loaded: Loaded, lost: Collection[str]) -> list[Note]:
    """Return the note about missing packages, knowing which functions lost points; none where all are there."""
    if not loaded.missing:
        return []
    leaning = {name: loaded.leaning[name] for name in lost if name in loaded.leaning}
    # A statement that stopped may be what a function lacks, and a stand-in what stopped it.
    harmless = not lost or not loaded.failed
    return [Note("missing_package", failure_messages.describe_stand_ins(loaded.missing, leaning, harmless=harmless))]


def _leave_out_harmless(failed: tuple[FailedCell, ...]) -> list[FailedCell]:
    """Return the failures worth a word: an `exit()` that ends a file is none."""
    ends = failed[-1:] if failed and failed[-1].kind == "line" and failed[-1].raised.kind == "SystemExit" else ()
    return [cell for cell in failed if cell.raised.mark != "other_language" and cell not in ends]


def _describe_stopped(cell: FailedCell, which: str = "") -> str:
    """Describe a failed cell or line in a few words."""
    if cell.raised.syntax is not None:
        version = failure_messages.find_newer_python(cell.raised)
        what = f"is newer Python ({version}) than the grader's" if version else "is no valid Python"
    elif cell.raised.mark == "other_language":
        what = f"begins with {failure_messages.name_magic(cell.raised)}"
    elif cell.raised.mark == "interrupted":
        what = _describe_running(cell)
    elif cell.raised.kind == "EOFError":
        what = "stopped at input(), for nobody sits at the keyboard"
    else:
        what = f"stopped with {cell.raised.kind}"
    return f"{cell.place}{', ' if which else ' '}{which}{what}"


def _is_written(cell: FailedCell) -> bool:
    """Tell whether the cell's text goes into a file."""
    return cell.raised.mark == "other_language" and failure_messages.name_magic(cell.raised) in WRITES


def _describe_running(cell: FailedCell) -> str:
    """Describe how long something ran that had to be stopped."""
    match = re.fullmatch(r"it (was still running after \d{1,6}\.\d s)", cell.raised.message)
    return match[1] if match else "was still running when it was stopped"
