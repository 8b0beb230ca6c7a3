"""Which pages in a folder are ours: a list beside it, so that pages of students who left can be taken away.

The list is one of SHA-256 sums, as `sha256sum --check` reads it. A page that somebody changed or put there is
never taken away. It lies outside of the folder, which holds nothing but what is handed out.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from grader.storage.files import save, writing


class Kept:
    """The pages of one folder while they are written anew."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._list = folder.with_name(f".{folder.name}.sha256")
        self._before = _listed(self._list, f"{folder.name}/")
        self._now: dict[str, str] = {}

    def write(self, name: str, data: bytes) -> None:
        """Write a page; a run that is killed later has left it in the list. Raises KitError."""
        save(self._folder / name, data)
        self._now[name] = hashlib.sha256(data).hexdigest()
        with writing(self._list), self._list.open("a", encoding="utf-8", newline="\n") as file:
            file.write(self._line(name))

    def close(self) -> int:
        """Take away the pages that were not written again, and say how many; raises KitError."""
        with writing(self._folder):
            gone = [name for name in self._before if name not in self._now and self._is_ours(name)]
            for name in gone:
                (self._folder / name).unlink(missing_ok=True)
        if self._now or self._before:
            save(self._list, "".join(map(self._line, self._now)).encode())
        return len(gone)

    def _is_ours(self, name: str) -> bool:
        """Whether a page is still what we wrote."""
        place = self._folder / name
        if place.is_symlink() or not place.is_file():
            return False
        return hashlib.sha256(place.read_bytes()).hexdigest() in self._before[name]

    def _line(self, name: str) -> str:
        return f"{self._now[name]}  {self._folder.name}/{name}\n"


def _listed(path: Path, above: str) -> dict[str, set[str]]:
    """Name → the sums it had; a name that leads elsewhere is nobody's page."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    found: dict[str, set[str]] = {}
    for line in lines:
        digest, _, place = line.partition(f"  {above}")
        if place.endswith(".html") and not set(place) & set("/\\"):
            found.setdefault(place, set()).add(digest)
    return found
