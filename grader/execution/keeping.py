"""Whether a program can keep anything from one call to the next: read off its text, and denied only without doubt.

A process that has answered goes on as a fresh one would, if the program is made of numbers, arrays, branches and loops
alone: its names are local, what it calls is listed below, and nothing that outlives a call can be written into. Memory
that nobody has filled (`np.empty`) may hold what an earlier call left, and is not listed. A list that is too short
costs a process, never a point.
"""

from __future__ import annotations

import ast
import builtins
import functools
from collections.abc import Iterable, Iterator

from grader.execution.handwriting import read_handwriting
from grader.model import Submission

STATEMENTS = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Return, ast.Expr, ast.If, ast.For, ast.While, ast.Pass,
              ast.Break, ast.Continue, ast.Raise, ast.Assert, ast.Try, ast.ExceptHandler, ast.With, ast.withitem,
              ast.FunctionDef, ast.arguments, ast.arg)  # fmt: skip
EXPRESSIONS = (ast.BoolOp, ast.BinOp, ast.UnaryOp, ast.Compare, ast.IfExp, ast.Call, ast.keyword, ast.Constant,
               ast.Name, ast.Attribute, ast.Subscript, ast.Slice, ast.List, ast.Tuple, ast.Dict, ast.Set, ast.ListComp,
               ast.GeneratorExp, ast.DictComp, ast.SetComp, ast.comprehension, ast.Starred, ast.Lambda, ast.JoinedStr,
               ast.FormattedValue, ast.NamedExpr)  # fmt: skip
SIGNS = (ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.expr_context)
KINDS = (ast.Name, ast.Attribute, ast.Tuple)
"""What `isinstance` is asked about."""
TYPES = (ast.Name, ast.Attribute, ast.Subscript, ast.BinOp, ast.Constant, ast.Tuple, ast.List, *SIGNS)
"""What an annotation is made of."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BUILTINS = _words("""
    abs all any ArithmeticError AssertionError bool complex dict divmod enumerate Exception float
    FloatingPointError IndexError int isinstance KeyError len list map max min NotImplementedError OverflowError
    pow range reversed round RuntimeError set slice sorted str sum tuple TypeError ValueError ZeroDivisionError
    zip
""")
NUMPY = _words("""
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
LINALG = _words("""
    cholesky cond det eig eigh eigvals eigvalsh inv LinAlgError lstsq matrix_norm matrix_power matrix_rank norm
    pinv qr slogdet solve svd vector_norm
""")
MATH = _words("""
    acos acosh asin asinh atan atan2 atanh cbrt ceil comb copysign cos cosh degrees dist e erf erfc exp exp2
    expm1 fabs factorial floor fmod fsum gamma gcd hypot inf isclose isfinite isinf isnan isqrt lcm ldexp lgamma
    log log10 log1p log2 modf nan nextafter perm pi pow prod radians remainder sin sinh sqrt tan tanh tau trunc
""")
MODULES = {"numpy": NUMPY, "math": MATH}
WORDS = frozenset({"typing", "collections.abc", "numpy.typing", "__future__"})
"""Modules whose names may stand in annotations, and nowhere else."""
FILLED = frozenset({"array", "copy", "full", "full_like", "ones", "ones_like", "zeros", "zeros_like"})
"""What makes an array that `where` may leave as it is."""
METHODS = _words("""
    accumulate all any append argmax argmin argsort astype choice clear clip conj copy count cumprod cumsum
    diagonal dot dtype eps extend flat flatten get imag index insert integers is_integer item items itemsize
    join keys kind lower max mean min ndim nonzero normal outer permutation pop prod ptp random ravel real
    reduce remove repeat reshape reverse round setdefault shape size smallest_normal sort split squeeze
    standard_normal startswith std strip sum swapaxes T take tiny tolist trace transpose uniform update upper
    values var
""")
KEYWORDS = _words("""
    a_max a_min all atol axes axis base casting compute_uv copy ddof decimals default divide dtype endpoint
    equal_nan high initial invalid keepdims key loc low max maxsplit min nan ndmin neginf num ord out over p
    posinf rcond repeats return_counts return_index return_inverse reverse rtol scale shape size start step stop
    strict under weights where
""")


@functools.lru_cache(maxsize=8)
def keeps_nothing(submission: Submission) -> bool:
    """Whether two calls of this program can have nothing to do with each other."""
    parts = read_handwriting(submission).parts
    if submission.kind != "py" or len(parts) != 1:
        return False
    tree = parts[0][1]
    modules = dict(_modules(tree.body))
    given = [one for node in tree.body if isinstance(node, ast.Assign) for one in node.targets]
    constants = {one.id for one in given if isinstance(one, ast.Name)}
    return all(_stands_at_the_top(node, modules, constants) for node in tree.body)


def _modules(body: Iterable[ast.stmt]) -> Iterator[tuple[str, frozenset[str]]]:
    """The names that stand for a module or a type here, and what of it is listed."""
    for node in body:
        if isinstance(node, ast.Import):
            yield from ((one.asname or one.name, MODULES.get(one.name, frozenset())) for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module in WORDS:
            yield from ((one.asname or one.name, frozenset()) for one in node.names)


def _stands_at_the_top(node: ast.stmt, modules: dict[str, frozenset[str]], constants: set[str]) -> bool:
    match node:
        case ast.Expr(ast.Constant()):
            return True
        case ast.Import(names):
            return all(one.name in MODULES for one in names)
        case ast.ImportFrom(module, names, 0):
            return module in WORDS or (module in MODULES and all(one.name in MODULES[module] for one in names))
        case ast.Assign(targets, value):
            return all(isinstance(one, ast.Name) for one in targets) and _is_constant(value, modules, constants)
        case ast.FunctionDef():
            return _is_plain(node, modules, constants)
    return False


def _is_constant(node: ast.expr | None, modules: dict[str, frozenset[str]], constants: set[str]) -> bool:
    """Whether an expression gives something that nobody can write into."""
    match node:
        case None | ast.Constant():
            return True
        case ast.Name(name):
            return name in constants
        case ast.Attribute(ast.Name(module), name):
            return name in modules.get(module, ()) and name in ("e", "inf", "nan", "pi", "tau")
        case ast.UnaryOp(_, operand):
            return _is_constant(operand, modules, constants)
        case ast.BinOp(left, _, right):
            return _is_constant(left, modules, constants) and _is_constant(right, modules, constants)
        case ast.Tuple(held):
            return all(_is_constant(one, modules, constants) for one in held)
    return False


def _is_plain(function: ast.FunctionDef, modules: dict[str, frozenset[str]], constants: set[str]) -> bool:
    """Whether a function, and all that stands in it, is made of what is listed."""
    waiting: list[ast.AST] = [function]
    while waiting:
        node = waiting.pop()
        inside = list(ast.iter_child_nodes(node))
        match node:
            case ast.Name(name):
                # Wherever it is bound, somewhere else it would mean Python's own.
                if name in modules or name.startswith("__") or (hasattr(builtins, name) and name not in BUILTINS):
                    return False
            case ast.Attribute(value, name, ast.Load()):
                known = _listed(value, modules)
                if name not in (METHODS if known is None else known):
                    return False
                inside = [] if known is not None else inside
            case ast.Attribute():
                return False
            case ast.Call(ast.Name("isinstance"), [asked, kinds], []):
                if not all(isinstance(one, (*KINDS, *SIGNS)) for one in ast.walk(kinds)):
                    return False
                inside = [asked]
            case ast.Call(keywords=keywords):
                names = {one.arg for one in keywords}
                if not names <= KEYWORDS or ("where" in names and not any(map(_is_filled, keywords))):
                    return False
            case ast.With(items):
                if not all(_is_errstate(one, modules) for one in items):
                    return False
                inside = list(node.body)
            case ast.FunctionDef(_, arguments, body, decorators, returns):
                given = [*arguments.defaults, *arguments.kw_defaults]
                if decorators or not all(_is_constant(one, modules, constants) for one in given):
                    return False
                # Inside of another function, annotations are evaluated at every call.
                if not _is_type(returns) or (node is not function and _has_types(node)):
                    return False
                inside = [arguments, *body]
            case ast.Lambda(arguments, body):
                if arguments.defaults or arguments.kw_defaults:
                    return False
            case ast.arguments():
                inside = [one for one in inside if isinstance(one, ast.arg)]
            case ast.arg(name, annotation):
                if name in modules or not _is_type(annotation):
                    return False
                inside = []
            case ast.AnnAssign(target, annotation, value):
                if not _is_type(annotation):
                    return False
                inside = [one for one in (target, value) if one is not None]
        if not isinstance(node, (*STATEMENTS, *EXPRESSIONS, *SIGNS)):
            return False
        waiting += inside
    return True


def _listed(value: ast.expr, modules: dict[str, frozenset[str]]) -> frozenset[str] | None:
    """What is listed of the module that an expression stands for; None where it stands for none."""
    match value:
        case ast.Name(name):
            return modules.get(name)
        case ast.Attribute(ast.Name(name), "linalg"):
            return LINALG if modules.get(name) is NUMPY else None
    return None


def _is_type(node: ast.expr | None) -> bool:
    """Whether an annotation only names types."""
    return node is None or all(isinstance(one, TYPES) for one in ast.walk(node))


def _has_types(function: ast.FunctionDef) -> bool:
    given = [one for one in ast.walk(function.args) if isinstance(one, ast.arg) and one.annotation is not None]
    return bool(given) or function.returns is not None


def _is_filled(keyword: ast.keyword) -> bool:
    """Whether a call writes into an array that holds numbers already."""
    match keyword:
        case ast.keyword("out", ast.Call(ast.Attribute(_, name))):
            return name in FILLED
    return False


def _is_errstate(item: ast.withitem, modules: dict[str, frozenset[str]]) -> bool:
    """Whether a block only says for itself what numpy does about overflow."""
    match item:
        case ast.withitem(ast.Call(ast.Attribute(ast.Name(name), "errstate"), [], given), None):
            return modules.get(name) is NUMPY and all(isinstance(one.value, ast.Constant) for one in given)
    return False
