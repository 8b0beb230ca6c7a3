"""Landlock: which files may be read, which written; no TCP, no signals across (Linux 5.13 on).

Documentation/userspace-api/landlock.rst and include/uapi/linux/landlock.h.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat
import struct
import sys
from collections.abc import Iterable

from .kernel import Call, prepare_syscall, syscall

assert sys.platform == "linux"

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_VERSION = 1
_PATH_BENEATH = 1

READ_FILE, READ_DIR, EXECUTE = 1 << 2, 1 << 3, 1 << 0
WRITE_FILE, TRUNCATE = 1 << 1, 1 << 14
_REMOVE_AND_MAKE = sum(1 << bit for bit in range(4, 13))
_REFER, _IOCTL_DEV = 1 << 13, 1 << 15
_FILE_RIGHTS = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | _IOCTL_DEV
_NETWORK_RIGHTS = 0b11
"""Bind and connect over TCP."""
_SCOPES = 0b11
"""Abstract Unix sockets and signals."""

READ = READ_FILE | READ_DIR
WRITE = READ | WRITE_FILE | TRUNCATE | (1 << 4) | (1 << 5) | (1 << 7) | (1 << 8)


def read_version() -> int:
    """Return the version that the running kernel offers; raises OSError where it offers none."""
    return syscall("landlock", _CREATE, None, ctypes.c_size_t(0), ctypes.c_uint(_VERSION))


def create_ruleset(reads: Iterable[str], lists: Iterable[str] = (), writes: Iterable[str] = ()) -> int:
    """Return a descriptor of rules that refuse everything but the named access below the named paths.

    Below `reads` files may be read, below `lists` only folders listed, below `writes` files written as well.
    """
    version = read_version()
    handled = _FILE_RIGHTS & ~(TRUNCATE | _IOCTL_DEV) | READ_DIR | _REMOVE_AND_MAKE
    handled |= (_REFER if version >= 2 else 0) | (TRUNCATE if version >= 3 else 0)
    handled |= _IOCTL_DEV if version >= 5 else 0
    words = [handled, _NETWORK_RIGHTS if version >= 4 else 0, _SCOPES if version >= 6 else 0]
    size = 8 if version < 4 else 16 if version < 6 else 24
    attributes = struct.pack("<3Q", *words)
    rules = syscall("landlock", _CREATE, attributes, ctypes.c_size_t(size), ctypes.c_uint(0))
    for paths, access in ((reads, READ), (lists, READ_DIR), (writes, WRITE)):
        for path in paths:
            with contextlib.suppress(FileNotFoundError):
                _add(rules, path, access & handled)
    return rules


def prepare_restricting(rules: int) -> Call:
    """Prepare to hold this process to the rules, for good; needs no_new_privs."""
    return prepare_syscall("landlock", _RESTRICT, rules, ctypes.c_uint(0))


def _add(rules: int, path: str, access: int) -> None:
    """Add a rule that allows some access to a file, or below a folder."""
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            access &= _FILE_RIGHTS
        # struct landlock_path_beneath_attr is packed: u64 allowed_access, s32 parent_fd
        rule = struct.pack("<Qi", access, descriptor)
        syscall("landlock", _ADD, rules, _PATH_BENEATH, rule, ctypes.c_uint(0))
    finally:
        os.close(descriptor)
