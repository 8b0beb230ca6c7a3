import math


def early_stopping(val, patience, min_delta=0.0):
    record, best, bad, i = math.inf, 0, 0, -1
    while bad != patience and i + 1 < len(val):
        i += 1
        gain = record - val[i]
        if not math.isnan(gain) and gain > min_delta:
            record, best, bad = val[i], i, 0
        else:
            bad += 1
    return (i, best)
