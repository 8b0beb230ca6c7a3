"""What it takes to call it is asked of an object that never says."""
# finding: signature or timeout or crash


class Never:
    @property
    def __signature__(self):
        while True:
            pass

    def __call__(self, *args):
        return None


ema_moments = Never()
bias_correct = adam_step = ema_moments
