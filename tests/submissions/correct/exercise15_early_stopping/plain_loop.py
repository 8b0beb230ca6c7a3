def early_stopping(val, patience, min_delta=0.0):
    best_value = float("inf")
    best_index = 0
    wait = 0
    for i in range(len(val)):
        if val[i] < best_value - min_delta:
            best_value = val[i]
            best_index = i
            wait = 0
        else:
            wait += 1
            if wait >= patience:
                return i, best_index
    return len(val) - 1, best_index
