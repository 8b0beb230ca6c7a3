"""The worker's loop is replaced: every answer is a flood of functions and lines."""

import sys

for module in list(sys.modules.values()):
    if hasattr(module, "MAX_FRAME"):
        encode = module.encode
        module.encode = lambda value, functions=None: encode(
            {"kind": "K" * 10**5, "message": "\x1b[31m" * 10**4, "lines": [[1, "f", "t" * 10**4]] * 1000}
        )


def ema_moments(*args):
    raise ValueError


bias_correct = adam_step = ema_moments
