"""What somebody says of being reminded: seen, remind me then, no more of this, earlier, at that hour. No task is read.

The rules are in `data/vi/reminding.toml`; a question about reminders, or a wish to hear something again, is no wish to
be reminded. Which task is meant is left to the caller: `rest` are the words that may tell it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from nlu.reminding_rules import WishKind, WishRules, wish_rules
from nlu.text import fold, nfc
from nlu.timex import find_times

_LONGEST: Final = 300
_WEEK: Final = 5
"""Working days of a week: "trước 1 tuần" is five of them."""
_MOST_DAYS: Final = 60
_SOON: Final = timedelta(hours=1)

_HOUR = re.compile(
    r"(?<![\d/.,])(?P<h>\d{1,2}) ?(?:h|g|gio|:)(?: ?(?P<m>\d{2}|ruoi))?(?!\w)(?: ?(?P<part>sang|trua|chieu|toi))?"
)
_PART = re.compile(
    r"\b(?P<part>sang|trua|chieu|dem|(?<!nhac )(?<!lai )(?<!cho )toi)\b"
    r"(?= (?:nay|mai|ngay|thu|chu|kia|mot|hom|nhac)\b|\W*$)"
)
_SOONER = re.compile(
    r"\b(?:sau )?(?:(?P<n>\d{1,3}|nua|mot|hai|ba|vai) ?(?P<unit>phut|tieng|gio)|(?:lat|ti|chut|choc|xiu)) nua\b"
)
_LEAD = re.compile(
    r"\b(?:(?P<ahead>\d{1,2}) ?(?P<by>ngay|hom|tuan)(?: lam viec)? truoc"
    r"(?: (?:han|khi (?:den|toi|het) han|ngay den han))"
    r"|(?:truoc|som(?: hon)?)(?: (?:han|khi (?:den|toi|het) han|ngay den han|do))?"
    r"(?: (?:la|khoang|cho(?: (?:em|toi|minh))?|it nhat))*"
    r" (?P<list>[\w, ]{1,24}?) ?(?P<unit>ngay|hom|tuan)\b(?: lam viec)?(?! \d))"
)
_PLACES = re.compile(r"\b(?:muc|viec so|so) ?\S|\d")
_BEFORE: Final = "truoc"
_UNTIL: Final = frozenset({"toi", "den", "het"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a message wishes.

    `on` and `hour` are when to remind, each None where it is not told; `soon` is told instead of both ("1 tiếng nữa").
    `days` are working days before the due day. `of_all` = of everything, in so many words. `asks` = it was put as a
    question: to be offered, not done.
    """

    kind: WishKind
    rule: str
    on: date | None = None
    hour: time | None = None
    soon: timedelta | None = None
    days: tuple[int, ...] = ()
    rest: str = ""
    of_all: bool = False
    asks: bool = False


def read_wish(text: str, *, today: date) -> Wish | None:
    """What a message wishes of its reminders, or None where it wishes nothing.

    >>> wish = read_wish("nhắc lại mục 4.1 ngày 12/3", today=date(2024, 3, 1))
    >>> wish.kind.value, wish.on.isoformat(), wish.rest
    ('remind', '2024-03-12', 'mục 4.1')
    """
    rules = wish_rules()
    composed = nfc(text)
    if len(composed) > _LONGEST:
        return None
    composed = _spelt_out(composed, rules)
    folded = fold(composed)
    if any(pattern.search(folded) for pattern in rules.guard):
        return None
    rule = next((rule for rule in rules.rules if any(pattern.search(folded) for pattern in rule.patterns)), None)
    if rule is None:
        return None
    asks = any(pattern.search(folded) for pattern in rules.polite)
    of_all = any(pattern.search(folded) for pattern in rules.of_all)
    kept = list(composed)
    days: tuple[int, ...] = ()
    on, hour, soon = None, None, None
    if rule.kind is WishKind.LEAD:
        days = _lead_days(folded, kept, rules)
        if not days:
            return None
    elif rule.kind in (WishKind.REMIND, WishKind.HOUR):
        soon = _soon(folded, kept, rules)
        hour = _hour(kept, rules)
        on = _day(kept, today)
        if rule.kind is WishKind.HOUR and hour is None:
            return None
    if rule.kind is WishKind.SEEN:
        named = _PLACES.search(folded)
        kept = list(composed[named.start() :]) if named is not None else []
    return Wish(
        kind=rule.kind,
        rule=rule.id,
        on=on,
        hour=hour,
        soon=soon,
        days=days,
        rest=_rest(kept, rules),
        of_all=of_all,
        asks=asks,
    )


def read_time(text: str, *, today: date) -> Wish | None:
    """A wish to be reminded then, from a message that is nothing but a time ("thứ 6", "chiều mai"); else None."""
    wish = read_wish(f"nhắc lại {text}", today=today)
    if wish is None or wish.kind is not WishKind.REMIND or wish.rest:
        return None
    return wish if wish.on is not None or wish.hour is not None or wish.soon is not None else None


def read_typed_button(text: str) -> tuple[str, tuple[int, ...]] | None:
    """Which button below a reminder a message types ("done", "detail"), and the numbers told with it; else None.

    >>> read_typed_button("xong việc 1, 3 rồi ạ")
    ('done', (1, 3))
    """
    rules = wish_rules()
    folded = fold(nfc(text))
    if len(folded) > _LONGEST or any(pattern.search(folded) for pattern in rules.guard):
        return None
    for name, patterns in rules.typed.items():
        if any(pattern.search(folded) for pattern in patterns):
            return name, tuple(map(int, re.findall(r"\d+", folded)))
    return None


def _spelt_out(composed: str, rules: WishRules) -> str:
    """The message with what phones make of some words written out."""
    bare = composed.lower() == fold(composed)
    for pattern, instead in rules.spelt:
        at = 0
        while (found := pattern.search(fold(composed), at)) is not None:
            told = found.expand(fold(instead) if bare else instead)
            composed = composed[: found.start()] + told + composed[found.end() :]
            at = found.start() + len(told)
    return composed


def _blank(kept: list[str], start: int, end: int) -> None:
    kept[start:end] = " " * (end - start)


def _lead_days(folded: str, kept: list[str], rules: WishRules) -> tuple[int, ...]:
    found = _LEAD.search(folded)
    if found is None:
        return ()
    words = re.findall(r"\d+|[a-z]+", found["ahead"] or found["list"])
    told = [
        rules.numbers.get(word, -1) if word.isalpha() else int(word) for word in words if word not in ("va", "hoac")
    ]
    if not told or not all(0 < count <= _MOST_DAYS for count in told):
        return ()
    _blank(kept, found.start(), found.end())
    times = _WEEK if "tuan" in (found["unit"], found["by"]) else 1
    return tuple(sorted({count * times for count in told}, reverse=True))


def _soon(folded: str, kept: list[str], rules: WishRules) -> timedelta | None:
    found = _SOONER.search(folded)
    if found is None:
        return None
    _blank(kept, found.start(), found.end())
    if found["unit"] is None:
        return _SOON
    minutes = 1 if found["unit"] == "phut" else 60
    said = found["n"]
    if said == "nua":
        return timedelta(minutes=minutes // 2 or 1)
    count = 3 if said == "vai" else int(said) if said.isdecimal() else rules.numbers[said]
    return timedelta(minutes=count * minutes)


def _hour(kept: list[str], rules: WishRules) -> time | None:
    found = _HOUR.search(fold("".join(kept)))
    if found is not None:
        hours = int(found["h"])
        minutes = 30 if found["m"] == "ruoi" else int(found["m"] or 0)
        if found["part"] in ("chieu", "toi") and hours < 12:
            hours += 12
        if hours < 24 and minutes < 60:
            # "3h chiều nay": the part belongs to the day as well, which is looked for later.
            _blank(kept, found.start(), found.start("part") if found["part"] else found.end())
            return time(hours, minutes)
    parts = _parts_of_day("".join(kept))
    return rules.parts[parts[0]["part"]] if parts else None


def _day(kept: list[str], today: date) -> date | None:
    """The day told: of several days the first, of "3 ngày nữa" the last, of "trước ngày 15" the one before."""
    left = "".join(kept)
    mention = next((each for each in find_times(left, today=today) if each.window is not None), None)
    if mention is not None:
        _blank(kept, mention.start, mention.end)
    for found in _parts_of_day(left):
        _blank(kept, found.start(), found.end())
    if mention is None or mention.window is None:
        return None
    window, opens = mention.window, fold(mention.typed).partition(" ")[0]
    if opens == _BEFORE:
        return window.end - timedelta(days=1)
    return window.end if window.start == today or opens in _UNTIL else window.start


def _parts_of_day(text: str) -> list[re.Match[str]]:
    """Where a text says a part of a day: "tối" is one, "tôi" is a person, "toi" is either by what stands around it."""
    others = {"tôi", "tới"} if text.lower() == fold(text) else {"tôi", "tới", "sang"}
    return [found for found in _PART.finditer(fold(text)) if text[found.start() : found.end()].lower() not in others]


def _rest(kept: list[str], rules: WishRules) -> str:
    """The words left, as they were typed."""
    folded = fold("".join(kept))
    for pattern in rules.strip:
        for found in pattern.finditer(folded):
            _blank(kept, found.start(), found.end())
    left = " ".join("".join(kept).split())
    bare = left.lower() == fold(left)
    edges = rules.bare_edges if bare else rules.edges
    while (edge := edges.search(fold(left) if bare else left.lower())) is not None:
        left = f"{left[: edge.start()]} {left[edge.end() :]}".strip()
    return left
