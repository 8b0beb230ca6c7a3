"""The stack, the heap and the modules hold no test and no answer."""
# walls: strict confined

import gc
import sys

def attempt(what, how):
    try:
        found = how()
    except BaseException:
        return
    if found:
        print("GOT THROUGH:", what, str(found)[:200])


def ema_moments(*args):
    frame = sys._getframe()
    while frame:
        attempt("frame", lambda: "suites" in frame.f_code.co_filename or "checking" in frame.f_code.co_filename)
        frame = frame.f_back
    attempt("modules", lambda: [n for n in sys.modules if n.split(".")[0] in ("grader", "pytest", "_pytest", "click")])
    attempt("heap", lambda: [o for o in gc.get_objects() if type(o).__name__ in ("SubmissionSession", "CheckResult", "Exercise")])
    for line in args:
        attempt("argument", lambda: hasattr(line, "expected"))
    return None


bias_correct = adam_step = ema_moments
