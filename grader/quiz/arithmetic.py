"""The small language of the bank's formulas: numbers, names, arithmetic, comparison, named functions.

It is Python's own grammar read by `ast` and walked by hand, so a question file can compute and never do
anything else. The same walk, without names, reads what a learner types: `1e-3`, `2/26`, `0.25^10`.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

from grader.quiz.bank import Value

_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.Mod: operator.mod,
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
_TEMPLATE = re.compile(r"\{\{|\}\}|\{([^{}]+)\}")
_MAX_FORMULA_CHARS = 400


class FormulaError(ValueError):
    """The formula cannot be read or has no finite value; the message says why."""


def evaluate(formula: str, names: Mapping[str, Value], functions: Mapping[str, Callable[..., Value]]) -> Value:
    """Compute the value of a formula.

    Raises:
        FormulaError: it cannot be read, names something unknown, or has no value.

    """
    if len(formula) > _MAX_FORMULA_CHARS:
        raise FormulaError("the formula is too long")
    try:
        tree = ast.parse(formula.strip().replace("^", "**"), mode="eval")
        result: Value = _evaluate_node(tree.body, names, functions)
        return result
    except FormulaError:
        raise
    except (
        SyntaxError,
        ValueError,
        TypeError,
        ArithmeticError,
        LookupError,
        RecursionError,
        MemoryError,
    ) as e:
        raise FormulaError(f"`{formula}` has no value: {e}") from e


def _evaluate_node(node: ast.expr, names: Mapping[str, Value], functions: Mapping[str, Callable[..., Value]]) -> Any:
    def evaluate_child(child: ast.expr) -> Any:
        return _evaluate_node(child, names, functions)

    match node:
        case ast.Constant(value=bool() | str() as plain):
            return plain
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name):
            if name not in names:
                raise FormulaError(f"`{name}` is not a parameter of this question")
            return names[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -evaluate_child(operand)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return evaluate_child(operand)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not evaluate_child(operand)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return _require_real(_BINARY[type(op)](evaluate_child(left), evaluate_child(right)))
        case ast.Compare(left=left, ops=ops, comparators=others):
            chain = [evaluate_child(left), *(evaluate_child(other) for other in others)]
            return all(_COMPARISONS[type(op)](chain[i], chain[i + 1]) for i, op in enumerate(ops))
        case ast.BoolOp(op=ast.And(), values=parts):
            return all(evaluate_child(part) for part in parts)
        case ast.BoolOp(op=ast.Or(), values=parts):
            return any(evaluate_child(part) for part in parts)
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            return tuple(evaluate_child(element) for element in elements)
        case ast.Subscript(value=whole, slice=index):
            return evaluate_child(whole)[int(evaluate_child(index))]
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=keywords):
            if name not in functions:
                raise FormulaError(f"there is no quantity named `{name}`")
            named = {keyword.arg: evaluate_child(keyword.value) for keyword in keywords if keyword.arg}
            return functions[name](*(evaluate_child(argument) for argument in arguments), **named)
    raise FormulaError(f"`{ast.unparse(node)}` is not part of the bank's arithmetic")


def _require_real(number: Any) -> Any:
    if isinstance(number, complex):
        raise FormulaError("the value is not a real number")
    return number


def convert_to_numbers(value: Value) -> tuple[float, ...]:
    """Return a formula's value as a tuple of floats, one for a single number.

    Raises:
        FormulaError: it holds something else, or a number that is not finite.

    """
    parts = value if isinstance(value, tuple) else (value,)
    row: list[float] = []
    for part in parts:
        if isinstance(part, bool) or not isinstance(part, (int, float)) or not math.isfinite(part):
            raise FormulaError(f"{part!r} is no finite number")
        row.append(float(part))
    return tuple(row)


def fill_text(text: str, names: Mapping[str, Value], functions: Mapping[str, Callable[..., Value]]) -> str:
    """Return a text with every `{formula}` or `{formula:.3g}` replaced by its value; `{{` is a brace."""

    def fill_match(match: re.Match[str]) -> str:
        if match.group(1) is None:
            return match.group(0)[0]
        formula, _, spec = match.group(1).partition(":")
        return format_formula_value(evaluate(formula, names, functions), spec)

    return _TEMPLATE.sub(fill_match, text)


def list_formulas(text: str) -> tuple[str, ...]:
    """List the formulas in a text."""
    return tuple(m.group(1).partition(":")[0] for m in _TEMPLATE.finditer(text) if m.group(1))


def format_formula_value(value: Value, spec: str = "") -> str:
    """Format a value as a learner reads it: four digits where no `spec` is given, a real minus sign."""
    if isinstance(value, tuple):
        return "(" + ", ".join(format_formula_value(part, spec) for part in value) + ")"
    if isinstance(value, (bool, str)):
        return str(value)
    written = format(value, spec or ".4g")
    if "e" in written:
        mantissa, _, exponent = written.partition("e")
        written = f"{mantissa}e{int(exponent)}"
    return "0" if written in ("-0", "-0.0") else written.replace("-", "−")
