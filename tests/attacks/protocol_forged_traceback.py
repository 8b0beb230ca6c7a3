"""A syntax error in a line of infinite number."""
# finding: protocol

import sys

for module in list(sys.modules.values()):
    if hasattr(module, "MAX_FRAME"):
        encode = module.encode
        told = {"kind": "SyntaxError", "message": "m", "lines": [], "syntax": [float("inf"), 2**8000, "\t" * 100]}
        module.encode = lambda value, functions=None: encode([told, []])
raise ValueError
