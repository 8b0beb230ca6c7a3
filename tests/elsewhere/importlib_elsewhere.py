"""Loaded at the start of every Python of a simulated machine: the kit's imports are answered as there.

`importlib` in the name of this file keeps it out of the way of whoever asks which module an import stands in.
"""

import builtins
import os
import platform
import resource
import select
import signal
import socket
import subprocess
import sys
import time
import types

SYSTEM = "here"
KIT = ""
TEXT, BINARY = 0x4000, 0x8000

NOT_ON_WINDOWS = {
    "os": """
        chown chroot confstr copy_file_range ctermid environb eventfd fchmod fchown fdatasync fork forkpty
        fpathconf getegid geteuid getgid getgroups getloadavg getpgid getpgrp getpriority getresgid getresuid getsid
        getuid getxattr grantpt initgroups killpg lchown listxattr lockf login_tty major makedev memfd_create minor
        mkfifo mknod nice openpty pathconf pidfd_open pipe2 posix_fadvise posix_fallocate posix_openpt posix_spawn
        posix_spawnp pread preadv ptsname pwrite pwritev readv register_at_fork removexattr sched_getaffinity
        sched_getparam sched_getscheduler sched_setaffinity sched_yield sendfile setegid seteuid setgid setgroups
        setns setpgid setpriority setregid setresgid setresuid setreuid setsid setuid setxattr splice statvfs sync
        sysconf sysconf_names tcgetpgrp tcsetpgrp ttyname uname unshare wait wait3 wait4 waitid writev WNOHANG
        WIFEXITED WIFSIGNALED WEXITSTATUS WTERMSIG O_ACCMODE O_ASYNC O_CLOEXEC O_DIRECTORY O_DIRECT O_DSYNC O_NDELAY
        O_NOATIME O_NOCTTY O_NOFOLLOW O_NONBLOCK O_PATH O_RSYNC O_SYNC O_TMPFILE SEEK_DATA SEEK_HOLE MFD_CLOEXEC
        MFD_ALLOW_SEALING P_PIDFD""",
    "signal": """SIGALRM SIGBUS SIGCHLD SIGCONT SIGHUP SIGIO SIGKILL SIGPIPE SIGPOLL SIGPROF SIGQUIT SIGSTOP SIGSYS
        SIGTRAP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGUSR1 SIGUSR2 SIGVTALRM SIGWINCH SIGXCPU SIGXFSZ SIGRTMIN SIGRTMAX
        ITIMER_REAL ITIMER_VIRTUAL ITIMER_PROF alarm getitimer pause pidfd_send_signal pthread_kill pthread_sigmask
        setitimer siginterrupt sigpending sigtimedwait sigwait sigwaitinfo""",
    "select": "poll epoll kqueue PIPE_BUF POLLIN POLLOUT",
    "socket": "AF_UNIX AF_NETLINK AF_VSOCK send_fds recv_fds CMSG_LEN SCM_RIGHTS",
}
NOT_ON_MACOS = {
    "os": """copy_file_range eventfd getrandom getresgid getresuid getxattr listxattr memfd_create pidfd_open
        posix_fadvise posix_fallocate removexattr sched_getaffinity sched_setaffinity setns setresgid setresuid setxattr
        splice unshare MFD_CLOEXEC MFD_ALLOW_SEALING O_DIRECT O_NOATIME O_PATH O_RSYNC O_TMPFILE P_PIDFD""",
    "signal": "pidfd_send_signal sigtimedwait sigwaitinfo SIGPWR SIGSTKFLT SIGRTMIN SIGRTMAX SIGPOLL",
    "select": "epoll",
    "socket": "AF_NETLINK AF_VSOCK",
    "resource": "RLIMIT_MSGQUEUE RLIMIT_NICE RLIMIT_OFILE RLIMIT_RTPRIO RLIMIT_RTTIME RLIMIT_SIGPENDING prlimit",
}
NO_MODULE = {
    "win32": {"curses", "fcntl", "grp", "posix", "pty", "pwd", "readline", "resource", "syslog", "termios", "tty"},
    "darwin": {"spwd"},
}


class Elsewhere(types.ModuleType):
    """A module as another system has it: some names are missing, some are others; the rest is the real one's."""

    def __init__(self, real, missing="", **others):
        super().__init__(real.__name__, real.__doc__)
        self.__dict__.update(others, _real=real, _missing=frozenset(missing.split()))

    def __getattr__(self, name):
        if name in self._missing:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r} on {SYSTEM}")
        return getattr(self._real, name)

    def __setattr__(self, name, value):
        setattr(self._real, name, value)


def no_process_table(path, *rest, **named):
    if str(path).startswith("/proc"):
        raise FileNotFoundError(2, "No such file or directory", path)
    return os.open(path, *rest, **named)


def windows():
    parent = os.getppid()
    modes = dict.fromkeys((0, 1, 2), TEXT)
    """The C runtime's own for the three streams, which Python changes for itself and nobody promises to."""

    def dup(descriptor):
        copy = os.dup(descriptor)
        modes[copy] = modes.get(descriptor, BINARY)
        return copy

    def read(descriptor, count):
        told = os.read(descriptor, count)
        return told.replace(b"\r\n", b"\n") if modes.get(descriptor) == TEXT else told

    def write(descriptor, told):
        if modes.get(descriptor) == TEXT:
            told = bytes(told).replace(b"\n", b"\r\n")
        return os.write(descriptor, told)

    def rmdir(path):
        if os.path.samefile(path, os.getcwd()):
            raise PermissionError(13, "somebody stands in it", path)
        os.rmdir(path)

    def handler(number, do):
        if number not in (signal.SIGABRT, signal.SIGFPE, signal.SIGILL, signal.SIGINT, signal.SIGSEGV, signal.SIGTERM):
            raise ValueError("invalid signal value")
        return signal.signal(number, do)

    def select_sockets(*_waited):
        raise OSError(10038, "An operation was attempted on something that is not a socket")

    class Popen(subprocess.Popen):
        def __init__(self, arguments, *, creationflags=0, start_new_session=False, pass_fds=(), **named):
            assert not start_new_session
            assert not pass_fds
            assert creationflags & subprocess_there.CREATE_NO_WINDOW
            super().__init__(arguments, **named)

    def wait_for(process, _milliseconds):
        while os.path.exists(f"/proc/{process}"):
            time.sleep(0.05)
        return 0

    console = types.ModuleType("msvcrt")
    console.setmode = lambda descriptor, mode: modes.update({descriptor: mode})
    handles = types.ModuleType("_winapi")
    handles.SYNCHRONIZE, handles.INFINITE = 0x100000, 0xFFFFFFFF
    handles.OpenProcess = lambda _access, _inherit, process: process
    handles.WaitForSingleObject = wait_for
    subprocess_there = Elsewhere(subprocess, Popen=Popen, CREATE_NO_WINDOW=0x08000000, CREATE_NEW_PROCESS_GROUP=0x200)
    others = dict(name="nt", getppid=lambda: parent, dup=dup, read=read, write=write, rmdir=rmdir, O_BINARY=BINARY)
    return {
        "os": Elsewhere(os, NOT_ON_WINDOWS["os"], open=no_process_table, **others),
        "signal": Elsewhere(signal, NOT_ON_WINDOWS["signal"], signal=handler),
        "select": Elsewhere(select, NOT_ON_WINDOWS["select"], select=select_sockets),
        "socket": Elsewhere(socket, NOT_ON_WINDOWS["socket"]),
        "platform": Elsewhere(platform, system=lambda: "Windows", release=lambda: "11"),
        "subprocess": subprocess_there,
        "msvcrt": console,
        "_winapi": handles,
    }


def macos():
    def limit(what, most):
        # There a process that has more already is not given less.
        if what == resource.RLIMIT_AS:
            raise ValueError("current limit exceeds maximum limit")
        resource.setrlimit(what, most)

    return {
        "os": Elsewhere(os, NOT_ON_MACOS["os"], open=no_process_table),
        "signal": Elsewhere(signal, NOT_ON_MACOS["signal"]),
        "select": Elsewhere(select, NOT_ON_MACOS["select"]),
        "socket": Elsewhere(socket, NOT_ON_MACOS["socket"]),
        "resource": Elsewhere(resource, NOT_ON_MACOS["resource"], setrlimit=limit),
        "platform": Elsewhere(platform, system=lambda: "Darwin", release=lambda: "24.1.0"),
    }


def answering(there, real_import):
    missing = NO_MODULE[SYSTEM]

    def of_the_kit(importer):
        if importer is None:
            return False
        name = importer.get("__name__", "")
        return name.startswith(("grader.", "_worker_")) or (
            name in ("__main__", "grader") and str(importer.get("__file__")).startswith(KIT)
        )

    def answer(name, globals=None, locals=None, fromlist=(), level=0):
        if level == 0 and of_the_kit(globals):
            top = name.partition(".")[0]
            if top in missing:
                raise ModuleNotFoundError(f"No module named {name!r} on {SYSTEM}", name=name)
            if top in there and ("." not in name or not fromlist):
                return there[top]
        return real_import(name, globals, locals, fromlist, level)

    return answer


if SYSTEM != "here":
    system = windows() if SYSTEM == "win32" else macos()
    system["sys"] = Elsewhere(sys, platform=SYSTEM)
    builtins.__import__ = answering(system, builtins.__import__)
