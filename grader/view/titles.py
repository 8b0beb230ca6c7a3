"""What findings are called, on a screen and on a page alike. Standard library only."""

from __future__ import annotations

TITLES = {
    "attempt": "tried to do more than compute",
    "protocol": "its answer could not be read",
    "set_aside": "set aside for a person to look at",
    "memory": "ran out of memory",
    "timeout": "did not come back",
    "crash": "stopped with an error",
    "missing": "not defined",
    "signature": "takes other arguments",
    "value": "returned no numbers",
    "left_out": "left out",
    "unwritten": "not written yet",
    "blank": "computes nothing yet",
    "X-MUTATES": "changed its arguments",
    "X-SHAPE": "another shape or kind",
    "X-NONFINITE": "nan or inf",
    "syntax": "Python cannot read this",
    "encoding": "not readable as text",
    "no_file": "no file",
    "no_code": "no code",
    "too_large": "too large",
    "broken_notebook": "a notebook that cannot be read",
    "absent": "nothing handed in",
}
"""Id of a finding → its title; what asks for a person's look stands first."""
