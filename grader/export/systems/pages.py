"""Feedback pages: one a student and one for the class, for any browser, without a network.

A file of an earlier run stands until it is written anew: begin with an empty folder where students have left.
"""

from __future__ import annotations

from pathlib import Path

from grader.export.pages import write_pages
from grader.export.records import Records
from grader.export.systems import Option, Written

NAME = "feedback pages (HTML)"
SUFFIX = ""
OPTIONS: tuple[Option, ...] = ()


def write(records: Records, to: Path) -> Written:
    """Write them; ideas are called what the reports call them.

    Raises:
        KitError: they cannot be written there.

    """
    return Written(f"{to}: {', '.join(write_pages(records, to, {}))}.")
