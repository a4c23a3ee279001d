"""What each person in each chat was last told: kept while the process lives, shared by assistants that follow on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Final

from bot.answers import Answer
from nlu.meaning import START, DialogueState

REMEMBERED: Final = 10_000
"""Conversations kept; beyond that the oldest are forgotten."""
TOPIC: Final = "#"
"""Parts a chat from a topic within it, whose talk is one of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """The dialogue state, and the list that "xem thêm" goes on with; it holds for the plans it was made on."""

    state: DialogueState = START
    listing: Answer | None = None
    shown: int = 0
    plans: tuple[str, ...] = ()


class Memories:
    """The memory of each (chat, person). For several threads."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Memory] = {}
        self._lock = Lock()

    def recall(self, chat: str, person: str, *, plans: tuple[str, ...], at: datetime) -> Memory:
        """What is remembered; nothing where it is too long ago.

        A chat bound to other plans than before begins anew too: nothing of the old ones may show.
        """
        memory = self._kept.get((chat, person), Memory())
        expires_at = memory.state.expires_at
        over = expires_at is not None and expires_at <= at
        return Memory(plans=plans) if over or memory.plans != plans else memory

    def keep(self, chat: str, person: str, memory: Memory) -> None:
        """Remembers this in the place of what was there."""
        with self._lock:
            self._kept.pop((chat, person), None)  # so that the one spoken to last is the last to be forgotten
            self._kept[chat, person] = memory
            if len(self._kept) > REMEMBERED:
                del self._kept[next(iter(self._kept))]

    def forget(self, chat: str, person: str) -> None:
        """Begins a new conversation."""
        with self._lock:
            self._kept.pop((chat, person), None)

    def forget_person(self, person: str) -> None:
        """Forgets one person in every chat."""
        with self._lock:
            for key in [key for key in self._kept if key[1] == person]:
                del self._kept[key]

    def move(self, old: str, new: str) -> None:
        """What was said in a chat, and in the topics within it, goes on under another id."""
        with self._lock:
            for chat, person in list(self._kept):
                name, sign, topic = chat.partition(TOPIC)
                if name == old:
                    self._kept[f"{new}{sign}{topic}", person] = self._kept.pop((chat, person))
