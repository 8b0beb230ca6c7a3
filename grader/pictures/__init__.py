"""What the learner's functions do, as pictures: data here, marks on the screen.

A file of this shelf has the stem of its exercise and a recipe for each function that can be drawn, under the
function's own name:

    def gradient_descent(yours: Asked) -> Picture | None:
        path = rows(yours(SLOPE, START, LR, STEPS), START)
        …

`yours(…)` asks the learner's function, off the record. The first call that gives no value ends the recipe, and
there is no picture. What is right comes in closed form from the suites' toolkit. An exercise without a file has no
pictures.
"""

from __future__ import annotations

import importlib

import numpy as np

from grader import course
from grader.desk import Desk
from grader.model import Picture, Status
from grader.pictures.toolkit.asked import Asked, NoValue

__all__ = ["Asked", "NoValue", "chosen", "drawn"]


def drawn(desk: Desk) -> list[Picture]:
    """A picture of each function that answers; nothing of it is held against anybody."""
    exercise = desk.submission.exercise
    if desk.gone or not (course.shelf("pictures") / f"{exercise.stem}.py").is_file():
        return []
    recipes = vars(importlib.import_module(f"grader.pictures.{exercise.stem}"))
    desk.fresh()
    pictures = []
    for function in exercise.functions:
        if function not in recipes or not desk.answers(function):
            continue
        try:
            # What overflows in a stranger's numbers is what the picture is about.
            with np.errstate(all="ignore"):
                picture = recipes[function](Asked(desk, function))
        except NoValue as stopped:
            if stopped.lost:
                break
            continue
        pictures += [] if picture is None else [picture]
    return pictures


def chosen(pictures: list[Picture], status: Status) -> tuple[Picture, ...]:
    """The one that tells most: the last when all is right, else the first that differs from what is right.

    A later function may well be built on an earlier one.
    """
    if status == "passed":
        return tuple(pictures[-1:])
    return tuple([picture for picture in pictures if picture.differs][:1])
