"""Reference for exercise 2: warm-up."""


def warmup(step, steps) -> float:
    """min(1, (step + 1)/steps) (Goyal et al. 2017, section 2.2)."""
    return min(1.0, (step + 1) / steps)
