# function: early_stopping
# expects: ES-PREV
# or: ES-PREV ES-NAN
def early_stopping(val, patience, min_delta=0.0):
    index = count = 0
    for i in range(1, len(val)):
        if val[i] < val[i - 1] - min_delta:
            index, count = i, 0
        else:
            count += 1
        if count >= patience:
            return i, index
    return len(val) - 1, index
