# function: early_stopping
# expects: ES-REL
def early_stopping(val, patience, min_delta=0.0):
    best, index, count = float("inf"), 0, 0
    for i, x in enumerate(val):
        if best == float("inf") and x == x or best - x > min_delta * abs(best):
            best, index, count = x, i, 0
        else:
            count += 1
        if count >= patience:
            return i, index
    return len(val) - 1, index
