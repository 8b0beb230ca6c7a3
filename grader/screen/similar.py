"""The pairs of alike submissions, for human eyes."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from grader.batch.similar import Found, Pair
from grader.model import Author
from grader.screen.clean import inert
from grader.screen.looks import QUIET, Comfortable, grid

MOST = 12
HINT = (
    "A hint for your eyes: no grade changed. Who learned together is alike without any wrong; the usual solution "
    "of a short exercise is everybody's and is not listed, even where it was copied."
)


def shown(found: Found, written: str) -> RenderableType:
    """The most alike pairs, and where all of them are."""
    parts: list[RenderableType] = [Text("Alike", "bold")]
    if found.pairs:
        parts.append(_table(found))
        if found.pairs[MOST:]:
            parts.append(Text(f"… and {len(found.pairs) - MOST} more pairs", QUIET))
        parts += [Text(), Text(HINT, QUIET)]
    else:
        parts.append(Text("No pair stands out among the submissions."))
    parts += [inert(f"Not compared: {one.path} ({one.why})", QUIET) for one in found.skipped[:MOST]]
    if found.skipped[MOST:]:
        parts.append(Text(f"… and {len(found.skipped) - MOST} more", QUIET))
    parts.append(Text(f"{found.compared} compared. Written: {written}", QUIET))
    return Padding(Comfortable(Group(*parts)), (0, 1, 1, 1))


def _table(found: Found) -> RenderableType:
    several = len({pair.one.exercise for pair in found.pairs}) > 1
    table = grid({"justify": "right"}, {"ratio": 1}, {"ratio": 1}, {"ratio": 1}, gap=2)
    for pair in found.pairs[:MOST]:
        where = f", exercise {pair.one.exercise.number}" if several else ""
        told = f"{pair.alike:.0%}", _who(pair.one.author), _who(pair.other.author), Text(_why(pair) + where, QUIET)
        table.add_row(*told)
    return table


def _who(author: Author) -> Text:
    return inert(f"{author.name} ({author.id})" if author.name else author.id)


def _why(pair: Pair) -> str:
    return {
        "same file": "one file, byte for byte",
        "same code": "one code, but for names, layout or order",
        "alike": "alike in what few others have",
    }[pair.why]
