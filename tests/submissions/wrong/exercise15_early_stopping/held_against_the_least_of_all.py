# function: early_stopping
# expects: ES-FUTURE
def early_stopping(val, patience, min_delta=0.0):
    lowest = min(x for x in val if x == x)
    where = list(val).index(lowest)
    count = 0
    for i, x in enumerate(val):
        count = 0 if x <= lowest else count + 1
        if count == patience:
            return i, where
    return len(val) - 1, where
