"""Help, and the self-check of the installation."""

from __future__ import annotations

from collections.abc import Iterator

from bot.channels.base import Outgoing
from bot.desk.self_check import SelfCheck
from bot.desk.visit import Handler, Visit
from bot.desk.welcome import request_card
from bot.desk.wording import say
from knowledge.office.people import People, Role
from knowledge.office.rights import Action


class Help:
    """The counter for `/trogiup` and `/kiemtra`."""

    def __init__(self, people: People, check: SelfCheck) -> None:
        self._people = people
        self._look = check.look
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
        findings = self._look(visit.at, group=visit.group)
        told = [say("check.ok" if finding.ok else "check.wrong", text=finding.text) for finding in findings]
        yield Outgoing(heading=say("check.heading"), text="\n".join(told))
        if visit.is_private:
            for asked in self._people.waiting_requests():
                yield request_card(asked)
