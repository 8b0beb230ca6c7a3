"""Records of a small batch, as `reports.jsonl` holds them, for the tests of the export systems."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

BIAS = "exercise03_bias_correction"
DECAY = "exercise04_adamw_decay"
NEWTON = "exercise12_newton"
"""The tables of its families are soon made, for where the exercise makes no difference."""
MADE = "exercise07_warm_up"


def check(points: float, most: float, outcome: str | None = None, **more: Any) -> dict[str, Any]:
    found = outcome or ("passed" if points == most else "failed")
    told = {} if found == "passed" else {"message": "The law & its <meaning>.", "expected": 3.0, "actual": "nan"}
    return {
        "id": "a_law",
        "says": "The corrected average is the gradient.",
        "function": "bias_correct",
        "outcome": found,
        "points": points,
        "max_points": most,
        "message": "",
        "expected": None,
        "actual": None,
        "given": {"t": 1} if told else {},
        **told,
        **more,
    }


def record(
    id: str, *checks: dict[str, Any], name: str | None = None, exercise: str = BIAS, path: str = "", **more: Any
) -> dict[str, Any]:
    passed = bool(checks) and all(one["outcome"] == "passed" for one in checks)
    return {
        "schema": "fallline/report/v1",
        "exercise": exercise,
        "student": {"id": id, "name": name},
        "submission": {"path": path or f"{id}.py", "sha256": "0" * 64, "kind": "py"},
        "sandbox": "strict",
        "status": "passed" if passed else "failed",
        "score": sum(one["points"] for one in checks),
        "max_score": sum(one["max_points"] for one in checks),
        "checks": list(checks),
        "diagnoses": [],
        "notes": [],
        "findings": [],
        "output": "",
        "seconds": 0.25,
        **more,
    }


def scored(id: str, score: float, most: float = 10.0, **more: Any) -> dict[str, Any]:
    """A report of two laws that earns so many points."""
    half = most / 2
    first = min(score, half)
    return record(id, check(first, half), check(score - first, half), **more)


def absent(id: str, **more: Any) -> dict[str, Any]:
    finding = {"id": "absent", "function": None, "says": "Nothing was handed in."}
    return record(id, status="absent", findings=[finding], **more)


def aside(id: str, **more: Any) -> dict[str, Any]:
    """Work that the kit could not grade."""
    finding = {"id": "set_aside", "function": None, "says": "It was set aside for a person to look at."}
    return record(id, status="set_aside", sandbox=None, findings=[finding], **more)


def named(one: dict[str, Any], *ideas: str) -> dict[str, Any]:
    """The same report with ideas recognized in it."""
    found = {"function": "bias_correct", "misconceptions": list(ideas), "alternatives": [], "evidence": {}}
    return one | {"diagnoses": [found | {"says": "The share is <not> yet full.", "hint": "What is 1 − β^t?"}]}


def out(folder: Path, *records: dict[str, Any]) -> Path:
    """A batch's folder."""
    folder.mkdir(exist_ok=True)
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records)
    (folder / "reports.jsonl").write_text(lines, "utf-8", newline="\n")
    return folder
