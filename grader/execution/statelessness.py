"""Whether a program can keep anything from one call to the next: read off its text, and denied only without doubt.

A process that has answered goes on as a fresh one would, if the program is made of numbers, arrays, branches and loops
alone: its names are local, what it calls is listed below, and nothing that outlives a call can be written into. Memory
that nobody has filled (`np.empty`) may hold what an earlier call left, and is not listed; nor is `np.ndarray`, which
gives the same, not even for `isinstance`, for that name too may be the program's own. A list that is too short costs a
process, never a point.
"""

from __future__ import annotations

import ast
import builtins
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from grader.execution.source_code import read_source
from grader.model import Submission

PLAIN = frozenset({
    ast.Assign, ast.AugAssign, ast.Return, ast.Expr, ast.If, ast.For, ast.While, ast.Pass, ast.Break, ast.Continue,
    ast.Raise, ast.Assert, ast.Try, ast.ExceptHandler, ast.BoolOp, ast.BinOp, ast.UnaryOp, ast.Compare, ast.IfExp,
    ast.keyword, ast.Constant, ast.Subscript, ast.Slice, ast.List, ast.Tuple, ast.Dict, ast.Set, ast.ListComp,
    ast.GeneratorExp, ast.DictComp, ast.SetComp, ast.comprehension, ast.Starred, ast.JoinedStr, ast.FormattedValue,
    ast.NamedExpr, ast.Load, ast.Store, *ast.operator.__subclasses__(), *ast.unaryop.__subclasses__(),
    *ast.boolop.__subclasses__(), *ast.cmpop.__subclasses__(),
})  # fmt: skip
"""What keeps nothing if its parts keep nothing."""
TYPES = (ast.Name, ast.Attribute, ast.Subscript, ast.BinOp, ast.BitOr, ast.Constant, ast.Tuple, ast.List, ast.Load)
"""What an annotation is made of."""


def _split(text: str) -> frozenset[str]:
    return frozenset(text.split())


BUILTINS = _split("""
    abs all any ArithmeticError AssertionError bool complex dict divmod enumerate Exception float
    FloatingPointError IndexError int isinstance KeyError len list map max min NotImplementedError OverflowError
    pow range reversed round RuntimeError set slice sorted str sum tuple TypeError ValueError ZeroDivisionError
    zip
""")
NUMPY = _split("""
    abs absolute add all allclose any append arange arccos arcsin arctan arctan2 argmax argmin argsort argwhere
    array array_equal array_split asanyarray asarray asfarray atleast_1d atleast_2d average block bool_
    broadcast_to cbrt ceil clip column_stack concatenate convolve copy copysign corrcoef cos cosh count_nonzero
    cov cross cumprod cumsum deg2rad diag diagonal diff divide dot dstack e einsum equal exp exp2 expand_dims
    expm1 eye fabs fill_diagonal finfo flatnonzero flip float16 float32 float64 float_power floating floor
    floor_divide fmax fmin fmod full full_like gradient greater greater_equal heaviside histogram hstack hypot
    identity iinfo inf inner int32 int64 integer interp isclose isfinite isin isinf isnan isscalar kron less
    less_equal linspace log log10 log1p log2 logaddexp logical_and logical_not logical_or logical_xor logspace
    matmul max maximum mean median meshgrid min minimum mod moveaxis multiply nan nan_to_num nanargmax nanargmin
    nanmax nanmean nanmin nansum ndenumerate ndim ndindex negative newaxis nextafter nonzero not_equal number
    ones ones_like outer percentile pi power prod ptp quantile rad2deg ravel reciprocal remainder repeat reshape
    result_type rint roll round searchsorted shape sign signbit sin sinh size sort split sqrt square squeeze
    stack std subtract sum swapaxes take tan tanh tensordot tile trace transpose trapezoid trapz tri tril triu
    true_divide trunc unique vander var vdot vstack where zeros zeros_like
""")
LINALG = _split("""
    cholesky cond det eig eigh eigvals eigvalsh inv LinAlgError lstsq matrix_norm matrix_power matrix_rank norm
    pinv qr slogdet solve svd vector_norm
""")
MATH = _split("""
    acos acosh asin asinh atan atan2 atanh cbrt ceil comb copysign cos cosh degrees dist e erf erfc exp exp2
    expm1 fabs factorial floor fmod fsum gamma gcd hypot inf isclose isfinite isinf isnan isqrt lcm ldexp lgamma
    log log10 log1p log2 modf nan nextafter perm pi pow prod radians remainder sin sinh sqrt tan tanh tau trunc
""")
MODULES = {"numpy": NUMPY, "math": MATH}
WORDS = frozenset({"typing", "collections.abc", "numpy.typing", "__future__"})
"""Modules whose names may stand in annotations, and nowhere else."""
FILLED = frozenset({"array", "copy", "full", "full_like", "ones", "ones_like", "zeros", "zeros_like"})
"""What makes an array that `where` may leave as it is."""
METHODS = _split("""
    accumulate all any append argmax argmin argsort astype choice clear clip conj copy count cumprod cumsum
    diagonal dot dtype eps extend flat flatten get imag index insert integers is_integer item items itemsize
    join keys kind lower max mean min ndim nonzero normal outer permutation pop prod ptp random ravel real
    reduce remove repeat reshape reverse round setdefault shape size smallest_normal sort split squeeze
    standard_normal startswith std strip sum swapaxes T take tiny tolist trace transpose uniform update upper
    values var
""")
KEYWORDS = _split("""
    a_max a_min all atol axes axis base casting compute_uv copy ddof decimals default divide dtype endpoint
    equal_nan high initial invalid keepdims key loc low max maxsplit min nan ndmin neginf num ord out over p
    posinf rcond repeats return_counts return_index return_inverse reverse rtol scale shape size start step stop
    strict under weights where
""")


class _Known(Struct, frozen=True):
    """What names stand for in one program."""

    modules: Mapping[str, frozenset[str]]
    """Modules, and what of each is listed; a type for annotations is a module of which nothing is."""
    constants: frozenset[str]
    """Numbers and texts at the top."""


@functools.lru_cache(maxsize=8)
def is_stateless(submission: Submission) -> bool:
    """Tell whether two calls of this program can have nothing to do with each other."""
    parts = read_source(submission).parts
    if submission.kind != "py" or len(parts) != 1:
        return False
    body = parts[0][1].body
    targets = [target for node in body if isinstance(node, ast.Assign) for target in node.targets]
    constants = frozenset(target.id for target in targets if isinstance(target, ast.Name))
    known = _Known(dict(_iterate_modules(body)), constants)
    return all(_is_stateless_statement(node, known) for node in body)


def _iterate_modules(body: Iterable[ast.stmt]) -> Iterator[tuple[str, frozenset[str]]]:
    for node in body:
        if isinstance(node, ast.Import):
            yield from ((part.asname or part.name, MODULES.get(part.name, frozenset())) for part in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module in WORDS:
            yield from ((part.asname or part.name, frozenset()) for part in node.names)


def _is_stateless_statement(node: ast.stmt, known: _Known) -> bool:
    match node:
        case ast.Expr(ast.Constant()):
            return True
        case ast.Import(names):
            return all(part.name in MODULES for part in names)
        case ast.ImportFrom(module, names, 0):
            return module in WORDS or (module in MODULES and all(part.name in MODULES[module] for part in names))
        case ast.Assign(targets, value):
            return all(isinstance(part, ast.Name) for part in targets) and _is_constant(value, known)
        case ast.FunctionDef():
            return not _has_doubts(node, known)
    return False


def _is_constant(node: ast.expr | None, known: _Known) -> bool:
    """Tell whether an expression gives something that nobody can write into."""
    match node:
        case None | ast.Constant():
            return True
        case ast.Name(name):
            return name in known.constants
        case ast.Attribute(ast.Name(module), name):
            return name in known.modules.get(module, ()) and name in ("e", "inf", "nan", "pi", "tau")
        case ast.UnaryOp(_, operand):
            return _is_constant(operand, known)
        case ast.BinOp(left, _, right):
            return _is_constant(left, known) and _is_constant(right, known)
        case ast.Tuple(held):
            return all(_is_constant(part, known) for part in held)
    return False


def _has_doubts(function: ast.FunctionDef, known: _Known) -> bool:
    """Tell whether anything in a function is not listed."""
    inside = _inspect_function(function, known, outermost=True)
    if inside is None:
        return True
    waiting = list(inside)
    while waiting:
        node = waiting.pop()
        rule = RULES.get(type(node))
        if rule is None and type(node) not in PLAIN:
            return True
        inside = ast.iter_child_nodes(node) if rule is None else rule(node, known)
        if inside is None:
            return True
        waiting += inside
    return False


# Each says which parts of a node are still to be looked at; None where there is a doubt.


def _inspect_function(node: ast.FunctionDef, known: _Known, *, outermost: bool = False) -> Iterable[ast.AST] | None:
    given = node.args
    if node.decorator_list or not all(_is_constant(part, known) for part in (*given.defaults, *given.kw_defaults)):
        return None
    every = _list_parameters(given)
    types = [part for part in (*(part.annotation for part in every), node.returns) if part is not None]
    # Inside of another function, annotations are evaluated at every call.
    if (types and not outermost) or not all(map(_is_type, types)) or any(part.arg in known.modules for part in every):
        return None
    return node.body


def _inspect_lambda(node: ast.Lambda, known: _Known) -> Iterable[ast.AST] | None:
    given = node.args
    every = _list_parameters(given)
    doubtful = given.defaults or given.kw_defaults or any(part.arg in known.modules for part in every)
    return None if doubtful else [node.body]


def _list_parameters(given: ast.arguments) -> list[ast.arg]:
    return [*given.posonlyargs, *given.args, *given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]


def _inspect_name(node: ast.Name, known: _Known) -> Iterable[ast.AST] | None:
    # Wherever it is bound, somewhere else it would mean Python's own.
    own = hasattr(builtins, node.id) and node.id not in BUILTINS
    return None if own or node.id in known.modules or node.id.startswith("__") else ()


def _inspect_attribute(node: ast.Attribute, known: _Known) -> Iterable[ast.AST] | None:
    if not isinstance(node.ctx, ast.Load):
        return None
    match node.value:
        case ast.Name(name) if name in known.modules:
            return () if node.attr in known.modules[name] else None
        case ast.Attribute(ast.Name(name), "linalg") if known.modules.get(name) is NUMPY:
            return () if node.attr in LINALG else None
    return [node.value] if node.attr in METHODS else None


def _inspect_call(node: ast.Call, known: _Known) -> Iterable[ast.AST] | None:  # noqa: ARG001
    names = {part.arg for part in node.keywords}
    if not names <= KEYWORDS or ("where" in names and not any(map(_is_filled, node.keywords))):
        return None
    return ast.iter_child_nodes(node)


def _inspect_with(node: ast.With, known: _Known) -> Iterable[ast.AST] | None:
    """Allow a block that says for itself alone what numpy does about overflow."""
    for item in node.items:
        match item:
            case ast.withitem(ast.Call(ast.Attribute(ast.Name(name), "errstate"), [], given), None):
                if known.modules.get(name) is not NUMPY or not all(
                    isinstance(part.value, ast.Constant) for part in given
                ):
                    return None
            case _:
                return None
    return node.body


def _inspect_annotated(node: ast.AnnAssign, known: _Known) -> Iterable[ast.AST] | None:  # noqa: ARG001
    # Within a function nobody evaluates it.
    return [part for part in (node.target, node.value) if part is not None]


RULES: Mapping[type[ast.AST], Callable[[Any, _Known], Iterable[ast.AST] | None]] = {
    ast.FunctionDef: _inspect_function,
    ast.Lambda: _inspect_lambda,
    ast.Name: _inspect_name,
    ast.Attribute: _inspect_attribute,
    ast.Call: _inspect_call,
    ast.With: _inspect_with,
    ast.AnnAssign: _inspect_annotated,
}


def _is_type(node: ast.expr) -> bool:
    """Tell whether an annotation only names types."""
    return all(isinstance(part, TYPES) for part in ast.walk(node))


def _is_filled(keyword: ast.keyword) -> bool:
    """Tell whether a call writes into an array that holds numbers already."""
    match keyword:
        case ast.keyword("out", ast.Call(ast.Attribute(_, name))):
            return name in FILLED
    return False
