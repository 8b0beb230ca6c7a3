"""Which files Python and numpy need: the only ones that can be read behind the walls."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

PACKAGES = ("site-packages", "dist-packages")
"""Folders inside the standard library's that hold what was installed: hidden."""
_LOADER = ("/etc/ld.so.cache", "/etc/alternatives", "/dev/null", "/dev/urandom", "/dev/zero")


@dataclass(frozen=True)
class Places:
    """Real paths."""

    library: tuple[str, ...]
    """Folders of the standard library."""
    numpy: tuple[str, ...]
    """numpy's own folder and the one of the shared libraries it brings."""
    shared: tuple[str, ...]
    """The system's shared libraries, and those beside this Python."""
    loader: tuple[str, ...]
    """What the dynamic loader and Python open besides."""

    def __iter__(self) -> Iterator[str]:
        yield from (*self.library, *self.numpy, *self.shared, *self.loader)

    def without_packages(self) -> list[str]:
        """All of it, the standard library's folders entry by entry, without the installed packages."""
        entries = [os.path.join(folder, name) for folder in self.library for name in _entries(folder)]
        return [*entries, *self.numpy, *self.shared, *self.loader]


def find(numpy_home: str) -> Places:
    """Look where this very process came from; asks the file system only."""
    numpy = [f"{numpy_home}/{name}" for name in ("numpy", "numpy.libs")]
    return Places(
        library=_real(path for path in sys.path if path),
        numpy=_real(numpy),
        shared=_real([*_system_folders(), *_beside_python(), *os.environ.get("LD_LIBRARY_PATH", "").split(":")]),
        loader=tuple(path for path in _LOADER if os.path.exists(path)),
    )


def _system_folders() -> list[str]:
    """Where libc and the loader were mapped from: /usr/lib/x86_64-linux-gnu, /usr/lib64 and the like."""
    found = []
    with open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as maps:
        for line in maps:
            folder, _, name = line.rstrip("\n").partition("/")[2].rpartition("/")
            if name.startswith(("libc.so", "libc-", "libm.so", "libm-", "ld-", "libstdc++")):
                found.append("/" + folder)
    return sorted(set(found))


def _beside_python() -> list[str]:
    """Shared libraries of a Python that lives in a prefix of its own."""
    folder = f"{sys.base_prefix}/lib"
    return [f"{folder}/{name}" for name in _entries(folder) if name.startswith("lib") and ".so" in name]


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
