"""A learning-rate schedule: timid, bold, careful

The optimizer takes its stride from one number, and that number need not stay
the same. At the start the ground is unknown: slopes are wild, averages hold
little data, and a bold step can throw the run far out. So the rate begins at
zero and warms up. Then come the bold steps that cover most of the way. Near
the end mini-batch noise shakes the weights more than the slope moves them, and
the shaking grows with the rate. So the rate cools down again.

Half a wave of the cosine is a popular way to cool. It is flat where it leaves
the peak and flat where it reaches the floor: bold for long, careful for long,
and quick in between.

        peak        .-''-.
                   /      '.
                  /         '.
        floor    /            '-._______
        0       /
                0   warmup     total

What holds in this file:

- Steps are counted from 0. `step`, `total` and `warmup` are whole numbers,
  with 0 ≤ warmup < total. The step is never negative, but it may lie beyond
  `total`: some runs go on.
- `peak` and `floor` are numbers with 0 ≤ floor < peak; whole numbers and
  single precision are welcome.
- The rate is **0 at step 0**. Other schedules begin with (step + 1) / warmup,
  so that no step is lost; this one does not.
- The ramp leads from 0 to `peak`. The floor belongs to the descent alone.
"""

import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0) -> float:
    """Return the learning rate at one step of a run.

        step ≤ warmup            a straight line: 0 at step 0, peak at warmup
        warmup ≤ step ≤ total    half a cosine: peak at warmup, floor at total
        step ≥ total             floor, for ever

    For the descent, let x be the share of the way from `warmup` to `total`
    that is gone, and stretch the half wave between the two levels:

        rate = floor + (peak − floor) · (1 + cos(π·x)) / 2

    With warmup = 0 there is no ramp, and step 0 has the peak already.

    By hand: `warmup_cosine(30, total=70, warmup=10, peak=0.5, floor=0.1)` is
    `0.4`. A third of the way is gone, and cos(π/3) is ½. Where would a
    straight line be by now? And where are the two equal?
    """
    raise NotImplementedError
