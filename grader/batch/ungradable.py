"""Work that could not be graded: a report that says so and knows of no points.

It is no verdict. No export makes a 0 of it, and the next run of the batch tries it again.
"""

from __future__ import annotations

from grader.model import Finding, Report, Submission

SET_ASIDE = "set_aside"
"""The finding of work whose points nobody knows."""
ABSENT = "absent"
"""The finding of whoever has no file that could be graded."""
OTHER_WORK = "other_work"
"""The finding, beside `absent`, of whoever handed in something that is no code of the exercise."""
LOST = "Grading this submission ended the grading process twice; it was set aside for a person to look at."


def make_ungradable(submission: Submission, says: str = LOST) -> Report:
    """Make the report of a submission that the kit gave up on, with the reason."""
    return Report(submission, findings=(Finding(SET_ASIDE, says),))
