"""What a message does not mean as it sounds: told by what the plans print, and by the words beside it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from nlu.reading import MessageReading
from nlu.world import World

_WHOSE = "cua"


def read_again(reading: MessageReading, world: World, slugs: Collection[str]) -> MessageReading:
    """The reading without orders and offices that only sound so; `slugs` are the plans within reach."""
    return _without_makers(_without_orders(reading, world, slugs))


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
