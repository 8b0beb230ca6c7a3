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


def list_needed(library: Iterable[str], numpy: Iterable[str]) -> list[str]:
    """Return every file that the loader opens for the extensions in these folders, by the name that it opens.

    A child loads them all, for what is loaded once cannot be let go, and workers inherit it. Raises OSError
    where it has no answer.
    """
    if sys.platform != "linux":
        raise OSError("its walls are Linux's own")
    incoming, outgoing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            for folders in (numpy, library):
                _load_extensions(folders)
                os.write(outgoing, "".join(f"{name}\0" for name in _list_loaded()).encode("utf-8", "surrogateescape"))
        finally:
            os._exit(0)
    os.close(outgoing)
    with os.fdopen(incoming, "rb") as pipe:
        answer = pipe.read().decode("utf-8", "surrogateescape")
    os.waitpid(child, 0)
    names = dict.fromkeys(name for name in answer.split("\0") if name.startswith("/"))
    if not names:
        raise OSError("the dynamic loader does not tell which libraries Python needs")
    return list(dict.fromkeys(path for name in names for path in _iterate_paths(name)))


def _iterate_paths(name: str) -> Iterator[str]:
    """Yield a file's path through its real folder, and as the loader called it where that differs."""
    folder, _, file = name.rpartition("/")
    yield f"{os.path.realpath(folder or '/')}/{file}"
    top = name.split("/")[1]
    if "/.." not in name and not (top in _LINKED and os.path.islink(f"/{top}")):
        yield name


def _load_extensions(folders: Iterable[str]) -> None:
    """Load every extension module in these folders, and the library that libc itself asks for."""
    import _ctypes

    if sys.platform != "linux":
        raise OSError("its walls are Linux's own")
    for path in (_UNWINDING, *_iterate_extensions(folders)):
        # One that cannot be loaded here cannot be imported there.
        with contextlib.suppress(OSError):
            _ctypes.dlopen(path, os.RTLD_LAZY)


def _iterate_extensions(folders: Iterable[str]) -> Iterator[str]:
    """Yield the paths of extension modules below these folders, without installed packages and tests."""
    suffixes = tuple(importlib.machinery.EXTENSION_SUFFIXES)
    for folder in folders:
        for parent, children, names in os.walk(folder):
            children[:] = [name for name in children if name not in ("site-packages", "dist-packages", "tests")]
            yield from (f"{parent}/{name}" for name in names if name.endswith(suffixes))


class _Entry(ctypes.Structure):
    """The beginning of struct dl_phdr_info, link.h."""

    _fields_ = (("address", ctypes.c_void_p), ("name", ctypes.c_char_p))


def _list_loaded() -> list[str]:
    """Return the names of the libraries that are loaded, as the loader called them; dl_iterate_phdr(3)."""
    names: list[str] = []

    def append_name(entry: ctypes._Pointer[_Entry], _size: int, _data: int) -> int:
        names.append(os.fsdecode(entry.contents.name or b""))
        return 0

    kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Entry), ctypes.c_size_t, ctypes.c_void_p)
    ctypes.CDLL(None).dl_iterate_phdr(kind(append_name), None)
    return names
