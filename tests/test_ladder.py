from __future__ import annotations

import pytest

from grader.export.report import document
from grader.ladder import rung
from grader.progress import Memory, remembered


@pytest.fixture
def record(graded, solution):
    return document(
        graded(solution + "\n\ndef bias_correct(moment, beta, t):\n    return np.asarray(moment) / (1 - beta)\n")
    )


@pytest.fixture
def memory(tmp_path):
    with remembered(tmp_path / "memory.sqlite3") as opened:
        yield opened


def test_the_ladder_goes_from_the_law_to_where_one_reads_on(record):
    steps = [rung(record, number) for number in range(4)]
    assert [step.title for step in steps] == ["The law", "A question first", "The idea", "Where to read"]
    assert "predicted 3, yours 5.8125" in steps[0].text
    assert steps[1].text.partition("\n")[0].endswith("?")
    assert "never fades" in steps[2].text
    assert "grade quiz bias_correction" in steps[3].text
    assert [step.last for step in steps] == [False, False, False, True]


def test_the_last_rung_stays_where_the_ladder_ends(record):
    assert rung(record, 99) == rung(record, 3)


def test_no_rung_names_a_formula(record):
    for number in range(4):
        assert "**" not in rung(record, number).text
        assert "return" not in rung(record, number).text


def test_nothing_is_hinted_at_where_every_law_holds(graded, solution):
    assert rung(document(graded(solution)), 0) is None


def test_the_same_trouble_keeps_its_place_on_the_ladder(memory: Memory, record):
    memory.keep(record)
    memory.climb(record["exercise"], 2)
    memory.keep(record)
    assert memory.last(record["exercise"]).rung == 2


def test_another_trouble_starts_the_ladder_anew(memory: Memory, record, graded, solution):
    memory.keep(record)
    memory.climb(record["exercise"], 2)
    memory.keep(document(graded(solution + "\n\ndef adam_step(*all):\n    return all\n")))
    assert memory.last(record["exercise"]).rung == 0


def test_the_best_score_is_remembered(memory: Memory, record, graded, solution):
    memory.keep(document(graded(solution)))
    memory.keep(record)
    last = memory.last(record["exercise"])
    assert (last.best, last.score) == (10.0, record["score"])
