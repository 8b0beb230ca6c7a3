"""Generators to hand to a student's function, and how one would write them."""

from __future__ import annotations

import numpy as np

from grader.sandbox.generators import describe, is_generator, rebuild

__all__ = ["a_generator", "copy_generator", "is_generator", "write_generator"]

SEEDS = 1000
"""Seeds that are drawn stay below it: such a call is one that a learner can type."""
LONGEST = 2**32
"""Largest seed that is written out."""


def a_generator(draw: np.random.Generator) -> np.random.Generator:
    """Return a new Generator of a drawn seed, as `np.random.default_rng(seed)` makes it."""
    return np.random.default_rng(int(draw.integers(1, SEEDS)))


def copy_generator(generator: np.random.Generator) -> np.random.Generator:
    """Return a Generator in the same state, which draws and spawns the same and moves nothing but itself."""
    return rebuild(describe(generator))


def write_generator(generator: np.random.Generator) -> str:
    """Write the expression that makes a Generator in its present state; words where no such expression does."""
    seeds = getattr(generator.bit_generator, "seed_seq", None) or getattr(generator.bit_generator, "_seed_seq", None)
    seed = getattr(seeds, "entropy", None)
    if seeds is None or not isinstance(seed, int | np.integer) or not 0 <= seed < LONGEST:
        return "a numpy Generator"
    line = f"np.random.default_rng({int(seed)})" + "".join(f".spawn({step + 1})[{step}]" for step in seeds.spawn_key)
    new = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=seeds.spawn_key))
    untouched = new.bit_generator.state == generator.bit_generator.state
    return line if untouched and not seeds.n_children_spawned else f"{line} after use"
