"""What is kept of oneself: seeing it, mending the name, deleting all of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.channels.base import Outgoing
from bot.desk.payload import payload
from bot.desk.shelf import Shelves
from bot.desk.visit import Handler, Visit
from bot.desk.welcome import LONGEST_NAME
from bot.desk.wording import say
from bot.rendering.words import day_words
from knowledge.office.people import People
from knowledge.office.rights import Action
from nlu.text import fold

ONESELF: Final = "s"


class Oneself:
    """The counter for `/toi`."""

    def __init__(self, people: People, shelves: Shelves) -> None:
        self._people = people
        self._shelves = shelves
        self.commands: dict[str, Handler] = {"toi": self._see}
        self.presses: dict[str, Handler] = {ONESELF: self._pressed}

    def _see(self, visit: Visit, words: str) -> Iterator[Outgoing]:
        if not visit.may(Action.SEE_SELF):
            yield Outgoing(text=say("self.in_private"))
        elif visit.account is None:
            yield self._stranger(visit)
        elif fold(words).startswith("ten "):
            yield self._rename(visit, visit.account.officer.id, " ".join(words.split()[1:]))
        else:
            yield self._known(visit)

    def _known(self, visit: Visit) -> Outgoing:
        assert visit.account is not None
        account, officer = visit.account, visit.account.officer
        lines = [
            say("self.role", role=say(f"role.{officer.role.value}")),
            say("self.agencies", agencies=", ".join(officer.agencies) or say("start.none")),
            say("self.account", channel=account.channel, person=account.person),
        ]
        if officer.consent_at is not None:
            lines.append(say("self.since", day=day_words(officer.consent_at.astimezone(visit.at.tzinfo).date())))
        for held in self._people.stand_ins(visit.today):
            day = day_words(held.last_on)
            if held.present.id == officer.id:
                lines.append(say("self.stands_in", name=held.absent.name, day=day))
            elif held.absent.id == officer.id:
                lines.append(say("self.is_stood_in_for", name=held.present.name, day=day))
        lines.append(say("self.rights"))
        delete = visit.button(say("self.button_delete"), payload(ONESELF, "d"))
        return Outgoing(heading=say("self.heading", name=officer.name), text="\n".join(lines), buttons=((delete,),))

    def _stranger(self, visit: Visit) -> Outgoing:
        asked = self._people.find_request(visit.place.channel, visit.place.person)
        if asked is None:
            return Outgoing(text=say("self.nothing"))
        delete = visit.button(say("self.button_delete"), payload(ONESELF, "d"))
        words = say("self.request", name=asked.name or "–", agency=asked.agency or say("start.none"))
        return Outgoing(text=words, buttons=((delete,),))

    def _rename(self, visit: Visit, officer: int, name: str) -> Outgoing:
        if not 2 <= len(name) <= LONGEST_NAME:
            return Outgoing(text=say("start.bad_name"))
        self._people.rename(officer, name, visit.deed("rename", f"officer:{officer}"))
        return Outgoing(text=say("self.renamed", name=name))

    def _pressed(self, visit: Visit, parts: str) -> Iterator[Outgoing]:
        if not visit.may(Action.SEE_SELF):
            yield Outgoing(toast=say("no.right"))
        elif parts == "d":
            yes = visit.button(say("self.button_yes"), payload(ONESELF, "y"))
            no = visit.button(say("self.button_no"), payload(ONESELF, "n"))
            yield Outgoing(text=say("self.sure"), buttons=((yes, no),), edits=visit.message)
        elif parts == "y":
            self._people.forget(visit.place.channel, visit.place.person, visit.deed("forget"))
            self._shelves.now().assistant.memories.forget_person(visit.person)
            yield Outgoing(text=say("self.deleted"), edits=visit.message)
        else:
            yield Outgoing(text=say("self.kept"), edits=visit.message)
