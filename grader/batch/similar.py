"""Whose code is alike: a list of pairs for human eyes, never a penalty.

Two submissions are compared by the fingerprints (fingerprints.py) that are left when the stub's own and those that
much of the class has are taken away; each that is left weighs log2((n + 1) / holders), n distinct texts.
A pair is listed when it shares at least LEAST of them and they weigh ALIKE of what the smaller of the two has,
or when all its code agrees and WHOLE of it are uncommon, or when it is one file and WHOLE of its lines are.

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

from grader import course
from grader.batch.code import NoCode, read_code
from grader.batch.files import write_rows
from grader.batch.fingerprints import LineRange, compute_fingerprints
from grader.batch.nouns import Handed, Skipped
from grader.export.grades import escape_cell
from grader.model import Exercise

MIN_ALIKE = 0.7
"""Weight in common, as a share of the smaller submission's, from which a pair is listed."""
MIN_SHARED = 8
"""Uncommon fingerprints that a pair has to share: about 25 words of code."""
MIN_OWN = 4
"""Uncommon fingerprints that are enough when all of the code agrees, and lines when all of the file does."""
FEW, SHARE, MANY = 3, 0.05, 30
"""What more texts than this share of a class hold is common; never fewer than FEW, never more than MANY."""
HEAD = ("group", "exercise", "why", "alike_percent", "student", "name", "file", "lines",
        "other_student", "other_name", "other_file", "other_lines")  # fmt: skip

_Mark = TypeVar("_Mark", int, str)
Why = Literal["same file", "same code", "alike"]
"""Byte for byte; but for names, layout, comments and the order of functions; in large part."""


class Pair(Struct, frozen=True):
    """Two submissions of one exercise that a person should look at."""

    why: Why
    alike: float
    """What they share of the smaller one's uncommon code, 0 to 1."""
    one: Handed
    other: Handed
    lines: tuple[LineRange, ...] = ()
    """Where, in the first; a notebook's lines count through its code cells."""
    other_lines: tuple[LineRange, ...] = ()


class Comparison(Struct, frozen=True):
    """What comparing a class came to."""

    pairs: tuple[Pair, ...]
    """The most alike first."""
    compared: int
    skipped: tuple[Skipped, ...]

    def group_pairs(self) -> list[tuple[Pair, ...]]:
        """Return the pairs that hang together, by whose work they share; the most alike group first."""
        members: dict[tuple[str, str], int] = {}
        groups: dict[int, list[Pair]] = {}
        for number, pair in enumerate(self.pairs):
            ends = {(pair.one.exercise.stem, one.author.id) for one in (pair.one, pair.other)}
            met = sorted({members[end] for end in ends if end in members})
            joined = [pair, *(held for place in met for held in groups.pop(place))]
            at = met[0] if met else number
            groups[at] = sorted(joined, key=lambda held: -held.alike)
            for held in joined:
                for one in (held.one, held.other):
                    members[held.one.exercise.stem, one.author.id] = at
        return [tuple(groups[place]) for place in sorted(groups)]


class _Work(Struct, frozen=True):
    handed: Handed
    digest: str
    marks: frozenset[int]
    """Fingerprints of its own."""
    lines: frozenset[str]
    """Lines of its own, to the letter."""


def find_pairs(handed: Iterable[Handed]) -> Comparison:
    """Compare every exercise's submissions with each other, through one index of uncommon fingerprints."""
    by_exercise: dict[Exercise, list[Handed]] = defaultdict(list)
    for one in handed:
        by_exercise[one.exercise].append(one)
    pairs: list[Pair] = []
    skipped: list[Skipped] = []
    compared = 0
    for exercise, ones in by_exercise.items():
        works = list(_iterate_works(exercise, ones, skipped))
        compared += len(works)
        pairs += _iterate_pairs(exercise, works)
    return Comparison(tuple(sorted(pairs, key=lambda pair: -pair.alike)), compared, tuple(skipped))


def write_table(found: Comparison, handed: Iterable[Handed], out: Path) -> str:
    """Write `similar.csv` into a folder of results; what was not compared stands at its end.

    Pairs that an earlier run found stay, where this one did not compare both.
    """
    compared = {(one.exercise.stem, escape_cell(one.author.id)) for one in handed}
    earlier = [
        row for row in _read_earlier(out / "similar.csv") if not {(row[1], row[4]), (row[1], row[8])} <= compared
    ]
    first = 1 + max((int(row[0]) for row in earlier if row[0].isdecimal()), default=0)
    rows = [_make_row(pair, group) for group, pairs in enumerate(found.group_pairs(), first) for pair in pairs]
    rows += [
        ["", "", f"not compared: {one.why}", "", "", "", escape_cell(one.path), *[""] * 5] for one in found.skipped
    ]
    write_rows(out / "similar.csv", [HEAD], iter([*rows, *earlier]))
    return "similar.csv"


def _read_earlier(path: Path) -> list[list[str]]:
    """Return the pairs that an earlier run wrote; none where the table is not one of ours."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
    except (OSError, ValueError, csv.Error):
        return []
    return [row for row in rows if len(row) == len(HEAD) and row[1]] if tuple(head) == HEAD else []


def format_lines(lines: Sequence[LineRange]) -> str:
    """`3–12, 20–24`."""
    return ", ".join(f"{first}–{last}" if last > first else f"{first}" for first, last in lines)


def _make_row(pair: Pair, group: int) -> list[str]:
    def told(one: Handed, lines: Sequence[LineRange]) -> list[str]:
        path = one.entry.path if one.entry else ""
        return [escape_cell(one.author.id), escape_cell(one.author.name or ""), escape_cell(path), format_lines(lines)]

    head = [str(group), pair.one.exercise.stem, pair.why, f"{100 * pair.alike:.0f}"]
    return [*head, *told(pair.one, pair.lines), *told(pair.other, pair.other_lines)]


def _iterate_works(exercise: Exercise, ones: Iterable[Handed], skipped: list[Skipped]) -> Iterator[_Work]:
    """What can be compared; what is the stub's own, everybody was given."""
    kept = frozenset(exercise.functions)
    stub = course.locate_stub(exercise).read_text("utf-8")
    given, written = compute_fingerprints(stub, kept).keys(), _split_lines(stub)
    for one in ones:
        if one.entry is None:
            continue
        try:
            code, digest = read_code(one)
        except NoCode as unfit:
            skipped.append(Skipped(one.entry.path, str(unfit)))
        else:
            yield _Work(
                one, digest, frozenset(compute_fingerprints(code, kept).keys() - given), _split_lines(code) - written
            )


def _split_lines(text: str) -> frozenset[str]:
    return frozenset(line.strip() for line in text.splitlines() if line.strip())


def _iterate_pairs(exercise: Exercise, works: Sequence[_Work]) -> Iterator[Pair]:
    groups: dict[frozenset[int], list[_Work]] = defaultdict(list)
    for work in works:
        groups[work.marks].append(work)
    weights = _compute_weights(list(groups))
    lines = _compute_weights(list({work.digest: work.lines for work in works}.values()))
    for marks, group in groups.items():
        yield from _iterate_same(group, len(marks & weights.keys()) >= MIN_OWN, lines)
    texts = [marks & weights.keys() for marks in groups]
    firsts = [group[0] for group in groups.values()]
    for place, other, alike in _iterate_alike(texts, weights):
        yield _locate(exercise, firsts[place], firsts[other], alike, texts[place] & texts[other])


def _compute_weights(texts: Sequence[frozenset[_Mark]]) -> dict[_Mark, float]:
    """Of what is uncommon. Equal texts count once: a copy does not make itself common."""
    holders = Counter(mark for text in texts for mark in text)
    common = max(FEW, min(SHARE * len(texts), MANY))
    return {mark: math.log2((len(texts) + 1) / count) for mark, count in holders.items() if count <= common}


def _iterate_same(group: Sequence[_Work], uncommon: bool, lines: Mapping[str, float]) -> Iterator[Pair]:
    """Of a group whose code is all the same, each with one before it: with its very file, else with the first."""
    files = {group[0].digest: group[0]}
    for work in group[1:]:
        twin = files.setdefault(work.digest, work)
        if twin is not work and (uncommon or len(work.lines & lines.keys()) >= MIN_OWN):
            yield Pair("same file", 1.0, twin.handed, work.handed)
        elif uncommon:
            yield Pair("same code", 1.0, group[0].handed, work.handed)


def _iterate_alike(texts: Sequence[frozenset[int]], weights: Mapping[int, float]) -> Iterator[tuple[int, int, float]]:
    """Places of pairs that share enough. An uncommon mark has few holders: the work grows with the class."""
    holders: dict[int, list[int]] = defaultdict(list)
    totals = [sum(weights[mark] for mark in text) for text in texts]
    for place, text in enumerate(texts):
        shared = Counter(other for mark in text for other in holders[mark])
        for other, count in shared.items():
            if count >= MIN_SHARED:
                weight = sum(weights[mark] for mark in text & texts[other])
                alike = weight / min(totals[place], totals[other])
                if alike >= MIN_ALIKE:
                    yield other, place, alike
        for mark in text:
            holders[mark].append(place)


def _locate(exercise: Exercise, one: _Work, other: _Work, alike: float, shared: frozenset[int]) -> Pair:
    kept = frozenset(exercise.functions)
    found = []
    for work in (one, other):
        where: dict[int, LineRange] = {}
        with contextlib.suppress(NoCode):  # changed since it was compared
            where = compute_fingerprints(read_code(work.handed)[0], kept)
        found.append(_merge_ranges([where[mark] for mark in shared if mark in where]))
    return Pair("alike", min(alike, 1.0), one.handed, other.handed, *found)


def _merge_ranges(lines: Iterable[LineRange]) -> tuple[LineRange, ...]:
    """Ranges that touch become one."""
    merged: list[LineRange] = []
    for first, last in sorted(lines):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((first, last))
    return tuple(merged)
