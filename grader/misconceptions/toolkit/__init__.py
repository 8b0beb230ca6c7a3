"""What a family of misconceptions is written with."""

from grader.misconceptions.toolkit.family import ALL, AnyBut, Family, Idea, Probe, Turn, families, family

__all__ = ["ALL", "AnyBut", "Family", "Idea", "Probe", "Turn", "families", "family"]
