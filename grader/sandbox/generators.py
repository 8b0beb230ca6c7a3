"""numpy Generators as plain data: which one, the state it has, and the seed sequence that its children come of.

A Generator is rebuilt where it arrives, so that whoever draws from it there does not move the one that was sent. Runs
in the worker: numpy only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeGuard

import numpy as np

NAME = "Generator"
"""Begins what a Generator is made by, as the name of a landscape begins what that is made by."""
BITS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")
"""numpy's own sources of random bits; no other one crosses."""
MOST = {"has_uint32": 1, "uinteger": 2**32 - 1, "pos": 624, "buffer_pos": 4}
"""The largest value of a number in a state; of any other one the largest that 128 bits hold."""
WIDE = 2**128
MOST_WORDS = 64
"""Numbers of a seed, and steps from it down to a child of children."""
MOST_CHILDREN = 2**31


def is_generator(value: object) -> TypeGuard[np.random.Generator]:
    """Whether it is a numpy Generator."""
    return issubclass(type(value), np.random.Generator)


def describe(generator: np.random.Generator) -> list[Any]:
    """Return what makes the same Generator again; raises TypeError for one that is not of numpy's own making."""
    bits = generator.bit_generator
    name, seeds = type(bits).__name__, _seeds(bits)
    if (
        type(bits) is not getattr(np.random, name, None)
        or name not in BITS
        or type(seeds) is not np.random.SeedSequence
    ):
        raise TypeError(f"a Generator of {name} cannot be handed over; one of np.random.default_rng can")
    seed = seeds.entropy
    entropy = [int(word) for word in seed] if isinstance(seed, Sequence | np.ndarray) else [int(seed or 0)]
    described = [NAME, name, bits.state, entropy, [int(step) for step in seeds.spawn_key], seeds.n_children_spawned]
    if not np.array_equal(seeds.generate_state(4), _seeds(rebuild(described).bit_generator).generate_state(4)):
        raise TypeError("a Generator of a seed sequence with settings of its own cannot be handed over")
    return described


def rebuild(told: Sequence[Any]) -> np.random.Generator:
    """Return the Generator that a description tells of; raises ValueError for what describes none."""
    if len(told) != 6 or told[0] != NAME or told[1] not in BITS:
        raise ValueError("no description of a Generator")
    _, name, state, entropy, steps, children = told
    if not (entropy and _is_words(entropy) and _is_words(steps) and _is_words([children], MOST_CHILDREN)):
        raise ValueError("no seed of a Generator")
    seed = entropy[0] if len(entropy) == 1 else entropy
    seeds = np.random.SeedSequence(seed, spawn_key=tuple(steps), n_children_spawned=children)
    bits = getattr(np.random, name)(seeds)
    if not _fits(state, bits.state):
        raise ValueError("no state of a Generator")
    bits.state = state
    return np.random.Generator(bits)


def _seeds(bits: np.random.BitGenerator) -> Any:
    # Its public name is younger than the oldest numpy that the kit runs with.
    return getattr(bits, "seed_seq", None) or getattr(bits, "_seed_seq", None)


def _is_words(told: object, below: int = WIDE) -> bool:
    """Whether it is a list of a few whole numbers of ordinary size."""
    few = type(told) is list and len(told) <= MOST_WORDS
    return few and all(type(word) is int and 0 <= word < below for word in told)  # type: ignore[attr-defined]


def _fits(told: Any, like: Any, name: str = "") -> bool:
    """Whether a state has the parts of one that numpy made, each of its kind and size."""
    if type(like) is dict:
        return type(told) is dict and list(told) == list(like) and all(_fits(told[one], like[one], one) for one in like)
    if isinstance(like, np.ndarray):
        return isinstance(told, np.ndarray) and told.dtype == like.dtype and told.shape == like.shape
    if isinstance(like, str):
        return bool(told == like)
    return type(told) is int and 0 <= told <= MOST.get(name, WIDE - 1)
