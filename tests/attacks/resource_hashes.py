"""A set whose every member collides with every other."""
# finding: timeout


class Same:
    def __hash__(self):
        return 1


def ema_moments(*args):
    return len({Same() for _ in range(10**6)})

bias_correct = adam_step = ema_moments
