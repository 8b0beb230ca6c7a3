"""Whatever a worker says, the trusted side hears an outcome and can put it into words; it never raises."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.execution import failure_messages
from grader.sandbox import Limits, wire
from grader.sandbox.outcomes import Loaded, Returned, Violated
from grader.sandbox.worker_client import Worker


class Said:
    """A link on which one answer waits."""

    def __init__(self, kind: int, payload: bytes) -> None:
        self._answer = (kind, 1, payload)

    def send(self, *_frame: object) -> None:
        pass

    def receive(self, _deadline: float) -> tuple[int, int, bytes]:
        return self._answer

    def has_pending(self) -> bool:
        return False

    def close(self) -> None:
        pass


class NoProcess:
    def kill(self) -> None:
        pass

    def explain_end(self) -> str:
        return "it ended"

    def read_times(self) -> None:
        return None

    def read_printed(self) -> bytes:
        return b""


PLAIN = (
    st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.binary(max_size=5)
    | st.sampled_from([2**14000, -1, np.zeros(3), np.float64("inf"), np.zeros((0, 2)), np.bool_(True), 1j])
)  # fmt: skip
DATA = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=5) | st.integers(-(2**63), 2**63 - 1), inner, max_size=3)
    ),
    max_leaves=8,
)
LOADED = st.fixed_dictionaries(
    {},
    optional={
        "functions": DATA | st.dictionaries(st.just("f"), DATA | st.tuples(DATA, PLAIN, PLAIN, DATA), max_size=1),
        "missing": DATA,
        "holds_code": PLAIN,
        "failed": DATA | st.lists(st.fixed_dictionaries({"cell": PLAIN, "names": DATA, "raised": DATA}), max_size=2),
    },
)
RAISED = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.just("SyntaxError") | PLAIN,
        "message": st.text() | PLAIN,
        "lines": DATA | st.lists(st.tuples(PLAIN, PLAIN, PLAIN), max_size=2),
        "syntax": DATA | st.tuples(PLAIN, PLAIN, st.text()),
    },
)
SAID = st.tuples(DATA | LOADED | RAISED | st.tuples(DATA, DATA).map(list), DATA).map(list) | DATA
KINDS = st.sampled_from([wire.LOADED, wire.RETURNED, wire.RAISED, wire.REFUSED, wire.CALLBACK, wire.READY, 99])


@given(KINDS, SAID)
def test_whatever_is_said_of_a_file_is_an_outcome_in_words(kind, said):
    outcome = Worker(Said(kind, wire.encode(said)), NoProcess()).load(b"", "s.py", Limits())
    finding = failure_messages.report_unreadable(outcome)
    assert finding is None or finding.says
    for has in outcome.functions.values() if isinstance(outcome, Loaded) else ():
        assert has is None or failure_messages.report_misfit("f", ("x",), 1, has) is None or has.names is not None


@given(KINDS, SAID)
def test_whatever_is_said_to_a_call_is_an_outcome_in_words(kind, said):
    outcome = Worker(Said(kind, wire.encode(said)), NoProcess()).call("f", [1.0], Limits())
    finding = failure_messages.report_fault(outcome, "f", given={"x": 1.0})
    assert (finding is None) == isinstance(outcome, Returned)


@given(st.binary(max_size=60))
def test_bytes_that_are_no_message_end_the_worker(payload):
    worker = Worker(Said(wire.RETURNED, payload), NoProcess())
    outcome = worker.call("f", [], Limits())
    assert isinstance(outcome, Returned | Violated)
    assert worker.alive == isinstance(outcome, Returned)


@pytest.mark.parametrize(("count", "heard"), [(7, 7), (-5, 0), (10**12, wire.ASK_EVERY)])
def test_a_forged_count_of_gradients_is_no_larger_than_what_was_not_told_before(count, heard):
    worker = Worker(Said(wire.RETURNED, wire.encode([[1.0, [], count], []])), NoProcess())
    assert worker.call("f", [], Limits()).gradients == heard


@pytest.mark.parametrize("count", [True, 1.0, None, "7", [7]])
def test_a_count_of_gradients_that_is_no_whole_number_is_a_violation(count):
    worker = Worker(Said(wire.RETURNED, wire.encode([[1.0, [], count], []])), NoProcess())
    assert isinstance(worker.call("f", [], Limits()), Violated)


FORGED = (
    np.zeros(3),
    np.float64(1),
    {"functions": {"f": [["x"], float("inf"), 1, []]}, "missing": [], "holds_code": True, "failed": []},
    b"f",
    7,
)


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_list_of_functions_is_a_violation(forged):
    worker = Worker(Said(wire.LOADED, wire.encode([forged, []])), NoProcess())
    assert isinstance(worker.load(b"", "s.py", Limits()), Violated)
