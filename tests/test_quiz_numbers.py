"""Numbers that the bank's texts name, computed anew in the setting their prompts describe, by code of its own."""

from __future__ import annotations

import math
import random
from itertools import pairwise

import numpy as np
import pytest

from grader.quiz.asking import ask, evaluate_formula
from grader.quiz.bank import Bank, Question
from grader.quiz.loading import load_bank


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank()


def question(bank: Bank, identifier: str) -> Question:
    return next(one for one in bank if one.id == identifier)


def words(bank: Bank, identifier: str) -> str:
    """Everything a question says, with its standard numbers filled in."""
    asked = ask(question(bank, identifier))
    return " ".join([asked.prompt, asked.because, *(c.text + " " + c.because for c in asked.choices)])


def right_text(bank: Bank, identifier: str) -> str:
    return next(choice.text for choice in question(bank, identifier).choices if choice.right)


def adam_on(slope, x: float, lr: float, steps: int, beta1: float = 0.9, beta2: float = 0.999) -> list[float]:
    m = v = 0.0
    places = [x]
    for t in range(1, steps + 1):
        g = slope(x)
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
        x -= lr * (m / (1 - beta1**t)) / (math.sqrt(v / (1 - beta2**t)) + 1e-8)
        places.append(x)
    return places


def adam_under(gradients, beta1: float = 0.9, beta2: float = 0.999) -> list[float]:
    """Adam's steps over lr under a given row of gradients."""
    feed = iter(gradients)
    places = adam_on(lambda _: next(feed), 0.0, 1.0, len(gradients), beta1, beta2)
    return [a - b for a, b in pairwise(places)]


def heavy_ball(curvature: float, x: float, lr: float, beta: float, steps: int) -> list[float]:
    v, places = 0.0, [x]
    for _ in range(steps):
        v = beta * v + curvature * x
        x -= lr * v
        places.append(x)
    return places


def velocity_after(beta: float, gradients) -> float:
    v = 0.0
    for g in gradients:
        v = beta * v + g
    return v


def test_adams_step_fades_on_a_bowl_before_the_slope_changes_sign(bank: Bank):
    places = adam_on(lambda x: 2 * x, 10.0, 0.1, 230)
    assert min(places) > 0
    told = {5.0: "0.77", 1.0: "0.24", 0.1: "0.04"}
    for level, said in told.items():
        k = next(k for k, x in enumerate(places) if x <= level)
        assert f"{(places[k - 1] - places[k]) / 0.1:.2f}" == said
        assert said in words(bank, "does-adam-slow-down")
    assert "0.24" in right_text(bank, "does-adam-slow-down")


def test_adams_travel_time_in_a_bowl_is_longer_than_the_distance_over_lr(bank: Bank):
    places = adam_on(lambda x: 2 * x, 5.0, 0.001, 6100)
    half, ninety = (next(k for k, x in enumerate(places) if x <= level) for level in (2.5, 0.5))
    assert (half, ninety) == (2834, 6042)
    assert "2834" in words(bank, "adam-travel-time")
    assert "6042" in words(bank, "adam-travel-time")
    assert "constant" in question(bank, "adam-travel-time").prompt


def test_adams_steps_are_bounded_by_what_the_bank_says_and_not_by_lr(bank: Bank):
    bound = (1 - 0.9) / math.sqrt((1 - 0.999) * (1 - 0.9**2 / 0.999))
    assert f"{bound:.2f}" == "7.27"
    assert "7.27" in words(bank, "adam-lr-too-large")
    after_a_while = max(adam_under([1.0] * 200 + [1000.0] * 100))
    after_long_quiet = max(adam_under([1.0] * 20000 + [1000.0] * 100))
    assert 2.8 < after_a_while < 2.95
    assert 6.5 < after_long_quiet < bound
    worst = [1e-3 * (0.999 / 0.9) ** k for k in range(400)]
    assert max(adam_under(worst)) <= bound


def test_the_velocity_of_an_alternating_gradient_is_weakened_and_not_cancelled(bank: Bank):
    zigzag = question(bank, "zigzag-velocity")
    for beta in zigzag.draw["beta"]:
        settled = abs(velocity_after(beta, [(-1) ** k for k in range(2000)]))
        assert settled == pytest.approx(1 / (1 + beta))
    assert "0.526" in ask(zigzag).because
    assert "partly" in zigzag.because


def test_momentum_helps_in_the_valley_that_the_picture_shows(bank: Bank):
    with_it = [heavy_ball(c, x, 0.076, 0.5, 25)[-1] for c, x in ((1, 1.0), (25, 0.3))]
    without = [heavy_ball(c, x, 0.076, 0.0, 25)[-1] for c, x in ((1, 1.0), (25, 0.3))]
    assert with_it[0] < without[0] / 20
    assert abs(with_it[1]) < abs(without[1]) / 200
    picture = question(bank, "why-momentum-helps").picture
    assert picture is not None
    assert "0.5" in picture.arguments["first"]
    assert "gd_1d" in picture.arguments["second"]


def test_an_average_with_beta_0_9_damps_noise_like_a_plain_mean_of_nineteen(bank: Bank):
    weights = 0.1 * 0.9 ** np.arange(2000)
    assert 1 / np.sum(weights**2) == pytest.approx(19, rel=1e-6)
    wrong = next(w for w in question(bank, "pure-noise-step").wrong if w.compute == "sqrt(0.1)")
    assert "19" in wrong.because


def test_all_positive_curvatures_are_as_rare_as_the_bank_says(bank: Bank):
    a = np.random.default_rng(11).standard_normal((200_000, 4, 4))
    share = (np.linalg.eigvalsh((a + a.transpose(0, 2, 1)) / 2)[:, 0] > 0).mean()
    assert share == pytest.approx(0.0024, rel=0.15)
    asked = question(bank, "chance-of-all-positive")
    assert "(A + Aᵀ)/2" in asked.prompt
    assert not asked.fixed


def test_noise_moves_the_place_where_adamw_rests(bank: Bank):
    draw = random.Random(5)
    theta = m = v = 0.0
    late = []
    for t in range(1, 60_001):
        g = 0.02 + draw.gauss(0, 1)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        step = (m / (1 - 0.9**t)) / (math.sqrt(v / (1 - 0.999**t)) + 1e-8)
        theta -= 0.001 * step + 0.001 * 0.1 * theta
        if t > 20_000:
            late.append(theta)
    assert -0.4 < sum(late) / len(late) < -0.05
    asked = question(bank, "where-decay-rests")
    assert "without any noise" in asked.prompt
    assert "−0.2" in asked.because


def test_the_reason_for_warm_up_is_asked_as_disputed(bank: Bank):
    asked = question(bank, "why-start-small")
    assert "disputed" in asked.prompt
    assert "proposed" in asked.prompt
    for name in ("Liu", "Ma & Yarats", "Kalra & Barkeshli"):
        assert name in asked.because
        assert name in asked.source


def test_contested_claims_name_who_says_so(bank: Bank):
    for identifier in (
        "is-noise-necessary", "adam-generalizes-worse", "because-wider-minima", "overfitting-and-sharpness",
        "what-the-literature-says-on-flatness", "curvature-of-a-network", "do-early-layers-learn-last",
        "where-momentum-hardly-helps", "what-closed-the-gap", "status-of-3e-4",
    ):  # fmt: skip
        assert question(bank, identifier).source, identifier


def test_a_memory_counted_in_whole_steps_is_not_refused_in_any_draw(bank: Bank):
    asked = question(bank, "half-life-of-v")
    for beta in asked.draw["beta"]:
        exact = math.log(0.5) / math.log(beta)
        assert min(abs(n - exact) for n in (math.floor(exact), math.ceil(exact))) <= asked.relative * exact


def test_the_wrong_rate_is_as_many_times_too_large_as_its_words_say(bank: Bank):
    asked = question(bank, "is-1e-4-too-low")
    wrong = next(w for w in asked.wrong if w.compute == "(0.1, 0.2)")
    assert "{0.1/answer[1]:.0f}" in wrong.because
    assert {round(0.1 / (2 / lam)) for lam in asked.draw["lam"]} == {500, 1000}


def test_plain_descent_from_a_ridge_goes_both_ways(bank: Bank):
    x = 0.01
    for _ in range(40):
        x += 0.1 * 2 * x
    assert f"{x:.1f}" == "14.7"
    assert "14.7" in words(bank, "two-sides-of-a-ridge")


def test_a_ball_with_enough_momentum_rolls_through_small_bumps(bank: Bank):
    def end(beta: float) -> float:
        x, v = 3.0, 0.0
        for _ in range(3000):
            v = beta * v + x + 1.2 * math.sin(4 * x)
            x -= 0.05 * v
        return x

    assert end(0.8) == pytest.approx(0, abs=1e-6)
    assert end(0.0) == pytest.approx(1.2, abs=0.01)
    assert end(0.5) == pytest.approx(1.2, abs=0.01)
    assert "comes to rest at 0" in right_text(bank, "small-bumps")


def test_one_broken_batch_slows_adam_for_long(bank: Bank):
    steps = adam_under([1.0] * 4000 + [100.0] + [1.0] * 100)
    assert steps[-1] == pytest.approx(0.315, rel=0.01)
    assert "0.3 lr" in right_text(bank, "one-huge-gradient")


def test_centring_a_feature_rounds_the_valley(bank: Bank):
    asked = question(bank, "shift-of-a-feature")
    for mean in asked.draw["m"]:
        features = np.array([[1.0, mean - 1], [1.0, mean + 1]])
        curvatures = np.linalg.eigvalsh(features.T @ features / 2)
        told = evaluate_formula(asked, asked.compute, {"m": mean})
        assert told == pytest.approx((curvatures[-1] / curvatures[0], 1))


def test_choices_begin_alike_and_end_without_a_stop(bank: Bank):
    for one in bank:
        for choice in one.choices:
            assert not choice.text.endswith("."), (one.id, choice.text)
            first = choice.text.split()[0]
            assert not (first.isalpha() and first.isascii() and len(first) > 2 and first.islower()), choice.text


def test_the_right_choice_stands_in_no_fixed_place_of_the_file(bank: Bank):
    places = [next(i for i, c in enumerate(q.choices) if c.right) for q in bank if q.kind == "choice"]
    assert max(places.count(place) for place in range(4)) < 0.4 * len(places)
