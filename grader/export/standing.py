"""Where a learner stands, as data (`grade list --json`)."""

from __future__ import annotations

import json
from typing import Any

from grader import course
from grader.learner.overview import Standing, Topic, Work

SCHEMA = "fallline/standing/v1"


def document(found: Standing) -> dict[str, Any]:
    """Exercises, topics, the quiz of the day and the next step."""
    return {
        "schema": SCHEMA,
        "exercises": [_work(work) for work in found.works],
        "topics": [_topic(topic) for topic in found.topics],
        "quiz": {
            "due": found.count("due"),
            "shown_by_code": found.shown,
            "next_day": found.later.isoformat() if found.later else None,
        },
        "next": {"says": found.next.says, "command": found.next.command},
        "place": found.place,
        "trouble": found.trouble,
    }


def text(found: Standing) -> str:
    """The document as JSON of ASCII letters alone."""
    return json.dumps(document(found), allow_nan=False, indent=2)


def _work(work: Work) -> dict[str, Any]:
    return {
        "exercise": work.exercise.stem,
        "number": work.exercise.number,
        "title": work.exercise.title,
        "functions": list(work.exercise.functions),
        "needs": course.about(work.exercise).needs,
        "leads_to": course.about(work.exercise).leads_to,
        "state": work.state,
        "path": str(work.path) if work.path else None,
        "score": work.score,
        "max_score": work.max_score,
        "best": work.best,
        "verdict": work.verdict or None,
    }


def _topic(topic: Topic) -> dict[str, Any]:
    return {"name": topic.name, "title": topic.title, "concepts": dict(topic.concepts)}
