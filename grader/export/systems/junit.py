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
from grader.export.systems import Option, Written
from grader.model import HOLDS
from grader.storage.files import save_all
from grader.text import clean, points

NAME = "JUnit XML"
SUFFIX = ".xml"
OPTIONS: tuple[Option, ...] = ()
COUNTED = ("tests", "failures", "errors", "skipped")
HEAD = b"<?xml version='1.0' encoding='utf-8'?>\n"
_UNSEEN = {"absent": "skipped", "unreadable": "error", "not_started": "failure"}
"""What a report without a single law is shown as."""


def write(records: Records, to: Path) -> Written:
    """Write the document.

    Raises:
        KitError: it cannot be written there.

    """
    when = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    counts: Counter[str] = Counter()
    seconds = 0.0
    # The first line tells what all suites come to, so these wait on a disk.
    with tempfile.TemporaryFile("w+b") as suites:
        for record in records:
            suite = _suite(record, when)
            counts.update({"suites": 1} | {name: int(suite.get(name, "0")) for name in COUNTED})
            seconds += record["seconds"]
            Xml.indent(suite, level=1)
            suites.write(b"  " + Xml.tostring(suite, encoding="utf-8").strip() + b"\n")
        # The schema lets the whole document count no skipped cases; its suites do.
        totals = {name: str(counts[name]) for name in COUNTED if name != "skipped"} | {"time": f"{seconds:.3f}"}
        root = Xml.tostring(Xml.Element("testsuites", {"name": "fallline"} | totals), short_empty_elements=False)
        head, tail = root.split(b"</")
        suites.seek(0)
        save_all(to, chain([HEAD, head, b"\n"], suites, [b"</", tail, b"\n"]))
    return Written(f"{to}: {counts['suites']} suites, {counts['tests']} laws, {counts['failures']} not held.")


def _suite(record: Record, when: str) -> Xml.Element:
    id, name = read_student(record)
    label = f"{record['exercise']} {name or id}".strip()
    suite = Xml.Element("testsuite", name=_inert(label), timestamp=when, hostname="localhost")
    known = {"score": record["score"], "max_score": record["max_score"], "status": record["status"], "student": id}
    _properties(suite, known | {"misconceptions": " ".join(list_misconceptions(record))} | _points(record))
    for check, named in zip(record["checks"], make_law_names(record["checks"]), strict=True):
        _case(suite, record["exercise"], check, named)
    if not record["checks"]:
        case = Xml.SubElement(suite, "testcase", classname=record["exercise"], name="handed in", time="0.000")
        Xml.SubElement(case, _UNSEEN.get(record["status"], "error"), message=_inert(format_heading(record)))
    told = list_lines(record)
    if told:
        Xml.SubElement(suite, "system-out").text = _inert("\n".join(told))
    suite.set("tests", str(len(suite.findall("testcase"))))
    for count, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(count, str(len(suite.findall(f"testcase/{kind}"))))
    suite.set("time", f"{record['seconds']:.3f}")
    return suite


def _points(record: Record) -> dict[str, object]:
    """The points of every law by its id."""
    told: dict[str, object] = {}
    for check in record["checks"]:
        told |= {f"{check['id']}.points": check["points"], f"{check['id']}.max_points": check["max_points"]}
    return told


def _case(suite: Xml.Element, exercise: str, check: Mapping[str, Any], named: str) -> None:
    place = _inert(f"{exercise}.{check['function']}")
    case = Xml.SubElement(suite, "testcase", classname=place, name=_inert(named), time="0.000")
    why = explain_outcome(check)
    if check["outcome"] not in HOLDS:
        # `unknown` is no verdict on the law: the code hung or its process died.
        kind = {"failed": "failure", "waiting": "skipped"}.get(check["outcome"], "error")
        told = Xml.SubElement(case, kind, message=_inert(why[0] if why else check["says"]))
        told.text = _inert("\n".join(why)) if kind != "skipped" else None
    earned = f"{points(check['points'])} of {points(check['max_points'])} points"
    also = why if check["outcome"] in HOLDS else []
    Xml.SubElement(case, "system-out").text = _inert("\n".join([earned, *also]))


def _properties(parent: Xml.Element, known: Mapping[str, object]) -> None:
    properties = Xml.SubElement(parent, "properties")
    for name, held in known.items():
        Xml.SubElement(properties, "property", name=name, value=_inert(str(held)))


def _inert(words: str) -> str:
    """A text that XML can hold: control characters and lone surrogates spelled out."""
    return clean(words, lines=True)
