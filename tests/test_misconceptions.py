"""The families of the kit's own exercises know what the catalogue lists; the bank law holds them to the rest."""

import importlib
import re

import numpy as np
import pytest

from grader import course
from grader.diagnosis import load_families
from grader.diagnosis.answers import compute_answers, compute_right_answers
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
    "he_init": "FANOUT VARSTD 2SQRT XAVIER4RELU UNIFBOUND BRACKET PROD POSITIVE ZERO CONST UNIT SMALL TRANSP GLOBALRNG "
    "RESEED TRUNC",
    "xavier_init": "FANOUT ONEFAN VARSTD 2SQRT UNIFBOUND BRACKET PROD POSITIVE ZERO CONST UNIT SMALL TRANSP GLOBALRNG "
    "RESEED TRUNC",
    "sharpness": "TRACE MEAN DET DIAG KAPPA ABS UNSORTED",
    "worst_case_rise": "TRACE MEAN DET DIAG KAPPA ABS UNSORTED NOHALF RHO NOFLOOR",
    "expected_rise": "LMAX MEAN DET NOHALF RHO",
    "sam_step": "NONORM DOWN STAYS NOCLIMB RHOLR ADD NOGUARD SIGN",
}
PREFIX = {
    "gradient_step": "GS",
    "gradient_descent": "GD",
    "momentum_step": "MO",
    "ema_moments": "EM",
    "bias_correct": "BC",
    "adam_step": "AD",
    "adamw_step": "AW",
    "he_init": "IN",
    "xavier_init": "IN",
    "sharpness": "SH",
    "worst_case_rise": "SH",
    "expected_rise": "SH",
    "sam_step": "SM",
}
DIVERGENCE = (
    "NANEQ NANONLY INFONLY LASTONLY TRAINONLY BIG FIRST PREV ANY FUTURE NORESET COUNT PATOFF ABS OSCSTD OSCNOAMP "
    "OSCNOTURN GAP VFIRST RECENT SYM ORDER"
)


def _found():
    for exercise in course.list_exercises():
        if (course.locate_shelf("misconceptions") / f"{exercise.stem}.py").is_file():
            yield from families(importlib.import_module(f"grader.misconceptions.{exercise.stem}")).values()


FAMILIES = {family.function: family for family in _found()}


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
    assert FAMILIES["gradient_descent"].get_idea("GD-ASCENT").same_as == ("GS-ASCENT",)
    fences = {f"GD-{name}" for name in ["NOSTART", "NOEND", "EXTRA", "ALIAS", "FROZEN", "SEQ", "TOL", "DECAY", "LAST"]}
    assert fences <= {idea.id for idea in FAMILIES["momentum_descent"].ideas}


# ---- a sentence is true of every reading of its idea ---------------------------------------------------------

CLAIMS = {
    r"\bno number\b|\bis nan\b": lambda calls: any(mine is None for _, (mine,), _ in calls),
    r"divided by the peak": lambda calls: all(np.isclose(mine, right / probe[3]) for probe, (mine,), (right,) in calls),
    r"ramp ends at 1": lambda calls: all(
        np.isclose(mine, 1.0) for probe, (mine,), _ in calls if probe[0] == probe[2] > 0
    ),
    r"Yours is not 0 there": lambda calls: all(
        mine is None or mine != 0 for probe, (mine,), _ in calls if not any(np.any(part) for part in probe)
    ),
    r"off by the same factor": lambda calls: all(
        len(set(np.round(mine[right != 0] / right[right != 0], 6))) == 1
        for _, (mine,), (right,) in calls
        if np.any(right)
    ),
    r"have the wrong sign": lambda calls: all(np.allclose(mine, -right) for _, (mine,), (right,) in calls),
    r"variance 1\b(?!/)": lambda calls: all(abs(mine[3]) < 0.2 for _, (mine,), _ in calls),
    r"standard deviation 0\.01": lambda calls: all(abs(mine[3] - 2 * np.log2(0.01)) < 0.2 for _, (mine,), _ in calls),
    r"size one\b": lambda calls: all(abs(mine[3]) < 2 for _, (mine,), _ in calls),
    r"size 0\.01": lambda calls: all(abs(mine[3] - 2 * np.log2(0.01)) < 2 for _, (mine,), _ in calls),
    r"None of your weights is below zero": lambda calls: all(mine[4] > 0.5 for _, (mine,), _ in calls),
    r"All your weights are zero|All your weights are the same": lambda calls: all(mine[2] for _, (mine,), _ in calls),
    r"One of the two gradients is zero": lambda calls: all(
        sum(not np.any(part) for part in mine) == 1 for _, mine, _ in calls
    ),
}
"""Words of a sentence with a number → whether it is true of the answers of one reading: (probe, its answers, right)."""


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_sentence_with_a_number_is_true_of_every_reading_of_its_idea(claim):
    untrue = [
        (function, idea.id, form)
        for exercise in course.list_exercises()
        for function, family in load_families(exercise).items()
        for idea in family.ideas
        if re.search(claim, idea.says)
        for form in family.list_forms(idea.id)
        if not CLAIMS[claim](
            [
                (probe, compute_answers(family, probe, Turn({idea.id: form})), right)
                for probe, right in zip(family.probes, compute_right_answers(family), strict=True)
            ]
        )
    ]
    assert not untrue
