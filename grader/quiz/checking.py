"""Checks a bank of questions: every number is recomputed, every drawn case tried, every text filled."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Collection, Iterator, Mapping

from grader.course.location import find_current_course
from grader.quiz import kinds
from grader.quiz.arithmetic import FormulaError, convert_to_numbers, fill_text
from grader.quiz.asking import ask, evaluate_formula
from grader.quiz.bank import Bank, Fact, Question, Topic, WrongNumber
from grader.quiz.giveaways import collect_stems
from grader.quiz.marking import is_close
from grader.quiz.pictures import PICTURES, draw_question_picture
from grader.quiz.quantities import FUNCTIONS

Complaint = tuple[Question | Topic, str, str]
"""(question or topic, key, what is wrong with it)"""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SECTION = re.compile(r"S1\.(\d+|TLDR)|S2\.[a-z0-9-]+|CP[1-4]|bridge")
_MISCONCEPTION = re.compile(r"[A-Z0-9]{1,2}-[A-Z0-9]+")
_MAX_CASES = 2000
"""Where a question has more cases, a sample is tried; so far no question has as many."""
_VARIED = re.compile(r"_1d\(|_2d\(|gd_nonlinear|alternating\(|powers\(|jump\(|spike|nois")
"""Formulas of runs in which the gradient changes."""
_STEADY = re.compile(r"constant|steady|steadily|same (?:gradient|slope|force)|every step|consistent|each step|at every")


def check_bank(bank: Bank, known_misconceptions: Collection[str] = (), only: str = "") -> Iterator[Complaint]:
    """Yield everything that is wrong with these questions beyond their form.

    Names and concepts are compared across all topics, also where the questions of `only` one are recomputed.
    """
    concepts = bank.concepts
    seen: dict[str, Question] = {}
    for question in bank:
        if question.id in seen:
            yield question, "id", f"the id is taken by a question of {seen[question.id].topic}"
        seen.setdefault(question.id, question)
        if question.concept not in concepts:
            yield question, "concept", f"no file declares the concept `{question.concept}`"
        if only in ("", question.topic):
            yield from check_question(question, known_misconceptions)
    asked = {question.concept for question in bank}
    claimed: dict[str, Topic] = {}
    for topic in bank.topics:
        for name in sorted(topic.names):
            if claimed.setdefault(name, topic) is not topic:
                yield topic, "title", f"`grade quiz {name}` means {claimed[name].path.name} as well: rename the file"
        for concept in topic.concepts:
            if concept.id not in asked:
                yield topic, f"concepts.{concept.id}", f"nothing asks for the concept `{concept.id}`"


def check_question(question: Question, known_misconceptions: Collection[str] = ()) -> Iterator[Complaint]:
    """Yield everything that is wrong with one question."""
    if not _ID.fullmatch(question.id):
        yield question, "id", "an id is lower-case words joined by hyphens"
    # Other courses go by chapters and lectures of their own.
    if find_current_course().is_kits_own and not _SECTION.fullmatch(question.section):
        yield question, "section", "a section is S1.1 … S1.TLDR, S2.name, CP1 … CP4 or bridge"
    if question.checkpoint and question.checkpoint not in ("CP1", "CP2", "CP3", "CP4"):
        yield question, "checkpoint", "the checkpoints are CP1 … CP4"
    for name in sorted(set(question.draw) - set(question.parameters)):
        yield question, "draw", f"`{name}` is drawn but has no standard value in `parameters`"
    yield from _check_misconceptions(question, known_misconceptions)
    if question.asks_for_numbers:
        yield from kinds.check_number(question)
    elif question.kind in ("choice", "many", "predict"):
        yield from kinds.check_choices(question)
    elif question.kind == "order":
        yield from kinds.check_order(question)
    else:
        yield from kinds.check_free(question)
    yield from _check_facts(question)
    yield from _check_cases(question)


def _check_misconceptions(question: Question, known: Collection[str]) -> Iterator[Complaint]:
    families = {identifier.partition("-")[0] for identifier in known}
    tagged = [(f"choice.{i}.misconception", c.misconception) for i, c in enumerate(question.choices)]
    tagged += [(f"wrong.{i}.misconception", w.misconception) for i, w in enumerate(question.wrong)]
    for key, identifier in tagged:
        if identifier is None:
            continue
        if not isinstance(identifier, str) or not _MISCONCEPTION.fullmatch(identifier):
            yield question, key, f"{identifier!r} is no misconception id (such as GS-ASCENT)"
        elif identifier.partition("-")[0] in families and identifier not in known:
            yield question, key, f"the family knows no misconception `{identifier}`"
    for index, choice in enumerate(question.choices):
        if choice.right and choice.misconception:
            yield question, f"choice.{index}.misconception", "a right choice carries no misconception"


def _check_facts(question: Question) -> Iterator[Complaint]:
    """Yield facts that fail in a case that can be drawn, or whose setting no text describes."""
    for fact in question.facts:
        if fact.setting and not _is_mentioned(fact.setting, question):
            yield question, "facts", f"no text of the question speaks of this setting: {fact.setting}"
        for name in sorted(set(fact.over) & set(question.parameters)):
            yield question, "facts", f"`{name}` is a number of the question: draw it, instead of `over`"
        yield from itertools.islice(_check_fact(question, fact), 1)
    if question.facts and all(_is_steady(fact) for fact in question.facts) and not _mentions_steady_gradient(question):
        yield question, "facts", "these try one constant gradient, and the texts do not speak of one: simulate the run"


def _check_fact(question: Question, fact: Fact) -> Iterator[Complaint]:
    """Yield a complaint for each case in which a fact does not hold."""
    for parameters in iterate_all_cases(question):
        for values in itertools.product(*fact.over.values()):
            case = {**parameters, **dict(zip(fact.over, values, strict=True))}
            at = f" (at {_format_case(case)})" if case != dict(question.parameters) else ""
            try:
                if evaluate_formula(question, fact.holds, case) is not True:
                    yield question, "facts", f"this does not hold: {fact.holds}{at}"
            except FormulaError as error:
                yield question, "facts", f"{error}{at}"


def _format_case(case: Mapping[str, float]) -> str:
    return ", ".join(f"{name} = {value:g}" for name, value in case.items())


def _is_mentioned(setting: str, question: Question) -> bool:
    setting_stems = collect_stems(setting)
    reasons = [*(choice.because for choice in question.choices), *(wrong.because for wrong in question.wrong)]
    text_stems = collect_stems(" ".join([question.prompt, question.because, *reasons]))
    return bool(setting_stems) and setting_stems <= text_stems


def _is_steady(fact: Fact) -> bool:
    return "constant(" in fact.holds and not _VARIED.search(fact.holds)


def _mentions_steady_gradient(question: Question) -> bool:
    texts = [question.prompt, question.because, *(choice.text + choice.because for choice in question.choices)]
    return bool(_STEADY.search(" ".join(texts).lower()))


def iterate_all_cases(question: Question) -> Iterator[Mapping[str, float]]:
    """Yield the standard parameters, then every combination of the drawn ones."""
    yield dict(question.parameters)
    for values in itertools.product(*question.draw.values()) if question.draw else ():
        yield {**question.parameters, **dict(zip(question.draw, values, strict=True))}


def iterate_cases(question: Question) -> Iterator[Mapping[str, float]]:
    """Yield all cases where they are few, a fixed sample of them where they are many."""
    cases = list(iterate_all_cases(question))
    yield from cases if len(cases) <= _MAX_CASES else [cases[0], *random.Random(0).sample(cases[1:], _MAX_CASES)]


def _check_cases(question: Question) -> Iterator[Complaint]:
    """Yield cases in which a formula has no value, a text or picture cannot be made, or a wrong number is right."""
    for parameters in iterate_cases(question):
        at = ", ".join(f"{name} = {value:g}" for name, value in parameters.items()) or "the standard values"
        try:
            right = (
                convert_to_numbers(evaluate_formula(question, question.compute, parameters))
                if question.asks_for_numbers
                else ()
            )
            earlier: list[tuple[str, tuple[float, ...]]] = []
            for index, wrong in enumerate(question.wrong):
                row = convert_to_numbers(evaluate_formula(question, wrong.compute, parameters))
                yield from _check_distinct(question, index, wrong, row, right, earlier, at)
                earlier.append((wrong.compute, row))
        except FormulaError as error:
            yield question, "compute", f"at {at}: {error}"
            return
    yield from _check_texts(question)


def _check_distinct(
    question: Question, index: int, wrong: WrongNumber, row: tuple[float, ...], right: tuple[float, ...],
    earlier: list[tuple[str, tuple[float, ...]]], at: str,
) -> Iterator[Complaint]:  # fmt: skip
    key = f"wrong.{index}.compute"
    if len(row) != len(right):
        yield question, key, f"`{wrong.compute}` has {len(row)} numbers, the answer {len(right)}"
    elif is_close(row, right, 2 * question.relative, 2 * question.absolute):
        yield question, key, f"`{wrong.compute}` is as good as the right answer at {at}"
    for formula, other in earlier:
        if is_close(row, other, question.relative, question.absolute):
            yield question, key, f"`{wrong.compute}` and `{formula}` give the same number at {at}"


def _check_texts(question: Question) -> Iterator[Complaint]:
    names = dict(question.parameters)
    try:
        asked = ask(question, seed=0)
        ask(question)
        fill_text(question.model, names, FUNCTIONS)
    except FormulaError as error:
        yield question, "prompt", str(error)
        return
    if question.picture is None:
        return
    if question.picture.draw not in PICTURES:
        yield question, "picture.draw", f"the pictures are {', '.join(PICTURES)}"
        return
    try:
        draw_question_picture(asked)
    except (FormulaError, TypeError, ValueError, ArithmeticError) as error:
        yield question, "picture", f"it cannot be drawn: {error}"
