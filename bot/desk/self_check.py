"""The self-check of the installation: one list of findings, for who asks and for the log at the start."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from bot.channels.base import Channel, Finding
from bot.desk.shelf import Shelves
from bot.desk.wording import say
from knowledge.errors import KnowledgeError
from knowledge.office.chats import Chat, Office
from knowledge.office.people import Role
from scheduler.calendar import load_calendar

_log = logging.getLogger(__name__)

NEXT_YEAR_FROM: Final = 10
"""The month from which next year's calendar is looked for: that is when the holidays of a year are announced."""


class SelfCheck:
    """Looks at the database, the calendar, what waits for somebody, and every channel.

    Args:
        office: people, groups and what waits.
        shelves: the plans.
        channels: by name; one that joins later is asked too.
    """

    def __init__(self, office: Office, shelves: Shelves, channels: Mapping[str, Channel]) -> None:
        self._office = office
        self._shelves = shelves
        self._channels = channels

    def look(self, at: datetime, *, group: Chat | None = None) -> Iterator[Finding]:
        """The findings at an instant of the office's own time; blocks, and never raises.

        With a `group` the rights in no other one are told: what others are called is not for everybody there.
        """
        try:
            yield from self._look_at_office(at)
        except KnowledgeError as error:
            yield Finding(ok=False, text=say("check.no_database", why=str(error)))
        try:
            met = self._office.chats.groups() if group is None else (group,)
        except KnowledgeError:  # told above
            met = ()
        yield from self._look_at_channels([one for one in met if one.active])

    def _look_at_office(self, at: datetime) -> Iterator[Finding]:
        library = self._shelves.now().assistant.library
        tasks = sum(len(plan.tasks) for plan in library.plans)
        yield Finding(ok=True, text=say("check.plans", plans=len(library.slugs), tasks=tasks))
        officers = self._office.people.officers()
        admins = sum(officer.role is Role.ADMIN for officer in officers)
        told = say("check.people", officers=len(officers), admins=admins)
        yield Finding(ok=admins > 0, text=told if admins else say("check.no_admin"))
        groups = [group for group in self._office.chats.groups() if group.active]
        bound = sum(bool(group.plans) for group in groups)
        yield Finding(ok=True, text=say("check.groups", groups=len(groups), bound=bound))
        waiting = len(self._office.people.waiting_requests())
        yield Finding(ok=True, text=say("check.requests" if waiting else "check.no_requests", count=waiting))
        files = self._office.pending.count(at)
        yield Finding(ok=True, text=say("check.files" if files else "check.no_files", count=files))
        known = load_calendar().years
        for year in (at.year, at.year + 1)[: 2 if at.month >= NEXT_YEAR_FROM else 1]:
            yield Finding(
                ok=year in known, text=say("check.calendar" if year in known else "check.no_calendar", year=year)
            )

    def _look_at_channels(self, groups: Iterable[Chat]) -> Iterator[Finding]:
        for name, channel in self._channels.items():
            try:
                yield from channel.check([group.chat for group in groups if group.channel == name])
            except Exception:  # one that breaks says so, and the others are still told
                _log.exception("a channel could not be checked")
                yield Finding(ok=False, text=say("check.broke", channel=name))


def log_findings(findings: Iterable[Finding]) -> None:
    """Writes them down, what somebody has to see to as a warning."""
    for finding in findings:
        _log.log(logging.INFO if finding.ok else logging.WARNING, finding.text)
