"""Which idea is behind wrong numbers: the student's answers beside those of every wrong turn.

Runs the student's function on injected, reachable probe states, one step at a time, and names the smallest
set of wrong turns that reproduces every output (the approach of modelling misconceptions as variants of the
algorithm; see also Gusukuma et al. 2018 on misconception-driven feedback). Where none does, it says what
the numbers do show. It never guesses.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from grader import course
from grader.course.modules import module_at
from grader.diagnosis.answers import Answers, compute_answers, fits_variant, read_answers
from grader.execution.session import SubmissionSession
from grader.misconceptions.toolkit import Family, Turn, families, tables
from grader.model import CheckResult, Diagnosis, Exercise, Note


def diagnose(session: SubmissionSession, checks: Sequence[CheckResult]) -> tuple[list[Diagnosis], list[Note]]:
    """What the numbers of each function say: diagnoses for those that failed, notes for all that was tried."""
    diagnoses: list[Diagnosis] = []
    notes: list[Note] = []
    if session.gone:
        return diagnoses, notes
    for function, family in load_families(session.submission.exercise).items():
        mine = [check for check in checks if check.function == function]
        if not mine or not session.answers(function):
            continue
        if all(check.holds for check in mine):
            notes += _find_advice(session, family)
        else:
            # Late: whoever is right needs none of it, and waits for nothing.
            from grader.diagnosis.example import find_example
            from grader.diagnosis.search import find_diagnosis

            found = find_diagnosis(session, family)
            if found is not None:
                example = find_example(session, family)
                diagnoses.append(replace(found, evidence={**found.evidence, **example}))
    return diagnoses, notes


def load_families(exercise: Exercise) -> dict[str, Family]:
    """The families of an exercise, by function; none where the shelf has no such file."""
    program = course.file_of(exercise, "misconceptions")
    if program.is_file():
        own = f"grader.misconceptions.{exercise.stem}"
        found = families(module_at(program) if exercise.course else importlib.import_module(own))
    elif program.with_suffix(".npz").is_file():
        found = tables.read(program)
    else:
        return {}
    return {function: found[function] for function in exercise.functions if function in found}


def collect_idea_names(exercises: Iterable[Exercise]) -> dict[str, str]:
    """The name of every idea that the families of these exercises know, by id."""
    found = {
        idea.id: idea.name
        for exercise in exercises
        for family in load_families(exercise).values()
        for idea in family.ideas
    }
    return found | {"X-MUTATES": "arguments overwritten"}


def _find_advice(session: SubmissionSession, family: Family) -> list[Note]:
    """Conventions that cost nothing, told apart where they differ at all."""
    ideas = [idea for idea in family.ideas if idea.kind == "advisory"]
    if not ideas or not family.advice:
        return []
    answers: list[Answers] = [read_answers(family, session.quietly(family.function, *probe)) for probe in family.advice]
    notes = [
        Note(idea.id, f"{idea.name}: {idea.says}", family.function)
        for idea in ideas
        if any(_is_advised(answers, _advised(family, idea.id, form)) for form in family.forms(idea.id))
    ]
    return notes[:1]


@functools.lru_cache(maxsize=256)
def _advised(family: Family, idea: str, form: int) -> tuple[Answers, ...]:
    """What a convention answers where conventions differ."""
    return tuple(compute_answers(family, probe, Turn({idea: form})) for probe in family.advice)


def _is_advised(answers: Sequence[Answers], wanted: Sequence[Answers]) -> bool:
    return all(fits_variant(one, other, (1e-4, 0.0), guarded=False) for one, other in zip(answers, wanted, strict=True))


__all__ = ["collect_idea_names", "diagnose", "load_families"]
