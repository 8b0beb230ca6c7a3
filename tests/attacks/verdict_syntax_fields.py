"""A syntax error whose line and column are no numbers."""
# finding: crash


def ema_moments(*args):
    error = SyntaxError("codec can't decode")
    error.lineno, error.offset, error.text = "line", [1], 17
    raise error


bias_correct = adam_step = ema_moments
