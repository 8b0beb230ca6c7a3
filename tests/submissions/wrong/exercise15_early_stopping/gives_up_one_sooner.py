# function: early_stopping
# expects: ES-OFF
def early_stopping(val, patience, min_delta=0.0):
    best, index, count = float("inf"), 0, 0
    for i, x in enumerate(val):
        if x < best - min_delta:
            best, index, count = x, i, 0
        else:
            count += 1
            if count == max(patience - 1, 1):
                return i, index
    return len(val) - 1, index
