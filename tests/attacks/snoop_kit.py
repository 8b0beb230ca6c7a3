"""The kit, its suites and other packages are asked for by import, from wherever they may lie."""
# finding: attempt
# walls: strict confined

import importlib
import importlib.util
import sys


def ema_moments(*args):
    sys.path[:0] = ["@REPO@", "@REPO@/grader", "@REPO@/solutions", "@REPO@/grader/suites", "@HOME@"]
    for name in ("grader", "suites", "exercise03_bias_correction", "pytest", "conftest", "worker", "click", "pip"):
        try:
            module = importlib.import_module(name)
        except Exception:
            continue
        if getattr(module, "__file__", None):
            print("GOT THROUGH:", name, module.__file__)
    try:
        spec = importlib.util.spec_from_file_location("own", "@SUITE@")
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
        print("GOT THROUGH: the suite")
    except Exception:
        pass


bias_correct = adam_step = ema_moments
