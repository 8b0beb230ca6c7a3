"""Every signal is blocked or ignored; SIGXCPU too."""
# finding: timeout

import signal


def ema_moments(*args):
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            continue
    while True:
        pass


bias_correct = adam_step = ema_moments
