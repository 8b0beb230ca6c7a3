"""Where a class's submissions come from: one module a layout, found by its file being here.

A layout's module has a `NAME`, `rate_fit(export)` (the share of the files that look like it, 0 to 1) and
`read(export)` (the files with their authors).
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Mapping
from typing import Protocol, cast

from grader.batch.reading import Export, Reading


class Layout(Protocol):
    """What a module in this folder offers."""

    NAME: str

    def rate_fit(self, export: Export) -> float:
        """Rate how well the export looks like this layout: 0 not at all, 1 entirely."""

    def read(self, export: Export) -> Reading:
        """Read from paths and lists who handed in each file, and which is newer."""


@functools.cache
def load_layouts() -> Mapping[str, Layout]:
    """Load every layout, by its name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    modules = [cast(Layout, importlib.import_module(f"{__name__}.{name}")) for name in names]
    return {layout.NAME: layout for layout in modules}
