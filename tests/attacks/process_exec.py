"""Another program takes the process over."""
# finding: crash
# walls: strict confined

import os


def ema_moments(*args):
    os.execv("/bin/sh", ["sh", "-c", "sleep 60"])


bias_correct = adam_step = ema_moments
