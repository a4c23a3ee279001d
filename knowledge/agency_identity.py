"""Who is who among agencies: one key for one body, what people call it, and whom a collective takes in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from knowledge.agency_words import canon, find_head, load_table, many_words
from nlu.text import fold, nfc

_REMEMBERED: Final = 32_768
"""Names whose reading is remembered; more than a large office has, or each planning would read them all again."""

_SMALL = {"va", "cac", "cua", "cung", "mot so", "nhung"}
_LEVEL = r"(?:huyen|quan|thi xa|thanh pho|xa|phuong|thi tran|dac khu|tinh)"
_TIER = {"tinh": 0, "huyen": 1, "quan": 1, "thi xa": 1, "xa": 2, "phuong": 2, "thi tran": 2, "dac khu": 2}
_LEVELLED = re.compile(
    rf"^(?P<stem>.+?) (?P<many>cac )?(?P<cap>cap )?(?P<level>{_LEVEL})(?P<more>(?:,? (?:va )?{_LEVEL})*)"
    r"(?: (?P<name>.+))?$"
)
_OF_PLACE = re.compile(r"(?i)\s+của\s+(?:tỉnh|thành phố|huyện|phường|xã|sở)\s*$")
_TAIL_WORDS = re.compile(
    r"\s*(?:co lien quan|lien quan|chuyen mon co lien quan|khac|tren dia ban .*|truc thuoc .*|co pakn|tinh|thanh pho)$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collective:
    """A noun that collectives are made of, and how the names it takes in begin."""

    id: str
    said: frozenset[str]
    members: re.Pattern[str]
    restricted: bool
    examples: tuple[str, ...]
    counter: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Identity:
    """Everything `data/collectives.toml` says."""

    short: dict[tuple[str, ...], tuple[str, ...]]
    same: tuple[tuple[str, str], ...]
    keep: tuple[str, ...]
    tails: re.Pattern[str]
    central: frozenset[str]
    provinces: re.Pattern[str]
    initials: dict[str, str]
    expansions: tuple[tuple[str, str], ...]
    collectives: tuple[Collective, ...]


_LISTS = {
    "abbreviation": {"id", "short", "full", "examples"},
    "same": {"id", "names", "examples"},
    "collective": {"id", "said", "members", "restricted", "examples", "counter"},
}
_KEYS = {"places": {"keep", "tails", "central_cities", "provinces"}}


def _tokens(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(text))


@cache
def _identity() -> _Identity:
    data = load_table("collectives.toml", {**_KEYS, "initials": set(_initial_heads())}, _LISTS)
    short = {
        tuple(_tokens(form)): tuple(_tokens(rule["full"])) for rule in data["abbreviation"] for form in rule["short"]
    }
    same = [
        (" ".join(_tokens(name)), " ".join(_tokens(rule["names"][0])))
        for rule in data["same"]
        for name in rule["names"]
    ]
    places = data["places"]
    provinces = "|".join(" ".join(_tokens(p)) for p in places["provinces"])
    tails = sorted((" ".join(_tokens(t)) for t in places["tails"]), key=len, reverse=True)
    return _Identity(
        short=short,
        same=tuple(sorted(same, key=lambda pair: -len(pair[0]))),
        keep=tuple(" ".join(_tokens(k)) for k in places["keep"]),
        tails=re.compile(rf" (?:{'|'.join(tails)})$"),
        central=frozenset(" ".join(_tokens(c)) for c in places["central_cities"]),
        provinces=re.compile(rf" (?:(?:tinh|thanh pho) )?(?:{provinces})$"),
        initials={canon(k): v for k, v in data["initials"].items()},
        expansions=tuple((rule["full"], rule["short"][0]) for rule in data["abbreviation"]),
        collectives=tuple(
            Collective(
                id=rule["id"],
                said=frozenset(" ".join(_expand(_tokens(s), short)) for s in rule["said"]),
                members=re.compile("|".join(rule["members"])),
                restricted=bool(rule.get("restricted", False)),
                examples=tuple(rule["examples"]),
                counter=tuple(rule["counter"]),
            )
            for rule in data["collective"]
        ),
    )


def _initial_heads() -> list[str]:
    return [
        "sở", "bộ", "văn phòng", "trung tâm", "phòng", "công chức", "ban quản lý", "bộ phận", "chi cục", "công an",
        "ủy ban nhân dân", "bảo hiểm xã hội",
    ]  # fmt: skip


def _expand(tokens: list[str], short: dict[tuple[str, ...], tuple[str, ...]]) -> list[str]:
    out: list[str] = []
    at = 0
    while at < len(tokens):
        for length in (3, 2, 1):
            full = short.get(tuple(tokens[at : at + length]))
            if full is not None and at + length <= len(tokens):
                out.extend(full)
                at += length
                break
        else:
            out.append(tokens[at])
            at += 1
    return out


@lru_cache(maxsize=_REMEMBERED)
def _plain_key(name: str) -> str:
    """Folded words with abbreviations written out; place tails kept."""
    table = _identity()
    return " ".join(t for t in _expand(_tokens(name), table.short) if t not in _SMALL)


@lru_cache(maxsize=_REMEMBERED)
def agency_key(name: str) -> str:
    """One key for the spellings of one body inside a plan; folded words, empty for an empty name.

    >>> agency_key("Trung tâm phục vụ HCC tỉnh") == agency_key("Trung tâm Phục vụ hành chính công")
    True
    >>> agency_key("UBND xã") == agency_key("UBND tỉnh")
    False
    """
    table = _identity()
    key = _plain_key(_OF_PLACE.sub("", nfc(name)))
    if not any(key.startswith(f"{start} ") or key == start for start in table.keep):
        cut = table.provinces.sub("", key)
        cut = table.tails.sub("", cut) if " " in cut else cut
        key = cut if find_head(canon(name)) and " " in key else key
    for other, main in table.same:
        if key == other or key.startswith(f"{other} "):
            return main + key[len(other) :]
    return key


def same_agency(a: str, b: str) -> bool:
    """Whether two names are spellings of one body (case, marks, abbreviations, place tail).

    >>> same_agency("Sở KH&CN", "Sở Khoa học và Công nghệ"), same_agency("Sở Tư pháp", "Sở Tài chính")
    (True, False)
    """
    return bool(a.strip()) and agency_key(a) == agency_key(b)


def collective_rules() -> tuple[Collective, ...]:
    """The rules by which collectives take agencies in."""
    return _identity().collectives


def is_collective(name: str) -> bool:
    """Whether a name stands for many bodies ("Các sở, ban, ngành", "UBND cấp xã")."""
    return bool(_nouns(name)) or _level_of(name)[1]


def covers(collective: str, agency: str) -> bool:
    """Whether a collective takes an agency in; False for the very same name and for what is too vague to tell.

    >>> covers("Các Sở, ban, ngành", "Sở Tư pháp"), covers("UBND cấp xã", "UBND phường Minh An")
    (True, True)
    """
    if same_agency(collective, agency):
        return False
    level, many = _level_of(collective)
    if many:
        theirs = _level_of(agency)[0]
        if level is not None and theirs is not None and level[0] == theirs[0] and level[1] == theirs[1]:
            return True
    nouns = _nouns(collective)
    if not nouns:
        return False
    key, plain = agency_key(agency), _plain_key(agency)
    if _nouns(agency) and ("," in agency or many_words().match(canon(agency))):
        return False
    vague = bool(re.search(r"lien quan$", _plain_key(collective)))
    for rule in _identity().collectives:
        if rule.restricted and vague:
            continue
        if nouns & rule.said and (rule.members.match(f"{key} ") or rule.members.match(plain)):
            return True
    return False


@lru_cache(maxsize=_REMEMBERED)
def _nouns(name: str) -> frozenset[str]:
    """The nouns a collective is made of, folded; empty for the name of one body."""
    table = _identity()
    low = canon(nfc(name))
    many = many_words().match(low)
    body = low[many.end() :] if many else low
    said = frozenset().union(*(rule.said for rule in table.collectives))
    found = set()
    for piece in re.split(r"\s*,\s*|\s+và\s+", body.strip(" .;")):
        bare = re.sub(r"^các ", "", piece)
        text = " ".join(_expand(_tokens(bare), table.short))
        while text not in said and _TAIL_WORDS.search(text):
            text = _TAIL_WORDS.sub("", text)
        if text in said:
            found.add(text)
    return frozenset(found)


@lru_cache(maxsize=_REMEMBERED)
def _level_of(name: str) -> tuple[tuple[str, int] | None, bool]:
    """((stem, tier), whether it stands for all of that tier) of a name such as "UBND cấp xã" or "UBND xã Duy Phước"."""
    table = _identity()
    tokens = _expand(re.findall(r"[^\W_]+|,", fold(name)), table.short)
    text = re.sub(r" ,", ",", " ".join(tokens))
    text = re.sub(r" tren dia ban .*$", "", text)
    found = _LEVELLED.match(text)
    if found is None:
        return None, False
    stem = re.sub(r"^(?:cac|mot so) ", "", found["stem"]).strip()
    for other, main in table.same:
        if stem == other:
            stem = main
    place, level = (found["name"] or "").strip(), found["level"]
    if level == "thanh pho":
        tier = 0 if (not place and not found["many"] and not found["cap"]) or place in table.central else 1
    else:
        tier = _TIER[level]
    every = bool(found["cap"] or found["many"] or (found["more"] and not place))
    return (stem, tier), every


@lru_cache(maxsize=2048)
def aliases(name: str) -> tuple[str, ...]:
    """What people may call a body besides its printed name, most telling first; () for a collective.

    >>> "SKHCN" in aliases("Sở Khoa học và Công nghệ"), "VP UBND tỉnh" in aliases("Văn phòng UBND tỉnh")
    (True, True)
    """
    printed = " ".join(nfc(name).split())
    if not printed or _nouns(printed) or many_words().match(canon(printed)):
        return ()
    table = _identity()
    base = _without_place(printed)
    out: list[str] = [base] if base != printed else []
    for text in dict.fromkeys((printed, base)):
        low = canon(text)
        for full, short in table.expansions:
            if not all(word in low for word in _words_of(full)):
                continue  # most are not there at all: no pattern is compiled for those
            swapped = _loose(full).sub(short.upper(), low, count=1)
            if swapped != low:
                out.append(_respell(text, swapped))
        out.extend(_initialisms(text, table.initials))
    key = canon(printed)
    return tuple(dict.fromkeys(a for a in out if len(a) > 2 and canon(a) != key))


@cache
def _words_of(full: str) -> tuple[str, ...]:
    return tuple(canon(word) for word in full.split())


@cache
def _loose(full: str) -> re.Pattern[str]:
    words = r"(?:\s+|\s*,\s*|\s+và\s+|\s*-\s*)".join(map(re.escape, _words_of(full)))
    return re.compile(rf"(?<!\w){words}(?!\w)")


def _respell(original: str, swapped: str) -> str:
    """Gives words of `swapped` the capitals they have in the original."""
    capital = {canon(w): w for w in original.split()}
    return " ".join(capital.get(w, w) for w in swapped.split())


def _without_place(name: str) -> str:
    table = _identity()
    if agency_key(name) == _plain_key(name) or any(_plain_key(name).startswith(k) for k in table.keep):
        return name
    words = name.split()
    for keep in range(len(words) - 1, 0, -1):
        shorter = " ".join(words[:keep]).rstrip(" ,-–")
        if agency_key(shorter) == agency_key(name) and keep > 1:
            words = shorter.split()
            continue
        break
    return " ".join(words)


def _initialisms(name: str, initials: dict[str, str]) -> list[str]:
    low = canon(name)
    head = next((h for h in sorted(initials, key=len, reverse=True) if low.startswith(f"{h} ")), None)
    if head is None:
        return []
    rest = re.sub(r"[,\-–/]", " ", name[len(head) :]).split()
    tail: list[str] = []
    while rest and canon(rest[-1]) in ("tỉnh", "phố", "xã", "phường", "huyện"):
        tail.insert(0, rest.pop())
        if rest and canon(rest[-1]) in ("thành", "thị"):
            tail.insert(0, rest.pop())
    if not rest or "cấp" in map(canon, rest):
        return []
    letters = "".join(w if w.isupper() and len(w) > 1 else w[0].upper() for w in rest if canon(w) not in ("và", "&"))
    amp = "".join("&" if canon(w) in ("và", "&") else (w if w.isupper() and len(w) > 1 else w[0].upper()) for w in rest)
    short, end = initials[head], (" " + " ".join(tail)) if tail else ""
    if len(letters) < 2:
        return [f"{short} {' '.join(rest)}{end}"] if len(short) > 1 else []
    full = name[: len(head)]
    forms = [f"{full} {letters}{end}", f"{full} {amp}{end}", f"{short}{letters}"]
    if len(short) > 1:
        forms += [f"{short} {letters}", f"{short} {letters}{end}", f"{short} {' '.join(rest)}{end}"]
    return forms
