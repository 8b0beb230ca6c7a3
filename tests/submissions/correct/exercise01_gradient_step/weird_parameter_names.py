import numpy as np


def gradient_step(where_i_am, slope_under_my_feet, trust):
    return np.asarray(where_i_am) + np.negative(np.asarray(slope_under_my_feet)) * float(trust)


def gradient_descent(f, x, a, n):
    x = np.asarray(x, float)
    return [x] + [x := x - a * np.asarray(f(x)) for _ in range(n)]
