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
from grader.course.modules import load_module
from grader.diagnosis.answers import Answers, compute_answers, fits_variant, read_answers
from grader.diagnosis.kept_columns import note_reading
from grader.errors import WorkersLost
from grader.execution.session import SubmissionSession
from grader.misconceptions.toolkit import Family, Turn, families, tables
from grader.model import CheckResult, Diagnosis, Exercise, Note


def diagnose(session: SubmissionSession, checks: Sequence[CheckResult]) -> tuple[list[Diagnosis], list[Note]]:
    """Return a diagnosis for each function that lost a check, and notes on conventions for those that lost none."""
    diagnoses: list[Diagnosis] = []
    notes: list[Note] = []
    if session.gone:
        return diagnoses, notes
    for function, family in load_families(session.submission.exercise).items():
        own_checks = [check for check in checks if check.function == function]
        if not own_checks or not session.has_answered(function):
            continue
        try:
            if all(check.holds for check in own_checks):
                notes += _find_advice(session, family)
            else:
                diagnoses += _diagnose_function(session, family)
        except WorkersLost:
            raise
        except Exception as error:  # a grade that stands, and what is known of other functions, is worth more
            says = f"The kit could not look further into the numbers of {function} ({type(error).__name__})."
            notes.append(Note("kit", says, function))
    return diagnoses, notes


def _diagnose_function(session: SubmissionSession, family: Family) -> list[Diagnosis]:
    """Return the diagnosis of a function with the call that shows it; an empty list where it gave no numbers."""
    # Imported late: a submission that is right needs none of it, and should not wait for it.
    from grader.diagnosis.example import find_example
    from grader.diagnosis.naming import add_shapes
    from grader.diagnosis.search import find_diagnosis

    diagnosis = find_diagnosis(session, family)
    if diagnosis is None:
        return []
    example = find_example(session, family, diagnosis)
    return [add_shapes(replace(diagnosis, evidence={**diagnosis.evidence, **example}))]


def load_families(exercise: Exercise) -> dict[str, Family]:
    """Load the families of an exercise, by function; empty where the shelf has no such file."""
    program = course.locate_file(exercise, "misconceptions")
    if program.is_file():
        note_reading(program, program.stat().st_mtime_ns if exercise.course else None)
        own = f"grader.misconceptions.{exercise.stem}"
        loaded = families(load_module(program) if exercise.course else importlib.import_module(own))
    elif program.with_suffix(".npz").is_file():
        loaded = tables.read(program)
    else:
        return {}
    return {function: loaded[function] for function in exercise.functions if function in loaded}


def collect_idea_names(exercises: Iterable[Exercise]) -> dict[str, str]:
    """Collect the name of every idea in the families of these exercises, by the idea's id."""
    names = {
        idea.id: idea.name
        for exercise in exercises
        for family in load_families(exercise).values()
        for idea in family.ideas
    }
    return names | {"X-MUTATES": "arguments overwritten"}


def _find_advice(session: SubmissionSession, family: Family) -> list[Note]:
    """Find the convention that a right function follows, as at most one note; asked where conventions differ."""
    ideas = [idea for idea in family.ideas if idea.kind == "advisory"]
    if not ideas or not family.advice:
        return []
    answers: list[Answers] = [
        read_answers(family, session.ask_value(family.function, *probe)) for probe in family.advice
    ]
    notes = [
        Note(idea.id, f"{idea.name}: {idea.says}", family.function)
        for idea in ideas
        if any(
            _fits_convention(answers, _compute_convention(family, idea.id, form)) for form in family.list_forms(idea.id)
        )
    ]
    return notes[:1]


@functools.lru_cache(maxsize=256)
def _compute_convention(family: Family, idea: str, form: int) -> tuple[Answers, ...]:
    """Compute what a convention answers to the probes on which conventions differ."""
    return tuple(compute_answers(family, probe, Turn({idea: form})) for probe in family.advice)


def _fits_convention(answers: Sequence[Answers], convention: Sequence[Answers]) -> bool:
    return all(
        fits_variant(mine, theirs, (1e-4, 0.0), guarded=False) for mine, theirs in zip(answers, convention, strict=True)
    )


__all__ = ["collect_idea_names", "diagnose", "load_families"]
