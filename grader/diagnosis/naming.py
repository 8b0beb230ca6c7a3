"""A match or its absence, in words and evidence."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from msgspec.structs import replace

from grader.diagnosis.answers import TOLERANCES, Answers, compute_answers, is_close
from grader.diagnosis.matching import Match
from grader.diagnosis.needs import Need, read_need_of_facts
from grader.diagnosis.trial import Trial
from grader.misconceptions.toolkit import Family, Idea, Turn
from grader.misconceptions.toolkit.lines import Choice
from grader.misconceptions.toolkit.readings import READINGS
from grader.model import Diagnosis, Plain
from grader.sandbox.grounds import count_numbers
from grader.sandbox.outcomes import Outcome, Raised, Returned
from grader.suites.toolkit.plain import plain
from grader.view.titles import capitalize_name

MAX_PROBES = 3
MAX_POINTS = 64
"""Losses of a curve that evidence carries."""
MAX_ALTERNATIVES = 16
MAX_NAMES = 3
UNKNOWN = "I don’t recognise this mistake. Here is the simplest input where your answer differs."
RIGHT_HERE = "On ordinary inputs your numbers are right. Look at what is special about the inputs here."


def make_named_diagnosis(family: Family, trial: Trial, match: Match) -> Diagnosis:
    """Make the diagnosis of a match: one set by name, the sets that cannot be told from it as alternatives."""
    sets = sorted(match.sets, key=lambda ideas: _rank_set(family, ideas))
    chosen = _choose_ideas(family, sets)
    ids = _sort_ids(family, chosen)
    ideas = [family.get_idea(name) for name in ids]
    others = [other for other in sets if other != chosen]
    return Diagnosis(
        function=family.function,
        misconceptions=ids,
        says=_explain_ideas(family, ideas, others),
        hint=" ".join(idea.hint for idea in ideas if idea.hint),
        alternatives=tuple(_list_alternatives(family, ideas, others)),
        evidence={
            "probes": _collect_evidence(family, trial, match.choices[0]),
            "outputs": compare_outputs(family, trial),
            "hides": [hidden for idea in ideas for hidden in _list_hidden(family, idea)],
            "ideas": [{"id": idea.id, "name": idea.name, "says": idea.says, "hint": idea.hint} for idea in ideas],
        },
    )


def _choose_ideas(family: Family, sets: list[frozenset[str]]) -> frozenset[str]:
    """Choose the ideas to name from sets with the same numbers, the likeliest set first.

    The likeliest set where all are other names of one thing, else what all share, else the likeliest again.
    """
    if len({family.accepted.find_simplest(ideas) for ideas in sets}) == 1:
        return sets[0]
    return frozenset.intersection(*sets) or sets[0]


def make_unnamed_diagnosis(family: Family, trial: Trial, symptoms: list[dict[str, Plain]]) -> Diagnosis:
    """Make the diagnosis of numbers that no known idea has: it says what they show all the same."""
    sentences = [_capitalize_article(str(symptom["says"])) for symptom in symptoms]
    right = all(verdict == "right" for verdict in compare_outputs(family, trial).values())
    changed = next((str(symptom["id"]) for symptom in symptoms if symptom["id"] in ("X-MUTATES",)), None)
    return Diagnosis(
        function=family.function,
        misconceptions=(changed,) if changed else (),
        says=" ".join(sentences) if sentences else RIGHT_HERE if right else UNKNOWN,
        hint="Do one wrong call by hand, and print the result of each line beside it.",
        evidence={
            "probes": _collect_evidence(*_sort_by_simplicity(family, trial, read_need_of_facts(symptoms)), None),
            "outputs": compare_outputs(family, trial),
            "shows": sentences,
            "symptoms": symptoms,
        },
    )


def add_shapes(diagnosis: Diagnosis) -> Diagnosis:
    """Return a diagnosis that tells a wrong shape with both shapes of the call that is shown; any other as it is."""
    symptoms, shapes = diagnosis.evidence.get("symptoms"), diagnosis.evidence.get("shapes")
    if not isinstance(symptoms, list) or not isinstance(shapes, list) or not isinstance(symptoms[0], dict):
        return diagnosis
    fact, sentence = symptoms[0], str(symptoms[0]["says"])
    longer = f"{sentence} In this call yours is {shapes[0]}, and the right one is {shapes[1]}."
    told = diagnosis.evidence.get("shows")
    shows = [longer if words == sentence else words for words in told] if isinstance(told, list) else []
    evidence = {**diagnosis.evidence, "symptoms": [{**fact, "says": longer}, *symptoms[1:]], "shows": shows}
    return replace(diagnosis, says=diagnosis.says.replace(sentence, longer, 1), evidence=evidence)


def _sort_by_simplicity(family: Family, trial: Trial, need: Need) -> tuple[Family, Trial]:
    """Return the family and the trial with the probes that show a fact first, those of the fewest numbers before."""
    calls = zip(trial.values, trial.answers, trial.right, strict=True)
    shows = [bool(family.reads) or need.is_met(family.gives, *call) for call in calls]
    order = sorted(
        range(len(family.probes)), key=lambda index: (not shows[index], sum(map(count_numbers, family.probes[index])))
    )
    ordered = Trial(
        tuple(trial.outcomes[index] for index in order),
        tuple(trial.answers[index] for index in order),
        tuple(trial.right[index] for index in order),
    )
    return replace(family, probes=tuple(family.probes[index] for index in order)), ordered


def compare_outputs(family: Family, trial: Trial) -> dict[str, Plain]:
    """Return "right" or "off" for each output by name: right is what is right on every probe."""
    return {
        name: "right"
        if all(
            is_close(answers[index], right[index], TOLERANCES[-1])
            for answers, right in zip(trial.answers, trial.right, strict=True)
        )
        else "off"
        for index, name in enumerate(family.gives)
    }


def _rank_set(family: Family, ideas: frozenset[str]) -> tuple[bool, list[int]]:
    """Return a key to sort sets by: commoner ideas first, then the family's own order."""
    ranks = {idea.id: rank for rank, idea in enumerate(family.ideas)}
    return any(family.get_idea(name).rare for name in ideas), sorted(ranks[name] for name in ideas)


def _sort_ids(family: Family, ideas: frozenset[str]) -> tuple[str, ...]:
    """Sort the ids of ideas as the family has them: an idea that hides others comes first there."""
    return tuple(idea.id for idea in family.ideas if idea.id in ideas)


def _explain_ideas(family: Family, ideas: list[Idea], others: list[frozenset[str]]) -> str:
    text = " ".join(f"{capitalize_name(idea.name, family.parameters)}: {idea.says}" for idea in ideas)
    if len(ideas) > 1:
        text = f"{('Two', 'Three')[len(ideas) - 2]} ideas at once. {text}"
    if not others:
        return text
    sure = {idea.id for idea in ideas}
    if any(sure < other for other in others):
        rest = _join_sets(family, [other - sure for other in others])
        return f"{text} Something else is wrong as well: {rest}. Behind this it cannot be told which; mend this first."
    return f"{text} (The same numbers come from {_join_sets(family, others)}.)"


def _capitalize_article(sentence: str) -> str:
    """Begin a sentence with a capital, unless it begins with a name of the code."""
    return f"{sentence[0].upper()}{sentence[1:]}" if sentence.startswith(("the ", "all ", "some ")) else sentence


def _join_sets(family: Family, sets: list[frozenset[str]]) -> str:
    """Join a few sets, by the names of their ideas, with "or"."""
    names = [
        " with ".join(f"“{family.get_idea(name).name}”" for name in _sort_ids(family, ideas))
        for ideas in sets[:MAX_NAMES]
    ]
    return " or ".join(names) + (" or others" if len(sets) > MAX_NAMES else "")


def _list_alternatives(family: Family, ideas: list[Idea], others: list[frozenset[str]]) -> list[tuple[str, ...]]:
    """List sets with the very same numbers: those that were matched, other names, and what hides behind the first."""
    alternatives = [_sort_ids(family, other) for other in others]
    if len(ideas) == 1:
        alternatives += [(name,) for name in ideas[0].same_as]
        alternatives += [(ideas[0].id, hidden) for hidden in _list_hidden(family, ideas[0])]
    return alternatives[:MAX_ALTERNATIVES]


def _list_hidden(family: Family, idea: Idea) -> list[str]:
    """List the ids of the ideas that cannot be seen behind an idea."""
    return [
        other.id for other in family.ideas if other.kind != "advisory" and family.accepted.hides_idea(idea.id, other.id)
    ]


def _collect_evidence(family: Family, trial: Trial, choice: Choice | None) -> list[dict[str, Plain]]:
    """Collect a few probes: the arguments, the student's numbers, the numbers of the idea, the right ones."""
    rows: list[dict[str, Plain]] = []
    names = family.parameters
    if choice is not None and any(family.get_idea(idea).prefix or family.get_idea(idea).seen for idea, _ in choice):
        choice = None  # where it stopped is the student's own affair; where chance comes from has no numbers
    for probe, outcome, answers, right in zip(family.probes, trial.outcomes, trial.answers, trial.right, strict=True):
        if all(is_close(mine, theirs, TOLERANCES[-1]) for mine, theirs in zip(answers, right, strict=True)):
            continue
        row = _convert_arguments(dict(zip(names, probe, strict=False)), probe.says)
        row["yours"] = _convert_outcome(family, outcome)
        if choice is not None:
            row["idea"] = _convert_answers(family, compute_answers(family, probe, Turn(dict(choice))))
        row["right"] = _convert_answers(family, right)
        rows.append(row)
        if len(rows) == MAX_PROBES:
            break
    return rows


def _convert_outcome(family: Family, outcome: Outcome) -> Plain:
    """Convert what came back to plain data; where nothing did, say so: None would be a value."""
    if isinstance(outcome, Raised):
        return f"it stopped ({outcome.kind})"
    value = outcome.value if isinstance(outcome, Returned) else None
    return READINGS[family.reads].tell(value) if family.reads else plain(value)


def _convert_arguments(arguments: Mapping[str, object], says: str) -> dict[str, Plain]:
    """Convert a probe to plain data: its arguments by name or, where `says` describes curves, curves to draw."""
    if not says:
        return {"given": {name: plain(argument) for name, argument in arguments.items()}}
    train, *others = arguments.items()
    settings = {name: plain(argument) for name, argument in others if name != "val"}
    return {
        "given": settings,
        "curve": {"train": _thin_out(train[1]), "val": _thin_out(arguments.get("val")), "says": says},
    }


def _thin_out(curve: object) -> Plain:
    """Return at most MAX_POINTS points of a curve; None where there is no curve."""
    if curve is None:
        return None
    losses = np.asarray(curve, dtype=float)
    return [float(loss) for loss in losses[:: -(-len(losses) // MAX_POINTS)]]


def _convert_answers(family: Family, answers: Answers) -> Plain:
    if family.reads:
        return READINGS[family.reads].tell(answers[0])
    return plain(answers[0]) if len(answers) == 1 else [plain(answer) for answer in answers]
