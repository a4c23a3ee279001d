"""The book of deeds, read by administrators: what was changed, when and by whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.channels.base import Outgoing
from bot.desk.visit import Handler, Visit
from bot.desk.wording import say, texts
from knowledge.office.chats import Office
from knowledge.office.people import Deed
from knowledge.office.rights import Action

LINES: Final = 15
READ: Final = 100
"""Deeds looked through: steps on the way to a change, which have no words, are not told."""


class Book:
    """The counter for `/nhatky`."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.commands: dict[str, Handler] = {"nhatky": self._read}
        self.presses: dict[str, Handler] = {}

    def _read(self, visit: Visit, _words: str) -> Iterator[Outgoing]:
        if not visit.may(Action.SEE_DEEDS):
            yield Outgoing(text=say("no.right"))
            return
        told = [deed for deed in self._office.people.deeds(limit=READ) if f"deed.{deed.action}" in texts()]
        names = {f"officer:{officer.id}": officer.name for officer in self._office.people.officers()}
        names |= {f"chat:{group.id}": group.title for group in self._office.chats.groups()}
        lines = [_line(deed, names, visit) for deed in told[:LINES]]
        yield Outgoing(heading=say("book.heading"), text="\n".join(lines) or say("book.empty"))


def _line(deed: Deed, names: dict[str, str], visit: Visit) -> str:
    kind, _, which = deed.about.partition(":")
    about = names.get(deed.about, which if kind == "plan" else "")
    who = say("book.machine") if deed.actor is None and deed.about == "admin-code" else say("book.nobody")
    return say(
        "book.line",
        at=f"{deed.at.astimezone(visit.at.tzinfo):%d/%m %H:%M}",
        who=names.get(f"officer:{deed.actor}", who),
        what=say(f"deed.{deed.action}"),
        about=say("book.about", about=about) if about else "",
    )
