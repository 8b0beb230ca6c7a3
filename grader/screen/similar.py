"""The pairs of alike submissions, for human eyes."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from grader.batch.similar import Found, Pair
from grader.model import Author
from grader.screen.clean import clean_text
from grader.screen.components import QUIET, ReadableWidth, make_grid
from grader.text import count

MOST = 12
HINT = (
    "A hint for your eyes: no grade changed. Who learned together is alike without any wrong; the usual solution "
    "of a short exercise is everybody's and is not listed, even where it was copied."
)


def shown(found: Found, written: str) -> RenderableType:
    """Return the most alike groups, and where all of them are."""
    groups = found.groups()
    parts: list[RenderableType] = [Text("Alike", "bold")]
    if groups:
        parts.append(_table(groups))
        if groups[MOST:]:
            parts.append(
                Text(f"… and {count(len(groups) - MOST, 'more pair or group', 'more pairs and groups')}", QUIET)
            )
        parts += [Text(), Text(HINT, QUIET)]
    else:
        parts.append(Text("No pair stands out among the submissions."))
    parts += [clean_text(f"Not compared: {one.path} ({one.why})", QUIET) for one in found.skipped[:MOST]]
    if found.skipped[MOST:]:
        parts.append(Text(f"… and {len(found.skipped) - MOST} more", QUIET))
    parts.append(Text(f"{found.compared} compared. Written: {written}", QUIET))
    return Padding(ReadableWidth(Group(*parts)), (0, 1, 1, 1))


def _table(groups: Sequence[tuple[Pair, ...]]) -> RenderableType:
    several = len({pair.one.exercise for pairs in groups for pair in pairs}) > 1
    table = make_grid({"justify": "right"}, {"ratio": 2}, {"ratio": 1}, gap=2)
    for pairs in groups[:MOST]:
        where = f", exercise {pairs[0].one.exercise.number}" if several else ""
        why = "; ".join(dict.fromkeys(map(_why, pairs)))
        table.add_row(_alike(pairs), _people(pairs), Text(why + where, QUIET))
    return table


def _alike(pairs: Sequence[Pair]) -> str:
    """Return how alike a group is: of its least alike pair to its most."""
    low, high = f"{min(pair.alike for pair in pairs):.0%}", f"{max(pair.alike for pair in pairs):.0%}"
    return high if low == high else f"{low} to {high}"


def _people(pairs: Sequence[Pair]) -> Text:
    """Return who is in a group, each once."""
    who = {author.id: author for pair in pairs for author in (pair.one.author, pair.other.author)}
    people = [_who(who[id]) for id in sorted(who)]
    if len(people) > 2:
        return Text.assemble(f"{len(people)} students: ", Text(", ").join(people))
    return Text(" and ").join(people)


def _who(author: Author) -> Text:
    return clean_text(f"{author.name} ({author.id})" if author.name else author.id)


def _why(pair: Pair) -> str:
    return {
        "same file": "one file, byte for byte",
        "same code": "one code, but for names, layout or order",
        "alike": "alike in what few others have",
    }[pair.why]
