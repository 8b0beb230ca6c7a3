"""Checks by kind of question: an answer that computes, choices that differ, a model answer."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

from grader.quiz.arithmetic import FormulaError, convert_to_numbers
from grader.quiz.asking import evaluate_formula
from grader.quiz.bank import Question
from grader.quiz.marking import is_close

Complaint = tuple[Question, str, str]
"""(question, key, what is wrong)"""


def check_number(question: Question) -> Iterator[Complaint]:
    """Check that a question has a formula with its value written beside it, and its wrong numbers too."""
    if not question.compute:
        yield question, "", "a number needs `compute`, the formula it comes from"
        return
    if not question.answer:
        yield question, "", "a number needs its `answer` written beside `compute`"
        return
    if question.kind == "predict" and question.picture is None:
        yield question, "", "a prediction is drawn: it needs a `picture`"
    yield from _check_written_value(question, question.compute, question.answer, "answer")
    for index, wrong in enumerate(question.wrong):
        key = f"wrong.{index}"
        if not wrong.answer:
            yield question, key, "a wrong number needs its `answer` written beside `compute`"
        else:
            yield from _check_written_value(question, wrong.compute, wrong.answer, f"{key}.answer")


def check_choices(question: Question) -> Iterator[Complaint]:
    """Check that one choice is right (some, of `many`), and that it is what the formula gives where there is one."""
    rights = [choice for choice in question.choices if choice.right]
    if len(question.choices) < 2:
        yield question, "choice", "there is nothing to choose between"
    if question.kind != "many" and len(rights) != 1:
        yield question, "choice", f"exactly one choice is right, not {len(rights)}"
    if question.kind == "many" and not 1 <= len(rights) < len(question.choices):
        yield question, "choice", "some of the choices hold and some do not"
    if len({choice.text for choice in question.choices}) < len(question.choices):
        yield question, "choice", "two choices read the same"
    if question.kind == "predict" and question.picture is None:
        yield question, "", "a prediction is drawn: it needs a `picture`"
    if not question.compute:
        if question.kind == "predict":
            yield question, "", "a prediction is simulated: it needs `compute`"
        return
    try:
        computed = evaluate_formula(question, question.compute, question.parameters)
    except FormulaError as error:
        yield question, "compute", str(error)
        return
    for index, choice in enumerate(question.choices):
        if choice.value is None:
            yield question, f"choice.{index}", "`compute` decides here, so every choice states its `value`"
        elif _is_claimed_value(choice.value, computed, question.relative) != choice.right:
            yield (
                question,
                f"choice.{index}.value",
                f"`{question.compute}` gives {computed}, which this does not fit",
            )


def check_order(question: Question) -> Iterator[Complaint]:
    """Check that an ordering has three items or more, which rise by their formulas."""
    if len(question.items) < 3:
        yield question, "items", "an ordering needs three `items` or more"
    if not question.by:
        return
    if len(question.by) != len(question.items):
        yield question, "by", f"`by` needs one formula an item: {len(question.items)}, not {len(question.by)}"
        return
    try:
        sizes = [
            convert_to_numbers(evaluate_formula(question, formula, question.parameters))[0] for formula in question.by
        ]
    except FormulaError as error:
        yield question, "by", str(error)
        return
    if any(a >= b for a, b in itertools.pairwise(sizes)):
        yield question, "items", f"the items do not rise: {', '.join(f'{size:.4g}' for size in sizes)}"


def check_free(question: Question) -> Iterator[Complaint]:
    """Check that a free question has a model answer that shows every idea of its rubric."""
    if not question.model:
        yield question, "", "a free question needs a `model` answer"
    if len(question.rubric) < 2:
        yield question, "rubric", "a free question needs a rubric of two ideas or more"
    text = question.model.lower()
    for index, idea in enumerate(question.rubric):
        if not idea.keywords:
            yield question, f"rubric.{index}", "an idea needs keywords"
        elif not any(keyword.lower() in text for keyword in idea.keywords):
            yield (
                question,
                f"rubric.{index}",
                "the model answer itself does not show this idea by its keywords",
            )


def _check_written_value(question: Question, formula: str, written: tuple[float, ...], key: str) -> Iterator[Complaint]:
    """Check that a number written beside a formula is its value, to the digits written and within the tolerance."""
    try:
        computed = convert_to_numbers(evaluate_formula(question, formula, question.parameters))
    except FormulaError as error:
        yield question, key.replace("answer", "compute"), str(error)
        return
    tight = min(question.relative, 0.005) if question.relative else 0.0
    if not is_close(written, computed, tight, question.absolute / 2):
        shown = ", ".join(f"{number:.6g}" for number in computed)
        yield question, key, f"`{formula}` gives {shown}, not {', '.join(f'{n:g}' for n in written)}"


def _is_claimed_value(claimed: str | float, computed: object, relative: float) -> bool:
    if isinstance(claimed, str) or isinstance(computed, (str, bool, tuple)):
        return claimed == computed
    return isinstance(computed, (int, float)) and math.isclose(claimed, computed, rel_tol=relative)
