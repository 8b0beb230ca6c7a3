"""The quiz as a page: complete in itself, and in a browser it asks, marks and hands out progress."""

from __future__ import annotations

import html
import json
import re
import subprocess
from pathlib import Path

import pytest
from test_export_pages_browser import CHROMIUM, QUIET

from grader.export.pages import quiz_page
from grader.quiz import loading, marking
from grader.quiz.asking import ask
from grader.quiz.store import open_store

BANK = loading.load_bank()
TYPED = (
    "0.08",
    ".08",
    "8e-2",
    "2/25",
    "8%",
    "0,08",
    "1,000",
    "-3",
    "−3",
    "3 * 10^2",
    "sqrt(2)",
    "x = 0.3",
    "no",
    "1/0x",
)
"""Spellings that the page reads as the terminal does."""


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("page") / "quiz.html"
    path.write_text(quiz_page.render_page(BANK, "Everything", seed=7), "utf-8")
    return path


def data(page: Path) -> dict:
    return json.loads(re.search(r'id="data">(.*?)</script>', page.read_text("utf-8"), re.DOTALL)[1])


def test_a_page_holds_every_question_and_fetches_nothing(page):
    assert {one["id"] for one in data(page)["questions"]} == {question.id for question in BANK}
    text = page.read_text("utf-8")
    assert "default-src 'none'" in text
    assert not re.search(r"(?:src|href)=\"(?!data:|#)", text.replace("\\u003c", "<"))


def run(page: Path, script: str, tmp_path: Path) -> dict:
    """What a script at the end of the page writes into its document."""
    driven = tmp_path / "driven.html"
    told = "const out = make('pre', {id: 'out'}); out.textContent = JSON.stringify(told); document.body.append(out);"
    text = page.read_text("utf-8").replace("</body>", f"<script>let told; {script} {told}</script></body>")
    driven.write_text(text, "utf-8")
    command = [str(CHROMIUM), *QUIET, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", driven.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=90)
    assert "CONSOLE" not in done.stderr, done.stderr[-2000:]
    found = re.search(r'<pre id="out">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found, done.stdout[-2000:]
    return json.loads(html.unescape(found[1]))


in_a_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here to ask in")

ALL = """
told = [];
const answer = (question, drawing, form) => {
  if (question.kind === "free") form.elements.given.value = "a sentence";
  else if (question.kind === "order")
    form.querySelectorAll("select").forEach((one, at) => one.value = String(drawing.order.indexOf(at)));
  else if (drawing.choices.length)
    form.querySelectorAll("[name=pick]").forEach((one, at) => one.checked = drawing.choices[at].right);
  else form.elements.given.value = drawing.numbers.join(" ; ");
};
while (queue.length || document.querySelector("form")) {
  const form = document.querySelector("form"), shown = form.querySelector("div").innerHTML;
  const asks = each => make("div", {html: each.prompt}).innerHTML === shown;
  const question = DATA.questions.find(one => one.drawings.some(asks));
  const places = [...form.querySelectorAll(".pick span, .pick label")].map(one => one.innerHTML);
  const texts = each => each.choices.length ? each.choices.map(one => one.text) : each.items;
  const alike = each => texts(each).every((text, at) => make("span", {html: text}).innerHTML === places[at]);
  const drawing = question.drawings.find(each => asks(each) && (!places.length || alike(each)));
  answer(question, drawing, form);
  form.requestSubmit();
  const problem = form.querySelector("[role=alert]").textContent;
  if (problem) { told.push([question.id, problem]); break; }
  if (question.kind === "free") [...document.querySelectorAll("#told button")].pop().click();
  if (answers[answers.length - 1].share < 1) told.push([question.id, answers[answers.length - 1]]);
  document.querySelector("#told button").click();
}
told = {missed: told, answers, schema: DATA.schema, heading: document.querySelector("h2").textContent};
"""


@in_a_browser
def test_every_question_takes_its_right_answer_and_the_progress_can_be_taken_in(page, tmp_path):
    told = run(page, ALL, tmp_path)
    assert told["missed"] == []
    assert told["heading"] == "How it went"
    assert len(told["answers"]) == sum(1 for _ in BANK)
    with open_store(tmp_path / "store.sqlite3") as store:
        assert store.merge({"schema": told["schema"], "answers": told["answers"], "nudges": []}) > 0
        assert len(store.list_answers()) == len(told["answers"])


@in_a_browser
def test_a_typed_number_is_read_as_the_terminal_reads_it(page, tmp_path):
    told = run(page, f"told = {json.dumps(TYPED)}.map(text => readNumbers(text, 1, ''));", tmp_path)
    for text, rows in zip(TYPED, told, strict=True):
        expected = sorted(row[0] for row in marking.parse_numbers(text, 1))
        assert sorted(row[0] for row in rows) == pytest.approx(expected), text


@in_a_browser
def test_numbers_are_marked_as_the_terminal_marks_them(page, tmp_path):
    """Right, rounded, a known wrong idea, and nonsense, for every question that asks for numbers."""
    cases, expected = [], []
    for question in BANK:
        asked = ask(question, 7)
        if not asked.numbers or asked.choices:
            continue
        rows = [
            asked.numbers,
            tuple(float(f"{n:.2g}") for n in asked.numbers),
            tuple(n * 1.37 + 5 for n in asked.numbers),
        ]
        rows += [wrong.numbers for wrong in asked.wrong]
        for row in rows:
            text = " ; ".join(f"{number:.12g}" for number in row)
            cases.append([question.id, text])
            found = marking.mark_answer(asked, text)
            expected.append([found.share, list(found.misconceptions)])
    script = f"""told = {json.dumps(cases)}.map(([id, text]) => {{
      const question = DATA.questions.find(one => one.id === id);
      const mark = markNumbers(question, question.drawings[0], text);
      return [mark.share, mark.ideas];
    }});"""
    assert run(page, script, tmp_path) == expected


@in_a_browser
def test_a_question_of_any_kind_asks_for_an_answer_and_can_be_answered_by_keys(page, tmp_path):
    script = """
    told = {live: document.getElementById("told").getAttribute("aria-live")};
    for (const kind of new Set(DATA.questions.map(one => one.kind))) {
      queue = [DATA.questions.findIndex(one => one.kind === kind)];
      next();
      const form = document.querySelector("form");
      form.requestSubmit();
      const controls = [...form.querySelectorAll("input, select, textarea")];
      told[kind] = {problem: form.querySelector("[role=alert]").textContent,
                    labelled: controls.every(one => one.labels.length || one.getAttribute("aria-label"))};
    }
    """
    told = run(page, script, tmp_path)
    assert told.pop("live") == "polite"
    assert set(told) == {question.kind for question in BANK}
    for kind, found in told.items():
        assert found["problem"], kind
        assert found["labelled"], kind
