"""Which agencies (cơ quan, đơn vị) one printed cell names.

`read_agencies` splits a cell into names as a careful reader would: a collective stays one name, an elided head is
restored, prose about duties is left out, and what was put right by sense is told. It keeps spelling as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from knowledge.agency_splitting import (
    EDGE,
    SEPARATOR,
    Findings,
    Kind,
    classify,
    drop_cut_tail,
    drop_doubles,
    inside,
    is_bare,
    pieces,
    split_names,
)
from knowledge.agency_words import agency_words, canon, find_head
from nlu.text import nfc

_TAGS = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_BULLET = re.compile(r"^\s*(?:[-–—•+*▪]|\d{1,2}[.)](?=\s)|[a-zđ]\)(?=\s))\s*")
_NAMED_NUMBER = re.compile(r"(?i)(?:đề án|tổng đài|nghị quyết|chỉ thị) \d+")  # "Tổ công tác Đề án 06"
_ENDS_NAME = re.compile(r"\s*(?:$|[,.;])")
_MANY_LEVEL = re.compile(r"\s+các\s+(?=\w)")
_MANY_END = re.compile(r"(?<!\w)(?:các|một số|những)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyReading:
    """The names of one cell in printed order, and what was put right by sense (Vietnamese sentences)."""

    names: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()


def read_agencies(cell: str) -> AgencyReading:
    """The agencies that one printed cell names.

    Args:
        cell: the cell as printed; may hold line breaks, list dashes, `<li>` and emphasis marks.

    Returns:
        Names in printed order, none twice; empty for an empty cell.

    >>> read_agencies("UBND cấp huyện, cấp xã").names
    ('UBND cấp huyện', 'UBND cấp xã')
    >>> read_agencies("Bộ Khoa học và Công nghệ, Bộ Tài chính và các bộ, ngành").names
    ('Bộ Khoa học và Công nghệ', 'Bộ Tài chính', 'các bộ, ngành')
    """
    got = _read(cell)
    return AgencyReading(names=tuple(got.names), repairs=tuple(dict.fromkeys(got.repairs)))


def looks_like_agencies(text: str) -> bool:
    """Whether a whole cell names agencies and nothing else; when in doubt, no.

    >>> looks_like_agencies("Các Sở, Ban, ngành"), looks_like_agencies("Báo cáo định kỳ")
    (True, False)
    """
    plain = " ".join(_plain(text).split())
    if not plain or len(plain) > 400 or "%" in plain or re.search(r"\d{2}", _NAMED_NUMBER.sub("", plain)):
        return False
    if plain[0].islower() and classify(plain)[0] is not Kind.MANY:
        return False  # the torn end of another cell
    got = _read(text)
    if not got.names or got.odd_prose or got.unknown:
        return False
    first = find_head(canon(got.names[0]))
    return len(got.names) > 1 or first is None or first[0].alone or not is_bare(canon(got.names[0]))


@lru_cache(maxsize=1024)  # tables repeat themselves, and a cell is asked what it is before it is read
def _read(cell: str) -> Findings:
    words = agency_words()
    got = Findings(names=[], repairs=[])
    text = _unwrap(_plain(cell))
    if canon(text).strip() in words.empty:
        return got
    got.bulleted = bool(re.search(r"(?:^|[;.\n])\s*[-–•+]\s", text))
    skipped: list[str] = []
    for part in _parts(text):
        names = _names_of(part, got)
        if not names:
            skipped.append(part)
        got.names.extend(names)
    if not got.names:  # nothing but prose: the names that stand inside it are better than none
        for part in skipped:
            begin = _first_body(part)
            if begin is not None:
                got.odd_prose = True
                got.names.extend(_names_of(part[begin:], got))
    drop_cut_tail(got)
    drop_doubles(got)
    return got


def _plain(cell: str) -> str:
    """The cell without markup, brackets and emphasis marks; line breaks kept."""
    text = re.sub(r"</?(?:li|p|br|ul|div)[^<>]*>", "\n", nfc(cell).replace("\r", "\n"), flags=re.IGNORECASE)
    text = _TAGS.sub("", text).replace("**", "").replace("&amp;", "&")
    text = re.sub(r"(?<!\w)[*_]+|[*_]+(?!\w)", "", text)
    for _ in range(2):
        text = _BRACKETS.sub(" ", text)
    text = re.sub(r"\([^()\n;]*$", " ", text)  # a bracket that the cell's end cut off
    return re.sub(r"[^\S\n]+", " ", text).strip()


def _unwrap(text: str) -> str:
    r"""The cell with a name made whole that was wrapped before its dash: "Phòng Tài nguyên\n- Môi trường".

    A list has a dash before its first line too, and what follows its dashes are bodies, or people ("- Lê Văn A").
    """
    lines = text.split("\n")
    whole = lines[:1]
    for line in lines[1:]:
        dash, _, rest = line.strip().partition(" ")
        joined = f"{whole[-1]} - {rest}"
        if dash in ("-", "–") and not _BULLET.match(whole[-1]) and _ends_name(rest, joined):
            whole[-1] = joined
        else:
            whole.append(line)
    return "\n".join(whole)


def _ends_name(rest: str, joined: str) -> bool:
    """Whether what stands behind a dash is no body and no person, but the second half of a field of work."""
    half = re.split("[;,]", rest, maxsplit=1)[0]
    if not half[:1].isupper() or any(word[0].isupper() for word in half.split()[1:]):
        return False
    at = canon(joined).rfind(" - ")
    known = any(found.start() < at < found.end() for found in agency_words().sector.finditer(canon(joined)))
    return known or classify(half)[0] is Kind.OTHER


def _starts(line: str) -> bool:
    """Whether a line begins a new body: "Sở Y tế", "các chi bộ", but not "các xã", which may go on with "UBND"."""
    kind = classify(line)[0]
    if line[0].isupper():
        return kind in (Kind.MANY, Kind.BODY)
    words = agency_words()
    low = canon(line)
    many = words.many.match(low)
    return kind is Kind.MANY and many is not None and words.level.match(low, many.end()) is None


def _parts(text: str) -> Iterator[str]:
    """The parts between hard separators: a semicolon, a list dash, a line that begins a new body."""
    words = agency_words()
    held = ""
    for line in text.split("\n"):
        bulleted = _BULLET.match(line)
        body = line[bulleted.end() :] if bulleted else line
        if not body.strip():
            continue
        joins = held and not bulleted and not held.rstrip().endswith(";")
        if joins:
            before = canon(held).rstrip(" .")
            found = find_head(before)
            bare = found is not None and found[1] == len(before) and not (found[0].noun and "," in before)
            starts = _starts(body.strip())
            joins = bool(words.unfinished.search(before)) or before.endswith(",") or bare or not starts
        if joins:
            held = f"{held.rstrip()} {body.strip()}"
            continue
        yield from _semicolons(held)
        held = body
    yield from _semicolons(held)


def _semicolons(text: str) -> Iterator[str]:
    for piece in text.split(";"):
        bulleted = _BULLET.match(piece)
        piece = piece[bulleted.end() :] if bulleted else piece
        for name in _colons(piece):
            if name.strip(EDGE + "-–"):
                yield name.strip().lstrip(EDGE).rstrip(" ;:,")


def _colons(piece: str) -> Iterator[str]:
    """The names around a colon that was meant for a semicolon: "Phòng Kinh tế: các thôn"; else the piece whole."""
    before, colon, after = piece.partition(": ")
    low = canon(before).strip()
    head = find_head(low)
    whole = head is not None and head[0].rank > 0 and not head[0].open and not is_bare(low)
    if colon and whole and not agency_words().label.fullmatch(f"{low}:") and classify(after.strip())[0] is Kind.MANY:
        yield before
        yield after
    else:
        yield piece


def _names_of(part: str, got: Findings) -> list[str]:
    """The names of one part (no hard separator inside)."""
    words = agency_words()
    low = canon(part)
    if words.label.fullmatch(f"{low}:"):  # a column heading
        got.unknown = True
        return [part]
    label = words.label.match(low)
    if label:
        part, low = part[label.end() :], low[label.end() :]
    if words.leading.match(low) or words.after_noun.match(low) or (words.after_name.match(low) and not find_head(low)):
        if words.leading.match(low) is None:
            got.odd_prose = got.odd_prose or not got.names
            return []  # "phối hợp với Sở Tư pháp về …": a duty of the one named before
        got.odd_prose |= not re.search(r"(?<!\w)(?:chủ trì|phối hợp)(?!\w)", low)
        begin = _first_body(part)
        if begin is None:
            return []
        part, low = part[begin:], low[begin:]
    spread = _spread(part) or _spread_places(part)
    if spread:
        return spread
    end = _prose_begins(part, got)
    part = part[:end].rstrip(" ,.;:-–")
    return split_names(part, got) if part else []


def _first_body(text: str) -> int | None:
    """Where the first capitalised body of a text begins, past its first word."""
    low = canon(text)
    for found in re.finditer(r"(?<!\w)\w", low):
        at = found.start()
        if at and text[at].isupper():
            head = find_head(low, at)
            if head is not None and (head[0].alone or low[head[1] :].strip()):
                return at
    many = re.search(r"(?<!\w)(?:các|một số)\s", low)
    if many and find_head(low, many.end()):
        return many.start()
    return None


def _spread(part: str) -> list[str]:
    """The names of "Công chức: văn hóa, văn phòng" or "Các Sở: Tài chính, Nội vụ"; [] if it is not so printed."""
    words = agency_words()
    low = canon(part)
    many = words.many.match(low)
    begin = many.end() if many else 0
    found = find_head(low, begin)
    if found is None:
        return []
    colon = re.match(r"\s*:\s*", low[found[1] :])
    if colon:
        rest_at = found[1] + colon.end()
    elif many and words.sector.match(low, found[1] + 1) and part[found[1] + 1].isupper():
        rest_at = found[1] + 1  # "các Sở Tài chính, Nội vụ", but "các trung tâm y tế" are of one kind
    else:
        return []
    head, rest = part[begin : found[1]], part[rest_at:]
    names: list[str] = []
    for _, piece in pieces(rest):
        kind = classify(piece)[0]
        if words.sector.fullmatch(canon(piece)):
            kind = Kind.OTHER  # "các Bộ: Công an, Quốc phòng"
        if kind is Kind.MANY or (kind is Kind.BODY and piece[:1].isupper()):
            names.append(piece)
        else:
            names.append(f"{head} {piece}".strip(EDGE))
    return [n[0].upper() + n[1:] if n == names[0] else n for n in names]


def _spread_places(part: str) -> list[str]:
    """The names of "UBND các xã: Tân An, Tân Bình"; [] if it is not so printed, with the colon of a list."""
    words = agency_words()
    low = canon(part)
    many = _MANY_LEVEL.search(low)
    level = words.level.match(low, many.end()) if many and find_head(low) else None
    if many is None or level is None or level["cap"]:
        return []
    listed = part[level.end() :].lstrip()
    places = [place.strip() for _, place in pieces(listed[1:])] if listed.startswith(":") else []
    if not places or not all(place[0].isupper() and classify(place)[0] is Kind.OTHER for place in places):
        return []
    return [f"{part[: many.start()]} {level['level']} {place}" for place in places]


def _prose_begins(part: str, got: Findings) -> int:
    """Where a part stops naming and begins to tell what is to be done; its length where it never does."""
    words = agency_words()
    low = canon(part)
    safe = [m.span() for m in words.sector.finditer(low)] + [m.span() for m in words.whole.finditer(low)]
    many = words.many.match(low)
    found = find_head(low, many.end() if many else 0)
    relative = words.relative.search(low)
    cuts: list[tuple[int, str]] = []
    if found and not found[0].open:
        for verb in words.after_name.finditer(low, found[1]):
            before = low[: verb.start()].rstrip(" ,")
            last = _last_item(before)
            within = any(b < verb.start() < e for b, e in safe)
            if verb[0] in words.nouns_too and _ENDS_NAME.match(low, verb.end()):
                continue
            if part[verb.start()].islower() and not is_bare(last) and not within and not _MANY_END.search(before):
                cuts.append((verb.start(), verb[0]))
                break
    for verb in words.after_noun.finditer(low, found[1] if found else 0):
        if part[verb.start()].islower() and not inside(verb.start(), safe):
            cuts.append((verb.start(), verb[0]))
            break
    if not cuts:
        return len(part)
    at, said = min(cuts)
    if relative and relative.start() < at:
        later = words.after_relative.search(low, relative.end())
        if later is None:
            return len(part)
        return later.start()
    if re.sub(r"\s+", " ", said) not in words.usual:
        got.odd_prose = True
    return at


def _last_item(low: str) -> str:
    ends = [m.end() for m in SEPARATOR.finditer(low)]
    return low[ends[-1] :] if ends else low
