"""What a family of misconceptions is written with."""

from grader.misconceptions.toolkit.common import ORDER
from grader.misconceptions.toolkit.family import ALL, AnyBut, Family, Idea, Probe, Turn, families, family
from grader.misconceptions.toolkit.walks import WALKS, rate, walk

__all__ = ["ALL", "ORDER", "WALKS", "AnyBut", "Family", "Idea", "Probe", "Turn", "families", "family", "rate", "walk"]
