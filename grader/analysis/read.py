"""Reports of several terms and exported progress → Findings. Reports are walked over once and never held."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np
from msgspec import Struct

from grader.analysis import statistics
from grader.analysis.findings import FEWEST, Findings, Idea, Law, Pair, Question, Share, Subject

Record = Mapping[str, Any]
ALIKE = 0.9
"""Phi from which two laws say the same of a student."""
KEPT = ("passed", "carried")
SURE = 3
"""The confidence from which somebody is sure."""
MOST_LURES = 6


class Term(Struct, frozen=True):
    """The reports of one term."""

    name: str
    records: Iterable[Record]


@dataclass(slots=True)
class _Gathered:
    """One exercise while its reports stream by."""

    laws: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Id → function and what it says."""
    rows: list[tuple[str, dict[str, float]]] = field(default_factory=list)
    """A student's term, and 1 or 0 for each law that could be judged."""
    passed: Counter[str] = field(default_factory=Counter)
    ideas: dict[tuple[str, str], dict[str, list[str]]] = field(default_factory=lambda: defaultdict(dict))
    """(function, id) → term → students."""
    failed: int = 0
    unnamed: int = 0

    def add(self, term: str, record: Record) -> None:
        """Take in one report of code that ran."""
        unwritten = {found.get("function") for found in record["findings"] if found["id"] == "unwritten"}
        row = {}
        for check in record["checks"]:
            self.laws.setdefault(check["id"], (check["function"], check["says"]))
            if check["outcome"] in (*KEPT, "failed") and check["function"] not in unwritten:
                row[check["id"]] = float(check["outcome"] in KEPT)
        self.rows.append((term, row))
        if record["status"] == "passed":
            self.passed[term] += 1
            return
        self.failed += 1
        self.unnamed += not any(found["misconceptions"] for found in record["diagnoses"])
        who = (record["student"] or {}).get("id", "")
        for found in record["diagnoses"]:
            for id in found["misconceptions"]:
                self.ideas[found["function"], id].setdefault(term, []).append(who)


def analyse(
    terms: Sequence[Term],
    progress: Iterable[Mapping[str, Any]] = (),
    *,
    names: Mapping[str, str] | None = None,
    titles: Mapping[str, str] | None = None,
    with_students: bool = False,
) -> Findings:
    """Analyse terms in their order, and learners' exported progress.

    `names` are those of ideas by their ids, `titles` those of exercises by their stems.
    """
    gathered: dict[str, _Gathered] = defaultdict(_Gathered)
    for term in terms:
        for record in term.records:
            if record["status"] in ("passed", "failed"):
                gathered[record["exercise"]].add(term.name, record)
    order = tuple(term.name for term in terms)
    files = list(progress)
    tries = _tries(files)
    subjects = [
        _subject(stem, order, gathered[stem], tries.get(stem), names or {}, titles or {}, with_students=with_students)
        for stem in sorted(gathered)
    ]
    return Findings(order, tuple(subjects), tuple(_questions(files)))


def _subject(
    stem: str,
    order: tuple[str, ...],
    found: _Gathered,
    tries: list[int] | None,
    names: Mapping[str, str],
    titles: Mapping[str, str],
    *,
    with_students: bool,
) -> Subject:
    scores = np.array([[row.get(law, math.nan) for law in found.laws] for _term, row in found.rows])
    sizes = Counter(term for term, _row in found.rows)
    here = [term for term in order if sizes[term]]
    rest = statistics.item_rest(scores)
    laws = [
        Law(id, *found.laws[id], {term: _kept(found.rows, term, id) for term in here}, _known(rest[place]))
        for place, id in enumerate(found.laws)
    ]
    ideas = [
        Idea(
            id,
            names.get(id, id),
            function,
            {term: Share(len(who.get(term, ())), sizes[term]) for term in here},
            {term: tuple(one) for term, one in who.items()} if with_students else {},
        )
        for (function, id), who in found.ideas.items()
    ]
    return Subject(
        stem,
        titles.get(stem, stem),
        {term: sizes[term] for term in here},
        {term: Share(found.passed[term], sizes[term]) for term in here},
        _known(statistics.alpha(scores)),
        tuple(laws),
        tuple(_pairs(list(found.laws), scores)),
        tuple(sorted(ideas, key=lambda one: (-one.whole.count, one.id, one.function))),
        Share(found.unnamed, found.failed),
        float(np.median(tries)) if tries else None,
    )


def _kept(rows: Sequence[tuple[str, dict[str, float]]], term: str, law: str) -> Share:
    judged = [row[law] for its, row in rows if its == term and law in row]
    return Share(int(sum(judged)), len(judged))


def _pairs(laws: list[str], scores: statistics.Scores) -> Iterable[Pair]:
    """Every two laws of the exercise that stand and fall together."""
    if len(scores) < FEWEST:
        return
    for one, other in combinations(range(len(laws)), 2):
        phi = statistics.correlation(scores[:, one], scores[:, other])
        if phi >= ALIKE:
            yield Pair(laws[one], laws[other], phi)


def _questions(files: Iterable[Mapping[str, Any]]) -> Iterable[Question]:
    """The questions of exported progress, the one most often missed first."""
    answers: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for file in files:
        for answer in file.get("answers", ()):
            answers[answer["question"]].append(answer)
    found = [_question(id, given) for id, given in answers.items()]
    yield from sorted(found, key=lambda one: (one.right.share or 0.0, one.id))


def _question(id: str, answers: Sequence[Mapping[str, Any]]) -> Question:
    missed = [one for one in answers if one["share"] < 1]
    rated = [one for one in answers if one.get("confidence")]
    lures = Counter(_lure(one) for one in missed)
    return Question(
        id,
        answers[0]["concept"],
        Share(len(answers) - len(missed), len(answers)),
        Share(sum(one["confidence"] >= SURE and one["share"] < 0.5 for one in rated), len(rated)),
        dict(lures.most_common(MOST_LURES)),
    )


def _lure(answer: Mapping[str, Any]) -> str:
    """Return what a wrong answer stands for: its ideas, else its words."""
    try:
        ideas = json.loads(answer.get("misconceptions") or "[]")
    except ValueError:
        ideas = []
    return " and ".join(map(str, ideas)) or str(answer["given"])


def _tries(files: Iterable[Mapping[str, Any]]) -> dict[str, list[int]]:
    """Exercise → how many gradings each learner needed who passed it."""
    found: dict[str, list[int]] = defaultdict(list)
    for file in files:
        for one in file.get("exercises", ()):
            if one.get("passed_at_try"):
                found[one["exercise"]].append(int(one["passed_at_try"]))
    return found


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
