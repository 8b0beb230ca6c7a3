class Stop(Exception):
    pass


def early_stopping(val, patience, min_delta=0.0):
    left, record, best = patience, float("inf"), 0
    try:
        for i, loss in enumerate(val):
            better = loss < record - min_delta
            record = loss if better else record
            best = i if better else best
            left = patience if better else left - 1
            if not left:
                raise Stop
    except Stop:
        pass
    return i, best
