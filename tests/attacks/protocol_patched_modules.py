"""It puts its own modules in the place of the worker's, and its own functions in theirs."""
# finding: X-SHAPE or crash or value or protocol

import sys

for name, module in list(sys.modules.items()):
    if name.startswith("_worker_") or name in ("struct", "os", "linecache"):
        for key, value in list(vars(module).items()):
            if callable(value) and not isinstance(value, type) and key in ("encode", "frame", "decode_call", "write"):
                setattr(module, key, lambda *args, **named: b"\x00" * 9)


def ema_moments(*args):
    return None

bias_correct = adam_step = ema_moments
