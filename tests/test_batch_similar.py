"""Copies are listed, the many ways of honest work are not. The corpus is the class; disguises are made from it."""

from __future__ import annotations

import ast
import builtins
import csv
import functools
import io
import json
import random
import time
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from corpus import files
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from test_batch_run import entry

from grader import course
from grader.batch import similar
from grader.batch.fingerprints import GRAM, WINDOW, compute_fingerprints
from grader.batch.nouns import Entry, Handed
from grader.cli.batch import command
from grader.model import Author
from grader.screen.similar import render_similar

EXERCISES = course.list_exercises()
FIXED = {*dir(builtins), *dir(np), *dir(np.ndarray)}
NOTHING: frozenset[str] = frozenset()


@pytest.fixture(autouse=True)
def fingerprints(monkeypatch):
    """The same texts come in one class after the other: their fingerprints are computed once in a test."""
    monkeypatch.setattr(similar, "compute_fingerprints", functools.cache(compute_fingerprints))


def handed(exercise, **contents: str | bytes | None) -> list[Handed]:
    def file(student: str, content: str | bytes) -> Entry:
        return entry(f"{student}.py", content if isinstance(content, bytes) else content.encode())

    return [
        Handed(exercise, Author(name), None if content is None else file(name, content))
        for name, content in contents.items()
    ]


def pairs(work: list[Handed]) -> dict[tuple[str, str], str]:
    return {(pair.one.author.id, pair.other.author.id): pair.why for pair in similar.find_pairs(work).pairs}


def corpus(exercise, *kinds: str) -> dict[str, str]:
    return {f"{kind}_{path.stem}": text(path.read_bytes()) for kind in kinds for path in files(kind, exercise)}


def text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return content.decode("latin-1").replace("\r\n", "\n")


class Renamed(ast.NodeTransformer):
    """Every name that is free to change gets another one."""

    def __init__(self, kept: tuple[str, ...]) -> None:
        self.kept = kept
        self.names: dict[str, str] = {}

    def other(self, name: str) -> str:
        return name if name in FIXED or name in self.kept else self.names.setdefault(name, f"q{len(self.names)}")

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self.other(node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        self.generic_visit(node)
        node.arg = self.other(node.arg)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.Attribute:
        self.generic_visit(node)
        node.attr = self.names.get(node.attr, node.attr)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.name = self.other(node.name)
        self.generic_visit(node)
        if ast.get_docstring(node):
            node.body = node.body[1:] or [ast.Pass()]
        return node


def disguised(source: str, kept: tuple[str, ...]) -> str:
    """Renamed, laid out anew, without comments and docstrings, the functions in another order."""
    tree = Renamed(kept).visit(ast.parse(source))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    places = [place for place, node in enumerate(tree.body) if isinstance(node, ast.FunctionDef)]
    for place, node in zip(places, reversed(functions), strict=True):
        tree.body[place] = node
    return ast.unparse(ast.fix_missing_locations(tree))


def with_a_program(source: str) -> str:
    """Something of one's own beside what was copied."""
    return (
        f"{source}\n\nif __name__ == '__main__':\n    for k in range(5):\n        print(k, [k * j for j in range(k)])\n"
    )


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_every_disguised_copy_of_an_own_way_is_listed_and_honest_work_is_not(exercise):
    texts = corpus(exercise, "correct")
    copies = {f"copy_{name}": disguised(source, exercise.functions) for name, source in texts.items()}
    assert set(pairs(handed(exercise, **texts, **copies))) == {(name, f"copy_{name}") for name in texts}


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_a_copy_beside_work_of_ones_own_is_listed(exercise):
    texts = corpus(exercise, "correct")
    for name, source in texts.items():
        if name == "correct_plain_numpy":
            continue  # the usual solution: what is in it is everybody's
        copy = with_a_program(disguised(source, exercise.functions))
        assert set(pairs(handed(exercise, **texts, copy=copy))) == {(name, "copy")}


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_right_and_wrong_work_together_gives_few_pairs(exercise):
    # Much of the wrong work is one solution with one mistake after another, as the work of one class may be.
    texts = corpus(exercise, "correct", "wrong")
    assert len(pairs(handed(exercise, **texts))) <= len(texts) / 20
    some = {name: source for name, source in texts.items() if name.startswith("correct")}
    copies = {f"copy_{name}": disguised(source, exercise.functions) for name, source in some.items()}
    found = pairs(handed(exercise, **texts, **copies))
    # What many hand in alike is no sign: of programs that the shelf holds in a dozen versions a copy is not seen.
    assert sum((name, f"copy_{name}") in found for name in some) >= 0.9 * len(some)


CONVERSIONS = (
    "",
    "    {0} = np.asarray({0})\n",
    "    {0} = np.asarray({0}, dtype=float)\n",
    "    {0} = np.array({0}, dtype=float)\n",
)
MEMORIES = (
    "    return beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad ** 2\n",
    "    m = beta1 * m + (1 - beta1) * grad\n    v = beta2 * v + (1 - beta2) * grad ** 2\n    return m, v\n",
    "    a = 1 - beta1\n    b = 1 - beta2\n    return beta1 * m + a * grad, beta2 * v + b * grad**2\n",
    "    m = m + (1 - beta1) * (grad - m)\n    v = v + (1 - beta2) * (grad**2 - v)\n    return m, v\n",
)
CORRECTIONS = (
    "    return moment / (1 - beta ** t)\n",
    "    corrected = moment / (1 - beta ** t)\n    return corrected\n",
    "    factor = 1 - beta ** t\n    return moment / factor\n",
    "    return np.divide(moment, 1 - beta**t)\n",
)
STEPS = (
    "    theta = theta - lr * m_hat / (np.sqrt(v_hat) + eps)\n    return theta, m, v\n",
    "    return theta - lr * m_hat / (np.sqrt(v_hat) + eps), m, v\n",
    "    step = lr * m_hat / (np.sqrt(v_hat) + eps)\n    return theta - step, m, v\n",
    "    denominator = np.sqrt(v_hat) + eps\n    return theta - lr * m_hat / denominator, m, v\n",
)
USUAL = """import numpy as np


def ema_moments(m, v, grad, beta1, beta2):
{arrays}{memories}

def bias_correct(moment, beta, t):
{array}{correction}

def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
{point}    m, v = ema_moments(m, v, grad, beta1, beta2)
    m_hat = bias_correct(m, beta1, t)
    v_hat = bias_correct(v, beta2, t)
{step}"""


def usual(dice: random.Random) -> str:
    """The usual solution of exercise 3, each part written one of the few ways that come to mind."""

    def one_of(ways: tuple[str, ...]) -> str:
        return dice.choices(ways, [1, 1 / 2, 1 / 3, 1 / 4])[0]

    def converted(*names: str) -> str:
        way = one_of(CONVERSIONS)
        return "".join(way.format(name) for name in names)

    return USUAL.format(
        arrays=converted("m", "v", "grad"),
        memories=one_of(MEMORIES),
        array=converted("moment"),
        correction=one_of(CORRECTIONS),
        point=converted("theta"),
        step=one_of(STEPS),
    )


def test_a_class_that_writes_the_usual_solution_is_no_class_of_copies(exercise03):
    dice = random.Random(3)
    texts = {f"s{place}": usual(dice) for place in range(150)}
    own = corpus(exercise03, "correct")["correct_geometric_sum"]
    found = pairs(handed(exercise03, **texts, ada=own, bob=disguised(own, exercise03.functions)))
    assert found.pop(("ada", "bob")) == "same code"
    assert len(found) <= 3


def test_a_ring_of_copies_does_not_make_itself_common(exercise03):
    texts = corpus(exercise03, "correct")
    own = texts["correct_log_space"]
    ring = {f"ring{place}": disguised(own, exercise03.functions) + f"\n# {place}" for place in range(20)}
    found = pairs(handed(exercise03, **texts, **ring))
    assert {name for pair in found for name in pair} == {"correct_log_space", *ring}


def test_the_same_file_is_told_as_such_but_not_the_untouched_stub(exercise03, solution):
    stub = course.locate_stub(exercise03).read_bytes()
    crlf = solution.replace("\n", "\r\n").encode()
    found = pairs(handed(exercise03, a=stub, b=stub, c=solution, d=crlf, e=solution, f=None))
    assert found == {("c", "d"): "same code", ("c", "e"): "same file"}


def test_partners_who_handed_in_one_file_are_no_pair_and_both_are_named_beside_a_copy(exercise03, solution):
    (file,) = [work.entry for work in handed(exercise03, ada=solution)]
    partners = [Handed(exercise03, Author(name), file) for name in ("ada", "bob")]
    alone = similar.find_pairs(partners)
    assert (alone.pairs, alone.compared) == ((), 1)
    assert pairs([*partners, *handed(exercise03, cyd=solution)]) == {
        ("ada", "cyd"): "same file",
        ("bob", "cyd"): "same file",
    }


def test_what_was_copied_is_found_where_it_stands(exercise03):
    texts = corpus(exercise03, "correct")
    lone = texts["correct_pure_python"]
    before = texts["correct_torch_form"] + "\n\n"
    (pair,) = similar.find_pairs(handed(exercise03, ada=lone, bob=before + lone)).pairs
    assert pair.why == "alike"
    copied = [(first, last) for first, last in pair.other_lines if first > before.count("\n")]
    assert sum(last - first + 1 for first, last in copied) > lone.count("\n") / 2


@given(
    st.lists(st.sampled_from("+-*/%@&|^"), min_size=GRAM + WINDOW - 1, max_size=GRAM + WINDOW - 1), st.integers(0, 20)
)
def test_a_long_enough_common_run_leaves_a_common_fingerprint(signs, shift):
    # Winnowing's guarantee, for any run of GRAM + WINDOW − 1 words wherever it stands.
    run = " ".join(signs)
    one, other = f"{'x ' * shift}{run} not", f"7 in {run} {'is ' * shift}"
    assert compute_fingerprints(one, NOTHING).keys() & compute_fingerprints(other, NOTHING).keys()


@given(st.text(alphabet=st.sampled_from("abf01\"'\\#()[]{}:;,.=+* \n\tdefrR"), max_size=300))
def test_any_text_can_be_read_and_every_fingerprint_has_a_place(source):
    lines = source.count("\n") + 1
    assert all(1 <= first <= last <= lines for first, last in compute_fingerprints(source, NOTHING).values())


HOSTILE = {
    "quotes": '"' * 10**5,
    "two kinds of quotes": "'''\"\"\"" * 20_000,
    "escaped quotes": '\\"""' * 30_000,
    "brackets": "(" * 10**5,
    "backslashes": "\\" * 10**5,
    "half numbers": "1e+" * 40_000,
    "nested texts": 'f"{' * 30_000,
    "depth": "".join(f"{' ' * depth}if x:\n" for depth in range(400)),
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_takes_no_longer_than_an_honest_one(hostile):
    before = time.process_time()
    compute_fingerprints(hostile, NOTHING)
    assert time.process_time() - before < 5


def test_what_cannot_be_compared_is_told_with_the_reason(exercise03, solution):
    def gone() -> bytes:
        raise OSError("it unpacks to more than was said")

    work = handed(
        exercise03,
        large=b"x" * (3 * 2**20),
        long=b"x = 1\n" * 40_000,
        wide="x = 1".encode("utf-16"),
        fine=solution,
        codec=b"# coding: zlib\n" + solution.encode() + b"\n# \xff",
    )
    work.append(Handed(exercise03, Author("gone"), Entry("gone.py", 9, 0.0, gone)))
    work.append(Handed(exercise03, Author("cut"), entry("cut.ipynb", b'{"cells": [')))
    found = similar.find_pairs(work)
    assert found.compared == 2
    assert [one.path for one in found.skipped] == ["large.py", "long.py", "wide.py", "gone.py", "cut.ipynb"]
    assert all(one.why.endswith((".", "?")) for one in found.skipped)
    assert [(pair.one.author.id, pair.other.author.id) for pair in found.pairs] == [("fine", "codec")]


def test_a_notebook_is_compared_by_its_code_cells(exercise03, solution):
    cells = [{"cell_type": "code", "source": part, "metadata": {}, "outputs": []} for part in solution.split("\n\n\n")]
    cells.insert(1, {"cell_type": "markdown", "source": "def not_code(): ...", "metadata": {}})
    notebook = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
    work = [*handed(exercise03, ada=solution), Handed(exercise03, Author("bob"), entry("bob.ipynb", notebook))]
    assert pairs(work) == {("ada", "bob"): "same code"}


def table(out: Path) -> list[dict[str, str]]:
    with (out / "similar.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_table_is_safe_in_any_spreadsheet(exercise03, solution, tmp_path):
    evil = Author("=1+1", '=HYPERLINK("http://x")')
    work = [
        Handed(exercise03, evil, entry("@sum.py", solution.encode())),
        *handed(exercise03, bob=solution),
        Handed(exercise03, Author("cut"), entry("-2.ipynb", b"{")),
    ]
    assert similar.write_table(similar.find_pairs(work), work, tmp_path) == "similar.csv"
    pair, skipped = table(tmp_path)
    assert (pair["student"], pair["file"], pair["other_student"]) == ("'=1+1", "'@sum.py", "bob")
    assert pair["name"].startswith("'=")
    assert (pair["why"], pair["alike_percent"]) == ("same file", "100")
    assert skipped["file"] == "'-2.ipynb"
    assert skipped["why"].startswith("not compared: ")


def test_copies_of_one_file_are_one_group_and_pairs_of_others_are_another(exercise03, solution, tmp_path):
    other = corpus(exercise03, "correct")["correct_log_space"]
    work = handed(exercise03, ada=solution, bob=solution, cyd=solution, dan=other, eve=other)
    found = similar.find_pairs(work)
    who = [{one.author.id for pair in pairs for one in (pair.one, pair.other)} for pairs in found.group_pairs()]
    assert sorted(map(sorted, who)) == [["ada", "bob", "cyd"], ["dan", "eve"]]
    similar.write_table(found, work, tmp_path)
    groups = {row["group"]: {row["student"], row["other_student"]} for row in table(tmp_path)}
    assert len(groups) == 2
    told = io.StringIO()
    Console(file=told, width=120).print(render_similar(found, "similar.csv"))
    said = " ".join(told.getvalue().split())
    assert "3 students: ada, bob, cyd" in said
    assert "dan and eve" in said


def test_pairs_of_an_earlier_run_stay_where_this_one_compares_others(exercise03, solution, tmp_path):
    first = handed(exercise03, ada=solution, bob=solution)
    similar.write_table(similar.find_pairs(first), first, tmp_path)
    other = course.find_exercise("1")
    text = corpus(other, "correct")["correct_plain_numpy"]
    second = handed(other, ada=text, bob=text + "\n# another")
    similar.write_table(similar.find_pairs(second), second, tmp_path)
    assert {row["exercise"] for row in table(tmp_path)} >= {exercise03.stem}
    similar.write_table(similar.find_pairs(first), first, tmp_path)
    assert [row["exercise"] for row in table(tmp_path)].count(exercise03.stem) == 1


def test_grade_batch_lists_alike_pairs_and_no_grade_changes(exercise03, tmp_path):
    texts = corpus(exercise03, "correct")
    own = texts["correct_log_space"]
    folder = tmp_path / "work"
    folder.mkdir()
    for name, source in (
        ("ada", own),
        ("bob", disguised(own, exercise03.functions)),
        ("cyd", texts["correct_textbook"]),
    ):
        (folder / f"{name}_exercise03.py").write_text(source, "utf-8")
    words = [str(folder), "-e", "3", "--sandbox", "process", "--out"]
    plain = CliRunner().invoke(command, [*words, str(tmp_path / "plain")])
    done = CliRunner().invoke(command, [*words, str(tmp_path / "out"), "--similar"])
    assert (plain.exit_code, done.exit_code) == (0, 0), plain.output + done.output
    assert "no grade changed" in " ".join(done.output.split())
    assert ("similar.csv" in done.output, "similar.csv" in plain.output) == (True, False)
    assert [(row["student"], row["other_student"]) for row in table(tmp_path / "out")] == [("ada", "bob")]
    assert (tmp_path / "out" / "grades.csv").read_bytes() == (tmp_path / "plain" / "grades.csv").read_bytes()
