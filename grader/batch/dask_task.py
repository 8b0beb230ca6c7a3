"""What a worker of a cluster is sent to do: one submission, there and back as bytes.

Bytes that call `run_task` where they are unpickled: whoever passes them on needs no kit, a worker without
one fails as any task fails, and one with another kit notices before it unpacks what that kit may not know.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from grader import __version__, course
from grader.batch import process
from grader.batch.engine import Piece, Settings
from grader.batch.journal import hash_suite
from grader.course import location
from grader.errors import KitError
from grader.model import Report

Kit = tuple[str, str, str, str]
"""The kit's version, an exercise's stem, the folder of its course, and the hash of all that judges it."""


def identify_kit(stem: str, folder: str = "") -> Kit:
    """Identify what this machine would grade that exercise with; raises KitError where it has no such exercise."""
    its = location.load_course(Path(folder)) if folder else location.Course()
    return __version__, stem, folder, hash_suite(course.find_exercise(stem, its))


def pack_task(kit: Kit, piece: Piece, settings: Settings) -> bytes:
    """Pack a piece as a task: `pickle.loads` of it runs it and returns what `unpack_report` reads."""
    return pickle.dumps(_Task(kit, pickle.dumps((piece, settings))))


class _Task(Struct, frozen=True):
    kit: Kit
    content: bytes

    def __reduce__(self) -> tuple[Callable[[Kit, bytes], bytes], tuple[Kit, bytes]]:
        return run_task, (self.kit, self.content)


def run_task(kit: Kit, content: bytes) -> bytes:
    """Grade a piece, on the worker, behind that machine's walls; raises KitError where its kit is another."""
    try:
        _validate_kit(kit)
        return pickle.dumps(process.grade_piece(*pickle.loads(content)))
    except KitError as error:
        raise type(error)(f"On the worker {_find_address()}: {error.what}", error.mend) from None


def unpack_report(answer: bytes) -> Report:
    """Unpack the report that `run_task` packed."""
    report: Report = pickle.loads(answer)
    return report


def close_sandboxes() -> None:
    """Close, on the worker, the sandboxes that were kept for the next piece."""
    process.end()


def _validate_kit(kit: Kit) -> None:
    """Raise KitError where this machine would grade with another kit."""
    version, stem, folder, _ = kit
    ours, *_ = mine = identify_kit(stem, folder)
    if mine != kit:
        differs = f"its kit is {ours}, not {version}" if ours != version else f"its suite of {stem} is another one"
        raise KitError(f"It would not grade alike: {differs}.", "Install the same version on every machine.")


def _find_address() -> str:
    """Find the address of this worker."""
    from distributed import get_worker

    return str(get_worker().address)
