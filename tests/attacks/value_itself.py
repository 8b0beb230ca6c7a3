"""A list that holds itself."""
# finding: value


def ema_moments(*args):
    kept = []
    kept.append(kept)
    return kept


bias_correct = adam_step = ema_moments
