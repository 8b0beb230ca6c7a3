"""Files, folders, pipes and unnamed files wherever somebody may write on most machines."""
# finding: attempt
# walls: strict confined

import os

PLACES = ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run", "/", "@HOME@", "@OUTSIDE@", "@REPO@", "/sys/fs/cgroup")


def attempt(how, *args):
    try:
        return how(*args)
    except OSError:
        return None


def ema_moments(*args):
    for place in PLACES:
        attempt(os.mkdir, f"{place}/fallline-attack.d")
        attempt(os.mkfifo, f"{place}/fallline-attack.fifo")
        attempt(os.open, f"{place}/fallline-attack", os.O_CREAT | os.O_WRONLY)
        attempt(os.open, place, os.O_TMPFILE | os.O_RDWR)
        attempt(os.truncate, f"{place}/secret.txt", 0)
        attempt(os.rename, f"{place}/secret.txt", f"{place}/fallline-attack.txt")
        attempt(os.utime, place)
    return None


bias_correct = adam_step = ema_moments
