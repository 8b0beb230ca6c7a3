"""A list of the pages that we wrote, so that those of students who left can be deleted and no edited one is lost.

It holds SHA-256 sums, as `sha256sum --check` reads them. A page that somebody changed or put there is never deleted
and never overwritten. The list lies beside the folder, which holds only what is handed out.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from grader.storage.files import put_aside, report_write_errors, save_file


class KeptPages:
    """The pages of one folder, and those beside it, while they are written anew."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._list = folder.with_name(f".{folder.name}.sha256")
        self._before = _read_list(self._list, f"{folder.name}/")
        self._now: dict[str, str] = {}
        self.put_aside: list[str] = []
        """Changed pages that gave way to ours, by their new names."""

    def write(self, name: str, data: bytes) -> None:
        """Write a page into the folder; one that somebody changed keeps its text under another name. Raises KitError.

        It is listed before it is written, in case the run is killed in between or before `close`.
        """
        self._write(f"{self._folder.name}/{name}", data)

    def write_beside(self, name: str, data: bytes) -> None:
        """Write a page beside the folder, as `write` does."""
        self._write(name, data)

    def close(self) -> int:
        """Delete the pages that were not written again, and return how many; raises KitError."""
        with report_write_errors(self._folder):
            deleted = [
                name for name in self._before if "/" in name and name not in self._now and self._is_ours(name, set())
            ]
            for name in deleted:
                self._find_path(name).unlink(missing_ok=True)
        if self._now or self._before:
            save_file(self._list, "".join(map(self._format_line, self._now)).encode(), follow=False)
        return len(deleted)

    def _write(self, name: str, data: bytes) -> None:
        path = self._find_path(name)
        digest = hashlib.sha256(data).hexdigest()
        with report_write_errors(path):
            if os.path.lexists(path) and (path.is_symlink() or path.is_file()) and not self._is_ours(name, {digest}):
                self.put_aside.append(name.replace(path.name, put_aside(path).name))
        self._now[name] = digest
        with report_write_errors(self._list):
            self._list.parent.mkdir(parents=True, exist_ok=True)
            with self._list.open("a", encoding="utf-8", newline="\n") as file:
                file.write(self._format_line(name))
        save_file(path, data, follow=False)

    def _is_ours(self, name: str, sums: set[str]) -> bool:
        """Tell whether a page is still as we wrote it, or has one of these sums."""
        path = self._find_path(name)
        if path.is_symlink() or not path.is_file():
            return False
        return hashlib.sha256(path.read_bytes()).hexdigest() in self._before.get(name, set()) | sums

    def _find_path(self, name: str) -> Path:
        """Return where a page lies; names count from the folder's parent."""
        return self._folder.parent / name

    def _format_line(self, name: str) -> str:
        """Return a page's line of the list."""
        return f"{self._now[name]}  {name}\n"


def _read_list(path: Path, prefix: str) -> dict[str, set[str]]:
    """Return page name → its earlier SHA-256 sums; names of no plain `.html` file there or beside it are left out."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    sums: dict[str, set[str]] = {}
    for line in lines:
        digest, _, name = line.partition("  ")
        if name.endswith(".html") and not set(name.removeprefix(prefix)) & set("/\\"):
            sums.setdefault(name, set()).add(digest)
    return sums
