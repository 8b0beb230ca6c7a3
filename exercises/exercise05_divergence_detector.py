"""The divergence detector: reading a loss curve

Most of what you will ever see of a training run is one line of numbers. It
tells a lot: whether the optimizer is leaving its valley, bouncing between the
walls, standing still, or getting better at the wrong thing. It also lies a
little. A loss may rise for a few steps in healthy training; mini-batch noise
zigzags on every curve; and a number that is not a number answers "no" to every
comparison.

You write two instruments: an alarm that watches while the run goes on, and a
diagnosis once it is over.

What holds in this file:

- Losses are positive wherever they are finite. NaN, +inf and −inf may occur;
  all three are "not finite". A huge loss that is finite is still a number.
- Curves are one-dimensional: lists, tuples or arrays, integers too. Leave them
  as they were.
- The thresholds below are this course's choice; other monitors draw other
  lines. Sharp edges are not the point: no curve you are tested on comes close
  to one.

What one curve cannot tell: whether a run that stands still has arrived or is
stuck on a plateau, or whether a slow wave will turn around. A diagnosis here
is a first suspicion, not a verdict on the model.
"""

import numpy as np


def detect_divergence(losses, factor=2.0, patience=3) -> int:
    """Return the index at which the alarm goes off, or −1 if it never does.

    You watch the losses one after the other and know nothing of the future. At
    each index, from 0 on:

    1. A loss that is not finite raises the alarm at once, at its own index.
    2. A loss is *too high* if it is greater than `factor` times the smallest
       loss **before** it. When `patience` losses in a row are too high, the
       alarm goes off at the last of that row. One loss that is not too high
       starts the count again from zero.

    The first loss has nothing before it and is never too high. An empty curve
    gives −1. `factor` is greater than 1 and `patience` is at least 1.

    By hand: `detect_divergence([6, 4, 3, 8, 3.5, 7, 9, 8, 1])` is `7`. None of
    these losses is twice the first one, the 8 at index 3 is forgiven, and the
    1 at the end comes too late to matter. Can you say why for each?
    """
    raise NotImplementedError


def diagnose_curve(train, val=None) -> str:
    """Name what ails a finished run: return one of six words.

    `train` holds n losses, n a multiple of 4 and at least 16; `val` is None or
    just as long. What to measure:

    - Q1, Q2, Q3, Q4: the means of `train` over its first to fourth quarter; V1
      … V4 likewise for `val`.
    - H: the second half of `train` (its last n/2 losses), and d: the n/2 − 1
      successive differences in H.
    - A *turn* is a pair of neighbouring differences with strictly opposite
      signs. The turn rate is the number of turns divided by the number of such
      pairs, len(d) − 1.
    - The roughness is mean(|d|) / mean(H).

    The first rule that holds decides, so the gravest finding comes first:

    1. `"exploding"`: any loss in `train` or `val` is not finite.
    2. `"diverging"`: Q4 > 1.5 · min(Q1, Q2, Q3).
    3. `"oscillating"`: turn rate > 0.3 and roughness > 0.10.
    4. `"overfitting"`: there is a `val`, and Q4 < 0.90 · Q1, and V4 > 1.1 ·
       min(V1, V2, V3).
    5. `"stalled"`: Q4 > 0.90 · Q1.
    6. `"healthy"`: none of these.

    By hand: `diagnose_curve([9, 7, 5, 4, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2])`
    is `"oscillating"`: the turn rate is 1 and the roughness 1/2.5 = 0.4. What
    would the word be if its last four losses were twice as high? And why does
    rule 4 look at the training loss as well?
    """
    raise NotImplementedError
