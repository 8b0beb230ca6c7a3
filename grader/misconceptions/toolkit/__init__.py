"""What a family of misconceptions is written with."""

from grader.misconceptions.toolkit.family import ALL, Family, Idea, Probe, Turn, families, family

__all__ = ["ALL", "Family", "Idea", "Probe", "Turn", "families", "family"]
