"""Help, and the self-check of the installation."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator

from bot.channels.base import Outgoing, Place
from bot.desk.shelf import Shelves
from bot.desk.visit import Handler, Visit
from bot.desk.welcome import request_card
from bot.desk.wording import say
from knowledge.office.chats import Office
from knowledge.office.people import Role
from knowledge.office.rights import Action
from scheduler.calendar import load_calendar

_log = logging.getLogger(__name__)

Check = Callable[[Place], Iterable[str]]
"""Lines of a self-check, as seen from a chat; a channel adds its own (its rights, what hides messages)."""


class Help:
    """The counter for `/trogiup` and `/kiemtra`. `checks` may be added to while the desk works."""

    def __init__(self, office: Office, shelves: Shelves, checks: list[Check]) -> None:
        self._office = office
        self._shelves = shelves
        self._checks = checks
        self.commands: dict[str, Handler] = {"trogiup": self._help, "help": self._help, "kiemtra": self._check}
        self.commands["tiendo"] = lambda _visit, _words: [Outgoing(text=say("not_yet.progress"))]
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
        lines = [*self._own_lines(visit), *(line for check in self._checks for line in _run(check, visit.place))]
        yield Outgoing(heading=say("check.heading"), text="\n".join(lines))
        if visit.is_private:
            for asked in self._office.people.waiting_requests():
                yield request_card(asked)

    def _own_lines(self, visit: Visit) -> Iterator[str]:
        library = self._shelves.now().assistant.library
        tasks = sum(len(plan.tasks) for plan in library.plans)
        yield say("check.plans", plans=len(library.slugs), tasks=tasks)
        officers = self._office.people.officers()
        admins = sum(officer.role is Role.ADMIN for officer in officers)
        yield say("check.people", officers=len(officers), admins=admins)
        groups = [group for group in self._office.chats.groups() if group.active]
        yield say("check.groups", groups=len(groups), bound=sum(bool(group.plans) for group in groups))
        waiting = len(self._office.people.waiting_requests())
        yield say("check.requests" if waiting else "check.no_requests", count=waiting)
        known = visit.today.year in load_calendar().years
        yield say("check.calendar" if known else "check.no_calendar", year=visit.today.year)


def _run(check: Check, place: Place) -> list[str]:
    """The lines of one check; one that breaks says so, and the others are still told."""
    try:
        return list(check(place))
    except Exception:
        _log.exception("a check broke off")
        return [say("check.broke")]
