"""Which shared libraries Python and numpy need: the dynamic loader's own answer, file by file."""

from __future__ import annotations

import contextlib
import ctypes
import importlib.machinery
import os
import sys
from collections.abc import Iterable, Iterator

_UNWINDING = "libgcc_s.so.1"
"""libc itself asks for it when a thread ends."""
_LINKED = ("lib", "lib64")
"""Folders that on many systems are links into /usr, and are links behind the walls too."""


def needed(library: Iterable[str], numpy: Iterable[str]) -> list[str]:
    """Every file that the loader opens for the extensions in these folders, by the name that it opens.

    A child loads them all, for what is loaded once cannot be let go, and workers inherit it. Raises OSError
    where it has no answer.
    """
    if sys.platform != "linux":
        raise OSError("its walls are Linux's own")
    heard, told = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            for folders in (numpy, library):
                _load(folders)
                os.write(told, "".join(f"{name}\0" for name in _loaded()).encode("utf-8", "surrogateescape"))
        finally:
            os._exit(0)
    os.close(told)
    with os.fdopen(heard, "rb") as pipe:
        answer = pipe.read().decode("utf-8", "surrogateescape")
    os.waitpid(child, 0)
    names = dict.fromkeys(name for name in answer.split("\0") if name.startswith("/"))
    if not names:
        raise OSError("the dynamic loader does not tell which libraries Python needs")
    return list(dict.fromkeys(path for name in names for path in _paths(name)))


def _paths(name: str) -> Iterator[str]:
    """The same file by way of its real folder, and as the loader called it where that is another way."""
    folder, _, file = name.rpartition("/")
    yield f"{os.path.realpath(folder or '/')}/{file}"
    top = name.split("/")[1]
    if "/.." not in name and not (top in _LINKED and os.path.islink(f"/{top}")):
        yield name


def _load(folders: Iterable[str]) -> None:
    import _ctypes

    if sys.platform != "linux":
        raise OSError("its walls are Linux's own")
    for path in (_UNWINDING, *_extensions(folders)):
        # One that cannot be loaded here cannot be imported there.
        with contextlib.suppress(OSError):
            _ctypes.dlopen(path, os.RTLD_LAZY)


def _extensions(folders: Iterable[str]) -> Iterator[str]:
    suffixes = tuple(importlib.machinery.EXTENSION_SUFFIXES)
    for folder in folders:
        for place, below, names in os.walk(folder):
            below[:] = [name for name in below if name not in ("site-packages", "dist-packages", "tests")]
            yield from (f"{place}/{name}" for name in names if name.endswith(suffixes))


class _Entry(ctypes.Structure):
    """The beginning of struct dl_phdr_info, link.h."""

    _fields_ = (("address", ctypes.c_void_p), ("name", ctypes.c_char_p))


def _loaded() -> list[str]:
    """What is loaded, by the names that the loader used; dl_iterate_phdr(3)."""
    names: list[str] = []

    def hear(entry: ctypes._Pointer[_Entry], _size: int, _data: int) -> int:
        names.append(os.fsdecode(entry.contents.name or b""))
        return 0

    kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Entry), ctypes.c_size_t, ctypes.c_void_p)
    ctypes.CDLL(None).dl_iterate_phdr(kind(hear), None)
    return names
