"""Administrators invite: a role, perhaps an agency, and a one-time code comes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from bot.channels.base import Button, Outgoing
from bot.desk.agency_search import find_agencies
from bot.desk.codes import VALID_FOR, make_code
from bot.desk.payload import payload, read_number
from bot.desk.shelf import Shelves
from bot.desk.visit import Handler, Visit
from bot.desk.wording import say, texts
from knowledge.office.people import People, Role
from knowledge.office.rights import Action
from nlu.text import fold

INVITE: Final = "i"
LETTERS: Final = {"a": Role.ADMIN, "l": Role.LEADER, "f": Role.FOCAL, "v": Role.VIEWER}
_LETTER_OF: Final = {role: letter for letter, role in LETTERS.items()}


class Invitations:
    """The counter for `/moi`. `links` holds for each channel an address with `{code}` that hands a code in."""

    def __init__(self, people: People, shelves: Shelves, links: Mapping[str, str]) -> None:
        self._people = people
        self._shelves = shelves
        self._links = links
        self.commands: dict[str, Handler] = {"moi": self._invite}
        self.presses: dict[str, Handler] = {INVITE: self._pressed}

    def _invite(self, visit: Visit, words: str) -> Iterator[Outgoing]:
        if not visit.may(Action.INVITE):
            yield Outgoing(text=say("invite.admin_only" if visit.is_private else "invite.in_private"))
            return
        role, rest = read_role(words)
        if role is None:
            buttons = [visit.button(say(f"role.{role}"), payload(INVITE, letter)) for letter, role in LETTERS.items()]
            yield Outgoing(text=say("invite.which_role"), buttons=(tuple(buttons[:2]), tuple(buttons[2:])))
            return
        found = find_agencies(rest, self._shelves.now().agencies)
        if rest and len(found) != 1:
            rows = [(Button(label=a.name, payload=payload(INVITE, _LETTER_OF[role], a.id)),) for a in found]
            code = "invite.which_agency" if found else "invite.no_such_agency"
            yield Outgoing(text=say(code, agency=rest), buttons=tuple(rows))
            return
        yield self._code(visit, role, found[0].name if found else "")

    def _pressed(self, visit: Visit, parts: str) -> Iterator[Outgoing]:
        letter, _, which = parts.partition(".")
        role = LETTERS.get(letter)
        if role is None or not visit.may(Action.INVITE):
            yield Outgoing(toast=say("no.right"))
        elif role is Role.FOCAL and not which:
            yield Outgoing(text=say("invite.name_agency"), edits=visit.message)
        else:
            agencies = {agency.id: agency.name for agency in self._shelves.now().agencies}
            yield self._code(visit, role, agencies.get(read_number(which), ""))

    def _code(self, visit: Visit, role: Role, agency: str) -> Outgoing:
        code = make_code(self._people, role, agency, visit.deed("invite"))
        if code is None:
            return Outgoing(text=say("invite.made_before"), edits=visit.message)
        link = self._links.get(visit.place.channel, "")
        told = say("invite.with_link", link=link.format(code=code)) if link else ""
        whom = say("invite.for_agency", agency=agency) if agency else ""
        return Outgoing(
            heading=say("invite.made", role=say(f"role.{role.value}"), agency=whom),
            text="\n".join(filter(None, [say("invite.code", code=code), told])),
            source=say("invite.valid", hours=int(VALID_FOR.total_seconds() // 3600)),
            edits=visit.message,
        )


def read_role(words: str) -> tuple[Role | None, str]:
    """The role that a text opens with, and what stands behind it; (None, text) where it opens with none."""
    flat = " ".join(words.split())
    for role in Role:
        for called in sorted(texts()[f"role_words.{role.value}"].split("|"), key=len, reverse=True):
            folded = fold(flat)
            if folded == fold(called) or folded.startswith(fold(called) + " "):
                return role, flat[len(called) :].strip()
    return None, flat
