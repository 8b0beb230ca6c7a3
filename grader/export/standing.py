"""What a learner has done and what is next, as JSON (`grade list --json`)."""

from __future__ import annotations

import json
from typing import Any

from grader import course
from grader.learner.overview import Overview, Topic, Work

SCHEMA = "fallline/standing/v1"


def make_document(standing: Overview) -> dict[str, Any]:
    """Return exercises, topics, the quiz of the day and the next step."""
    return {
        "schema": SCHEMA,
        "exercises": [_make_exercise(work) for work in standing.works],
        "topics": [_make_topic(topic) for topic in standing.topics],
        "quiz": {
            "due": standing.count("due"),
            "shown_by_code": standing.shown_by_code,
            "next_day": standing.next_due.isoformat() if standing.next_due else None,
        },
        "next": {"says": standing.next.says, "command": standing.next.command},
        "place": standing.place,
        "trouble": standing.trouble,
    }


def format_document(standing: Overview) -> str:
    """Return the document as JSON of ASCII letters alone."""
    return json.dumps(make_document(standing), allow_nan=False, indent=2)


def _make_exercise(work: Work) -> dict[str, Any]:
    """Return where the learner stands in one exercise."""
    return {
        "exercise": work.exercise.stem,
        "number": work.exercise.number,
        "title": work.exercise.title,
        "functions": list(work.exercise.functions),
        "needs": course.load_front_matter(work.exercise).needs,
        "leads_to": course.load_front_matter(work.exercise).leads_to,
        "state": work.state,
        "path": str(work.path) if work.path else None,
        "score": work.score,
        "max_score": work.max_score,
        "best": work.best,
        "verdict": work.verdict or None,
    }


def _make_topic(topic: Topic) -> dict[str, Any]:
    """Return the concepts of one topic."""
    return {"name": topic.name, "title": topic.title, "concepts": dict(topic.concepts)}
