"""Reads a page the strict way: every tag closed, nothing that acts, nothing from elsewhere, readable by ear."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

VOID = frozenset({"meta", "link"})
TAGS = VOID | set(
    re.findall(
        r"\w+",
        """html head title style body a p h1 h2 h3 h4 header main nav section footer div span strong em bdi code pre ul
        li table caption thead tbody tr th td details summary figure figcaption
        svg desc rect line path polyline circle text""",
    )
)
ATTRIBUTES = set(
    re.findall(
        r"[\w-]+",
        """lang charset name content http-equiv rel href class id tabindex role open scope colspan
        aria-label aria-labelledby aria-hidden focusable viewbox width height preserveaspectratio
        x y x1 x2 y1 y2 cx cy r rx d points text-anchor""",
    )
)


class Page(HTMLParser):
    """A parsed page; `faults` says what is wrong with it."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.tags: Counter[str] = Counter()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[int] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self._children: list[tuple[str, Counter[str]]] = []
        self.feed(source)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self._open]
        self._whole(source)

    @property
    def text(self) -> str:
        """All that is read, blanks flattened."""
        return re.sub(r"\s+", " ", " ".join(self.words))

    def attributes(self, name: str) -> list[str]:
        return [held or "" for _, attributes in self.elements for key, held in attributes.items() if key == name]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.tags[tag] += 1
        self.elements.append((tag, attributes))
        self.faults += [f"<{tag}> has no place here"] if tag not in TAGS else []
        self.faults += [f"{name} on <{tag}>" for name in attributes if name not in ATTRIBUTES]
        if tag == "th" and attributes.get("scope") not in ("row", "col"):
            self.faults.append("a <th> without scope")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "svg" and attributes.get("role") != "img" and attributes.get("aria-hidden") != "true":
            self.faults.append("a picture that is neither told nor hidden")
        if self._children:
            self._children[-1][1][tag] += 1
        if tag not in VOID:
            self._open.append(tag)
            self._children.append((tag, Counter()))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # Only SVG's own elements may close themselves; in HTML the slash is ignored.
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self._open[-1:]}")
            return
        self._open.pop()
        _, children = self._children.pop()
        attributes = next(held for name, held in reversed(self.elements) if name == tag)
        if tag == "svg" and "aria-labelledby" in attributes and not (children["title"] and children["desc"]):
            self.faults.append("a picture without title and description")
        if tag == "table" and not children["caption"]:
            self.faults.append("a table without a caption")

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1] != "style":
            self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.faults.append("a comment")

    def _whole(self, source: str) -> None:
        """What only the whole page tells."""
        ids = self.attributes("id")
        self.faults += [f"two elements are called {id}" for id, many in Counter(ids).items() if many > 1]
        named = " ".join(self.attributes("aria-labelledby")).split()
        named += [href[1:] for href in self.attributes("href") if href.startswith("#")]
        self.faults += [f"nothing is called {id}" for id in named if id not in ids]
        steps = zip([0, *self.headings], self.headings, strict=False)
        self.faults += [f"h{after} after h{before}" for before, after in steps if after > before + 1]
        self.faults += ["there must be one h1"] if self.headings.count(1) != 1 else []
        self.faults += ["no language"] if 'lang="en"' not in source[:200] else []
        self.faults += ["the encoding comes too late"] if '<meta charset="utf-8">' not in source[:1024] else []


def read(path: Path) -> Page:
    """The page in a file, as its own head says that it is encoded."""
    return Page(path.read_text("utf-8"))
