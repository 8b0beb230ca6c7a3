"""Fallline: auto-graded exercises and quizzes that teach optimization intuition."""

__version__ = "0.1.0"
