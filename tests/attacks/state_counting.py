"""The answers depend on how many calls came before."""

calls = []


def ema_moments(*args):
    calls.append(args)
    return None if len(calls) % 2 else 0.0


bias_correct = adam_step = ema_moments
