"""A match or its absence, in words and evidence."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from grader.diagnosis.answers import TOLERANCES, Answers, close, imagined
from grader.diagnosis.matching import Match
from grader.diagnosis.trial import Trial
from grader.misconceptions.toolkit import Family, Idea, Turn
from grader.misconceptions.toolkit.family import Choice
from grader.model import Diagnosis, Plain
from grader.suites.toolkit.plain import plain

MOST_PROBES = 3
MOST_POINTS = 64
"""Losses of a curve that evidence carries."""
MOST_ALTERNATIVES = 16


def named(family: Family, trial: Trial, match: Match) -> Diagnosis:
    """The diagnosis of a match: one set by name, the sets that cannot be told from it as alternatives."""
    sets = sorted(match.sets, key=lambda one: _prior(family, one))
    shared = frozenset.intersection(*sets) if len(sets) > 1 else frozenset()
    taken = _in_order(family, shared or sets[0])
    ideas = [family.idea(name) for name in taken]
    others = [one for one in sets if one != frozenset(taken)]
    return Diagnosis(
        function=family.function,
        misconceptions=taken,
        says=_says(ideas, others, shared=bool(shared)),
        hint=" ".join(idea.hint for idea in ideas if idea.hint),
        alternatives=tuple(_alternatives(family, ideas, others)),
        evidence={
            "probes": _evidence(family, trial, match.choices[0]),
            "outputs": outputs(family, trial),
            "hides": [hidden for idea in ideas for hidden in _hidden(family, idea)],
        },
    )


def unnamed(family: Family, trial: Trial, shows: list[dict[str, Plain]]) -> Diagnosis:
    """The diagnosis where no known idea has these numbers: what they show all the same."""
    said = [str(one["says"]) for one in shows]
    changed = next((str(one["id"]) for one in shows if one["id"] in ("X-MUTATES",)), None)
    return Diagnosis(
        function=family.function,
        misconceptions=(changed,) if changed else (),
        says=" ".join(said) if said else "No idea that the kit knows has these numbers.",
        hint="Take the first law that broke, put its numbers on paper, and follow them through your lines one by one.",
        evidence={
            "probes": _evidence(family, trial, None),
            "outputs": outputs(family, trial),
            "shows": said,
            "symptoms": shows,
        },
    )


def outputs(family: Family, trial: Trial) -> dict[str, Plain]:
    """For each output, whether it was right on every probe."""
    return {
        name: "right"
        if all(
            close(found[place], wanted[place], TOLERANCES[-1])
            for found, wanted in zip(trial.answers, trial.right, strict=True)
        )
        else "off"
        for place, name in enumerate(family.gives)
    }


def _prior(family: Family, ideas: frozenset[str]) -> tuple[bool, list[int]]:
    """Commoner ideas first, then the family's own order."""
    places = {idea.id: place for place, idea in enumerate(family.ideas)}
    return any(family.idea(name).rare for name in ideas), sorted(places[name] for name in ideas)


def _in_order(family: Family, ideas: frozenset[str]) -> tuple[str, ...]:
    """A masking idea first, then the family's order."""
    return tuple(idea.id for idea in family.ideas if idea.id in ideas)


def _says(ideas: list[Idea], others: list[frozenset[str]], *, shared: bool) -> str:
    said = " ".join(f"{idea.name[:1].upper()}{idea.name[1:]}: {idea.says}" for idea in ideas)
    if len(ideas) > 1:
        said = f"{('Two', 'Three')[len(ideas) - 2]} ideas at once. {said}"
    if shared:
        said += " Something else is wrong as well, but behind this it cannot be told which; mend this first."
    elif others:
        said += " (The same numbers come from " + ", or ".join(" with ".join(sorted(one)) for one in others[:2]) + ".)"
    return said


def _alternatives(family: Family, ideas: list[Idea], others: list[frozenset[str]]) -> list[tuple[str, ...]]:
    """Sets with the very same numbers: those found, other names, and what hides behind the first."""
    found = [_in_order(family, one) for one in others]
    if len(ideas) == 1:
        found += [(name,) for name in ideas[0].same_as]
        found += [(ideas[0].id, hidden) for hidden in _hidden(family, ideas[0])]
    return found[:MOST_ALTERNATIVES]


def _hidden(family: Family, idea: Idea) -> list[str]:
    """The ids that cannot be seen behind an idea."""
    return [other.id for other in family.ideas if idea.covers(other.id) and other.kind != "advisory"]


def _evidence(family: Family, trial: Trial, choice: Choice | None) -> list[dict[str, Plain]]:
    """A few probes: what was given, the student's numbers, the idea's, the right ones."""
    rows: list[dict[str, Plain]] = []
    names = family.run.__code__.co_varnames
    for probe, value, found, wanted in zip(family.probes, trial.values, trial.answers, trial.right, strict=True):
        if all(close(one, other, TOLERANCES[-1]) for one, other in zip(found, wanted, strict=True)):
            continue
        row = _asked(dict(zip(names, probe, strict=False)), probe.says)
        row["yours"] = plain(value)
        if choice is not None:
            row["idea"] = _shown(imagined(family, probe, Turn(dict(choice))))
        row["right"] = _shown(wanted)
        rows.append(row)
    return rows[:MOST_PROBES]


def _asked(given: Mapping[str, object], says: str) -> dict[str, Plain]:
    """What was asked: numbers by their names, or a curve that can be drawn."""
    if not says:
        return {"given": {name: plain(one) for name, one in given.items()}}
    train, *others = given.items()
    settings = {name: plain(one) for name, one in others if name != "val"}
    return {"given": settings, "curve": {"train": _thinned(train[1]), "val": _thinned(given.get("val")), "says": says}}


def _thinned(curve: object) -> Plain:
    """At most so many points of a curve; None where there is none."""
    if curve is None:
        return None
    losses = np.asarray(curve, dtype=float)
    return [float(loss) for loss in losses[:: -(-len(losses) // MOST_POINTS)]]


def _shown(answers: Answers) -> Plain:
    return plain(answers[0]) if len(answers) == 1 else [plain(one) for one in answers]
