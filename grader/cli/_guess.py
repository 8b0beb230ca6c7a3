"""What to type instead of a word that is no command: one that is spelt nearly so, or does what was wanted."""

from __future__ import annotations

from collections.abc import Iterable

from grader.cli._near import find_closest
from grader.errors import KitError
from grader.model import Exercise

WANTED = {
    "`grade` alone shows where you are and what to do next.": "next continue home status progress now where menu",
    "`grade list` shows the exercises and your scores.": "exercises ls scores score grades results points",
    "`grade 3` grades exercise 3.": "exercise test run submit grade mark try solve execute",
    "`grade hint 3` gives one thought for exercise 3.": "hints help3 tip tips stuck clue solution answer explain",
    "`grade --help` shows the commands.": "help commands usage man",
    "`grade quiz` asks questions.": "question questions cards review learn practice practise ask due",
    "`grade quiz --stats` shows what stayed.": "stats statistics",
    "`grade quiz --topics` lists the topics.": "topics topic concepts",
    "`grade quiz --checkpoints` asks the checkpoints.": "checkpoints checkpoint",
    "`grade start DIR` lays out a folder of your own.": "init setup begin create install",
    "`grade reset 3` lays exercise 3 out again.": "undo restore again restart",
    "`grade --version` says it.": "version",
}
"""What people try, under what does it."""


def suggest(word: str, commands: Iterable[str]) -> str:
    """Return one sentence that names what was probably meant; nothing where nobody can tell."""
    spoken = word.strip().lower()
    if spoken.lstrip("exrcis_- ").isdigit():
        return ""
    answers = {tried: answer for answer, words in WANTED.items() for tried in words.split()}
    answers |= {topic: f"The quiz has a topic of that name: `grade quiz {topic}`." for topic in _suggest_topics()}
    exercises = _list_exercises()
    answers |= {
        function: f"{function} is a function of exercise {exercise.number}: grade {exercise.number}"
        for exercise in reversed(exercises)
        for function in exercise.functions
    }
    answers |= {name: f"Did you mean `grade {name}`?" for name in [*(each.name for each in exercises), *commands]}
    return answers.get(spoken) or answers.get(find_closest(spoken, answers), "")


def _list_exercises() -> tuple[Exercise, ...]:
    from grader import course

    try:
        return course.list_exercises()
    except KitError:
        return ()


def _suggest_topics() -> list[str]:
    from grader.quiz.loading import load_bank

    try:
        return [topic.name for topic in load_bank().topics]
    except KitError:
        return []
