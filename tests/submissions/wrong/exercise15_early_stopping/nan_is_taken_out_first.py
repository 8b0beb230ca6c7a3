# function: early_stopping
# expects: ES-SKIPNAN
def early_stopping(val, patience, min_delta=0.0):
    val = [x for x in val if x == x]
    best, index, count = float("inf"), 0, 0
    for i, x in enumerate(val):
        if x < best - min_delta:
            best, index, count = x, i, 0
        else:
            count += 1
        if count >= patience:
            return i, index
    return len(val) - 1, index
