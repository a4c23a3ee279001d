"""Help, and the self-check of the installation."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping

from bot.channels.base import Channel, Finding, Outgoing
from bot.desk.shelf import Shelves
from bot.desk.visit import Handler, Visit
from bot.desk.welcome import request_card
from bot.desk.wording import say
from knowledge.office.chats import Office
from knowledge.office.people import Role
from knowledge.office.rights import Action
from scheduler.calendar import load_calendar

_log = logging.getLogger(__name__)


class Help:
    """The counter for `/trogiup` and `/kiemtra`. `channels` by name; one that joins later is asked too."""

    def __init__(self, office: Office, shelves: Shelves, channels: Mapping[str, Channel]) -> None:
        self._office = office
        self._shelves = shelves
        self._channels = channels
        self.commands: dict[str, Handler] = {"trogiup": self._help, "help": self._help, "kiemtra": self._check}
        self.presses: dict[str, Handler] = {}

    def _help(self, visit: Visit, _words: str) -> Iterator[Outgoing]:
        if visit.is_private and visit.role is None:
            yield Outgoing(text=say("no.role"))
            return
        parts = ["help.group" if visit.group is not None else "help.private"]
        if visit.role is Role.ADMIN:
            parts.append("help.admin_group" if visit.group is not None else "help.admin")
        yield Outgoing(heading=say("help.heading"), text="\n".join(say(part) for part in parts))

    def _check(self, visit: Visit, _words: str) -> Iterator[Outgoing]:
        if not visit.may(Action.SELF_CHECK):
            yield Outgoing(text=say("no.right"))
            return
        findings = [*self._look(visit), *self._look_at_channels(visit)]
        told = [say("check.ok" if finding.ok else "check.wrong", text=finding.text) for finding in findings]
        yield Outgoing(heading=say("check.heading"), text="\n".join(told))
        if visit.is_private:
            for asked in self._office.people.waiting_requests():
                yield request_card(asked)

    def _look(self, visit: Visit) -> Iterator[Finding]:
        library = self._shelves.now().assistant.library
        tasks = sum(len(plan.tasks) for plan in library.plans)
        yield Finding(ok=True, text=say("check.plans", plans=len(library.slugs), tasks=tasks))
        officers = self._office.people.officers()
        admins = sum(officer.role is Role.ADMIN for officer in officers)
        yield Finding(ok=True, text=say("check.people", officers=len(officers), admins=admins))
        groups = [group for group in self._office.chats.groups() if group.active]
        bound = sum(bool(group.plans) for group in groups)
        yield Finding(ok=True, text=say("check.groups", groups=len(groups), bound=bound))
        waiting = len(self._office.people.waiting_requests())
        yield Finding(ok=True, text=say("check.requests" if waiting else "check.no_requests", count=waiting))
        known = visit.today.year in load_calendar().years
        yield Finding(ok=known, text=say("check.calendar" if known else "check.no_calendar", year=visit.today.year))

    def _look_at_channels(self, visit: Visit) -> Iterator[Finding]:
        # In a group only of this one: what others are called is not for everybody who reads along.
        met = self._office.chats.groups() if visit.group is None else (visit.group,)
        groups = [group for group in met if group.active]
        for name, channel in self._channels.items():
            try:
                yield from channel.check(group.chat for group in groups if group.channel == name)
            except Exception:  # one that breaks says so, and the others are still told
                _log.exception("a channel could not be checked")
                yield Finding(ok=False, text=say("check.broke", channel=name))
