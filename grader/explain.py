"""What happened to a call, in a learner's words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from grader.model import Finding
from grader.sandbox.outcomes import (
    Died,
    Loaded,
    LoadOutcome,
    Outcome,
    Parameters,
    Raised,
    Refused,
    Returned,
    TimedOut,
    Violated,
)


def unreadable(outcome: LoadOutcome) -> Finding | None:
    """Why a file gives nothing to grade; None where it does."""
    match outcome:
        case Loaded(holds_code=True):
            return None
        case Loaded():
            return Finding("no_code", "The file holds no code, only comments, texts or imports.")
        case Raised(kind=kind, message=message) if "codec can't decode" in message or "encoding" in message:
            if kind == "SyntaxError":
                return Finding("encoding", f"The file is not the text it says it is; save it as UTF-8. ({message})")
        case Raised(syntax=(line, column, text), message=message):
            return Finding("syntax", _caret(message, line, column, text))
    return fault(outcome, "the file", loading=True)


def fault(outcome: Outcome | LoadOutcome, what: str, *, loading: bool = False) -> Finding | None:
    """What went wrong in a call of `what`; None where it came back with a value."""
    function = None if loading else what
    while_ = "while the file loads" if loading else f"in {what}"
    match outcome:
        case Returned() | Loaded():
            return None
        case Raised(kind="NotImplementedError") if not loading:
            return Finding("unwritten", f"{what} still waits to be written.", function)
        case Raised(kind="SystemExit"):
            return Finding("crash", f"sys.exit() was called {while_}.{_lines(outcome)}", function)
        case Raised(kind="EOFError", message=message) if "reading a line" in message:
            return Finding(
                "crash",
                f"input() was called {while_}; nobody sits at the keyboard while code is graded.{_lines(outcome)}",
                function,
            )
        case Raised(kind="UFuncTypeError" | "UFuncOutputCastingError", message=message) if "same_kind" in message:
            return Finding(
                "crash",
                "The parameters were kept on an integer grid: whole numbers came in, and the update in place "
                f"cannot store a fraction there.{_lines(outcome)}",
                function,
            )
        case Raised(kind="MemoryError"):
            return Finding("memory", f"The memory ran out {while_}.{_lines(outcome)}", function)
        case Raised(kind=kind, message=message):
            return Finding("crash", f"{kind} {while_}: {message}{_lines(outcome)}", function)
        case Refused(says=says):
            return Finding("value", f"What {what} returned is no plain data: {says}", function)
        case TimedOut():
            return Finding("timeout", _late(outcome, what, loading=loading), function)
        case Died(how=how):
            return Finding("crash", f"The process of your code ended {while_}: {how}.", function)
        case Violated(what=told):
            return Finding("protocol", f"The process of your code broke the protocol {while_}: {told}.", function)


def _late(outcome: TimedOut, what: str, *, loading: bool) -> str:
    """What happened to a call that did not come back, as far as the processor's clock tells."""
    late = f"{'The file was still loading' if loading else f'{what} had not come back'} after {outcome.seconds:g} s"
    match outcome.doing:
        case "computing":
            return f"{late}, computing all the while: a loop that never ends, or far more work than is asked for?"
        case "waiting":
            return f"{late} and hardly used the processor: it was waiting for something (time.sleep, a lock?)."
        case "starved":
            return (
                f"{late}, for the machine was busy with other things and hardly let it compute. "
                "Grade again when it is quieter, or give more time with --timeout."
            )
        case "spent":
            return f"All calls together took more than {outcome.seconds:g} s, so the rest was left out."
    return f"{late}; a loop that never ends?"


def missing(function: str, defined: Iterable[str]) -> Finding:
    """A function that the file does not define."""
    near = difflib.get_close_matches(function, list(defined), n=1, cutoff=0.6)
    ask = f" Did you mean {near[0]}, which it does define?" if near else ""
    return Finding("missing", f"The file defines no function {function}.{ask}", function)


def misfit(function: str, wanted: tuple[str, ...], count: int, has: Parameters) -> Finding | None:
    """A function that cannot take the arguments it is called with; None where it can."""
    if has.fewest <= count and (has.most == -1 or count <= has.most):
        return None
    takes = ", ".join(has.names) or "nothing"
    return Finding(
        "signature",
        f"{function} is called with {count} arguments ({', '.join(wanted[:count])}); yours takes ({takes}).",
        function,
    )


def stand_ins(packages: Iterable[str]) -> str:
    """The note about packages that are not there."""
    names = ", ".join(packages)
    return f"Not available while grading, replaced by an inert stand-in: {names}. This costs no points."


def refused_kind(function: str, kind: str, raised: str) -> str:
    """The note about a kind of input that the stub welcomes and the function refuses."""
    return (
        f"{function} is right on arrays and raises {raised} for {kind}, which the stub also promises to take. "
        "np.asarray at the top welcomes every kind. This costs no points."
    )


def _lines(raised: Raised) -> str:
    """The student's own lines, innermost last."""
    return "".join(f"\n  line {line}, in {name}: {text}" for line, name, text in raised.lines[-3:])


def _caret(message: str, line: int, column: int, text: str) -> str:
    """A syntax error as Python would point at it."""
    shown = text.expandtabs(4).lstrip()
    shift = max(0, column - 1 - (len(text) - len(text.lstrip())))
    return f"Line {line} is no Python: {message}.\n  {shown}\n  {' ' * shift}^"
