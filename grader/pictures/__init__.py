"""What the learner's functions do, as pictures: data here, marks on the screen.

A file of this shelf has the stem of its exercise and a recipe for each function that can be drawn, under the
function's own name:

    def gradient_descent(yours: Asked) -> Picture:
        path = rows(yours(SLOPE, START, LR, STEPS), START)
        …

`yours(…)` asks the learner's function, off the record. The first call that gives no value ends the recipe, and
there is no picture. What is right comes in closed form from the suites' toolkit. An exercise without a file has no
pictures.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable

import numpy as np

from grader import course
from grader.course.modules import load_module
from grader.execution.session import SubmissionSession
from grader.model import Exercise, Picture, Status
from grader.pictures.toolkit.asked import Asked, NoValue

__all__ = ["Asked", "NoValue", "choose_pictures", "draw_pictures", "load_recipes"]

Recipe = Callable[[Asked], Picture]


def draw_pictures(session: SubmissionSession) -> list[Picture]:
    """Draw a picture of each function that answers; these calls cost no points and no trust."""
    if session.gone:
        return []
    session.renew()
    pictures = []
    for function, recipe in load_recipes(session.submission.exercise).items():
        if not session.has_answered(function):
            continue
        try:
            # What overflows in a stranger's numbers is what the picture is about.
            with np.errstate(all="ignore"):
                pictures.append(recipe(Asked(session, function)))
        except NoValue as stopped:
            if stopped.lost:
                break
    return pictures


def load_recipes(exercise: Exercise) -> dict[str, Recipe]:
    """Load the recipes of an exercise, by function; empty where the shelf has no such file."""
    path = course.locate_file(exercise, "pictures")
    if not path.is_file():
        return {}
    own = f"grader.pictures.{exercise.stem}"
    names = vars(load_module(path) if exercise.course else importlib.import_module(own))
    return {function: names[function] for function in exercise.functions if function in names}


def choose_pictures(pictures: list[Picture], status: Status) -> tuple[Picture, ...]:
    """Choose the picture that tells most: the last when all is right, else the first that differs from what is right.

    At most one. A later function may well be built on an earlier one.
    """
    if status == "passed":
        return tuple(pictures[-1:])
    return tuple([picture for picture in pictures if picture.differs][:1])
