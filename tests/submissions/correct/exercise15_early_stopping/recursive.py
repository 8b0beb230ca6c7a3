def early_stopping(val, patience, min_delta=0.0):
    def go(i, record, best, count):
        if count == patience or i == len(val):
            return i - 1, best
        if val[i] < record - min_delta:
            return go(i + 1, val[i], i, 0)
        return go(i + 1, record, best, count + 1)

    return go(0, float("inf"), 0, 0)
