"""One run at a time writes into a folder of results; the system lets go of the lock when its holder dies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.errors import Unfinished

LOCK = ".fallline.lock"


@contextmanager
def hold(folder: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """Hold the folder while the `with` lasts; where another run holds it, tell so once and wait.

    Raises:
        KitError: nothing can be written there.

    """
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / LOCK).is_symlink():
            # Whoever locks a link empties the file that it leads to.
            (folder / LOCK).unlink()
        # One object a path in this process, which may hold it several times over.
        lock = FileLock(folder / LOCK, is_singleton=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            tell(f"Another `grade batch` writes into {folder}. This one begins when it has ended; Ctrl-C gives up.")
            lock.acquire()
    except OSError as error:
        raise Unfinished(
            f"{folder} cannot be written ({error.strerror or error}).",
            "Check who may write there, or name another folder with --out.",
        ) from None
    try:
        yield
    finally:
        lock.release()
