"""A list that grows for ever."""
# finding: memory
# walls: strict confined


def ema_moments(*args):
    kept = []
    while True:
        kept.append(bytearray(2**26))


bias_correct = adam_step = ema_moments
