# function: early_stopping
# expects: ES-NAN
def early_stopping(val, patience, min_delta=0.0):
    best, index, count = val[0], 0, 0
    for i in range(1, len(val)):
        if val[i] < best - min_delta:
            best, index, count = val[i], i, 0
        else:
            count += 1
        if count >= patience:
            return i, index
    return len(val) - 1, index
