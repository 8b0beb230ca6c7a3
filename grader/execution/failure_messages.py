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
from grader.text import cut, format_call, is_name

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
TYPED = {
    "−": "`-`", "–": "`-`", "—": "`-`", "×": "`*`", "⋅": "`*`", "∗": "`*`", "÷": "`/`", "²": "`**2`", "³": "`**3`",
    "√": "`np.sqrt(…)`", "≤": "`<=`", "≥": "`>=`", "≠": "`!=`", "‘": "`'`", "’": "`'`", "“": '`"`', "”": '`"`',
}  # fmt: skip
"""What formulas are printed with, and what is typed for it."""
FAR = 60
"""Columns before the caret of a syntax error that are shown."""


def report_unreadable(outcome: LoadOutcome) -> Finding | None:
    """Return why a file gives nothing to grade; None where it gives something."""
    match outcome:
        case Loaded(holds_code=True):
            return None
        case Loaded(failed=failed):
            broken = next((cell for cell in failed if cell.raised.syntax is not None), None)
            if broken is not None:
                return Finding("syntax", describe_no_python(broken))
            return _report_no_code(failed)
        case Raised(mark="broken_notebook", message=message):
            why = f" {message}" if cells.is_message(message) else ""
            return Finding("broken_notebook", f"This notebook cannot be read.{why}")
        # Raised by the code itself, such an error says nothing of the file.
        case Raised(syntax=(_, _, _), lines=(_, *_)):
            return report_fault(outcome, "the file", loading=True)
        case Raised(kind="SyntaxError", message=message) if "codec can't decode" in message or "encoding" in message:
            return Finding(
                "encoding", f"The file is not the text it says it is; save it as UTF-8. ({flatten(message)})"
            )
        case Raised(syntax=(line, column, text)):
            return Finding("syntax", _draw_caret(_describe_unread(outcome, f"Line {line}"), column, text))
    return report_fault(outcome, "the file", loading=True)


def _report_no_code(failed: Iterable[FailedCell]) -> Finding:
    says = "The file holds no code, only comments, texts or imports."
    others = dict.fromkeys(name_magic(cell.raised) for cell in failed if cell.raised.mark == "other_language")
    more = f" A cell that begins with {' or '.join(others)} is not run as this notebook's Python." if others else ""
    return Finding("no_code", says + more)


def report_fault(
    outcome: Outcome | LoadOutcome,
    what: str,
    *,
    given: Mapping[str, object] | None = None,
    loading: bool = False,
    names: Iterable[str] = (),
) -> Finding | None:
    """Return what went wrong in a call of `what` with the inputs `given`; None where a value came back."""
    if isinstance(outcome, Returned | Loaded):
        return None
    function = None if loading else what
    called = f"loaded {what}" if loading else f"ran {format_call(what, given) if given else what}"
    match outcome:
        case Raised(kind="NotImplementedError") if not loading:
            return Finding("unwritten", f"{what} still waits to be written.", function)
        case Raised():
            return report_exception(outcome, "while the file loads" if loading else f"in {what}", function, names)
        case Refused(says=says) if says == TOO_MUCH:
            return Finding("value", says, function)
        case Refused(says=says):
            return Finding("value", _explain_no_data(what, says), function)
        case TimedOut():
            asked = called.removeprefix("ran ")
            return Finding(
                "timeout", _explain_late(outcome, STILL_LOADING if loading else asked, loading=loading), function
            )
        case Died(how=how):
            return Finding("crash", f"The process that {called} is gone: {how}.", function)
        case Violated(what=sent):
            return Finding("protocol", f"The process that {called} sent what is no answer: {sent}.", function)


def _explain_no_data(what: str, says: str) -> str:
    """Explain why an answer cannot be looked at, and what to return instead."""
    package = re.search(r"it comes from the package ([\w.]{1,60}), which", says)
    if package and (other := re.match(r"exercise\d+", package[1])):
        return (
            f"Exercise files cannot import each other. {what} uses {other[0]}: copy the function that it needs into "
            "this file."
        )
    if package:
        return f"{package[1]} is not available here. Return numpy arrays or plain numbers from {what}."
    return f"{what} must return plain numbers, texts, lists, tuples or arrays. What came back cannot be read: {says}"


def report_exception(outcome: Raised, where: str, function: str | None, names: Iterable[str] = ()) -> Finding:
    """Report an exception of the student's code, with the lines it came through."""
    lines = _format_lines(outcome)
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
            says = f"{kind} {where}: {flatten(message)}" if message else f"{kind} {where}."
            if plainer := explain_exception(outcome, names):
                says = f"{plainer} ({says.rstrip('.') if len(says) <= SHORT else f'{kind} {where}'})"
    return Finding("crash", f"{says}{lines}", function)


def hide_inputs(finding: Finding) -> Finding:
    """Return the finding as a kept-back check may show it: without its inputs, also those in an exception's text."""
    says = f"{finding.function} gave no answer in a check that your instructor keeps."
    return finding if finding.id in ("unwritten", "X-MUTATES") else Finding(finding.id, says, finding.function)


def _explain_late(outcome: TimedOut, what: str, *, loading: bool) -> str:
    """Explain why a call did not come back, as far as the processor's clock tells."""
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


def describe_attempts(what: Iterable[str]) -> str:
    """Describe what the code tried besides computing."""
    return f"The code tried to {', '.join(sorted(what))}. Graded code is asked for numbers and for nothing else."


def name_magic(raised: Raised) -> str:
    """Return the magic that a cell of another language begins with, such as `%%bash`."""
    begins = raised.message.partition(" ")[0]
    return begins if re.fullmatch(r"%%[\w!]{1,30}", begins) else "%%…"


def report_missing(function: str, defined: Iterable[str]) -> Finding:
    """Report a function that the file does not define, with the nearest name that it does define."""
    import difflib

    # Of thousands of names those of another length are no slip of the pen, and comparing takes its time.
    names = sorted((name for name in defined if is_name(name)), key=lambda name: abs(len(name) - len(function)))
    near = difflib.get_close_matches(function, names[:MOST_NEAR], n=1, cutoff=0.6)
    ask = f" Did you mean {near[0]}, which it does define?" if near else ""
    return Finding("missing", f"The file defines no function {function}.{ask}", function)


def report_misfit(function: str, wanted: tuple[str, ...], count: int, has: Parameters) -> Finding | None:
    """Report a function that cannot take the arguments it is called with; None where it can."""
    # Where any number is taken by place, no name has to be known.
    by_name = () if has.most == -1 else has.keywords[: max(0, count - has.most)]
    fits = has.most == -1 or count <= has.most + len(by_name)
    if has.fewest <= count and fits and by_name == wanted[count - len(by_name) : count]:
        return None
    takes = ", ".join([*has.names, *(["*", *has.keywords] if has.keywords else [])]) or "nothing"
    demands = f", and needs {has.fewest} of them" if count < has.fewest < len(has.names) else ""
    arguments = "1 argument" if count == 1 else f"{count} arguments"
    asked = f"{function} is called with {arguments} ({', '.join(wanted[:count])})"
    more = _advise(wanted, count, has)
    return Finding("signature", f"{asked}; yours takes ({cut(takes, 240)}){demands}.{more}", function)


def _advise(wanted: tuple[str, ...], count: int, has: Parameters) -> str:
    """Return what would make the parameters fit; empty where that is not plain."""
    if has.names[:1] == ("self",):
        return " Leave out `self`: a plain function is called, no method."
    due = [name for name in wanted[count:] if name in has.names[count : has.fewest]]
    if count < has.fewest and due:
        return f" A call may leave out `{due[0]}`: give it a default, like `{due[0]}=None`."
    return ""


def describe_stand_ins(packages: Iterable[str], leaning: Mapping[str, Iterable[str]], *, harmless: bool) -> str:
    """Describe packages that are not there; `leaning` tells which functions that lost points use one."""
    says = f"Not available while grading, replaced by an inert stand-in: {_list_packages(packages)}."
    uses = "; ".join(f"{function} lost points and uses {_list_packages(used)}" for function, used in leaning.items())
    if uses:
        return f"{says} {uses}: that may be why. The checks need plain Python and numpy."
    return f"{says} This costs no points." if harmless else says


def _list_packages(packages: Iterable[str]) -> str:
    """List names of packages, of very many only some."""
    all_names = list(packages)
    names = [name for name in all_names if is_name(name)]
    listed = names[:MOST_PACKAGES]
    others = len(names) - len(listed)
    listed += [f"{others} more"] if others else []
    odd = len(all_names) - len(names)
    listed += [text.format_count(odd, "package with an odd name", "packages with odd names")] if odd else []
    return ", ".join(listed)


def report_made_elsewhere(function: str, packages: Iterable[str]) -> Finding:
    """Report a function that a missing package would have made."""
    makers = _list_packages(packages)
    says = f"{function} is made by {makers}, which is not available while grading: the checks need plain "
    return Finding("missing", f"{says}Python and numpy.", function)


def describe_refused_kind(function: str, kind: str, raised: str) -> str:
    """Describe a kind of input that the stub welcomes and the function refuses."""
    return (
        f"{function} takes arrays, but raises {raised} for {kind}. "
        "`np.asarray` at its top would take every kind. This costs no points."
    )


def _format_lines(raised: Raised) -> str:
    """Format the student's own lines of a traceback, innermost last."""
    last = list(dict.fromkeys(f"\n  {_format_place(line)}: {line.text}" for line in raised.lines[-3:]))
    return "".join(last)


def _format_place(line: Line) -> str:
    """Format where a line stands."""
    if not line.cell:
        return f"line {line.number}, in {line.function}"
    inside = "" if line.function == "<module>" else f", in {line.function}"
    return f"cell {line.cell}, line {line.number}{inside}"


def describe_no_python(cell: FailedCell, which: str = "") -> str:
    """Describe a cell that Python cannot read, with a caret where it stops."""
    line, column, text = cell.raised.syntax or (0, 0, "")
    where = f"Line {line} of cell {cell.number}" if line else f"Cell {cell.number}"
    return _draw_caret(_describe_unread(cell.raised, f"{where}{which}"), column, text)


def find_newer_python(raised: Raised) -> str:
    """Return the version of Python that reads what this one does not; empty where none is known."""
    known = raised.mark == "newer_python" and re.fullmatch(r"3\.\d{1,2}", raised.message)
    return raised.message if known else ""


def _describe_unread(raised: Raised, where: str) -> str:
    """Describe what is wrong with a text that Python cannot read."""
    version = find_newer_python(raised)
    letter = re.match(r"invalid (?:non-printable )?character '(.)'", raised.message)
    if letter is not None and letter[1] in TYPED:
        return f"{where} holds `{letter[1]}`, as formulas are printed. In Python it is {TYPED[letter[1]]}."
    if not version:
        return f"{where} cannot be read as Python: {flatten(raised.message)}."
    ours = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return f"{where} is newer Python ({version}) than the grader's {ours}. Write it the way that {ours} reads, too."


def flatten(message: str) -> str:
    """Return an exception's text as one line of a length that a screen can hold."""
    return cut(" ".join(message.split()), 240)


def _draw_caret(says: str, column: int, text: str) -> str:
    """Return the text with the line below it and a caret, as Python points at a syntax error."""
    whole = text.expandtabs(4)
    shown = whole.lstrip()
    if not shown:
        return says
    shift = max(0, len(text[: max(0, column - 1)].expandtabs(4)) - (len(whole) - len(shown)))
    if shift > FAR:
        shown, shift = "…" + shown[shift - FAR + 1 :], FAR
    return f"{says}\n  {shown[: 2 * FAR]}\n  {' ' * shift}^"
