"""A newcomer knows a function by its name and its first sentence: both begin with a verb.

A name may also begin with a verb in the third person, where it tells whether something is so. Properties are named
after what they give, and so are the words that authors write suites, families, recipes and questions with.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from grader import course


def split_words(text: str) -> frozenset[str]:
    return frozenset(text.split())


VERBS = split_words("""
    accept add advise agree align allow analyse answer append arrange ask assign attack await become begin bind
    blank block bring build call cancel capitalize carry cast change check choose classify clean clear clip
    close collect colour compare compile complain complete compose compute confirm connect convert copy count
    create cut decode decorate delete deliver demand descend describe detach detect diagnose die discard display
    divide do double draw drop dump encode end enter escape estimate evaluate examine exit expect explain export
    extract feed feel fill filter find finish fit flatten flush fold follow foresee forget fork format frame
    gather get give go grade group guess hand handle hang hash have hear hide hold identify ignore import indent
    index insert inspect interpolate interrupt iterate join judge keep kill lay learn leave lend let
    limit list listen load locate look lower make mark match measure merge migrate minimise mirror mount move
    name normalize note notify nudge number offer open order outlive pack pair parse perform pivot plan plot
    postpone prefer prepare preview print provide pump put quote raise rank rate read reap rebuild recall
    receive record redraw refuse register reject release remember remove rename render renew replace replay
    reply report require reset reshape resolve restore resume retry return review rewrite ring roll
    round run salvage save say scale scan schedule scope seal search select send serve set settle shorten show
    shuffle silence simplify simulate sit skip sort spell spend split spread squeeze start state stem stop store strip
    submit substitute subtract suggest sum summarize suspend tabulate tag take teach tell thin truncate trust
    try turn unmount unpack unquote unwrap update use validate visit wait walk warm watch weigh widen withhold
    write yield
""")
"""What functions of the kit do; a new verb is welcome where none of these says it."""
TELLS_WHETHER = split_words("""
    are asks begins belongs calls can catches computes counts decorates differs drowns ends equals fits gives
    goes has holds installs is keeps matches may means mentions names never refuses runs says separates stops
    suppresses survives takes uses wants
""")
"""Beginnings of names that are true or not of something."""
IMPOSED = {
    "click": "command main shell_complete",
    "pytest": "pytest_addoption pytest_configure pytest_ignore_collect pytest_collectreport "
    "pytest_collection_finish student",
    "ast": "generic_visit",
    "importlib and io": "exec_module fileno writable",
    "IPython": "_repr_mimebundle_ _repr_html_ magic system getoutput",
    "Linux": "syscall prctl unshare setns",
    "stubs": "grad_fn grad_fn_of_rows f f_of_rows",
    "suites": "afresh",
    "plain conversions": "as_floats for_call",
}
"""Names that others give, by whom."""
WORDS_OF_AUTHORS = ("pictures/toolkit", "suites/toolkit", "misconceptions/toolkit", "quiz/quantities.py")
EXERCISE = re.compile(r"exercise\d\d_")
"""On a shelf, a docstring speaks to learners."""


def functions(node: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            is_property = any("property" in ast.unparse(decorator) for decorator in child.decorator_list)
            if not is_property and not child.name.startswith("__"):
                yield child
        yield from functions(child)


@pytest.fixture(scope="module")
def found() -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of the kit, by its place and its name."""
    return {
        f"{relative}:{node.lineno} {node.name}": node
        for path in sorted(course.PACKAGE.rglob("*.py"))
        if not EXERCISE.match(path.name) and (relative := path.relative_to(course.PACKAGE).as_posix())
        for node in functions(ast.parse(path.read_text("utf-8")))
    }


def test_a_function_begins_with_a_verb(found):
    imposed = {name for names in IMPOSED.values() for name in names.split()}
    known = VERBS | TELLS_WHETHER
    ours = {at: node for at, node in found.items() if not at.startswith(WORDS_OF_AUTHORS)}
    odd = [at for at, node in ours.items() if node.name.lstrip("_").split("_")[0] not in known]
    assert [at for at in odd if at.rpartition(" ")[2] not in imposed] == []


def test_what_a_function_does_begins_with_a_verb_in_the_imperative(found):
    said = {at: ast.get_docstring(node) for at, node in found.items()}
    first = {at: re.split(r"\W", docstring)[0].lower() for at, docstring in said.items() if docstring}
    assert {at: word for at, word in first.items() if word not in VERBS} == {}


@pytest.mark.parametrize("words", [VERBS, TELLS_WHETHER], ids=["verbs", "tells whether"])
def test_no_verb_is_listed_that_nobody_uses(words, found):
    used = {node.name.lstrip("_").split("_")[0] for node in found.values()}
    docstrings = filter(None, map(ast.get_docstring, found.values()))
    used |= {re.split(r"\W", docstring)[0].lower() for docstring in docstrings}
    assert words <= used


def test_a_riddle_is_no_sentence(found):
    """Those that strangers could not read began so."""
    riddles = ("The same", "Of ", "What ", "Whose ", "Whether ")
    said = {at: ast.get_docstring(node) or "" for at, node in found.items()}
    assert [at for at, docstring in said.items() if docstring.startswith(riddles)] == []
