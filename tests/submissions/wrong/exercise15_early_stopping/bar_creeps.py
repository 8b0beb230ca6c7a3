# function: early_stopping
# expects: ES-CREEP
def early_stopping(val, patience, min_delta=0.0):
    best, index, count = float("inf"), 0, 0
    for i, x in enumerate(val):
        if x < best - min_delta:
            index, count = i, 0
        else:
            count += 1
        if x < best:
            best = x
        if count >= patience:
            return i, index
    return len(val) - 1, index
