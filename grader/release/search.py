"""Looking for secrets by their text: whether any file of a kit holds a solution's code, or a family's.

Two looks at every file, also inside archives: bodies of functions with their local names and layout taken away, so
that a renamed copy is found, and lines without their blanks. What a function returns is found by one line; of its
other lines two have to be there, for `middle = (low + high) / 2` stands in many an honest helper. Whatever is written
in another way is found by running it (`grader.release.answers`).
"""

from __future__ import annotations

import ast
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct, field

MIN_LINE_CHARS = 16
"""Characters of a line or a body without blanks that make it worth a search: shorter ones stand in any program."""
MIN_CALL_CHARS = 24
"""The same for a line that computes nothing by itself, such as `return np.stack(path)`."""
_LINE = re.compile(rf"[^\x00-\x1f\ufffd]{{{MIN_LINE_CHARS},}}")
"""Signs in a row as they stand in a line of code, and enough of them."""
_COMPUTES = re.compile(r"[-+*/%<>@]|==|!=")
_WORDS = re.compile(r"""f?(["']).*\1,?""")


class Secrets(Struct, frozen=True):
    """What no kit may hold."""

    bodies: dict[str, str] = field(default_factory=dict)
    """Shapes of functions, each with the place it comes from."""
    lines: dict[str, str] = field(default_factory=dict)
    """Lines without blanks, each with its place."""
    functions: dict[str, str] = field(default_factory=dict)
    """Of each line the function that it stands in."""


def extract_secrets(sources: Mapping[str, str], public: Iterable[str] = (), min_chars: int = MIN_LINE_CHARS) -> Secrets:
    """Extract the bodies and lines of these files, without what the `public` texts (the stubs) hold as well.

    Lines shorter than `telling` are not searched for.
    """
    public_text = _strip_blanks("\n".join(public))
    secrets = Secrets()
    for path, source in sources.items():
        for function in _iterate_functions(source):
            shape = compute_shape(function)
            if shape:
                secrets.bodies.setdefault(shape, f"{path}: {function.name}")
        for function_name, line in _iterate_code_lines(source):
            dense = _strip_blanks(line)
            shortest = min_chars if _COMPUTES.search(dense) else max(min_chars, MIN_CALL_CHARS)
            if len(dense) >= shortest and dense not in public_text:
                secrets.lines.setdefault(dense, f"{path}: {line.strip()}")
                secrets.functions.setdefault(dense, f"{path}: {function_name}")
    return secrets


def merge_secrets(*parts: Secrets) -> Secrets:
    """Merge several collections of secrets into one."""
    return Secrets(
        {shape: place for part in parts for shape, place in part.bodies.items()},
        {line: place for part in parts for line, place in part.lines.items()},
        {line: function for part in parts for line, function in part.functions.items()},
    )


def find_leaks(files: Mapping[str, bytes], hidden: Secrets) -> list[str]:
    """List every secret that stands in one of the files, as one line each."""
    leaks: list[str] = []
    for name, data in open_archives(files):
        text = data.decode("utf-8", errors="replace")
        dense = _keep_legible(_strip_blanks(text))
        leaks += [f"{name} holds a line of {origin}" for origin in _find_lines(dense, hidden)]
        if name.endswith(".py"):
            shapes = {compute_shape(function): function.name for function in _iterate_functions(text)}
            leaks += [
                f"{name}: {shapes[shape]} is {origin}" for shape, origin in hidden.bodies.items() if shape in shapes
            ]
    return leaks


def _keep_legible(dense: str) -> str:
    """Return what of a text without blanks could hold a line: next to nothing of a file of numbers."""
    return "\n".join(_LINE.findall(dense))


def _find_lines(dense: str, hidden: Secrets) -> list[str]:
    """List where the secret lines come from that a text holds: a returned one, or two of one function."""
    present = [line for line in hidden.lines if line in dense]
    counts = Counter(hidden.functions.get(line, line) for line in present)
    return [
        hidden.lines[line]
        for line in present
        if line.startswith("return") or counts[hidden.functions.get(line, line)] > 1
    ]


def open_archives(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield every file, and every file inside an archive among them."""
    for name, data in files.items():
        yield name, data
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                yield from open_archives({f"{name}/{member}": archive.read(member) for member in archive.namelist()})


def compute_shape(function: ast.FunctionDef) -> str:
    """Return what a function does, whatever its own names are; empty where it does next to nothing."""
    body = [part for part in function.body if not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))]
    if all(isinstance(part, ast.Raise | ast.Pass) for part in body):
        return ""
    own = {part.arg for part in ast.walk(function.args) if isinstance(part, ast.arg)}
    own |= {part.id for node in body for part in ast.walk(node) if isinstance(part, ast.Name) and _is_stored(part)}
    numbers: dict[str, str] = {}
    shaped = [_rename_locals(ast.unparse(node), own, numbers) for node in body]
    text = "\n".join(shaped)
    return text if len(_strip_blanks(text)) >= MIN_LINE_CHARS else ""


def _rename_locals(text: str, own: set[str], numbers: dict[str, str]) -> str:
    """Rename local names to numbers, in the order in which they come up."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in own:
            node.id = numbers.setdefault(node.id, f"_{len(numbers)}")
    return ast.unparse(tree)


def _is_stored(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)


def _iterate_functions(source: str) -> Iterator[ast.FunctionDef]:
    """Yield the functions of a Python text; none where it cannot be parsed."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _iterate_code_lines(source: str) -> Iterator[tuple[str, str]]:
    """Yield the lines of function bodies, each after its function's name; lines of nothing but words are left out."""
    inside: dict[int, str] = {}
    for function in _iterate_functions(source):
        inside |= dict.fromkeys(range(function.lineno + 1, (function.end_lineno or function.lineno) + 1), function.name)
    for number, line in enumerate(source.splitlines(), 1):
        if number in inside and not _WORDS.fullmatch(line.strip()):
            yield inside[number], line


def _strip_blanks(text: str) -> str:
    """Return a text without blanks and line breaks."""
    return re.sub(r"\s+", "", text)
