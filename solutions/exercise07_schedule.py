"""Reference for exercise 7: linear warm-up, then half a cosine.

The half cosine is that of I. Loshchilov and F. Hutter (2017), "SGDR: Stochastic Gradient Descent with Warm
Restarts", eq. (5), without its restarts; torch.optim.lr_scheduler.CosineAnnealingLR has the same curve. The linear
ramp before it is that of P. Goyal et al. (2017), "Accurate, Large Minibatch SGD", section 2.2.
"""

import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0) -> float:
    """The rate at `step`: 0 → peak on a line, peak → floor on half a cosine, floor ever after."""
    # Strictly below: with warmup = 0 this is never true, and nothing is divided by zero.
    if step < warmup:
        return peak * step / warmup
    # The clock of the descent starts when the ramp ends, and stands still at the end of the run.
    gone = min(1.0, (step - warmup) / (total - warmup))
    # (1 + cos) / 2 falls from 1 to 0; it is stretched between the two levels.
    return floor + (peak - floor) * (1 + np.cos(np.pi * gone)) / 2
