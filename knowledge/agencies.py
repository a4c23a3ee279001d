"""Which agencies (cơ quan, đơn vị) one printed cell names.

`read_agencies` splits a cell into names as a careful reader would: a collective stays one name, an elided head is
restored, prose about duties is left out, and what was put right by sense is told. It keeps spelling as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from knowledge.agency_words import Head, agency_words, canon, find_head
from nlu.text import fold, nfc

_TAGS = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_BULLET = re.compile(r"^\s*(?:[-–—•+*▪]|\d{1,2}[.)](?=\s)|[a-zđ]\)(?=\s))\s*")
_SEPARATOR = re.compile(r"\s*,\s*(?:và\s+|cùng\s+)?|\s+(?:và|cùng|&|\+)\s+|\s*/\s*(?=(?:sở|bộ|ubnd|phòng)\s)|\s+-\s+")
_EDGE = " \t.;:,…"
_NAMED_NUMBER = re.compile(r"(?i)(?:đề án|tổng đài|nghị quyết|chỉ thị) \d+")  # "Tổ công tác Đề án 06"
_MANY_END = re.compile(r"(?<!\w)(?:các|một số|những)$")
_NOUN_PLACE = re.compile(
    canon(r"(?:^|,\s*|(?<!\w)(?:và|của|thuộc|các|cá|một số|những|từ|tại|toàn thể|toàn bộ|mọi)\s+)(?=\w)")
)
_INITIALS = re.compile(r"[A-ZĐ&]{2,7}")
_TAIL_WHERE = re.compile(r"\s+trên địa bàn\s.*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyReading:
    """The names of one cell in printed order, and what was put right by sense (Vietnamese sentences)."""

    names: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()


class _Kind(Enum):
    MANY = auto()  # "các sở": opens a collective
    BODY = auto()  # "Sở Tư pháp": a body of its own
    NOUN = auto()  # "ngành", "đơn vị có liên quan": an item of a collective
    LEVEL = auto()  # "cấp xã", "thành phố": a level whose head was said before
    OTHER = auto()


@dataclass(slots=True)
class _Cell:
    """What is gathered while one cell is read."""

    names: list[str]
    repairs: list[str]
    odd_prose: bool = False  # a verb that is not usual in an agency column
    unknown: bool = False  # a name that begins with no known head, or words that no name is made of
    bulleted: bool = False  # a list with dashes: a dash inside it parts names


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
    if plain[0].islower() and _classify(plain)[0] is not _Kind.MANY:
        return False  # the torn end of another cell
    got = _read(text)
    if not got.names or got.odd_prose or got.unknown:
        return False
    first = find_head(canon(got.names[0]))
    return len(got.names) > 1 or first is None or first[0].alone or not _bare(canon(got.names[0]))


def _read(cell: str) -> _Cell:
    words = agency_words()
    got = _Cell(names=[], repairs=[])
    text = _plain(cell)
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
    _drop_cut_tail(got)
    _drop_doubles(got)
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
            starts = _classify(body.strip())[0] in (_Kind.MANY, _Kind.BODY) and body.strip()[0].isupper()
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
        if piece.strip(_EDGE + "-–"):
            yield piece.strip().lstrip(_EDGE).rstrip(" ;:,")


def _names_of(part: str, got: _Cell) -> list[str]:
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
    spread = _spread(part)
    if spread:
        return spread
    end = _prose_begins(part, got)
    part = part[:end].rstrip(" ,.;:-–")
    return _split(part, got) if part else []


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
    """The names of "Công chức: văn hóa, văn phòng" or "Các Sở: Tài chính, Nội vụ", head given to each; [] if not so."""
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
    elif many and words.sector.match(low, found[1] + 1):
        rest_at = found[1] + 1  # "các Sở Tài chính, Nội vụ"
    else:
        return []
    head, rest = part[begin : found[1]], part[rest_at:]
    names: list[str] = []
    for _, piece in _pieces(rest):
        kind = _classify(piece)[0]
        if words.sector.fullmatch(canon(piece)):
            kind = _Kind.OTHER  # "các Bộ: Công an, Quốc phòng"
        if kind is _Kind.MANY or (kind is _Kind.BODY and piece[:1].isupper()):
            names.append(piece)
        else:
            names.append(f"{head} {piece}".strip(_EDGE))
    return [n[0].upper() + n[1:] if n == names[0] else n for n in names]


def _prose_begins(part: str, got: _Cell) -> int:
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
            if part[verb.start()].islower() and not _bare(last) and not within and not _MANY_END.search(before):
                cuts.append((verb.start(), verb[0]))
                break
    for verb in words.after_noun.finditer(low, found[1] if found else 0):
        if part[verb.start()].islower() and not _inside(verb.start(), safe):
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
    ends = [m.end() for m in _SEPARATOR.finditer(low)]
    return low[ends[-1] :] if ends else low


def _bare(item: str) -> bool:
    """Whether an item is a head with no word of its own ("các đơn vị", "trung tâm") and no name by itself."""
    many = agency_words().many.match(item)
    found = find_head(item, many.end() if many else 0)
    return found is not None and not item[found[1] :].strip() and (found[0].noun or not found[0].alone)


def _inside(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(begin <= at < end for begin, end in spans)


def _pieces(text: str) -> list[tuple[str, str]]:
    """(separator before it, piece) for every piece between commas, "và" and spaced dashes outside known names."""
    words = agency_words()
    low = canon(text)
    safe = [m.span() for m in words.sector.finditer(low)] + [m.span() for m in words.whole.finditer(low)]
    out, begin, mark = [], 0, ""
    for sep in _SEPARATOR.finditer(low):
        if _inside(sep.start(), safe) or _inside(sep.end() - 1, safe):
            continue
        out.append((mark, text[begin : sep.start()]))
        mark, begin = text[sep.start() : sep.end()], sep.end()
    out.append((mark, text[begin:]))
    return [(m, p) for m, p in out if p.strip(_EDGE)]


def _classify(piece: str) -> tuple[_Kind, Head | None]:
    words = agency_words()
    low = canon(piece).strip()
    many = words.many.match(low)
    if many and (find_head(low, many.end()) or words.level.match(low, many.end())):
        return _Kind.MANY, None
    found = find_head(low)
    if found is None:
        return (_Kind.LEVEL if words.level.match(low) else _Kind.OTHER), None
    head, end = found
    rest = low[end:].strip()
    if head.noun and (not rest or words.tail.match(rest)):
        return _Kind.NOUN, head
    return _Kind.BODY, head


def _open(current: str) -> bool:
    """Whether a name so far ends in the bare noun of a collective, so that more nouns may follow."""
    low = canon(current)
    words = agency_words()
    for found in _NOUN_PLACE.finditer(low):
        level = words.level.match(low, found.end())
        if level and level.end() == len(low) and found.end() > 0:
            return True
        head = find_head(low, found.end())
        while head is not None and head[0].noun:  # "các sở ngành": two nouns without a comma
            if head[1] == len(low):
                return True
            head = find_head(low, head[1] + 1)
    return False


def _split(part: str, got: _Cell) -> list[str]:
    names: list[str] = []
    stem = _Stem()
    for mark, printed in _pieces(part):
        for n, piece in enumerate(_unglue(printed, got)):
            if not names or n:
                names.append(piece)
                stem = _Stem.of(piece)
                if _classify(piece)[0] in (_Kind.OTHER, _Kind.LEVEL):
                    got.unknown = True
                continue
            current = names[-1]
            restored = stem.restore(piece)
            if restored is not None:
                names[-1] = _TAIL_WHERE.sub("", current)
                names.append(restored)
                stem = _Stem.of(restored)
            elif _is_dash(mark) and not got.bulleted and _above(piece, current):
                names[-1] = f"{current}{mark}{piece}"
            elif _begins_new(mark, piece, current):
                names.append(piece)
                stem = _Stem.of(piece)
            elif _repeats(piece, current):
                got.repairs.append(f"Bỏ phần lặp “{piece}” trong ô cơ quan.")
            else:
                got.unknown |= piece[0].islower() and _classify(piece)[0] is _Kind.OTHER
                names[-1] = f"{current}{mark}{piece}"
    return [n.strip(_EDGE) for n in names if n.strip(_EDGE + "-–")]


def _is_dash(mark: str) -> bool:
    return mark.strip() in ("-", "–", "—")


def _above(piece: str, current: str) -> bool:
    """Whether a piece names the body that the one before is a part of ("Trung tâm … - Văn phòng UBND tỉnh")."""
    mine, others = find_head(canon(current)), _ranks(piece)
    return mine is not None and mine[0].rank > 0 and max(_ranks(current)) < 4 <= max(others)


def _ranks(name: str) -> list[int]:
    """The ranks of the heads that stand in a name; [0] where none does."""
    low = canon(name)
    found = [find_head(low, m.start()) for m in re.finditer(r"(?<!\w)\w", low)]
    return [f[0].rank for f in found if f is not None] or [0]


def _begins_new(mark: str, piece: str, current: str) -> bool:
    """Whether a piece after a comma, "và" or dash is a new name rather than a part of the one before."""
    kind, head = _classify(piece)
    low_current = canon(current)
    if agency_words().unfinished.search(low_current):
        return False
    match kind:
        case _Kind.MANY:
            return True
        case _Kind.BODY:
            if _is_dash(mark):
                return piece[0].isupper()
            lower = piece[0].islower()
            return not (lower and head is not None and head.noun and _open(current))
        case _Kind.NOUN:
            if _is_dash(mark):
                return piece[0].isupper() and head is not None and head.names[0] != "tổ chức" and not _open(current)
            return not _open(current)
        case _Kind.LEVEL:
            return False
        case _Kind.OTHER:
            return bool(_INITIALS.fullmatch(piece) and _INITIALS.fullmatch(current))
    raise AssertionError(kind)


@dataclass(frozen=True, slots=True)
class _Stem:
    """What an elided item leans on: "UBND cấp huyện" lends "UBND" to "cấp xã"; "Sở Tài chính" lends "Sở" to "Nội vụ"."""

    head: str = ""
    many: bool = False
    capped: bool = False
    tiers: frozenset[int] = frozenset()
    named: bool = False
    sector: bool = False

    @classmethod
    def of(cls, name: str) -> _Stem:
        """The stem of a name."""
        words = agency_words()
        low = canon(name)
        found = find_head(low)
        if found and found[0].noun and words.sector.fullmatch(low, found[1] + 1):
            return cls(head=name[: found[1]], sector=True)
        begin = words.many.match(low)
        at = begin.end() if begin else 0
        for level in words.level.finditer(low, at):
            if level.start() <= at or low[level.start() - 1] != " ":
                continue
            head = low[: level.start()].rstrip()
            many = bool(re.search(r"(?<!\w)(?:các|một số)$", head))
            if many:
                head = re.sub(r"\s*(?:các|một số)$", "", head)
            if not head or words.unfinished.search(head):
                continue
            rest = low[level.end() :].strip()
            if rest and not words.tail.match(rest) and not name[level.end() :].strip()[0].isupper():
                continue
            return cls(
                head=name[: len(head)],
                many=many,
                capped=bool(level["cap"]),
                tiers=words.tiers[re.sub(r"\s+", " ", level["level"])],
                named=bool(rest) and not words.tail.match(rest),
            )
        return cls()

    def restore(self, piece: str) -> str | None:
        """The full name that an elided piece stands for; None where the piece is not elided."""
        if not self.head:
            return None
        words = agency_words()
        low = canon(piece)
        if self.sector:
            return f"{self.head} {piece}" if words.sector.fullmatch(low) else None
        level = words.level.match(low)
        if level is None:
            return None
        rest = low[level.end() :].strip()
        tiers = words.tiers[re.sub(r"\s+", " ", level["level"])]
        named = bool(rest) and not words.tail.match(rest)
        if not level["cap"]:
            if self.many and tiers & self.tiers:
                return None
            if tiers & self.tiers and not (named and self.named):
                return None
        bare = _TAIL_WHERE.sub("", piece)
        if self.many and not level["cap"]:
            return f"{self.head} các {bare}"
        if self.capped and not level["cap"]:
            return f"{self.head} cấp {bare}"
        return f"{self.head} {bare}"


def _unglue(piece: str, got: _Cell) -> list[str]:
    """One piece, or the names that were printed in it without a separator."""
    words = agency_words()
    low = canon(piece)
    first = find_head(low)
    if first is None or first[0].open:
        return [piece]
    safe = [m.span() for m in words.sector.finditer(low)] + [m.span() for m in words.whole.finditer(low)]
    cuts, begin, bare_end, rank = [], 0, first[1], first[0].rank
    for place in re.finditer(r"(?<=\s)\w", low):
        at = place.start()
        if at <= bare_end or not piece[at].isupper() or _inside(at, [(b + 1, e) for b, e in safe]):
            continue
        found = find_head(low, at)
        before = low[begin:at].rstrip()
        if found is None or not found[0].glued or words.unfinished.search(before) or before.endswith(("-", "&", "/")):
            continue
        head, end = found
        if not low[bare_end:at].strip() or not (head.alone or low[end:].strip()):
            rank, bare_end = max(rank, head.rank), end
            continue
        if head.rank > rank and not (before in words.closed and head.rank < 3):
            rank, bare_end = head.rank, end
            continue
        cuts.append(at)
        begin, bare_end, rank = at, end, head.rank
    if not cuts:
        return [piece]
    bounds = [0, *cuts, len(piece)]
    names = [piece[a:b].strip(_EDGE + "-") for a, b in pairwise(bounds)]
    got.repairs.append(f"Tách các cơ quan viết liền: {'; '.join(names)}.")
    return names


def _repeats(piece: str, current: str) -> bool:
    """Whether a piece only says the tail of the name before it again, as a torn and doubled cell does."""
    short = fold(piece).replace("hanh chinh cong", "hcc").split()
    long = fold(current).replace("hanh chinh cong", "hcc").split()
    return len(short) > 1 and any(long[n : n + len(short)] == short for n in range(1, len(long)))


def _drop_cut_tail(got: _Cell) -> None:
    words = agency_words()
    if len(got.names) > 1 and canon(got.names[-1]) in words.cut_tails:
        got.repairs.append(f"Ô bị cắt cuối: bỏ “{got.names[-1]}” vì mất phần tên còn lại.")
        got.names.pop()


def _drop_doubles(got: _Cell) -> None:
    seen: dict[str, str] = {}
    for name in got.names:
        key = " ".join(fold(name).split())
        if key in seen:
            got.repairs.append(f"Bỏ tên cơ quan bị lặp: {name}.")
        else:
            seen[key] = name
    got.names[:] = list(seen.values())
