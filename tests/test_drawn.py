"""A notebook's outputs are dropped without a word of its code, and hostile ones cost no more than their size."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import course
from grader.sandbox import cells
from grader.submission import make_submission, notebook_outputs

EXERCISE = course.find_exercise("3")
TEXTS = st.text(st.sampled_from('ab"\\[]{}:,\n\u00e9 outputs'), max_size=30)
CELL = st.fixed_dictionaries(
    {
        "cell_type": st.sampled_from(["code", "markdown", "raw"]),
        "source": st.one_of(TEXTS, st.lists(TEXTS, max_size=3)),
        "outputs": st.recursive(TEXTS, lambda more: st.lists(more) | st.dictionaries(TEXTS, more), max_leaves=9),
        "metadata": st.dictionaries(TEXTS, TEXTS, max_size=2),
    }
)


def sources(notebook: bytes) -> list[str]:
    return [cell.text for cell in cells.read(notebook)]


@given(found=st.lists(CELL, max_size=5), indent=st.sampled_from([None, 1]), ascii=st.booleans())
def test_whatever_was_drawn_goes_and_the_code_stays(found, indent, ascii):
    raw = json.dumps({"cells": found, "nbformat": 4}, indent=indent, ensure_ascii=ascii).encode()
    slim = notebook_outputs.drop_outputs(raw)
    assert sources(slim) == sources(raw)
    assert slim.count(b"\n") == raw.count(b"\n")
    left = [cell["outputs"] for cell in json.loads(slim)["cells"]]
    assert all(not out or isinstance(out, str) for out in left)
    wanted = ["".join(cell["source"]) for cell in found if cell["cell_type"] == "code"]
    assert list(notebook_outputs.iterate_code_cells(raw)) == wanted


@given(raw=st.binary(max_size=60) | st.text('[]{}":\\,outputscel ', max_size=80).map(str.encode))
def test_what_is_no_notebook_never_raises(raw):
    notebook_outputs.drop_outputs(raw)
    list(notebook_outputs.iterate_code_cells(raw))


def test_a_notebook_cut_short_in_a_picture_still_tells_where_it_ends():
    made = {"cells": [{"cell_type": "code", "source": "x = 1", "outputs": [{"data": "A" * 2**20}]}]}
    raw = json.dumps(made, indent=1).encode()[: 2**19]
    slim = notebook_outputs.drop_outputs(raw)
    assert len(slim) < 200
    with pytest.raises(cells.BrokenNotebook, match="ends in the middle, at line 8"):
        cells.read(slim)


def test_pictures_pasted_into_texts_go_and_short_texts_stay():
    made = {
        "cells": [
            {"cell_type": "markdown", "source": "![](data:" + "A" * 2**21 + ")"},
            {"cell_type": "markdown", "source": "# Mine"},
            {"cell_type": "code", "source": "x = 1", "outputs": []},
        ]
    }
    kept = json.loads(notebook_outputs.drop_outputs(json.dumps(made).encode()))["cells"]
    assert [cell["source"] for cell in kept] == ["", "# Mine", "x = 1"]


@pytest.mark.parametrize(
    "hostile",
    [b'{"cells":' + b"[" * 2_000_000, b"[[]," * 500_000, b'{"outputs":[' + b"[]," * 500_000, b'"\\' * 999_999],
)
def test_brackets_and_quotes_without_end_build_nothing(hostile):
    notebook_outputs.drop_outputs(hostile)
    assert list(notebook_outputs.iterate_code_cells(hostile)) == []


def test_twenty_megabytes_of_pictures_leave_a_submission_of_its_code():
    made = {"cells": [{"cell_type": "code", "source": "x = 1", "outputs": [{"data": "A" * 20 * 2**20}]}], "nbformat": 4}
    raw = json.dumps(made).encode()
    found = make_submission(EXERCISE, raw, "a.ipynb")
    assert found.problem is None
    assert len(found.source) < 200
    assert found.sha256 == hashlib.sha256(raw).hexdigest()
