"""Questions on plans: in private, in groups, by command, by button."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Final, Protocol

from bot.answers import Answer, Kind
from bot.channels.base import Outgoing
from bot.desk.listings import entries_of, name_of, read_listing, write_listing
from bot.desk.payload import read_number, read_numbers
from bot.desk.shelf import Shelf, Shelves
from bot.desk.showing import FACTS, PAGE, fields_of, show
from bot.desk.visit import Handler, Visit
from bot.desk.wording import say, texts
from bot.library import TaskEntry
from bot.rendering.lists import SHOWN
from bot.rendering.text import render_answer
from bot.session import Conversation, Reply
from knowledge.errors import KnowledgeError
from knowledge.office.lists import ShownLists
from knowledge.office.rights import Action
from nlu.meaning import Decision, Intent, Understanding

_log = logging.getLogger(__name__)

DATED: Final = frozenset({Intent.ASK_DEADLINE, Intent.ASK_DETAIL})
"""Questions whose answer is not whole without how far the task is."""

Doer = Callable[[Visit, Understanding], Iterable[Outgoing]]
"""What takes over an understood message that asks for more than an answer (a report of work done, an event)."""


class Standing(Protocol):
    """What is known of tasks beside what the plans print; see `bot.desk.standing`."""

    def closed(self, visit: Visit) -> frozenset[str]:
        """The refs of the tasks, of plans spoken of here, that are done or dropped."""
        ...

    def lines(self, visit: Visit, entry: TaskEntry) -> tuple[str, ...]:
        """What is to be said of one task: how far it is, and the days that reported events set."""
        ...


class Asking:
    """The counter that answers; `standing` adds how far tasks are, `doers` take over what is no question, by intent."""

    def __init__(
        self,
        shelves: Shelves,
        standing: Standing,
        lists: ShownLists,
        *,
        doers: Mapping[Intent, Doer] | None = None,
    ) -> None:
        self._shelves = shelves
        self._lists = lists
        self._standing = standing
        self._doers = dict(doers or {})
        shortcuts = {code.removeprefix("shortcut.") for code in texts() if code.startswith("shortcut.")}
        self.commands: dict[str, Handler] = {name: partial(self._shortcut, name) for name in shortcuts}
        self.commands["hoi"] = self._asked
        self.presses: dict[str, Handler] = {FACTS: self._facts, PAGE: self._page}

    def say(self, visit: Visit, text: str) -> Iterator[Outgoing]:
        """The answers to a message; none where it was not for us."""
        if not visit.may(Action.ASK):
            if visit.addressed:
                yield Outgoing(text=say("no.role" if visit.is_private else "no.binding"))
            return
        if not visit.addressed and not (visit.group is not None and visit.group.listens):
            return
        shelf = self._shelves.now()
        reply = shelf.assistant.answer(text, conversation=self._conversation(visit))
        doer = self._doers.get(reply.intent)
        if doer is not None and reply.understanding is not None and reply.status is not Decision.SILENT:
            yield from doer(visit, reply.understanding)
            return
        yield from self._shown(reply, visit, shelf)
        if reply.intent is Intent.MY_TASKS:
            for agency in visit.agencies[1:]:
                again = shelf.assistant.answer(text, conversation=self._conversation(visit, asker=agency))
                yield from self._shown(again, visit, shelf)

    def _shown(self, reply: Reply, visit: Visit, shelf: Shelf) -> Iterator[Outgoing]:
        if reply.status is Decision.SILENT:
            return
        if reply.answer is not None and reply.answer.kind is Kind.LIST and len(reply.answer.items) > SHOWN:
            self._keep(visit, reply.answer)
        yield self._with_standing(show(reply, visit, shelf), reply, visit, shelf)

    def _conversation(self, visit: Visit, *, asker: str | None = None) -> Conversation:
        return replace(visit.conversation(asker), closed=partial(self._standing.closed, visit))

    def _with_standing(self, shown: Outgoing, reply: Reply, visit: Visit, shelf: Shelf) -> Outgoing:
        """An answer on the day or the details of one task, with how far it is and what events set."""
        fields = set() if reply.answer is None else {reply.intent, *reply.answer.asked}
        entry = shelf.assistant.library.find_task(reply.tasks[0]) if len(reply.tasks) == 1 else None
        if reply.status is not Decision.ANSWER or entry is None or not fields & DATED:
            return shown
        lines = self._standing.lines(visit, entry)
        return replace(shown, text="\n".join([shown.text, *lines])) if lines else shown

    def _asked(self, _visit: Visit, _words: str) -> Iterator[Outgoing]:
        """`/hoi` alone; with words behind it the desk hears the words."""
        yield Outgoing(text=say("ask.empty"))

    def _shortcut(self, name: str, visit: Visit, words: str) -> Iterator[Outgoing]:
        """A command that is short for a question, with or without words behind it, whatever was spoken of before."""
        here = visit.conversation()
        self._shelves.now().assistant.memories.forget(here.chat, here.person)
        code = f"shortcut_with.{name}" if words else f"shortcut.{name}"
        yield from self.say(visit, say(code if code in texts() else f"shortcut.{name}", words=words))

    def _facts(self, visit: Visit, parts: str) -> Iterator[Outgoing]:
        mask, number = read_numbers(parts, 2)
        fields, shelf = fields_of(mask), self._shelves.now()
        entry = shelf.assistant.library.find_task(shelf.refs.get(number, ""))
        if not visit.may(Action.ASK):
            yield Outgoing(toast=say("no.right" if visit.is_private else "press.other_plan"))
        elif not fields or entry is None:
            yield Outgoing(toast=say("press.gone"))
        elif not visit.sees(entry.plan.slug):
            yield Outgoing(toast=say("press.other_plan"))
        else:
            yield self.tell(visit, entry, fields, edits=visit.message)

    def tell(self, visit: Visit, entry: TaskEntry, fields: tuple[Intent, ...], *, edits: str = "") -> Outgoing:
        """These fields of one task."""
        understanding = Understanding(
            utterance="",
            decision=Decision.ANSWER,
            intent=fields[0],
            fields=fields,
            tasks=(entry.ref,),
            topic=" ".join(entry.task.text.split()[:12]),
            confidence=1.0,
        )
        shelf = self._shelves.now()
        reply = shelf.assistant.tell(understanding, conversation=visit.conversation())
        return self._with_standing(show(reply, visit, shelf, edits=edits), reply, visit, shelf)

    def _page(self, visit: Visit, parts: str) -> Iterator[Outgoing]:
        which, _, rest = parts.partition(".")
        skip, shelf = read_number(rest), self._shelves.now()
        kept = self._lists.find(visit.place.channel, visit.place.person, which)
        listing = None if kept is None else read_listing(kept, shelf.assistant.library)
        if listing is None or skip < 0 or not all(visit.sees(entry.plan.slug) for entry in entries_of(listing)):
            yield Outgoing(toast=say("press.old_list"))
            return
        reply = Reply(
            status=Decision.ANSWER,
            intent=listing.intent,
            told=render_answer(listing, shelf.assistant.library, skip=skip),
            answer=listing,
            skipped=skip,
        )
        yield show(reply, visit, shelf, edits=visit.message)

    def _keep(self, visit: Visit, listing: Answer) -> None:
        told = write_listing(listing)
        try:
            self._lists.keep(visit.place.channel, visit.place.person, name_of(told), told, visit.at)
        except KnowledgeError:  # the first page is answered all the same
            _log.warning("a list could not be kept", exc_info=True)
