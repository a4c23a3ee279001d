"""One message: understanding → handler → answer → text. The state of each person in each chat is kept here."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from time import perf_counter
from typing import Final, Protocol

from bot.answers import Answer, Kind, TaskItem
from bot.handlers import answer as find_answer
from bot.handlers.context import Context
from bot.library import Library
from bot.rendering.lists import SHOWN
from bot.rendering.phrases import phrase
from bot.rendering.text import choice_labels, render_text
from nlu.meaning import START, Decision, DialogueState, Intent, Reason, Understanding, WordNote
from nlu.text import fold

_log = logging.getLogger(__name__)

REMEMBERED: Final = 10_000
"""Conversations kept in memory; beyond that the oldest are forgotten."""

UNLOGGED: Final = frozenset({Reason.OUT_OF_SCOPE, Reason.TOO_LONG, Reason.NO_ASKER, Reason.NO_PLAN})
"""Reasons that no teaching could mend: such questions are not kept for the keepers."""

LOGGED_LENGTH: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Who speaks where and when, as the channel knows it.

    `plans` are the slugs that the chat is bound to, () = all; `asker` is the office of the person, "" = not known. `at` is
    the instant of the message, `today` the day that "tuần này" counts from.
    """

    chat: str
    person: str = ""
    today: date
    at: datetime
    plans: tuple[str, ...] = ()
    asker: str = ""
    addressed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What goes back: the fields of the public contract, and why the words were read as they were."""

    status: Decision
    intent: Intent
    text: str
    tasks: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    confidence: float = 0.0
    elapsed_ms: float = 0.0
    why: tuple[WordNote, ...] = field(default=(), repr=False)


class Understand(Protocol):
    """The language floor, with its world already bound."""

    def __call__(
        self,
        text: str,
        *,
        state: DialogueState,
        today: date,
        at: datetime,
        plans: tuple[str, ...],
        asker: str,
        addressed: bool,
    ) -> tuple[Understanding, DialogueState]:
        """What the text means, and what the next message may lean on."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Memory:
    """The dialogue state, and the list that "xem thêm" goes on with; it holds for the plans it was made on."""

    state: DialogueState = START
    listing: Answer | None = None
    shown: int = 0
    plans: tuple[str, ...] = ()


class Assistant:
    """Answers messages; never raises to a person."""

    def __init__(
        self,
        library: Library,
        understand: Understand,
        *,
        log_unanswered: Callable[[str, datetime], None] | None = None,
    ) -> None:
        self.library = library
        self._understand = understand
        self._log_unanswered = log_unanswered
        self._memory: dict[tuple[str, str], _Memory] = {}

    def answer(self, text: str, *, conversation: Conversation) -> Reply:
        """The reply to one message; an error of ours becomes one polite sentence and a line in the log."""
        started = perf_counter()
        try:
            reply = self._answer(text, conversation)
        except Exception:
            _log.exception("a message could not be answered")
            # In a group that is only listened to even an apology would be noise.
            silent = not conversation.addressed
            reply = Reply(
                status=Decision.SILENT if silent else Decision.UNKNOWN,
                intent=Intent.OUT_OF_SCOPE,
                text="" if silent else phrase("talk.error"),
            )
        return replace(reply, elapsed_ms=round((perf_counter() - started) * 1000, 3))

    def forget(self, chat: str, person: str = "") -> None:
        """Begins a new conversation."""
        self._memory.pop((chat, person), None)

    def _answer(self, text: str, conversation: Conversation) -> Reply:
        memory = self._recall(conversation)
        if memory.listing is not None and conversation.addressed and _wants_more(text):
            return self._continue(memory, memory.listing, conversation)
        understanding, state = self._understand(
            text,
            state=memory.state,
            today=conversation.today,
            at=conversation.at,
            plans=conversation.plans,
            asker=conversation.asker,
            addressed=conversation.addressed,
        )
        context = Context(library=self.library, today=conversation.today, plans=conversation.plans)
        found = find_answer(understanding, context)
        labels = choice_labels(found, self.library)
        self._keep(conversation, _after(found, state, labels))
        if found.status is Decision.UNKNOWN and conversation.addressed:
            self._note_unanswered(text, found, conversation)
        return Reply(
            status=found.status,
            intent=found.intent,
            text=render_text(found, self.library),
            tasks=found.refs,
            choices=labels,
            confidence=round(min(max(understanding.confidence, 0.0), 1.0), 3),
            why=understanding.notes,
        )

    def _continue(self, memory: _Memory, listing: Answer, conversation: Conversation) -> Reply:
        self._keep(conversation, replace(memory, shown=memory.shown + SHOWN))
        return Reply(
            status=Decision.ANSWER,
            intent=listing.intent,
            text=render_text(listing, self.library, skip=memory.shown),
            tasks=listing.refs[memory.shown : memory.shown + SHOWN],
            confidence=1.0,
        )

    def _recall(self, conversation: Conversation) -> _Memory:
        memory = self._memory.get((conversation.chat, conversation.person), _Memory())
        expires_at = memory.state.expires_at
        over = expires_at is not None and expires_at <= conversation.at
        # A chat bound to other plans than before begins anew: nothing of the old ones may show.
        return _Memory() if over or memory.plans != conversation.plans else memory

    def _keep(self, conversation: Conversation, memory: _Memory) -> None:
        key = (conversation.chat, conversation.person)
        self._memory.pop(key, None)  # so that the one spoken to last is the last to be forgotten
        self._memory[key] = replace(memory, plans=conversation.plans)
        if len(self._memory) > REMEMBERED:
            del self._memory[next(iter(self._memory))]

    def _note_unanswered(self, text: str, found: Answer, conversation: Conversation) -> None:
        if self._log_unanswered is None or found.reason in UNLOGGED or found.kind is Kind.TALK:
            return
        try:
            self._log_unanswered(" ".join(text.split())[:LOGGED_LENGTH], conversation.at)
        except Exception:
            _log.exception("an unanswered question could not be kept")


def _after(found: Answer, state: DialogueState, labels: tuple[str, ...]) -> _Memory:
    """What is known only once the handler has looked: which tasks a list named, and how its choices were called."""
    if found.kind in (Kind.LIST, Kind.COUNT) and found.status is Decision.ANSWER:
        refs = tuple(item.entry.ref for item in found.items if isinstance(item, TaskItem))
        state = replace(state, listed=refs, tasks=refs if len(refs) == 1 else ())
        listing = found if found.kind is Kind.LIST and refs else None
        return _Memory(state=state, listing=listing, shown=SHOWN)
    if found.kind in (Kind.FACTS, Kind.FIGURES, Kind.COMPARISON) and len(found.refs) > 1:
        return _Memory(state=replace(state, listed=found.refs))  # "cái thứ 2" means the second line
    if found.kind is Kind.CLARIFY:
        return _Memory(state=replace(state, choice_labels=state.choice_labels or labels))
    return _Memory(state=state)


def _wants_more(text: str) -> bool:
    words = {fold(word) for word in phrase("more_words.words").split("|")}
    return fold(text).strip(" .!?") in words
