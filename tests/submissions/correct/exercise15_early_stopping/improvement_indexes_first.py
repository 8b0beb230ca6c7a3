import numpy as np

def early_stopping(val, patience, min_delta=0.0):
    val = list(map(float, val))
    records = []
    bar = np.inf
    for i, loss in enumerate(val):
        if loss < bar:
            records.append(i)
            bar = loss - min_delta
    # the first gap between two records (or to the end) that is long enough
    ends = records[1:] + [len(val) + patience]
    if records and records[0] > patience - 1:
        return patience - 1, 0
    for here, there in zip(records, ends):
        if there - here > patience:
            return min(here + patience, len(val) - 1), here
    return len(val) - 1, records[-1]
