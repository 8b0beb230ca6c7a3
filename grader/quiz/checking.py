"""Does the bank keep its promises? Every number recomputed, every drawn case tried, every text filled."""

from __future__ import annotations

import itertools
import math
import random
import re
from collections.abc import Collection, Iterator, Mapping

from grader.quiz.arithmetic import FormulaError, fill, numbers
from grader.quiz.asking import ask, value_of
from grader.quiz.bank import Bank, Question, Topic, WrongNumber
from grader.quiz.marking import close
from grader.quiz.pictures import PICTURES, picture_of
from grader.quiz.quantities import FUNCTIONS

Complaint = tuple[Question | Topic, str, str]
"""(whose, key, what is wrong)"""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SECTION = re.compile(r"S1\.(\d+|TLDR)|S2\.[a-z0-9-]+|CP[1-4]|bridge")
_MISCONCEPTION = re.compile(r"[A-Z0-9]{1,2}-[A-Z0-9]+")
_MOST_CASES = 60


def check_bank(bank: Bank, known_misconceptions: Collection[str] = ()) -> Iterator[Complaint]:
    """Everything wrong with these questions beyond their form."""
    concepts = bank.concepts
    seen: dict[str, Question] = {}
    for question in bank:
        if question.id in seen:
            yield question, "id", f"the id is taken by a question of {seen[question.id].topic}"
        seen.setdefault(question.id, question)
        if question.concept not in concepts:
            yield question, "concept", f"no file declares the concept `{question.concept}`"
        yield from check_question(question, known_misconceptions)
    asked = {question.concept for question in bank}
    for topic in bank.topics:
        for concept in topic.concepts:
            if concept.id not in asked:
                yield topic, f"concepts.{concept.id}", f"nothing asks for the concept `{concept.id}`"


def check_question(question: Question, known_misconceptions: Collection[str] = ()) -> Iterator[Complaint]:
    """Everything wrong with one question."""
    if not _ID.fullmatch(question.id):
        yield question, "id", "an id is lower-case words joined by hyphens"
    if not _SECTION.fullmatch(question.section):
        yield question, "section", "a section is S1.1 … S1.TLDR, S2.name, CP1 … CP4 or bridge"
    if question.checkpoint and question.checkpoint not in ("CP1", "CP2", "CP3", "CP4"):
        yield question, "checkpoint", "the checkpoints are CP1 … CP4"
    for name in sorted(set(question.draw) - set(question.parameters)):
        yield question, "draw", f"`{name}` is drawn but has no standard value in `parameters`"
    yield from _misconceptions(question, known_misconceptions)
    if question.by_number:
        yield from _by_number(question)
    elif question.kind in ("choice", "many", "predict"):
        yield from _choices(question)
    elif question.kind == "order":
        yield from _order(question)
    else:
        yield from _free(question)
    yield from _facts(question)
    yield from _cases(question)


def _misconceptions(question: Question, known: Collection[str]) -> Iterator[Complaint]:
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


def _by_number(question: Question) -> Iterator[Complaint]:
    if not question.compute:
        yield question, "", "a number needs `compute`, the formula it comes from"
        return
    if not question.answer:
        yield question, "", "a number needs its `answer` written beside `compute`"
        return
    if question.kind == "predict" and question.picture is None:
        yield question, "", "a prediction is drawn: it needs a `picture`"
    yield from _agrees(question, question.compute, question.answer, "answer")
    for index, wrong in enumerate(question.wrong):
        key = f"wrong.{index}"
        if not wrong.answer:
            yield question, key, "a wrong number needs its `answer` written beside `compute`"
        else:
            yield from _agrees(question, wrong.compute, wrong.answer, f"{key}.answer")


def _agrees(question: Question, formula: str, written: tuple[float, ...], key: str) -> Iterator[Complaint]:
    """The number written beside a formula is its value, to the digits written and within the tolerance."""
    try:
        computed = numbers(value_of(question, formula, question.parameters))
    except FormulaError as error:
        yield question, key.replace("answer", "compute"), str(error)
        return
    tight = min(question.relative, 0.005) if question.relative else 0.0
    if not close(written, computed, tight, question.absolute / 2):
        shown = ", ".join(f"{number:.6g}" for number in computed)
        yield question, key, f"`{formula}` gives {shown}, not {', '.join(f'{n:g}' for n in written)}"


def _choices(question: Question) -> Iterator[Complaint]:
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
        computed = value_of(question, question.compute, question.parameters)
    except FormulaError as error:
        yield question, "compute", str(error)
        return
    for index, choice in enumerate(question.choices):
        if choice.value is None:
            yield question, f"choice.{index}", "`compute` decides here, so every choice states its `value`"
        elif _same(choice.value, computed, question.relative) != choice.right:
            yield (
                question,
                f"choice.{index}.value",
                f"`{question.compute}` gives {computed}, which this does not fit",
            )


def _same(claimed: str | float, computed: object, relative: float) -> bool:
    if isinstance(claimed, str) or isinstance(computed, (str, bool, tuple)):
        return claimed == computed
    return isinstance(computed, (int, float)) and math.isclose(claimed, computed, rel_tol=relative)


def _order(question: Question) -> Iterator[Complaint]:
    if len(question.items) < 3:
        yield question, "items", "an ordering needs three `items` or more"
    if not question.by:
        return
    if len(question.by) != len(question.items):
        yield question, "by", f"`by` needs one formula an item: {len(question.items)}, not {len(question.by)}"
        return
    try:
        sizes = [numbers(value_of(question, formula, question.parameters))[0] for formula in question.by]
    except FormulaError as error:
        yield question, "by", str(error)
        return
    if any(a >= b for a, b in itertools.pairwise(sizes)):
        yield question, "items", f"the items do not rise: {', '.join(f'{size:.4g}' for size in sizes)}"


def _free(question: Question) -> Iterator[Complaint]:
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


def _facts(question: Question) -> Iterator[Complaint]:
    for fact in question.facts:
        try:
            if value_of(question, fact, question.parameters) is not True:
                yield question, "facts", f"this does not hold: {fact}"
        except FormulaError as error:
            yield question, "facts", str(error)


def cases(question: Question) -> Iterator[Mapping[str, float]]:
    """The standard parameters and the drawn ones: all when they are few, a fixed sample when many."""
    yield dict(question.parameters)
    names = list(question.draw)
    drawn = [dict(zip(names, values, strict=True)) for values in itertools.product(*question.draw.values())]
    if len(drawn) > _MOST_CASES:
        drawn = random.Random(0).sample(drawn, _MOST_CASES)
    for one in drawn if names else ():
        yield {**question.parameters, **one}


def _cases(question: Question) -> Iterator[Complaint]:
    """In every case formulas have values, texts fill, pictures draw, and no wrong number is right."""
    for parameters in cases(question):
        at = ", ".join(f"{name} = {value:g}" for name, value in parameters.items()) or "the standard values"
        try:
            right = numbers(value_of(question, question.compute, parameters)) if question.by_number else ()
            found: list[tuple[str, tuple[float, ...]]] = []
            for index, wrong in enumerate(question.wrong):
                row = numbers(value_of(question, wrong.compute, parameters))
                yield from _distinct(question, index, wrong, row, right, found, at)
                found.append((wrong.compute, row))
        except FormulaError as error:
            yield question, "compute", f"at {at}: {error}"
            return
    yield from _texts(question)


def _distinct(
    question: Question, index: int, wrong: WrongNumber, row: tuple[float, ...], right: tuple[float, ...],
    earlier: list[tuple[str, tuple[float, ...]]], at: str,
) -> Iterator[Complaint]:  # fmt: skip
    key = f"wrong.{index}.compute"
    if len(row) != len(right):
        yield question, key, f"`{wrong.compute}` has {len(row)} numbers, the answer {len(right)}"
    elif close(row, right, 2 * question.relative, 2 * question.absolute):
        yield question, key, f"`{wrong.compute}` is as good as the right answer at {at}"
    for formula, other in earlier:
        if close(row, other, question.relative, question.absolute):
            yield question, key, f"`{wrong.compute}` and `{formula}` give the same number at {at}"


def _texts(question: Question) -> Iterator[Complaint]:
    names = dict(question.parameters)
    try:
        asked = ask(question, seed=0)
        ask(question)
        fill(question.model, names, FUNCTIONS)
    except FormulaError as error:
        yield question, "prompt", str(error)
        return
    if question.picture is None:
        return
    if question.picture.draw not in PICTURES:
        yield question, "picture.draw", f"the pictures are {', '.join(PICTURES)}"
        return
    try:
        picture_of(asked)
    except (FormulaError, TypeError, ValueError, ArithmeticError) as error:
        yield question, "picture", f"it cannot be drawn: {error}"
