"""PrairieLearn: `results.json` of every submission, and whole questions that are graded on PrairieLearn itself.

A question's folder holds the kit in tests/, so a new version of the kit is a new folder and no new image; the image
has Python and what the kit imports, and its Dockerfile lies beside.
"""

from __future__ import annotations

import ast
import html
import json
import shlex
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from grader import course
from grader.course import location
from grader.export import autograder
from grader.export.gradescope import encode_json
from grader.export.prairielearn import FORM, make_results
from grader.export.records import Records, format_student, is_ungraded, read_student
from grader.export.student_folders import StudentFolders
from grader.export.systems import ExportResult, Option, make_walls_option
from grader.model import Exercise
from grader.storage import seals
from grader.storage.files import save_file

NAME = "PrairieLearn results and questions"
SUFFIX = ""
EXAMPLES = (
    "prairielearn --exercise 3 --to questions",
    "prairielearn graded --to results",
    "prairielearn graded --to results --question questions",
)
IMAGE = "fallline-grader"
"""The name of the image until somebody has pushed it under their own."""
OPTIONS = (
    Option("question", "Also write the batch's exercises as questions, into this folder.", Path),
    make_walls_option("question"),
    Option("image", "The container image that the question runs in, as you pushed it.", default=IMAGE),
)
DOCKERFILE = """# docker build -t {image} . && docker push {image}
FROM python:3.13-slim
RUN pip install --no-cache-dir {needs}
"""
RUN = """#!/usr/bin/env bash
# Runs for every submission. A fault of the kit leaves no result, which PrairieLearn shows to the instructor.
set -euo pipefail
mkdir -p /grade/results
export PYTHONPATH=/grade/tests/kit PYTHONDONTWRITEBYTECODE=1{course}
export {variable}=/grade/tests/{secret}
cd /grade/tests  # where no file of a student's lies, that might name another course
exec python -m grader.export.autograder {form} {walls} /grade/student /grade/results/results.json {stem}
"""
PAGE = """<pl-question-panel>
<markdown>
{story}
</markdown>
</pl-question-panel>
<pl-file-editor file-name="{file}" ace-mode="ace/mode/python" source-file-name="{file}"></pl-file-editor>
<pl-submission-panel>
<pl-external-grader-results></pl-external-grader-results>
<pl-file-preview></pl-file-preview>
</pl-submission-panel>
"""


def write(
    records: Records, to: Path, *, question: Path | None = None, sandbox: str = "process", image: str = IMAGE
) -> ExportResult:
    """Write `<student>/results.json` for each, and questions where a folder for them is named.

    Raises:
        KitError: something cannot be written there.

    """
    remarks: list[str] = []
    folders = StudentFolders()
    by_folder: dict[str, list[Any]] = {}
    for record in records:
        if record["status"] == "absent" or is_ungraded(record):
            remarks.append(f"not graded, so there is no result: {format_student(*read_student(record))}")
        else:
            by_folder.setdefault(folders.choose(record), []).append(record)
    for folder, reports in by_folder.items():
        save_file(to / folder / "results.json", encode_json(make_results(reports)), follow=False)
    summary = f"{to}: results of {len(by_folder)} submissions"
    if question is not None:
        stems = sorted({record["exercise"] for reports in by_folder.values() for record in reports})
        summary += "; " + write_alone(stems, question, sandbox=sandbox, image=image).summary
    return ExportResult(summary, (*remarks, *folders.remarks))


def write_alone(
    exercises: Sequence[str], to: Path, *, question: Path | None = None, sandbox: str = "process", image: str = IMAGE
) -> ExportResult:
    """Write a whole question for each exercise of the course: no batch is needed for it.

    Raises:
        KitError: there is no such exercise, or it cannot be written there.

    """
    folder = question or to
    chosen = [course.find_exercise(word) for word in exercises]
    for exercise in chosen:
        for name, (data, _is_program) in _make_question(exercise, folder / exercise.stem, sandbox, image).items():
            save_file(folder / exercise.stem / name, data, follow=False)
    names = ", ".join(exercise.stem for exercise in chosen)
    return ExportResult(f"{folder}: {names}. Build the image from its Dockerfile, and put the folder into questions/.")


def _make_question(exercise: Exercise, target: Path, walls: str, image: str) -> dict[str, tuple[bytes, bool]]:
    """Return every file of a question by its name, each with whether it is a program."""
    secret = seals.make_secret("autograder", str(target.resolve()))
    current_course = location.find_current_course()
    course_variable = "" if current_course.is_kits_own else f" {location.VARIABLE}=/grade/tests/course"
    run = RUN.format(
        form=FORM,
        walls=walls,
        stem=exercise.stem,
        course=course_variable,
        variable=autograder.SECRET_VARIABLE,
        secret=autograder.SECRET_FILE,
    )
    stub, file = course.locate_stub(exercise).read_bytes(), f"{exercise.stem}.py"
    story = html.escape(ast.get_docstring(ast.parse(stub)) or exercise.title, quote=False)
    requirements = " ".join(map(shlex.quote, autograder.NEEDS))
    files = {
        "info.json": (json.dumps(_make_info(exercise, image), indent=2) + "\n").encode(),
        "question.html": PAGE.format(story=story, file=file).encode(),
        file: stub,
        "Dockerfile": DOCKERFILE.format(image=image, needs=requirements).encode(),
    }
    test_files = autograder.collect_kit_files([exercise.stem], secret) | {"run.sh": (run.encode(), True)}
    return {name: (data, False) for name, data in files.items()} | {
        f"tests/{name}": data for name, data in test_files.items()
    }


def _make_info(exercise: Exercise, image: str) -> dict[str, Any]:
    """Return the content of a question's `info.json`."""
    return {
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"fallline/{exercise.stem}")),
        "title": exercise.title,
        "topic": "Optimization",
        "tags": ["fallline"],
        "type": "v3",
        "singleVariant": True,
        "gradingMethod": "External",
        "externalGradingOptions": {
            "enabled": True,
            "image": image,
            "entrypoint": "/grade/tests/run.sh",
            "timeout": 120,
        },
    }
