"""The GIFT file, read back by a reader written after Moodle's own rules, not by the writer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import KitError
from grader.export import gift
from grader.quiz.asking import ask
from grader.quiz.bank import Bank, Question
from grader.quiz.loading import load_bank

FRACTIONS = {
    100,
    90,
    83.33333,
    80,
    75,
    70,
    66.66667,
    60,
    50,
    40,
    33.33333,
    30,
    25,
    20,
    16.66667,
    14.28571,
    12.5,
    11.11111,
    10,
    5,
    0,
}


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank()


def unescape(text: str) -> str:
    """Moodle's order: protect the escaped backslash, then the signs, then \\n."""
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], text)


def split(text: str, signs: str) -> list[str]:
    """Split before each unescaped sign."""
    return [part for part in re.split(rf"(?<!\\)(?=[{signs}])", text) if part.strip()]


def read(text: str) -> dict[str, dict]:
    questions = {}
    for block in re.split(r"\n\s*\n", text):
        lines = [line for line in block.splitlines() if not line.startswith("//")]
        if not lines or lines[0].startswith("$CATEGORY:"):
            continue
        found = re.fullmatch(r"::(.*?)(?<!\\)::(.*?)(?<!\\)\{(.*)(?<!\\)\}\s*", "\n".join(lines), re.S)
        assert found, block
        name, prompt, body = unescape(found[1]), found[2], found[3]
        assert prompt.startswith("[markdown]")
        body, _, general = body.partition("####")
        questions[name] = {
            "prompt": unescape(prompt[10:]),
            "general": unescape(general.strip()),
            **read_body(body.strip()),
        }
    return questions


def read_body(body: str) -> dict:
    if not body:
        return {"type": "essay"}
    if body.startswith("#"):
        return {"type": "number", "answers": [read_number(part) for part in split(body[1:], "=~")]}
    parts = split(body, "=~")
    if all("->" in part for part in parts):
        return {"type": "matching", "pairs": [tuple(unescape(s.strip()) for s in p[1:].split("->")) for p in parts]}
    return {"type": "choice", "answers": [read_answer(part) for part in parts]}


def read_answer(part: str) -> dict:
    weight = 100.0 if part[0] == "=" else 0.0
    rest = part[1:]
    if found := re.match(r"%(-?[\d.]+)%", rest):
        weight, rest = float(found[1]), rest[found.end() :]
        assert abs(weight) in FRACTIONS
    text, *feedback = re.split(r"(?<!\\)#", rest.strip(), maxsplit=1)
    return {
        "text": unescape(text).removeprefix("[markdown]"),
        "weight": weight,
        "feedback": unescape("".join(feedback)),
    }


def read_number(part: str) -> dict:
    answer = read_answer(part)
    number, _, tolerance = answer["text"].partition(":")
    return {**answer, "number": float(number), "tolerance": float(tolerance or 0)}


def test_every_question_reads_back_with_its_key_and_its_reasons(bank: Bank):
    found = read(gift.format_bank(bank))
    for question in bank:
        asked = ask(question)
        if question.asks_for_numbers:
            count = len(asked.numbers)
            for place, number in enumerate(asked.numbers):
                back = found.pop(question.id if count == 1 else f"{question.id}-{place + 1}")
                right = [answer for answer in back["answers"] if answer["weight"] == 100]
                assert len(right) == 1
                assert abs(right[0]["number"] - number) <= max(right[0]["tolerance"] * 0.01, 1e-12)
                assert all(answer["feedback"] for answer in back["answers"] if answer["weight"] == 0)
            continue
        back = found.pop(question.id)
        assert back["prompt"] == asked.prompt
        check_body(question, back)
    assert not found


def check_body(question: Question, back: dict) -> None:
    asked = ask(question, shuffled=True)
    if question.kind == "free":
        assert back["type"] == "essay"
        assert question.model in back["general"]
    elif question.kind == "order":
        assert sorted(back["pairs"], key=lambda pair: int(pair[1])) == [
            (item, str(rank)) for rank, item in enumerate(ask(question).items, start=1)
        ]
        assert [item for item, _ in back["pairs"]] != list(ask(question).items)
    else:
        assert [(a["text"], a["feedback"]) for a in back["answers"]] == [(c.text, c.because) for c in asked.choices]
        assert [a["weight"] > 0 for a in back["answers"]] == [c.right for c in asked.choices]
        total = sum(a["weight"] for a in back["answers"] if a["weight"] > 0)
        assert total == pytest.approx(100, abs=0.001)


def test_the_right_choice_stands_in_every_place_about_as_often(bank: Bank):
    back = read(gift.format_bank(bank))
    places = [[a["weight"] > 0 for a in back[q.id]["answers"]].index(True) for q in bank if _is_shuffled(q)]
    expected = sum(1 / len(q.choices) for q in bank if _is_shuffled(q))
    assert abs(places.count(0) - expected) < 3 * expected**0.5
    assert gift.format_bank(bank) == gift.format_bank(bank), "the same order in every export"


def _is_shuffled(question: Question) -> bool:
    return bool(question.choices) and question.kind != "many" and not question.fixed


def test_a_known_wrong_number_never_overlaps_the_right_one(bank: Bank):
    for back in read(gift.format_bank(bank)).values():
        if back["type"] != "number":
            continue
        right, *wrong = back["answers"]
        for one in wrong:
            assert abs(one["number"] - right["number"]) > right["tolerance"] + one["tolerance"]


def test_the_kinds_arrive_as_moodles_kinds(bank: Bank):
    kinds = {back["type"] for back in read(gift.format_bank(bank)).values()}
    assert kinds == {"choice", "number", "matching", "essay"}


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip))
def test_any_text_survives_the_escaping(text: str):
    plain = "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))
    escaped = gift.escape(text)
    assert unescape(escaped) == plain
    assert not re.search(r"(?<!\\)(?:\\\\)*[~=#{}:]", escaped)


def test_a_place_that_cannot_be_written_is_said_in_one_line(bank: Bank, tmp_path: Path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(KitError, match="cannot be written"):
        gift.write(bank, tmp_path / "file" / "q.gift")
    assert gift.write(bank, tmp_path / "q.gift") == []
