"""A Python beside which the kit believes to be on Windows or macOS: what POSIX or Linux alone has is missing.

`lay_out` makes a virtual environment whose every process, the workers' included, gives the kit's own modules
another `os`, `sys`, `signal`, … (`importlib_elsewhere.py`). The standard library, packages and student code
keep the real ones, so this shows what the kit reaches for and not how another kernel behaves: paths keep
their `/`, files can be removed while they are open, and a process ends by a signal.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
HOOK = Path(__file__).with_name("importlib_elsewhere.py")


def lay_out(folder: Path, system: str) -> Path:
    """The Python of such an environment in `folder`; `system` is what `sys.platform` says there."""
    library = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    library.mkdir(parents=True)
    python = folder / "bin" / "python"
    python.parent.mkdir()
    python.symlink_to(Path(sys.executable).resolve())
    base = Path(sys.base_prefix) / "bin"
    (folder / "pyvenv.cfg").write_text(f"home = {base}\ninclude-system-site-packages = false\n", "utf-8")
    packages = os.pathsep.join(path for path in sys.path if path.endswith("-packages"))
    (library / "packages.pth").write_text(packages.replace(os.pathsep, "\n") + "\n", "utf-8")
    text = HOOK.read_text("utf-8").replace('SYSTEM = "here"', f"SYSTEM = {system!r}")
    (library / HOOK.name).write_text(text.replace('KIT = ""', f"KIT = {str(ROOT / 'grader')!r}"), "utf-8")
    (library / "sitecustomize.py").write_text("import importlib_elsewhere\n", "utf-8")
    return python
