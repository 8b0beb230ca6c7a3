"""Whether a program can keep anything from one call to the next: read off its text, and denied only without doubt.

A process that has answered goes on as a fresh one would, if the program is made of numbers, arrays, branches and loops
alone: its names are local, what it calls is listed below, and nothing that outlives a call can be written into. Memory
that nobody has filled may hold what an earlier call left: of what gives it, `np.empty` is listed, for workers fill it
(`empty_arrays`), and `np.ndarray` is not, not even for `isinstance`, for that name too may be the program's own. The
padding of a number is such memory as well, and can be read where bytes are taken for another type: a type is listed, or
there is a doubt. A list that is too short costs a process, never a point.
"""

from __future__ import annotations

import ast
import builtins
import functools
import re
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
    cov cross cumprod cumsum deg2rad diag diagonal diff divide dot dstack e einsum empty empty_like equal exp exp2
    expand_dims
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
MODULES = {"numpy": NUMPY, "math": MATH, "numpy.linalg": LINALG}
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


FUNCTIONS_WITH_TYPE = {
    "array": 1, "asanyarray": 1, "asarray": 1, "asfarray": 1, "cumprod": 2, "cumsum": 2, "empty": 1, "empty_like": 1,
    "eye": 3, "finfo": 0,
    "full": 2, "full_like": 2, "identity": 1, "iinfo": 0, "linspace": 5, "logspace": 5, "mean": 2, "nansum": 2,
    "ones": 1, "ones_like": 1, "prod": 2, "std": 2, "sum": 2, "trace": 4, "tri": 3, "var": 2, "zeros": 1,
    "zeros_like": 1, "arange": 3,
}  # fmt: skip
"""numpy's functions that take a type by its place, and which place that is."""
METHODS_WITH_TYPE = {
    "accumulate": 2, "astype": 0, "cumprod": 1, "cumsum": 1, "mean": 1, "prod": 1, "reduce": 2, "std": 1, "sum": 1,
    "trace": 3, "var": 1,
}  # fmt: skip
TYPE_NAMES = frozenset({"bool", "complex", "float", "int"})
TYPE_TEXTS = frozenset({
    "bool", "complex", "complex128", "d", "f", "f4", "f8", "float", "float32", "float64", "i4", "i8", "int", "int32",
    "int64",
})  # fmt: skip
NUMPY_TYPES = frozenset({"bool_", "float16", "float32", "float64", "int32", "int64"})
"""Types of numbers without padding."""
QUIET = frozenset({"ignore", "raise", "warn"})
"""What `np.errstate` may be told to do."""


class _Known(Struct, frozen=True):
    """What names stand for in one program."""

    modules: Mapping[str, frozenset[str]]
    """Modules, and what of each is listed; a type for annotations is a module of which nothing is."""
    constants: frozenset[str]
    """Numbers and texts at the top."""
    functions_with_type: Mapping[str, int]
    """Functions of numpy that were imported by themselves and take a type, and which place that is."""

    def is_own(self, name: str) -> bool:
        """Tell whether a name is none that modules, types or numpy's functions are called by."""
        return name not in self.modules and name not in TYPE_NAMES and name not in self.functions_with_type


@functools.lru_cache(maxsize=8)
def is_stateless(submission: Submission) -> bool:
    """Tell whether two calls of this program can have nothing to do with each other."""
    parts = read_source(submission).parts
    if submission.kind != "py" or len(parts) != 1:
        return False
    body = parts[0][1].body
    targets = [target for node in body if isinstance(node, ast.Assign) for target in node.targets]
    constants = {target.id for target in targets if isinstance(target, ast.Name)}
    imports = [node for node in body if isinstance(node, ast.ImportFrom) and node.module == "numpy"]
    names = [part for node in imports for part in node.names if part.name in FUNCTIONS_WITH_TYPE]
    typed = {part.asname or part.name: FUNCTIONS_WITH_TYPE[part.name] for part in names}
    # A name that stands for something else as well, whichever comes last, is no constant.
    known = _Known(dict(_iterate_modules(body)), frozenset(constants.difference(_iterate_other_names(body))), typed)
    return all(_is_stateless_statement(node, known) for node in body)


def _iterate_modules(body: Iterable[ast.stmt]) -> Iterator[tuple[str, frozenset[str]]]:
    for node in body:
        if isinstance(node, ast.Import):
            for part in node.names:
                # `import numpy.linalg` makes the name `numpy` known.
                module = part.name if part.asname else part.name.partition(".")[0]
                yield part.asname or module, MODULES.get(module, frozenset())
        elif isinstance(node, ast.ImportFrom) and node.module == "numpy":
            yield from ((part.asname or part.name, LINALG) for part in node.names if part.name == "linalg")
        elif isinstance(node, ast.ImportFrom) and node.module in WORDS:
            yield from ((part.asname or part.name, frozenset()) for part in node.names)


def _iterate_other_names(body: Iterable[ast.stmt]) -> Iterator[str]:
    """Yield the names that are bound at the top by anything but an assignment."""
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (part.asname or part.name for part in node.names)
        elif isinstance(node, ast.FunctionDef):
            yield node.name


def _is_stateless_statement(node: ast.stmt, known: _Known) -> bool:
    match node:
        case ast.Expr(ast.Constant()):
            return True
        case ast.Import(names):
            return all(part.name in MODULES for part in names)
        case ast.ImportFrom(module, names, 0):
            return all(_is_listed(module or "", part) for part in names)
        case ast.Assign(targets, value):
            own = all(isinstance(target, ast.Name) and known.is_own(target.id) for target in targets)
            return own and _is_constant(value, known)
        case ast.FunctionDef(name):
            return known.is_own(name) and not _has_doubts(node, known)
    return False


def _is_listed(module: str, imported: ast.alias) -> bool:
    """Tell whether what is imported from a module can hold nothing."""
    if imported.asname in TYPE_NAMES:
        return False
    if module in WORDS:
        # Only classes and forms: `typing` also has lists of its own.
        return module == "__future__" or re.fullmatch(r"[A-Z]+[a-z][A-Za-z]*", imported.name) is not None
    return imported.name in MODULES.get(module, ()) or f"{module}.{imported.name}" in MODULES


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
    if (types and not outermost) or not all(map(_is_type, types)) or not all(known.is_own(part.arg) for part in every):
        return None
    return node.body if known.is_own(node.name) else None


def _inspect_lambda(node: ast.Lambda, known: _Known) -> Iterable[ast.AST] | None:
    given = node.args
    every = _list_parameters(given)
    doubtful = given.defaults or given.kw_defaults or not all(known.is_own(part.arg) for part in every)
    return None if doubtful else [node.body]


def _list_parameters(given: ast.arguments) -> list[ast.arg]:
    return [*given.posonlyargs, *given.args, *given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]


def _inspect_name(node: ast.Name, known: _Known) -> Iterable[ast.AST] | None:
    # Wherever it is bound, somewhere else it would mean Python's own.
    own = hasattr(builtins, node.id) and node.id not in BUILTINS
    own = own or not (known.is_own(node.id) or (node.id in TYPE_NAMES and isinstance(node.ctx, ast.Load)))
    return None if own or node.id.startswith("__") else ()


def _inspect_attribute(node: ast.Attribute, known: _Known) -> Iterable[ast.AST] | None:
    if not isinstance(node.ctx, ast.Load):
        return None
    match node.value:
        case ast.Name(name) if name in known.modules:
            # What takes a type is looked at where it is called.
            typed = known.modules[name] is NUMPY and node.attr in FUNCTIONS_WITH_TYPE
            return () if node.attr in known.modules[name] and not typed else None
        case ast.Attribute(ast.Name(name), "linalg") if known.modules.get(name) is NUMPY:
            return () if node.attr in LINALG else None
    return [node.value] if node.attr in METHODS and node.attr not in METHODS_WITH_TYPE else None


def _inspect_call(node: ast.Call, known: _Known) -> Iterable[ast.AST] | None:
    names = {part.arg for part in node.keywords}
    if not names <= KEYWORDS or ("where" in names and not any(map(_is_filled, node.keywords))):
        return None
    types = [part.value for part in node.keywords if part.arg == "dtype"]
    place, parts = _find_type_place(node.func, known)
    if place is not None:
        if any(isinstance(argument, ast.Starred) for argument in node.args):
            return None
        types += node.args[place : place + 1]
    return [*parts, *node.args, *node.keywords] if all(_is_plain_type(part, known) for part in types) else None


def _find_type_place(function: ast.expr, known: _Known) -> tuple[int | None, list[ast.expr]]:
    """Return at which place a call of `function` may hand over a type, and what of it is still to be looked at."""
    match function:
        case ast.Name(name) if name in known.functions_with_type:
            return known.functions_with_type[name], []
        case ast.Attribute(ast.Name(module), name) if module in known.modules:
            is_typed = known.modules[module] is NUMPY and name in FUNCTIONS_WITH_TYPE
            return (FUNCTIONS_WITH_TYPE[name], []) if is_typed else (None, [function])
        case ast.Attribute(owner, name) if name in METHODS_WITH_TYPE:
            return METHODS_WITH_TYPE[name], [owner]
    return None, [function]


def _is_plain_type(node: ast.expr, known: _Known) -> bool:
    """Tell whether an expression names a type of numbers whose every byte is filled."""
    match node:
        case ast.Constant(value):
            return value is None or value in TYPE_TEXTS
        case ast.Name(name):
            return name in TYPE_NAMES
        case ast.Attribute(ast.Name(module), name) if module in known.modules:
            return known.modules[module] is NUMPY and name in NUMPY_TYPES
        case ast.Attribute(_, "dtype"):
            return True
    return False


def _inspect_with(node: ast.With, known: _Known) -> Iterable[ast.AST] | None:
    """Allow a block that says for itself alone what numpy does about overflow."""
    for item in node.items:
        match item:
            case ast.withitem(ast.Call(ast.Attribute(ast.Name(name), "errstate"), [], given), None):
                if known.modules.get(name) is not NUMPY or not all(map(_is_quiet, given)):
                    return None
            case _:
                return None
    return node.body


def _is_quiet(keyword: ast.keyword) -> bool:
    """Tell whether a setting of `np.errstate` neither prints nor calls anything."""
    return isinstance(keyword.value, ast.Constant) and keyword.value.value in QUIET


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
