"""The levels of walls on this machine, asked once for all tests: each asking starts a process a level."""

from grader.sandbox.levels import survey

LEVELS = tuple(survey())
