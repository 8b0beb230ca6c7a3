"""A sheet of questions for each student about the student's own code, for work that passed; with a key."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from grader import course
from grader.batch.nouns import Handed
from grader.diagnosis import load_families
from grader.execution.session import SubmissionSession
from grader.export.pages.sheets_page import Sheet
from grader.learner.own_questions import make_own_questions
from grader.quiz.asking import ask
from grader.quiz.bank import Bank
from grader.sandbox import Limits, Sandbox
from grader.submission import make_submission

MAX_QUESTIONS = 3
"""On a sheet: one can be answered in five minutes."""


def iterate_sheets(
    handed: Iterable[Handed],
    records: Iterable[Mapping[str, Any]],
    bank: Bank,
    sandbox: Sandbox,
    limits: Limits,
    seed: int = 0,
) -> Iterator[Sheet]:
    """Yield a sheet for everybody whose work passed, in the order handed in; their code is asked once more for it."""
    passed = {
        (record["exercise"], record["student"]["id"])
        for record in records
        if record["status"] == "passed" and record["student"]
    }
    for work in handed:
        if work.entry is None or (work.exercise.stem, work.author.id) not in passed:
            continue
        submission = make_submission(work.exercise, work.entry.read(), work.entry.path)
        own = zlib.crc32(f"{seed}/{work.exercise.stem}/{work.author.id}".encode())
        session = SubmissionSession(submission, course.read_parameters(work.exercise), sandbox, limits, own)
        try:
            questions = make_own_questions(session, load_families(work.exercise), bank, own)
        finally:
            session.end()
        if questions:
            # One of each function before a second of any.
            questions.sort(key=lambda question: ("returns", "doubles", "there").index(question.id.rpartition("-")[2]))
            asked = tuple(ask(question, own) for question in questions[:MAX_QUESTIONS])
            yield Sheet(work.author.id, work.author.name or "", work.exercise.title, work.exercise.stem, asked)
