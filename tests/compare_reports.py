"""Keep the reports of everything in tests/submissions, tests/attacks and tests/innocents, and compare them later.

    python tests/compare_reports.py keep before.jsonl       # before a rebuilding
    python tests/compare_reports.py compare before.jsonl    # after it: every report that changed, and in what

For whoever rebuilds how grading works: a report is the same before and after, apart from its seconds.
What attacks do to a clock or to memory differs from run to run; `--only submissions` leaves them out.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from grader import course  # noqa: E402
from grader.grading import grade_all  # noqa: E402
from grader.model import Exercise, Report, Submission  # noqa: E402
from grader.sandbox import Limits, open_sandbox  # noqa: E402
from grader.submission import make_submission  # noqa: E402
from grader.view.document import make_document  # noqa: E402

SHORT = Limits(seconds=0.15, load_seconds=2.0, total_seconds=1.6, memory=2**30, cpu=10)
"""Of an attack, which may take all that it is given."""
LONG = Limits(seconds=5.0)
WORDS = {"@HOME@": "/nowhere", "@OUTSIDE@": "/nowhere", "@SECRET@": "/nowhere/secret.txt", "@PORT@": "9"}
"""What stands in an attack for a place of the machine; the same in every run."""


def submissions() -> Iterator[tuple[Exercise, list[Submission], Limits]]:
    """The corpus, right and wrong."""
    for exercise in course.list_exercises():
        paths = sorted((HERE / "submissions").glob(f"*/{exercise.stem}/*.py"))
        paths += [course.locate_stub(exercise), HERE.parent / "solutions" / f"{exercise.stem}.py"]
        yield exercise, [_of(exercise, path, path.read_bytes()) for path in paths], LONG


def attacks() -> Iterator[tuple[Exercise, list[Submission], Limits]]:
    """Every attack, aimed at nothing."""
    exercise = course.find_exercise("3")
    work = []
    for path in sorted((HERE / "attacks").glob("*.py")):
        text = path.read_bytes()
        for word, meaning in WORDS.items():
            text = text.replace(word.encode(), meaning.encode())
        work.append(_of(exercise, path, text))
    yield exercise, work, SHORT


def innocents() -> Iterator[tuple[Exercise, list[Submission], Limits]]:
    """Honest habits, each before a right solution."""
    exercise = course.find_exercise("3")
    solution = (HERE.parent / "solutions" / f"{exercise.stem}.py").read_bytes()
    paths = sorted((HERE / "innocents").glob("*.py"))
    yield exercise, [_of(exercise, path, path.read_bytes() + b"\n\n" + solution) for path in paths], LONG


KINDS: dict[str, Callable[[], Iterator[tuple[Exercise, list[Submission], Limits]]]] = {
    "submissions": submissions,
    "attacks": attacks,
    "innocents": innocents,
}


def reports(kinds: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The file and the report of each, without its seconds."""
    for kind in kinds:
        for exercise, work, limits in KINDS[kind]():
            found: list[Report] = []
            sandbox = open_sandbox()
            try:
                grade_all(exercise, work, found.append, sandbox, limits=limits)
            finally:
                sandbox.close()
            for report in found:
                told = make_document(report)
                del told["seconds"]
                yield f"{exercise.stem} {report.submission.origin}", json.loads(json.dumps(told))


def differences(before: Any, after: Any, at: str = "") -> Iterator[str]:
    """Where two reports part, each with what stood there and what stands there."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in sorted(before.keys() | after.keys()):
            yield from differences(before.get(name), after.get(name), f"{at}.{name}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for place, pair in enumerate(zip(before, after, strict=True)):
            yield from differences(*pair, at=f"{at}[{place}]")
    elif before != after:
        yield f"{at[1:]}: {str(before)[:160]!r} -> {str(after)[:160]!r}"


def main() -> None:
    """Keep or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("do", choices=["keep", "compare"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--only", choices=sorted(KINDS), action="append", help="only this kind (repeatable)")
    options = parser.parse_args()
    found = reports(options.only or list(KINDS))
    if options.do == "keep":
        with options.file.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(pair) + "\n" for pair in found)
        return
    with options.file.open(encoding="utf-8") as file:
        kept = dict(json.loads(line) for line in file)
    changed = 0
    for name, report in found:
        told = list(differences(kept.get(name), report))
        changed += bool(told)
        for line in told:
            print(f"{name}  {line}")
    print(f"{changed} of {len(kept)} reports differ.")
    raise SystemExit(changed > 0)


def _of(exercise: Exercise, path: Path, text: bytes) -> Submission:
    return make_submission(exercise, text, path.relative_to(HERE.parent).as_posix())


if __name__ == "__main__":
    main()
