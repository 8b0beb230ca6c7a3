"""A sparse terabyte."""
# finding: crash
# walls: strict confined


def ema_moments(*args):
    with open("/tmp/sparse", "wb") as file:
        file.truncate(2**40)
    return None


bias_correct = adam_step = ema_moments
