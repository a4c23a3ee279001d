"""The prose readers that are not there yet, stood in for plainly."""

from __future__ import annotations

import importlib
from typing import Any

from knowledge.documents.model import Document
from knowledge.plan import Duty, PlanTask, Target


def _module(name: str) -> Any:
    try:
        return importlib.import_module(f"knowledge.ingest.{name}")
    except ImportError:
        return None


def read_targets(document: Document, tasks: tuple[PlanTask, ...]) -> tuple[Target, ...]:
    """What `knowledge.ingest.targets` reads."""
    module = _module("targets")
    return tuple(module.read_targets(document, tasks)) if module else ()


def read_duties(document: Document) -> tuple[Duty, ...]:
    """What `knowledge.ingest.duties` reads."""
    module = _module("duties")
    return tuple(module.read_duties(document)) if module else ()
