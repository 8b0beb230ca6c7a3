"""A question made ready for one learner: numbers drawn, texts filled, answer computed, choices shuffled."""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from grader.quiz.arithmetic import FormulaError, convert_to_numbers, evaluate, fill_text, list_formulas
from grader.quiz.bank import Choice, Question, Value, WrongNumber
from grader.quiz.quantities import FUNCTIONS


class AskedWrongNumber(Struct, frozen=True):
    """A wrong number with the words for it."""

    numbers: tuple[float, ...]
    because: str
    misconception: str | None


class AskedQuestion(Struct, frozen=True):
    """A question as a learner sees it, with what marking needs."""

    question: Question
    parameters: Mapping[str, float]
    """The numbers drawn."""
    prompt: str
    because: str
    choices: tuple[Choice, ...] = ()
    """As shown: texts filled, order shuffled."""
    numbers: tuple[float, ...] = ()
    """The right numbers."""
    wrong: tuple[AskedWrongNumber, ...] = ()
    items: tuple[str, ...] = ()
    """As shown, for an ordering."""
    order: tuple[int, ...] = ()
    """The indexes of `items` in the right order."""


def ask(question: Question, seed: int | None = None, *, shuffled: bool = False) -> AskedQuestion:
    """Ask the question with the numbers and the order that belong to `seed`; without one, as its author wrote it.

    `shuffled` without a seed keeps the standard numbers and draws the order by the question's id: authors write the
    right choice first.

    Raises:
        FormulaError: one of its formulas has no value (`grade check` finds that first).

    """
    draw = random.Random(f"{question.id}/{seed}") if seed is not None else None
    parameters = dict(question.parameters)
    if draw is not None:
        parameters |= {name: draw.choice(values) for name, values in question.draw.items()}
    names = _collect_names(question, parameters)
    order = list(range(len(question.items)))
    choices = [_fill_choice(choice, names) for choice in question.choices]
    if draw is not None or shuffled:
        _shuffle(question, choices, order, draw or random.Random(question.id))
    return AskedQuestion(
        question=question,
        parameters=parameters,
        prompt=fill_text(question.prompt, names, FUNCTIONS),
        because=fill_text(question.because, names, FUNCTIONS),
        choices=tuple(choices),
        numbers=convert_to_numbers(_evaluate_compute(question.compute, parameters))
        if question.asks_for_numbers
        else (),
        wrong=tuple(_fill_wrong_number(wrong, names) for wrong in question.wrong),
        items=tuple(fill_text(question.items[index], names, FUNCTIONS) for index in order),
        order=tuple(order.index(index) for index in range(len(order))),
    )


def _shuffle(question: Question, choices: list[Choice], order: list[int], draw: random.Random) -> None:
    if not question.fixed:
        draw.shuffle(choices)
    while len(order) > 1 and order == sorted(order):
        draw.shuffle(order)


def evaluate_formula(question: Question, formula: str, parameters: Mapping[str, float]) -> Value:
    """Compute a formula of this question at these parameters; `answer` in it is the computed answer.

    Raises:
        FormulaError: it has no value.

    """
    if formula == question.compute:
        return _evaluate_compute(formula, parameters)
    return evaluate(formula, _collect_names(question, parameters), FUNCTIONS)


def _collect_names(question: Question, parameters: Mapping[str, float]) -> dict[str, Value]:
    names: dict[str, Value] = dict(parameters)
    if question.compute and (question.asks_for_numbers or _mentions_answer(question)):
        names["answer"] = _evaluate_compute(question.compute, parameters)
    return names


def _evaluate_compute(formula: str, parameters: Mapping[str, float]) -> Value:
    """Compute a question's own formula; equal calls share one result, so that a simulation runs once."""
    return _evaluate_cached(formula, tuple(parameters.items()))


@lru_cache(maxsize=1024)
def _evaluate_cached(formula: str, parameters: tuple[tuple[str, float], ...]) -> Value:
    return evaluate(formula, dict(parameters), FUNCTIONS)


def _mentions_answer(question: Question) -> bool:
    """Tell whether a text shows the answer; where none does, a slow simulation need not run to ask the question."""
    texts = [question.prompt, question.because, *(c.text + c.because for c in question.choices)]
    return any("answer" in formula for text in texts for formula in list_formulas(text))


def _fill_choice(choice: Choice, names: Mapping[str, Value]) -> Choice:
    return Choice(
        fill_text(choice.text, names, FUNCTIONS),
        fill_text(choice.because, names, FUNCTIONS),
        choice.right,
        choice.misconception,
        choice.value,
    )


def _fill_wrong_number(wrong: WrongNumber, names: Mapping[str, Value]) -> AskedWrongNumber:
    row = convert_to_numbers(evaluate(wrong.compute, names, FUNCTIONS))
    words = fill_text(wrong.because, {**names, "wrong": row if len(row) > 1 else row[0]}, FUNCTIONS)
    return AskedWrongNumber(row, words, wrong.misconception)


__all__ = ["AskedQuestion", "AskedWrongNumber", "FormulaError", "ask", "evaluate_formula"]
