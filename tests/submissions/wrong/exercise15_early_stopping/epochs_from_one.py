# function: early_stopping
# expects: ES-EPOCHS
def early_stopping(val, patience, min_delta=0.0):
    best, index, count = float("inf"), 0, 0
    for epoch, x in enumerate(val, start=1):
        if x < best - min_delta:
            best, index, count = x, epoch, 0
        else:
            count += 1
        if count >= patience:
            return epoch, index
    return len(val), index
