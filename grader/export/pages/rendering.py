"""Templates rendered to text; every value is made readable and escaped before it stands in a page."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from grader.export.pages.svg import draw_bar
from grader.text import clean

_HERE = Path(__file__).parent


def render(template: str, **values: Any) -> str:
    """Return a page with its style inside, ready to be encoded as UTF-8."""
    return _make_environment().get_template(template).render(**{"style": read_style(), **values})


def make_readable(value: Any) -> Any:
    """Return a text without anything that steers a reader's eye or a terminal; line breaks and our own markup stay."""
    if isinstance(value, Markup) or not isinstance(value, str) or value.isprintable():
        return value
    return clean(value, lines=True)


def format_prose(text: str) -> Markup:
    """Return a text of the kit's own as HTML, with `code` and *weight* marked as in docstrings."""
    escaped = str(escape(make_readable(text)))
    escaped = re.sub(r"`([^`\n]+)`", r"<code>\1</code>", escaped)
    return Markup(re.sub(r"(?<![\w*])\*(\w[^*\n]*\w)\*(?![\w*])", r"<em>\1</em>", escaped))


@cache
def _make_environment() -> Environment:
    """Return the environment in which templates are rendered."""
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        finalize=make_readable,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["bar"] = draw_bar
    environment.filters["prose"] = format_prose
    return environment


@cache
def read_style() -> Markup:
    """Return the style of every page."""
    # The file is our own and holds no `</style`, so it needs no escaping.
    return Markup((_HERE / "style.css").read_text("utf-8"))
