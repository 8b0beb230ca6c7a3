"""One table of TOML → one question; every complaint names the key it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, cast

from grader.quiz.bank import KINDS, Choice, Fact, Kind, PictureCall, Question, RubricIdea, WrongNumber

Complain = Callable[[str, str], None]
"""(key, what is wrong with it)"""

_TEXT = {
    "id", "kind", "concept", "section", "prompt", "because", "source", "checkpoint", "compute", "unit", "model",
}  # fmt: skip
_OTHER = {
    "parameters", "draw", "answer", "relative", "absolute", "wrong", "choice", "fixed", "items", "by", "rubric",
    "facts", "picture",
}  # fmt: skip
_WORDS = {"title", "names", "up", "across", "forms"}
"""What a picture takes as words; everything else it takes is a formula."""
_NEEDED = ("id", "kind", "concept", "section", "prompt", "because")


def build_question(raw: Mapping[str, Any], topic: str, lines: Mapping[str, int], complain: Complain) -> Question | None:
    """Build the question that a table describes; None, with complaints, where that cannot be done."""
    sound = True
    for key in sorted(set(raw) - _TEXT - _OTHER):
        complain(key, f"`{key}` is no key of a question; known are {', '.join(sorted(_TEXT | _OTHER))}")
    for key in _NEEDED:
        if key not in raw:
            complain("", f"`{key}` is missing")
            sound = False
    for key in sorted(_TEXT & set(raw)):
        if not isinstance(raw[key], str) or not raw[key].strip():
            complain(key, f"`{key}` must be text and not empty")
            sound = False
    if raw.get("kind") not in KINDS:
        complain("kind", f"the kinds are {', '.join(KINDS)}, not {raw.get('kind')!r}")
        sound = False
    if not sound:
        return None
    try:
        return _build(raw, topic, lines)
    except _InvalidValue as invalid:
        complain(invalid.key, invalid.says)
        return None


class _InvalidValue(Exception):
    def __init__(self, key: str, says: str) -> None:
        super().__init__(says)
        self.key = key
        self.says = says


def _build(raw: Mapping[str, Any], topic: str, lines: Mapping[str, int]) -> Question:
    texts = {key: _join_lines(raw[key]) for key in (_TEXT - {"kind"}) & set(raw)}
    return Question(
        kind=cast(Kind, raw["kind"]),
        **texts,
        topic=topic,
        parameters={name: _read_number(value, "parameters") for name, value in _read_table(raw, "parameters").items()},
        draw={name: _read_numbers(value, "draw") for name, value in _read_table(raw, "draw").items()},
        answer=_read_numbers(raw["answer"], "answer") if "answer" in raw else (),
        relative=_read_number(raw.get("relative", 0.01), "relative"),
        absolute=_read_number(raw.get("absolute", 0.0), "absolute"),
        wrong=tuple(_build_wrong_number(table, f"wrong.{i}") for i, table in enumerate(_read_tables(raw, "wrong"))),
        choices=tuple(_build_choice(table, f"choice.{i}") for i, table in enumerate(_read_tables(raw, "choice"))),
        fixed=bool(raw.get("fixed", False)),
        items=_read_texts(raw, "items"),
        by=_read_texts(raw, "by"),
        rubric=tuple(_build_idea(table, f"rubric.{i}") for i, table in enumerate(_read_tables(raw, "rubric"))),
        facts=_build_facts(raw),
        picture=_build_picture(raw),
        lines=lines,
    )


def _build_choice(raw: Mapping[str, Any], key: str) -> Choice:
    _reject_unknown_keys(raw, key, {"text", "because", "right", "misconception", "value"})
    value = raw.get("value")
    if value is not None and (isinstance(value, bool) or not isinstance(value, (str, int, float))):
        raise _InvalidValue(f"{key}.value", "`value` must be a number or a text")
    return Choice(
        text=_read_text(raw, "text", key),
        because=_read_text(raw, "because", key),
        right=bool(raw.get("right", False)),
        misconception=raw.get("misconception"),
        value=value,
    )


def _build_wrong_number(raw: Mapping[str, Any], key: str) -> WrongNumber:
    _reject_unknown_keys(raw, key, {"compute", "answer", "because", "misconception"})
    return WrongNumber(
        compute=_read_text(raw, "compute", key),
        because=_read_text(raw, "because", key),
        answer=_read_numbers(raw["answer"], f"{key}.answer") if "answer" in raw else (),
        misconception=raw.get("misconception"),
    )


def _build_idea(raw: Mapping[str, Any], key: str) -> RubricIdea:
    _reject_unknown_keys(raw, key, {"idea", "keywords"})
    return RubricIdea(idea=_read_text(raw, "idea", key), keywords=_read_texts(raw, "keywords", key))


def _build_facts(raw: Mapping[str, Any]) -> tuple[Fact, ...]:
    """Build facts from formulas alone, or from tables with `holds`, `setting` and `over`."""
    value = raw.get("facts", [])
    if not isinstance(value, list):
        raise _InvalidValue("facts", "`facts` must be a list of formulas, or of tables with `holds` and `setting`")
    return tuple(_build_fact(fact) for fact in value)


def _build_fact(raw: Any) -> Fact:
    if isinstance(raw, str) and raw.strip():
        return Fact(raw.strip())
    _reject_unknown_keys(raw, "facts", {"holds", "setting", "over"})
    over = {name: _read_numbers(value, "facts") for name, value in _read_table(raw, "over").items()}
    return Fact(_read_text(raw, "holds", "facts"), _read_text(raw, "setting", "facts"), over)


def _build_picture(raw: Mapping[str, Any]) -> PictureCall | None:
    if "picture" not in raw:
        return None
    picture = _read_table(raw, "picture")
    arguments = {name: value for name, value in picture.items() if name not in ("draw", "before")}
    return PictureCall(
        draw=_read_text(picture, "draw", "picture"),
        arguments={
            name: repr(_read_text(picture, name, "picture"))
            if name in _WORDS
            else _format_formula(value, f"picture.{name}")
            for name, value in arguments.items()
        },
        before=bool(picture.get("before", False)),
    )


def _format_formula(value: Any, key: str) -> str:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, (str, int, float)):
        return str(value)
    if isinstance(value, list):
        return "(" + ", ".join(_format_formula(entry, key) for entry in value) + ",)"
    raise _InvalidValue(key, "must be a number, a formula or a list of them")


def _join_lines(text: str) -> str:
    """Join the lines of each paragraph: its line breaks belong to the file, not to the text."""
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()))


def _reject_unknown_keys(raw: Mapping[str, Any], key: str, known: set[str]) -> None:
    if not isinstance(raw, Mapping):
        raise _InvalidValue(key, "must be a table")
    for extra in sorted(set(raw) - known):
        raise _InvalidValue(f"{key}.{extra}", f"`{extra}` is not known here; known are {', '.join(sorted(known))}")


def _read_text(raw: Mapping[str, Any], name: str, key: str) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or not value.strip():
        raise _InvalidValue(f"{key}.{name}" if name in raw else key, f"`{name}` must be text and not empty")
    return _join_lines(value)


def _read_texts(raw: Mapping[str, Any], name: str, key: str = "") -> tuple[str, ...]:
    value = raw.get(name, [])
    path = f"{key}.{name}".lstrip(".")
    if not isinstance(value, list) or not all(isinstance(text, str) and text.strip() for text in value):
        raise _InvalidValue(path, f"`{name}` must be a list of texts")
    return tuple(text.strip() for text in value)


def _read_table(raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = raw.get(name, {})
    if not isinstance(value, Mapping):
        raise _InvalidValue(name, f"`{name}` must be a table")
    return value


def _read_tables(raw: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    value = raw.get(name, [])
    if not isinstance(value, list):
        raise _InvalidValue(name, f"`{name}` must be written [[question.{name}]]")
    return value


def _read_number(value: Any, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _InvalidValue(key, f"{value!r} is no number")
    return float(value)


def _read_numbers(value: Any, key: str) -> tuple[float, ...]:
    values = value if isinstance(value, list) else [value]
    if not values:
        raise _InvalidValue(key, "holds no number")
    return tuple(_read_number(number, key) for number in values)
