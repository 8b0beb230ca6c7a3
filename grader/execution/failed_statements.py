"""What became of a notebook's cells and a file's statements, in a learner's words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from grader.execution import failure_messages
from grader.execution.handwriting import read_handwriting
from grader.model import Finding, Note, Submission
from grader.sandbox.outcomes import FailedCell, Loaded, LoadOutcome, Raised

FEW = 3
"""Failed cells or lines that one note names."""
WRITES = ("%%writefile", "%%file")


def blocked(outcome: LoadOutcome, wanted: Collection[str]) -> Finding | None:
    """Why there is nothing to ask; None where there is.

    A file that crashed or hung, and has none of the functions for that reason, is told as one that did not load.
    """
    finding = failure_messages.unreadable(outcome)
    if finding is not None or not isinstance(outcome, Loaded) or not any(c.kind == "line" for c in outcome.failed):
        return finding
    if any(name in outcome.functions for name in wanted):
        return None
    guilty = [cell for cell in outcome.failed if set(wanted) & set(cell.names)]
    if not guilty and outcome.functions:
        return None
    return _not_loaded((guilty or outcome.failed)[0])


def _not_loaded(cell: FailedCell) -> Finding:
    if cell.raised.mark == "interrupted":
        says = f"The file was still loading: {cell.place} {_running(cell)}, a loop that never ends?"
        return Finding("timeout", says)
    return failure_messages.exception(cell.raised, "while the file loads", None)


def missing(function: str, loaded: Loaded, submission: Submission | None = None) -> Finding:
    """A function that is not defined, with the cell or line that would have defined it, where one failed."""
    inside = read_handwriting(submission).method(function) if submission is not None else None
    if inside is not None and not any(function in cell.names for cell in loaded.failed):
        outer, place = inside
        where = f"cell {place.cell}, line {place.line}" if place.cell else f"line {place.line}"
        says = f"{function} stands inside the {outer} ({where}). The grader calls a plain function: move it out."
        return Finding("missing", says, function)
    stood = [cell for cell in loaded.failed if function in cell.names]
    if stood:
        return _never_defined(function, stood[-1])
    made_by = loaded.leaning.get(function)
    return (
        failure_messages.made_elsewhere(function, made_by)
        if made_by
        else failure_messages.missing(function, loaded.functions)
    )


def _never_defined(function: str, cell: FailedCell) -> Finding:
    """A function whose cell or statement did not run to its end."""
    if cell.raised.syntax is not None and cell.kind == "cell":
        return Finding("syntax", failure_messages.no_python(cell, f", where {function} stands,"), function)
    if cell.raised.mark == "other_language":
        says = f"{function} stands in cell {cell.number}, which begins with {failure_messages.magic(cell.raised)}"
        return Finding("missing", f"{says}: Jupyter defines nothing of such a cell in the notebook.", function)
    first, _, lines = failure_messages.exception(cell.raised, f"in {cell.place}", function).says.partition("\n")
    whole, part = ("notebook", "its cell") if cell.kind == "cell" else ("file", "the statement that makes it")
    says = f"The {whole} defines no {function}: {part} stopped before. {first}"
    return Finding("missing", f"{says}\n{lines}" if lines else says, function)


def lost(raised: Raised, failed: Iterable[FailedCell]) -> str:
    """Of a name that is not there, the failed cell or line that would have defined it."""
    named = re.match(r"name '(\w+)' is not defined", raised.message) if raised.kind == "NameError" else None
    stood = [cell for cell in failed if named is not None and named[1] in cell.names]
    return f"\n  {named[1]} would come from {_stopped(stood[-1], 'which ')}" if named is not None and stood else ""


def endless(loaded: LoadOutcome | None) -> tuple[int, ...]:
    """The cells or lines that had to be stopped: no second process needs to wait for them as long."""
    failed = loaded.failed if isinstance(loaded, Loaded) else ()
    return tuple(cell.number for cell in failed if cell.raised.mark == "interrupted")


def notes(loaded: Loaded, wanted: Iterable[str]) -> list[Note]:
    """The notes about what did not run to its end, and about what it would have defined anew."""
    found = []
    for function in wanted:
        later = [cell for cell in loaded.failed if function in cell.names and function in loaded.functions]
        # What a cell writes into a file may well be imported below it.
        later = [cell for cell in later if not _is_written(cell)]
        if later:
            counts = (
                "As in Jupyter, the one that ran counts." if later[-1].kind == "cell" else "The one that ran counts."
            )
            says = f"{function} stands once more in {_stopped(later[-1], 'which ')}. {counts}"
            found.append(Note("other_definition", says, function))
    stopped = [_stopped(cell) for cell in _told(loaded.failed)]
    if stopped:
        told = "; ".join(stopped[:FEW]) + (f"; {len(stopped) - FEW} more" if len(stopped) > FEW else "")
        each = "cell" if loaded.failed[0].kind == "cell" else "statement"
        says = f"Not every {each} ran to its end: {told}. That costs points only where a function needs it."
        found.append(Note("failed_cell", says))
    return found


def stand_ins(loaded: Loaded, lost: Collection[str]) -> list[Note]:
    """The note about missing packages, once it is known which functions lost points."""
    if not loaded.missing:
        return []
    leaning = {name: loaded.leaning[name] for name in lost if name in loaded.leaning}
    # A statement that stopped may be what a function lacks, and a stand-in what stopped it.
    harmless = not lost or not loaded.failed
    return [Note("missing_package", failure_messages.stand_ins(loaded.missing, leaning, harmless=harmless))]


def _told(failed: tuple[FailedCell, ...]) -> list[FailedCell]:
    """Those worth a word: an `exit()` that ends a file is no failure."""
    ends = failed[-1:] if failed and failed[-1].kind == "line" and failed[-1].raised.kind == "SystemExit" else ()
    return [cell for cell in failed if cell.raised.mark != "other_language" and cell not in ends]


def _stopped(cell: FailedCell, which: str = "") -> str:
    """A failed cell or line in a few words."""
    if cell.raised.syntax is not None:
        version = failure_messages.newer_python(cell.raised)
        what = f"is newer Python ({version}) than the grader's" if version else "is no valid Python"
    elif cell.raised.mark == "other_language":
        what = f"begins with {failure_messages.magic(cell.raised)}"
    elif cell.raised.mark == "interrupted":
        what = _running(cell)
    elif cell.raised.kind == "EOFError":
        what = "stopped at input(), for nobody sits at the keyboard"
    else:
        what = f"stopped with {cell.raised.kind}"
    return f"{cell.place}{', ' if which else ' '}{which}{what}"


def _is_written(cell: FailedCell) -> bool:
    """Whether the cell's text goes into a file."""
    return cell.raised.mark == "other_language" and failure_messages.magic(cell.raised) in WRITES


def _running(cell: FailedCell) -> str:
    """How long it was, of what had to be stopped."""
    told = re.fullmatch(r"it (was still running after \d{1,6}\.\d s)", cell.raised.message)
    return told[1] if told else "was still running when it was stopped"
