"""Plans, places and offices that a message names, set against the plans in view."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlu.reading import MessageReading
from nlu.text import fold, folded_words
from nlu.thresholds import THRESHOLDS as LIMIT
from nlu.world import World

LEVELS = frozenset({"tinh", "huyen", "xa", "phuong", "quan"})
"""First syllables of places."""
_PLAN_NUMBER = re.compile(r"\bke hoach (?:so )?(\d{1,5})(?=[\s/?.,!]|$)(?! (?:ngay|viec|nhiem|muc|nam|don))")
_ENDS_SENTENCE = re.compile(r"\w{3}[.!?]|\n")
"""The end of a sentence and not of a shortened word: "của tỉnh. Trân trọng", never "TP. Vinh"."""
_LONG_LEVELS = frozenset({("thanh", "pho"), ("thi", "tran")})
_LONGEST_PLACE = 4  # syllables of a place's name
_NUMBERED_PARTS = frozenset({"phuong", "quan"})
_LONGEST_PART = 2  # digits of a town's part
_COUNTED = frozenset({"ngay", "tuan", "thang", "quy", "nam", "viec", "nhiem", "muc", "chi"})
"""First syllables of what a number counts, whatever stands before it."""
_SYLLABLES = 2  # of most places' names


def plans_named(reading: MessageReading, world: World, bound: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The plans named that are in reach, and a plan or place named that is not."""
    named: dict[str, None] = {}
    elsewhere = ""
    offices = {(name.start, name.end) for name in reading.names if name.kind == "agency"}
    ours = {
        (name.start, name.end)
        for name in reading.names
        if name.kind == "plan" and (not bound or not set(bound).isdisjoint(name.ids))
    }
    for mention in reading.names:
        typed = as_typed(reading, mention.start, mention.end)
        if mention.kind == "plan":
            reachable = [slug for slug in mention.ids if not bound or slug in bound]
            if reachable:
                named.update(dict.fromkeys(reachable))
            elif (mention.start, mention.end) not in offices:
                elsewhere = elsewhere or typed
        elif (
            mention.kind == "place"
            and (mention.start, mention.end) not in offices | ours
            and not world.index.prints(folded_words(typed), bound or tuple(world.plans))
        ):
            elsewhere = elsewhere or typed
    return tuple(named), elsewhere


def unprinted_place(reading: MessageReading, world: World, slugs: tuple[str, ...]) -> tuple[int, int]:
    """Where a place stands that is written out ("huyện Đông Sơn") and that no plan in view prints; (0, 0) if none."""
    spoken_for = {at for name in reading.names for at in range(name.start, name.end)}
    for at, token in enumerate(reading.tokens[:-1]):
        level = (reading.tokens[at - 1].folded, token.folded) if at else ()
        if (token.folded not in LEVELS and level not in _LONG_LEVELS) or at in spoken_for:
            continue
        numbered = _is_numbered(reading, at + 1)
        end = at + 1 + numbered
        while (
            not numbered
            and end < min(len(reading.tokens), at + 1 + _LONGEST_PLACE)
            and reading.tokens[end].typed[:1].isupper()
            and not _ENDS_SENTENCE.search(reading.text, reading.tokens[end - 1].start, reading.tokens[end].start)
        ):
            end += 1
        name = tuple(word.folded for word in reading.tokens[at + 1 : end])
        if numbered:
            name = (token.folded, *name)
        if name and not reading.tokens[at + 1].typed.isupper() and not world.index.prints(name, slugs):
            return at, end
    return _small_place(reading, world, slugs, spoken_for)


def _is_numbered(reading: MessageReading, at: int) -> bool:
    """Whether a number is a town's name for one of its parts: "phường 5"."""
    before, here = reading.tokens[at - 1], reading.tokens[at].typed
    counts = at + 1 < len(reading.tokens) and reading.tokens[at + 1].folded in _COUNTED
    return before.folded in _NUMBERED_PARTS and here.isdecimal() and len(here) <= _LONGEST_PART and not counts


def _small_place(
    reading: MessageReading, world: World, slugs: tuple[str, ...], spoken_for: set[int]
) -> tuple[int, int]:
    """A place typed small ("huyện điện bàn"): all that the message speaks of, and no words known to go together."""
    spoken = [at for at, word in enumerate(reading.asked) if word.topic >= LIMIT.full_word]
    if len(spoken) != _SYLLABLES or spoken[1] != spoken[0] + 1 or not spoken[0] or not spoken_for.isdisjoint(spoken):
        return 0, 0
    name = tuple(reading.tokens[at].folded for at in spoken)
    level = reading.tokens[spoken[0] - 1].folded
    known = level not in LEVELS or world.vocabulary.pair(*name) or world.index.prints(name, slugs)
    return (0, 0) if known else (spoken[0] - 1, spoken[1] + 1)


def strange_number(reading: MessageReading, world: World, slugs: tuple[str, ...]) -> str:
    """The number of a plan ("kế hoạch 302") that no plan in view has or names, or ""."""
    found = _PLAN_NUMBER.search(fold(reading.text))
    if found is None or 1900 <= int(found[1]) <= 2100 or world.index.prints((found[1],), slugs):
        return ""
    return reading.text[found.start() : found.end()]


def agencies_named(
    reading: MessageReading, world: World, view: tuple[str, ...]
) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """The agencies named, as the plans in view print them where they do; one that none prints; what else is printed."""
    printed = [world.printed[slug] for slug in view]
    found: dict[str, None] = {}
    strange = ""
    alike: tuple[str, ...] = ()
    plans = {
        (name.start, name.end) for name in reading.names if name.kind == "plan" and not set(view).isdisjoint(name.ids)
    }
    for mention in reading.names:
        if mention.kind != "agency":
            continue
        here = [name for name in mention.ids if any(name in names for names in printed)]
        said = [token.folded for token in reading.tokens[mention.start : mention.end]]
        if not here and (partly := _shortest(world.called(said, view))):
            here = [partly]
        if not here and world.heads_section(said, view):
            continue
        if (mention.start, mention.end) in plans and not here:
            continue
        if here:
            others = _elsewhere_called(here, printed)
            alike = alike or (here[0], *others) if others and not found else alike
            found.update(dict.fromkeys([as_typed(reading, mention.start, mention.end)] if others else here[:1]))
        else:
            first = fold(mention.ids[0])
            alike_written = [name for name in mention.ids if fold(name) == first]
            name = max(alike_written, key=lambda name: sum(map(str.isupper, name)))  # "Sở Y tế" before "Sở y tế"
            strange = strange or name
            found.setdefault(name)
    return tuple(found), strange, alike


def _shortest(names: Sequence[str]) -> str:
    """The name that all others only go on from ("Văn phòng UBND tỉnh và các cơ quan có liên quan"), or ""."""
    shortest = min(names, key=len, default="")
    return shortest if all(fold(name).startswith(fold(shortest)) for name in names) else ""


def _elsewhere_called(names: Sequence[str], printed: Sequence[frozenset[str]]) -> tuple[str, ...]:
    """Of names that are called alike those of plans that do not print the first: each plan has its own of them."""
    own = [names[0] in there for there in printed]
    return tuple(
        name
        for name in names[1:]
        if any(name in there for there in printed)
        and not any(mine and name in there for mine, there in zip(own, printed, strict=True))
    )


def as_typed(reading: MessageReading, start: int, end: int) -> str:
    """What was typed from word `start` to the word before `end`."""
    return reading.text[reading.tokens[start].start : reading.tokens[end - 1].end]
