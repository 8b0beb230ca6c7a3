"""Broken references: how sharp is a suite? Break the reference in one place at a time and see what is noticed.

A survivor asks one of two things: a law is missing, or the change is none (`x / 1`). The second kind is excused in
a file beside the reference, `solutions/exercise05_divergence_detector.harmless.toml`: what the change may hold
(`line before → line after`), and why no law may ask for it.
"""

from __future__ import annotations

import ast
import dataclasses
import hashlib
import tomllib
from collections.abc import Iterator, Sequence

from grader import course
from grader.authoring.breach import Breach
from grader.errors import BrokenShelf
from grader.execution.session import SubmissionSession
from grader.grading.checks import load_suite
from grader.model import Exercise, Submission
from grader.sandbox import Limits, Sandbox

MUTANT_LIMITS = Limits(seconds=1.0, load_seconds=5.0)
"""A mutant may loop for ever; none needs long to be right."""
OTHER_OPERATOR = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
}
OTHER_COMPARISONS = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
DROPPED = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.Return, ast.If, ast.For, ast.While)


@dataclasses.dataclass(frozen=True)
class Mutant:
    """A solution with one change."""

    kind: str
    line: int
    """In the solution's own file."""
    before: str
    after: str
    """The changed statement, as Python would write it."""
    source: str

    @property
    def change(self) -> str:
        """Both lines in one."""
        return f"{self.before} → {self.after}"

    def __str__(self) -> str:
        return f"line {self.line} ({self.kind})\n    - {self.before}\n    + {self.after}"


def iterate_mutants(source: str) -> Iterator[Mutant]:
    """Yield every program that differs from `source` in one small place, in the order of the file."""
    original = ast.unparse(ast.parse(source))
    seen = {original}
    for index, count in enumerate(len(_list_changes(node, near)) for node, near in _iterate_nodes(ast.parse(source))):
        for number in range(count):
            broken = ast.parse(source)
            node, near = list(_iterate_nodes(broken))[index]
            kind, change = _list_changes(node, near)[number]
            _replace(broken, node, change)
            text = ast.unparse(ast.fix_missing_locations(broken))
            if text not in seen:
                seen.add(text)
                yield Mutant(kind, getattr(node, "lineno", 0), *_find_difference(original, text), text)


def _iterate_nodes(tree: ast.Module) -> Iterator[tuple[ast.AST, dict[str, str]]]:
    """Yield every node inside a function, with the names that its local names may be mistaken for."""
    for function in tree.body:
        if isinstance(function, ast.FunctionDef):
            names = dict.fromkeys(argument.arg for argument in function.args.args)
            names |= dict.fromkeys(
                node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            )
            near = dict(zip(names, [*names][1:] + [*names][:1], strict=True))
            for part in (function.args, *function.body):
                yield from ((node, near) for node in ast.walk(part))


def _list_changes(node: ast.AST, near: dict[str, str]) -> list[tuple[str, ast.AST]]:
    """List what may stand in the node's place, each with the kind of slip it is."""
    match node:
        case ast.Name(id=name, ctx=ast.Load()) if name in near:
            return [("neighbour", ast.Name(near[name], ast.Load()))]
        case ast.BinOp(op=operator) if type(operator) in OTHER_OPERATOR:
            swapped = ast.BinOp(node.left, OTHER_OPERATOR[type(operator)](), node.right)
            return [("operator", swapped), ("operand", node.left), ("operand", node.right)]
        case ast.Compare(ops=[operator]) if type(operator) in OTHER_COMPARISONS:
            others = OTHER_COMPARISONS[type(operator)]
            return [("comparison", ast.Compare(node.left, [other()], node.comparators)) for other in others]
        case ast.BoolOp():
            other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            return [("boolean", ast.BoolOp(other, node.values)), *(("boolean", value) for value in node.values)]
        case ast.UnaryOp():
            return [("sign", node.operand)]
        case ast.Constant(value=bool() as value):
            return [("constant", ast.Constant(not value))]
        case ast.Constant(value=int() as value):
            return [("constant", ast.Constant(value + 1)), ("constant", ast.Constant(value - 1))]
        case ast.Constant(value=float() as value):
            return [("constant", ast.Constant(value * 1.25))]
        case ast.Call(args=[first, second, *rest], keywords=words):
            return [("swapped arguments", ast.Call(node.func, [second, first, *rest], words))]
        case ast.Tuple(elts=[first, second, *rest], ctx=ast.Load()):
            return [("swapped values", ast.Tuple([second, first, *rest], ast.Load()))]
        case ast.If():
            return [
                ("condition", ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)),
                *_list_drops(node),
            ]
    return _list_drops(node)


def _list_drops(node: ast.AST) -> list[tuple[str, ast.AST]]:
    """List the node's removal, where that changes something."""
    match node:
        case ast.Expr(value=ast.Constant()):
            return []  # a docstring
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Attribute(attr="asarray"), args=[value])):
            if isinstance(value, ast.Name) and value.id == name:
                return []  # code that is right on arrays is right: other kinds of input are only offered
    return [("dropped", ast.Pass())] if isinstance(node, DROPPED) else []


def _replace(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    """Replace a node by another in its tree."""
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, field, new)
            elif isinstance(value, list):
                value[:] = [new if item is old else item for item in value]


def _find_difference(before: str, after: str) -> tuple[str, str]:
    """Return the first line that differs, in both texts."""
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    return next(((old.strip(), new.strip()) for old, new in pairs if old != new), ("", ""))


def make_submission(exercise: Exercise, mutant: Mutant) -> Submission:
    """Make a submission of the mutant."""
    source = mutant.source.encode()
    return Submission(exercise, None, source, f"mutant of line {mutant.line}", hashlib.sha256(source).hexdigest())


def find_survivors(exercise: Exercise, broken: Sequence[Mutant], sandbox: Sandbox) -> list[Mutant]:
    """Return the mutants that pass every check."""
    return [mutant for mutant in broken if _survives(exercise, mutant, sandbox)]


def _survives(exercise: Exercise, mutant: Mutant, sandbox: Sandbox) -> bool:
    """Tell whether a mutant earns every point; why it fails is not asked."""
    session = SubmissionSession(
        make_submission(exercise, mutant), course.read_parameters(exercise), sandbox, MUTANT_LIMITS
    )
    try:
        checks, _ = session.novelty.withhold_points(load_suite(exercise).examine(session))
    finally:
        session.end()
    return all(check.outcome == "passed" for check in checks)


def make_mutants(exercise: Exercise) -> list[Mutant]:
    """Make every mutant of an exercise's solution, without the excused ones; none where there is no solution."""
    path = course.locate_file(exercise, "solutions")
    mutants = iterate_mutants(path.read_text("utf-8")) if path.is_file() else ()
    excused = load_excuses(exercise)
    return [mutant for mutant in mutants if not any(words in mutant.change for words in excused)]


def load_excuses(exercise: Exercise) -> dict[str, str]:
    """Load what changes of the solution are excused for, by the text that they hold. Raises BrokenShelf."""
    path = course.locate_file(exercise, "solutions").with_suffix(".harmless.toml")
    try:
        return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    except (ValueError, OSError) as error:
        raise BrokenShelf(f"{path.name} cannot be read ({error}).", "Mend it there.") from None


def find_idle_excuses(exercise: Exercise) -> list[str]:
    """Return what is excused and matches no mutant."""
    path = course.locate_file(exercise, "solutions")
    changes = [mutant.change for mutant in iterate_mutants(path.read_text("utf-8"))] if path.is_file() else []
    return [words for words in load_excuses(exercise) if not any(words in change for change in changes)]


def find_unnoticed(exercise: Exercise, sandbox: Sandbox) -> tuple[list[Breach], int]:
    """Return a breach for each broken program that passes and each idle excuse, and how many programs there were."""
    mutants = make_mutants(exercise)
    name = course.locate_file(exercise, "solutions").name
    mend = f"Add a law that it breaks, or excuse it in {exercise.stem}.harmless.toml beside the solution."
    unnoticed = [
        Breach(exercise.stem, f"{name}, line {survivor.line} passes every check as `{survivor.after}`.", mend)
        for survivor in find_survivors(exercise, mutants, sandbox)
    ]
    idle = [
        Breach(
            exercise.stem, f"{exercise.stem}.harmless.toml excuses {words!r}, and no change does that.", "Take it out."
        )
        for words in find_idle_excuses(exercise)
    ]
    return unnoticed + idle, len(mutants)
