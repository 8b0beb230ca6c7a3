# exercise 5
import numpy as np

def detect_divergence(losses, factor=2.0, patience=3):
    counter = 0
    best = 999999999999999999999999.0
    i = 0
    while i < len(losses):
        loss = losses[i]
        if np.isnan(loss):
            print("nan at", i)
            return i
        if np.isinf(loss):
            print("inf at", i)
            return i
        if loss > factor * best:
            counter = counter + 1
        else:
            counter = 0
        if counter == patience:
            print("diverged at", i)
            return i
        if loss < best:
            best = loss
        i = i + 1
    return -1

def diagnose_curve(train, val=None):
    # make lists
    train_list = []
    for x in train:
        train_list.append(float(x))
    val_list = None
    if val is not None:
        val_list = []
        for x in val:
            val_list.append(float(x))
    # rule 1
    for x in train_list:
        if np.isnan(x) or np.isinf(x):
            return "exploding"
    if val_list is not None:
        for x in val_list:
            if np.isnan(x) or np.isinf(x):
                return "exploding"
    n = len(train_list)
    n4 = n // 4
    # rule 2
    Q1 = np.mean(train_list[0:n4])
    Q2 = np.mean(train_list[n4:2*n4])
    Q3 = np.mean(train_list[2*n4:3*n4])
    Q4 = np.mean(train_list[3*n4:4*n4])
    print("quarters", Q1, Q2, Q3, Q4)
    if Q4 > 1.5 * min([Q1, Q2, Q3]):
        return "diverging"
    # rule 3
    H = train_list[n//2:]
    d = []
    for i in range(1, len(H)):
        d.append(H[i] - H[i-1])
    turns = 0
    for i in range(1, len(d)):
        if d[i] > 0 and d[i-1] < 0:
            turns += 1
        elif d[i] < 0 and d[i-1] > 0:
            turns += 1
    turn_rate = turns / (len(d) - 1)
    roughness = np.mean(np.abs(d)) / np.mean(H)
    print("turn rate", turn_rate, "roughness", roughness)
    if turn_rate > 0.3 and roughness > 0.10:
        return "oscillating"
    # rule 4
    if val_list is not None:
        V1 = np.mean(val_list[0:n4])
        V2 = np.mean(val_list[n4:2*n4])
        V3 = np.mean(val_list[2*n4:3*n4])
        V4 = np.mean(val_list[3*n4:4*n4])
        if Q4 < 0.90 * Q1 and V4 > 1.1 * min([V1, V2, V3]):
            return "overfitting"
    # rule 5 and 6
    if Q4 > 0.90 * Q1:
        return "stalled"
    else:
        return "healthy"
