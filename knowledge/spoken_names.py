"""What people call an agency in talk: "CA tỉnh", "Mặt trận", "Đoàn Thanh niên". The names are data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    low = canon(name)
    for head, said in _heads().get(_first_word(low), ()):
        if low == head or low.startswith(f"{head} "):
            found = dict.fromkeys(_with_rest(said, name[len(head) :].strip()))
            return tuple(called for called in found if canon(called) != low)
    return ()


def _first_word(low: str) -> str:
    return low.split(" ", 1)[0]


def _with_rest(said: tuple[str, ...], rest: str) -> Iterator[str]:
    low = f" {canon(rest)} "
    level = next((level for level in _LEVELS if f" {level} " in low), "")
    for called in said:
        if rest:
            yield f"{called} {rest}"
        if level:
            yield f"{called} {level}"
        if not rest or " " in called or called.isupper():  # "Báo Vĩnh Long", but "báo" alone is any other word
            yield called


@cache
def _heads() -> Mapping[str, Sequence[tuple[str, tuple[str, ...]]]]:
    """By first word: (printed beginning, names in talk), longest beginning first."""
    data = load_table("spoken_names.toml", {}, {"name": {"id", "printed", "said", "examples"}})
    rows = [(canon(head), tuple(rule["said"])) for rule in data["name"] for head in rule["printed"]]
    by_first: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for head, said in sorted(rows, key=lambda row: -len(row[0])):
        by_first.setdefault(_first_word(head), []).append((head, said))
    return by_first


def examples() -> tuple[tuple[str, str], ...]:
    """The examples of the data file: (printed, said)."""
    data = load_table("spoken_names.toml", {}, {"name": {"id", "printed", "said", "examples"}})
    pairs = (example.split(" ↔ ") for rule in data["name"] for example in rule["examples"])
    return tuple((printed, said) for printed, said in pairs)
