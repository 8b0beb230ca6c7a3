"""What a process may still do: its user, its capabilities, its limits."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import struct
import sys

from .kernel import (
    PR_SET_DUMPABLE,
    PR_SET_NO_NEW_PRIVS,
    PR_SET_PDEATHSIG,
    Call,
    identify_processor,
    prctl,
    prepare_limit,
    prepare_prctl,
    prepare_syscall,
)

assert sys.platform == "linux"

NOBODY = 65534
_CAPSET = {"x86_64": 126, "aarch64": 91}
# include/uapi/linux/capability.h
_CAPABILITY_VERSION_3 = 0x2008_0522
LIMITS = {
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_FSIZE: 16 * 2**20,
    resource.RLIMIT_NOFILE: 64,
    resource.RLIMIT_NPROC: 0,
    resource.RLIMIT_MEMLOCK: 0,
    resource.RLIMIT_MSGQUEUE: 0,
}


def may_become_nobody() -> bool:
    """Tell whether this is a root who can turn into another user; a child tries it.

    Who is root in a user namespace of a single id (`unshare -r`, some containers), or without the powers of root,
    cannot: there is nobody else to become.
    """
    if os.geteuid() != 0:
        return False
    child = os.fork()
    if child == 0:
        try:
            become_nobody()
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def become_nobody() -> None:
    """Turn from root into a user that owns nothing: kernel uid 0 owns /proc/sys and escapes RLIMIT_NPROC."""
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    # Changing users made /proc/self root's; the id maps are written there.
    prctl(PR_SET_DUMPABLE, 1)


def prepare_dropping_capabilities() -> Call:
    """Prepare to give up every capability, in whichever user namespace; capset(2)."""
    header = ctypes.create_string_buffer(struct.pack("<Ii", _CAPABILITY_VERSION_3, 0))
    none = ctypes.create_string_buffer(24)
    return prepare_syscall("capset", _CAPSET[identify_processor()], header, none)


def prepare_forbidding_privileges() -> Call:
    """Prepare to keep set-uid programs that are started from here from gaining anything."""
    return prepare_prctl(PR_SET_NO_NEW_PRIVS, 1)


_DIE_WITH_PARENT = prepare_prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL))


def die_with_parent(parent: int) -> None:
    """Have this process killed when its parent is; end at once where it is gone (`parent`: as getppid shows it)."""
    _DIE_WITH_PARENT.make()
    if os.getppid() != parent:
        os._exit(1)


def prepare_hiding() -> Call:
    """Prepare to keep other processes of the same user from looking into this one."""
    return prepare_prctl(PR_SET_DUMPABLE, 0)


def prepare_limits() -> list[Call]:
    """Prepare the limits that hold from the first line of student code on; one that is lower already stays."""
    hard = {limit: resource.getrlimit(limit)[1] for limit in LIMITS}
    return [
        prepare_limit(limit, largest if hard[limit] == resource.RLIM_INFINITY else min(largest, hard[limit]))
        for limit, largest in LIMITS.items()
    ]
