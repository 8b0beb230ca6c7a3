"""A list of the pages that we wrote into a folder, so that pages of students who left can be deleted.

It holds SHA-256 sums, as `sha256sum --check` reads them. A page that somebody changed or put there is
never deleted. The list lies beside the folder, which holds only what is handed out.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from grader.storage.files import report_write_errors, save_file


class KeptPages:
    """The pages of one folder while they are written anew."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._list = folder.with_name(f".{folder.name}.sha256")
        self._before = _read_list(self._list, f"{folder.name}/")
        self._now: dict[str, str] = {}

    def write(self, name: str, data: bytes) -> None:
        """Write a page and list it at once, in case the run is killed before `close`. Raises KitError."""
        save_file(self._folder / name, data, follow=False)
        self._now[name] = hashlib.sha256(data).hexdigest()
        with report_write_errors(self._list), self._list.open("a", encoding="utf-8", newline="\n") as file:
            file.write(self._format_line(name))

    def close(self) -> int:
        """Delete the pages that were not written again, and return how many; raises KitError."""
        with report_write_errors(self._folder):
            deleted = [name for name in self._before if name not in self._now and self._is_ours(name)]
            for name in deleted:
                (self._folder / name).unlink(missing_ok=True)
        if self._now or self._before:
            save_file(self._list, "".join(map(self._format_line, self._now)).encode(), follow=False)
        return len(deleted)

    def _is_ours(self, name: str) -> bool:
        """Tell whether a page is still as we wrote it."""
        path = self._folder / name
        if path.is_symlink() or not path.is_file():
            return False
        return hashlib.sha256(path.read_bytes()).hexdigest() in self._before[name]

    def _format_line(self, name: str) -> str:
        """Return a page's line of the list."""
        return f"{self._now[name]}  {self._folder.name}/{name}\n"


def _read_list(path: Path, prefix: str) -> dict[str, set[str]]:
    """Return page name → its earlier SHA-256 sums; names that are no plain `.html` file are left out."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    sums: dict[str, set[str]] = {}
    for line in lines:
        digest, _, name = line.partition(f"  {prefix}")
        if name.endswith(".html") and not set(name) & set("/\\"):
            sums.setdefault(name, set()).add(digest)
    return sums
