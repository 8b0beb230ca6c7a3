"""What became of a notebook's cells, in a learner's words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from grader import explain
from grader.model import Finding, Note
from grader.sandbox.outcomes import FailedCell, Loaded, LoadOutcome, Raised

FEW = 3
"""Failed cells that one note names."""


def missing(function: str, loaded: Loaded) -> Finding:
    """A function that is not defined, with the cell that would have defined it, where one failed."""
    stood = [cell for cell in loaded.failed if function in cell.names]
    return _never_defined(function, stood[-1]) if stood else explain.missing(function, loaded.functions)


def _never_defined(function: str, cell: FailedCell) -> Finding:
    """A function whose cell did not run to its end."""
    if cell.raised.syntax is not None:
        return Finding("syntax", explain.no_python(cell, f", where {function} stands,"), function)
    if cell.raised.mark == "other_language":
        says = f"{function} stands in cell {cell.number}, which begins with {explain.magic(cell.raised)}"
        return Finding("missing", f"{says}: Jupyter defines nothing of such a cell in the notebook.", function)
    first, _, lines = explain.exception(cell.raised, f"in cell {cell.number}", function).says.partition("\n")
    says = f"The notebook defines no {function}: its cell stopped before. {first}"
    return Finding("missing", f"{says}\n{lines}" if lines else says, function)


def lost(raised: Raised, failed: Iterable[FailedCell]) -> str:
    """Of a name that is not there, the failed cell that would have defined it."""
    named = re.match(r"name '(\w+)' is not defined", raised.message) if raised.kind == "NameError" else None
    stood = [cell for cell in failed if named is not None and named[1] in cell.names]
    return f"\n  {named[1]} would come from {_stopped(stood[-1], 'which ')}" if named is not None and stood else ""


def endless(loaded: LoadOutcome | None) -> tuple[int, ...]:
    """The cells that had to be stopped: no second process needs to wait for them as long."""
    failed = loaded.failed if isinstance(loaded, Loaded) else ()
    return tuple(cell.number for cell in failed if cell.raised.mark == "interrupted")


def notes(loaded: Loaded, wanted: Iterable[str]) -> list[Note]:
    """The notes about cells that did not run to their end, and about what they would have defined anew."""
    found = []
    for function in wanted:
        later = [cell for cell in loaded.failed if function in cell.names and function in loaded.functions]
        if later:
            says = f"{function} stands once more in {_stopped(later[-1], 'which ')}."
            says += " As in Jupyter, the one that ran counts."
            found.append(Note("other_definition", says, function))
    stopped = [_stopped(cell) for cell in loaded.failed if cell.raised.mark != "other_language"]
    if stopped:
        told = "; ".join(stopped[:FEW]) + (f"; {len(stopped) - FEW} more" if len(stopped) > FEW else "")
        says = f"Not every cell ran to its end: {told}. That costs points only where a function needs one."
        found.append(Note("failed_cell", says))
    return found


def _stopped(cell: FailedCell, which: str = "") -> str:
    """A failed cell in a few words."""
    if cell.raised.syntax is not None:
        what = "is no valid Python"
    elif cell.raised.mark == "other_language":
        what = f"begins with {explain.magic(cell.raised)}"
    elif cell.raised.mark == "interrupted":
        told = re.fullmatch(r"it (was still running after \d{1,6}\.\d s)", cell.raised.message)
        what = told[1] if told else "was still running when it was stopped"
    else:
        what = f"stopped with {cell.raised.kind}"
    return f"cell {cell.number}{', ' if which else ' '}{which}{what}"
