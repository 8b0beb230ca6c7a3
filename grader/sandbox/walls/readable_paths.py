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
class Places:
    """Real paths."""

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

    def without_packages(self) -> list[str]:
        """All of it, the standard library's folders entry by entry, without the installed packages."""
        entries = [os.path.join(folder, name) for folder in self.library for name in _entries(folder)]
        return [*entries, *self.numpy, *self.shared, *self.loader]


def find(numpy_home: str, known: Sequence[str] = ()) -> Places:
    """Look where this very process came from, and ask the loader what that needs, where it is not known already."""
    library = _real(path for path in sys.path if path)
    numpy = _real(f"{numpy_home}/{name}" for name in ("numpy", "numpy.libs"))
    return Places(
        library=library,
        numpy=numpy,
        shared=tuple(path for path in known or libraries.needed(library, numpy) if not _shown(path, library, numpy)),
        loader=tuple(path for path in _LOADER if os.path.exists(path)),
    )


def _shown(path: str, library: Iterable[str], numpy: Iterable[str]) -> bool:
    """Whether a library lies in a folder that is shown anyway."""
    packed = any(f"/{name}/" in path for name in PACKAGES)
    folders = numpy if packed else (*numpy, *library)
    return not os.path.exists(path) or any(path.startswith(f"{folder}/") for folder in folders)


def _entries(folder: str) -> list[str]:
    with contextlib.suppress(OSError):
        return [name for name in os.listdir(folder) if name not in PACKAGES]
    return []


def _real(paths: Iterable[str]) -> tuple[str, ...]:
    """Existing places, each once, none below another that is taken already."""
    kept: list[str] = []
    for path in dict.fromkeys(os.path.realpath(p) for p in paths if p):
        if os.path.exists(path) and not any(path.startswith(f"{other}/") for other in kept):
            kept.append(path)
    return tuple(kept)
