# function: reduce_on_plateau
# expects: PL-NORECOVER
import math

def reduce_on_plateau(losses, lr, factor=0.1, patience=3, min_delta=0.0, floor=0.0):
    total, best, out = 0, math.inf, []
    for x in losses:
        if x < best - min_delta:
            best = x
        else:
            total += 1
            if total % patience == 0:
                lr = max(factor * lr, floor)
        out.append(lr)
    return out
