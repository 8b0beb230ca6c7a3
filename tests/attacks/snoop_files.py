"""The home folder, the solutions, the hidden suites, the kit's own source."""
# finding: attempt
# walls: strict confined

import os

import numpy as np

def attempt(what, how):
    try:
        found = how()
    except BaseException:
        return
    if found:
        print("GOT THROUGH:", what, str(found)[:200])


def ema_moments(*args):
    for path in ("@SECRET@", "@SOLUTION@", "@SUITE@", "@WORKER@", "/etc/passwd", "/etc/shadow", "/etc/hostname"):
        attempt(path, lambda: open(path).read())
        attempt(path, lambda: os.open(path, os.O_RDONLY))
        attempt(path, lambda: np.fromfile(path, dtype="u1", count=10).tolist())
        attempt(path, lambda: np.memmap(path, dtype="u1", mode="r")[:10].tolist())
    for folder in ("@HOME@", "@REPO@", "/work", "/etc", "/var", "/home"):
        attempt(folder, lambda: os.listdir(folder))
        attempt(folder, lambda: os.scandir(folder))
    return None


bias_correct = adam_step = ema_moments
