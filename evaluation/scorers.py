"""The two scorers that stand beside the project, imported by path so that nothing of them is written again here."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from types import ModuleType

from evaluation.product import SHARED


@cache
def find_scorer(name: str) -> ModuleType | None:
    """`score_plan` or `score_questions` from ../shared/tools, or None where they are absent."""
    path = SHARED / "tools" / f"{name}.py"
    if not path.exists():
        return None
    spec = importlib.util.spec_from_file_location(f"shared_{name}", path)
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    writes, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # the folder beside us may be read-only
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = writes
    return module
