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
from grader.analysis.findings import MIN_STUDENTS, Findings, Idea, Law, Pair, Question, Share, Subject
from grader.view.counting import has_wrong_numbers, identify_program

Record = Mapping[str, Any]
MIN_PHI = 0.9
"""Phi from which two laws say the same of a student."""
KEPT_OUTCOMES = ("passed", "carried")
MIN_SURE = 3
"""The confidence from which somebody is sure."""
MAX_LURES = 6


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
    """A program's term, and 1 or 0 for each law that could be judged."""
    passed: Counter[str] = field(default_factory=Counter)
    ideas: dict[tuple[str, str], dict[str, list[str]]] = field(default_factory=lambda: defaultdict(dict))
    """(function, id) → term → students."""
    holders: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """(function, id, term) → programs."""
    programs: set[tuple[str, ...]] = field(default_factory=set)
    """What tells the programs apart that were counted."""
    wrong: int = 0
    """Programs whose numbers are wrong."""
    unnamed: int = 0
    """Those of them whose numbers no idea has."""

    def add(self, term: str, record: Record) -> None:
        """Take in one report of code that ran; of a group that handed in one file, the first report counts."""
        who = (record["student"] or {}).get("id", "")
        held = [(diagnosis["function"], id) for diagnosis in record["diagnoses"] for id in diagnosis["misconceptions"]]
        if record["status"] != "passed":
            for idea in held:
                self.ideas[idea].setdefault(term, []).append(who)
        program = (term, *identify_program(record))
        if program not in self.programs:
            self.programs.add(program)
            self._count(term, record, held)

    def _count(self, term: str, record: Record, held: Sequence[tuple[str, str]]) -> None:
        """Count one program, and the ideas held in it."""
        unwritten = {finding.get("function") for finding in record["findings"] if finding["id"] == "unwritten"}
        row = {}
        for check in record["checks"]:
            self.laws.setdefault(check["id"], (check["function"], check["says"]))
            if check["outcome"] in (*KEPT_OUTCOMES, "failed") and check["function"] not in unwritten:
                row[check["id"]] = float(check["outcome"] in KEPT_OUTCOMES)
        self.rows.append((term, row))
        if record["status"] == "passed":
            self.passed[term] += 1
            return
        if has_wrong_numbers(record):
            self.wrong += 1
            self.unnamed += not held
        self.holders.update((*idea, term) for idea in held)


def analyse(
    terms: Sequence[Term],
    progress: Iterable[Mapping[str, Any]] = (),
    *,
    names: Mapping[str, str] | None = None,
    titles: Mapping[str, str] | None = None,
    with_students: bool = False,
) -> Findings:
    """Analyse terms in their order and learners' exported progress, and return what they tell of the course.

    `names` are those of ideas by their ids, `titles` those of exercises by their stems. Ids of students come back
    only where `with_students` asks for them.
    """
    gathered: dict[str, _Gathered] = defaultdict(_Gathered)
    for term in terms:
        for record in term.records:
            if record["status"] in ("passed", "failed"):
                gathered[record["exercise"]].add(term.name, record)
    order = tuple(term.name for term in terms)
    files = list(progress)
    tries = _collect_tries(files)
    subjects = [
        _make_subject(
            stem, order, gathered[stem], tries.get(stem), names or {}, titles or {}, with_students=with_students
        )
        for stem in sorted(gathered)
    ]
    return Findings(order, tuple(subjects), tuple(_iterate_questions(files)))


def _make_subject(
    stem: str,
    order: tuple[str, ...],
    gathered: _Gathered,
    tries: list[int] | None,
    names: Mapping[str, str],
    titles: Mapping[str, str],
    *,
    with_students: bool,
) -> Subject:
    scores = np.array([[row.get(law, math.nan) for law in gathered.laws] for _term, row in gathered.rows])
    sizes = Counter(term for term, _row in gathered.rows)
    here = [term for term in order if sizes[term]]
    rest = statistics.compute_item_rest(scores)
    laws = [
        Law(
            id,
            *gathered.laws[id],
            {term: _count_kept(gathered.rows, term, id) for term in here},
            _replace_nan(rest[index]),
        )
        for index, id in enumerate(gathered.laws)
    ]
    ideas = [
        Idea(
            id,
            names.get(id, id),
            function,
            {term: Share(gathered.holders[function, id, term], sizes[term]) for term in here},
            {term: tuple(ids) for term, ids in who.items()} if with_students else {},
        )
        for (function, id), who in gathered.ideas.items()
    ]
    return Subject(
        stem,
        titles.get(stem, stem),
        {term: sizes[term] for term in here},
        {term: Share(gathered.passed[term], sizes[term]) for term in here},
        _replace_nan(statistics.compute_alpha(scores)),
        tuple(laws),
        tuple(_iterate_pairs(list(gathered.laws), scores)),
        tuple(sorted(ideas, key=lambda idea: (-idea.whole.count, idea.id, idea.function))),
        Share(gathered.unnamed, gathered.wrong),
        float(np.median(tries)) if tries else None,
    )


def _count_kept(rows: Sequence[tuple[str, dict[str, float]]], term: str, law: str) -> Share:
    """Count who kept a law in one term, of those in whom it could be judged."""
    judged = [row[law] for row_term, row in rows if row_term == term and law in row]
    return Share(int(sum(judged)), len(judged))


def _iterate_pairs(laws: list[str], scores: statistics.Scores) -> Iterable[Pair]:
    """Yield every two laws of the exercise that stand and fall together."""
    if len(scores) < MIN_STUDENTS:
        return
    for one, other in combinations(range(len(laws)), 2):
        phi = statistics.compute_correlation(scores[:, one], scores[:, other])
        if phi >= MIN_PHI:
            yield Pair(laws[one], laws[other], phi)


def _iterate_questions(files: Iterable[Mapping[str, Any]]) -> Iterable[Question]:
    """Yield the questions of exported progress, the one most often missed first."""
    answers: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for file in files:
        for answer in file.get("answers", ()):
            answers[answer["question"]].append(answer)
    questions = [_make_question(id, rows) for id, rows in answers.items()]
    yield from sorted(questions, key=lambda question: (question.right.share or 0.0, question.id))


def _make_question(id: str, answers: Sequence[Mapping[str, Any]]) -> Question:
    missed = [answer for answer in answers if answer["share"] < 1]
    rated = [answer for answer in answers if answer.get("confidence")]
    lures = Counter(map(_name_lure, missed))
    return Question(
        id,
        answers[0]["concept"],
        Share(len(answers) - len(missed), len(answers)),
        Share(sum(answer["confidence"] >= MIN_SURE and answer["share"] < 0.5 for answer in rated), len(rated)),
        dict(lures.most_common(MAX_LURES)),
    )


def _name_lure(answer: Mapping[str, Any]) -> str:
    """Return what a wrong answer stands for: its ideas, else its words."""
    try:
        ideas = json.loads(answer.get("misconceptions") or "[]")
    except ValueError:
        ideas = []
    return " and ".join(map(str, ideas)) or str(answer["given"])


def _collect_tries(files: Iterable[Mapping[str, Any]]) -> dict[str, list[int]]:
    """Collect, by exercise, how many gradings each learner needed who passed it."""
    tries: dict[str, list[int]] = defaultdict(list)
    for file in files:
        for exercise in file.get("exercises", ()):
            if exercise.get("passed_at_try"):
                tries[exercise["exercise"]].append(int(exercise["passed_at_try"]))
    return tries


def _replace_nan(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
