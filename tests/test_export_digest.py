"""What stands first in feedback, and how laws are told that wait or are carried forward."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as Xml

from exported import BIAS, check, named, record

from grader.export import feedback
from grader.export.digest import make_digest
from grader.export.gradescope import make_results
from grader.export.pages import student
from grader.export.pages.class_stats import ClassStats
from grader.export.systems import junit

WAITS = "can be told once the numbers are right"
CARRIED = "adam_step is right; it uses your bias_correct."
HELD = check(2, 2, says="A law that holds.")
BROKEN = check(0, 2, says="A broken law.", given={"moment": 2.0, "t": 1}, expected=3.0, actual=4.0)
WAITING = check(0, 1, "waiting", says="A waiting law.", message="This can be told later.", expected=None, actual=None)
LATER = check(
    2, 2, "carried", says="A carried law.", function="adam_step", carried_from="bias_correct", message="", given={}
)
ONE = record("7", HELD, BROKEN, WAITING, LATER)


def test_a_digest_begins_with_the_call_that_shows_the_first_thing_to_mend():
    told = make_digest(ONE)
    assert [line.kind for line in told.story[:5]] == ["headline", "says", "call", "answer", "answer"]
    texts = [line.text for line in told.story]
    assert texts[0] == "bias_correct: A broken law."
    assert texts[2:5] == [">>> bias_correct(2, t=1)", "yours 4", "right 3"]
    assert CARRIED in texts
    assert told.heading == f"{BIAS}: 4 of 7 points. 2 of 4 laws hold, 1 {WAITS}."


def test_every_law_stands_behind_its_sign_and_one_that_waits_behind_no_cross():
    assert make_digest(ONE).laws == (
        "✓ A law that holds.",
        "✗ A broken law.",
        f"· A waiting law. ({WAITS})",
        "✓ A carried law.",
    )


def test_an_idea_tells_its_question_and_never_its_id():
    found = named(ONE, "BC-NOPOW")
    idea = found["diagnoses"][0] | {"says": "The exponent forgotten: the share never fades."}
    one = found | {"diagnoses": [idea]}
    told = make_digest(one)
    assert told.story[0].text == "bias_correct: the exponent forgotten"
    assert [line.text for line in told.story if line.kind == "question"] == ["What is 1 − β^t?"]
    assert told.rest == ()
    for text in (feedback.make_comment([one]), feedback.make_page(one).decode(), student.render_page([one], {}, {})):
        assert "BC-NOPOW" not in text
        assert text.count("What is 1 − β^t?") == 1


def test_a_page_and_a_comment_begin_with_the_story_and_then_tell_every_law():
    for text in (feedback.make_comment([ONE]), feedback.make_page(ONE).decode(), student.render_page([ONE], {}, {})):
        assert -1 < text.find("bias_correct(2, t=1)") < text.find("A law that holds")
        assert CARRIED in text
        assert WAITS in text
        around = re.search(r"(<tr(?:(?!<tr).)*A waiting law.*?</tr>)|<li>([^<]*A waiting law[^<]*)", text, re.DOTALL)
        assert around is not None
        assert "✗" not in around[0]


def test_what_was_not_handed_in_has_no_story():
    for status in ("absent", "set_aside", "not_started", "passed"):
        told = make_digest(record("7", check(0, 1, "unknown"), status=status))
        assert not told.story


def test_a_file_that_cannot_be_read_begins_with_where_it_breaks():
    says = "This is no valid Python: invalid syntax.\nline 3: def f(:"
    told = make_digest(record("7", status="unreadable", findings=[{"id": "syntax", "function": None, "says": says}]))
    assert told.story[0].kind == "headline"
    assert "7.py:3" in told.story[0].text
    assert any("def f(:" in line.text for line in told.story)
    assert told.rest == ()


def test_gradescope_tells_that_a_law_waits_and_whose_fault_a_carried_one_was():
    tests = {test["name"]: test for test in make_results([ONE])["tests"]}
    assert tests["A waiting law."]["output"] == WAITS
    assert tests["A carried law."] | {"status": "passed", "score": 2, "output": CARRIED} == tests["A carried law."]
    assert ">>> bias_correct(2, t=1)\nyours 4\nright 3" in make_results([ONE])["output"].replace("\n\n", "\n")


def test_junit_skips_a_law_that_waits_and_passes_one_that_is_carried(tmp_path: Path):
    junit.write([ONE], tmp_path / "report.xml")
    cases = {case.attrib["name"]: case for case in Xml.parse(tmp_path / "report.xml").iter("testcase")}
    assert [child.tag for child in cases["A waiting law."]] == ["skipped", "system-out"]
    assert cases["A waiting law."][0].attrib["message"] == WAITS
    assert [child.tag for child in cases["A carried law."]] == ["system-out"]
    assert CARRIED in str(cases["A carried law."][0].text)


def test_no_two_tests_have_one_name():
    other = record("7", *(HELD, HELD, BROKEN), exercise="exercise04_adamw_decay")
    names = [test["name"] for test in make_results([record("7", HELD, BROKEN), other])["tests"]]
    assert len(set(names)) == len(names) == 5
    assert names[:2] == ["bias_correct: A law that holds.", "bias_correct: A broken law."]
    assert names[2] == "bias_correct: A law that holds. (2)"


def test_a_class_counts_no_law_that_waits_as_lost_or_judged():
    tally = ClassStats({})
    for one in (ONE, record("8", check(0, 1, says="A waiting law."), WAITING | {"id": "other"})):
        tally.add(one)
    other = tally.exercises[BIAS].laws["other"]
    assert (other.lost, other.judged) == (0, 0)
