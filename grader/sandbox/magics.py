"""What a notebook's cell may hold besides Python, turned into Python of the same lines.

IPython reads `%matplotlib inline`, `!pip install torch`, `np.mean?` and `%%time` before Python does. Here they
become inert, or the Python they would run; every line stays where it is, so that an error points at the
learner's own. The rules are those of IPython's `inputtransformer2`.

Runs in the worker beside the student's code: standard library only.
"""

from __future__ import annotations

import ast
import re

RUNS = frozenset({"time", "capture", "prun", "debug", "memit", "pyinstrument", "snakeviz", "scalene", "ipytest"})
"""Cell magics that run the cell below them as it stands; what it defines stays defined."""
ELSEWHERE = frozenset(
    {
        "!",
        "HTML",
        "R",
        "SVG",
        "ai",
        "bash",
        "bigquery",
        "cmd",
        "cpp",
        "cu",
        "cuda",
        "file",
        "fortran",
        "html",
        "javascript",
        "js",
        "julia",
        "kql",
        "latex",
        "local",
        "markdown",
        "matlab",
        "mermaid",
        "nvcc",
        "octave",
        "perl",
        "powershell",
        "pwsh",
        "pypy",
        "python",
        "python2",
        "python3",
        "rust",
        "ruby",
        "scala",
        "script",
        "sh",
        "skip",
        "sparksql",
        "spark",
        "sql",
        "svg",
        "sx",
        "system",
        "timeit",
        "writefile",
        "yaml",
    }
)
"""Cell magics whose cell is not run as this notebook's Python, or leaves nothing behind in it."""
MAX_SHOWN = 40
"""How many letters of a magic an error repeats."""
PYLAB = "from numpy import *; import numpy, matplotlib, numpy as np, matplotlib.pyplot as plt"
"""What `%pylab` puts into the notebook's names, as far as anything of it is here."""

_CELL_MAGIC = re.compile(r"\s*%%(\S+)[^\n]*")
_CAPTURED = r"\s*%%capture\s+(?:--?[\w-]+\s+)*([A-Za-z_]\w*)"
_PROMPT = re.compile(r"^(?:(?:>>>|\.\.\.)(?: |$)|In ?\[\d+\]: ?|\s*\.{3,}: ?)")
_FIRST_PROMPT = re.compile(r"\s*(?:>>>|In ?\[\d+\]:)(?: |$)")
_ASSIGNED = re.compile(r"^(\s*[A-Za-z_][\w.\[\], ]*=)\s*(%\s*\w.*|!.*)$")
_ESCAPED = re.compile(r"^(\s*)([%!?/,;].*)$")
_HELP = re.compile(r"(?:\w|\]|\*)\?\??$")
_TIMED = re.compile(r"%\s*time(?:\s+(?:-\w+\s+)*|$)")
_TOKEN = re.compile(
    r"""\#.*|(?P<triple>\"{3}|'{3})|"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?|(?P<open>[(\[{])|(?P<close>[)\]}])"""
)


_WRITES = r"%%(?:writefile|file)\s+(?P<more>-a\s+|--append\s+)?(?P<path>.*\S)"
_RUNS_FILE = r"%\s*run\s+(?:-\w+\s+)*[\"']?([\w./\\-]+?)(?:\.py)?[\"']?(?:\s.*)?$"


class OtherLanguage(Exception):
    """The cell begins with a magic that takes it away from this notebook's Python."""

    def __init__(self, magic: str, cell: str = "") -> None:
        super().__init__(magic[:MAX_SHOWN])
        written = re.match(_WRITES, magic)
        self.path = written["path"].strip("\"'") if written else ""
        """The file that the cell is written into."""
        self.more = written is not None and bool(written["more"])
        """Whether the cell is appended to what the file holds."""
        self.cell = cell


def convert_cell(text: str) -> str:
    """Return the cell as Python, line for line; raises OtherLanguage where it is none of this notebook's own.

    What Python reads as it stands is left alone; what it cannot read even so is its author's SyntaxError.
    """
    magic = _CELL_MAGIC.match(text)
    if magic is not None:
        return _convert_below_magic(magic, text[magic.end() :])
    if _is_python(text):
        return text
    lines = _remove_prompts(_remove_indent(text.split("\n")))
    return "\n".join(_convert_lines(lines))


def _convert_below_magic(magic: re.Match[str], cell: str) -> str:
    """Return the Python below a cell magic; one that nobody knows runs its cell, where that is Python."""
    other = OtherLanguage(magic[0].strip(), cell.removeprefix("\n"))
    if magic[1] in ELSEWHERE:
        raise other
    converted = convert_cell(cell)
    if magic[1] not in RUNS and not _is_python(converted):
        raise other
    named = re.match(_CAPTURED, magic[0])
    return "\n" * magic[0].count("\n") + (f"{named[1]} = get_ipython()" if named else "") + converted


def convert_file(text: str) -> str:
    """Return a file that was saved from a notebook as Python, line for line."""
    return "\n".join(_convert_lines(text.split("\n")))


def _is_python(text: str) -> bool:
    """Tell whether a text can be compiled as a notebook's cell."""
    try:
        compile(text, "<string>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _remove_indent(lines: list[str]) -> list[str]:
    """Return the lines without the indent of the block that they were pasted from."""
    first = next((line for line in lines if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip())]
    return [line.removeprefix(indent) for line in lines] if indent else lines


def _remove_prompts(lines: list[str]) -> list[str]:
    """Return the lines without the prompts of the session that they were pasted from."""
    first = next((line for line in lines if line.strip()), "")
    return [_PROMPT.sub("", line) for line in lines] if _FIRST_PROMPT.match(first) else lines


def _convert_lines(lines: list[str]) -> list[str]:
    """Return the lines with each magic at the beginning of a statement turned into Python."""
    converted: list[str] = []
    statement = _Statement()
    magic = False
    for line in lines:
        if magic:
            # The magic's line went on behind a backslash.
            converted.append("")
            magic = line.endswith("\\")
            continue
        plain = _convert_line(line) if statement.is_over else None
        magic = plain is not None and line.endswith("\\")
        converted.append(line if plain is None else plain)
        if plain is None:
            statement.read(line)
    return converted


def _convert_line(line: str) -> str | None:
    """Return a line that begins a statement as Python; None where it is Python already."""
    assigned = _ASSIGNED.match(line)
    if assigned is not None:
        timed = _TIMED.match(assigned[2])
        return f"{assigned[1]} {assigned[2][timed.end() :]}" if timed else f"{assigned[1]} get_ipython()"
    escaped = _ESCAPED.match(line)
    if escaped is not None:
        return escaped[1] + _convert_magic(escaped[2], at_top=not escaped[1])
    if _HELP.search(line.rstrip()) and _Statement().read(line):
        return line[: len(line) - len(line.lstrip())] + "None"
    return None


def _convert_magic(magic: str, *, at_top: bool) -> str:
    """Return the Python that a line's magic runs, as far as it leaves anything behind."""
    if timed := _TIMED.match(magic):
        return magic[timed.end() :] or "None"
    if ran := re.match(_RUNS_FILE, magic):
        return f"get_ipython().run_file({ran[1]!r})"
    return PYLAB if at_top and re.match(r"%\s*pylab\b", magic) else "None"


class _Statement:
    """A statement, line by line: it is over where no bracket, no long string and no backslash is open."""

    def __init__(self) -> None:
        self._quotes = ""
        self._depth = 0
        self._goes_on = False

    @property
    def is_over(self) -> bool:
        return not (self._quotes or self._depth > 0 or self._goes_on)

    def read(self, line: str) -> bool:
        """Take in a line; return whether it ends in code, not in a comment or in something open."""
        at = 0
        last = ""
        while at < len(line):
            if self._quotes:
                at = self._skip_string(line, at)
                continue
            token = _TOKEN.search(line, at)
            if token is None:
                break
            at, last = token.end(), token[0]
            self._quotes = token["triple"] or ""
            self._depth += bool(token["open"]) - bool(token["close"])
        commented = last.startswith("#")
        self._goes_on = line.endswith("\\") and not commented
        return self.is_over and not commented

    def _skip_string(self, line: str, at: int) -> int:
        """Return the index in this line at which the open string ends."""
        end = re.compile(rf"(?:\\.|(?!{self._quotes}).)*{self._quotes}").match(line, at)
        if end is None:
            return len(line)
        self._quotes = ""
        return end.end()
