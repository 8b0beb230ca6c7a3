"""The document as readers of JUnit XML take it."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from exported import absent, check, named, record, scored
from hypothesis import given
from hypothesis import strategies as st

from grader.export.systems import junit


def write(tmp_path: Path, *batch: dict) -> Xml.Element:
    junit.write(list(batch), tmp_path / "report.xml")
    return Xml.parse(tmp_path / "report.xml").getroot()


def properties(parent: Xml.Element) -> dict[str, str]:
    found = parent.find("properties")
    assert found is not None
    return {one.attrib["name"]: one.attrib["value"] for one in found}


def test_a_report_is_a_suite_and_a_law_a_case(tmp_path: Path):
    held, broken, unknown = check(2, 2), check(0, 1), check(0, 1, outcome="unknown")
    root = write(tmp_path, named(record("7", held, broken, unknown, name="Ada"), "BC-NOPOW"), scored("8", 10))
    suite = root[0]
    assert suite.attrib["name"] == "exercise03_bias_correction Ada"
    assert [case[0].tag for case in suite.iter("testcase")] == ["system-out", "failure", "error"]
    assert suite.find("testcase").attrib["classname"] == "exercise03_bias_correction.bias_correct"
    assert properties(suite)["misconceptions"] == "BC-NOPOW"
    assert [case[-1].text for case in suite.iter("testcase")] == ["2 of 2 points", "0 of 1 points", "0 of 1 points"]
    assert {name: held for name, held in properties(suite).items() if "." in name} == {
        "a_law.points": "0",
        "a_law.max_points": "1",
    }


def test_counts_are_those_of_the_cases(tmp_path: Path):
    root = write(tmp_path, scored("7", 5), absent("8"), record("9", check(0, 1, outcome="unknown")))
    for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        assert name == "skipped" or int(root.attrib[name]) == sum(int(suite.attrib[name]) for suite in root)
        for suite in root:
            assert int(suite.attrib[name]) == len(list(suite.iter(tag)))
    assert (root.attrib["tests"], root[1].attrib["skipped"], root.attrib["time"]) == ("4", "1", "0.750")


def test_each_part_has_what_readers_ask_for(tmp_path: Path):
    root = write(tmp_path, scored("7", 5))
    assert {"tests", "failures", "errors", "time"} <= set(root.attrib)
    assert {"name", "tests", "failures", "errors", "skipped", "time", "timestamp", "hostname"} <= set(root[0].attrib)
    case = root[0].find("testcase")
    assert {"classname", "name", "time"} <= set(case.attrib)
    # The order of the schema: a suite's properties first, its printed lines last.
    assert [child.tag for child in root[0]] == ["properties", "testcase", "testcase", "system-out"]


@pytest.mark.parametrize("status", ["absent", "unreadable", "not_started", "set_aside"])
def test_a_report_without_laws_is_never_green(tmp_path: Path, status: str):
    suite = write(tmp_path, record("7", status=status))[0]
    assert len(suite.findall("testcase")) == 1
    assert sum(int(suite.attrib[name]) for name in ("failures", "errors", "skipped")) == 1


@given(st.text())
def test_any_text_survives_as_xml(tmp_path_factory: pytest.TempPathFactory, text: str):
    hostile = record("7", check(0, 1, says=f"law {text}", message=text, actual=text), name=text)
    root = write(tmp_path_factory.mktemp("xml"), hostile)
    assert root[0].find("testcase").attrib["name"].startswith("law")


SCHEMA = {
    "testsuites": ({"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors", "skipped", "time", "timestamp", "hostname"},
        {"testsuite", "properties", "testcase", "system-out", "system-err"},
    ),
    "properties": (set(), {"property"}),
    "property": ({"name", "value"}, set()),
    "testcase": ({"name", "time", "classname"}, {"skipped", "error", "failure", "system-out", "system-err"}),
    "skipped": ({"type", "message"}, set()),
    "error": ({"type", "message"}, set()),
    "failure": ({"type", "message"}, set()),
    "system-out": (set(), set()),
}
"""What Jenkins' schema allows of each element: attributes, children (xUnit plugin, `junit-10.xsd`)."""
TIME = re.compile(r"(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?")


def test_the_document_keeps_the_schema_of_jenkins(tmp_path: Path):
    some = record("7", check(1, 1), check(0, 1), check(0, 1, "unknown"), check(0, 1, "waiting"), check(1, 1, "carried"))
    root = write(tmp_path, named(some, "BC-NOPOW"), absent("8"), record("9", status="unreadable", seconds=12345.678))
    for one in root.iter():
        attributes, children = SCHEMA[one.tag]
        assert set(one.attrib) <= attributes, one.tag
        assert {child.tag for child in one} <= children, one.tag
        assert one.tag not in ("testsuite", "testsuites") or TIME.fullmatch(one.attrib["time"])
        assert one.tag != "testsuite" or {"name", "tests", "failures", "errors"} <= set(one.attrib)


def test_no_two_cases_of_a_suite_have_one_name(tmp_path: Path):
    suite = write(tmp_path, record("7", check(1, 1), check(1, 1), check(0, 1, function="other")))[0]
    names = [(case.attrib["classname"], case.attrib["name"]) for case in suite.iter("testcase")]
    assert len(set(names)) == 3
