"""A batch's folder read back: which reports, whose, and what they come to."""

from __future__ import annotations

import json
from decimal import Decimal
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
from exported import BIAS, DECAY, absent, aside, check, named, out, record, scored

from grader.errors import KitError
from grader.export import feedback, matching, records, systems, totals

SCHEMA = json.loads(resources.files("grader.view").joinpath("report.schema.json").read_text("utf-8"))


@pytest.mark.parametrize(
    "one", [scored("1", 7.5), absent("2", name="Ben"), aside("4"), named(scored("3", 1), "BC-NOPOW")]
)
def test_the_samples_of_these_tests_are_reports(one: dict):
    jsonschema.validate(one, SCHEMA)


def test_records_come_back_in_order_whatever_their_texts_hold(tmp_path: Path):
    batch = [scored("1", 7, path="a\u2028b\x85.py"), scored("2", 3)]
    found = records.read(out(tmp_path / "out", *batch))
    assert list(found) == batch
    assert list(found) == batch
    assert (len(found), batch[1] in found) == (2, True)
    assert list(records.read(tmp_path / "out" / "reports.jsonl")) == batch


def test_a_folder_without_a_batch_is_said_to_hold_none(tmp_path: Path):
    with pytest.raises(KitError, match="grade batch"):
        records.read(tmp_path)
    with pytest.raises(KitError, match="grade batch"):
        records.read(tmp_path / "nowhere")
    with pytest.raises(KitError, match="empty"):
        records.read(out(tmp_path / "empty"))


@pytest.mark.parametrize("line", ["{", "[]", '{"schema": "other/v1"}'])
def test_a_line_that_is_no_report_is_named(tmp_path: Path, line: str):
    folder = out(tmp_path / "out", scored("1", 1))
    with (folder / "reports.jsonl").open("a", encoding="utf-8") as file:
        file.write(line)
    with pytest.raises(KitError, match="Line 2"):
        list(records.read(folder))


@pytest.mark.parametrize("word", ["3", "03", "ex3", "exercise03", "Exercise 3", "bias-correction", BIAS])
def test_an_exercise_is_chosen_by_any_of_its_names(word: str):
    both = [scored("1", 7), scored("1", 2, exercise=DECAY)]
    assert list(records.choose(both, word)) == both[:1]
    assert list(records.choose(both, None)) == both


def test_an_exercise_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(KitError, match=BIAS):
        records.choose([scored("1", 7)], "5")


def test_one_column_takes_one_exercise_or_the_sum():
    both = [scored("1", 7), scored("1", 2, 5, exercise=DECAY), scored("2", 4), absent("2", exercise=DECAY)]
    with pytest.raises(KitError, match=r"--exercise.*--sum"):
        totals.compute_totals(both)
    ada, ben = totals.compute_totals(both, together=True)
    assert (ada.score, ada.max_score, ben.score, ben.max_score) == (9, 15, 4, 15)
    assert not ben.absent


def test_an_exercise_without_a_report_counts_as_nothing_earned():
    found = totals.compute_totals([scored("1", 7), scored("2", 4), scored("2", 5, 5, exercise=DECAY)], together=True)
    assert [(one.score, one.max_score) for one in found] == [(7, 15), (9, 15)]


def test_the_later_of_two_reports_counts():
    assert totals.compute_totals([scored("1", 7), scored("1", 3)])[0].score == 3


@pytest.mark.parametrize(
    ("score", "most", "target", "grade"),
    [(7, 10, "10", "7.00"), (1, 3, "1", "0.33"), (2, 3, "1", "0.67"), (0.05, 0.4, "1", "0.13"), (7, 10, "0", "7.00"),
     (0, 0, "10", "0.00"), (7, 10, None, "7.00")],
)  # fmt: skip
def test_scores_are_scaled_to_two_decimals_half_up(score: float, most: float, target: str | None, grade: str):
    assert str(matching.scale_score(score, most, Decimal(target) if target else None)) == grade


def test_a_name_is_the_same_in_any_order_and_spelling():
    assert matching.list_spellings("Bei-Spiel, Ada") & matching.list_spellings("beispielada")
    assert matching.list_spellings("O'Beispiel, Ada") & matching.list_spellings("Ada OBeispiel")
    assert matching.list_spellings("Zoe\u0308") == matching.list_spellings("Zoë")
    assert not matching.list_spellings("")


def test_two_people_of_one_name_are_never_guessed():
    students = totals.compute_totals([scored("x1", 1, name="Ada Beispiel"), scored("x2", 2, name="Ada Beispiel")])
    by_name = (lambda row: matching.list_spellings("Beispiel, Ada" if row == 1 else "Ben"), matching.list_names)
    pairs = matching.pair_rows([1, 2], students, [by_name])
    assert (pairs.matched, len(pairs.unmatched_students), pairs.unmatched_rows) == ((), 2, (1, 2))


def test_every_export_system_is_found_by_its_file_and_says_what_it_takes():
    assert {"canvas", "moodle", "gradescope", "junit", "classroom50", "nbgrader", "csv"} <= set(systems.list_systems())
    for name in systems.list_systems():
        system = systems.load_system(name)
        assert system.NAME
        assert callable(system.write)
        assert all(option.help.endswith(".") for option in system.OPTIONS)


def test_feedback_escapes_everything_and_drives_no_terminal():
    hostile = check(0, 5, says="<script>", message="\x1b[31mred\nsecond", actual="<img src=x onerror=1>")
    page = feedback.make_page(named(record("1", hostile), "BC-NOPOW")).decode()
    assert "<script>" not in page
    assert "<img" not in page
    assert "\x1b" not in page
    assert "&lt;script&gt;" in page
    assert "The share is &lt;not&gt; yet full." in page
    assert "What is 1 − β^t?" in page
    assert "\n" not in feedback.make_comment([record("1", hostile)])
