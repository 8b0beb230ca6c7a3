"""`grade analyse`: a synthetic class of three terms whose statistics are known."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import pytest
from conftest import ROOT

from grader.analysis import Term, analyse
from grader.export import analysed
from grader.export.pages import course_page
from grader.view.document import SCHEMA

LAWS = ("falls", "scales", "twin", "stays")


def record(student: str, kept: dict[str, str], ideas: tuple[str, ...] = (), *, status: str = "") -> dict:
    """A report of one function with these outcomes."""
    checks = [
        {
            "id": law,
            "function": "step",
            "says": f"It {law}.",
            "outcome": outcome,
            "points": 0,
            "max_points": 1,
            "actual": [2.0] if outcome == "failed" else None,
        }
        for law, outcome in kept.items()
    ]
    passed = all(outcome in ("passed", "carried") for outcome in kept.values())
    found = [{"function": "step", "misconceptions": list(ideas)}] if not passed else []
    return {
        "schema": SCHEMA,
        "exercise": "exercise01_gradient_step",
        "student": {"id": student, "name": ""},
        "status": status or ("passed" if passed else "failed"),
        "checks": checks,
        "diagnoses": found,
        "findings": [],
    }


def term(name: str, students: int, lose_falls: int, lose_scales: int) -> Term:
    """A term in which the first so many lose the one law, and the last so many the other and its twin."""
    records = []
    for number in range(students):
        scales = "failed" if number >= students - lose_scales else "passed"
        kept = {"falls": "failed" if number < lose_falls else "passed", "scales": scales, "twin": scales}
        kept["stays"] = "waiting" if scales == "failed" else "passed"
        ideas = (["GS-ASCENT"] if number < lose_falls else []) + (["GS-LR2"] if scales == "failed" else [])
        records.append(record(f"{name}-{number}", kept, tuple(ideas)))
    records += [record(f"{name}-none", {}, status="absent"), record(f"{name}-torn", {}, status="unreadable")]
    return Term(name, records)


@pytest.fixture
def found():
    terms = [term("2024", 40, 20, 4), term("2025", 50, 15, 5), term("2026", 60, 6, 6)]
    return analyse(terms, names={"GS-ASCENT": "goes uphill"}, titles={"exercise01_gradient_step": "One step"})


def test_a_law_has_its_share_by_term_of_those_who_could_be_judged(found):
    laws = {law.id: law for law in found.subjects[0].laws}
    assert [(one.count, one.of) for one in laws["falls"].terms.values()] == [(20, 40), (35, 50), (54, 60)]
    assert laws["falls"].whole.share == pytest.approx(109 / 150)
    assert [(one.count, one.of) for one in laws["stays"].terms.values()] == [(36, 36), (45, 45), (54, 54)]


def test_absent_and_unreadable_work_is_no_students(found):
    assert dict(found.subjects[0].students) == {"2024": 40, "2025": 50, "2026": 60}


@pytest.mark.parametrize(("actual", "counted"), [
    (None, 0), ("a", 0), ({}, 0), ([], 0), (True, 0), (2, 1), ("nan", 1), ([[1.0], None], 1), ({"t": 1}, 1),
])  # fmt: skip
def test_only_wrong_numbers_can_be_without_an_idea(actual, counted):
    one = record("ada", {"falls": "failed"})
    one["checks"][0]["actual"] = actual
    named = record("ben", {"falls": "failed"}, ("GS-ASCENT",))
    (subject,) = analyse([Term("2024", [one, named, record("cyd", {"falls": "passed"})])]).subjects
    assert (subject.unnamed.count, subject.unnamed.of) == (counted, counted + 1)


def test_laws_that_stand_and_fall_together_are_named(found):
    assert [(pair.one, pair.other) for pair in found.subjects[0].pairs] == [("scales", "twin")]


def test_a_group_that_handed_in_one_file_counts_once_and_is_named_whole():
    file = {"submission": {"path": "submission_501/a.py", "sha256": "0" * 64}}
    group = [record(student, {"falls": "failed"}, ("GS-ASCENT",)) | file for student in ("ada", "ben")]
    lone = record("cyd", {"falls": "passed"}) | {"submission": {"path": "submission_502/a.py", "sha256": "0" * 64}}
    (subject,) = analyse([Term("2024", [*group, lone])], with_students=True).subjects
    (idea,), (law,) = subject.ideas, subject.laws
    assert [(one.count, one.of) for one in (idea.whole, law.whole, subject.passed["2024"])] == [(1, 2)] * 3
    assert idea.students == {"2024": ("ada", "ben")}


def test_what_an_author_would_look_at_is_remarked(found):
    remarks = {law.id: law.remark for law in found.subjects[0].laws}
    assert remarks["stays"] == "nearly everybody keeps it"
    # Who loses this one is right elsewhere: the laws tell different things.
    assert remarks["falls"] == "who keeps it does no better elsewhere"
    assert remarks["scales"] == ""


def test_an_idea_is_rarer_only_where_chance_alone_would_hardly_do_it(found):
    uphill, squared = found.subjects[0].ideas
    assert (uphill.id, uphill.name, uphill.whole.count) == ("GS-ASCENT", "goes uphill", 41)
    low, high = uphill.change
    assert low < high < 0
    low, high = squared.change
    assert low < 0 < high


def test_nobody_is_named_unless_it_is_asked_for(found):
    assert "2024-0" not in analysed.format_document(found) + course_page.render_page(found) + analysed.format_csv(found)
    named = analyse([term("2024", 4, 1, 0)], with_students=True)
    assert named.subjects[0].ideas[0].students == {"2024": ("2024-0",)}
    assert "2024-0" in course_page.render_page(named)


def test_progress_says_which_questions_mislead_and_how_many_tries_it_took():
    def answer(share, given, ideas, confidence):
        return {
            "question": "where-the-gradient-points", "concept": "downhill", "given": given, "share": share,
            "confidence": confidence, "misconceptions": json.dumps(ideas),
        }  # fmt: skip

    def tries(passed):
        return [{"exercise": "exercise01_gradient_step", "tries": 9, "passed_at_try": passed}]

    files = [
        {"answers": [answer(1, "b", [], 4), answer(0, "a", ["GS-ASCENT"], 4)], "exercises": tries(2)},
        {"answers": [answer(0, "a", ["GS-ASCENT"], 1), answer(0, "d", [], None)], "exercises": tries(5)},
        {"answers": [], "exercises": tries(None)},
    ]
    found = analyse([term("2024", 4, 1, 0)], files)
    (question,) = found.questions
    assert (question.right.count, question.right.of) == (1, 4)
    assert question.lures == {"GS-ASCENT": 2, "d": 1}
    assert (question.confident.count, question.confident.of) == (1, 3)
    assert found.subjects[0].tries == 3.5


def test_the_table_has_a_row_a_law_and_a_row_an_idea(found):
    rows = list(csv.DictReader(io.StringIO(analysed.format_csv(found))))
    assert [row["id"] for row in rows] == [*LAWS, "GS-ASCENT", "GS-LR2"]
    assert (rows[0]["count"], rows[0]["of"], rows[0]["share"]) == ("109", "150", "0.7267")


def analyse_folders(*words, cwd=ROOT):
    command = [sys.executable, "-m", "grader", "analyse", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=cwd)


@pytest.fixture
def folders(tmp_path):
    for one in (term("old", 30, 12, 3), term("new", 30, 3, 3)):
        (tmp_path / one.name).mkdir()
        lines = [json.dumps(record) for record in one.records]
        (tmp_path / one.name / "reports.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return tmp_path


def test_two_folders_are_two_terms_on_screen_page_and_table(folders):
    told = analyse_folders(folders / "old", folders / "new", "--html", folders / "a.html", "--csv", folders / "a.csv")
    assert told.returncode == 0, told.stderr
    assert "75% of 60" in told.stdout
    assert "rarer now" in told.stdout
    assert "goes uphill" in (folders / "a.html").read_text("utf-8")
    assert (folders / "a.csv").read_text("utf-8").count("\n") == 7


def test_json_alone_is_printed_where_it_is_asked_for(folders):
    told = json.loads(analyse_folders(f"2025={folders / 'old'}", f"2026={folders / 'new'}", "--json").stdout)
    assert told["terms"] == ["2025", "2026"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nowhere"], "Name the folder that"),
        (["old", "old"], "Two terms are called old"),
        (["old", "--progress", "old/reports.jsonl"], "Name files that"),
    ],
)
def test_a_mistake_is_told_in_a_line(folders, words, says):
    told = analyse_folders(*words, cwd=folders)
    assert told.returncode == 2
    assert says in told.stderr
    assert "Traceback" not in told.stderr
