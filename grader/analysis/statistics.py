"""The formulas of a test analysis, each with its source; what cannot be told is NaN.

A table of scores has a row a student and a column an item; NaN stands where an item was not judged.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]


def compute_interval(successes: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return Wilson's score interval of a share (E. B. Wilson, JASA 22, 1927, p. 209)."""
    if not of:
        return math.nan, math.nan
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = successes / of
    middle = share + z * z / (2 * of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    below = 0.0 if successes == 0 else (middle - half) / (1 + z * z / of)
    above = 1.0 if successes == of else (middle + half) / (1 + z * z / of)
    return below, above


def compute_difference(one: tuple[int, int], other: tuple[int, int], confidence: float = 0.95) -> tuple[float, float]:
    """Return the interval of the share of `one` minus that of `other`.

    Each is (successes, of). Source: R. G. Newcombe, Stat. Med. 17, 1998, p. 873, method 10.
    """
    (below1, above1), (below2, above2) = compute_interval(*one, confidence), compute_interval(*other, confidence)
    if not one[1] or not other[1]:
        return math.nan, math.nan
    share1, share2 = one[0] / one[1], other[0] / other[1]
    lower = math.hypot(share1 - below1, above2 - share2)
    upper = math.hypot(above1 - share1, share2 - below2)
    return share1 - share2 - lower, share1 - share2 + upper


def compute_item_rest(scores: Scores) -> Scores:
    """Return each item's correlation with the mean of the other items that the student was judged on.

    The item itself is left out of the total (S. Henrysson, Psychometrika 28, 1963, p. 211).
    """
    judged = ~np.isnan(scores)
    points = np.where(judged, scores, 0.0)
    others = judged.sum(axis=1, keepdims=True) - judged
    with np.errstate(invalid="ignore", divide="ignore"):
        rest = (points.sum(axis=1, keepdims=True) - points) / others
    return np.array([compute_correlation(scores[:, item], rest[:, item]) for item in range(scores.shape[1])])


def compute_correlation(one: Scores, other: Scores) -> float:
    """Return Pearson's r of two columns over the rows where both are known; NaN below 3 rows.

    For two columns of 0 and 1 that is phi.
    """
    both = ~(np.isnan(one) | np.isnan(other))
    first, second = one[both], other[both]
    if len(first) < 3 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return math.nan
    return float(np.corrcoef(first, second)[0, 1])


def compute_alpha(scores: Scores) -> float:
    """Return Cronbach's alpha of the rows that are complete (L. J. Cronbach, Psychometrika 16, 1951, eq. 2)."""
    whole = scores[~np.isnan(scores).any(axis=1)]
    items = scores.shape[1]
    if len(whole) < 3 or items < 2:
        return math.nan
    total = whole.sum(axis=1).var(ddof=1)
    return float(items / (items - 1) * (1 - whole.var(axis=0, ddof=1).sum() / total)) if total else math.nan
