"""What a report says, and in which order: decided here once, drawn by screens, pages, feedback files and notebooks."""

from grader.view.brief import Brief, Row, Step, Story, make_brief
from grader.view.call import Compared, Evidence

__all__ = ["Brief", "Compared", "Evidence", "Row", "Step", "Story", "make_brief"]
