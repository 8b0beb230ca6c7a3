"""In a live notebook: `%grade 3`, `%hint 3`, `%quiz`, and `check(3)` where there are no magics.

What is graded are the cells that were run, in the order in which they were run; no file is needed.

history     the cells of a kernel as a notebook
functions   the source of functions where nobody keeps a history (marimo, a plain Python)
child       grading, in a process of its own
commands    what the words of a magic mean
output      an answer as HTML and as plain lines
magics      how IPython learns of them
widgets     the quiz with ipywidgets
"""

from grader.kernel.commands import check

__all__ = ["check"]
