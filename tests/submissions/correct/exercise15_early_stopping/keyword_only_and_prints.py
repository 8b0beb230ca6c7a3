import warnings

warnings.simplefilter("error")


def early_stopping(val, patience, min_delta=0.0, *, verbose=False, history=None):
    history = [] if history is None else history
    lowest = float("inf")
    best = -1
    for step, value in enumerate(val):
        if value < lowest - min_delta:
            lowest, best = value, step
            print("new best", value, "at", step)
        history.append(value)
        if step - best >= patience:
            print("stopping")
            return step, max(best, 0)
    return len(history) - 1, max(best, 0)


if __name__ == "__main__":
    assert early_stopping([5, 3, 4, 2, 2.5, 2, 3, 1], 3) == (6, 3)
