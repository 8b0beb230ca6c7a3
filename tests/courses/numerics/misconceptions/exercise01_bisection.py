"""How bisection goes wrong."""

from grader.misconceptions.toolkit import Idea, Probe, family


def line(x):
    return 1.5 * x - 1.65


def curve(x):
    return x**3 - 2.1


@family(
    Idea(
        "HA-OTHER",
        "the half without the root",
        "You keep the half at whose ends the function agrees, so the root is lost with the other half.",
        "What do two equal signs say about what lies between them?",
    ),
    Idea(
        "HA-LOW",
        "only one end that moves",
        "Your left end moves whatever the middle says, so roots on the left are walked past.",
        "Which end moves when the root lies left of the middle?",
        hides=("HA-OTHER",),
    ),
    Idea(
        "HA-SECANT",
        "the cut where a line would cross",
        "You cut where a straight line through both ends is zero (regula falsi). It is often quicker, but what is "
        "left need not be half.",
        "How long can the interval stay if the function is nearly flat at one end?",
        kind="convention",
    ),
    gives=("low", "high"),
    probes=[
        Probe(line, 0.0, 4.0),
        Probe(line, 1.0, 2.0),
        Probe(line, -3.0, 1.5),
        Probe(line, 0.75, 1.25),
        Probe(curve, 0.0, 2.0),
        Probe(curve, 1.0, 1.7),
    ],
)
def halve(f, low, high, *, turn):
    """The half with the change of sign."""
    middle = (low + high) / 2
    if turn("HA-SECANT"):
        middle = low - f(low) * (high - low) / (f(high) - f(low))
    left = (f(low) < 0) != (f(middle) < 0)
    if turn("HA-OTHER"):
        left = not left
    if turn("HA-LOW"):
        left = False
    return (low, middle) if left else (middle, high)
