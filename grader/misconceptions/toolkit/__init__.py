"""What a family of misconceptions is written with."""

from grader.misconceptions.toolkit.common import ARGUMENTS, ORDER, clipped, taken
from grader.misconceptions.toolkit.family import ALL, AnyBut, Family, Idea, Probe, Turn, families, family
from grader.misconceptions.toolkit.walks import WALKS, rate, walk

__all__ = [
    "ALL",
    "ARGUMENTS",
    "ORDER",
    "WALKS",
    "AnyBut",
    "Family",
    "Idea",
    "Probe",
    "Turn",
    "clipped",
    "families",
    "family",
    "rate",
    "taken",
    "walk",
]
