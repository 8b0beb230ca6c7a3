"""Rings when something in a folder may have changed: by the system's notifications, else by looking."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

STEP = 10
"""Milliseconds in which further notifications are gathered."""
DOUBT = 1000
"""Milliseconds of silence after which the files are looked at all the same."""
LOOK = 0.1
"""Seconds between two looks where there are no notifications."""
LOOKING = "looking ten times a second instead"


class Bell:
    """A thread that rings; whoever hears it looks for himself what has changed."""

    def __init__(
        self,
        folders: tuple[Path, ...],
        look: Callable[[], object],
        ring: Callable[[], None],
        tell: Callable[[str], None],
        *,
        poll: bool = False,
    ) -> None:
        """`look` gives something that is equal as long as nothing has changed; `tell` hears why there is polling."""
        self._folders = folders
        self._look = look
        self._ring = ring
        self._tell = tell
        self._poll = poll
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="bell", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ring no more."""
        self._stop.set()
        self._thread.join(1.0)

    def _run(self) -> None:
        before = self._look()
        if not self._poll:
            try:
                self._listen()
            except ImportError:
                self._tell(f"watchfiles is not installed: {LOOKING}.")
            except Exception as error:  # a limit of the system, a folder that cannot be listened to
                self._tell(f"No notifications here, {LOOKING} ({_short(error)}).")
        while not self._stop.wait(LOOK):
            now = self._look()
            if now != before:
                before = now
                self._ring()

    def _listen(self) -> None:
        """Ring at notifications; returns when it was stopped, or when a change came without one.

        A share on the network, or a folder mounted into a machine, may accept the wish to be notified and
        then keep silent.
        """
        from watchfiles import watch

        before, missed = self._look(), False
        for changes in watch(
            *self._folders, recursive=False, watch_filter=None, step=STEP, debounce=5 * STEP, rust_timeout=DOUBT,
            yield_on_timeout=True, stop_event=self._stop, raise_interrupt=False,
        ):  # fmt: skip
            now = self._look()
            if changes:
                missed = False
                self._ring()
            elif missed:
                self._tell(f"This folder sends no notifications: {LOOKING}.")
                return
            elif now != before:
                # The notification may be on its way; one more silence, and it is not.
                missed = True
                self._ring()
            before = now


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__
