"""When a concept comes back, over single answers and over weeks."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from grader.quiz.bank import Bank, Choice, Concept, Question, Topic
from grader.quiz.giveaways import gives_away, is_answered_by
from grader.quiz.loading import load_bank
from grader.quiz.marking import Mark
from grader.quiz.schedule import (
    AGAIN,
    EASY,
    GOOD,
    HARD,
    RECHECK_WITHIN,
    Answered,
    Card,
    Nudge,
    estimate_recall,
    is_confident_error,
    rate_answer,
    replay_history,
    update_card,
)  # fmt: skip
from grader.quiz.session import (
    QuizTurn,
    Sitting,
    choose_question,
    choose_transfer_questions,
    list_checkpoint_turns,
    list_due_turns,
    plan_sitting,
)
from grader.quiz.statistics import compute_statistics
from grader.quiz.store import Store, open_store

DAY = date(2026, 3, 2)
ONE = timedelta(days=1)


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank()


@contextmanager
def sitting(
    bank: Bank, path: Path, at: datetime, turns: list[QuizTurn] | None = None, **how: object
) -> Iterator[Sitting]:
    with open_store(path) as store:
        queue = turns if turns is not None else plan_sitting(bank, store, at.date(), **how)  # type: ignore[arg-type]
        yield Sitting(bank, store, lambda: at, deque(queue), 1)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def answer(sitting: Sitting, right: bool, confidence: int | None = 3):
    upcoming = sitting.take_next()
    assert upcoming is not None
    return sitting.record_answer(upcoming[0], Mark(float(right), "x", ""), confidence)


@pytest.mark.parametrize(
    ("kind", "share", "confidence", "rating"),
    [
        ("number", 1, 4, EASY), ("number", 1, 3, GOOD), ("number", 1, 2, HARD), ("number", 1, 1, HARD),
        ("number", 1, None, GOOD), ("choice", 1, 4, GOOD), ("choice", 1, 1, HARD), ("choice", 0, 4, AGAIN),
        ("number", 0, 1, AGAIN), ("many", 0.6, 4, HARD), ("many", 0.3, 2, AGAIN), ("predict", 1, 4, EASY),
        ("free", 0, None, AGAIN), ("free", 1 / 3, None, HARD), ("free", 2 / 3, None, GOOD), ("free", 1, None, EASY),
    ],
)  # fmt: skip
def test_correctness_and_confidence_map_to_a_rating(kind: str, share: float, confidence: int | None, rating: int):
    assert rate_answer(kind, share, confidence) == rating  # type: ignore[arg-type]


def test_the_first_intervals_are_those_of_fsrs_6():
    days = {r: (update_card(None, "c", Answered(DAY, r)).due - DAY).days for r in (AGAIN, HARD, GOOD, EASY)}
    assert days == {AGAIN: 1, HARD: 1, GOOD: 2, EASY: 8}
    assert update_card(None, "c", Answered(DAY, GOOD)).stability == pytest.approx(2.3065)


def test_at_the_due_day_recall_stands_at_about_nine_in_ten():
    card = replay_history("c", [Answered(DAY, GOOD), Answered(DAY + 2 * ONE, GOOD), Answered(DAY + 13 * ONE, GOOD)])
    assert card is not None
    assert estimate_recall(card, card.due) == pytest.approx(0.9, abs=0.01)
    assert estimate_recall(card, card.due + 60 * ONE) < 0.9


def test_a_confident_error_comes_back_today_and_an_unsure_one_tomorrow():
    assert is_confident_error("choice", 0, 3)
    assert not is_confident_error("choice", 0, 2)
    assert update_card(None, "c", Answered(DAY, AGAIN, confident_error=True)).due == DAY
    assert update_card(None, "c", Answered(DAY, AGAIN)).due == DAY + ONE


def test_a_mended_confident_error_is_asked_again_within_a_week_however_well_it_was_known():
    long = [Answered(DAY, EASY), Answered(DAY + 8 * ONE, EASY), Answered(DAY + 80 * ONE, EASY)]
    slip = Answered(DAY + 300 * ONE, AGAIN, confident_error=True)
    mended = replay_history("c", [*long, slip, Answered(slip.day, EASY)])
    plain = replay_history("c", [*long, Answered(slip.day, AGAIN), Answered(slip.day, EASY)])
    assert mended is not None
    assert plain is not None
    assert mended.recheck
    assert mended.due - slip.day <= RECHECK_WITHIN
    assert mended.due <= plain.due
    later = update_card(mended, "c", Answered(mended.due, GOOD))
    assert not later.recheck


def test_a_nudge_puts_a_concept_on_todays_list_and_never_later():
    fresh = update_card(None, "c", Nudge(DAY, "BC-NOPOW"))
    assert (fresh.due, fresh.reason, fresh.reviews) == (DAY, "BC-NOPOW", 0)
    known = replay_history("c", [Answered(DAY, EASY), Nudge(DAY + 2 * ONE, "BC-NOPOW")])
    assert known is not None
    assert known.due == DAY + 2 * ONE
    answered_today = replay_history("c", [Answered(DAY, EASY), Nudge(DAY, "BC-NOPOW")])
    assert answered_today is not None
    assert answered_today.due == DAY + ONE, "it has just been asked: tomorrow is soon enough"
    assert update_card(known, "c", Answered(known.due, GOOD)).reason == ""


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.sampled_from([AGAIN, HARD, GOOD, EASY]), st.booleans()),
        min_size=1,
        max_size=25,
    )
)
def test_whatever_happens_the_card_stays_sane(history: list[tuple[int, int, bool]]):
    day, card = DAY, None
    for wait, rating, confident in history:
        day += wait * ONE
        card = update_card(card, "c", Answered(day, rating, confident and rating == AGAIN))
        assert card.due >= day
        assert card.due > day or card.recheck
        assert card.due <= day + timedelta(days=365)
        assert card.stability is not None
        assert card.stability > 0
        assert 0 <= estimate_recall(card, day + 30 * ONE) <= 1


@settings(max_examples=40)
@given(st.lists(st.sampled_from([HARD, GOOD, EASY]), min_size=1, max_size=8))
def test_a_worse_last_answer_never_comes_back_later(history: list[int]):
    card, day = None, DAY
    for rating in history:
        card = update_card(card, "c", Answered(day, rating))
        day = card.due
    dues = [update_card(card, "c", Answered(day, rating)).due for rating in (AGAIN, HARD, GOOD, EASY)]
    assert dues == sorted(dues)


def test_siblings_take_turns_until_all_have_been_asked(bank: Bank, tmp_path: Path):
    siblings = bank.list_siblings("velocity-sum")
    seen = []
    for number in range(2 * len(siblings)):
        at = noon(DAY + number * ONE)
        with open_store(tmp_path / "p.sqlite3") as store:
            turn = QuizTurn(choose_question(siblings, store), "due")
            deck = Sitting(bank, store, lambda at=at: at, deque([turn]), 1)
            seen.append(turn.question.id)
            answer(deck, right=True)
    assert set(seen[: len(siblings)]) == {question.id for question in siblings}
    assert seen[: len(siblings)] == seen[len(siblings) :]


def test_a_confident_error_brings_a_sibling_question_at_the_end_of_the_sitting_once(bank: Bank, tmp_path: Path):
    with sitting(bank, tmp_path / "p.sqlite3", noon(DAY), topic="exercise02_momentum", count=3) as deck:
        first = answer(deck, right=False, confidence=4)
        assert first.comes_again
        assert deck.total == 4
        answer(deck, right=True)
        answer(deck, right=True)
        upcoming = deck.take_next()
        assert upcoming is not None
        asked, turn = upcoming
        assert turn.why == "again"
        assert asked.question.concept == first.card.concept
        assert asked.question.id != first.asked.question.id
        assert not deck.record_answer(asked, Mark(0, "x", ""), 4).comes_again
        assert deck.take_next() is None


def test_what_is_due_comes_before_what_is_new(bank: Bank, tmp_path: Path):
    path = tmp_path / "p.sqlite3"
    with sitting(bank, path, noon(DAY), count=3) as deck:
        for right in (True, False, True):
            answer(deck, right, 2)
    with open_store(path) as store:
        whys = [turn.why for turn in plan_sitting(bank, store, DAY + ONE, count=6)]
        assert whys == ["due", "due", "due", "new", "new", "new"]
        assert [turn.why for turn in list_due_turns(bank, store, DAY)] == []
        assert all(turn.why == "new" for turn in plan_sitting(bank, store, DAY, count=6))


def test_a_topic_can_be_practised_when_nothing_is_due(bank: Bank, tmp_path: Path):
    topic = bank.find_topic("newton")
    assert topic is not None
    with sitting(bank, tmp_path / "p.sqlite3", noon(DAY), topic=topic.stem, count=50) as deck:
        asked = set()
        while (upcoming := deck.take_next()) is not None:
            asked.add(upcoming[0].question.id)
            deck.record_answer(upcoming[0], Mark(1, "x", ""), 3)
    assert asked == {question.id for question in topic.questions}


def test_each_checkpoint_is_asked_in_ones_own_words_and_then_by_a_question_that_the_model_answer_does_not_answer(
    bank: Bank,
):
    turns = [turn.question for turn in list_checkpoint_turns(bank)]
    for name, text, follows in zip(("CP1", "CP2", "CP3", "CP4"), turns[::2], turns[1::2], strict=True):
        assert (text.checkpoint, text.kind) == (name, "free")
        assert follows.kind != "free"
        assert not is_answered_by(text.model, follows)
        assert follows.checkpoint == name or follows.concept == text.concept


def test_an_application_follows_a_checkpoint_where_there_is_one(bank: Bank):
    own = [q for q in bank if q.checkpoint == "CP2"]
    (follows,) = choose_transfer_questions(bank, own)
    assert follows.kind not in ("choice", "many")
    told = next(q for q in own if q.kind == "choice")
    right = next(choice.text for choice in told.choices if choice.right)
    text = replace(next(q for q in own if q.kind == "free"), model=right)
    assert choose_transfer_questions(Bank(()), [text, told]) == [], (
        "a choice that the model answer gives away does not follow it"
    )


def test_new_questions_of_the_exercise_just_worked_on_come_first(bank: Bank, tmp_path: Path):
    with open_store(tmp_path / "p.sqlite3") as store:
        stem = "exercise04_adamw_decay"
        turns = plan_sitting(bank, store, DAY, count=8, worked_on=stem)
        first = [turn.question.topic for turn in turns]
        many = len({q.concept for q in bank if q.topic == stem})
        assert first[:many] == [stem] * many
        assert stem not in first[many:]
        assert plan_sitting(bank, store, DAY, count=8, worked_on="")[0].question.topic == bank.topics[0].stem


def choice_question(name: str, prompt: str, right: str, wrong: str, concept: str = "c") -> Question:
    return Question(
        name, "choice", concept, "t", "S1.1", prompt, "So.",
        choices=(Choice(right, "Yes.", True), Choice(wrong, "No.")),
    )  # fmt: skip


def test_a_question_comes_before_one_whose_prompt_holds_its_answer(tmp_path: Path):
    teller = choice_question("teller", "Momentum cancels alternating gradients. How fast?", "fast", "slow", "a")
    asker = choice_question("asker", "What does the velocity do?", "it cancels alternating gradients", "it grows", "b")
    concepts = (Concept("a", "A", "t"), Concept("b", "B", "t"))
    bank = Bank((Topic("t", "T", tmp_path, concepts, (teller, asker)),))
    assert gives_away(teller, asker)
    assert not gives_away(asker, teller)
    with open_store(tmp_path / "p.sqlite3") as store:
        assert [turn.question.id for turn in plan_sitting(bank, store, DAY)] == ["asker", "teller"]


def test_no_sitting_asks_what_an_earlier_prompt_of_it_has_told(bank: Bank, tmp_path: Path):
    with open_store(tmp_path / "p.sqlite3") as store:
        for topic in (None, *(topic.stem for topic in bank.topics)):
            asked = [turn.question for turn in plan_sitting(bank, store, DAY, topic=topic, count=99)]
            told = [(a.id, b.id) for n, b in enumerate(asked) for a in asked[:n] if gives_away(a, b)]
            assert told == []


def test_code_puts_its_misconception_first_on_the_list(bank: Bank, tmp_path: Path):
    from grader.quiz.store import schedule_misconceptions

    path = tmp_path / "p.sqlite3"
    cards = schedule_misconceptions(bank, ["BC-NOPOW", "X-MUTATES"], noon(DAY), path)
    assert [card.concept for card in cards] == ["correction-clock"]
    assert schedule_misconceptions(bank, ["X-MUTATES"], noon(DAY), path) == ()
    with open_store(path) as store:
        turns = plan_sitting(bank, store, DAY, count=4)
        assert (turns[0].why, turns[0].reason) == ("diagnosed", "BC-NOPOW")
        assert turns[0].question.concept == "correction-clock"


class Learner:
    """Somebody who forgets: the chance of a right answer follows time since the last one and its strength."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed)
        self._strength: dict[str, float] = {}
        self._last: dict[str, date] = {}

    def answers(self, concept: str, day: date) -> tuple[bool, int]:
        strength = self._strength.get(concept, 0.0)
        since = (day - self._last[concept]).days if concept in self._last else 99
        right = self._draw.random() < (0.35 if not strength else 0.9 ** (since / strength))
        self._strength[concept] = max(1.0, 2.4 * strength) if right else max(0.6, 0.5 * strength)
        self._last[concept] = day
        return right, self._draw.choice([2, 3, 3, 4]) if right else self._draw.choice([1, 1, 2, 3])


def test_over_ten_weeks_everything_is_met_the_load_stays_bearable_and_most_of_it_stays(bank: Bank, tmp_path: Path):
    learner, loads = Learner(3), []
    with open_store(tmp_path / "p.sqlite3") as store:
        for number in range(70):
            day = DAY + number * ONE
            due = len(list_due_turns(bank, store, day))
            loads.append(due)
            deck = Sitting(
                bank, store, lambda day=day: noon(day), deque(plan_sitting(bank, store, day, count=12)), number
            )
            while (upcoming := deck.take_next()) is not None:
                right, confidence = learner.answers(upcoming[0].question.concept, day)
                deck.record_answer(upcoming[0], Mark(float(right), "x", ""), confidence)
        numbers = compute_statistics(bank, store, DAY + 70 * ONE)
    assert numbers.concepts_met == numbers.concepts
    assert max(loads) <= 30
    assert sum(loads[-14:]) / 14 < sum(loads[7:21]) / 14, "it gets less as it is learned"
    assert numbers.retained is not None
    assert numbers.retained > 0.7
    assert len(numbers.load) == 7


def test_statistics_tell_confidence_from_knowledge(bank: Bank, tmp_path: Path):
    path = tmp_path / "p.sqlite3"
    with sitting(bank, path, noon(DAY), count=6) as deck:
        for right, confidence in ((True, 4), (False, 4), (True, 1), (False, 2), (True, 4), (True, None)):
            answer(deck, right, confidence)
    with open_store(path) as store:
        numbers = compute_statistics(bank, store, DAY)
    assert {c.confidence: (c.answers, c.right) for c in numbers.calibration} == {1: (1, 1), 2: (1, 0), 4: (3, 2)}
    assert numbers.answers == 6
    assert len(numbers.confident_errors) == 1
    assert dict(numbers.load)[DAY] == 1
    assert numbers.retained is None


def test_an_empty_history_is_no_card():
    assert replay_history("c", []) is None
    assert estimate_recall(Card("c", DAY), DAY) == 0.0


def test_a_store_is_needed_to_pick(bank: Bank, tmp_path: Path):
    with open_store(tmp_path / "p.sqlite3") as store:
        assert isinstance(store, Store)
        only = bank.list_siblings("hessian-size")[:1]
        assert choose_question(only, store, avoid=only[0]) == only[0], "an only child is asked again"
