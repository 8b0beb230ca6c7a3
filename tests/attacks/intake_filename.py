"""A file whose lines are those of another, by a comment and by the name in its code."""
# finding: crash

exec(compile("def ema_moments(*args):\n    raise ValueError('x')", "@SOLUTION@", "exec"))

bias_correct = adam_step = ema_moments
