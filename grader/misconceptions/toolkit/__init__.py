"""What a family of misconceptions is written with."""

from grader.misconceptions.toolkit.common import ARGUMENTS, ORDER, clip, taken
from grader.misconceptions.toolkit.family import AnyBut, Family, Idea, Probe, families, family
from grader.misconceptions.toolkit.turn import Turn, form
from grader.misconceptions.toolkit.walks import WALKS, rate, walk
from grader.misconceptions.toolkit.words import also, ideas, only, renamed, without

__all__ = [
    "ARGUMENTS",
    "ORDER",
    "WALKS",
    "AnyBut",
    "Family",
    "Idea",
    "Probe",
    "Turn",
    "also",
    "clip",
    "families",
    "family",
    "form",
    "ideas",
    "only",
    "rate",
    "renamed",
    "taken",
    "walk",
    "without",
]
