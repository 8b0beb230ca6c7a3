"""Links out of the box."""
# finding: attempt
# walls: strict confined

import os

def attempt(what, how):
    try:
        found = how()
    except BaseException:
        return
    if found:
        print("GOT THROUGH:", what, str(found)[:200])


def ema_moments(*args):
    os.chdir("/tmp")
    attempt("symlink", lambda: os.symlink("@SECRET@", "out") or open("out").read())
    attempt("hard link", lambda: os.link("@SECRET@", "out2") or open("out2").read())
    attempt("dot dot", lambda: open("../" * 20 + "@SECRET@").read())
    attempt("descriptor", lambda: [os.readlink(f"/proc/self/fd/{n}") for n in range(20)])
    return None


bias_correct = adam_step = ema_moments
