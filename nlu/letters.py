"""The question in a letter: officers tell who they are and why they ask before they ask, and thank when they have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from nlu.reading import MessageReading, read_message
from nlu.text import Word, fold, nfc, words
from nlu.world import World

_BACKGROUND = 6  # so many words before it, and what stands before a question is its background
_TRIES = 2
_ASKS = frozenset(
    {"who", "lead", "support", "when", "product", "target", "target_word", "basis", "duty", "list", "count", "how_many"}
)
_TOPIC = 0.6  # summed weight from which the question stands without its background
_BEGINS = frozenset({"nho", "kinh", "mong", "xem"})
_SAYS, _THAT = frozenset({"noi", "dan", "nhac", "bao"}), frozenset({"la", "rang"})
_SAID_BY = 3  # words at least that tell who said it
_HOLDS = frozenset({"hoi", "biet"})
_CLOSING = re.compile(
    r"(?<=[.!?;\n])\s*(?:(?:xin|rat|tran trong|chan thanh|kinh chao)\s+)*"
    r"(?:(?:cam on|mong|kinh mong)\b[^.!?;\n]*|tran trong|kinh chao|kinh)[\s.!/]*$"
)
"""A last sentence that thanks ("Xin trân trọng cảm ơn sự phối hợp của quý cơ quan."): its words ask for nothing."""


def read_letter(text: str, world: World, *, today: date) -> MessageReading:
    """Reads a message without the background of its question ("… đang rà tiến độ, xin hỏi ai chủ trì số hóa ạ?")."""
    composed = _without_closing(nfc(text))
    for start in _questions(words(composed), world):
        reading = read_message(composed[start:], world, today=today)
        if _ASKS & reading.features and (reading.topic_weight >= _TOPIC or "agency" in {n.kind for n in reading.names}):
            return reading
    return read_message(composed, world, today=today)


def _without_closing(composed: str) -> str:
    folded = fold(composed)
    while len(folded) == len(composed) and (found := _CLOSING.search(folded)) and words(composed[: found.start()]):
        composed, folded = composed[: found.start()], folded[: found.start()]
    return composed


def _questions(said: Sequence[Word], world: World) -> Iterator[int]:
    """Where phrases stand that a question follows ("cho em hỏi", "xin cho biết"), the last first."""
    found = 0
    if (told := _told(said)) is not None:
        yield told
    for at in range(len(said) - 2, _BACKGROUND - 1, -1):
        for length in range(min(world.small_reach.get(said[at].folded, 0), len(said) - at), 1, -1):
            phrase = tuple(word.folded for word in said[at : at + length])
            if any(row.kind == "politeness" for row in world.small.get(phrase, ())):
                if not _HOLDS.isdisjoint(phrase) or phrase[0] in _BEGINS or phrase[-1] == "xin":
                    yield said[at].start
                    found += 1
                break
        if found >= _TRIES:
            return


def _told(said: Sequence[Word]) -> int | None:
    """Where what somebody said begins ("họp chủ tịch có nói là …"); who said it and when is background."""
    for at in range(_SAID_BY, len(said) - 1):
        if said[at - 1].folded in _SAYS and said[at].folded in _THAT:
            return said[at + 1].start
    return None
