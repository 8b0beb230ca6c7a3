"""Calls to the kernel that Python's own library does not offer (to 3.11), by way of libc."""

from __future__ import annotations

import ctypes
import os
import platform

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


def machine() -> str:
    """The processor's name as the tables here use it; raises OSError for one they do not know."""
    name = platform.machine()
    if name not in _PIVOT_ROOT:
        raise OSError(f"no table of system calls for the processor {name}")
    return name


def checked(result: int, what: str) -> int:
    """The result of a call to libc, or OSError with what was tried."""
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
    return result


def syscall(what: str, number: int, *arguments: object) -> int:
    """A system call by number; integers must be given as ctypes integers where they are 64 bits wide."""
    return checked(_LIBC.syscall(ctypes.c_long(number), *arguments), what)


def prctl(option: int, *arguments: int) -> None:
    """Set an option of this process; as prctl does."""
    words = [ctypes.c_ulong(word) for word in (*arguments, 0, 0, 0, 0)[:4]]
    checked(_LIBC.prctl(option, *words), f"prctl({option})")


def unshare(flags: int) -> None:
    """Make new namespaces for this process (and, of process ids, for its children)."""
    checked(_LIBC.unshare(flags), "unshare")


def setns(descriptor: int, flags: int) -> None:
    """Enter a namespace."""
    checked(_LIBC.setns(descriptor, flags), "setns")


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    """Mount a file system, or bind a place to another."""
    words = [os.fsencode(word) for word in (source, target, kind)]
    result = _LIBC.mount(*words, ctypes.c_ulong(flags), os.fsencode(options) or None)
    checked(result, f"mount {source} on {target}")


def unmount(target: str) -> None:
    """umount2(2), letting go at once."""
    checked(_LIBC.umount2(os.fsencode(target), MNT_DETACH), f"unmount {target}")


def make_read_only(target: str, *, everything_below: bool) -> None:
    """mount_setattr(2), Linux 5.12: keeps whatever other flags the mounts have."""
    attributes = (ctypes.c_uint64 * 4)(MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID, 0, 0, 0)
    below = AT_RECURSIVE if everything_below else 0
    size = ctypes.c_size_t(ctypes.sizeof(attributes))
    where = os.fsencode(target)
    syscall("mount_setattr", _MOUNT_SETATTR, AT_FDCWD, where, ctypes.c_uint(below), attributes, size)


def pivot_root_here() -> None:
    """Make the working directory the root and let the old root go; pivot_root(2), "pivot_root(., .)"."""
    syscall("pivot_root", _PIVOT_ROOT[machine()], b".", b".")
    unmount(".")
    os.chdir("/")
