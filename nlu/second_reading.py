"""What a message does not mean as it sounds: told by what the plans print, and by the words beside it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from nlu.reading import MessageReading
from nlu.text import words
from nlu.world import World

_WHOSE = "cua"
_OF_MANY = frozenset({"list", "as_lead", "as_support", "count", "due", "overdue"})
_LEVEL_WORDS = 2
_LEVELS = {
    "huyen": ("cấp huyện",),
    "xa": ("cấp xã",),
    "phuong": ("cấp phường", "cấp xã"),
    "cac so": ("các sở, ban, ngành", "các sở, ngành"),
}
"""What offices of a level are called, by what people say of all of them."""


def read_again(reading: MessageReading, world: World, slugs: Collection[str]) -> MessageReading:
    """The reading without orders and offices that only sound so; `slugs` are the plans within reach."""
    return _with_level(_without_makers(_without_orders(reading, world, slugs)), world, slugs)


def _with_level(reading: MessageReading, world: World, slugs: Collection[str]) -> MessageReading:
    """The reading with all offices of a level as the asked one, where nothing else is: "tháng 6 xã phải làm gì"."""
    if not _OF_MANY & reading.features or "mine" in reading.features or reading.named_places:
        return reading
    topic = [at for at, word in enumerate(reading.asked) if word.topic]
    if not 0 < len(topic) <= _LEVEL_WORDS or topic[-1] - topic[0] >= _LEVEL_WORDS:
        return reading
    said = " ".join(reading.tokens[at].folded for at in topic)
    for called in _LEVELS.get(said, ()):
        for name in world.names.find(world.noise.read(words(called))):
            if name.kind == "agency" and any(not world.printed[slug].isdisjoint(name.ids) for slug in slugs):
                level = replace(name, start=topic[0], end=topic[-1] + 1)
                return replace(reading, names=(*reading.names, level))
    return reading


def _without_orders(reading: MessageReading, world: World, slugs: Collection[str]) -> MessageReading:
    """The reading without orders to the assistant where the plans print their words: "cấu hình quy trình"."""
    orders = [cue for cue in reading.cues if cue.feature == "injection"]
    if not orders:
        return reading
    if not all(world.index.prints([reading.tokens[at].folded for at in cue.used], slugs) for cue in orders):
        return reading
    return replace(reading.giving_back({"injection"}), cues=tuple(cue for cue in reading.cues if cue not in orders))


def _without_makers(reading: MessageReading) -> MessageReading:
    """The reading without the offices whose document is named: "thông tư 01/2023 của Bộ Y tế"."""
    tokens = reading.tokens
    makers = [
        name
        for name in reading.names
        if name.kind == "agency"
        and name.start > 1
        and tokens[name.start - 1].folded == _WHOSE
        and tokens[name.start - 2].typed[0].isdigit()
    ]
    if not makers:
        return reading
    kept = tuple(name for name in reading.names if name not in makers)
    return replace(reading, names=kept).without(at for name in makers for at in range(name.start, name.end))
