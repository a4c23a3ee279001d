"""The bundled plans: plan files that were reviewed against the documents, one `<slug>.toml` each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from knowledge.plan import Plan
from knowledge.plan_file import load_plan_file
from knowledge.query import PlanImport, PlanStore

SUFFIX = ".toml"


def sample_plans() -> Iterator[Plan]:
    """The bundled plans, in the order of their file names."""
    for item in _sample_imports():
        yield item.plan


def fill_if_empty(store: PlanStore, at: datetime) -> bool:
    """Puts the bundled plans into a store that holds none, all of them or none; True where it did."""
    if store.slugs():
        return False
    store.save_all(_sample_imports(), at=at)
    return True


def sample_slugs() -> tuple[str, ...]:
    """The slugs of the bundled plans, told by their file names alone."""
    return tuple(file.name.removesuffix(SUFFIX) for file in _files())


def _sample_imports() -> Iterator[PlanImport]:
    for file in _files():
        digest = sha256(file.read_bytes()).hexdigest()
        yield PlanImport(plan=load_plan_file(file), source_name=file.name, digest=digest)


def _files() -> list[Path]:
    return sorted(Path(__file__).parent.glob(f"*{SUFFIX}"))
