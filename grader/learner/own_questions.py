"""Questions about the learner's own numbers: what their function returns, and what changes it.

The right answers are what the learner's code gives behind the walls; the lures are what well-known wrong ideas give
for the same call. Many who pass cannot say what their own program does (T. Lehtinen, A. Lukkarinen & L. Haaranen,
Students Struggle to Explain Their Own Program Code, ITiCSE 2021), and who can has understood it.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.answers import Answers, compute_answers, read_answers
from grader.execution.session import SubmissionSession
from grader.learner.own_calls import OwnCall, can_double, convert_list, double_argument, iterate_calls, replace_argument
from grader.misconceptions.toolkit import AnyBut, Family, Idea, Probe, Turn
from grader.misconceptions.toolkit.family import NotTabled
from grader.model import Exercise
from grader.quiz.bank import Bank, Choice, Question, WrongNumber
from grader.sandbox.outcomes import Returned
from grader.text import format_number, format_value

MAX_LURES = 3
MIN_DIFFERENCE = 0.03
"""Relative to the larger: answers that differ by less are too near to choose between."""
NEAR_TOLERANCE = 0.1
"""Relative to the end: a function of time that is as near as this counts as arrived."""
MAX_STEP = 60
"""The last step that is looked at."""
CLOCK = "t"
SECTION = "own"


def make_own_questions(
    session: SubmissionSession,
    families: Mapping[str, Family],
    bank: Bank,
    seed: int,
    functions: Sequence[str] | None = None,
) -> list[Question]:
    """Make questions about these functions of a submission, or about all; none where none can be made."""
    exercise = session.submission.exercise
    questions: list[Question] = []
    for function in exercise.functions if functions is None else functions:
        if function in families:
            draw = random.Random(f"{seed}/{function}")
            maker = QuestionMaker(session, exercise, families[function], bank, draw)
            questions += filter(None, (maker.ask_result(), maker.ask_doubling(), maker.ask_arrival()))
    return questions


@dataclass
class QuestionMaker:
    """Makes the questions of one function."""

    session: SubmissionSession
    exercise: Exercise
    family: Family
    bank: Bank
    draw: random.Random

    def ask_result(self) -> Question | None:
        """Ask which answer the code returns, among those of wrong ideas; None where no call can be asked about."""
        for call in self._iterate_calls():
            yours = self._ask_student(call.arguments)
            if yours is None or not self._is_right(call.arguments, yours):
                continue
            lures = self._list_lures(call.arguments)
            index, picked = max(
                ((index, _select_distinct(answer, lures, index)) for index, answer in enumerate(yours)),
                key=lambda pair: len(pair[1]),
            )
            if not picked or yours[index] is None:
                continue
            self.draw.shuffle(picked)
            answer = _format_answer(yours[index])
            right = Choice(answer, "That is what your code returned for this call.", right=True)
            wrong = [
                Choice(_format_answer(lure), idea.says, misconception=idea.id) for idea, lure in picked[:MAX_LURES]
            ]
            which = f" Look at {self.family.gives[index]}." if len(yours) > 1 else ""
            end = " Look at where it ends." if _is_path(yours[index]) else ""
            prompt = f"Without running it: what does your function return for `{call.text}`?{which}{end}"
            keep = f"Your code gives {answer}."
            return self._make_question("returns", prompt, keep, [right, *wrong], [idea.id for idea, _answer in picked])
        return None

    def ask_doubling(self) -> Question | None:
        """Ask which arguments, doubled, double the answer or its move; None where no call can be asked about."""
        names = self.family.parameters
        for call in self._iterate_calls():
            numbers = [index for index, argument in enumerate(call.arguments) if can_double(argument)]
            before = self._compute_amount(call.arguments)
            if len(numbers) < 2 or before is None:
                continue
            after = {index: self._compute_amount(double_argument(call.arguments, index)) for index in numbers}
            ratios = {index: _compute_ratio(before, amount) for index, amount in after.items()}
            doubling = [index for index, ratio in ratios.items() if ratio is not None and abs(ratio - 2) < 1e-6]
            others = [index for index in numbers if index not in doubling]
            if not doubling or not others:
                continue
            numbers = sorted([*doubling, *self.draw.sample(others, min(len(others), MAX_LURES))])
            choices = [
                Choice(f"`{names[index]}`", _explain_ratio(names[index], ratios[index]), right=index in doubling)
                for index in numbers
            ]
            what = self._name_amount()
            prompt = f"`{call.text}`: which of these, doubled alone, doubles {what}? Pick all that do."
            keep = f"Doubled by {', '.join(names[index] for index in doubling)}, and by no other of these."
            return self._make_question("doubles", prompt, keep, choices, kind="many")
        return None

    def ask_arrival(self) -> Question | None:
        """Ask from which step on the answer is nearly where it ends; None where it does not depend on a step."""
        if CLOCK not in self.family.parameters or len(self.family.gives) > 1:
            return None
        index = self.family.parameters.index(CLOCK)
        for call in self._iterate_calls():
            if any(np.ndim(argument) for argument in call.arguments):
                continue

            def set_clock(t: int, arguments: tuple[Any, ...] = call.arguments) -> tuple[Any, ...]:
                return (*arguments[:index], t, *arguments[index + 1 :])

            yours = _find_first_near(lambda t: self._ask_student(set_clock(t)))
            if yours is None or yours < 3:
                continue
            wrong: dict[int, Idea] = {}
            for idea, turn in self._iterate_turns():
                other = _find_first_near(lambda t: self._compute_answers(set_clock(t), turn))  # noqa: B023
                if other is not None and other != yours:
                    wrong.setdefault(other, idea)
            shown = ast.unparse(replace_argument(call.text, index, CLOCK))
            prompt = (
                f"`{shown}` as `t` counts up from 1: at which `t` is your answer for the first time within 10 % "
                f"of where it ends?"
            )
            return Question(
                id=f"own-{self.family.function}-there",
                kind="number",
                concept=self._choose_concept([idea.id for idea in wrong.values()]),
                topic=self.exercise.stem,
                section=SECTION,
                prompt=prompt,
                because=f"Your code is there at t = {yours}.",
                compute=str(yours),
                answer=(float(yours),),
                relative=0.0,
                absolute=0.5,
                wrong=tuple(
                    WrongNumber(str(step), idea.says, (float(step),), idea.id)
                    for step, idea in list(wrong.items())[:MAX_LURES]
                ),
            )
        return None

    def _make_question(
        self,
        name: str,
        prompt: str,
        because: str,
        choices: Sequence[Choice],
        ideas: Sequence[str] = (),
        kind: Any = "choice",
    ) -> Question:
        return Question(
            id=f"own-{self.family.function}-{name}",
            kind=kind,
            concept=self._choose_concept(ideas),
            topic=self.exercise.stem,
            section=SECTION,
            prompt=_escape_braces(prompt),
            because=_escape_braces(because),
            choices=tuple(
                Choice(_escape_braces(each.text), _escape_braces(each.because), each.right, each.misconception)
                for each in choices
            ),
        )

    def _choose_concept(self, ideas: Sequence[str]) -> str:
        """Return the concept that the lures speak of, else the function's ideas; of this exercise where possible."""
        for ids in (ideas, [idea.id for idea in self.family.ideas]):
            known = self.bank.find_concepts(ids)
            own = [concept for concept in known if self.bank.concepts[concept].topic == self.exercise.stem]
            if own or known:
                return (own or list(known))[0]
        return next(iter(self.bank.concepts))

    def _iterate_calls(self) -> Iterator[OwnCall]:
        return iterate_calls(self.exercise, self.family.function, self.draw)

    def _ask_student(self, arguments: tuple[Any, ...]) -> Answers | None:
        """Return the answers of the learner's function; None where it gives none or one that cannot be read."""
        outcome = self.session.ask(self.family.function, *arguments)
        if not isinstance(outcome, Returned):
            return None
        answers = read_answers(self.family, outcome.value)
        return None if any(answer is None for answer in answers) else answers

    def _compute_answers(self, arguments: tuple[Any, ...], turn: Turn) -> Answers | None:
        try:
            return compute_answers(self.family, Probe(*map(convert_list, arguments)), turn)
        except (NotTabled, TypeError):  # a student kit knows the numbers of its tables alone
            return None

    def _is_right(self, arguments: tuple[Any, ...], yours: Answers) -> bool:
        right = self._compute_answers(arguments, Turn())
        return right is not None and all(map(_is_same, yours, right))

    def _iterate_turns(self) -> Iterator[tuple[Idea, Turn]]:
        for ((name, form),) in self.family.iterate_choices(1):
            yield self.family.get_idea(name), Turn({name: form})

    def _list_lures(self, arguments: tuple[Any, ...]) -> list[tuple[Idea, Answers]]:
        pairs = ((idea, self._compute_answers(arguments, turn)) for idea, turn in self._iterate_turns())
        return [(idea, answers) for idea, answers in pairs if answers is not None and not idea.rare]

    def _compute_amount(self, arguments: tuple[Any, ...]) -> NDArray[np.float64] | None:
        """Return the first output or, where it is an argument that was moved, how far; None without numbers."""
        yours = self._ask_student(arguments)
        if yours is None or isinstance(yours[0], str):
            return None
        first = np.asarray(yours[0], dtype=float)
        moved = self.family.moves.get(self.family.gives[0])
        if moved is None:
            return first
        before: NDArray[np.float64] = np.asarray(arguments[self.family.parameters.index(moved)], dtype=float)
        return first - before

    def _name_amount(self) -> str:
        moved = self.family.moves.get(self.family.gives[0])
        if moved is not None:
            return f"the move of `{moved}`"
        return "the answer" if len(self.family.gives) == 1 else f"`{self.family.gives[0]}`"


def _compute_ratio(before: NDArray[np.float64], after: NDArray[np.float64] | None) -> float | None:
    """Return by which factor every entry has grown; None where entries differ in that."""
    if after is None or after.shape != before.shape or not np.all(np.isfinite(after)):
        return None
    nonzero = before != 0
    if not nonzero.any() or np.any(after[~nonzero]):
        return None
    ratios = after[nonzero] / before[nonzero]
    return float(ratios.flat[0]) if np.ptp(ratios) <= 1e-6 * abs(ratios.flat[0]) else None


def _explain_ratio(name: str, ratio: float | None) -> str:
    if ratio is None:
        return f"Doubled, {name} changes it, but not by one factor."
    if abs(ratio - 1) < 1e-3:
        return f"Doubled, {name} leaves it as it is."
    return f"Doubled, {name} makes it {format_number(ratio, 3)} times as large."


def _find_first_near(answers: Callable[[int], Answers | None]) -> int | None:
    """Return the first step whose answer is near that of a far one; None where one of them is no number."""

    def read_number(t: int) -> float:
        outputs = answers(t)
        return float("nan") if outputs is None or not isinstance(outputs[0], np.ndarray) else float(outputs[0].flat[0])

    end = read_number(10_000)
    if not np.isfinite(end):
        return None
    return next((t for t in range(1, MAX_STEP) if abs(read_number(t) - end) <= NEAR_TOLERANCE * abs(end)), None)


def _select_distinct(yours: Any, lures: Sequence[tuple[Idea, Answers]], index: int) -> list[tuple[Idea, Any]]:
    """Return the lures whose output with that index differs from yours and from one another's."""
    picked: list[tuple[Idea, Any]] = []
    for idea, answers in lures:
        answer = answers[index]
        if answer is None or isinstance(answer, AnyBut) or not _is_finite(answer):
            continue
        if all(_do_differ(answer, other) for other in (yours, *(other for _idea, other in picked))):
            picked.append((idea, answer))
    return picked


def _is_finite(answer: Any) -> bool:
    return isinstance(answer, str) or bool(np.all(np.isfinite(answer)))


def _do_differ(answer: Any, other: Any) -> bool:
    """Tell whether two answers are far enough apart to choose between; of paths their ends."""
    if isinstance(answer, str) or isinstance(other, str):
        return str(answer) != str(other)
    answer, other = _take_end(answer), _take_end(other)
    if np.shape(answer) != np.shape(other):
        return True
    largest = max(float(np.max(np.abs(answer), initial=0)), float(np.max(np.abs(other), initial=0)))
    return bool(np.max(np.abs(np.subtract(answer, other)), initial=0) > MIN_DIFFERENCE * largest)


def _is_same(answer: Any, other: Any) -> bool:
    if isinstance(answer, str) or isinstance(other, str):
        return str(answer) == str(other)
    return np.shape(answer) == np.shape(other) and bool(np.allclose(answer, other, rtol=1e-4, atol=1e-9))


def _is_path(answer: Any) -> bool:
    return not isinstance(answer, str) and np.ndim(answer) > 0 and np.size(answer) > 4


def _take_end(answer: Any) -> Any:
    return answer[-1] if not isinstance(answer, str) and _is_path(answer) else answer


def _format_answer(answer: Any) -> str:
    end = _take_end(answer)
    if isinstance(end, str):
        return f"`{end}`"
    return format_value(np.asarray(end).tolist(), 4)


def _escape_braces(text: str) -> str:
    """Double the braces, which stand for formulas in a question's texts."""
    return text.replace("{", "{{").replace("}", "}}")
