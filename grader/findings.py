"""What findings are called, on a screen and on a page alike. Standard library only."""

from __future__ import annotations

TITLES = {
    "attempt": "tried more than to compute",
    "protocol": "broke the protocol",
    "set_aside": "set aside for a person to look at",
    "memory": "ran out of memory",
    "timeout": "did not come back",
    "crash": "stopped before it answered",
    "missing": "not defined",
    "signature": "takes other arguments",
    "value": "returned no plain data",
    "left_out": "left out",
    "unwritten": "not written yet",
    "X-MUTATES": "changed its arguments",
    "X-SHAPE": "another shape or kind",
    "X-NONFINITE": "not finite",
    "syntax": "no valid Python",
    "encoding": "not readable as text",
    "no_file": "no file",
    "no_code": "no code",
    "too_large": "too large",
    "broken_notebook": "a notebook that cannot be read",
    "absent": "nothing handed in",
}
"""Id of a finding → its title; what asks for a person's look stands first."""
