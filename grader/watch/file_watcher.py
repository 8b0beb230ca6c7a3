"""Tells when something in a folder may have changed: by the system's notifications, else by looking."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

STEP_MILLISECONDS = 10
"""Milliseconds in which further notifications are gathered."""
SILENCE_MILLISECONDS = 1000
"""Milliseconds of silence after which the files are looked at all the same."""
LOOK_SECONDS = 0.1
"""Seconds between two looks where there are no notifications."""
POLLING_MESSAGE = "looking ten times a second instead"


class FileWatcher:
    """A thread that calls `notify`; whoever is called looks for himself what has changed."""

    def __init__(
        self,
        folders: tuple[Path, ...],
        look: Callable[[], object],
        notify: Callable[[], None],
        report: Callable[[str], None],
        *,
        poll: bool = False,
    ) -> None:
        """`look` gives something that is equal as long as nothing has changed; `report` gets the reason for polling."""
        self._folders = folders
        self._look = look
        self._notify = notify
        self._report = report
        self._poll = poll
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="file watcher", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop the thread."""
        self._stop.set()
        self._thread.join(1.0)

    def _run(self) -> None:
        before = self._look()
        if not self._poll:
            try:
                self._listen()
            except ImportError:
                self._report(f"watchfiles is not installed: {POLLING_MESSAGE}.")
            except Exception as error:  # a limit of the system, a folder that cannot be listened to
                self._report(f"No notifications here, {POLLING_MESSAGE} ({_shorten_error(error)}).")
        while not self._stop.wait(LOOK_SECONDS):
            now = self._look()
            if now != before:
                before = now
                self._notify()

    def _listen(self) -> None:
        """Notify at each notification of the system; return when stopped, or when a change came without one.

        A share on the network, or a folder mounted into a machine, may accept the wish to be notified and
        then keep silent.
        """
        from watchfiles import watch

        before, missed = self._look(), False
        for changes in watch(
            *self._folders,
            recursive=False,
            watch_filter=None,
            step=STEP_MILLISECONDS,
            debounce=5 * STEP_MILLISECONDS,
            rust_timeout=SILENCE_MILLISECONDS,
            yield_on_timeout=True,
            stop_event=self._stop,
            raise_interrupt=False,
        ):
            now = self._look()
            if changes:
                missed = False
                self._notify()
            elif missed:
                self._report(f"This folder sends no notifications: {POLLING_MESSAGE}.")
                return
            elif now != before:
                # The notification may be on its way; one more silence, and it is not.
                missed = True
                self._notify()
            before = now


def _shorten_error(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__
