"""Which files Python and numpy need: the only ones that can be read behind the walls."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from . import libraries

PACKAGES = ("site-packages", "dist-packages")
"""Folders inside the standard library's that hold what was installed: hidden."""
_LOADER = ("/etc/ld.so.cache", "/dev/null", "/dev/urandom", "/dev/zero")


@dataclass(frozen=True)
class ReadablePaths:
    """Real paths of what may be read."""

    library: tuple[str, ...]
    """Folders of the standard library."""
    numpy: tuple[str, ...]
    """numpy's own folder and the one of the shared libraries it brings."""
    shared: tuple[str, ...]
    """The shared libraries that these need, each a file and not the folder around it."""
    loader: tuple[str, ...]
    """What the dynamic loader and Python open besides."""

    def __iter__(self) -> Iterator[str]:
        yield from (*self.library, *self.numpy, *self.shared, *self.loader)

    def list_without_packages(self) -> list[str]:
        """Return all paths, with the standard library's folders entry by entry, without installed packages."""
        entries = [os.path.join(folder, name) for folder in self.library for name in _list_entries(folder)]
        return [*entries, *self.numpy, *self.shared, *self.loader]


def collect(numpy_home: str, known: Sequence[str] = ()) -> ReadablePaths:
    """Return the paths of this very process; asks the loader what they need, where that is not known already."""
    library = _resolve(path for path in sys.path if path)
    numpy = _resolve(f"{numpy_home}/{name}" for name in ("numpy", "numpy.libs"))
    return ReadablePaths(
        library=library,
        numpy=numpy,
        shared=tuple(
            path for path in known or libraries.list_needed(library, numpy) if not _is_shown(path, library, numpy)
        ),
        loader=tuple(path for path in _LOADER if os.path.exists(path)),
    )


def _is_shown(path: str, library: Iterable[str], numpy: Iterable[str]) -> bool:
    """Tell whether a library lies in a folder that is shown anyway, or does not exist."""
    packed = any(f"/{name}/" in path for name in PACKAGES)
    folders = numpy if packed else (*numpy, *library)
    return not os.path.exists(path) or any(path.startswith(f"{folder}/") for folder in folders)


def _list_entries(folder: str) -> list[str]:
    """Return the names in a folder, without the folders of installed packages; none where it cannot be read."""
    with contextlib.suppress(OSError):
        return [name for name in os.listdir(folder) if name not in PACKAGES]
    return []


def _resolve(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the existing paths, resolved, each once, none below another that is taken already."""
    kept: list[str] = []
    for path in dict.fromkeys(os.path.realpath(path) for path in paths if path):
        if os.path.exists(path) and not any(path.startswith(f"{other}/") for other in kept):
            kept.append(path)
    return tuple(kept)
