"""What a kernel has run so far, as the notebook that is graded: every cell in the order in which it was run.

Cells keep the number that stands beside them, so that a report's "cell 7" is the learner's own `[7]`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from grader.model import Exercise, Submission
from grader.submission import make_submission

ORIGIN = "this notebook"
"""Stands where a report names a file."""
_FOR_KIT = re.compile(
    r"\s*(?:%\s*(?:grade|hint|quiz|(?:re)?load_ext\s+grader)\b.*|from grader import check|check\(.*\))?\s*"
)
"""A line that is there for the kit and nothing else."""


def make_cells_submission(exercise: Exercise, shell: Any) -> Submission:
    """Return what stands in IPython's history as a submission; the cell that is running belongs to it."""
    return make_submission(exercise, make_notebook(list(shell.history_manager.input_hist_raw)[1:]), ORIGIN)


def make_notebook(texts: Sequence[str]) -> bytes:
    """Return cells as the file of a notebook; `texts[0]` is the one that has the number 1."""
    kept = _select_cells(texts)
    while kept and not kept[-1]:
        kept.pop()
    # A comment is a cell that Jupyter counts and that does nothing.
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": text or "#"} for text in kept]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()


def _select_cells(texts: Sequence[str]) -> list[str]:
    """Return the cells, with an empty text for those that cannot matter.

    Of a text that was run many times, the first time counts (what came after may build on it) and the last.
    """
    runs: dict[str, list[int]] = {}
    for index, text in enumerate(texts):
        runs.setdefault(text, []).append(index)
    needed = {index for indices in runs.values() for index in (indices[0], indices[-1])}
    return [text if index in needed and not _is_for_kit(text) else "" for index, text in enumerate(texts)]


def _is_for_kit(text: str) -> bool:
    return all(_FOR_KIT.fullmatch(line) or line.lstrip().startswith("#") for line in text.split("\n"))
