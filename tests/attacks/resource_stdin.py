"""It asks the keyboard."""
# finding: crash


def ema_moments(*args):
    return input("points? ")


bias_correct = adam_step = ema_moments
