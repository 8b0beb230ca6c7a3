"""The divergence detector's reference on curves whose answer is known beforehand."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

PATH = Path(__file__).parents[1] / "solutions" / "exercise05_divergence_detector.py"
spec = importlib.util.spec_from_file_location("solutions_exercise05", PATH)
detector = importlib.util.module_from_spec(spec)
spec.loader.exec_module(detector)

NAN, INF = float("nan"), float("inf")


# The alarm

RUNS = {
    "stable descent": ([10 * 0.64**k for k in range(20)], -1),
    "diverging descent": ([1.69**k for k in range(12)], 4),
    "NaN": ([5, 4, 3, NAN, 2], 3),
    "inf": ([5, 4, 3, INF, 2], 3),
    "minus inf": ([5, 4, -INF, 3, 2], 2),
    "NaN from the start": ([NAN, 1, 1], 0),
    "NaN at the very end": ([5, 4, 3, NAN], 3),
    "NaN inside a row that is too high": ([4, 3, 9, 9.5, NAN, 9, 9], 4),
    "inf after the alarm": ([4, 3, 9, 9.5, 8, INF], 4),
    "finite but huge, healed": ([4, 3, 1e11, 2.5, 2], -1),
    "one spike": ([5, 4, 3, 30, 2.5, 2, 1.8], -1),
    "two spikes": ([5, 4, 3, 30, 29, 2.8, 31, 33, 2.5, 2], -1),
    "late U-turn, still below the start": ([10, 6, 3.5, 2, 1.3, 1.6, 2.9, 3.4, 4.5, 5], 8),
    "slow growth": ([1.2, *(1.3**k for k in range(9))], 6),
    "exact row, then recovery": ([4, 3, 2, 5, 6, 7, 1.5, 1], 5),
    "high start is no limit": ([1, 100, 1.5, 1.2], -1),
    "falls for ever": ([2.0**-k for k in range(15)], -1),
    "empty": ([], -1),
    "one loss": ([3], -1),
}


@pytest.mark.parametrize(("losses", "index"), RUNS.values(), ids=RUNS)
def test_the_alarm_goes_off_where_it_should(losses, index):
    for kind in (losses, tuple(losses), np.array(losses, dtype=float), np.array(losses, dtype="float32")):
        alarm = detector.detect_divergence(kind)
        assert alarm == index
        assert type(alarm) is int


def test_factor_and_patience_are_obeyed():
    losses = [4, 2, 3.5, 5, 5.2, 5.1, 9, 10, 11, 12]
    assert detector.detect_divergence(losses, patience=1) == 3
    assert detector.detect_divergence(losses, patience=6) == 8
    assert detector.detect_divergence(losses, factor=4.0) == 8
    assert detector.detect_divergence(losses, factor=1.5, patience=1) == 2
    assert detector.detect_divergence(losses, patience=8) == -1
    assert detector.detect_divergence([3, 2, 1], patience=99) == -1


LOSSES = st.lists(st.one_of(st.floats(0.1, 100.0), st.just(NAN)), max_size=30)


@given(LOSSES)
def test_the_alarm_knows_nothing_of_the_future(losses):
    alarm = detector.detect_divergence(losses)
    if alarm == -1:
        assert all(detector.detect_divergence(losses[:k]) == -1 for k in range(len(losses)))
    else:
        assert detector.detect_divergence(losses[: alarm + 1]) == alarm
        assert detector.detect_divergence(losses[:alarm]) == -1


@given(LOSSES, st.sampled_from([2.0**-20, 0.25, 1024.0]))
def test_the_unit_of_the_loss_does_not_matter(losses, scale):
    assert detector.detect_divergence([scale * x for x in losses]) == detector.detect_divergence(losses)


# The diagnosis

K = np.arange(64)
RNG = np.random.default_rng(11)
DECAY = 5 * np.exp(-K / 12) + 0.2
POWER = 5 / (1 + K) ** 0.7
VALLEY = 1 + ((K - 30) / 30) ** 2  # falls to 1 in the middle, then rises to 2.2
U_TURN = np.where(K < 45, 10 * 0.93**K, 10 * 0.93**45 * 1.12 ** (K - 45))  # ends near 3, started at 10
LEVELS = np.repeat([4.0, 1.0, 1.8, 1.9], 16) + 1e-4 * K  # far above the best quarter, near the third
ZIGZAG = np.where(K % 2, 1.0, 2.0)


def with_values(curve: np.ndarray, **at: float) -> np.ndarray:
    """Copy of the curve with the losses at the given places (`_40=NAN`) replaced."""
    curve = curve.copy()
    for place, loss in at.items():
        curve[int(place[1:])] = loss
    return curve


CURVES = {
    "exponential": (DECAY, None, "healthy"),
    "power law": (POWER, None, "healthy"),
    "gradient descent": (10 * 0.9**K, None, "healthy"),
    "steep": (10 * 0.6**K, None, "healthy"),
    "noisy decay": (DECAY * (1 + 0.02 * RNG.standard_normal(64)), None, "healthy"),
    "one late bump": (with_values(DECAY, _55=0.6), None, "healthy"),
    "small unit": (1e-3 * DECAY, None, "healthy"),
    "large unit": (1e3 * DECAY, None, "healthy"),
    "arrived long ago": (np.where(K < 8, 9.0 - K, 1.0 + 0.001 * (K % 3)), None, "healthy"),
    "constant gap": (DECAY, DECAY + 2, "healthy"),
    "val ticks up at the very end": (DECAY, with_values(DECAY + 0.5, _63=1.4), "healthy"),
    "constant": (np.full(64, 3.0), None, "stalled"),
    "tiny learning rate": (3 * 0.9995**K, None, "stalled"),
    "noise of one percent": (3 * (1 + 0.01 * RNG.standard_normal(64)), None, "stalled"),
    "mild rise": (np.linspace(3.0, 3.57, 64), None, "stalled"),
    "early drop, high plateau": (np.where(K < 2, 4.0, 3.0 - 1e-4 * K), None, "stalled"),
    "no progress while val rises": (3 * 0.9995**K, np.linspace(1, 3, 64), "stalled"),
    "late U-turn, still below the start": (U_TURN, None, "diverging"),
    "late U-turn with rising val": (U_TURN, VALLEY, "diverging"),
    "slow growth": (1.03**K, None, "diverging"),
    "best in the second quarter": (LEVELS, None, "diverging"),
    "growing zigzag": (ZIGZAG * 1.05**K, None, "diverging"),
    "finite up to 1e11": (np.geomspace(1, 1e11, 64), None, "diverging"),
    "healthy, reversed": (DECAY[::-1], None, "diverging"),
    "period 2": (ZIGZAG, None, "oscillating"),
    "period 2, small unit": (1e-3 * ZIGZAG, None, "oscillating"),
    "period 4": (np.array([1.0, 2.0, 3.1, 2.1])[K % 4], None, "oscillating"),
    "period 5": (np.array([1.0, 2.0, 3.0, 2.5, 1.7])[K % 5], None, "oscillating"),
    "bounce with downtrend": (ZIGZAG * 0.97**K, None, "oscillating"),
    "bounce with rising val": (ZIGZAG * 0.97**K, VALLEY, "oscillating"),
    "classic U": (DECAY, VALLEY, "overfitting"),
    "val rises from the start": (DECAY, np.linspace(1, 3, 64), "overfitting"),
    "val best in its second quarter": (DECAY, LEVELS, "overfitting"),
    "val leaves its best late": (POWER, np.where(K < 48, DECAY + 1, DECAY + 2), "overfitting"),
    "val worse, below its start": (DECAY, np.where(K < 40, 10 * 0.94**K, 2.0 + 0.001 * K), "overfitting"),
    "NaN first": (with_values(DECAY, _0=NAN), None, "exploding"),
    "NaN in the middle": (with_values(DECAY, _20=NAN), None, "exploding"),
    "NaN at the end": (with_values(DECAY, _63=NAN), None, "exploding"),
    "NaN in val only": (DECAY, with_values(DECAY, _40=NAN), "exploding"),
    "inf only": (with_values(DECAY, _63=INF), None, "exploding"),
    "inf, then recovery": (with_values(DECAY, _30=INF), None, "exploding"),
    "minus inf": (with_values(DECAY, _10=-INF), None, "exploding"),
    "inf in val only": (DECAY, with_values(DECAY, _3=INF), "exploding"),
}


@pytest.mark.parametrize(("train", "val", "label"), CURVES.values(), ids=CURVES)
def test_a_curve_gets_its_name(train, val, label):
    for kind in (np.array, np.float32, list, tuple):
        assert detector.diagnose_curve(kind(train), None if val is None else kind(val)) == label


def test_a_worse_last_quarter_turns_the_zigzag_into_divergence():
    """The question at the end of the stub."""
    assert detector.diagnose_curve([9, 7, 5, 4] + [3, 2] * 4 + [6, 4] * 2) == "diverging"


def test_curves_are_left_alone():
    train, val = DECAY.copy(), VALLEY.copy()
    detector.diagnose_curve(train, val)
    detector.detect_divergence(train)
    assert np.array_equal(train, DECAY)
    assert np.array_equal(val, VALLEY)
