"""The bundled plans: plan files that were reviewed against the documents, one `<slug>.toml` each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable

from knowledge.plan import Plan
from knowledge.plan_file import read_plan_file
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
        content = file.read_bytes()
        plan = read_plan_file(content.decode("utf-8"), name=file.name)
        yield PlanImport(plan=plan, source_name=file.name, digest=sha256(content).hexdigest())


def _files() -> list[Traversable]:
    found = (file for file in resources.files(__name__).iterdir() if file.name.endswith(SUFFIX))
    return sorted(found, key=lambda file: file.name)
