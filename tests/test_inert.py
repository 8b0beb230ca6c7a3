"""Whatever letters a program returns, nothing that steers a terminal or turns the reading comes out anywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from msgspec.structs import replace
from test_batch_run import SCHEMA

from grader.export.systems import gradescope, junit, nbgrader, pages
from grader.model import Author, CheckResult, Diagnosis, Finding, Note, Report
from grader.submission import make_submission
from grader.suites.toolkit.plain import plain
from grader.view.document import format_document, format_report, make_document

STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
DIRTY = "a\x00\x07\x1b[31m\x9b1m\u202e\u2066\u2028\x7f\ud800\r\nz"


def texts(thing: Any) -> Iterator[str]:
    """Every text of plain data, keys too."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, dict):
        for name, held in thing.items():
            yield name
            yield from texts(held)
    elif isinstance(thing, list):
        for held in thing:
            yield from texts(held)


@pytest.fixture
def report(exercise03) -> Report:
    """A report whose every field of a student's own is dirty, as if nothing had been cleaned on the way to it."""
    nest = {DIRTY: [DIRTY, {DIRTY: DIRTY}]}
    broken = CheckResult("id", "A law.", "adam_step", "failed", 0.0, 1.0, f"Because {DIRTY}", nest, nest, nest)
    row = {"given": nest, "yours": DIRTY, "right": [1.0]}
    found = Diagnosis("adam_step", (), f"It says {DIRTY}", DIRTY, evidence={"probes": [row], "shows": [DIRTY]})
    submission = replace(make_submission(exercise03, b"x = 1", "exercise03.py"), author=Author("ada", "Ada"))
    told = (Finding("crash", f"It stopped.\n  {DIRTY}", "adam_step"),)
    note = (Note("missing_package", DIRTY),)
    return Report(submission, (broken,), (found,), note, told, "strict", f"printed {DIRTY}")


def test_values_keep_no_letter_that_steers():
    kept = plain({DIRTY: [DIRTY, (DIRTY, {DIRTY: DIRTY})]})
    assert not [text for text in texts(json.loads(json.dumps(kept))) if STEERS.search(text) or "\n" in text]
    assert "\\x1b[31m" in json.dumps(kept, ensure_ascii=False).replace("\\\\", "\\")


def test_a_reports_data_hold_no_letter_that_steers(report):
    told = make_document(report)
    jsonschema.validate(told, SCHEMA)
    assert not [text for text in texts(told) if STEERS.search(text)]
    values = [told["checks"][0][name] for name in ("expected", "actual", "given")] + [told["diagnoses"][0]["evidence"]]
    assert not [text for text in texts(values) if "\n" in text]
    assert json.loads(format_report(report)) == json.loads(format_document(told)) == told


@pytest.mark.parametrize("system", [gradescope, junit, nbgrader, pages], ids=lambda system: system.__name__)
def test_no_export_holds_a_letter_that_steers(system, report, tmp_path: Path):
    options = {"no_autograder": True} if system is gradescope else {}
    system.write([make_document(report)], tmp_path / f"to{system.SUFFIX}", **options)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    for path in files:
        text = path.read_text("utf-8")
        assert not STEERS.search(text), path.name
        if path.suffix == ".json":
            assert not [one for one in texts(json.loads(text)) if STEERS.search(one)]


def test_what_code_returned_and_is_called_comes_out_inert(graded):
    answer = f"{{{DIRTY.replace(chr(0xD800), '')!r}: {DIRTY.replace(chr(0xD800), '')!r}}}"
    report = graded(f"def ema_moments(*a):\n    return {answer}\n\nbias_correct = adam_step = ema_moments\n")
    assert any("\\x1b" in text for text in texts(make_document(report)["checks"]))
    assert not [text for text in texts(make_document(report)) if STEERS.search(text)]
