"""The worker: loads one submission, answers calls with plain data, knows no test and no answer.

Runs as a script of its own (`python -I worker.py NUMPY_HOME GRADER`), beside nothing of the kit but the siblings
that it names below. The channel is the process's first two descriptors, moved out of reach of `print`; what the
student's code prints goes to the third.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import inspect
import os
import sys
import threading
import time
import types
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from grader.sandbox import (
        audit,
        empty_arrays,
        generators,
        grounds,
        loading,
        parameters,
        streams,
        stub_modules,
        wire,
    )
else:

    def _load_sibling(name: str) -> types.ModuleType:
        """Return a module of this folder, found without the kit on the path; a zygote has brought it along already."""
        if f"_worker_{name}" in sys.modules:
            return sys.modules[f"_worker_{name}"]
        # By the text of the path: nothing else here needs pathlib.
        path = __file__.removesuffix("worker.py") + f"{name}.py"
        spec = importlib.util.spec_from_file_location(f"_worker_{name}", path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        return module

    if __name__ == "__main__":
        # Where numpy lives in the user's own folder, isolated mode does not see it.
        sys.path.append(sys.argv[1])
    generators = _load_sibling("generators")
    _load_sibling("nodes")
    _load_sibling("encoder")
    _load_sibling("decoder")
    wire = _load_sibling("wire")
    grounds = _load_sibling("grounds")
    stub_modules = _load_sibling("stub_modules")
    audit = _load_sibling("audit")
    _load_sibling("magics")
    _load_sibling("newer")
    _load_sibling("fallbacks")
    _load_sibling("leaning")
    _load_sibling("imports")
    _load_sibling("cells")
    _load_sibling("notebook_kernel")
    _load_sibling("script")
    _load_sibling("shell")
    streams = _load_sibling("streams")
    parameters = _load_sibling("parameters")
    loading = _load_sibling("loading")
    empty_arrays = _load_sibling("empty_arrays")

MODULE = "submission"
_FOLDER = os.getcwd() if __name__ == "__main__" else ""  # noqa: PTH109 - a relative one could come to mean another
MOST_PARTS = 10
"""Parts of an answer that are looked at, whether a missing package made them."""
IMMUTABLE = (bool, int, float, complex, str, bytes, type(None))
"""Types of arguments that no code can change, so that they need no comparison."""


class Worker:
    """One submission, loaded once, called many times; what keeps nothing may make room for another program."""

    def __init__(self, channel: streams.Channel, *, walled: bool = False) -> None:
        self.channel = channel
        self.keyword_only: dict[str, tuple[int, list[str]]] = {}
        """Functions with parameters behind a star: how many come before it, and the names of the rest."""
        self.lock = threading.Lock()
        self.call = 0
        self.asked = 0
        """The gradients that were answered here and that the far end does not know of yet."""
        self.attempts = audit.Attempts()
        self.walled = walled
        self.program: loading.Program

    def serve(self) -> None:
        """Answer until the far end hangs up."""
        self.attempts.listen()
        while True:
            kind, self.call, payload = self.channel.receive()
            answer = self.load if kind == wire.LOAD else self.run
            self.channel.send(*self._answer_guarded(answer, payload))

    def _answer_guarded(self, answer: Callable[[bytes], tuple[int, Any]], payload: bytes) -> tuple[int, int, bytes]:
        """Return one frame, whatever the student's code does: its type, the call's id and its payload."""
        call = self.call
        # Taken once: what cannot be encoded is refused, and the refusal still tells what was tried.
        tried: list[str] = []
        try:
            kind, value = answer(payload)
            tried += self.attempts.take()
            return kind, call, _encode_answer(value, tried)
        except wire.Unsendable as refused:
            kind, value = wire.REFUSED, [refused.why, refused.what]
        except BaseException as error:
            kind, value = wire.RAISED, self.program.describe_error(error)
        tried += self.attempts.take()
        return kind, call, _encode_answer(value, tried)

    def load(self, payload: bytes) -> tuple[int, Any]:
        """Run the source; return what it defines."""
        self.program = loading.Program(MODULE, self.attempts, walled=self.walled)
        request = wire.decode(payload)
        _set_limits(request["memory"], request["cpu"])
        if b"random" in request["source"]:
            import random

            import numpy as np

            # Forks of one process would all draw the same.
            random.seed()
            np.random.seed()
        self.program.load(request)
        for number, name in enumerate(request["helpers"]):
            self._substitute(number, name)
        description = self.program.describe()
        for name, row in description["functions"].items():
            if row and row[2] >= 0 and self._takes_any_keyword(name):
                # What comes behind its own parameters goes by the names that the stub gives it.
                rest = request["parameters"].get(name, [])[row[2] :]
                row[3] = [*row[3], *(word for word in rest if word not in row[3])]
        functions = description["functions"].items()
        self.keyword_only = {name: (row[2], row[3]) for name, row in functions if row and row[3] and row[2] >= 0}
        return wire.LOADED, description

    def run(self, payload: bytes) -> tuple[int, Any]:
        """Call one function; return its value, the arguments it changed, and the gradients answered here."""
        self.asked = 0
        name, arguments, before, offered = wire.decode_call(payload, self._make_offered)
        self.attempts.armed = True
        forms = [wire.find_form(argument) for argument in arguments]
        positional, keywords = self.keyword_only.get(name, (len(arguments), []))
        by_name = dict(zip(keywords, arguments[positional:], strict=False))
        value = getattr(self.program.module, name)(*(arguments[:positional] if by_name else arguments), **by_name)
        for part in value[:MOST_PARTS] if type(value) in (tuple, list) else (value,):
            if isinstance(part, stub_modules.StandIn):
                raise wire.Unsendable("package", part.__name__)
        changed = [
            index
            for index, argument in enumerate(arguments)
            if before[index]
            and type(argument) not in IMMUTABLE
            and not wire.holds_same(argument, forms[index], before[index])
            and _encode_or_nothing(argument, offered) != before[index]
        ]
        return wire.RETURNED, [value, changed, self.asked]

    def _takes_any_keyword(self, name: str) -> bool:
        """Tell whether a function ends with `**more`."""
        function = self.program.module.__dict__.get(name)
        return type(function) is types.FunctionType and bool(function.__code__.co_flags & inspect.CO_VARKEYWORDS)

    def _substitute(self, number: int, name: str) -> None:
        """Let the far end answer the calls of one of the module's functions."""
        own = self.program.module.__dict__.get(name)
        if type(own) is not types.FunctionType:
            return
        signature, ask = inspect.signature(own), self._make_callback(number)

        def call_helper(*arguments: Any, **by_name: Any) -> Any:
            bound = signature.bind(*arguments, **by_name)
            bound.apply_defaults()
            return ask(*bound.args, *bound.kwargs.values())

        self.program.module.__dict__[name] = call_helper

    def _make_offered(self, number: int, made_by: list[Any]) -> Any:
        """Return a Generator, or something to call: a landscape that is data, or what asks the far end."""
        if made_by[:1] == [generators.NAME]:
            return generators.rebuild(made_by)
        ask = self._make_callback(number)
        if not made_by:
            return ask
        own = grounds.make_callable(made_by)

        @functools.wraps(own)
        def feel(*arguments: Any, **by_name: Any) -> Any:
            # The far end keeps the count, and puts an end to it.
            if self.asked == wire.ASK_EVERY - 1:
                self.asked = 0
                return ask(*inspect.signature(own).bind(*arguments, **by_name).args)
            self.asked += 1
            return own(*arguments, **by_name)

        return feel

    def _make_callback(self, number: int) -> Callable[..., Any]:
        """Return a function that asks the far end, as `grad_fn` does."""

        def grad_fn(*arguments: Any) -> Any:
            request = wire.encode([number, list(arguments)])
            with self.lock:
                self.channel.send(wire.CALLBACK, self.call, request)
                kind, _call, reply = self.channel.receive()
            if kind != wire.REPLY:
                os._exit(3)
            fine, value = wire.decode(reply)
            if not fine:
                raise ValueError(value)
            return value

        return grad_fn


def _encode_answer(value: object, tried: list[str]) -> bytes:
    """Return the payload of an answer and of what the code tried on the way; raises Unsendable."""
    payload = wire.encode([value, tried])
    if len(payload) > wire.MAX_ANSWER:
        raise wire.Unsendable("large", f"{len(payload) / 2**20:.0f}")
    return payload


def _encode_or_nothing(value: object, offered: list[Any]) -> bytes:
    """Return the bytes of a value, none where it cannot cross."""
    try:
        return wire.encode(value, list(offered))
    except wire.Unsendable:
        return b""


def _set_limits(memory: int, cpu: int) -> None:
    """Set the limits that the platform offers against code that runs away; Windows offers none."""
    if sys.platform == "win32":
        return
    import resource

    for resource_id, largest in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 16 * 2**20),
    ):
        try:
            _soft, hard = resource.getrlimit(resource_id)
            largest = largest if hard == resource.RLIM_INFINITY else min(largest, hard)
            resource.setrlimit(resource_id, (largest, largest))
        except (ValueError, OSError):
            continue


SAMPLE = b"""import numpy as np

def step(theta, grad, lr=0.1):
    \"\"\"One step.\"\"\"
    return np.asarray(theta) - lr * np.sqrt(np.square(grad))
"""
REHEARSALS = 5
"""After so many, Python has made most of the worker's code as fast as it will be, which writes into that code."""


def warm_up() -> None:
    """Do in the process that workers are forked from what each of them will do, so that none pays for the first time.

    What a worker writes into, be it only a count in the code that it runs, is memory that has to be copied for it.
    """
    import numpy as np
    import numpy.random  # numpy itself loads it at its first use: ten libraries, in every worker anew

    streams.take_streams()
    empty_arrays.fill_empty_arrays()
    audit.list_own_files()
    channel = streams.Channel(-1, -1, _leave)
    request = wire.encode(dict(
        source=SAMPLE, filename="sample.py", kind="py", patience=1.0, hurried=[], helpers=[], parameters={},
        memory=-1, cpu=-1,
    ))  # fmt: skip
    question = wire.encode_call("step", [np.ones(2), [1.0, 2], 0.5], [])
    finders = list(sys.meta_path)
    for _ in range(REHEARSALS):
        rehearsing = Worker(channel)
        rehearsing._answer_guarded(rehearsing.load, request)
        for _ in range(REHEARSALS):
            rehearsing._answer_guarded(rehearsing.run, question)
        wire.decode(wire.encode([(1, None, True, {"a": np.float64(1)})]))
        sys.meta_path[:] = finders
    sys.modules.pop(MODULE)


def serve_walled(channel: int) -> None:
    """Tell from behind walls that they stand, then answer calls until the far end hangs up."""
    end = streams.Channel(channel, channel, _leave)
    end.send(wire.READY, 0, b"")
    Worker(end, walled=True).serve()


def _end_with(grader: int, parent: int) -> None:
    """End this process when its grader has ended; where no wall does that, a loop would run on."""
    if sys.platform == "win32":
        # There a parent's number outlives it, and in a virtual environment the parent is only a launcher.
        import _winapi

        try:
            _winapi.WaitForSingleObject(_winapi.OpenProcess(_winapi.SYNCHRONIZE, False, grader), _winapi.INFINITE)
        except OSError:
            return
    else:
        while os.getppid() == parent:
            time.sleep(0.5)
    _leave()


def _leave() -> NoReturn:
    """End the process, and remove the empty folder that a killed grader could not remove."""
    with contextlib.suppress(OSError):
        os.chdir(os.path.dirname(_FOLDER))  # noqa: PTH120 - Windows keeps a folder that somebody stands in
        os.rmdir(_FOLDER)  # noqa: PTH106
    os._exit(0)


def _set_binary(descriptor: int) -> int:
    """Return the descriptor; Windows would read and write two bytes where it takes one for the end of a line."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(descriptor, os.O_BINARY)
    return descriptor


def main() -> None:
    """Run as a script: move the channel away from the descriptors that `print` and `input` use, and serve."""
    # What is loaded from here on is the student's, who leaves no file behind.
    sys.dont_write_bytecode = True
    incoming, outgoing = _set_binary(os.dup(0)), _set_binary(os.dup(1))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    threading.Thread(target=_end_with, args=(int(sys.argv[2]), os.getppid()), daemon=True).start()
    streams.take_streams()
    empty_arrays.fill_empty_arrays()
    Worker(streams.Channel(incoming, outgoing, _leave)).serve()


if __name__ == "__main__":
    main()
