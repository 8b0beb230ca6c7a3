"""Every family: its turns, its words, and which of them look alike."""

import importlib
import re
from collections import defaultdict
from functools import cache
from itertools import combinations

import numpy as np
import pytest

from grader import course
from grader.diagnosis.answers import TOLERANCES, agree, imagined
from grader.diagnosis.matching import is_right, match
from grader.misconceptions.toolkit import Turn, families

# Ids of the catalogue by the function they belong to. GS-MUT and BC-INPLACE are X-MUTATES, a finding of its own;
# AW-BIASNORM is about which tensors are decayed, and no stub has more than one.
CATALOGUE = {
    "gradient_step": "ASCENT NOLR DIVLR NORM SIGN DELTA MIX HALF DOUBLE MEAN ABS LR2",
    "gradient_descent": "NOSTART NOEND EXTRA ALIAS FROZEN SEQ TOL DECAY LAST ASCENT NORM",
    "momentum_step": "EMA LRIN LRTWICE LATE UNUSED NOSTORE RESET NODECAY BETAG SWAP SIGN NEST DOUBLE ASCENT",
    "ema_moments": "SWAPW SWAPB SUM NOSQ ABS SQW VFROMM CENT ADAGRAD NOOLD",
    "bias_correct": "NONE NOPOW TM1 TP1 POWOUT LIN MULT DIVPOW PLUS ONLY1 PERTENSOR",
    "adam_step": "NOCORR NOPOW MULT TP1 TM1 ONLYM ONLYV SWAPCORR NOSQRT NODIV NUMG CENTERED STALE STOREHAT NOEPS "
    "EPSIN EPSHAT GLOBALV LRT ASCENT NOLR",
    "adamw_step": "NONE L2 NOLR AFTER SCALED PLUS SQ GRAD FACTOR2",
}
PREFIX = {
    "gradient_step": "GS",
    "gradient_descent": "GD",
    "momentum_step": "MO",
    "ema_moments": "EM",
    "bias_correct": "BC",
    "adam_step": "AD",
    "adamw_step": "AW",
}
DIVERGENCE = (
    "NANEQ NANONLY INFONLY LASTONLY TRAINONLY BIG FIRST PREV ANY FUTURE NORESET COUNT PATOFF ABS OSCSTD OSCNOAMP "
    "OSCNOTURN GAP VFIRST RECENT SYM ORDER"
)
PAIRS_TRIED = 40
"""Pairs of each family that are put through the whole search; all of them are compared with one another."""


def _found():
    for exercise in course.exercises():
        if (course.shelf("misconceptions") / f"{exercise.stem}.py").is_file():
            yield from families(importlib.import_module(f"grader.misconceptions.{exercise.stem}")).values()


FAMILIES = {family.function: family for family in _found()}
every_family = pytest.mark.parametrize("family", FAMILIES.values(), ids=list(FAMILIES))


@cache
def _answers(family, choice):
    return [imagined(family, probe, Turn(dict(choice))) for probe in family.probes]


def _ids(choice):
    return frozenset(idea for idea, _ in choice)


def _written(ideas):
    return "(" + "".join(f'"{name}", ' for name in sorted(ideas)).rstrip() + ")"


def _key(answers):
    """Answers as something to sort by: alike to six digits."""
    return tuple(_digits(one) for probe in answers for one in probe)


def _digits(answer):
    if answer is None or isinstance(answer, str):
        return answer
    sizes = np.abs(answer)
    with np.errstate(divide="ignore"):
        unit = np.where(sizes > 0, 10.0 ** (np.floor(np.log10(sizes)) - 5), 1.0)
    return answer.shape, tuple((np.round(answer / unit) * unit).ravel().tolist())


@cache
def _groups(family):
    """The choices of up to two turns, by their numbers."""
    found = defaultdict(list)
    for size in (0, 1, 2):
        for choice in family.choices(size):
            found[_key(_answers(family, choice))].append(choice)
    return list(found.values())


@every_family
def test_no_two_sets_of_ideas_look_alike_unless_it_is_declared(family):
    undeclared = []
    for group in _groups(family):
        sets = {_ids(choice) for choice in group}
        if not family.alike(sets):
            shown = sorted({family.seen(one) for one in sets}, key=lambda one: (len(one), sorted(one)))
            undeclared.append("    (" + ", ".join(map(_written, shown)) + "),")
    assert not undeclared, (
        f"{len(undeclared)} groups of {family.function} have the same numbers on every probe. Choose probes that tell "
        "them apart, let one idea hide the other, or add to `same`:\n" + "\n".join(sorted(set(undeclared)))
    )


@every_family
def test_what_is_declared_to_look_alike_does_so_in_some_form(family):
    written = defaultdict(list)
    for size in (0, 1, 2):
        for choice in family.choices(size):
            written[_ids(choice)].append(choice)
    for group in family.same:
        known = [choice for one in group for choice in written[one]]
        alike = [
            (one, other)
            for one, other in combinations(known, 2)
            if _ids(one) != _ids(other) and _agree(_answers(family, one), _answers(family, other))
        ]
        apart = " and ".join(map(_written, sorted(group, key=sorted)))
        assert alike or len(known) < 2, f"the probes of {family.function} tell {apart} apart: `same` need not hold them"


def _agree(answers, others):
    return all(
        agree(one, other, TOLERANCES[-1], guarded=False) or agree(other, one, TOLERANCES[-1], guarded=False)
        for one, other in zip(answers, others, strict=True)
    )


@every_family
def test_every_single_idea_is_wrong_and_is_matched_as_itself(family):
    lost = []
    for choice in family.choices(1):
        answers = _answers(family, choice)
        found = None if is_right(family, answers) else match(family, answers)
        if found is None or not (_ids(choice) in found.sets and family.alike(found.sets)):
            lost.append((choice, "right" if is_right(family, answers) else found and found.sets))
    assert not lost


@every_family
def test_every_advisory_idea_passes_the_probes_and_shows_in_the_advice(family):
    for idea in family.ideas:
        if idea.kind == "advisory":
            turn, right = Turn({idea.id: 1}), Turn()
            assert is_right(family, [imagined(family, probe, turn) for probe in family.probes]), idea.id
            told = [imagined(family, probe, turn)[0] for probe in family.advice]
            wanted = [imagined(family, probe, right)[0] for probe in family.advice]
            assert not all(np.allclose(one, other, rtol=1e-4) for one, other in zip(told, wanted, strict=True)), idea.id


@every_family
def test_pairs_are_matched_as_themselves_or_as_a_declared_group(family):
    pairs = list(family.choices(2))
    lost = []
    for choice in pairs[:: max(1, len(pairs) // PAIRS_TRIED)]:
        answers = _answers(family, choice)
        if sum(all(one is not None for one in probe) for probe in answers) < len(answers) // 2 + 1:
            continue  # undefined points never decide, and here they are most of all
        if is_right(family, answers):
            found = (frozenset(),)
        else:
            search = match(family, answers)
            found = search.sets if search else None
        if found is None or not family.alike([_ids(choice), *found]):
            lost.append((choice, found))
    assert not lost, f"{len(lost)} of the pairs tried are taken for something else: {lost[:5]}"


@every_family
def test_every_idea_has_words_and_none_gives_code_away(family):
    for idea in family.ideas:
        assert idea.name, idea.id
        assert len(idea.says) > 20, idea.id
        assert idea.kind == "advisory" or idea.hint.endswith("?"), idea.id
        assert not re.search(r"[^<>]=[^0-9 ]|==|\*\*|\breturn |np\.|\w\(\w+\)", idea.says), idea.id


@every_family
def test_ids_are_unique_and_known_ones_only_are_referred_to(family):
    ids = [idea.id for idea in family.ideas]
    assert len(ids) == len(set(ids))
    for group in family.same:
        for one in group:
            assert one <= set(ids), f"{family.function} declares {sorted(one - set(ids))}, which it has not"


@pytest.mark.parametrize("function", [name for name in CATALOGUE if name in FAMILIES])
def test_every_id_of_the_catalogue_is_there(function):
    family = FAMILIES[function]
    ids = {idea.id for idea in family.ideas}
    assert {f"{PREFIX[function]}-{name}" for name in CATALOGUE[function].split()} <= ids


@pytest.mark.skipif("detect_divergence" not in FAMILIES, reason="no family of curves on the shelf")
def test_every_id_of_the_curves_is_there():
    curves = [FAMILIES[name] for name in ("detect_divergence", "diagnose_curve")]
    ids = {name for family in curves for idea in family.ideas for name in (idea.id, *idea.same_as)}
    assert {f"DV-{name}" for name in DIVERGENCE.split()} <= ids


def test_a_walk_knows_the_ideas_of_its_single_step_by_their_names():
    ids = {idea.id for idea in FAMILIES["gradient_descent"].ideas}
    assert {"GS-NOLR", "GS-SIGN", "GS-LR2", "GS-HALF", "GS-DOUBLE", "GS-ABS", "GS-MEAN", "GS-DIVLR"} <= ids
    assert FAMILIES["gradient_descent"].idea("GD-ASCENT").same_as == ("GS-ASCENT",)
    fences = {f"GD-{name}" for name in ["NOSTART", "NOEND", "EXTRA", "ALIAS", "FROZEN", "SEQ", "TOL", "DECAY", "LAST"]}
    assert fences <= {idea.id for idea in FAMILIES["momentum_descent"].ideas}
