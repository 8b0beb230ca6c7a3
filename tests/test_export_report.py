import json
import math
from importlib import resources

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from grader import course
from grader.model import Author, CheckResult, Curve, Diagnosis, Finding, Note, Picture, Report, Submission
from grader.view.document import build_report, format_report, make_document, make_jsonable

SCHEMA = json.loads(resources.files("grader.view").joinpath("report.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
SUBMISSION = Submission(course.find_exercise("3"), None, b"", "mine.py", "0" * 64)
CHECK = CheckResult("a_law", "A law.", "bias_correct", "failed", 0.0, 2.0, "Why.", [1.0, math.nan], -math.inf, {"t": 1})
REPORT = Report(
    SUBMISSION,
    (CHECK,),
    (Diagnosis("bias_correct", ("BC-NOPOW",), "says", "hint", (("BC-A", "BC-B"),), {"probes": [{"yours": math.inf}]}),),
    (Note("input_kind", "A note.", "bias_correct"), Note("missing_package", "Another.")),
    (Finding("timeout", "Slow.", "bias_correct"),),
    output="\x1b[31mred\n",
    seconds=0.123456789,
)


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_a_report_has_the_documented_form():
    told = make_document(REPORT)
    VALIDATOR.validate(told)
    assert list(told) == SCHEMA["required"]
    assert told["schema"] == "fallline/report/v1"
    assert (told["score"], told["max_score"], told["status"]) == (0.0, 2.0, "failed")
    assert told["student"] is None
    assert told["diagnoses"][0]["alternatives"] == [["BC-A", "BC-B"]]


def test_numbers_that_are_not_finite_travel_as_words():
    told = make_document(REPORT)
    assert told["checks"][0]["expected"] == [1.0, "nan"]
    assert told["checks"][0]["actual"] == "-inf"
    assert told["diagnoses"][0]["evidence"]["probes"] == [{"yours": "inf"}]


def test_the_student_is_named_where_one_is_known():
    named = replace(REPORT, submission=replace(SUBMISSION, author=Author("7", "Ada Beispiel")))
    assert make_document(named)["student"] == {"id": "7", "name": "Ada Beispiel"}
    VALIDATOR.validate(make_document(named))


def test_a_line_is_one_line_of_ascii_that_reads_back():
    text = format_report(replace(REPORT, output="θ\n\u2028\x9b"))
    assert "\n" not in text
    assert text.isascii()
    assert json.loads(text)["output"] == "θ\n\\u2028\\x9b"


def test_half_a_surrogate_pair_does_not_break_the_readers_of_a_report():
    json.dumps(
        make_document(replace(REPORT, submission=replace(SUBMISSION, origin="\udce9.py"))), ensure_ascii=False
    ).encode()


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda held: st.lists(held, max_size=3) | st.dictionaries(st.text(max_size=5), held, max_size=3),
    max_leaves=8,
)


@given(plain)
def test_whatever_came_back_is_valid_json(thing):
    report = replace(REPORT, checks=(replace(CHECK, actual=thing),))
    VALIDATOR.validate(json.loads(format_report(report)))


@given(st.lists(st.integers() | st.floats(allow_nan=False, allow_infinity=False), max_size=4))
def test_finite_numbers_stay_exactly_what_they_are(numbers):
    assert json.loads(json.dumps(make_jsonable(numbers))) == numbers


@pytest.mark.parametrize(
    ("spoil", "status"),
    [
        (lambda text: text, "passed"),
        (lambda text: text.replace("(1 - beta**t)", "(1 - beta)"), "failed"),
        (lambda text: "def broken(", "unreadable"),
        (lambda text: "", "unreadable"),
        (lambda text: "import os\nos._exit(0)", "failed"),
        (lambda text: course.locate_stub(course.find_exercise("3")).read_text("utf-8"), "not_started"),
    ],
)
def test_real_reports_fit_the_schema(graded, solution, spoil, status):
    told = make_document(graded(spoil(solution)))
    VALIDATOR.validate(json.loads(json.dumps(told, allow_nan=False)))
    assert told["status"] == status


@pytest.mark.parametrize(
    "spoil", [{"status": "great"}, {"score": -1}, {"seconds": "long"}, {"more": 1}, {"student": {}}]
)
def test_the_schema_refuses_what_is_no_report(spoil):
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(make_document(REPORT) | spoil)


def test_a_report_with_pictures_and_carried_laws_comes_back():
    carried = replace(CHECK, outcome="carried", carried_from="bias_correct", points=2.0)
    curve = Curve("yours", "yours", (0.0, 1.0), (2.0, 3.0))
    drawn = Picture("f", "A path", "It bends.", "x", "y", (curve,), differs=True, window=(0.0, 1.0, 0.0, 1.0))
    report = replace(REPORT, checks=(CHECK, carried), pictures=(drawn,))
    told = json.loads(format_report(report))
    VALIDATOR.validate(told)
    assert make_document(build_report(told)) == told
    assert build_report(told).pictures == (drawn,)
    assert build_report(told).checks[1].carried_from == "bias_correct"


@given(plain)
def test_whatever_came_back_reads_back_as_the_same_document(thing):
    told = json.loads(format_report(replace(REPORT, checks=(replace(CHECK, actual=thing),))))
    assert make_document(build_report(told)) == told
