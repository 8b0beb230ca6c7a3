"""What findings and facts about numbers are called, on a screen and on a page alike."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from grader.model import Plain

FINDING_TITLES = {
    "attempt": "tried to do more than compute",
    "protocol": "its answer could not be read",
    "set_aside": "set aside for a person to look at",
    "memory": "ran out of memory",
    "timeout": "did not come back",
    "crash": "stopped with an error",
    "missing": "not defined",
    "signature": "takes other arguments",
    "value": "returned no numbers",
    "left_out": "left out",
    "unwritten": "not written yet",
    "blank": "computes nothing yet",
    "X-MUTATES": "changed its arguments",
    "X-SHAPE": "another shape or kind",
    "X-NONFINITE": "nan or inf",
    "syntax": "Python cannot read this",
    "encoding": "not readable as text",
    "no_file": "no file",
    "no_code": "no code",
    "too_large": "too large",
    "broken_notebook": "a notebook that cannot be read",
    "absent": "nothing handed in",
    "other_work": "something else handed in",
}
"""Id of a finding → its title; what asks for a person's look stands first."""
FACT_TITLES = {
    "none": "nothing comes back",
    "value": "no numbers come back",
    "parameters": "its arguments stand in another order",
    "raises_where": "it stops on some inputs",
    "raises": "it stops on some inputs",
    "shape": "the shape is another one",
    "rows": "the path has another number of rows",
    "parts": "another number of values comes back",
    "nonfinite": "nan or inf comes back",
    "complex": "complex numbers come back",
    "truth": "True or False comes back",
    "text": "a text comes back",
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
    "spelling": "its labels are spelt in another way",
    "strange_labels": "no answer is one of the labels",
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
"""Id of a fact about numbers → its title."""
MAX_SYMBOL_CHARS = 3
"""Parameters of no more letters (`lr`, `eps`, `val`) are no words of English."""
GREEK_LETTERS = frozenset({"alpha", "beta", "gamma", "delta", "theta", "lambda", "kappa", "sigma"})
UNKNOWN_FACT_TITLE = "another answer than the right one"


def find_fact_title(evidence: Mapping[str, Plain]) -> str:
    """Return the title of the first fact that a diagnosis rests on."""
    symptoms = evidence.get("symptoms")
    fact = symptoms[0] if isinstance(symptoms, list | tuple) and symptoms else {}
    if not isinstance(fact, Mapping):
        return UNKNOWN_FACT_TITLE
    name = str(fact.get("id", ""))
    if name == "outputs":
        return _name_outputs(fact)
    title = "right on some inputs only" if name.startswith("only_") else FACT_TITLES.get(name, UNKNOWN_FACT_TITLE)
    return title.replace("{argument}", str(fact.get("argument", "one argument")))


def _name_outputs(fact: Mapping[str, Plain]) -> str:
    """Return a title that names the outputs which are off."""
    off = fact.get("off")
    names = [str(name) for name in off] if isinstance(off, list | tuple) else []
    if not names:
        return UNKNOWN_FACT_TITLE
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} off"


def capitalize_name(name: str, parameters: Collection[str] = ()) -> str:
    """Return the name of an idea or finding as a sentence begins; a name of the code (`lr`, `min_delta`) stays."""
    return name if _is_code(_find_first_word(name), parameters) else f"{name[:1].upper()}{name[1:]}"


def _is_code(word: str, parameters: Collection[str]) -> bool:
    """Tell whether a word is a name of the code; a parameter such as `noise` is a word of English as well."""
    if "_" in word or any(letter.isdigit() for letter in word):
        return True
    return word in parameters and (len(word) <= MAX_SYMBOL_CHARS or word in GREEK_LETTERS)


def lower_name(name: str) -> str:
    """Return the name of an idea as it stands inside a sentence; a word with other capitals (`NaN`, `RMS`) stays."""
    first = _find_first_word(name)
    return name if first[1:] != first[1:].lower() else f"{name[:1].lower()}{name[1:]}"


def _find_first_word(name: str) -> str:
    words = name.split()
    return words[0].rstrip(",:;'’") if words else ""
