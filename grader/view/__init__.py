"""What a report says, and in which order: decided here once, drawn by screens, pages, feedback files and notebooks."""

from grader.view.brief import Brief, FunctionRow, Step, Story, make_brief
from grader.view.call import ComparedOutput, Evidence

__all__ = ["Brief", "ComparedOutput", "Evidence", "FunctionRow", "Step", "Story", "make_brief"]
