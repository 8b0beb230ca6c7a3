"""Templates to text: whatever a template writes is made readable and escaped before it stands in a page."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from grader.export.pages.svg import bar
from grader.text import clean

_HERE = Path(__file__).parent


def render(template: str, **told: Any) -> str:
    """A page with its style inside, ready to be encoded as UTF-8."""
    return _environment().get_template(template).render(**{"style": style(), **told})


def readable(thing: Any) -> Any:
    """Text without anything that steers a reader's eye or a terminal; line breaks stay, markup of ours too."""
    if isinstance(thing, Markup) or not isinstance(thing, str) or thing.isprintable():
        return thing
    return clean(thing, lines=True)


def prose(text: str) -> Markup:
    """A text of the kit's own, whose `code` and *weight* are marked the way docstrings mark them."""
    safe = str(escape(readable(text)))
    safe = re.sub(r"`([^`\n]+)`", r"<code>\1</code>", safe)
    return Markup(re.sub(r"(?<![\w*])\*(\w[^*\n]*\w)\*(?![\w*])", r"<em>\1</em>", safe))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        finalize=readable,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["bar"] = bar
    environment.filters["prose"] = prose
    return environment


@cache
def style() -> Markup:
    """The style of every page."""
    # The file is ours and holds no `</style`, so it may stand in a page as it is.
    return Markup((_HERE / "style.css").read_text("utf-8"))
