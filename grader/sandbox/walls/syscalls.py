"""The system calls that student code may make, by number.

Two columns: x86_64 (arch/x86/entry/syscalls/syscall_64.tbl) and aarch64 (include/uapi/asm-generic/unistd.h);
None where a processor never had the call. What is not here is refused: processes, threads, sockets, signals
to others, other owners and modes of files, shared memory, namespaces, tracing, keys, bpf, io_uring.
"""

from __future__ import annotations

from typing import NamedTuple

Numbers = tuple[int | None, int | None]

_FILES: dict[str, Numbers] = {
    "read": (0, 63), "write": (1, 64), "readv": (19, 65), "writev": (20, 66), "pread64": (17, 67),
    "pwrite64": (18, 68), "close": (3, 57), "fstat": (5, 80), "stat": (4, None), "lstat": (6, None),
    "newfstatat": (262, 79), "statx": (332, 291), "lseek": (8, 62), "access": (21, None), "faccessat": (269, 48),
    "faccessat2": (439, 439), "readlink": (89, None), "readlinkat": (267, 78), "getdents": (78, None),
    "getdents64": (217, 61), "getcwd": (79, 17), "chdir": (80, 49), "fchdir": (81, 50),
    "fsync": (74, 82), "fdatasync": (75, 83), "umask": (95, 166), "dup": (32, 23), "dup2": (33, None),
    "dup3": (292, 24), "pipe": (22, None), "pipe2": (293, 59), "eventfd2": (290, 19), "poll": (7, None),
    "ppoll": (271, 73), "select": (23, None), "pselect6": (270, 72), "epoll_create1": (291, 20),
    "epoll_ctl": (233, 21), "epoll_wait": (232, None), "epoll_pwait": (281, 22),
}  # fmt: skip
_MEMORY: dict[str, Numbers] = {
    "mmap": (9, 222), "mprotect": (10, 226), "munmap": (11, 215), "mremap": (25, 216), "madvise": (28, 233),
    "brk": (12, 214),
}  # fmt: skip
_SIGNALS_OF_ITS_OWN: dict[str, Numbers] = {
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "rt_sigpending": (127, 136),
    "rt_sigsuspend": (130, 133), "sigaltstack": (131, 132), "restart_syscall": (219, 128), "alarm": (37, None),
    "setitimer": (38, 103), "getitimer": (36, 102), "pause": (34, None),
}  # fmt: skip
_ITSELF: dict[str, Numbers] = {
    "futex": (202, 98), "set_robust_list": (273, 99), "rseq": (334, 293), "set_tid_address": (218, 96),
    "gettid": (186, 178), "getpid": (39, 172), "getppid": (110, 173), "getuid": (102, 174), "geteuid": (107, 175),
    "getgid": (104, 176), "getegid": (108, 177), "getgroups": (115, 158), "getresuid": (118, 148),
    "getresgid": (120, 150), "getpgrp": (111, None), "getpgid": (121, 155), "getsid": (124, 156), "uname": (63, 160),
    "sysinfo": (99, 179), "getrlimit": (97, 163), "getrusage": (98, 165), "times": (100, 153),
    "sched_yield": (24, 124), "sched_getaffinity": (204, 123), "getcpu": (309, 168), "getrandom": (318, 278),
    "exit": (60, 93), "exit_group": (231, 94),
}  # fmt: skip
_TIME: dict[str, Numbers] = {
    "clock_gettime": (228, 113), "clock_getres": (229, 114), "gettimeofday": (96, 169), "time": (201, None),
    "nanosleep": (35, 101), "clock_nanosleep": (230, 115),
}  # fmt: skip

ALLOWED: tuple[Numbers, ...] = tuple(
    numbers for group in (_FILES, _MEMORY, _SIGNALS_OF_ITS_OWN, _ITSELF, _TIME) for numbers in group.values()
)

WORDS: tuple[tuple[tuple[int, Numbers], tuple[int, ...]], ...] = (
    # fcntl: duplicate, flags; no owner and no signal, which would be a way to signal others
    ((1, (72, 25)), (0, 1, 2, 3, 4, 1030)),
    # ioctl: what `open` and `isatty` ask (TCGETS, FIONCLEX, FIOCLEX, TIOCGWINSZ, FIONBIO)
    ((1, (16, 29)), (0x5401, 0x5450, 0x5451, 0x5413, 0x5421)),
    # prctl: a thread's name (PR_SET_NAME, PR_GET_NAME)
    ((0, (157, 167)), (15, 16)),
    # prlimit64: of itself
    ((0, (302, 261)), (0,)),
)
"""Calls with a word among their arguments that must be one of these: ((argument, call), words)."""

FIRST_ARGUMENT_IS_SELF: tuple[Numbers, ...] = ((62, 129), (234, 131), (200, 130))
"""kill, tgkill, tkill: `abort()` and `raise()` signal the process itself."""


class Writing(NamedTuple):
    """Calls that only a worker with a private folder may use freely."""

    opens: tuple[tuple[int, Numbers], ...]
    """(argument that holds the flags, call): open, openat."""
    makes: tuple[Numbers, ...]
    """unlink, unlinkat, mkdir, mkdirat, rmdir, rename, renameat, renameat2, ftruncate."""


WRITING = Writing(
    opens=((1, (2, None)), (2, (257, 56))),
    makes=(
        *((87, None), (263, 35), (83, None), (258, 34), (84, None)),
        *((82, None), (264, 38), (316, 276), (77, 46)),
    ),
)

NOT_THERE: tuple[Numbers, ...] = ((435, 435), (437, 437))
"""clone3 and openat2, whose arguments lie in memory where no filter sees them: libc then takes the old call."""
