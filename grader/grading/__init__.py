"""Grading: `grade` asks one submission what its exercise's suite wants to know and returns a Report."""

from grader.grading.grade import grade, grade_all

__all__ = ["grade", "grade_all"]
