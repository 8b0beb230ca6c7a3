"""Calls to the kernel that Python's own library does not offer (to 3.11), by way of libc.

`prepare_…` returns a call with its arguments, to be made later. A worker makes a dozen calls before it serves: what
they are made of was made before its fork, for of whatever it makes or changes itself the memory is copied first.
"""

from __future__ import annotations

import ctypes
import functools
import os
import platform
from collections.abc import Callable
from typing import NamedTuple

_LIBC = ctypes.CDLL(None, use_errno=True)

# include/uapi/linux/sched.h
NEWNS, NEWCGROUP, NEWUTS, NEWIPC = 0x0002_0000, 0x0200_0000, 0x0400_0000, 0x0800_0000
NEWUSER, NEWPID, NEWNET = 0x1000_0000, 0x2000_0000, 0x4000_0000

# include/uapi/linux/mount.h
MS_BIND, MS_REC, MS_PRIVATE = 0x1000, 0x4000, 0x4_0000
MS_NOSUID, MS_NODEV, MS_NOEXEC = 2, 4, 8
MNT_DETACH = 2
MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID = 1, 2

# include/uapi/linux/prctl.h
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38

AT_FDCWD, AT_RECURSIVE = -100, 0x8000
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
# Numbers since 5.1 are the same everywhere: arch/x86/entry/syscalls/syscall_64.tbl, asm-generic/unistd.h
_MOUNT_SETATTR = 442


def identify_processor() -> str:
    """Return the processor's name as the tables here use it; raises OSError for one they do not know."""
    name = platform.machine()
    if name not in _PIVOT_ROOT:
        raise OSError(f"no table of system calls for the processor {name}")
    return name


def check_result(result: int, what: str) -> int:
    """Return the result of a call to libc; raises OSError with what was tried where it is negative."""
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
    return result


class Call(NamedTuple):
    """A call to the kernel that is ready to be made."""

    what: str
    function: Callable[[], int]

    def make(self) -> int:
        """Make it, and return its result; raises OSError."""
        return check_result(self.function(), self.what)


def prepare_syscall(what: str, number: int, *arguments: object) -> Call:
    """Prepare a system call by number; integers of 64 bits must be given as ctypes integers."""
    return Call(what, functools.partial(_LIBC.syscall, ctypes.c_long(number), *arguments))


def syscall(what: str, number: int, *arguments: object) -> int:
    """Make a system call by number; integers of 64 bits must be given as ctypes integers."""
    return prepare_syscall(what, number, *arguments).make()


def prepare_prctl(option: int, *arguments: object) -> Call:
    """Prepare to set an option of this process, as the system call does."""
    words = [ctypes.c_ulong(word) if isinstance(word, int) else word for word in (*arguments, 0, 0, 0, 0)[:4]]
    return Call(f"prctl({option})", functools.partial(_LIBC.prctl, option, *words))


def prctl(option: int, *arguments: object) -> None:
    """Set an option of this process, as the system call does."""
    prepare_prctl(option, *arguments).make()


def prepare_limit(limit: int, largest: int) -> Call:
    """Prepare to set a limit of this process for good; setrlimit(2)."""
    # struct rlimit {rlim_t rlim_cur, rlim_max}
    both = (ctypes.c_ulong * 2)(largest, largest)
    return Call(f"setrlimit({limit})", functools.partial(_LIBC.setrlimit, limit, both))


def prepare_chdir(path: str) -> Call:
    """Prepare to change the working directory."""
    return Call(f"chdir {path}", functools.partial(_LIBC.chdir, os.fsencode(path)))


def prepare_close(descriptor: int) -> Call:
    """Prepare to close a descriptor."""
    return Call(f"close {descriptor}", functools.partial(_LIBC.close, descriptor))


def prepare_unshare(flags: int) -> Call:
    """Prepare to make new namespaces for this process (new process ids only for its children)."""
    return Call("unshare", functools.partial(_LIBC.unshare, flags))


def unshare(flags: int) -> None:
    """Make new namespaces for this process (new process ids only for its children)."""
    prepare_unshare(flags).make()


def setns(descriptor: int, flags: int) -> None:
    """Enter a namespace."""
    check_result(_LIBC.setns(descriptor, flags), "setns")


def prepare_mount(source: str, target: str, kind: str, flags: int, options: str = "") -> Call:
    """Prepare to mount a file system, or to bind a path to another."""
    words = [os.fsencode(word) for word in (source, target, kind)]
    call = functools.partial(_LIBC.mount, *words, ctypes.c_ulong(flags), os.fsencode(options) or None)
    return Call(f"mount {source} on {target}", call)


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    """Mount a file system, or bind a path to another."""
    prepare_mount(source, target, kind, flags, options).make()


def unmount(target: str) -> None:
    """Unmount a file system, letting go of it at once; umount2(2)."""
    check_result(_LIBC.umount2(os.fsencode(target), MNT_DETACH), f"unmount {target}")


def make_read_only(target: str, *, everything_below: bool) -> None:
    """Make a mount read-only, keeping its other flags; mount_setattr(2), Linux 5.12."""
    attributes = (ctypes.c_uint64 * 4)(MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID, 0, 0, 0)
    below = AT_RECURSIVE if everything_below else 0
    size = ctypes.c_size_t(ctypes.sizeof(attributes))
    path = os.fsencode(target)
    syscall("mount_setattr", _MOUNT_SETATTR, AT_FDCWD, path, ctypes.c_uint(below), attributes, size)


def pivot_root_here() -> None:
    """Make the working directory the root and let the old root go; pivot_root(2), "pivot_root(., .)"."""
    syscall("pivot_root", _PIVOT_ROOT[identify_processor()], b".", b".")
    unmount(".")
    os.chdir("/")
