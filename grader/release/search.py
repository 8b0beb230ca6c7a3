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

TELLING = 16
"""Characters of a line or a body without blanks that make it worth a search: shorter ones stand in any program."""
TELLING_CALL = 24
"""The same for a line that computes nothing by itself, such as `return np.stack(path)`."""
_LINE = re.compile(rf"[^\x00-\x1f\ufffd]{{{TELLING},}}")
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


def secrets(sources: Mapping[str, str], public: Iterable[str] = (), telling: int = TELLING) -> Secrets:
    """The bodies and lines of these files, without what stands in `public` texts (the stubs) as well.

    Lines shorter than `telling` are not searched for.
    """
    told = _dense("\n".join(public))
    found = Secrets()
    for place, source in sources.items():
        for function in _functions(source):
            shape = shape_of(function)
            if shape:
                found.bodies.setdefault(shape, f"{place}: {function.name}")
        for function_name, line in _code_lines(source):
            dense = _dense(line)
            least = telling if _COMPUTES.search(dense) else max(telling, TELLING_CALL)
            if len(dense) >= least and dense not in told:
                found.lines.setdefault(dense, f"{place}: {line.strip()}")
                found.functions.setdefault(dense, f"{place}: {function_name}")
    return found


def together(*parts: Secrets) -> Secrets:
    """All of them."""
    return Secrets(
        {shape: place for one in parts for shape, place in one.bodies.items()},
        {line: place for one in parts for line, place in one.lines.items()},
        {line: function for one in parts for line, function in one.functions.items()},
    )


def leaks(files: Mapping[str, bytes], hidden: Secrets) -> list[str]:
    """Every secret that stands in one of the files, as one line each; an empty list is what one wants."""
    found: list[str] = []
    for name, held in opened(files):
        text = held.decode("utf-8", errors="replace")
        dense = _legible(_dense(text))
        found += [f"{name} holds a line of {place}" for place in _lines_in(dense, hidden)]
        if name.endswith(".py"):
            shapes = {shape_of(function): function.name for function in _functions(text)}
            found += [
                f"{name}: {shapes[shape]} is {place}" for shape, place in hidden.bodies.items() if shape in shapes
            ]
    return found


def _legible(dense: str) -> str:
    """What of a text without blanks could hold a line: of a file of numbers next to nothing is left."""
    return "\n".join(_LINE.findall(dense))


def _lines_in(dense: str, hidden: Secrets) -> list[str]:
    there = [line for line in hidden.lines if line in dense]
    many = Counter(hidden.functions.get(line, line) for line in there)
    return [
        hidden.lines[line] for line in there if line.startswith("return") or many[hidden.functions.get(line, line)] > 1
    ]


def opened(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Every file, and every file inside an archive among them."""
    for name, held in files.items():
        yield name, held
        if zipfile.is_zipfile(io.BytesIO(held)):
            with zipfile.ZipFile(io.BytesIO(held)) as box:
                yield from opened({f"{name}/{member}": box.read(member) for member in box.namelist()})


def shape_of(function: ast.FunctionDef) -> str:
    """What a function does, whatever its own names are; empty where it does next to nothing."""
    body = [one for one in function.body if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))]
    if all(isinstance(one, ast.Raise | ast.Pass) for one in body):
        return ""
    own = {one.arg for one in ast.walk(function.args) if isinstance(one, ast.arg)}
    own |= {one.id for node in body for one in ast.walk(node) if isinstance(one, ast.Name) and _is_stored(one)}
    numbers: dict[str, str] = {}
    shaped = [_renamed(ast.unparse(node), own, numbers) for node in body]
    text = "\n".join(shaped)
    return text if len(_dense(text)) >= TELLING else ""


def _renamed(text: str, own: set[str], numbers: dict[str, str]) -> str:
    """Local names as numbers, in the order in which they come up."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in own:
            node.id = numbers.setdefault(node.id, f"_{len(numbers)}")
    return ast.unparse(tree)


def _is_stored(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)


def _functions(source: str) -> Iterator[ast.FunctionDef]:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _code_lines(source: str) -> Iterator[tuple[str, str]]:
    """The lines of function bodies, with their functions and comments; not those that are nothing but words."""
    inside: dict[int, str] = {}
    for function in _functions(source):
        inside |= dict.fromkeys(range(function.lineno + 1, (function.end_lineno or function.lineno) + 1), function.name)
    for number, line in enumerate(source.splitlines(), 1):
        if number in inside and not _WORDS.fullmatch(line.strip()):
            yield inside[number], line


def _dense(text: str) -> str:
    return re.sub(r"\s+", "", text)
