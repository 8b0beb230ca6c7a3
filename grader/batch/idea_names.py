"""The names of ideas for the end of a batch, without the families: to load them, and numpy, takes longer than a file.

They lie in the user's cache folder under the state of all that they are read from.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Collection

from msgspec import DecodeError
from msgspec.json import decode, encode

from grader import course
from grader.model import Exercise
from grader.storage import kept
from grader.storage.folder import get_cache_folder


def read_idea_names(exercises: Collection[Exercise]) -> dict[str, str]:
    """Return the name of every idea in the families of these exercises, by the idea's id."""
    began = time.time_ns()
    families = sorted(course.locate_file(exercise, "misconceptions") for exercise in exercises)
    state = kept.compute_state([course.PACKAGE / "diagnosis", *{family.parent for family in families}])
    name = hashlib.sha256("\0".join(map(str, families)).encode("utf-8", "surrogateescape")).hexdigest()
    path = get_cache_folder() / "idea-names" / f"{name[:16]}.json"
    with contextlib.suppress(DecodeError):
        return decode(kept.read(path, state.digest) or b"", type=dict[str, str])
    from grader.diagnosis import collect_idea_names

    names = collect_idea_names(exercises)
    if state.changed < began:
        kept.keep(path, encode(names), state.digest)
    return names
