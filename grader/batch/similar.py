"""Whose code is alike: a list of pairs for human eyes, never a penalty.

Two submissions are compared by the fingerprints (fingerprints.py) that are left when the stub's own and those that
much of the class has are taken away; each that is left weighs log2((n + 1) / holders), n distinct texts.
A pair is listed when it shares at least MIN_SHARED of them and they weigh MIN_ALIKE of what the smaller of the two has,
or when all its code agrees and MIN_OWN of its fingerprints are uncommon, or when it is one file and MIN_OWN of its
lines are. One file that a group handed in together is one submission, and no pair.

What that cannot tell: the usual solution of a short exercise is everybody's, so a copy of it looks like honest
work and is not listed. Nor are copies found whose statements were reordered or rewritten one by one, nor code
that most of a class got from one place. And two who learned together, from one blackboard or one web page, are
alike without any wrong: only a talk can tell.
"""

from __future__ import annotations

import contextlib
import csv
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from grader import course
from grader.batch.code import NoCode, read_code
from grader.batch.files import write_rows
from grader.batch.fingerprints import LineRange, compute_fingerprints
from grader.batch.nouns import Entry, Handed, Skipped
from grader.export.grades import escape_cell
from grader.model import Exercise

MIN_ALIKE = 0.7
"""Weight in common, as a share of the smaller submission's, from which a pair is listed."""
MIN_SHARED = 8
"""Uncommon fingerprints that a pair has to share: about 25 words of code."""
MIN_OWN = 4
"""Uncommon fingerprints that are enough when all of the code agrees, and lines when all of the file does."""
FEW, SHARE, MANY = 3, 0.05, 30
"""A mark that more than SHARE of a class have is common; the bound is never below FEW or above MANY texts."""
HEAD = ("group", "exercise", "why", "alike_percent", "student", "name", "file", "lines",
        "other_student", "other_name", "other_file", "other_lines")  # fmt: skip

_Mark = TypeVar("_Mark", int, str)
Why = Literal["same file", "same code", "alike"]
"""How two works agree: byte for byte; in all but names, layout, comments and the order of functions; in large part."""


class Pair(Struct, frozen=True):
    """Two submissions of one exercise that a person should look at."""

    why: Why
    alike: float
    """The share of the smaller one's uncommon code that they have in common, 0 to 1."""
    one: Handed
    other: Handed
    lines: tuple[LineRange, ...] = ()
    """Where they agree, in the first; a notebook's lines count through its code cells."""
    other_lines: tuple[LineRange, ...] = ()


class Comparison(Struct, frozen=True):
    """The outcome of comparing a class."""

    pairs: tuple[Pair, ...]
    """The most alike first."""
    compared: int
    skipped: tuple[Skipped, ...]

    def group_pairs(self) -> list[tuple[Pair, ...]]:
        """Group the pairs that have somebody's work in common; the most alike group comes first."""
        members: dict[tuple[str, str], int] = {}
        groups: dict[int, list[Pair]] = {}
        for number, pair in enumerate(self.pairs):
            ends = {(pair.one.exercise.stem, work.author.id) for work in (pair.one, pair.other)}
            met = sorted({members[end] for end in ends if end in members})
            joined = [pair, *(member for group in met for member in groups.pop(group))]
            first = met[0] if met else number
            groups[first] = sorted(joined, key=lambda member: -member.alike)
            for member in joined:
                for work in (member.one, member.other):
                    members[member.one.exercise.stem, work.author.id] = first
        return [tuple(groups[group]) for group in sorted(groups)]


class _Work(Struct, frozen=True):
    handed: Handed
    digest: str
    marks: frozenset[int]
    """Its fingerprints without the stub's."""
    lines: frozenset[str]
    """Its lines, to the letter, without the stub's."""


def find_pairs(handed: Iterable[Handed]) -> Comparison:
    """Compare every exercise's submissions with each other, through one index of uncommon fingerprints."""
    by_exercise: dict[Exercise, list[Handed]] = defaultdict(list)
    for work in handed:
        by_exercise[work.exercise].append(work)
    pairs: list[Pair] = []
    skipped: list[Skipped] = []
    compared = 0
    for exercise, its_handed in by_exercise.items():
        groups = _group_by_file(its_handed)
        works = list(_iterate_works(exercise, (members[0] for members in groups.values()), skipped))
        compared += len(works)
        for pair in _iterate_pairs(exercise, works):
            pairs += _name_partners(pair, groups)
    return Comparison(tuple(sorted(pairs, key=lambda pair: -pair.alike)), compared, tuple(skipped))


def _group_by_file(handed: Iterable[Handed]) -> dict[Entry, list[Handed]]:
    """Group work by its file: what a group handed in as one file stands together, and is no copy of itself."""
    groups: dict[Entry, list[Handed]] = defaultdict(list)
    for work in handed:
        if work.entry is not None:
            groups[work.entry].append(work)
    return groups


def _name_partners(pair: Pair, groups: Mapping[Entry, Sequence[Handed]]) -> Iterator[Pair]:
    """Yield a pair, and the same for everybody else who handed in one of its files with others."""
    yield pair
    for partner in _list_partners(pair.one, groups):
        yield replace(pair, one=partner)
    for partner in _list_partners(pair.other, groups):
        yield replace(pair, other=partner)


def _list_partners(work: Handed, groups: Mapping[Entry, Sequence[Handed]]) -> list[Handed]:
    """List who else handed in that very file."""
    return [partner for partner in (groups[work.entry] if work.entry else ()) if partner is not work]


def write_table(comparison: Comparison, handed: Iterable[Handed], out: Path) -> str:
    """Write `similar.csv` into a folder of results; what was not compared stands at its end.

    Pairs that an earlier run found stay, where this one did not compare both.
    """
    compared = {(work.exercise.stem, escape_cell(work.author.id)) for work in handed}
    earlier = [
        row for row in _read_earlier(out / "similar.csv") if not {(row[1], row[4]), (row[1], row[8])} <= compared
    ]
    first = 1 + max((int(row[0]) for row in earlier if row[0].isdecimal()), default=0)
    rows = [_make_row(pair, group) for group, pairs in enumerate(comparison.group_pairs(), first) for pair in pairs]
    rows += [
        ["", "", f"not compared: {entry.why}", "", "", "", escape_cell(entry.path), *[""] * 5]
        for entry in comparison.skipped
    ]
    write_rows(out / "similar.csv", [HEAD], iter([*rows, *earlier]))
    return "similar.csv"


def _read_earlier(path: Path) -> list[list[str]]:
    """Read the rows of pairs that an earlier run wrote; empty where the table is not one of ours."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
    except (OSError, ValueError, csv.Error):
        return []
    return [row for row in rows if len(row) == len(HEAD) and row[1]] if tuple(head) == HEAD else []


def format_lines(lines: Sequence[LineRange]) -> str:
    """Format ranges of lines: `3–12, 20–24`."""
    return ", ".join(f"{first}–{last}" if last > first else f"{first}" for first, last in lines)


def _make_row(pair: Pair, group: int) -> list[str]:
    def make_cells(work: Handed, lines: Sequence[LineRange]) -> list[str]:
        path = work.entry.path if work.entry else ""
        return [
            escape_cell(work.author.id),
            escape_cell(work.author.name or ""),
            escape_cell(path),
            format_lines(lines),
        ]

    head = [str(group), pair.one.exercise.stem, pair.why, f"{100 * pair.alike:.0f}"]
    return [*head, *make_cells(pair.one, pair.lines), *make_cells(pair.other, pair.other_lines)]


def _iterate_works(exercise: Exercise, handed: Iterable[Handed], skipped: list[Skipped]) -> Iterator[_Work]:
    """Yield all work that can be compared, without what the stub has; the rest goes into `skipped`."""
    kept = frozenset(exercise.functions)
    stub = course.locate_stub(exercise).read_text("utf-8")
    stub_marks, stub_lines = compute_fingerprints(stub, kept).keys(), _split_lines(stub)
    for work in handed:
        if work.entry is None:
            continue
        try:
            code, digest = read_code(work)
        except NoCode as error:
            skipped.append(Skipped(work.entry.path, str(error)))
        else:
            marks = frozenset(compute_fingerprints(code, kept).keys() - stub_marks)
            yield _Work(work, digest, marks, _split_lines(code) - stub_lines)


def _split_lines(text: str) -> frozenset[str]:
    return frozenset(line.strip() for line in text.splitlines() if line.strip())


def _iterate_pairs(exercise: Exercise, works: Sequence[_Work]) -> Iterator[Pair]:
    """Yield every pair of one exercise that a person should look at."""
    groups: dict[frozenset[int], list[_Work]] = defaultdict(list)
    for work in works:
        groups[work.marks].append(work)
    weights = _compute_weights(list(groups))
    lines = _compute_weights(list({work.digest: work.lines for work in works}.values()))
    for marks, group in groups.items():
        yield from _iterate_same(group, len(marks & weights.keys()) >= MIN_OWN, lines)
    texts = [marks & weights.keys() for marks in groups]
    firsts = [group[0] for group in groups.values()]
    for one, other, alike in _iterate_alike(texts, weights):
        yield _locate(exercise, firsts[one], firsts[other], alike, texts[one] & texts[other])


def _compute_weights(texts: Sequence[frozenset[_Mark]]) -> dict[_Mark, float]:
    """Return the weight of each mark that is uncommon among these texts: the rarer, the more.

    Equal texts have to come once, so that a copy does not make itself common.
    """
    holders = Counter(mark for text in texts for mark in text)
    common = max(FEW, min(SHARE * len(texts), MANY))
    return {mark: math.log2((len(texts) + 1) / count) for mark, count in holders.items() if count <= common}


def _iterate_same(group: Sequence[_Work], uncommon: bool, lines: Mapping[str, float]) -> Iterator[Pair]:
    """Yield a pair for each work after the first in a group of the same code.

    It is paired with an earlier work of the same file, byte for byte, else with the first of the group.
    """
    files = {group[0].digest: group[0]}
    for work in group[1:]:
        twin = files.setdefault(work.digest, work)
        if twin is not work and (uncommon or len(work.lines & lines.keys()) >= MIN_OWN):
            yield Pair("same file", 1.0, twin.handed, work.handed)
        elif uncommon:
            yield Pair("same code", 1.0, group[0].handed, work.handed)


def _iterate_alike(texts: Sequence[frozenset[int]], weights: Mapping[int, float]) -> Iterator[tuple[int, int, float]]:
    """Yield the indices of two texts that share enough, and how much they share (0 to 1).

    An uncommon mark has few holders, so the time grows with the class and not with its square.
    """
    holders: dict[int, list[int]] = defaultdict(list)
    totals = [sum(weights[mark] for mark in text) for text in texts]
    for index, text in enumerate(texts):
        shared = Counter(other for mark in text for other in holders[mark])
        for other, count in shared.items():
            if count >= MIN_SHARED:
                weight = sum(weights[mark] for mark in text & texts[other])
                alike = weight / min(totals[index], totals[other])
                if alike >= MIN_ALIKE:
                    yield other, index, alike
        for mark in text:
            holders[mark].append(index)


def _locate(exercise: Exercise, one: _Work, other: _Work, alike: float, shared: frozenset[int]) -> Pair:
    """Return two works as a pair, with the lines where they agree."""
    kept = frozenset(exercise.functions)
    located = []
    for work in (one, other):
        where: dict[int, LineRange] = {}
        with contextlib.suppress(NoCode):  # changed since it was compared
            where = compute_fingerprints(read_code(work.handed)[0], kept)
        located.append(_merge_ranges([where[mark] for mark in shared if mark in where]))
    return Pair("alike", min(alike, 1.0), one.handed, other.handed, *located)


def _merge_ranges(lines: Iterable[LineRange]) -> tuple[LineRange, ...]:
    """Merge ranges that touch or overlap."""
    merged: list[LineRange] = []
    for first, last in sorted(lines):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((first, last))
    return tuple(merged)
