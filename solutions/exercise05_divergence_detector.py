"""Reference for exercise 5: an alarm for a run that goes on, a diagnosis for one that is over.

Only comparisons, means, minima and counts: nothing here depends on a convention (no smoothing, no
fitted slope, no standard deviation). The thresholds are the stub's.
"""

import numpy as np


def detect_divergence(losses, factor=2.0, patience=3) -> int:
    """Index of the first non-finite loss or of the patience-th loss in a row above factor × best so far."""
    best = np.inf  # nothing is above factor × inf, so the first loss never counts
    too_high_in_a_row = 0
    for index, loss in enumerate(np.asarray(losses, dtype=float)):
        # Asked first: NaN is neither above nor below anything, and would slip through what follows.
        if not np.isfinite(loss):
            return index
        # Against the best, not the first or the previous loss: a slow climb out of the valley has no
        # dramatic step, and may end below the place where the run began.
        too_high_in_a_row = too_high_in_a_row + 1 if loss > factor * best else 0
        if too_high_in_a_row == patience:
            return index
        best = min(best, loss)
    return -1


def diagnose_curve(train, val=None) -> str:
    """Name the gravest finding; the order of the rules is the order of the returns."""
    train = np.asarray(train, dtype=float)
    val = None if val is None else np.asarray(val, dtype=float)

    # Before any mean: one NaN would make every mean NaN and every rule below false, that is "healthy".
    if not np.isfinite(train).all() or (val is not None and not np.isfinite(val).all()):
        return "exploding"

    quarters = _quarter_means(train)
    if quarters[-1] > 1.5 * quarters[:-1].min():
        return "diverging"
    if _zigzags(train):
        return "oscillating"
    # A gap between the curves is normal. Overfitting is val getting worse while train still improves.
    if val is not None and quarters[-1] < 0.90 * quarters[0]:
        val_quarters = _quarter_means(val)
        if val_quarters[-1] > 1.1 * val_quarters[:-1].min():
            return "overfitting"
    # The whole descent, not its tail: a run that has arrived stands still as well.
    if quarters[-1] > 0.90 * quarters[0]:
        return "stalled"
    return "healthy"


def _quarter_means(curve: np.ndarray) -> np.ndarray:
    """Return the mean of each quarter, in order; shape (4,)."""
    return curve.reshape(4, -1).mean(axis=1)


def _zigzags(train: np.ndarray) -> bool:
    """Whether the second half turns often (rate > 0.3) and by a lot (mean jump > 10 % of its level).

    Noise turns all the time by a little, a steep descent jumps a lot without turning: it takes both.
    """
    half = train[len(train) // 2 :]
    jumps = np.diff(half)
    turn_rate = np.mean(jumps[1:] * jumps[:-1] < 0)
    roughness = np.mean(np.abs(jumps)) / np.mean(half)
    return bool(turn_rate > 0.3 and roughness > 0.10)
