# function: early_stopping
# expects: ES-NAN
def early_stopping(val, patience, min_delta=0.0):
    best, index, count = float("inf"), 0, 0
    for i, x in enumerate(val):
        if x >= best - min_delta:
            count += 1
            if count >= patience:
                return i, index
        else:
            best, index, count = x, i, 0
    return len(val) - 1, index
