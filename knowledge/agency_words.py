"""The words that public bodies' names are made of, loaded from `data/agencies.toml` and compiled once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.errors import RuleFileError
from nlu.parsed import load_parsed
from nlu.text import nfc

DATA = Path(__file__).parent / "data"
_TONE_PAIRS = {  # "hoá" and "hóa" are one word; NFC does not merge them
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_TONE = re.compile("|".join(_TONE_PAIRS))


def canon(text: str) -> str:
    """Lower case, one tone placement, plain dashes and spaces; exactly as long as `nfc(text)`.

    >>> canon("Uỷ ban nhân dân – xã")
    'ủy ban nhân dân - xã'
    """
    composed = nfc(text)
    lowered = composed.lower()
    if len(lowered) != len(composed):  # a letter whose lower case is longer: keep it as it is
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in composed)
    lowered = lowered.replace("–", "-").replace("—", "-")
    return _TONE.sub(lambda m: _TONE_PAIRS[m[0]], lowered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The words a body's name begins with ("Sở", "Ban Quản lý"); see the data file for what each switch means."""

    id: str
    names: tuple[str, ...]
    rank: int
    noun: bool = False
    alone: bool = False
    glued: bool = False
    open: bool = False
    not_before: tuple[str, ...] = ()
    only_before: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counter: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyWords:
    """Everything `data/agencies.toml` says, as compiled patterns over `canon` text."""

    heads: tuple[Head, ...]
    many: re.Pattern[str]
    level: re.Pattern[str]
    tiers: dict[str, frozenset[int]]
    tail: re.Pattern[str]
    unfinished: re.Pattern[str]
    cut_tails: frozenset[str]
    whole: re.Pattern[str]
    sector: re.Pattern[str]
    closed: tuple[str, ...]
    after_noun: re.Pattern[str]
    after_name: re.Pattern[str]
    relative: re.Pattern[str]
    after_relative: re.Pattern[str]
    leading: re.Pattern[str]
    label: re.Pattern[str]
    nouns_too: frozenset[str]
    usual: frozenset[str]
    empty: frozenset[str]


_KEYS = {
    "words": {"many", "noun_tails", "unfinished", "cut_tails", "whole", "closed"},
    "levels": {"tinh", "huyen", "xa", "thon"},
    "prose": {"after_noun", "after_name", "nouns_too", "relative", "after_relative", "leading", "labels"}
    | {"usual", "empty"},
    "sectors": {"names"},
}


def load_table(name: str, keys: dict[str, set[str]], lists: dict[str, set[str]]) -> dict[str, Any]:
    """One data file beside this module, its tables and lists of rules checked for unknown keys.

    Raises:
        RuleFileError: unreadable TOML, an unknown table or key, a rule without an id.
    """
    path = DATA / name
    try:
        data = load_parsed(path)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise RuleFileError(f"Không đọc được tệp dữ liệu {name}: {error}", path=path) from error
    for table, value in data.items():
        if table in lists:
            for rule in value:
                rule_id = str(rule.get("id", ""))
                unknown = sorted(set(rule) - lists[table])
                if unknown or not rule_id:
                    raise RuleFileError(
                        f"Tệp {name}, quy tắc “{rule_id or '?'}”: khóa lạ {', '.join(unknown) or '(thiếu id)'}.",
                        path=path,
                        rule=rule_id,
                    )
        elif table not in keys:
            raise RuleFileError(f"Tệp {name}: bảng lạ “{table}”.", path=path, rule=table)
        elif set(value) - keys[table]:
            unknown = sorted(set(value) - keys[table])
            raise RuleFileError(f"Tệp {name}, bảng “{table}”: khóa lạ {', '.join(unknown)}.", path=path, rule=table)
    return data


def _any(words: list[str]) -> str:
    ordered = sorted({canon(w) for w in words}, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in ordered) + ")"


def _sector_pattern(name: str) -> str:
    """A pattern for a sector in which "và", commas, dashes and "&" may stand for one another."""
    parts = re.split(r"(\s*,\s*|\s+-\s+|\s+và\s+|\s+)", canon(name))
    out = []
    for n, part in enumerate(parts):
        if n % 2 == 0:
            out.append(re.escape(part))
        elif part.strip() in ("-", "và") or "," in part:
            comma = r"\s*,\s*|" if "-" not in part else ""
            out.append(rf"(?:{comma}\s*,?\s*[-&]\s*|\s*,?\s+và\s+|\s+)")
        else:
            out.append(r"\s+")
    return "".join(out)


def _head(rule: dict[str, Any]) -> Head:
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in rule.items()}
    return Head(**fields)


@cache
def _data() -> dict[str, Any]:
    return load_table("agencies.toml", _KEYS, {"head": set(Head.__slots__)})


@cache
def many_words() -> re.Pattern[str]:
    """What begins the name of several bodies ("các", "mọi"): all that answering needs, without the other patterns."""
    return re.compile(rf"{_any(_data()['words']['many'])}\s+")


@cache
def _heads() -> tuple[dict[str, Head], re.Pattern[str]]:
    """Heads by their `canon` names, and the pattern that finds them: all that telling agencies apart needs."""
    head_of = {canon(name): head for head in map(_head, _data()["head"]) for name in head.names}
    return head_of, re.compile(rf"({_any(list(head_of))})(?!\w)")


@cache
def agency_words() -> AgencyWords:
    """The words of `data/agencies.toml`, read once."""
    data = _data()
    words, prose = data["words"], data["prose"]
    tiers: dict[str, frozenset[int]] = {}
    for n, tier in enumerate(("tinh", "huyen", "xa", "thon")):
        for level in data["levels"][tier]:
            tiers[canon(level)] = tiers.get(canon(level), frozenset()) | {n}
    sectors = sorted(data["sectors"]["names"], key=len, reverse=True)
    return AgencyWords(
        heads=tuple(map(_head, data["head"])),
        many=many_words(),
        level=re.compile(rf"(?P<cap>cấp\s+)?(?P<level>{_any(list(tiers))})(?!\w)"),
        tiers=tiers,
        tail=re.compile(rf"{_any(words['noun_tails'])}(?!\w)"),
        unfinished=re.compile(rf"(?<!\w){_any(words['unfinished'])}$"),
        cut_tails=frozenset(map(canon, words["cut_tails"])),
        whole=re.compile("|".join(canon(p) for p in words["whole"])),
        sector=re.compile(rf"(?<!\w)(?:{'|'.join(map(_sector_pattern, sectors))})(?!\w)"),
        closed=tuple(map(canon, words["closed"])),
        after_noun=re.compile(rf"(?<!\w){_any(prose['after_noun'])}(?!\w)"),
        after_name=re.compile(rf"(?<!\w){_any(prose['after_name'])}(?!\w)"),
        relative=re.compile(rf"(?<!\w){_any(prose['relative'])}(?!\w)"),
        after_relative=re.compile(rf"(?<!\w){_any(prose['after_relative'])}(?!\w)"),
        leading=re.compile(rf"{_any(prose['leading'])}(?!\w)"),
        label=re.compile(rf"{_any(prose['labels'])}\s*:\s*"),
        nouns_too=frozenset(map(canon, prose["nouns_too"])),
        usual=frozenset(map(canon, prose["usual"])),
        empty=frozenset(map(canon, prose["empty"])),
    )


def find_head(text: str, at: int = 0) -> tuple[Head, int] | None:
    """The head that stands in `canon` text at a place, with where it ends; None where none does."""
    head_of, pattern = _heads()
    found = pattern.match(text, at)
    if found is None:
        return None
    head = head_of[re.sub(r"\s+", " ", found[1])]
    if text.startswith(" ", found.end()):
        follow = text[found.end() :].lstrip()
        if head.not_before and _begins_with(head.not_before).match(follow):
            return None
        if head.only_before and follow and not follow.startswith(head.only_before):
            return None
    return head, found.end()


@cache
def _begins_with(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})(?!\w)")
