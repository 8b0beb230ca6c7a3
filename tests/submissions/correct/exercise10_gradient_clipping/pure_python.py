import math


def _numbers(thing):
    if hasattr(thing, "tolist"):
        thing = thing.tolist()
    if isinstance(thing, (list, tuple)):
        for one in thing:
            yield from _numbers(one)
    else:
        yield float(thing)


def _times(thing, factor):
    if hasattr(thing, "tolist"):
        thing = thing.tolist()
    if isinstance(thing, (list, tuple)):
        return [_times(one, factor) for one in thing]
    return thing * factor


def clip_by_global_norm(grads, max_norm):
    norm = math.hypot(*_numbers(list(grads)))
    factor = 1 if norm <= max_norm else max_norm / norm
    return [_times(g, factor) for g in grads], norm
