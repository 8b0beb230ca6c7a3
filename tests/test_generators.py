"""A numpy Generator crosses the door whole: its state and its children, and nothing moves the one that was sent."""

from __future__ import annotations

import contextlib
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.execution.student import Student
from grader.model import CheckResult
from grader.sandbox import Limits, generators, open_sandbox, wire
from grader.sandbox.outcomes import Raised, Refused, Returned
from grader.suites.toolkit import a_generator
from grader.suites.toolkit.contract import Contract
from grader.suites.toolkit.generators import copy_generator, write_generator
from grader.suites.toolkit.law import LawBroken, Waiting
from grader.suites.toolkit.plain import plain
from grader.view.call import find_evidence, format_call

CODE = b"""
import numpy as np

def he_init(fan_in, fan_out, rng):
    return rng.standard_normal((fan_in, fan_out)) * np.sqrt(2 / fan_in)

def every_way(rng):
    drawn = [rng.standard_normal(2), rng.integers(9, size=3), rng.choice(5, 2), rng.permutation(4), rng.random()]
    return drawn, [child.random() for child in rng.spawn(3)], rng.uniform(-1, 1, (2, 2))

def of_the_whole_module(rng):
    np.random.seed(5)
    return np.random.randn(2), np.random.default_rng(5).random(), np.random.uniform(), np.random.normal(size=2)

def nested(things):
    return things["rng"].random() + things["more"][1](2.0) + things["more"][2](1.0)

def keeps(rng):
    return rng

def keeps_old(rng):
    return [1.0, np.random.RandomState(3)]

def asks_with(f, rng):
    return f(rng)

def puts_another(things):
    things[0] = np.random.default_rng(3)
    return 1.0
"""


@pytest.fixture(scope="module")
def worker():
    with contextlib.closing(open_sandbox()) as sandbox:
        worker = sandbox.start_worker()
        worker.load(CODE, "init.py", Limits())
        yield worker
        worker.close()


def used(seed, bits="PCG64"):
    seed = np.random.SeedSequence(4, spawn_key=seed) if isinstance(seed, tuple) else seed
    generator = np.random.Generator(getattr(np.random, bits)(seed))
    generator.standard_normal(3)
    generator.integers(7, dtype=np.uint32)
    generator.spawn(2)
    return generator


def everything(generator):
    return [generator.random(3).tolist(), generator.integers(9, dtype=np.uint32), generator.spawn(2)[1].random()]


@pytest.mark.parametrize("bits", generators.BIT_GENERATORS)
@pytest.mark.parametrize("seed", [0, 7, 2**127, [1, 2, 3], (2, 0)], ids=str)
def test_a_rebuilt_generator_draws_and_spawns_the_same(bits, seed):
    told = generators.describe(used(seed, bits))
    assert everything(generators.rebuild(wire.decode(wire.encode(told)))) == everything(used(seed, bits))


def test_the_code_draws_what_the_sent_generator_would_have_drawn_and_does_not_move_it(worker):
    rng = used(7)
    for _ in range(2):
        outcome = worker.call("he_init", (3, 4, rng), Limits())
        assert isinstance(outcome, Returned)
        assert outcome.changed == ()
        np.testing.assert_array_equal(outcome.value, used(7).standard_normal((3, 4)) * np.sqrt(2 / 3))
    assert everything(rng) == everything(used(7))


def test_every_way_of_drawing_works_behind_the_walls(worker):
    rng = np.random.default_rng(3)
    outcome = worker.call("every_way", (np.random.default_rng(3),), Limits())
    drawn, children, last = outcome.value
    wanted = [rng.standard_normal(2), rng.integers(9, size=3), rng.choice(5, 2), rng.permutation(4), rng.random()]
    for one, other in zip(drawn, wanted, strict=True):
        np.testing.assert_array_equal(one, other)
    assert children == [child.random() for child in rng.spawn(3)]
    np.testing.assert_array_equal(last, rng.uniform(-1, 1, (2, 2)))
    assert isinstance(worker.call("of_the_whole_module", (rng,), Limits()), Returned)
    assert not worker.tried


def test_generators_and_functions_inside_other_arguments_count_as_unchanged(worker):
    def double(x):
        return 2 * x

    things = {"rng": np.random.default_rng(3), "more": [np.random.default_rng(4), double, abs]}
    outcome = worker.call("nested", (things,), Limits())
    assert outcome.value == np.random.default_rng(3).random() + 4.0 + 1.0
    assert outcome.changed == ()


def test_another_generator_in_the_place_of_one_is_a_change(worker):
    assert worker.call("puts_another", ([np.random.default_rng(3)],), Limits()).changed == (0,)


@pytest.mark.parametrize("function", ["keeps", "keeps_old"])
def test_a_generator_that_comes_back_is_refused_in_plain_words(worker, function):
    outcome = worker.call(function, (np.random.default_rng(3),), Limits())
    assert isinstance(outcome, Refused)
    assert "instead of the numbers drawn from it" in outcome.says


def test_a_callback_cannot_be_asked_with_a_generator(worker):
    outcome = worker.call("asks_with", (lambda x: x, np.random.default_rng(3)), Limits())
    assert isinstance(outcome, Refused | Raised)


def test_no_answer_may_hold_one():
    payload = wire.encode([np.random.default_rng(3)], [])
    with pytest.raises(wire.WireError, match="where none may be"):
        wire.decode(payload)


class Own(np.random.PCG64):
    pass


@pytest.mark.parametrize("bits", [Own(3), np.random.PCG64(np.random.SeedSequence(3, pool_size=8))], ids=["own", "pool"])
def test_a_generator_of_another_making_does_not_cross(bits):
    with pytest.raises(TypeError, match="cannot be handed over"):
        generators.describe(np.random.Generator(bits))


TOLD = generators.describe(np.random.default_rng(3))
ODD = st.none() | st.booleans() | st.integers(-(2**130), 2**130) | st.text(max_size=4) | st.just([]) | st.floats()


@settings(max_examples=200)
@given(st.integers(0, 5), ODD | st.lists(ODD, max_size=3) | st.dictionaries(st.text(max_size=9), ODD, max_size=3))
def test_what_describes_no_generator_is_refused(place, other):
    told = [*TOLD[:place], other, *TOLD[place + 1 :]]
    try:
        made = generators.rebuild(told)
    except ValueError:
        return
    assert isinstance(made, np.random.Generator)


@pytest.mark.parametrize(
    ("bits", "path", "value"),
    [
        ("MT19937", ("state", "pos"), 625),
        ("MT19937", ("state", "key"), np.zeros(3, np.uint32)),
        ("MT19937", ("state", "key"), np.zeros(624)),
        ("Philox", ("buffer_pos",), 5),
        ("PCG64", ("state", "state"), 2**128),
        ("PCG64", ("state", "inc"), -1),
        ("PCG64", ("has_uint32",), 2),
        ("PCG64", ("bit_generator",), "MT19937"),
        ("PCG64", ("more",), 1),
    ],
)
def test_a_state_that_numpy_would_never_have_is_refused(bits, path, value):
    told = generators.describe(used(3, bits))
    part = told[2]
    for name in path[:-1]:
        part = part[name]
    part[path[-1]] = value
    with pytest.raises(ValueError, match="no state"):
        generators.rebuild(told)


def test_nothing_is_pickled():
    assert pickle.dumps(1)[:2] not in wire.encode(TOLD)


def test_it_is_shown_as_one_would_type_it_where_such_a_line_makes_it():
    rng = np.random.default_rng(7)
    assert plain(rng) == "np.random.default_rng(7)"
    assert format_call("he_init", {"fan_in": 3, "fan_out": 4, "rng": plain(rng)}, 3) == (
        "he_init(3, 4, np.random.default_rng(7))"
    )
    rng.random()
    assert write_generator(rng) == "np.random.default_rng(7) after use"
    spawned = np.random.default_rng(7)
    spawned.spawn(1)
    assert write_generator(spawned).endswith("after use")
    assert write_generator(np.random.Generator(np.random.MT19937(7))) != "np.random.default_rng(7)"
    assert write_generator(np.random.default_rng([1, 2])) == "a numpy Generator"
    assert write_generator(np.random.default_rng([1, 2])) == "a numpy Generator"


@pytest.mark.parametrize("path", [(0,), (3,), (2, 0, 5)])
def test_children_are_shown_by_whose_children_they_are(path):
    child = np.random.default_rng(7)
    for step in path:
        child = child.spawn(step + 1)[step]
    line = write_generator(child)
    assert eval(line, {"np": np}).random() == copy_generator(child).random()
    assert find_evidence(failed({"fan_in": 3, "rng": plain(child)})).pastes
    child.random()
    assert write_generator(child) == f"{line} after use"
    assert not find_evidence(failed({"fan_in": 3, "rng": plain(child)})).pastes


def failed(given):
    return CheckResult(
        id="x", says="", function="f", message="", outcome="failed", points=0.0, max_points=1.0,
        expected=1.0, actual=2.0, given=given,
    )  # fmt: skip


def test_a_drawn_generator_is_one_that_can_be_typed():
    rng = a_generator(np.random.default_rng(1))
    assert eval(write_generator(rng), {"np": np}).random() == rng.random()


NOISY = Contract(
    "noisy",
    ("theta'",),
    lambda theta, rng: theta - 0.1 * rng.standard_normal(theta.shape),
    lambda draw: (np.array([0.3, -1.25]) * draw.uniform(1, 2), a_generator(draw)),
    arrays=1,
)
INIT = Contract("init", ("weights",), call=lambda draw: (3, 4, a_generator(draw)))
RIGHT = """
import numpy as np

def noisy(theta, rng):
    return np.asarray(theta) - 0.1 * rng.standard_normal(np.shape(theta))

def init(fan_in, fan_out, rng):
    return rng.standard_normal((fan_in, fan_out)) * np.sqrt(2 / fan_in)
"""


@NOISY.probes()
def drawn(draw):
    """The noise is the Generator's."""
    yield NOISY.call(draw)


@INIT.relations()
def grows(draw):
    """Four times the rows, half the size."""
    seed = int(draw.integers(99))
    first, second = np.random.default_rng(seed), np.random.default_rng(seed)
    yield (3, 4, first), (3, 4, second), lambda weights: weights


CHECKS = {
    "drawn": drawn,
    "grows": grows,
    "kinds": NOISY.takes_every_kind("One push for every entry."),
    "pure": NOISY.is_pure("Runs can be repeated."),
    "init": INIT.is_pure("Runs can be repeated."),
}


@pytest.fixture
def outcome(session_of):
    def ask(check, code):
        session = session_of(code)
        try:
            CHECKS[check](student=Student(session), draw=np.random.default_rng(1))
        except LawBroken:
            return "failed"
        except Waiting:
            return "waiting"
        finally:
            session.close()
        return "passed"

    return ask


@pytest.mark.parametrize("check", CHECKS)
def test_a_right_program_that_draws_passes(outcome, check):
    assert outcome(check, RIGHT) == "passed"


@pytest.mark.parametrize("check", ["pure", "init"])
def test_numbers_of_another_source_are_no_repeatable_ones(outcome, check):
    own = RIGHT.replace("rng.standard", "np.random.default_rng().standard")
    assert outcome(check, own) == "failed"


def test_the_formula_draws_from_a_generator_of_its_own(outcome):
    assert outcome("drawn", RIGHT.replace("0.1 *", "0.2 *")) == "failed"
    assert outcome("drawn", RIGHT.replace("(np.shape(theta))", "(np.shape(theta))[::-1]")) == "failed"


def test_a_copy_moves_nothing_but_itself():
    rng = used(5)
    everything(copy_generator(rng))
    assert everything(rng) == everything(used(5))


def test_a_failed_call_is_shown_with_the_generator_as_one_would_type_it(session_of):
    session = session_of(RIGHT.replace("0.1 *", "0.2 *"))
    session.parameters = {"noisy": ("theta", "rng")}
    with pytest.raises(LawBroken) as broken:
        drawn(student=Student(session), draw=np.random.default_rng(1))
    given = broken.value.given or {name: plain(one) for name, one in session.last_call.items()}
    assert [held for held in given.values() if "default_rng(" in str(held)]
    session.close()
