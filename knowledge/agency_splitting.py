"""One part of an agency cell → its names: where a comma, "và" or dash parts two bodies, and where it does not.

Elided heads are restored ("cấp xã" after "UBND cấp huyện"), glued names parted, torn ends dropped; see `agencies`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from knowledge.agency_words import Head, agency_words, canon, find_head
from nlu.text import fold

SEPARATOR = re.compile(r"\s*,\s*(?:và\s+|cùng\s+)?|\s+(?:và|cùng|&|\+)\s+|\s*/\s*(?=(?:sở|bộ|ubnd|phòng)\s)|\s+-\s+")
EDGE = " \t.;:,…"
_NOUN_PLACE = re.compile(
    canon(r"(?:^|,\s*|(?<!\w)(?:và|của|thuộc|các|cá|một số|những|từ|tại|toàn thể|toàn bộ|mọi)\s+)(?=\w)")
)
_ROOM = 1  # rank of the lowest bodies
_INITIALS = re.compile(r"[A-ZĐ&]{2,7}")
_TAIL_WHERE = re.compile(r"\s+trên địa bàn\s.*$")


class Kind(Enum):
    """What a piece between two separators is."""

    MANY = auto()  # "các sở": opens a collective
    BODY = auto()  # "Sở Tư pháp": a body of its own
    NOUN = auto()  # "ngành", "đơn vị có liên quan": an item of a collective
    LEVEL = auto()  # "cấp xã", "thành phố": a level whose head was said before
    OTHER = auto()


@dataclass(slots=True)
class Findings:
    """What is gathered while one cell is read."""

    names: list[str]
    repairs: list[str]
    odd_prose: bool = False  # a verb that is not usual in an agency column
    unknown: bool = False  # a name that begins with no known head, or words that no name is made of
    bulleted: bool = False  # a list with dashes: a dash inside it parts names


def is_bare(item: str) -> bool:
    """Whether an item is a head with no word of its own ("các đơn vị", "trung tâm") and no name by itself."""
    many = agency_words().many.match(item)
    found = find_head(item, many.end() if many else 0)
    return found is not None and not item[found[1] :].strip() and (found[0].noun or not found[0].alone)


def inside(at: int, spans: list[tuple[int, int]]) -> bool:
    """Whether a place lies in one of the spans (end excluded)."""
    return any(begin <= at < end for begin, end in spans)


def pieces(text: str) -> list[tuple[str, str]]:
    """(separator before it, piece) for every piece between commas, "và" and spaced dashes outside known names."""
    words = agency_words()
    low = canon(text)
    safe = [m.span() for m in words.sector.finditer(low)] + [m.span() for m in words.whole.finditer(low)]
    out, begin, mark = [], 0, ""
    for sep in SEPARATOR.finditer(low):
        if inside(sep.start(), safe) or inside(sep.end() - 1, safe):
            continue
        out.append((mark, text[begin : sep.start()]))
        mark, begin = text[sep.start() : sep.end()], sep.end()
    out.append((mark, text[begin:]))
    return [(m, p) for m, p in out if p.strip(EDGE)]


def classify(piece: str) -> tuple[Kind, Head | None]:
    """What a piece is, with the head it begins with where it is one body or one noun."""
    words = agency_words()
    low = canon(piece).strip()
    many = words.many.match(low)
    if many and (find_head(low, many.end()) or words.level.match(low, many.end())):
        return Kind.MANY, None
    found = find_head(low)
    if found is None:
        return (Kind.LEVEL if words.level.match(low) else Kind.OTHER), None
    head, end = found
    rest = low[end:].strip()
    if head.noun and (not rest or words.tail.match(rest)):
        return Kind.NOUN, head
    return Kind.BODY, head


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


def split_names(part: str, got: Findings) -> list[str]:
    """The names of one part that holds names only; repairs and oddities go to `got`."""
    names: list[str] = []
    stem = _Stem()
    for mark, printed in pieces(part):
        for n, piece in enumerate(_unglue(printed, got)):
            if not names or n:
                names.append(piece)
                stem = _Stem.of(piece)
                if classify(piece)[0] in (Kind.OTHER, Kind.LEVEL):
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
                got.unknown |= piece[0].islower() and classify(piece)[0] is Kind.OTHER
                names[-1] = f"{current}{mark}{piece}"
    return [n.strip(EDGE) for n in names if n.strip(EDGE + "-–")]


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
    kind, head = classify(piece)
    low_current = canon(current)
    if agency_words().unfinished.search(low_current):
        return False
    match kind:
        case Kind.MANY:
            return True
        case Kind.BODY:
            if _is_dash(mark):
                return piece[0].isupper()
            lower = piece[0].islower()
            return not (lower and head is not None and head.noun and _open(current))
        case Kind.NOUN:
            if _is_dash(mark):
                return piece[0].isupper() and head is not None and head.names[0] != "tổ chức" and not _open(current)
            return not _open(current)
        case Kind.LEVEL:
            return False
        case Kind.OTHER:
            return bool(_INITIALS.fullmatch(piece) and _INITIALS.fullmatch(current))
    raise AssertionError(kind)


@dataclass(frozen=True, slots=True)
class _Stem:
    """What an elided item leans on: "UBND cấp huyện" lends "UBND" to "cấp xã", "Sở Tài chính" "Sở" to "Nội vụ"."""

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


def _unglue(piece: str, got: Findings) -> list[str]:
    """One piece, or the names that were printed in it without a separator."""
    words = agency_words()
    low = canon(piece)
    first = find_head(low)
    if first is not None and first[0].open:
        return [piece]
    safe = [m.span() for m in words.sector.finditer(low)] + [m.span() for m in words.whole.finditer(low)]
    cuts, begin = [], 0
    bare_end, rank = (first[1], first[0].rank) if first else (0, _ROOM)  # "Vật tư - Thiết bị y tế Phòng Tài chính"
    for place in re.finditer(r"(?<=\s)\w", low):
        at = place.start()
        if at <= bare_end or not piece[at].isupper() or inside(at, [(b + 1, e) for b, e in safe]):
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
    names = [piece[a:b].strip(EDGE + "-") for a, b in pairwise(bounds)]
    got.repairs.append(f"Tách các cơ quan viết liền: {'; '.join(names)}.")
    return names


def _repeats(piece: str, current: str) -> bool:
    """Whether a piece only says the tail of the name before it again, as a torn and doubled cell does."""
    short = fold(piece).replace("hanh chinh cong", "hcc").split()
    long = fold(current).replace("hanh chinh cong", "hcc").split()
    return len(short) > 1 and any(long[n : n + len(short)] == short for n in range(1, len(long)))


def drop_cut_tail(got: Findings) -> None:
    """Drops a last name of which the cell kept only the head ("…, Bộ")."""
    words = agency_words()
    if len(got.names) > 1 and canon(got.names[-1]) in words.cut_tails:
        got.repairs.append(f"Ô bị cắt cuối: bỏ “{got.names[-1]}” vì mất phần tên còn lại.")
        got.names.pop()


def drop_doubles(got: Findings) -> None:
    """Drops names that the cell prints twice."""
    seen: dict[str, str] = {}
    for name in got.names:
        key = " ".join(fold(name).split())
        if key in seen:
            got.repairs.append(f"Bỏ tên cơ quan bị lặp: {name}.")
        else:
            seen[key] = name
    got.names[:] = list(seen.values())
