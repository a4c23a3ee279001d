"""Groups: the plans they are bound to, whether they are listened to; all of it follows a group that moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.channels.base import ChatKind, Moved, Outgoing, Reachable
from bot.desk.payload import payload
from bot.desk.shelf import Shelf, Shelves
from bot.desk.visit import Handler, Visit
from bot.desk.wording import say, texts
from bot.rendering.words import plan_words
from knowledge.office.chats import Chat, Office
from knowledge.office.people import Role
from knowledge.office.rights import Action, Where

LISTEN: Final = "l"


class Groups:
    """The counter for `/kehoach` and `/nghe`, and for what happens to chats."""

    def __init__(self, office: Office, shelves: Shelves) -> None:
        self._office = office
        self._shelves = shelves
        self.commands: dict[str, Handler] = {"kehoach": self._plans, "nghe": self._listening}
        self.presses: dict[str, Handler] = {LISTEN: self._pressed}

    def moved(self, event: Moved) -> None:
        """A group goes on under another id."""
        self._office.chats.move(event.channel, event.old_chat, event.new_chat)
        prefix = f"{event.channel}:"
        self._shelves.now().assistant.memories.move(prefix + event.old_chat, prefix + event.new_chat)

    def reachable(self, event: Reachable) -> Iterator[Outgoing]:
        """Blocked or let in again; a group that let the assistant in is told what to do first."""
        place = event.place
        if place.kind is ChatKind.PRIVATE:
            self._office.people.set_reachable(place.channel, place.chat, event.active)
            return
        group = self._office.chats.meet(place.channel, place.chat, title=place.chat_title, active=event.active)
        if event.active:
            yield Outgoing(text=say("group.hello_again" if group.plans else "group.hello"))

    def _plans(self, visit: Visit, words: str) -> Iterator[Outgoing]:
        shelf = self._shelves.now()
        if visit.group is None:
            yield self._all_plans(visit, shelf) if visit.may(Action.ASK) else Outgoing(text=say("no.role"))
        elif not words:
            yield self._bound(visit, visit.group, shelf)
        elif not visit.may(Action.BIND_GROUP):
            yield Outgoing(text=say("group.admin_only"))
        else:
            yield self._bind(visit, visit.group, words, shelf)

    def _all_plans(self, visit: Visit, shelf: Shelf) -> Outgoing:
        """Every plan of the office; an administrator sees where each is spoken of."""
        plans = shelf.assistant.library.plans
        if not plans:
            return Outgoing(text=say("plans.none"))
        lines = []
        for plan in plans:
            groups = self._office.chats.chats_of_plan(plan.slug) if visit.role is Role.ADMIN else ()
            where = say("plans.groups", groups=", ".join(f"“{chat.title}”" for chat in groups)) if groups else ""
            lines.append(say("plans.line", slug=plan.slug, plan=plan_words(plan), tasks=len(plan.tasks), groups=where))
        if visit.role is Role.ADMIN:
            lines.append(say("plans.how"))
        return Outgoing(heading=say("plans.all", count=len(plans)), text="\n".join(lines))

    def _bound(self, visit: Visit, group: Chat, shelf: Shelf) -> Outgoing:
        found = [plan for slug in group.plans if (plan := shelf.assistant.library.find_plan(slug)) is not None]
        lines = [say("plans.line", slug=p.slug, plan=plan_words(p), tasks=len(p.tasks), groups="") for p in found]
        if visit.may(Action.BIND_GROUP):
            lines.append(say("group.how", slugs=", ".join(shelf.assistant.library.slugs) or "–"))
            lines.append(say("group.listens" if group.listens else "group.listens_not"))
        elif not found:
            return Outgoing(text=say("no.binding"))
        heading = say("group.bound", count=len(found)) if found else say("group.unbound")
        return Outgoing(heading=heading, text="\n".join(lines))

    def _bind(self, visit: Visit, group: Chat, words: str, shelf: Shelf) -> Outgoing:
        library = shelf.assistant.library
        asked = tuple(dict.fromkeys(words.casefold().replace(",", " ").replace(";", " ").split()))
        if set(asked) <= set(texts()["group.unbind_words"].split("|")):
            self._office.chats.bind(group.channel, group.chat, (), visit.deed("bind_group", f"chat:{group.id}"))
            return Outgoing(text=say("group.unbound_now"))
        strange = [slug for slug in asked if library.find_plan(slug) is None]
        if strange:
            known = ", ".join(library.slugs) or "–"
            return Outgoing(text=say("group.no_such_plan", slug=", ".join(strange), slugs=known))
        self._office.chats.bind(group.channel, group.chat, asked, visit.deed("bind_group", f"chat:{group.id}"))
        plans = [plan for slug in asked if (plan := library.find_plan(slug)) is not None]
        return Outgoing(
            heading=say("group.bound_now", count=len(plans)),
            text="\n".join([*(f"• {plan_words(plan)}" for plan in plans), say("group.ask_now")]),
        )

    def _listening(self, visit: Visit, words: str) -> Iterator[Outgoing]:
        said = words.casefold().strip()
        if visit.group is None:
            yield Outgoing(text=say("listen.in_group"))
        elif not visit.may(Action.SET_LISTENING):
            yield Outgoing(text=say("group.admin_only"))
        elif said in texts()["listen.on_words"].split("|"):
            yield self._set(visit, visit.group, True)
        elif said in texts()["listen.off_words"].split("|"):
            yield self._set(visit, visit.group, False)
        else:
            on, off = say("listen.button_on"), say("listen.button_off")
            buttons = (visit.button(on, payload(LISTEN, 1)), visit.button(off, payload(LISTEN, 0)))
            yield Outgoing(
                text=say("group.listens" if visit.group.listens else "group.listens_not"), buttons=(buttons,)
            )

    def _pressed(self, visit: Visit, parts: str) -> Iterator[Outgoing]:
        if visit.group is None or not visit.may(Action.SET_LISTENING) or parts not in {"0", "1"}:
            yield Outgoing(toast=say("no.right"))
            return
        yield self._set(visit, visit.group, parts == "1")

    def _set(self, visit: Visit, group: Chat, listens: bool) -> Outgoing:
        deed = visit.deed("listen" if listens else "listen_not", f"chat:{group.id}")
        self._office.chats.set_listening(group.channel, group.chat, listens, deed)
        bound = visit.where is Where.BOUND
        code = ("listen.on" if bound else "listen.on_unbound") if listens else "listen.off"
        return Outgoing(text=say(code), edits=visit.message)
