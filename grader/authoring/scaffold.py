"""A new exercise on all shelves, its blanks marked; a new course where there is none."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from grader.course import STEM
from grader.course.location import PACKAGE, SHELVES, Course, NamedCourse, find_current_course, is_free_folder
from grader.errors import KitError

TEMPLATES = Path(__file__).parent / "templates"
FILES = {
    "exercises": ("stub.py.txt", "the stub: what a learner fills in"),
    "solutions": ("reference.py.txt", "the reference: nothing that grades reads it"),
    "suites": ("suite.py.txt", "the hidden suite: laws, in closed form"),
    "misconceptions": ("family.py.txt", "the family: each wrong idea, and its words"),
    "quizzes": ("questions.toml.txt", "the questions, with a reason for every answer"),
}
"""For each shelf its template, and what the file is."""


class Function(Struct, frozen=True):
    """One function that learners will write."""

    name: str
    signature: str
    parameters: tuple[str, ...]
    prefix: str
    """What the ids of its ideas begin with; no other family of the course begins so."""
    given: bool
    """Whether the author named the parameters."""


class Scaffold(Struct, frozen=True):
    """What was written."""

    course: Course
    number: int
    files: tuple[Path, ...]
    """One on each shelf, in the order of FILES."""
    begun: bool
    """Whether the course began with it."""


def write_scaffold(
    wished: NamedCourse | None, name: str, functions: str, commands: Collection[str], tags: str = ""
) -> Scaffold:
    """Write a new exercise's file on every shelf, under the next free number; nothing is ever overwritten.

    Where the course that is wished for is not there, and nothing else stands in its place, it begins with this
    exercise. `functions` is what learners write: `warmup(step, steps), decay`; `commands` are names that are
    taken; `tags` is what the ids of ideas begin with, one a function: `WU, DC`. Raises KitError, and writes nothing,
    where a name cannot be used or a file cannot be written.
    """
    fresh = wished is not None and is_free_folder(wished.folder)
    its = Course(str(wished.folder)) if fresh and wished else find_current_course()
    if its.is_kits_own and its.locate_shelf("exercises").is_relative_to(PACKAGE):
        raise KitError(
            "This kit is installed, and its own shelves are not for writing.",
            "A course of your own in a folder of its own: grade new NAME --course DIR",
        )
    stems = [path.stem for shelf in SHELVES for path in its.locate_shelf(shelf).glob("exercise*_*")]
    known = {found[2]: int(found[1]) for found in map(STEM.fullmatch, stems) if found}
    topics = [path.stem for path in its.locate_shelf("quizzes").glob("*.toml")]
    plain = _validate_name(
        name,
        {
            **dict.fromkeys(commands, "a command"),
            **dict.fromkeys(topics, "a topic of the quiz"),
            **{word: f"exercise {number}" for word, number in known.items()},
        },
    )
    number = max(known.values(), default=0) + 1
    texts = _make_texts(its, plain, number, functions, tags)
    if fresh and wished and not wished.by_table:
        title = json.dumps(Path(its.folder).name.replace("_", " ").capitalize(), ensure_ascii=False)
        texts = {Path(its.folder, "pyproject.toml"): _fill_template("pyproject.toml.txt", title=title), **texts}
    return Scaffold(its, number, tuple(_write_all(texts)[-len(FILES) :]), fresh)


def _make_texts(its: Course, name: str, number: int, functions: str, tags: str) -> dict[Path, str]:
    """Make the text of the file on each shelf."""
    taken = {prefix for path in its.locate_shelf("misconceptions").glob("*.py") for prefix in _find_prefixes(path)}
    words = {
        "number": number,
        "title": name.replace("_", " ").capitalize(),
        "slug": name.replace("_", "-"),
        "functions": _assign_tags(list(_parse_functions(functions or name, set(taken))), tags, taken),
        "own": its.is_kits_own,
    }
    stem = f"exercise{number:02}_{name}"
    return {
        its.locate_shelf(shelf) / f"{stem}{'.toml' if shelf == 'quizzes' else '.py'}": _fill_template(template, **words)
        for shelf, (template, _says) in FILES.items()
    }


def _write_all(files: dict[Path, str]) -> list[Path]:
    """Write all files or none."""
    done: list[Path] = []
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                done.append(path)
                file.write(text)
    except OSError as error:
        for path in done:
            path.unlink(missing_ok=True)
        mend = "Nothing was written; name a course that you may write to: grade new NAME --course DIR"
        raise KitError(f"{path} cannot be written ({error.strerror}).", mend) from None
    return done


def _fill_template(template: str, **words: object) -> str:
    """Fill a template with these words."""
    import jinja2

    text = (TEMPLATES / template).read_text("utf-8")
    environment = jinja2.Environment(
        undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    return environment.from_string(text).render(**words)


def _validate_name(word: str, taken: dict[str, str]) -> str:
    """Return an exercise's name in plain form; raises KitError where it cannot be used."""
    plain = word.strip().lower().replace("-", "_")
    if not re.fullmatch(r"[a-z][a-z0-9_]*[a-z0-9]", plain) or re.match(r"ex(ercise)?_?\d", plain):
        raise KitError(
            f"An exercise cannot be called {word!r}.",
            "A name is words in lower case, as in bias_correction; the number is added to it.",
        )
    if plain in taken:
        raise KitError(f"The name {plain} is taken: {taken[plain]} is called so.", "Choose another.")
    return plain


def _parse_functions(text: str, taken: set[str]) -> Iterator[Function]:
    """Parse `warmup(step, lr=0.1), decay` into functions."""
    seen: set[str] = set()
    for word in filter(None, map(str.strip, _split_at_commas(text))):
        function = _parse_function(word, taken)
        if function.name in seen:
            raise KitError(f"The function {function.name} is named twice.", "Name each once.")
        seen.add(function.name)
        taken.add(function.prefix)
        yield function
    if not seen:
        raise KitError(f"There is no function in {text!r}.", "As in: --functions 'warmup(step, steps), decay'")


def _split_at_commas(text: str) -> list[str]:
    """Split a text at the commas that stand in no brackets."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _parse_function(word: str, taken: Iterable[str]) -> Function:
    """Parse one function with its parameters; raises KitError where it cannot be asked for."""
    given = "(" in word
    try:
        (node,) = ast.parse(f"def {word if given else f'{word}(x)'}: pass").body
    except (SyntaxError, ValueError):
        node = ast.Pass()
    plain = isinstance(node, ast.FunctionDef) and not (
        node.args.kwonlyargs or node.args.posonlyargs or node.args.vararg or node.args.kwarg
    )
    if not plain:
        raise KitError(
            f"{word!r} is no function that can be asked for.",
            "Name it with its parameters, as in: --functions 'warmup(step, steps), decay'",
        )
    assert isinstance(node, ast.FunctionDef)
    parameters = tuple(argument.arg for argument in node.args.args)
    if "turn" in parameters:
        raise KitError(
            f"A parameter of {node.name} cannot be called turn: a family takes its wrong turns under that name.",
            "Choose another name, as in: --functions 'bend(angle)'",
        )
    return Function(node.name, ast.unparse(node.args), parameters, _choose_prefix(node.name, set(taken)), given)


def _assign_tags(functions: list[Function], tags: str, taken: set[str]) -> list[Function]:
    """Give the functions the tags that were asked for; the others keep one of their own letters."""
    tag_list = [tag.strip().upper() for tag in tags.split(",") if tag.strip()]
    if len(tag_list) > len(functions):
        raise KitError(
            f"There are {len(tag_list)} tags and {len(functions)} function{'s' * (len(functions) != 1)}.",
            "Give one tag a function at the most.",
        )
    for index, tag in enumerate(tag_list):
        if not re.fullmatch(r"[A-Z][A-Z0-9]", tag):
            raise KitError(f"{tag!r} is no tag.", "A tag is two letters, or a letter and a digit, as in: --tag LR")
        if tag in tag_list[:index]:
            raise KitError(f"The tag {tag} is given twice.", "Give each function a tag of its own.")
        if tag in taken:
            raise KitError(f"The tag {tag} is taken: ids of other ideas begin so.", "Choose another.")
    kept: list[Function] = []
    for index, function in enumerate(functions):
        used = taken | set(tag_list) | {function.prefix for function in kept}
        free = function.prefix if function.prefix not in used else _choose_prefix(function.name, used)
        kept.append(replace(function, prefix=tag_list[index] if index < len(tag_list) else free))
    return kept


def _choose_prefix(name: str, taken: set[str]) -> str:
    """Choose two characters that begin a function's ids: its initials, else others of its letters, else a digit."""
    letters = [letter for letter in name.upper() if letter.isalnum()]
    initials = "".join(word[0] for word in name.upper().split("_") if word)
    candidates = [
        initials[:2],
        *(letters[0] + other for other in letters[1:]),
        *(f"{letters[0]}{n}" for n in range(1, 10)),
    ]
    free = [prefix for prefix in candidates if len(prefix) == 2 and prefix not in taken]
    return free[0] if free else "Z9"


def _find_prefixes(path: Path) -> set[str]:
    """Find what the ids in a family file begin with."""
    return set(re.findall(r"""["']([A-Z0-9]{1,2})-[A-Z0-9]+["']""", path.read_text("utf-8", "replace")))


__all__ = ["FILES", "Scaffold", "write_scaffold"]
