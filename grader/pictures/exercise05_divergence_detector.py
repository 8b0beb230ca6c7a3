"""Loss curves with the alarm and the diagnosis that they got."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from grader.model import Curve, Picture, Role
from grader.pictures.toolkit import Asked, Floats, NoValue, row, short
from grader.suites.toolkit.alarms import SETTINGS, SILENT, WATCHED, Watched
from grader.suites.toolkit.curves import curves
from grader.text import clean, cut

TELLING = "a late U-turn, still below its start"
"""The run that is shown where every answer is right."""
WHY = {
    "exploding": "a loss is not finite",
    "diverging": "its last quarter is far above its best one",
    "oscillating": "it goes back and forth by a large share of its height",
    "overfitting": "training improves while validation has left its best",
    "stalled": "its last quarter is hardly below its first",
    "healthy": "it got better and stayed so",
}
TALL = 300.0
"""Largest over smallest loss from which heights are drawn as powers of ten."""


def detect_divergence(yours: Asked) -> Picture:
    """The first run whose alarm comes at another place, or the one that tells most."""
    runs = sorted((*WATCHED, *SETTINGS), key=_hard_to_draw)
    answers = [(run, yours(np.asarray(run.losses, dtype=float), run.factor, run.patience)) for run in runs]
    wrong = [(run, answer) for run, answer in answers if not _is(answer, run.index)]
    drawable = [(run, answer) for run, answer in wrong if _find_alarm(answer, run) is not None and len(run.losses) > 1]
    if wrong and not drawable:
        raise NoValue
    run, answer = drawable[0] if wrong else next(pair for pair in answers if pair[0].says == TELLING)
    place = _find_alarm(answer, run)
    assert place is not None
    return _alarm(run, place)


def diagnose_curve(yours: Asked) -> Picture:
    """The first run that gets another word, or the one that tells most."""
    known = sorted(curves(np.random.default_rng(5)).values(), key=lambda run: not _finite(run.train, run.val))
    answers = [(run, yours(run.train, run.val)) for run in known]
    wrong = [(run, answer) for run, answer in answers if answer != run.label and isinstance(answer, str)]
    if not wrong and any(not isinstance(answer, str) for _, answer in answers):
        raise NoValue
    run, answer = wrong[0] if wrong else next(pair for pair in answers if pair[0].says == TELLING)
    word = cut(clean(answer), 24)
    right = f"it is “{run.label}”" if wrong else "as it should be"
    says = f"You call this run “{word}”{';' if wrong else ','} {right}: {WHY[run.label]}."
    scale, up = _choose_scale(run.train if run.val is None else np.concatenate([run.train, run.val]), "loss")
    shown = [*_draw_losses("training loss", "ground", scale(run.train))]
    if run.val is not None:
        shown += _draw_losses("validation loss", "beside", scale(run.val))
    elif _finite(run.train):
        quarters = run.train.reshape(4, -1).mean(axis=1)
        means = scale(quarters)
        shown = [*_draw_levels("means of its quarters", means, len(run.train) // 4), *shown]
        says += f" The quarters have the means {', '.join(short(float(one)) for one in quarters)}."
    return Picture(yours.function, f"“{run.says}”", says, "step", up, tuple(shown), bool(wrong))


def _alarm(run: Watched, place: int) -> Picture:
    losses = np.asarray(run.losses, dtype=float)
    scale, up = _choose_scale(losses, "loss")
    best = np.minimum.accumulate(np.where(np.isfinite(losses), losses, np.inf))[:-1]
    limit = np.concatenate([[np.nan], scale(run.factor * best)])
    shown = _draw_losses(f"{run.factor:g} × the best before", "beside", limit) + _draw_losses(
        "loss", "ground", scale(losses)
    )
    differs = place != run.index
    height = scale(np.where(np.isfinite(losses), losses, np.nanmax(np.where(np.isfinite(losses), losses, np.nan))))
    alarms: list[tuple[str, Role, int]] = [("your alarm", "yours", place)]
    if differs:
        alarms.insert(0, ("right alarm", "right", run.index))
    for name, role, at in alarms:
        if at != SILENT:
            shown.append(Curve(name, role, (float(at),), (float(height[at]),), joined=False))
    says = "A loss that is not finite raises the alarm at once. " if not _finite(losses) else _rule(run)
    says += f"Yours {_goes_off(place)}; it should {_go_off(run.index)}." if differs else f"Yours {_goes_off(place)}."
    return Picture("detect_divergence", f"“{run.says}”", says, "step", up, tuple(shown), differs)


def _rule(run: Watched) -> str:
    patience = f"{run.patience} in a row raise" if run.patience > 1 else "one of them raises"
    return f"Losses over {run.factor:g} times the best before are too high, and {patience} the alarm. "


def _goes_off(place: int) -> str:
    return "stays silent" if place == SILENT else f"goes off at {place}"


def _go_off(place: int) -> str:
    return "stay silent" if place == SILENT else f"go off at {place}"


def _draw_losses(name: str, role: Role, values: Floats) -> list[Curve]:
    """Draw a row of losses, in pieces where some are not finite."""
    fine = np.isfinite(values)
    pieces = np.flatnonzero(np.diff(np.concatenate([[0], fine.astype(int), [0]])))
    made: list[Curve] = []
    for start, end in zip(pieces[::2], pieces[1::2], strict=True):
        made.append(Curve("" if made else name, role, row(np.arange(start, end)), row(values[start:end])))
    return made


def _draw_levels(name: str, heights: Floats, each: int) -> list[Curve]:
    """Draw a level line for each height, so many steps long."""
    return [
        Curve("" if place else name, "beside", row([place * each, (place + 1) * each - 1]), row([height, height]))
        for place, height in enumerate(heights)
    ]


def _choose_scale(values: Floats, name: str) -> tuple[Callable[[Floats], Floats], str]:
    """Return how heights are drawn, and their name."""
    fine = values[np.isfinite(values)]
    if len(fine) and fine.min() > 0 and fine.max() > TALL * fine.min():
        return np.log10, f"log10 of the {name}"
    return (lambda heights: np.asarray(heights, dtype=float)), name


def _finite(*rows: Sequence[float] | Floats | None) -> bool:
    return all(one is None or bool(np.isfinite(one).all()) for one in rows)


def _hard_to_draw(run: Watched) -> tuple[bool, bool]:
    return not _finite(run.losses), len(run.losses) < 8


def _is(answer: object, index: int) -> bool:
    return isinstance(answer, int | np.integer) and not isinstance(answer, bool) and int(answer) == index


def _find_alarm(answer: object, run: Watched) -> int | None:
    """Find where an answer says that the alarm goes off; None where that is no index of the run."""
    if isinstance(answer, bool) or not isinstance(answer, int | np.integer):
        return None
    return int(answer) if SILENT <= int(answer) < len(run.losses) else None
