"""What happened to a call, in a learner's words."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping

from grader import text
from grader.execution.exceptions import explain_exception
from grader.model import Finding
from grader.sandbox import cells
from grader.sandbox.outcomes import (
    Died,
    FailedCell,
    Line,
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
from grader.text import call, cut, is_name

STILL_LOADING = "The file was still loading"
MOST_WEIGHT = 64 * 2**20
"""Bytes of memory that all answers of one submission take, about: they may all be held at once."""
TOO_MUCH = f"All answers together take more than {MOST_WEIGHT // 2**20} MB, so the rest was left out."
MOST_PACKAGES = 8
"""Packages that one note names."""
MOST_NEAR = 100
"""Names that are compared with one that is missing."""
SHORT = 110
"""Letters of Python's own words that stand beside plainer ones."""
FAR = 60
"""Columns before the caret of a syntax error that are shown."""


def unreadable(outcome: LoadOutcome) -> Finding | None:
    """Why a file gives nothing to grade; None where it does."""
    match outcome:
        case Loaded(holds_code=True):
            return None
        case Loaded(failed=failed):
            broken = next((cell for cell in failed if cell.raised.syntax is not None), None)
            if broken is not None:
                return Finding("syntax", no_python(broken))
            return _no_code(failed)
        case Raised(mark="broken_notebook", message=message):
            why = f" {message}" if cells.says(message) else ""
            return Finding("broken_notebook", f"This notebook cannot be read.{why}")
        # Raised by the code itself, such an error says nothing of the file.
        case Raised(syntax=(_, _, _), lines=(_, *_)):
            return fault(outcome, "the file", loading=True)
        case Raised(kind="SyntaxError", message=message) if "codec can't decode" in message or "encoding" in message:
            return Finding("encoding", f"The file is not the text it says it is; save it as UTF-8. ({flat(message)})")
        case Raised(syntax=(line, column, text)):
            return Finding("syntax", _caret(_unread(outcome, f"Line {line}"), column, text))
    return fault(outcome, "the file", loading=True)


def _no_code(failed: Iterable[FailedCell]) -> Finding:
    says = "The file holds no code, only comments, texts or imports."
    others = dict.fromkeys(magic(cell.raised) for cell in failed if cell.raised.mark == "other_language")
    more = f" A cell that begins with {' or '.join(others)} is not run as this notebook's Python." if others else ""
    return Finding("no_code", says + more)


def fault(
    outcome: Outcome | LoadOutcome,
    what: str,
    *,
    given: Mapping[str, object] | None = None,
    loading: bool = False,
    names: Iterable[str] = (),
) -> Finding | None:
    """What went wrong in a call of `what` with the inputs `given`; None where it came back with a value."""
    if isinstance(outcome, Returned | Loaded):
        return None
    function = None if loading else what
    called = f"loaded {what}" if loading else f"ran {call(what, given) if given else what}"
    match outcome:
        case Raised(kind="NotImplementedError") if not loading:
            return Finding("unwritten", f"{what} still waits to be written.", function)
        case Raised():
            return exception(outcome, "while the file loads" if loading else f"in {what}", function, names)
        case Refused(says=says) if says == TOO_MUCH:
            return Finding("value", says, function)
        case Refused(says=says):
            return Finding("value", _no_data(what, says), function)
        case TimedOut():
            asked = called.removeprefix("ran ")
            return Finding("timeout", _late(outcome, STILL_LOADING if loading else asked, loading=loading), function)
        case Died(how=how):
            return Finding("crash", f"The process that {called} is gone: {how}.", function)
        case Violated(what=told):
            return Finding("protocol", f"The process that {called} sent what is no answer: {told}.", function)


def _no_data(what: str, says: str) -> str:
    """Why an answer cannot be looked at, and what to return instead."""
    package = re.search(r"it comes from the package ([\w.]{1,60}), which", says)
    if package and (other := re.match(r"exercise\d+", package[1])):
        return (
            f"Exercise files cannot import each other. {what} uses {other[0]}: copy the function that it needs into "
            "this file."
        )
    if package:
        return f"{package[1]} is not available here. Return numpy arrays or plain numbers from {what}."
    return f"{what} must return numbers, lists, tuples or numpy arrays. What came back cannot be read: {says}"


def exception(outcome: Raised, where: str, function: str | None, names: Iterable[str] = ()) -> Finding:
    """An exception of the student's code, with the lines it came through."""
    lines = _lines(outcome)
    match outcome:
        case Raised(kind="SystemExit"):
            says = f"exit() was called {where}. It ends the program before an answer comes back. Leave it out."
        case Raised(kind="EOFError", message=message) if "reading a line" in message:
            says = f"input() was called {where}. Nobody sits at the keyboard here. Write the value into the code."
        case Raised(kind="RecursionError"):
            says = f"A function called itself and never stopped, {where} (RecursionError)."
        case Raised(kind="MemoryError"):
            return Finding("memory", f"The memory ran out {where}.{lines}", function)
        case Raised(kind=kind, message=message):
            says = f"{kind} {where}: {flat(message)}" if message else f"{kind} {where}."
            if plainer := explain_exception(outcome, names):
                says = f"{plainer} ({says.rstrip('.') if len(says) <= SHORT else f'{kind} {where}'})"
    return Finding("crash", f"{says}{lines}", function)


def kept(finding: Finding) -> Finding:
    """A finding of a check that the instructor keeps: nothing of its inputs, not even through an exception."""
    says = f"{finding.function} gave no answer in a check that your instructor keeps."
    return finding if finding.id in ("unwritten", "X-MUTATES") else Finding(finding.id, says, finding.function)


def _late(outcome: TimedOut, what: str, *, loading: bool) -> str:
    """What happened to a call that did not come back, as far as the processor's clock tells."""
    if outcome.most:
        return f"{what} asked for more than {outcome.most:,} values of what it was handed. Does a loop never end?"
    late = f"{what if loading else f'{what} had not come back'} after {outcome.seconds:g} s"
    match outcome.doing:
        case "computing":
            return f"{late}. It computed all the time. Does a loop never end?"
        case "asking":
            return f"{late}. It asked for thousands of slopes. How many does one step need?"
        case "waiting":
            return f"{late} and hardly computed: it was waiting for something. Is there a time.sleep?"
        case "starved":
            return (
                f"{late}. The machine was busy with other things. "
                "Grade again when it is quieter, or give more time with --timeout."
            )
        case "spent":
            return f"All calls together took more than {outcome.seconds:g} s, so the rest was left out."
    return f"{late}. Does a loop never end?"


def tried(what: Iterable[str]) -> str:
    """What the code tried besides computing."""
    return f"The code tried to {', '.join(sorted(what))}. Graded code is asked for numbers and for nothing else."


def magic(raised: Raised) -> str:
    """The magic that a cell of another language begins with."""
    begins = raised.message.partition(" ")[0]
    return begins if re.fullmatch(r"%%[\w!]{1,30}", begins) else "%%…"


def missing(function: str, defined: Iterable[str]) -> Finding:
    """A function that the file does not define."""
    import difflib

    # Of thousands of names those of another length are no slip of the pen, and comparing takes its time.
    names = sorted((name for name in defined if is_name(name)), key=lambda name: abs(len(name) - len(function)))
    near = difflib.get_close_matches(function, names[:MOST_NEAR], n=1, cutoff=0.6)
    ask = f" Did you mean {near[0]}, which it does define?" if near else ""
    return Finding("missing", f"The file defines no function {function}.{ask}", function)


def misfit(function: str, wanted: tuple[str, ...], count: int, has: Parameters) -> Finding | None:
    """A function that cannot take the arguments it is called with; None where it can."""
    # Where any number is taken by place, no name has to be known.
    by_name = () if has.most == -1 else has.keywords[: max(0, count - has.most)]
    fits = has.most == -1 or count <= has.most + len(by_name)
    if has.fewest <= count and fits and by_name == wanted[count - len(by_name) : count]:
        return None
    takes = ", ".join([*has.names, *(["*", *has.keywords] if has.keywords else [])]) or "nothing"
    demands = f", and needs {has.fewest} of them" if count < has.fewest < len(has.names) else ""
    arguments = "1 argument" if count == 1 else f"{count} arguments"
    asked = f"{function} is called with {arguments} ({', '.join(wanted[:count])})"
    more = _advice(wanted, count, has)
    return Finding("signature", f"{asked}; yours takes ({cut(takes, 240)}){demands}.{more}", function)


def _advice(wanted: tuple[str, ...], count: int, has: Parameters) -> str:
    """What would make it fit, where that is plain."""
    if has.names[:1] == ("self",):
        return " Leave out `self`: a plain function is called, no method."
    due = [name for name in wanted[count:] if name in has.names[count : has.fewest]]
    if count < has.fewest and due:
        return f" A call may leave out `{due[0]}`: give it a default, like `{due[0]}=None`."
    return ""


def stand_ins(packages: Iterable[str], leaning: Mapping[str, Iterable[str]], *, harmless: bool) -> str:
    """The note about packages that are not there; `leaning` tells which functions that lost points use one."""
    says = f"Not available while grading, replaced by an inert stand-in: {_packages(packages)}."
    uses = "; ".join(f"{function} lost points and uses {_packages(used)}" for function, used in leaning.items())
    if uses:
        return f"{says} {uses}: that may be why. The checks need plain Python and numpy."
    return f"{says} This costs no points." if harmless else says


def _packages(packages: Iterable[str]) -> str:
    """Names of packages; of very many, some."""
    all_names = list(packages)
    names = [name for name in all_names if is_name(name)]
    told = names[:MOST_PACKAGES]
    others = len(names) - len(told)
    told += [f"{others} more"] if others else []
    odd = len(all_names) - len(names)
    told += [text.count(odd, "package with an odd name", "packages with odd names")] if odd else []
    return ", ".join(told)


def made_elsewhere(function: str, packages: Iterable[str]) -> Finding:
    """A function that a missing package would have made."""
    says = f"{function} is made by {_packages(packages)}, which is not available while grading: the checks need plain "
    return Finding("missing", f"{says}Python and numpy.", function)


def refused_kind(function: str, kind: str, raised: str) -> str:
    """The note about a kind of input that the stub welcomes and the function refuses."""
    return (
        f"{function} takes arrays, but raises {raised} for {kind}. "
        "`np.asarray` at its top would take every kind. This costs no points."
    )


def _lines(raised: Raised) -> str:
    """The student's own lines, innermost last."""
    last = list(dict.fromkeys(f"\n  {_place(line)}: {line.text}" for line in raised.lines[-3:]))
    return "".join(last)


def _place(line: Line) -> str:
    """Where a line stands."""
    if not line.cell:
        return f"line {line.number}, in {line.function}"
    inside = "" if line.function == "<module>" else f", in {line.function}"
    return f"cell {line.cell}, line {line.number}{inside}"


def no_python(cell: FailedCell, which: str = "") -> str:
    """A cell that Python cannot read."""
    line, column, text = cell.raised.syntax or (0, 0, "")
    where = f"Line {line} of cell {cell.number}" if line else f"Cell {cell.number}"
    return _caret(_unread(cell.raised, f"{where}{which}"), column, text)


def newer_python(raised: Raised) -> str:
    """The version of Python that reads what this one does not; empty where none is known."""
    known = raised.mark == "newer_python" and re.fullmatch(r"3\.\d{1,2}", raised.message)
    return raised.message if known else ""


def _unread(raised: Raised, where: str) -> str:
    """What is wrong with a text that Python cannot read."""
    version = newer_python(raised)
    if not version:
        return f"{where} cannot be read as Python: {flat(raised.message)}."
    ours = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return f"{where} is newer Python ({version}) than the grader's {ours}. Write it the way that {ours} reads, too."


def flat(message: str) -> str:
    """An exception's text in one line of a length that a screen can hold."""
    return cut(" ".join(message.split()), 240)


def _caret(says: str, column: int, text: str) -> str:
    """A syntax error as Python would point at it."""
    whole = text.expandtabs(4)
    shown = whole.lstrip()
    if not shown:
        return says
    shift = max(0, len(text[: max(0, column - 1)].expandtabs(4)) - (len(whole) - len(shown)))
    if shift > FAR:
        shown, shift = "…" + shown[shift - FAR + 1 :], FAR
    return f"{says}\n  {shown[: 2 * FAR]}\n  {' ' * shift}^"
