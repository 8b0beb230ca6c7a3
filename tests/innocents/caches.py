"""It caches."""

import functools
import dataclasses


@functools.cache
def f(n):
    return n


@dataclasses.dataclass
class A:
    a: int
