"""How sharp are the hidden suites? Break a solution in one place at a time and see who notices.

    python tests/mutants.py                 every exercise
    python tests/mutants.py exercise03      one of them, by any of its names

Prints the share of broken programs that a suite fails, and each survivor as the line that was changed.
A survivor asks one of two things: a law is missing, or the change is none (`x / 1`). The second kind is
excused in HARMLESS, with the reason. tests/test_mutants.py runs a fixed sample of the same mutants.
"""

from __future__ import annotations

import ast
import dataclasses
import hashlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # as a script this file finds the checkout it stands in

from grader import course, grading  # noqa: E402
from grader.model import Exercise, Report, Submission  # noqa: E402
from grader.sandbox import Limits, open_sandbox  # noqa: E402

QUICK = Limits(seconds=1.0, load_seconds=5.0)
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


EDGE = "by decision no law stands on a threshold, where two right programs may round apart"
HARMLESS: dict[str, dict[str, str]] = {
    "exercise02_momentum": {"v = np.zeros_like(path[-1])": "the path has one row then"},
    "exercise05_divergence_detector": {
        "too_high_in_a_row = 0 →": "the first loss, never above infinity, sets it to zero",
        "best = min(loss, best)": "the same least value",
        "loss >= factor": EDGE,
        ">= 1.5": EDGE,
        "<= 0.9": EDGE,
        ">= 1.1": EDGE,
        ">= 0.9": EDGE,
        ">= 0.3": EDGE,
        ">= 0.1": EDGE,
        "jumps[:-1] <= 0": "no two neighbours of the second half are equal, or all of them are",
        "jumps[1:] / jumps[:-1]": "a quotient has the sign of the product",
        "reshape(4, -2)": "numpy takes any negative number for the length that is left",
        "np.asarray(val, dtype=float) → pass": "lists are only offered: code that is right on arrays is right",
    },
}
"""Of an exercise, what a change may hold (`line before → line after`) that no law may ask for, and why."""


def mutants(source: str) -> Iterator[Mutant]:
    """Every program that differs from `source` in one small place, in the order of the file."""
    original = ast.unparse(ast.parse(source))
    seen = {original}
    for place, count in enumerate(len(_changes(node, near)) for node, near in _nodes(ast.parse(source))):
        for number in range(count):
            broken = ast.parse(source)
            node, near = list(_nodes(broken))[place]
            kind, change = _changes(node, near)[number]
            _replace(broken, node, change)
            text = ast.unparse(ast.fix_missing_locations(broken))
            if text not in seen:
                seen.add(text)
                yield Mutant(kind, node.lineno, *_difference(original, text), text)


def _nodes(tree: ast.Module) -> Iterator[tuple[ast.AST, dict[str, str]]]:
    """Every node inside a function, with each local name's neighbour: the one it may be mistaken for."""
    for function in tree.body:
        if isinstance(function, ast.FunctionDef):
            names = dict.fromkeys(argument.arg for argument in function.args.args)
            names |= dict.fromkeys(
                node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            )
            near = dict(zip(names, [*names][1:] + [*names][:1], strict=True))
            for part in (function.args, *function.body):
                yield from ((node, near) for node in ast.walk(part))


def _changes(node: ast.AST, near: dict[str, str]) -> list[tuple[str, ast.AST]]:
    """What may stand in the node's place, each with the kind of slip it is."""
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
            return [("condition", ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)), *_dropped(node)]
    return _dropped(node)


def _dropped(node: ast.AST) -> list[tuple[str, ast.AST]]:
    match node:
        case ast.Expr(value=ast.Constant()):
            return []  # a docstring
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Attribute(attr="asarray"), args=[value])):
            if isinstance(value, ast.Name) and value.id == name:
                return []  # code that is right on arrays is right: other kinds of input are only offered
    return [("dropped", ast.Pass())] if isinstance(node, DROPPED) else []


def _replace(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, field, new)
            elif isinstance(value, list):
                value[:] = [new if item is old else item for item in value]


def _difference(before: str, after: str) -> tuple[str, str]:
    """The first line that differs, in both."""
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    return next(((old.strip(), new.strip()) for old, new in pairs if old != new), ("", ""))


def submission(exercise: Exercise, mutant: Mutant) -> Submission:
    """The mutant as somebody's file."""
    source = mutant.source.encode()
    return Submission(exercise, None, source, f"mutant of line {mutant.line}", hashlib.sha256(source).hexdigest())


def survivors(exercise: Exercise, broken: Sequence[Mutant]) -> list[Mutant]:
    """Those that pass every check."""
    reports: list[Report] = []
    sandbox = open_sandbox()
    try:
        stream = (submission(exercise, mutant) for mutant in broken)
        grading.grade_all(exercise, stream, reports.append, sandbox, limits=QUICK)
    finally:
        sandbox.close()
    return [mutant for mutant, report in zip(broken, reports, strict=True) if report.status == "passed"]


def of(exercise: Exercise) -> list[Mutant]:
    """Every mutant of an exercise's solution, harmless ones aside."""
    found = mutants((ROOT / "solutions" / f"{exercise.stem}.py").read_text("utf-8"))
    harmless = HARMLESS.get(exercise.stem, {})
    return [mutant for mutant in found if not any(words in mutant.change for words in harmless)]


def main() -> None:
    """Tell each exercise's score and survivors; exit 1 when there are any."""
    named = [course.find(word) for word in sys.argv[1:]]
    lived = 0
    for exercise in named or course.exercises():
        broken = of(exercise)
        left = survivors(exercise, broken)
        lived += len(left)
        print(f"{exercise.stem}: {len(broken) - len(left)} of {len(broken)} broken programs noticed", flush=True)
        for mutant in left:
            print(f"  {mutant}")
    sys.exit(lived > 0)


if __name__ == "__main__":
    main()
