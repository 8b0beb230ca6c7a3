"""Ten thousand threads."""
# finding: crash
# walls: strict confined

import threading
import time


def ema_moments(*args):
    for _ in range(10_000):
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    return None


bias_correct = adam_step = ema_moments
