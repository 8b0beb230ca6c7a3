"""The QTI package, read back as XML the way Canvas's importer looks at it."""

from __future__ import annotations

import html
import io
import re
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from grader.errors import KitError
from grader.export import qti
from grader.quiz.asking import ask
from grader.quiz.bank import Bank
from grader.quiz.loading import load_bank

pytest.importorskip("text2qti")
NS = {"q": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"}


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank()


@pytest.fixture(scope="module")
def package(
    bank: Bank, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, ElementTree.Element], list[tuple[str, str]]]:
    target = tmp_path_factory.mktemp("qti") / "quiz.zip"
    left_out = qti.write(bank, target)
    with zipfile.ZipFile(io.BytesIO(target.read_bytes())) as archive:
        names = archive.namelist()
        assert "imsmanifest.xml" in names
        manifest = ElementTree.fromstring(archive.read("imsmanifest.xml"))
        files = {e.get("href") for e in manifest.iter() if e.tag.endswith("}file")}
        assert files <= set(names)
        (quiz,) = [n for n in names if n.endswith(".xml") and not n.endswith("meta.xml") and "/" in n]
        items = ElementTree.fromstring(archive.read(quiz)).iter(f"{{{NS['q']}}}item")
        return {item.get("title", ""): item for item in items}, left_out


def kind(item: ElementTree.Element) -> str:
    fields = {
        f.findtext("q:fieldlabel", "", NS): f.findtext("q:fieldentry", "", NS)
        for f in item.iter(f"{{{NS['q']}}}qtimetadatafield")
    }
    return fields["question_type"]


def plain(element: ElementTree.Element | None) -> str:
    assert element is not None
    text = "".join(element.itertext())
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def squeezed(markdown: str) -> str:
    """Without blanks and marks; the writer sets typographer's quotes and dashes."""
    quotes = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "…": "..."})
    return re.sub(r"\s", "", re.sub(r"[`*]", "", markdown)).translate(quotes)


def test_every_question_is_there_or_listed_with_its_reason(bank: Bank, package):
    items, left_out = package
    missing = dict(left_out)
    for question in bank:
        count = len(ask(question).numbers)
        names = [question.id] if count <= 1 else [f"{question.id}-{place + 1}" for place in range(count)]
        for name in names:
            assert (name in items) != (name in missing), name
    assert all(missing.values())
    assert len(missing) < sum(1 for _ in bank) / 10


def test_choices_keep_their_texts_keys_and_reasons(bank: Bank, package):
    items, _ = package
    for question in bank:
        if not question.choices:
            continue
        item, asked = items[question.id], ask(question, shuffled=True)
        assert kind(item) == ("multiple_answers_question" if question.kind == "many" else "multiple_choice_question")
        assert squeezed(plain(item.find(".//q:presentation/q:material/q:mattext", NS))) == squeezed(asked.prompt)
        labels = {e.get("ident"): squeezed(plain(e)) for e in item.iter(f"{{{NS['q']}}}response_label")}
        assert list(labels.values()) == [squeezed(choice.text) for choice in asked.choices]
        assert {labels[name] for name in keyed(item)} == {squeezed(c.text) for c in asked.choices if c.right}
        feedback = {e.get("ident"): squeezed(plain(e)) for e in item.iter(f"{{{NS['q']}}}itemfeedback")}
        for name, text in labels.items():
            assert feedback[f"{name}_fb"] == next(
                squeezed(c.because) for c in asked.choices if squeezed(c.text) == text
            )


def keyed(item: ElementTree.Element) -> set[str]:
    """The idents that score, those under a `not` left out."""
    scoring = [c for c in item.iter(f"{{{NS['q']}}}respcondition") if c.find("q:setvar", NS) is not None]
    whole = [c for c in scoring if c.findtext("q:setvar", "", NS) == "100"]
    refused = {e.text for c in whole for n in c.iter(f"{{{NS['q']}}}not") for e in n.iter(f"{{{NS['q']}}}varequal")}
    return {e.text or "" for c in whole for e in c.iter(f"{{{NS['q']}}}varequal")} - {r or "" for r in refused}


def test_numbers_keep_their_key_within_canvass_four_decimals(bank: Bank, package):
    items, _ = package
    checked = 0
    for question in bank:
        asked = ask(question)
        for place, number in enumerate(asked.numbers):
            name = question.id if len(asked.numbers) == 1 else f"{question.id}-{place + 1}"
            if name not in items:
                continue
            assert kind(items[name]) == "numerical_question"
            low = float(items[name].findtext(".//q:vargte", "nan", NS))
            high = float(items[name].findtext(".//q:varlte", "nan", NS))
            assert low - 1e-9 <= number <= high + 1e-9
            assert high - low <= 2.1 * max(question.absolute, abs(number) * question.relative) + 2e-4
            checked += 1
    assert checked > 50


def test_a_text_question_is_an_essay_with_its_model_answer(bank: Bank, package):
    items, _ = package
    for question in bank:
        if question.kind == "free":
            assert kind(items[question.id]) == "essay_question"
            assert squeezed(question.model) in squeezed(plain(items[question.id]))


def test_without_the_package_the_mend_is_said(bank: Bank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("text2qti", "text2qti.config"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(KitError, match="pip install"):
        qti.write(bank, tmp_path / "q.zip")
