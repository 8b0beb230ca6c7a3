"""What a fact about numbers is called: the headline over its sentence."""

from __future__ import annotations

from collections.abc import Mapping

from grader.model import Plain

HEADLINES = {
    "none": "nothing comes back",
    "value": "no numbers come back",
    "parameters": "its arguments stand in another order",
    "raises_where": "it stops on some inputs",
    "raises": "it stops on some inputs",
    "shape": "the shape is another one",
    "rows": "the path has another number of rows",
    "parts": "another number of values comes back",
    "nonfinite": "nan or inf comes back",
    "reordered": "the results stand in another order",
    "state": "the same call gives another answer",
    "constant": "the same answer to everything",
    "ignored": "`{argument}` has no influence",
    "echo": "its inputs come back",
    "whole_numbers": "whole numbers get a wrong answer",
    "sign": "the sign is the other one",
    "factor": "the size is off by a factor",
    "rounded": "the numbers are rounded",
    "permuted": "the entries stand in other places",
    "one_for_all": "one number for all entries",
    "labels": "some inputs get another label",
    "units": "the unit of the loss matters",
    "offset": "the alarm comes at another place",
    "alarmed": "an alarm on every calm curve",
    "silent": "no alarm where one is due",
    "reversed": "the path runs backwards",
    "transposed": "rows and columns are exchanged",
    "slopes": "the rows are slopes, not places",
    "leaves": "the path leaves the right one",
    "pace": "the steps have another length",
    "stops": "the path stands still too early",
    "bounded": "the path stays within bounds",
    "coordinates": "only some entries are right",
    "entries": "only some entries are right",
    "X-MUTATES": "it changes its arguments",
}
"""Id of a fact → its name."""
ANY_OTHER = "another answer than the right one"


def headline(evidence: Mapping[str, Plain]) -> str:
    """The name of the first fact that a diagnosis rests on."""
    shows = evidence.get("symptoms")
    first = shows[0] if isinstance(shows, list | tuple) and shows else {}
    if not isinstance(first, Mapping):
        return ANY_OTHER
    name = str(first.get("id", ""))
    if name == "outputs":
        return _outputs(first)
    told = "right on some inputs only" if name.startswith("only_") else HEADLINES.get(name, ANY_OTHER)
    return told.replace("{argument}", str(first.get("argument", "one argument")))


def _outputs(fact: Mapping[str, Plain]) -> str:
    off = fact.get("off")
    names = [str(name) for name in off] if isinstance(off, list | tuple) else []
    if not names:
        return ANY_OTHER
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} off"
