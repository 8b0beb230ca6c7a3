"""It stops itself, as Ctrl-Z would."""
# finding: attempt or timeout
# walls: strict confined

import os
import signal


def ema_moments(*args):
    os.kill(os.getpid(), signal.SIGSTOP)
    os.kill(os.getpid(), signal.SIGTSTP)
    return None

bias_correct = adam_step = ema_moments
