"""numpy Generators as plain data: which one, the state it has, and the seed sequence that its children come from.

A Generator is rebuilt where it arrives, so that whoever draws from it there does not move the one that was sent. Runs
in the worker: numpy only.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, TypeGuard

import numpy as np

NAME = "Generator"
"""Begins the description of a Generator, as the name of a landscape begins that of a landscape."""
BIT_GENERATORS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")
"""numpy's own sources of random bits; no other one crosses."""
MAX_STATE_NUMBERS = {"has_uint32": 1, "uinteger": 2**32 - 1, "pos": 624, "buffer_pos": 4}
"""The largest value of each named number in a state; any other number may take 128 bits."""
WORD_BOUND = 2**128
MAX_SEED_WORDS = 64
"""The most numbers of a seed, and the most steps from it down to a child of children."""
MAX_CHILDREN = 2**31


def is_generator(value: object) -> TypeGuard[np.random.Generator]:
    """Tell whether a value is a numpy Generator."""
    return issubclass(type(value), np.random.Generator)


def describe(generator: np.random.Generator) -> list[Any]:
    """Return plain data that makes the same Generator again; raises TypeError for one not of numpy's own making."""
    bits = generator.bit_generator
    name, seeds = type(bits).__name__, _read_seeds(bits)
    if (
        type(bits) is not getattr(np.random, name, None)
        or name not in BIT_GENERATORS
        or type(seeds) is not np.random.SeedSequence
    ):
        raise TypeError(f"a Generator of {name} cannot be handed over; one of np.random.default_rng can")
    seed = seeds.entropy
    entropy = [int(word) for word in seed] if isinstance(seed, Sequence | np.ndarray) else [int(seed or 0)]
    described = [NAME, name, bits.state, entropy, [int(step) for step in seeds.spawn_key], seeds.n_children_spawned]
    if not np.array_equal(seeds.generate_state(4), _read_seeds(rebuild(described).bit_generator).generate_state(4)):
        raise TypeError("a Generator of a seed sequence with settings of its own cannot be handed over")
    return described


def rebuild(description: Sequence[Any]) -> np.random.Generator:
    """Return the Generator of a description; raises ValueError for what describes none."""
    if len(description) != 6 or description[0] != NAME or description[1] not in BIT_GENERATORS:
        raise ValueError("no description of a Generator")
    _, name, state, entropy, steps, children = description
    if not (entropy and _is_words(entropy) and _is_words(steps) and _is_words([children], MAX_CHILDREN)):
        raise ValueError("no seed of a Generator")
    seed = entropy[0] if len(entropy) == 1 else entropy
    seeds = np.random.SeedSequence(seed, spawn_key=tuple(steps), n_children_spawned=children)
    bits = getattr(np.random, name)(seeds)
    if not _fits(state, _make_model(name)):
        raise ValueError("no state of a Generator")
    bits.state = state
    return np.random.Generator(bits)


@functools.cache
def _make_model(name: str) -> Any:
    """Make a state of that source of random bits: which parts it has, and of which kind and size."""
    return getattr(np.random, name)(0).state


def _read_seeds(bits: np.random.BitGenerator) -> Any:
    # Its public name is younger than the oldest numpy that the kit runs with.
    return getattr(bits, "seed_seq", None) or getattr(bits, "_seed_seq", None)


def _is_words(value: object, bound: int = WORD_BOUND) -> bool:
    """Tell whether a value is a short list of whole numbers from 0 up to below a bound."""
    few = type(value) is list and len(value) <= MAX_SEED_WORDS
    return few and all(type(word) is int and 0 <= word < bound for word in value)  # type: ignore[attr-defined]


def _fits(state: Any, model: Any, name: str = "") -> bool:
    """Tell whether a state has the parts of one that numpy made, each of its kind and size."""
    if type(model) is dict:
        return (
            type(state) is dict
            and list(state) == list(model)
            and all(_fits(state[part], model[part], part) for part in model)
        )
    if isinstance(model, np.ndarray):
        return isinstance(state, np.ndarray) and state.dtype == model.dtype and state.shape == model.shape
    if isinstance(model, str):
        return bool(state == model)
    return type(state) is int and 0 <= state <= MAX_STATE_NUMBERS.get(name, WORD_BOUND - 1)
