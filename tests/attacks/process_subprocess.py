"""Programs, pools and grandchildren."""
# finding: attempt
# walls: strict confined

import multiprocessing
import os
import subprocess
import sys

def attempt(what, how):
    try:
        found = how()
    except BaseException:
        return
    if found:
        print("GOT THROUGH:", what, str(found)[:200])


def ema_moments(*args):
    attempt("subprocess", lambda: subprocess.run([sys.executable, "-c", "print(1)"], timeout=1, stdout=-1).stdout)
    attempt("system", lambda: os.system("true") == 0)
    attempt("posix_spawn", lambda: os.posix_spawn("/bin/true", ["true"], {}))
    attempt("pool", lambda: multiprocessing.get_context("fork").Process(target=print).start() or True)
    attempt("setsid", lambda: os.setsid() or True)
    return None


bias_correct = adam_step = ema_moments
