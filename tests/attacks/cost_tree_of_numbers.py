"""Numbers of many letters, as wide and deep as an answer may be."""

def tree(depth):
    return [tree(depth - 1) for _ in range(7)] if depth else -1.2345678901234567e-300


TREE = tree(5)


def answer(*args):
    return TREE


ema_moments = bias_correct = adam_step = gradient_step = gradient_descent = detect_divergence = diagnose_curve = answer
