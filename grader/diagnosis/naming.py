"""A match or its absence, in words and evidence."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from msgspec.structs import replace

from grader.diagnosis.answers import TOLERANCES, Answers, compute_answers, is_close
from grader.diagnosis.matching import Match
from grader.diagnosis.trial import Trial
from grader.misconceptions.toolkit import Family, Idea, Turn
from grader.misconceptions.toolkit.lines import Choice
from grader.misconceptions.toolkit.readings import READINGS
from grader.model import Diagnosis, Plain
from grader.sandbox.grounds import count_numbers
from grader.suites.toolkit.plain import plain

MOST_PROBES = 3
MOST_POINTS = 64
"""Losses of a curve that evidence carries."""
MOST_ALTERNATIVES = 16
MOST_NAMES = 3
ARGUMENTS = frozenset({"lr", "beta", "beta1", "beta2", "eps", "t", "m", "v", "theta", "val", "train"})
UNKNOWN = "I don’t recognise this mistake. Here is the simplest input where your answer differs."
RIGHT_HERE = "On ordinary inputs your numbers are right. Look at what is special about the inputs here."


def make_named_diagnosis(family: Family, trial: Trial, match: Match) -> Diagnosis:
    """The diagnosis of a match: one set by name, the sets that cannot be told from it as alternatives."""
    sets = sorted(match.sets, key=lambda one: _prior(family, one))
    named_by = _choose_ideas(family, sets)
    taken = _in_order(family, named_by)
    ideas = [family.idea(name) for name in taken]
    others = [one for one in sets if one != named_by]
    return Diagnosis(
        function=family.function,
        misconceptions=taken,
        says=_says(family, ideas, others),
        hint=" ".join(idea.hint for idea in ideas if idea.hint),
        alternatives=tuple(_alternatives(family, ideas, others)),
        evidence={
            "probes": _evidence(family, trial, match.choices[0]),
            "outputs": compare_outputs(family, trial),
            "hides": [hidden for idea in ideas for hidden in _hidden(family, idea)],
            "ideas": [{"id": idea.id, "name": idea.name, "says": idea.says, "hint": idea.hint} for idea in ideas],
        },
    )


def _choose_ideas(family: Family, sets: list[frozenset[str]]) -> frozenset[str]:
    """The ideas to name, of sets with the same numbers.

    The likeliest set where they are other names of one thing, else what all share, else the likeliest again.
    """
    if len({family.accepted.simplest(one) for one in sets}) == 1:
        return sets[0]
    return frozenset.intersection(*sets) or sets[0]


def make_unnamed_diagnosis(family: Family, trial: Trial, shows: list[dict[str, Plain]]) -> Diagnosis:
    """The diagnosis where no known idea has these numbers: what they show all the same."""
    said = [_begun(str(one["says"])) for one in shows]
    right = all(one == "right" for one in compare_outputs(family, trial).values())
    changed = next((str(one["id"]) for one in shows if one["id"] in ("X-MUTATES",)), None)
    return Diagnosis(
        function=family.function,
        misconceptions=(changed,) if changed else (),
        says=" ".join(said) if said else RIGHT_HERE if right else UNKNOWN,
        hint="Do one wrong call by hand, and print the result of each line beside it.",
        evidence={
            "probes": _evidence(*_simplest_first(family, trial), None),
            "outputs": compare_outputs(family, trial),
            "shows": said,
            "symptoms": shows,
        },
    )


def _simplest_first(family: Family, trial: Trial) -> tuple[Family, Trial]:
    """Both with the inputs that hold the fewest numbers first."""
    order = sorted(range(len(family.probes)), key=lambda place: sum(map(count_numbers, family.probes[place])))
    ordered = Trial(
        tuple(trial.outcomes[place] for place in order),
        tuple(trial.answers[place] for place in order),
        tuple(trial.right[place] for place in order),
    )
    return replace(family, probes=tuple(family.probes[place] for place in order)), ordered


def compare_outputs(family: Family, trial: Trial) -> dict[str, Plain]:
    """For each output, whether it was right on every probe."""
    return {
        name: "right"
        if all(
            is_close(found[place], wanted[place], TOLERANCES[-1])
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


def _says(family: Family, ideas: list[Idea], others: list[frozenset[str]]) -> str:
    said = " ".join(f"{_opened(idea.name)}: {idea.says}" for idea in ideas)
    if len(ideas) > 1:
        said = f"{('Two', 'Three')[len(ideas) - 2]} ideas at once. {said}"
    if not others:
        return said
    sure = {idea.id for idea in ideas}
    if any(sure < one for one in others):
        rest = _either(family, [one - sure for one in others])
        return f"{said} Something else is wrong as well: {rest}. Behind this it cannot be told which; mend this first."
    return f"{said} (The same numbers come from {_either(family, others)}.)"


def _begun(says: str) -> str:
    """A sentence that begins with a capital, unless it begins with a name of the code."""
    return f"{says[0].upper()}{says[1:]}" if says.startswith(("the ", "all ", "some ")) else says


def _opened(name: str) -> str:
    """A name as a sentence begins; an argument's name stays as it is written in code."""
    first = name.split()[0].rstrip(",:'’")
    return name if first in ARGUMENTS else f"{name[:1].upper()}{name[1:]}"


def _either(family: Family, sets: list[frozenset[str]]) -> str:
    """A few sets by the names of their ideas."""
    names = [
        " with ".join(f"“{family.idea(name).name}”" for name in _in_order(family, one)) for one in sets[:MOST_NAMES]
    ]
    return " or ".join(names) + (" or others" if len(sets) > MOST_NAMES else "")


def _alternatives(family: Family, ideas: list[Idea], others: list[frozenset[str]]) -> list[tuple[str, ...]]:
    """Sets with the very same numbers: those found, other names, and what hides behind the first."""
    found = [_in_order(family, one) for one in others]
    if len(ideas) == 1:
        found += [(name,) for name in ideas[0].same_as]
        found += [(ideas[0].id, hidden) for hidden in _hidden(family, ideas[0])]
    return found[:MOST_ALTERNATIVES]


def _hidden(family: Family, idea: Idea) -> list[str]:
    """The ids that cannot be seen behind an idea."""
    return [
        other.id for other in family.ideas if other.kind != "advisory" and family.accepted.covers(idea.id, other.id)
    ]


def _evidence(family: Family, trial: Trial, choice: Choice | None) -> list[dict[str, Plain]]:
    """A few probes: what was given, the student's numbers, the idea's, the right ones."""
    rows: list[dict[str, Plain]] = []
    names = family.parameters
    if choice is not None and any(family.idea(idea).prefix or family.idea(idea).seen for idea, _ in choice):
        choice = None  # where it stopped is the student's own affair; where chance comes from has no numbers
    for probe, value, found, wanted in zip(family.probes, trial.values, trial.answers, trial.right, strict=True):
        if all(is_close(one, other, TOLERANCES[-1]) for one, other in zip(found, wanted, strict=True)):
            continue
        row = _asked(dict(zip(names, probe, strict=False)), probe.says)
        row["yours"] = READINGS[family.reads].tell(value) if family.reads else plain(value)
        if choice is not None:
            row["idea"] = _shown(family, compute_answers(family, probe, Turn(dict(choice))))
        row["right"] = _shown(family, wanted)
        rows.append(row)
        if len(rows) == MOST_PROBES:
            break
    return rows


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


def _shown(family: Family, answers: Answers) -> Plain:
    if family.reads:
        return READINGS[family.reads].tell(answers[0])
    return plain(answers[0]) if len(answers) == 1 else [plain(one) for one in answers]
