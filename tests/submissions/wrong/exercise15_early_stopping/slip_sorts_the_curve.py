# function: early_stopping
# expects: none
# slip: the caller's list is sorted
def early_stopping(val, patience, min_delta=0.0):
    val.sort()
    return len(val) - 1, 0
