"""Administrators look after the officers: who there is, another role, one agency less, no role any more."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final

from bot.channels.base import Button, Outgoing
from bot.desk.invitations import LETTERS
from bot.desk.payload import payload, read_number
from bot.desk.visit import Handler, Visit
from bot.desk.wording import say
from knowledge.office.people import Officer, People, Role
from knowledge.office.rights import Action
from nlu.text import folded_words

ROSTER: Final = "m"
SHOWN: Final = 20


class Roster:
    """The counter for `/canbo`."""

    def __init__(self, people: People) -> None:
        self._people = people
        self.commands: dict[str, Handler] = {"canbo": self._list}
        self.presses: dict[str, Handler] = {ROSTER: self._pressed}

    def _list(self, visit: Visit, words: str) -> Iterator[Outgoing]:
        if not visit.may(Action.DECIDE_ACCESS):
            yield Outgoing(text=say("no.right" if visit.is_private else "roster.in_private"))
            return
        wanted = folded_words(words)
        found = [one for one in self._people.officers() if all(word in folded_words(_line(one)) for word in wanted)]
        if not found:
            yield Outgoing(text=say("roster.nobody", name=words))
            return
        rows = [(visit.button(_line(one), payload(ROSTER, "c", one.id)),) for one in found[:SHOWN]]
        more = say("roster.more", count=len(found) - SHOWN) if len(found) > SHOWN else ""
        heading = say("roster.heading", count=len(found))
        yield Outgoing(heading=heading, text=more or say("roster.how"), buttons=tuple(rows))

    def _pressed(self, visit: Visit, parts: str) -> Iterator[Outgoing]:
        does, _, rest = parts.partition(".")
        which, _, what = rest.partition(".")
        officer = self._people.find_officer(read_number(which))
        if not visit.may(Action.DECIDE_ACCESS):
            yield Outgoing(toast=say("no.right"))
        elif officer is None:
            yield Outgoing(toast=say("press.gone"))
        elif does == "r" and what in LETTERS:
            yield from self._give(visit, officer, LETTERS[what])
        elif does == "g" and (agency := next((a for a in officer.agencies if _key(a) == what), "")):
            self._people.drop_agency(officer.id, agency, visit.deed("drop_agency", f"officer:{officer.id}"))
            yield self._card(visit, officer.id)
        elif does == "x":
            yes = visit.button(say("roster.button_yes"), payload(ROSTER, "y", officer.id))
            no = visit.button(say("roster.button_no"), payload(ROSTER, "c", officer.id))
            yield Outgoing(text=say("roster.sure", name=officer.name), buttons=((yes, no),), edits=visit.message)
        elif does == "y":
            yield from self._take_out(visit, officer)
        else:
            yield self._card(visit, officer.id)

    def _card(self, visit: Visit, number: int) -> Outgoing:
        """One officer as they are now, with what may be changed."""
        officer = self._people.find_officer(number)
        if officer is None:
            return Outgoing(toast=say("press.gone"))
        rows: list[tuple[Button, ...]] = [
            (visit.button(say("roster.button_role", role=say(f"role.{role}")), payload(ROSTER, "r", number, letter)),)
            for letter, role in LETTERS.items()
            if role is not officer.role
        ]
        rows += [
            (visit.button(say("roster.button_agency", agency=agency), payload(ROSTER, "g", number, _key(agency))),)
            for agency in officer.agencies
        ]
        rows.append((visit.button(say("roster.button_out"), payload(ROSTER, "x", number)),))
        agencies = ", ".join(officer.agencies) or say("start.none")
        lines = [say("self.role", role=say(f"role.{officer.role}")), say("self.agencies", agencies=agencies)]
        if not any(account.reachable for account in self._people.accounts(number)):
            lines.append(say("roster.unreachable"))
        return Outgoing(heading=officer.name, text="\n".join(lines), buttons=tuple(rows), edits=visit.message)

    def _give(self, visit: Visit, officer: Officer, role: Role) -> Iterator[Outgoing]:
        if role is not Role.ADMIN and self._is_last_admin(officer):
            yield Outgoing(toast=say("roster.last_admin"))
            return
        self._people.set_role(officer.id, role, visit.deed("set_role", f"officer:{officer.id}"))
        yield self._card(visit, officer.id)
        for chat in self._chats(visit, officer):
            yield Outgoing(text=say("roster.your_role", role=say(f"role.{role}")), chat=chat)

    def _take_out(self, visit: Visit, officer: Officer) -> Iterator[Outgoing]:
        if self._is_last_admin(officer):
            yield Outgoing(toast=say("roster.last_admin"))
            return
        chats = self._chats(visit, officer)
        for account in self._people.accounts(officer.id)[:1]:
            self._people.forget(account.channel, account.person, visit.deed("take_out", f"officer:{officer.id}"))
        yield Outgoing(text=say("roster.out", name=officer.name), edits=visit.message)
        for chat in chats:
            yield Outgoing(text=say("roster.you_are_out"), chat=chat)

    def _chats(self, visit: Visit, officer: Officer) -> list[str]:
        """Where the officer is told of it: not the administrator themselves, not who blocked the assistant."""
        accounts = () if officer.id == visit.officer else self._people.accounts(officer.id)
        return [a.chat for a in accounts if a.channel == visit.place.channel and a.chat and a.reachable]

    def _is_last_admin(self, officer: Officer) -> bool:
        admins = [one.id for one in self._people.officers() if one.role is Role.ADMIN]
        return admins == [officer.id]


def _key(agency: str) -> str:
    """An agency's own short name: its place in the list may be another's when an old button is pressed."""
    return hashlib.blake2s(agency.encode(), digest_size=5).hexdigest()


def _line(officer: Officer) -> str:
    agency = officer.agencies[0] if officer.agencies else ""
    told = say("roster.line", name=officer.name, role=say(f"role.{officer.role}"))
    return f"{told}, {agency}" if agency else told
