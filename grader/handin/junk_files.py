"""Files that nobody handed in: what operating systems, editors and tools leave behind."""

from __future__ import annotations

_FOLDERS = {
    "__macosx": "macOS's own notes about the files",
    "__pycache__": "compiled Python",
    "node_modules": "installed packages",
    "site-packages": "installed packages",
    "venv": "a virtual environment",
    "virtualenv": "a virtual environment",
}
_FILES = {
    "thumbs.db": "Windows' picture cache",
    "ehthumbs.db": "Windows' picture cache",
    "desktop.ini": "Windows' folder settings",
}
VENV_MARKER = "pyvenv.cfg"
"""What lies at the top of every virtual environment, however it is called."""


def explain_junk(part: str, *, is_file: bool) -> str | None:
    """Explain what a machine left under that name, one part of a path; None where somebody may have handed it in."""
    return _explain_leftover(part) or (_explain_junk_file(part) if is_file else None)


def _explain_junk_file(name: str) -> str | None:
    """Explain a file that a machine or an editor left; None for any other name."""
    if name.lower() in _FILES:
        return _FILES[name.lower()]
    if name.endswith(("~", ".swp", ".pyc")) or name.startswith("~$"):
        return "an editor's or Python's own copy"
    return None


def _explain_leftover(part: str) -> str | None:
    """Explain a file or folder that a machine left; None for any other name."""
    if part.lower() in _FOLDERS:
        return _FOLDERS[part.lower()]
    return "a hidden file" if part.startswith(".") else None
