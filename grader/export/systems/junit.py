"""JUnit XML, as GitHub Actions, GitLab and Jenkins take it: a suite a report, a case a law.

What stands in it is what Jenkins' schema allows (`junit-10.xsd` of its xUnit plugin): a case has no properties, so
its points are among those of its suite and in its printed lines; the whole document counts no skipped cases.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

from grader.export.digest import format_heading
from grader.export.feedback import explain_outcome, list_lines, list_misconceptions, make_law_names
from grader.export.records import Record, Records, read_student
from grader.export.systems import ExportResult, Option
from grader.model import HOLDS
from grader.storage.files import save_chunks
from grader.text import clean, format_points

NAME = "JUnit XML"
SUFFIX = ".xml"
EXAMPLES = ("junit graded --to report.xml",)
OPTIONS: tuple[Option, ...] = ()
COUNTED = ("tests", "failures", "errors", "skipped")
HEAD = b"<?xml version='1.0' encoding='utf-8'?>\n"
_UNSEEN = {"absent": "skipped", "unreadable": "error", "not_started": "failure"}
"""Status of a report without laws → the element that stands for it."""


def write(records: Records, to: Path) -> ExportResult:
    """Write the document.

    Raises:
        KitError: it cannot be written there.

    """
    when = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    counts: Counter[str] = Counter()
    seconds = 0.0
    # The first line holds the sums over all suites, so the suites wait on a disk.
    with tempfile.TemporaryFile("w+b") as suites:
        for record in records:
            suite = _make_suite(record, when)
            counts.update({"suites": 1} | {name: int(suite.get(name, "0")) for name in COUNTED})
            seconds += record["seconds"]
            Xml.indent(suite, level=1)
            suites.write(b"  " + Xml.tostring(suite, encoding="utf-8").strip() + b"\n")
        # The schema lets the whole document count no skipped cases; its suites do.
        totals = {name: str(counts[name]) for name in COUNTED if name != "skipped"} | {"time": f"{seconds:.3f}"}
        root = Xml.tostring(Xml.Element("testsuites", {"name": "fallline"} | totals), short_empty_elements=False)
        head, tail = root.split(b"</")
        suites.seek(0)
        save_chunks(to, chain([HEAD, head, b"\n"], suites, [b"</", tail, b"\n"]))
    return ExportResult(f"{to}: {counts['suites']} suites, {counts['tests']} laws, {counts['failures']} not held.")


def _make_suite(record: Record, when: str) -> Xml.Element:
    """Return a report as a suite."""
    id, name = read_student(record)
    label = f"{record['exercise']} {name or id}".strip()
    suite = Xml.Element("testsuite", name=_escape(label), timestamp=when, hostname="localhost")
    properties = {"score": record["score"], "max_score": record["max_score"], "status": record["status"], "student": id}
    _add_properties(
        suite, properties | {"misconceptions": " ".join(list_misconceptions(record))} | _collect_points(record)
    )
    for check, law_name in zip(record["checks"], make_law_names(record["checks"]), strict=True):
        _add_case(suite, record["exercise"], check, law_name)
    if not record["checks"]:
        case = Xml.SubElement(suite, "testcase", classname=record["exercise"], name="handed in", time="0.000")
        Xml.SubElement(case, _UNSEEN.get(record["status"], "error"), message=_escape(format_heading(record)))
    story_lines = list_lines(record)
    if story_lines:
        Xml.SubElement(suite, "system-out").text = _escape("\n".join(story_lines))
    suite.set("tests", str(len(suite.findall("testcase"))))
    for count, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(count, str(len(suite.findall(f"testcase/{kind}"))))
    suite.set("time", f"{record['seconds']:.3f}")
    return suite


def _collect_points(record: Record) -> dict[str, object]:
    """Return the points of every law by its id."""
    points_by_law: dict[str, object] = {}
    for check in record["checks"]:
        points_by_law |= {f"{check['id']}.points": check["points"], f"{check['id']}.max_points": check["max_points"]}
    return points_by_law


def _add_case(suite: Xml.Element, exercise: str, check: Mapping[str, Any], law_name: str) -> None:
    """Add a law to its suite as a test case."""
    class_name = _escape(f"{exercise}.{check['function']}")
    case = Xml.SubElement(suite, "testcase", classname=class_name, name=_escape(law_name), time="0.000")
    reasons = explain_outcome(check)
    if check["outcome"] not in HOLDS:
        # `unknown` is no verdict on the law: the code hung or its process died.
        kind = {"failed": "failure", "waiting": "skipped"}.get(check["outcome"], "error")
        verdict = Xml.SubElement(case, kind, message=_escape(reasons[0] if reasons else check["says"]))
        verdict.text = _escape("\n".join(reasons)) if kind != "skipped" else None
    points_text = f"{format_points(check['points'])} of {format_points(check['max_points'])} points"
    further_lines = reasons if check["outcome"] in HOLDS else []
    Xml.SubElement(case, "system-out").text = _escape("\n".join([points_text, *further_lines]))


def _add_properties(parent: Xml.Element, values: Mapping[str, object]) -> None:
    """Add named values to a suite as its properties."""
    properties = Xml.SubElement(parent, "properties")
    for name, value in values.items():
        Xml.SubElement(properties, "property", name=name, value=_escape(str(value)))


def _escape(text: str) -> str:
    """Return a text that XML can hold: control characters and lone surrogates spelled out."""
    return clean(text, lines=True)
