"""What a zygote brings along for its workers."""

from __future__ import annotations

import ast
import re

from conftest import ROOT

SANDBOX = ROOT / "grader" / "sandbox"


def named(module: str) -> set[str]:
    """The worker's modules that a module names in one tuple, `worker` among them."""
    tuples = [node for node in ast.walk(ast.parse((SANDBOX / f"{module}.py").read_text("utf-8")))
              if isinstance(node, ast.Tuple)]  # fmt: skip
    texts = [{one.value for one in node.elts if isinstance(one, ast.Constant)} for node in tuples]
    (found,) = [held for held in texts if {"wire", "worker"} <= held]
    return found


def test_a_zygote_brings_along_what_its_worker_asks_for_and_no_more():
    """The worker loads its siblings itself where there is no zygote: what it asks for is the one list."""
    asked = re.findall(r'_load_sibling\("(\w+)"\)', (SANDBOX / "worker.py").read_text("utf-8"))
    assert named("zygote") == {*asked, "worker"}


def test_every_module_that_is_preloaded_is_there():
    assert not [name for name in named("zygote") if not (SANDBOX / f"{name}.py").is_file()]
