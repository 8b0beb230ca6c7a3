"""What hidden suites are written with: the one comparison, reachable states, losses with known answers."""

from grader.suites.toolkit.law import LawBroken, exactly, holds, law, numbers, parts

__all__ = ["LawBroken", "exactly", "holds", "law", "numbers", "parts"]
