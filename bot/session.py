"""One message: understanding → handler → answer → text. The state of each person in each chat is kept here."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from threading import Lock
from time import perf_counter
from typing import Final, Protocol

from bot.answers import Answer, Kind, OfficeItem, TaskItem
from bot.handlers import answer as find_answer
from bot.handlers.context import Context
from bot.library import Library
from bot.memory import Memories, Memory
from bot.rendering.lists import SHOWN
from bot.rendering.phrases import phrase
from bot.rendering.text import choice_labels, render_answer
from bot.rendering.told import Told, told
from nlu.dialogue import keep_state
from nlu.meaning import Decision, DialogueState, Intent, Reason, Understanding, WordNote
from nlu.text import fold

_log = logging.getLogger(__name__)

UNLOGGED: Final = frozenset({Reason.OUT_OF_SCOPE, Reason.TOO_LONG, Reason.NO_ASKER, Reason.NO_PLAN})
"""Reasons that no teaching could mend: such questions are not kept for the keepers."""

LOGGED_LENGTH: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Who speaks where and when, as the channel knows it.

    `plans` are the slugs that the chat is bound to, () = all; `asker` is the office of the person, "" = not known.
    `at` is the instant of the message, `today` the day that "tuần này" counts from. `closed` tells, where it matters,
    which tasks are done or dropped; None = nobody keeps count.
    """

    chat: str
    person: str = ""
    today: date
    at: datetime
    plans: tuple[str, ...] = ()
    asker: str = ""
    addressed: bool = True
    closed: Callable[[], frozenset[str]] | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What goes back: the fields of the public contract, and what they were made from (None where that failed).

    `why` tells how the words were read. Where a list goes on, `answer` is the whole of it and
    `skipped` how many were told before.
    """

    status: Decision
    intent: Intent
    told: Told
    tasks: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    confidence: float = 0.0
    elapsed_ms: float = 0.0
    why: tuple[WordNote, ...] = field(default=(), repr=False)
    answer: Answer | None = field(default=None, repr=False)
    skipped: int = 0
    understanding: Understanding | None = field(default=None, repr=False)

    @property
    def text(self) -> str:
        """The reply as plain text."""
        return self.told.text


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


class Assistant:
    """Answers messages; never raises to a person. For several threads, one message at a time."""

    def __init__(
        self,
        library: Library,
        understand: Understand,
        *,
        memories: Memories | None = None,
        log_unanswered: Callable[[str, datetime], None] | None = None,
    ) -> None:
        self.library = library
        self.memories = Memories() if memories is None else memories
        self._understand = understand
        self._log_unanswered = log_unanswered
        self._one_at_a_time = Lock()

    def answer(self, text: str, *, conversation: Conversation) -> Reply:
        """The reply to one message; an error of ours becomes one polite sentence and a line in the log."""
        return self._politely(lambda: self._answer(text, conversation), conversation)

    def tell(self, understanding: Understanding, *, conversation: Conversation) -> Reply:
        """The reply to what needs no understanding any more, such as a button: as `answer`, and remembered like it."""
        return self._politely(lambda: self._tell(understanding, conversation), conversation)

    def read(self, text: str, *, conversation: Conversation) -> Understanding:
        """What a text means in this talk, neither answered nor remembered."""
        with self._one_at_a_time:
            return self._understand_here(text, self._recall(conversation), conversation)[0]

    def subject(self, conversation: Conversation) -> tuple[str, ...]:
        """The tasks that the talk was last about, as refs; () where it was about none or too long ago."""
        return self._recall(conversation).state.tasks

    def forget(self, chat: str, person: str = "") -> None:
        """Begins a new conversation."""
        self.memories.forget(chat, person)

    def _politely(self, make: Callable[[], Reply], conversation: Conversation) -> Reply:
        started = perf_counter()
        try:
            with self._one_at_a_time:
                reply = make()
        except Exception:
            _log.exception("a message could not be answered")
            # In a group that is only listened to even an apology would be noise.
            silent = not conversation.addressed
            reply = Reply(
                status=Decision.SILENT if silent else Decision.UNKNOWN,
                intent=Intent.OUT_OF_SCOPE,
                told=Told() if silent else told([phrase("talk.error")]),
            )
        return replace(reply, elapsed_ms=round((perf_counter() - started) * 1000, 3))

    def _answer(self, text: str, conversation: Conversation) -> Reply:
        memory = self._recall(conversation)
        if memory.listing is not None and conversation.addressed and _wants_more(text):
            return self._continue(memory, memory.listing, conversation)
        understanding, state = self._understand_here(text, memory, conversation)
        reply = self._reply(understanding, state, conversation)
        if reply.status is Decision.UNKNOWN and conversation.addressed and reply.answer is not None:
            self._note_unanswered(text, reply.answer, conversation)
        return reply

    def _understand_here(
        self, text: str, memory: Memory, conversation: Conversation
    ) -> tuple[Understanding, DialogueState]:
        return self._understand(
            text,
            state=memory.state,
            today=conversation.today,
            at=conversation.at,
            plans=conversation.plans,
            asker=conversation.asker,
            addressed=conversation.addressed,
        )

    def _tell(self, understanding: Understanding, conversation: Conversation) -> Reply:
        state = keep_state(understanding, self._recall(conversation).state, at=conversation.at)
        return self._reply(understanding, state, conversation)

    def _reply(self, understanding: Understanding, state: DialogueState, conversation: Conversation) -> Reply:
        context = Context(
            library=self.library, today=conversation.today, plans=conversation.plans, closed=conversation.closed
        )
        found = find_answer(understanding, context)
        labels = choice_labels(found, self.library)
        self._keep(conversation, _after(found, state, labels))
        return Reply(
            status=found.status,
            intent=found.intent,
            told=render_answer(found, self.library),
            tasks=found.refs,
            choices=labels,
            confidence=round(min(max(understanding.confidence, 0.0), 1.0), 3),
            why=understanding.notes,
            answer=found,
            understanding=understanding,
        )

    def _continue(self, memory: Memory, listing: Answer, conversation: Conversation) -> Reply:
        self._keep(conversation, replace(memory, shown=memory.shown + SHOWN))
        return Reply(
            status=Decision.ANSWER,
            intent=listing.intent,
            told=render_answer(listing, self.library, skip=memory.shown),
            tasks=listing.refs[memory.shown : memory.shown + SHOWN],
            confidence=1.0,
            answer=listing,
            skipped=memory.shown,
        )

    def _recall(self, conversation: Conversation) -> Memory:
        return self.memories.recall(
            conversation.chat, conversation.person, plans=conversation.plans, at=conversation.at
        )

    def _keep(self, conversation: Conversation, memory: Memory) -> None:
        kept = replace(memory, plans=conversation.plans)
        self.memories.keep(conversation.chat, conversation.person, kept)

    def _note_unanswered(self, text: str, found: Answer, conversation: Conversation) -> None:
        if self._log_unanswered is None or found.reason in UNLOGGED or found.kind is Kind.TALK:
            return
        try:
            self._log_unanswered(" ".join(text.split())[:LOGGED_LENGTH], conversation.at)
        except Exception:
            _log.exception("an unanswered question could not be kept")


def _after(found: Answer, state: DialogueState, labels: tuple[str, ...]) -> Memory:
    """What is known only once the handler has looked: which tasks a list named, and how its choices were called."""
    if found.kind in (Kind.LIST, Kind.COUNT) and found.status is Decision.ANSWER:
        refs = tuple(item.entry.ref for item in found.items if isinstance(item, TaskItem))
        state = replace(state, listed=refs, tasks=refs if len(refs) == 1 else ())
        offices = any(isinstance(item, OfficeItem) for item in found.items)
        listing = found if offices or (found.kind is Kind.LIST and refs) else None
        return Memory(state=state, listing=listing, shown=SHOWN)
    if found.kind in (Kind.FACTS, Kind.FIGURES, Kind.COMPARISON) and len(found.refs) > 1:
        return Memory(state=replace(state, listed=found.refs))  # "cái thứ 2" means the second line
    if found.kind is Kind.CLARIFY:
        return Memory(state=replace(state, choice_labels=state.choice_labels or labels))
    return Memory(state=state)


def _wants_more(text: str) -> bool:
    words = {fold(word) for word in phrase("more_words.words").split("|")}
    return fold(text).strip(" .!?") in words
