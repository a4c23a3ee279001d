"""What people call an agency in talk: "CA tỉnh", "Mặt trận", "Đoàn Thanh niên". The names are data."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from knowledge.agency_words import canon, load_table
from nlu.text import nfc

_LEVELS = ("tỉnh", "thành phố", "thị xã", "huyện", "quận", "xã", "phường", "thị trấn", "đặc khu")


def spoken_names(printed: str) -> tuple[str, ...]:
    """The names in talk of an agency as a plan prints it, most telling first; () where it has none.

    >>> spoken_names("Công an tỉnh")
    ('CA tỉnh', 'CA', 'bên công an tỉnh', 'bên công an')
    """
    name = " ".join(nfc(printed).split())
    found: dict[str, None] = {}
    for head, said in _heads():
        if canon(name) == head or canon(name).startswith(f"{head} "):
            found.update(dict.fromkeys(_with_rest(said, name[len(head) :].strip())))
            break
    return tuple(called for called in found if canon(called) != canon(name))


def _with_rest(said: tuple[str, ...], rest: str) -> Iterator[str]:
    level = next((level for level in _LEVELS if f" {level} " in f" {canon(rest)} "), "")
    for called in said:
        if rest:
            yield f"{called} {rest}"
        if level:
            yield f"{called} {level}"
        yield called


@cache
def _heads() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(printed beginning, names in talk), longest beginning first."""
    data = load_table("spoken_names.toml", {}, {"name": {"id", "printed", "said", "examples"}})
    rows = [(canon(head), tuple(rule["said"])) for rule in data["name"] for head in rule["printed"]]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def examples() -> tuple[tuple[str, str], ...]:
    """The examples of the data file: (printed, said)."""
    data = load_table("spoken_names.toml", {}, {"name": {"id", "printed", "said", "examples"}})
    pairs = (example.split(" ↔ ") for rule in data["name"] for example in rule["examples"])
    return tuple((printed, said) for printed, said in pairs)
