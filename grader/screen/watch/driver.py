"""The loop of `grade watch`: one queue of events, one view, one frontend."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable

from msgspec.structs import replace

from grader.errors import KitError
from grader.model import Report
from grader.screen.keys import ENTER, NOTHING
from grader.screen.watch.frontends import Frontend
from grader.watch.events import Ended, Event, Faulted, Graded, Message, Pressed, Saved
from grader.watch.session import WatchSession

TICK_SECONDS = 0.5
"""Seconds after which a terminal is looked at that may have another size now; also what Windows needs to
hear Ctrl-C."""
SLOW_SECONDS = 0.25
"""Seconds of grading after which the screen says so; what is quicker would only flicker."""

Events = queue.Queue[Event]


class KeyReader:
    """Reads keys in a thread, one for each time it is asked: between two of them the keyboard is free."""

    def __init__(self, read: Callable[[], str], events: Events) -> None:
        self._read = read
        self._events = events
        self._requests = threading.Semaphore(0)
        threading.Thread(target=self._run, name="keys", daemon=True).start()

    def ask(self) -> None:
        """Ask for one more key."""
        self._requests.release()

    def _run(self) -> None:
        while self._requests.acquire():
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


class WatchLoop:
    """Takes events until somebody leaves."""

    def __init__(
        self,
        session: WatchSession,
        frontend: Frontend,
        events: Events,
        *,
        ask_quiz: Callable[[], object],
        show_list: Callable[[], object],
    ) -> None:
        """`ask_quiz` asks the quiz of the exercise at hand, `show_list` lists the exercises; both print themselves."""
        self._session = session
        self._frontend = frontend
        self._events = events
        self._ask_quiz = ask_quiz
        self._show_list = show_list
        self._key_reader = KeyReader(frontend.read_key, events)
        self._busy_since: float | None = None
        self._ending = False

    def run(self) -> None:
        """Take events until somebody leaves.

        Raises:
            KeyboardInterrupt: Ctrl-C.
            KitError: what made going on impossible.

        """
        self._start_grading(self._session.grade_again)
        self._key_reader.ask()
        while not (self._ending and self._busy_since is None and self._session.deadline is None):
            event = self._wait_for_event()
            if event is None:
                self._handle_timeout()
            elif not self._handle(event):
                return

    def _wait_for_event(self) -> Event | None:
        """Wait for an event; None when it is time to look after something."""
        now, wait = time.monotonic(), TICK_SECONDS
        if self._session.deadline is not None:
            wait = min(wait, max(0.0, self._session.deadline - now))
        if self._busy_since is not None and now < self._busy_since + SLOW_SECONDS:
            wait = min(wait, self._busy_since + SLOW_SECONDS - now)
        try:
            return self._events.get(timeout=wait)
        except queue.Empty:
            return None

    def _handle_timeout(self) -> None:
        deadline = self._session.deadline
        if deadline is not None and time.monotonic() >= deadline:
            self._start_grading(self._session.grade_blank_file)
        # Also where nothing is new: the terminal may have another size.
        self._show()

    def _handle(self, event: Event) -> bool:
        """Handle an event; tell whether to go on."""
        match event:
            case Saved():
                self._start_grading(self._session.check_files)
            case Graded(report):
                self._show_verdict(report)
            case Message(words):
                self._session.show_message(words)
                self._show()
            case Pressed(key):
                return self._handle_key(key)
            case Faulted(error):
                raise error
            case Ended(interrupted):
                if interrupted:
                    raise KeyboardInterrupt
                self._ending = True
        return True

    def _show_verdict(self, report: Report) -> None:
        self._session.receive_report(report)
        if not self._session.view.busy:
            self._busy_since = None
        self._show()
        # What is kept for later may take its time: the verdict is on the screen.
        self._session.remember_report()
        self._show()

    def _start_grading(self, begin: Callable[[], object]) -> None:
        if begin() is not False and self._busy_since is None and self._session.view.busy:
            self._busy_since = time.monotonic()

    def _handle_key(self, key: str) -> bool:
        if key == "q":
            return False
        match key:
            case "h":
                self._session.show_hint()
            case "z":
                self._lend_terminal(self._ask_quiz, wait=False)
            case "l":
                self._lend_terminal(self._show_list, wait=True)
            case "n":
                self._start_grading(self._session.go_to_next)
            case _ if key == ENTER:
                self._start_grading(self._session.grade_again)
        self._key_reader.ask()
        self._show()
        return True

    def _lend_terminal(self, use: Callable[[], object], *, wait: bool) -> None:
        """Give the terminal to something else; where that fails, its error is shown and watching goes on."""
        try:
            self._frontend.lend_terminal(use, wait=wait)
        except KitError as error:
            self._session.show_message(f"{error.what} {error.mend}")
        except EOFError:
            self._events.put(Ended())

    def _show(self) -> None:
        view = self._session.view
        slow = self._busy_since is not None and time.monotonic() - self._busy_since >= SLOW_SECONDS
        self._frontend.show(replace(view, busy=view.busy and slow))
