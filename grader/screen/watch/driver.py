"""The loop of `grade watch`: one queue of events, one view, one face."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable

from msgspec.structs import replace

from grader.errors import KitError
from grader.model import Report
from grader.screen.keys import ENTER, NOTHING
from grader.screen.watch.frontends import Face
from grader.watch.events import Ended, Event, Faulted, Graded, Pressed, Saved, Told
from grader.watch.session import Session

TICK = 0.5
"""Seconds after which a terminal is looked at that may have another size now; also what Windows needs to
hear Ctrl-C."""
SLOW = 0.25
"""Seconds of grading after which the screen says so; what is quicker would only flicker."""

Events = queue.Queue[Event]


class Hands:
    """Reads keys in a thread, one for each time it is asked: between two of them the keyboard is free."""

    def __init__(self, read: Callable[[], str], events: Events) -> None:
        self._read = read
        self._events = events
        self._asked = threading.Semaphore(0)
        threading.Thread(target=self._run, name="keys", daemon=True).start()

    def ask(self) -> None:
        """Wait for one more key."""
        self._asked.release()

    def _run(self) -> None:
        while self._asked.acquire():
            try:
                while (key := self._read()) == NOTHING:
                    pass
            except KeyboardInterrupt:
                self._events.put(Ended(interrupted=True))
            except (EOFError, OSError):
                self._events.put(Ended())
                return
            else:
                self._events.put(Pressed(key))


class Loop:
    """Takes events until somebody leaves."""

    def __init__(
        self, session: Session, face: Face, events: Events, *, sit: Callable[[], object], listing: Callable[[], object]
    ) -> None:
        """`sit` asks the quiz of the exercise at hand, `listing` shows the exercises; both print by themselves."""
        self._session = session
        self._face = face
        self._events = events
        self._sit = sit
        self._listing = listing
        self._hands = Hands(face.key, events)
        self._busy_since: float | None = None
        self._ending = False

    def run(self) -> None:
        """Raises KeyboardInterrupt at Ctrl-C, and the KitError that made going on impossible."""
        self._grade(self._session.again)
        self._hands.ask()
        while not (self._ending and self._busy_since is None and self._session.deadline is None):
            event = self._next()
            if event is None:
                self._waited()
            elif not self._handled(event):
                return

    def _next(self) -> Event | None:
        """An event, or None when it is time to look after something."""
        now, wait = time.monotonic(), TICK
        if self._session.deadline is not None:
            wait = min(wait, max(0.0, self._session.deadline - now))
        if self._busy_since is not None and now < self._busy_since + SLOW:
            wait = min(wait, self._busy_since + SLOW - now)
        try:
            return self._events.get(timeout=wait)
        except queue.Empty:
            return None

    def _waited(self) -> None:
        deadline = self._session.deadline
        if deadline is not None and time.monotonic() >= deadline:
            self._grade(self._session.later)
        # Also where nothing is new: the terminal may have another size.
        self._show()

    def _handled(self, event: Event) -> bool:
        """Whether to go on."""
        match event:
            case Saved():
                self._grade(self._session.looked)
            case Graded(report):
                self._verdict(report)
            case Told(words):
                self._session.told(words)
                self._show()
            case Pressed(key):
                return self._pressed(key)
            case Faulted(error):
                raise error
            case Ended(interrupted):
                if interrupted:
                    raise KeyboardInterrupt
                self._ending = True
        return True

    def _verdict(self, report: Report) -> None:
        self._session.heard(report)
        if not self._session.view.busy:
            self._busy_since = None
        self._show()
        # What is kept for later may take its time: the verdict is on the screen.
        self._session.keep()
        self._show()

    def _grade(self, begin: Callable[[], object]) -> None:
        if begin() is not False and self._busy_since is None and self._session.view.busy:
            self._busy_since = time.monotonic()

    def _pressed(self, key: str) -> bool:
        if key == "q":
            return False
        match key:
            case "h":
                self._session.hint()
            case "z":
                self._aside(self._sit, wait=False)
            case "l":
                self._aside(self._listing, wait=True)
            case "n":
                self._grade(self._session.go_on)
            case _ if key == ENTER:
                self._grade(self._session.again)
        self._hands.ask()
        self._show()
        return True

    def _aside(self, do: Callable[[], object], *, wait: bool) -> None:
        """What cannot be done there is a word here: watching goes on."""
        try:
            self._face.aside(do, wait=wait)
        except KitError as error:
            self._session.told(f"{error.what} {error.mend}")
        except EOFError:
            self._events.put(Ended())

    def _show(self) -> None:
        view = self._session.view
        slow = self._busy_since is not None and time.monotonic() - self._busy_since >= SLOW
        self._face.show(replace(view, busy=view.busy and slow))
