"""Writes outside of its box: beside the kit, in the home folder, in a world-writable one."""
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
    for folder in ("@OUTSIDE@", "@HOME@", "@REPO@", "/var/tmp", "/dev/shm", "/", "/usr/lib", os.path.dirname(np.__file__)):
        attempt(folder, lambda: open(f"{folder}/fallline-attack", "w").write("x"))
        attempt(folder, lambda: os.mkdir(f"{folder}/fallline-attack-folder") or True)
        attempt(folder, lambda: os.mkfifo(f"{folder}/fallline-attack-pipe") or True)
        attempt(folder, lambda: os.chmod(folder, 0o777) or True)
        attempt(folder, lambda: os.utime(folder) or True)
    attempt("truncate", lambda: os.truncate("@SECRET@", 0) or True)
    attempt("unlink", lambda: os.unlink("@SECRET@") or True)
    attempt("rename", lambda: os.rename("@SECRET@", "@SECRET@.moved") or True)
    attempt("numpy", lambda: open(np.__file__, "a").write("poison"))
    attempt("pth", lambda: open(os.path.dirname(os.path.dirname(np.__file__)) + "/x.pth", "w").write("import os"))
    return None


bias_correct = adam_step = ema_moments
