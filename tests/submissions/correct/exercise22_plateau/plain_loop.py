def reduce_on_plateau(losses, lr, factor=0.1, patience=3, min_delta=0.0, floor=0.0):
    best = float("inf")
    wait = 0
    out = []
    for i in range(len(losses)):
        if losses[i] < best - min_delta:
            best = losses[i]
            wait = 0
        else:
            wait += 1
            if wait >= patience:
                lr = max(lr * factor, floor)
                wait = 0
        out.append(lr)
    return out
