"""The pairs of alike submissions, for human eyes."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from grader.batch.similar import Comparison, Pair
from grader.model import Author
from grader.screen.clean import clean_text
from grader.screen.components import QUIET, ReadableWidth, make_grid
from grader.text import format_count

MAX_NAMED = 12
"""Groups, and files that were not compared, that are named."""
HINT = (
    "A hint for your eyes: no grade changed. Who learned together is alike without any wrong; the usual solution "
    "of a short exercise is everybody's and is not listed, even where it was copied."
)


def render_similar(comparison: Comparison, written: str) -> RenderableType:
    """Render the most alike groups, and where all of them are."""
    groups = comparison.group_pairs()
    parts: list[RenderableType] = [Text("Alike", "bold")]
    if groups:
        parts.append(_render_table(groups))
        if groups[MAX_NAMED:]:
            parts.append(
                Text(
                    f"… and {format_count(len(groups) - MAX_NAMED, 'more pair or group', 'more pairs and groups')}",
                    QUIET,
                )
            )
        parts += [Text(), Text(HINT, QUIET)]
    else:
        parts.append(Text("No pair stands out among the submissions."))
    parts += [clean_text(f"Not compared: {file.path} ({file.why})", QUIET) for file in comparison.skipped[:MAX_NAMED]]
    if comparison.skipped[MAX_NAMED:]:
        parts.append(Text(f"… and {len(comparison.skipped) - MAX_NAMED} more", QUIET))
    parts.append(Text(f"{comparison.compared} compared. Written: {written}", QUIET))
    return Padding(ReadableWidth(Group(*parts)), (0, 1, 1, 1))


def _render_table(groups: Sequence[tuple[Pair, ...]]) -> RenderableType:
    several = len({pair.one.exercise for pairs in groups for pair in pairs}) > 1
    table = make_grid({"justify": "right"}, {"ratio": 2}, {"ratio": 1}, gap=2)
    for pairs in groups[:MAX_NAMED]:
        where = f", exercise {pairs[0].one.exercise.number}" if several else ""
        why = "; ".join(dict.fromkeys(map(_explain_pair, pairs)))
        table.add_row(_format_similarity(pairs), _render_people(pairs), Text(why + where, QUIET))
    return table


def _format_similarity(pairs: Sequence[Pair]) -> str:
    """Return how alike a group is, from its least alike pair to its most."""
    low, high = f"{min(pair.alike for pair in pairs):.0%}", f"{max(pair.alike for pair in pairs):.0%}"
    return high if low == high else f"{low} to {high}"


def _render_people(pairs: Sequence[Pair]) -> Text:
    """Render who is in a group, each person once."""
    authors = {author.id: author for pair in pairs for author in (pair.one.author, pair.other.author)}
    people = [_render_author(authors[id]) for id in sorted(authors)]
    if len(people) > 2:
        return Text.assemble(f"{len(people)} students: ", Text(", ").join(people))
    return Text(" and ").join(people)


def _render_author(author: Author) -> Text:
    return clean_text(f"{author.name} ({author.id})" if author.name else author.id)


def _explain_pair(pair: Pair) -> str:
    return {
        "same file": "one file, byte for byte",
        "same code": "one code, but for names, layout or order",
        "alike": "alike in what few others have",
    }[pair.why]
