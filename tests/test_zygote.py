"""What a zygote brings along for its workers."""

from __future__ import annotations

import ast

from conftest import ROOT

from grader.sandbox import attempts

SANDBOX = ROOT / "grader" / "sandbox"


def named(module: str) -> set[str]:
    """The worker's modules that a module names in one tuple, `worker` among them."""
    tuples = [node for node in ast.walk(ast.parse((SANDBOX / f"{module}.py").read_text("utf-8")))
              if isinstance(node, ast.Tuple)]  # fmt: skip
    texts = [{one.value for one in node.elts if isinstance(one, ast.Constant)} for node in tuples]
    (found,) = [held for held in texts if {"wire", "worker"} <= held]
    return found


def test_what_a_zygote_preloads_is_what_counts_as_the_workers_own():
    """Each name stands in two lists, for a worker without a zygote needs one too: they may not drift apart."""
    assert named("zygote") == set(attempts._MODULES)


def test_every_module_that_is_preloaded_is_there():
    assert not [name for name in named("zygote") if not (SANDBOX / f"{name}.py").is_file()]
