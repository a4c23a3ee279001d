"""Names of places, and of units and places that the reform of 2025 renamed, with the day it did.

Loaded and keyed as the words of `nlu.lexical` are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from nlu.errors import LexicalFileError
from nlu.lexical import Folded, Phrase
from nlu.rule_file import DATA, check_keys, fold_phrases, load_table, read_strings

_RENAMING_KINDS = ("department", "ministry", "district_office", "party", "province", "level")


@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming:
    """A unit or place renamed or merged: what it was called, what it is called since `effective_on`."""

    id: str
    old: tuple[Phrase, ...]
    new: tuple[Phrase, ...]
    kind: str
    effective_on: date
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A province or city under its name: `current` after the mergers of 2025; `merged_into` where it no longer is."""

    name: str
    current: bool
    merged_into: str = ""
    short: tuple[str, ...] = ()


@cache
def renamings(path: Path = DATA / "reform.toml") -> tuple[Renaming, ...]:
    """Units and places renamed by the reform of 2025, in file order.

    Raises:
        LexicalFileError: the file breaks its schema.
    """
    top = check_keys(load_table(path), known=("renaming",), needed=("renaming",), path=path)
    folded = fold_phrases(
        text
        for row in top["renaming"]
        for side in ("old", "new")
        for text in row.get(side, ())
        if isinstance(text, str)
    )
    found = []
    for row in top["renaming"]:
        rule = str(row.get("id", "?"))
        needed = ("id", "old", "new", "kind", "effective_on", "source")
        check_keys(row, known=(*needed, "note"), needed=needed, path=path, rule=rule)
        if row["kind"] not in _RENAMING_KINDS:
            raise LexicalFileError(f"kind is one of {', '.join(_RENAMING_KINDS)}", path=path, rule=rule)
        if not isinstance(row["effective_on"], date):
            raise LexicalFileError("effective_on is a date", path=path, rule=rule)
        sides = [read_strings(row[side], path=path, rule=rule) for side in ("old", "new")]
        old, new = (tuple(Phrase(written=text, folded=folded[text]) for text in texts) for texts in sides)
        found.append(
            Renaming(
                id=rule,
                old=old,
                new=new,
                kind=row["kind"],
                effective_on=row["effective_on"],
                source=row["source"],
                note=row.get("note", ""),
            )
        )
    return tuple(found)


@cache
def places(path: Path = DATA / "places.toml") -> Mapping[Folded, tuple[Place, ...]]:
    """Provinces and cities by folded name or short form; several where a short form is shared ("ĐN").

    Raises:
        LexicalFileError: the file breaks its schema.
    """
    top = check_keys(load_table(path), known=("place",), needed=("place",), path=path)
    found: defaultdict[Folded, list[Place]] = defaultdict(list)
    rows = []
    for row in top["place"]:
        rule = str(row.get("name", "?"))
        check_keys(row, known=("name", "current", "merged_into", "short"), needed=("name",), path=path, rule=rule)
        short = read_strings(row["short"], path=path, rule=rule) if "short" in row else ()
        merged = row.get("merged_into", "")
        rows.append(Place(name=rule, current=row.get("current", not merged), merged_into=merged, short=short))
    folded = fold_phrases(text for place in rows for text in (place.name, *place.short))
    for place in rows:
        for key in dict.fromkeys(folded[text] for text in (place.name, *place.short)):
            found[key].append(place)
    return MappingProxyType({key: tuple(items) for key, items in found.items()})
