"""The zygote: a fork server behind the outer walls that never sees a test, a solution or a secret.

Runs as a script (`python -I -S zygote.py LEVEL NUMPY_HOME CONTROL_FD`), loads numpy once, and forks a worker for
each request in about two milliseconds. The first packet on the control socket names the home folder, which the
canary tries to reach into; it comes this way because a process cannot forget its own command line. The shared
libraries that the grader knows already follow. The answer is `+` (and these libraries, where they were not known),
or `-` and the reason why this level does not stand. Then a request is one packet: `F` with two descriptors (the
worker's end of its channel, the file its output goes to), answered by the worker's pidfd; or `E` and a process id,
answered by how that worker ended. When the control socket closes, everything ends.
"""

from __future__ import annotations

import _imp
import contextlib
import fcntl
import gc
import importlib.machinery
import importlib.util
import os
import socket
import struct
import sys
import types
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

assert sys.platform == "linux"

if TYPE_CHECKING:
    from grader.sandbox.walls import canary, kernel, landlock, namespaces, privileges, readable_paths, seccomp
else:
    sys.path.insert(0, __file__.rpartition("/")[0])
    from walls import canary, kernel, landlock, namespaces, privileges, readable_paths, seccomp

    del sys.path[0]

CHANNEL = 3
"""The descriptor a worker talks over."""
_RULES = 4
_OUT_OF_THE_WAY = 32
"""The first number at which descriptors are out of the way while the low ones are set."""
Code = tuple[str, types.CodeType]


class Level:
    """One level of walls, as the zygote and each worker put it up before they serve."""

    def __init__(self, name: str) -> None:
        self.strict = name == "strict"
        self.rules = -1
        self.filter = b""
        self.itself = -1
        self._inner: list[kernel.Call] = []
        """What puts up a worker's own walls, outermost first; the filter of calls comes after it."""

    def enter_outer_walls(self, readable: readable_paths.ReadablePaths) -> None:
        """Put the outer walls around the zygote; on return this process is the fork server."""
        # Before its third version Landlock let an open for reading cut a file short.
        opens = landlock.read_version() >= 3 or self.strict
        filtered = seccomp.build_program(seccomp.ITSELF, may_open_to_write=opens, may_make=self.strict)
        self.filter = seccomp.pack(filtered)
        if self.strict:
            box = namespaces.choose_box(readable)
            os.environ["TMPDIR"] = namespaces.name_mount_point(box)
            namespaces.enter(readable)
            self.rules = landlock.create_ruleset(readable, (), [box, os.devnull])
            _become_first_process()
            privileges.prepare_forbidding_privileges().make()
            self.itself = os.pidfd_open(os.getpid())
            self._inner = [*namespaces.prepare_private_box(box), *_prepare_inner_walls()]
            return
        if privileges.may_become_nobody() and _can_any_user_read(readable):
            privileges.become_nobody()
        privileges.prepare_dropping_capabilities().make()
        privileges.prepare_forbidding_privileges().make()
        self.rules = landlock.create_ruleset(readable.list_without_packages(), readable.library, [os.devnull])
        landlock.prepare_restricting(self.rules).make()
        os.chdir(readable.library[0])
        self._inner = _prepare_inner_walls()

    def fork(self) -> int:
        """Fork and return the child's id, 0 in the child; at `strict` the child is process 1 of its own namespace."""
        if not self.strict:
            return os.fork()
        kernel.unshare(kernel.NEWPID)
        child = os.fork()
        if child:
            kernel.setns(self.itself, kernel.NEWPID)
        return child

    def enter_inner_walls(self) -> None:
        """Put the worker's own walls around it, outermost first; raises OSError where one cannot stand."""
        for call in self._inner:
            call.make()
        seccomp.prepare_filtering(seccomp.insert_pid(self.filter, os.getpid())).make()


def _prepare_inner_walls() -> list[kernel.Call]:
    """Prepare the walls that every worker puts up around itself but for the filter of calls, outermost first."""
    return [
        *privileges.prepare_limits(),
        privileges.prepare_dropping_capabilities(),
        privileges.prepare_forbidding_privileges(),
        privileges.prepare_hiding(),
        landlock.prepare_restricting(_RULES),
        kernel.prepare_close(_RULES),
    ]


def _become_first_process() -> None:
    """Go on as process 1 of the new namespace; the outer process only waits for it."""
    child = os.fork()
    if child == 0:
        # Its parent is outside of its namespace, which shows as 0.
        privileges.die_with_parent(0)
        return
    os.closerange(CHANNEL, 256)
    _pid, status = os.waitpid(child, 0)
    os._exit(0 if status == 0 else 1)


def _can_any_user_read(readable: readable_paths.ReadablePaths) -> bool:
    """Tell whether a user who owns nothing can read this Python; a Python under /root is only root's."""
    child = os.fork()
    if child == 0:
        privileges.become_nobody()
        os._exit(0 if all(os.access(path, os.R_OK) for path in readable) else 1)
    return os.waitpid(child, 0)[1] == 0


class Zygote:
    """Serves requests until the far end hangs up."""

    def __init__(self, control: socket.socket, level: Level, serve: Callable[[int], None]) -> None:
        self.control = control
        self.level = level
        self.serve_calls = serve
        self.libraries = ""
        """The shared libraries that the loader named, where the grader did not know them; NUL between two."""

    def serve(self) -> None:
        """Answer one packet after another, until the far end hangs up or sends an unknown one."""
        while True:
            packet, descriptors, _flags, _address = socket.recv_fds(self.control, 64, 2)
            if packet[:1] == b"F":
                self._fork_worker(descriptors)
            elif packet[:1] == b"E":
                self._reap(struct.unpack("<i", packet[1:5])[0])
            else:
                return

    def _fork_worker(self, descriptors: list[int]) -> None:
        """Fork a worker for a channel and a file for its output; send back its process id and pidfd."""
        channel, printed = descriptors
        child = self.fork(channel, printed, lambda: self.serve_calls(CHANNEL))
        process = os.pidfd_open(child)
        socket.send_fds(self.control, [b"F" + struct.pack("<i", child)], [process])
        for descriptor in (channel, printed, process):
            os.close(descriptor)

    def _reap(self, child: int) -> None:
        """Reap a worker that was seen to end, and send back its exit code."""
        try:
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        except ChildProcessError:
            code = 0
        self.control.send(b"E" + struct.pack("<i", code))

    def fork(self, channel: int, printed: int, then: Callable[[], None]) -> int:
        """Fork a child behind all walls that runs `then` with its channel in place, and always ends; return its id."""
        parent = 0 if self.level.strict else os.getpid()
        child = self.level.fork()
        if child:
            return child
        try:
            privileges.die_with_parent(parent)
            _arrange_descriptors(channel, printed, self.level.rules)
            self.level.enter_inner_walls()
            then()
        finally:
            os._exit(71)

    def run_canary(self, secret: str, home_path: str) -> str:
        """Return what student code could do behind these walls; empty when the walls stand."""
        incoming, outgoing = os.pipe()
        printed = os.open(os.devnull, os.O_WRONLY)
        child = self.fork(outgoing, printed, lambda: _send_answer(canary.attack(secret, home_path)))
        os.close(outgoing)
        os.close(printed)
        with os.fdopen(incoming, "rb") as pipe:
            answer = pipe.read(4000)
        os.waitpid(child, 0)
        return answer[1:].decode() if answer[:1] == b"+" else "the walls could not be put up around a worker"


def _send_answer(text: str) -> None:
    """Write a text to the channel, behind a `+` that tells that the walls stood."""
    os.write(CHANNEL, b"+" + text.encode())


def _arrange_descriptors(channel: int, printed: int, rules: int) -> None:
    """Put the streams, the channel and the rules at the numbers a worker expects; close all others."""
    channel, printed, rules = (
        fcntl.fcntl(number, fcntl.F_DUPFD, _OUT_OF_THE_WAY) for number in (channel, printed, rules)
    )
    nothing = os.open(os.devnull, os.O_RDONLY)
    for descriptor, number in ((nothing, 0), (printed, 1), (printed, 2), (channel, CHANNEL), (rules, _RULES)):
        os.dup2(descriptor, number, inheritable=False)
    os.closerange(_RULES + 1, 256)


def _read_code(names: tuple[str, ...]) -> list[Code]:
    """Read and compile the worker's modules while the kit can still be seen; tracebacks do not tell where it lies."""
    folder = __file__.rpartition("/")[0]
    codes = []
    for name in names:
        loader = importlib.machinery.SourceFileLoader(f"_worker_{name}", f"{folder}/{name}.py")
        code = loader.get_code(loader.name)
        assert code is not None
        # What importlib itself calls for code that moved.
        _imp._fix_co_filename(code, f"<{name}>")  # type: ignore[attr-defined]
        codes.append((loader.name, code))
    return codes


def _run_code(codes: list[Code]) -> types.ModuleType:
    """Run the compiled modules behind the walls, in order; return the last one."""
    for name, code in codes:
        module = sys.modules[name] = types.ModuleType(name)
        module.__file__ = f"{name}.py"
        exec(code, module.__dict__)
    return module


@contextlib.contextmanager
def _ignore_fork_hooks() -> Iterator[None]:
    """Let modules that are loaded meanwhile do nothing after each fork.

    `threading` would look after threads, of which there are none here, and `random` would draw a seed, which a worker
    does whose code speaks of chance: a good part of what a fork costs.
    """
    register, os.register_at_fork = os.register_at_fork, lambda **_hooks: None
    try:
        yield
    finally:
        os.register_at_fork = register


def _import_numpy(home: str) -> None:
    """Import numpy from its own folder, so that no other package beside it can ever be imported."""
    folder = f"{home}/numpy"
    spec = importlib.util.spec_from_file_location("numpy", f"{folder}/__init__.py", submodule_search_locations=[folder])
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["numpy"] = module
    spec.loader.exec_module(module)


def _start(name: str, numpy_home: str, control: socket.socket) -> Zygote:
    """Return a zygote whose canary found nothing; raises OSError or ImportError where the level does not stand."""
    home, *known = os.fsdecode(control.recv(2**16)).split("\0")
    codes = _read_code(
        (
            "generators",
            "nodes",
            "encoder",
            "decoder",
            "wire",
            "stub_modules",
            "audit",
            "magics",
            "newer",
            "fallbacks",
            "leaning",
            "imports",
            "cells",
            "notebook_kernel",
            "script",
            "shell",
            "streams",
            "parameters",
            "loading",
            "empty_arrays",
            "grounds",
            "worker",
        )
    )
    # Behind the walls nothing can be written, and a worker that tries to is asked why.
    sys.dont_write_bytecode = True
    readable = readable_paths.collect(numpy_home, known)
    home_path = canary.choose_home_path(home, list(readable))
    level = Level(name)
    level.enter_outer_walls(readable)
    sys.path[:] = [os.path.realpath(path) for path in sys.path]
    with _ignore_fork_hooks():
        _import_numpy(os.path.realpath(numpy_home))
        worker = _run_code(codes)
        worker.warm_up()
    zygote = Zygote(control, level, worker.serve_walled)
    zygote.libraries = "" if known else "\0".join(readable.shared)
    gc.collect()
    gc.freeze()
    escapes = zygote.run_canary(__file__, home_path)
    if escapes:
        raise OSError(f"the canary could: {escapes}")
    return zygote


def _move_to_lowest(descriptor: int) -> socket.socket:
    """Move the control socket to the lowest free descriptor: a worker closes inherited ones only so far up.

    The number it came with is the grader's, who may hold hundreds of files open.
    """
    control = socket.socket(fileno=os.dup(descriptor))
    os.close(descriptor)
    return control


def main() -> None:
    """Run as a script: start, tell whether the level stands, and serve."""
    name, numpy_home, descriptor = sys.argv[1:4]
    control = _move_to_lowest(int(descriptor))
    try:
        zygote = _start(name, numpy_home, control)
    except Exception as error:
        control.send(f"-{error or type(error).__name__}"[:500].encode("utf-8", "replace"))
        return
    # What the grader said to this process is nobody's business behind the walls.
    sys.argv[:] = sys.orig_argv[:] = [""]
    libraries = os.fsencode(zygote.libraries)
    control.send(b"+" + (libraries if len(libraries) < 2**15 else b""))
    zygote.serve()


if __name__ == "__main__":
    main()
