from fractions import Fraction


def newton_step(theta, grad, hessian, damping=0.0):
    """Exact to the last step: every float is a fraction."""
    exact = lambda x: Fraction(float(x))
    matrix = [[exact(x) + (exact(damping) if i == j else 0) for j, x in enumerate(row)] for i, row in enumerate(hessian)]
    bottom = _det(matrix)
    return tuple(
        float(exact(t) - _det([row[:k] + [exact(g)] + row[k + 1 :] for row, g in zip(matrix, grad)]) / bottom)
        for k, t in enumerate(theta)
    )


def _det(m):
    if not m:
        return Fraction(1)
    first, *rest = m
    return sum((-1) ** j * x * _det([r[:j] + r[j + 1 :] for r in rest]) for j, x in enumerate(first))
