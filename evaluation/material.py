"""Where the documents, gold tables and question sets stand: beside the project, and in it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from evaluation.product import ROOT, SHARED, Row, load_rows

BUNDLED = ROOT / "knowledge" / "samples"
INVENTED = ROOT / "tests" / "fixtures" / "plans"
GIVEN = SHARED / "questions" / "dev.jsonl"
OURS = Path(__file__).parent / "questions"
TALK = Path(__file__).parent / "talk"

# Sets under OURS are blind: nothing is tuned on them, so their lines are never shown.


def find_document(name: str) -> Path | None:
    """The received file of a plan by its name."""
    for folder in (SHARED / "plans", SHARED / "plans" / "more", INVENTED):
        for path in sorted(folder.glob(f"{name}.*")):
            if ".gold" not in path.suffixes:
                return path
    return None


def find_gold(name: str) -> Path | None:
    """The gold table of a document."""
    for path in (SHARED / "gold" / f"{name}.jsonl", INVENTED / f"{name}.gold.jsonl"):
        if path.exists():
            return path
    return None


def gold_names() -> tuple[str, ...]:
    """The names of the documents that have a gold table: the received ones, then the invented ones."""
    received = sorted(path.stem for path in (SHARED / "gold").glob("*.jsonl"))
    return (*received, *sorted(path.name.removesuffix(".gold.jsonl") for path in INVENTED.glob("*.gold.jsonl")))


def reviewed_names() -> tuple[str, ...]:
    """The names of the documents without a gold table whose reviewed plan file is bundled."""
    names = {path.stem for path in BUNDLED.glob("*.toml")} - {*gold_names()}
    return tuple(sorted(name for name in names if find_document(name)))


def question_sets() -> dict[str, list[Row]]:
    """The sets by name, the given one first; those whose documents are absent are left out."""
    sets = {path.stem: load_rows(path) for path in ([GIVEN] if GIVEN.exists() else []) + sorted(OURS.glob("*.jsonl"))}
    return {name: rows for name, rows in sets.items() if all(map(_obtainable, plans_of(rows)))}


def _obtainable(slug: str) -> bool:
    return (BUNDLED / f"{slug}.toml").exists() or find_document(slug) is not None


def plans_of(conversations: Iterable[Row]) -> tuple[str, ...]:
    """The slugs that conversations are bound to, sorted."""
    return tuple(sorted({row["plan"] for row in conversations if row.get("plan")}))


def documents_of(conversations: Iterable[Row]) -> dict[str, Path]:
    """What is imported before a set is asked, by slug; empty where the bundled plans are what it asks about.

    The whole family of a document is imported, as some questions ask across plans: every document in its folder that
    some set asks about.
    """
    found = {slug: path for slug in plans_of(conversations) if (path := find_document(slug))}
    folders = {path.parent for slug, path in found.items() if not (BUNDLED / f"{slug}.toml").exists()}
    asked = {slug for rows in question_sets().values() for slug in plans_of(rows)}
    family = {slug: path for slug in sorted(asked) if (path := find_document(slug)) and path.parent in folders}
    return {slug: path for slug, path in family.items() if not (BUNDLED / f"{slug}.toml").exists()}
