"""Exceptions in groups in groups, and one that answers to every attribute."""
# finding: crash


class Every(Exception):
    def __getattr__(self, name):
        return "\x1b[31m" * 1000

    def __str__(self):
        return "\x1b]8;;http://127.0.0.1:@PORT@\x07click\x1b]8;;\x07" + "\u202e" * 100 + "[link=x]y[/link]"


def ema_moments(*args):
    group = Every()
    for _ in range(50):
        group = BaseExceptionGroup("[/red]\x1b[2J", [group])
    raise group

bias_correct = adam_step = ema_moments
