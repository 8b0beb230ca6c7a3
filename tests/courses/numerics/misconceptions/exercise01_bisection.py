"""How bisection goes wrong."""

from grader.misconceptions.toolkit import Probe, family, ideas
from grader.suites.toolkit.slopes import parabola, quartic

HALVES = ideas("""
HA-OTHER: the half without the root
    You keep the half at whose ends the function agrees, so the root is lost with the other half.
    ? What do two equal signs say about what lies between them?
HA-LOW: only one end that moves
    Your left end moves whatever the middle says, so roots on the left are walked past.
    ? Which end moves when the root lies left of the middle?
HA-SECANT: the cut where a line would cross [convention]
    You cut where a straight line through both ends is zero (regula falsi). It is often quicker, but what is left need
    not be half.
    ? How long can the interval stay if the function is nearly flat at one end?
""")


@family(
    HALVES,
    gives=("low", "high"),
    probes=[
        Probe(parabola(1.5), -1.1, 2.9),
        Probe(parabola(2.5), -0.1, 1.7),
        Probe(quartic(), -1.3, 0.9),
        Probe(quartic(), -0.4, 2.2),
        Probe(quartic(), -2.1, 0.3),
    ],
)
def halve(f, low, high, *, turn):
    """The half with the change of sign."""
    middle = turn.line(
        lambda: (low + high) / 2,
        {"HA-SECANT": lambda: low - f(low) * (high - low) / (f(high) - f(low))},
    )
    left = (f(low) < 0) != (f(middle) < 0)
    left = turn.line(lambda: left, {"HA-OTHER": lambda: not left})
    left = turn.line(lambda: left, {"HA-LOW": lambda: False})
    return (low, middle) if left else (middle, high)
