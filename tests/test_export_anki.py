"""The Anki package, read back as the SQLite collection it is."""

from __future__ import annotations

import re
import sqlite3
import sys
import zipfile
from pathlib import Path

import pytest
from test_export_pages import contrast

from grader.errors import KitError
from grader.export import anki
from grader.export.questions import convert_to_html
from grader.quiz.bank import Bank
from grader.quiz.loading import load_bank

pytest.importorskip("genanki")


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank()


def notes(package: Path, folder: Path) -> list[tuple]:
    with zipfile.ZipFile(package) as archive:
        archive.extract("collection.anki2", folder)
    file = sqlite3.connect(folder / "collection.anki2")
    rows = file.execute("SELECT guid, flds, tags FROM notes ORDER BY id").fetchall()
    cards = file.execute("SELECT COUNT(*) FROM cards").fetchone()[0]
    decks = file.execute("SELECT decks FROM col").fetchone()[0]
    file.close()
    assert cards == len(rows)
    assert "Fallline::" in decks
    return rows


def test_every_question_is_a_note_and_the_same_bank_makes_the_same_notes(bank: Bank, tmp_path: Path):
    assert anki.write(bank, tmp_path / "one.apkg") == []
    assert anki.write(bank, tmp_path / "two.apkg") == []
    first, second = notes(tmp_path / "one.apkg", tmp_path / "1"), notes(tmp_path / "two.apkg", tmp_path / "2")
    assert first == second
    fields = {row[1].split("\x1f")[0]: row[1].split("\x1f") for row in first}
    assert set(fields) == {question.id for question in bank}
    assert len({row[0] for row in first}) == len(first)
    for question in bank:
        _, prompt, choices, key, why, section = fields[question.id]
        assert prompt
        assert key
        assert why
        assert section == question.section
        assert choices.count("<li>") == len(question.choices) + len(question.items)


def test_nothing_but_the_kits_own_tags_is_markup(bank: Bank, tmp_path: Path):
    anki.write(bank, tmp_path / "q.apkg")
    for _, fields, _ in notes(tmp_path / "q.apkg", tmp_path / "x"):
        assert set(re.findall(r"</?([a-z]+)", fields)) <= {"code", "em", "strong", "br", "li", "p"}
        assert not re.search(r"&(?![a-z]+;|#)", fields)


def test_markdown_becomes_html_and_everything_else_is_escaped():
    assert convert_to_html("a `x < y & z` *soft* **hard** <b>\n\nnew") == (
        "a <code>x &lt; y &amp; z</code> <em>soft</em> <strong>hard</strong> &lt;b&gt;<br><br>new"
    )


def test_without_the_package_the_mend_is_said(bank: Bank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "genanki", None)
    with pytest.raises(KitError, match="pip install"):
        anki.write(bank, tmp_path / "q.apkg")


def test_code_can_be_read_by_day_and_by_night():
    rules = dict(re.findall(r"^(.*?) \{ (.*?) \}$", anki._CSS, re.MULTILINE))
    day, night = rules[".card"], rules[".card.nightMode, .card.night_mode"]
    grounds = {"day": re.search(r"background: (#\w+)", day), "night": re.search(r"background: (#\w+)", night)}
    inks = {"day": [day, rules["code"]], "night": [night, rules[".nightMode code, .night_mode code"]]}
    for time, ground in grounds.items():
        assert ground is not None
        for rule in inks[time]:
            ink = re.search(r"(?<![-\w])color: (#\w+)", rule)
            assert ink is not None
            assert contrast(ink[1], ground[1]) >= 4.5
