"""What a class is graded with besides its suite, in words: so that nobody is regraded otherwise without being told."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping

from grader import surroundings
from grader.batch.engine import Settings
from grader.storage import seals
from grader.text import format_count, join_words

Policy = tuple[str, ...]
"""One phrase for each setting that changes results, in a fixed order."""
Result = tuple[str, str]
"""The stem of an exercise, and a student."""


def describe_policy(settings: Settings, seed: int | None, secret: str) -> Policy:
    """Return the settings and versions that results depend on, each as a phrase.

    A secret is known by a mark that tells nothing.
    """
    if secret:
        drawn = f"with the secret that is marked {seals.make_secret('policy', secret)[:6]}"
        drawn += f" and --seed {seed}" if seed else ""
    else:
        drawn = "without --seed and secret" if seed is None else f"with --seed {seed}"
    return (
        "without --no-carry" if settings.carry else "with --no-carry",
        f"with --timeout {settings.limits.seconds:g}",
        f"with --sandbox {settings.no_less}",
        drawn,
        f"on Python {sys.version_info[0]}.{sys.version_info[1]} and numpy {surroundings.read_numpy_version()}",
    )


def find_changed(known: Mapping[Result, Policy], asked: Iterable[Result], policy: Policy) -> dict[Result, Policy]:
    """Find the results among those asked for that were graded under another policy, and under which."""
    return {result: known[result] for result in asked if result in known and known[result] != policy}


def explain_again(changed: Mapping[Result, Policy], policy: Policy) -> list[str]:
    """Explain before a class is graded which of its results were graded otherwise and are graded again."""
    return [
        f"{stem} was graded before {_list_differences(before, policy)}, now {_list_differences(policy, before)}: "
        f"{'all ' if many > 1 else ''}{format_count(many, 'result')} of it {'are' if many > 1 else 'is'} graded again. "
        "Where that is not meant, stop with Ctrl-C and give the options of before."
        for (stem, before), many in _count(changed).items()
    ]


def explain_others(others: Mapping[Result, Policy], policy: Policy) -> list[str]:
    """Explain that results of students who are not in this run were graded otherwise than theirs."""
    return [
        f"{format_count(many, 'result')} of {stem}, of students who are not in this run, "
        f"{'were' if many > 1 else 'was'} graded {_list_differences(before, policy)}, "
        f"this run {_list_differences(policy, before)}."
        for (stem, before), many in _count(others).items()
    ]


def explain_changes(before: Mapping[Result, float], after: Mapping[Result, float]) -> list[str]:
    """Explain how many of the results that were graded again have other points than before."""
    lines = []
    for stem in dict.fromkeys(stem for stem, _student in before):
        again = [result for result in before if result[0] == stem and result in after]
        others = sum(before[result] != after[result] for result in again)
        lines.append(
            f"{format_count(len(again), 'result')} of {stem} graded again with other settings: {others} changed."
        )
    return lines


def _count(results: Mapping[Result, Policy]) -> Counter[tuple[str, Policy]]:
    """Count the results of each exercise by the policy they were graded under."""
    return Counter((stem, policy) for (stem, _student), policy in results.items())


def _list_differences(policy: Policy, other: Policy) -> str:
    """List what one policy says and the other does not."""
    return join_words([phrase for phrase in policy if phrase not in other]) or "otherwise"
