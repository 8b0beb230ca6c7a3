"""What the caller's shell and folder bring along, and what of it may reach the kit's own tools.

pytest, Python and git all take orders from variables and from files that lie where they are called. Whoever
grades may stand in a folder that came with a submission, so none of them is asked for any.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_orders_to_pytest() -> Iterator[None]:
    """Set aside every variable that pytest takes orders from, and load none of the plugins that are installed."""
    before = {name: value for name, value in os.environ.items() if _is_pytests(name)}
    for name in before:
        del os.environ[name]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        for name in [name for name in os.environ if _is_pytests(name)]:
            del os.environ[name]
        os.environ.update(before)


def _is_pytests(name: str) -> bool:
    return name.upper().startswith("PYTEST_")
