"""How people come in: by a one-time code, or by asking administrators; without either they get no plan data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.channels.base import Button, Outgoing
from bot.desk.agency_search import find_agencies
from bot.desk.codes import hash_of
from bot.desk.pace import CODES, Pace
from bot.desk.payload import payload, read_number
from bot.desk.shelf import Shelves
from bot.desk.visit import Handler, Visit
from bot.desk.wording import say
from knowledge.office.chats import Office
from knowledge.office.people import AccessRequest, Account, Role, Step
from knowledge.office.rights import Action
from knowledge.query import Agency
from nlu.meaning import Decision, Intent
from nlu.reporting import read_saying
from nlu.text import fold, nfc

STEP: Final = "w"
DECIDE: Final = "d"
OFFERED: Final = 6
LONGEST_NAME: Final = 80
REFUSED_FOR: Final = timedelta(hours=24)
"""After a refusal administrators are not asked again for so long; a code is always good."""
GIVEN: Final = {"f": Role.FOCAL, "v": Role.VIEWER, "l": Role.LEADER}
"""What an administrator's button gives; an administrator is made by a code only."""
NO_NAME: Final = frozenset(
    {
        Intent.GREET,
        Intent.HELP,
        Intent.LIST_BY_AGENCY,
        Intent.LIST_BY_TIME,
        Intent.LIST_OVERDUE,
        Intent.MY_TASKS,
        Intent.COUNT,
        Intent.PLAN_INFO,
        Intent.REMIND_ME,
    }
)
"""What no person is called; a topic may be: "Lê Thị Hạnh" has words of some plan."""
_SELF = re.compile(
    r"^\W*(?:(?:da|chao \w+|thua \w+)\W+)*(?:(?:toi|em|minh) (?:ten )?la|(?:ho )?ten (?:toi |em )?la)\b\W*"
)
"""What people put before their name."""
_NAME = re.compile(r"[^\W\d_][^\d_?!/:]*")


class Welcome:
    """The counter for `/start`, and for everybody who has no role yet."""

    def __init__(self, office: Office, shelves: Shelves) -> None:
        self._people = office.people
        self._shelves = shelves
        self._wrong_codes = Pace(timedelta(minutes=15))
        self.commands: dict[str, Handler] = {"start": self._start}
        self.presses: dict[str, Handler] = {STEP: self._stepped, DECIDE: self._decided}

    def hear(self, visit: Visit, text: str) -> Iterator[Outgoing] | None:
        """The next step of somebody who is asking for access; None where that is not what goes on."""
        if visit.role is not None or not visit.is_private:
            return None
        asked = self._people.find_request(visit.place.channel, visit.place.person)
        if asked is None or asked.step not in (Step.NAMING, Step.CHOOSING):
            return None
        if asked.step is Step.CHOOSING:
            # The bare name of an agency may be a question too ("Sở Tư pháp?"); here it is what was asked for.
            is_agency = bool(find_agencies(text, self._shelves.now().agencies))
            return (
                self._searched(visit, asked, text)
                if is_agency or not self._asks(visit, text)
                else iter([self._prompt(visit, asked)])
            )
        told = nfc(text)
        said = _SELF.match(fold(told))
        name = told[said.end() :] if said is not None else told
        if not self._is_written_as_name(name) and self._asks(visit, name):
            return iter([Outgoing(text=say("start.bad_name"))])
        return self._named(visit, name)

    def _asks(self, visit: Visit, text: str) -> bool:
        """Whether it is surely a question on the plans, or such as is said to an assistant."""
        assistant, conversation = self._shelves.now().assistant, visit.conversation()
        overheard = replace(conversation, addressed=False)
        return (
            read_saying(text) is not None
            or assistant.read(text, conversation=overheard).decision is not Decision.SILENT
            or assistant.read(text, conversation=conversation).intent in NO_NAME
        )

    def _is_written_as_name(self, text: str) -> bool:
        """Each word of several with one capital, and no agency's: "Đặng Trọng Quý", though "trong quý" is a time."""
        words = text.split()
        titled = len(words) > 1 and all(word.istitle() for word in words)
        return titled and not find_agencies(text, self._shelves.now().agencies)

    def _start(self, visit: Visit, words: str) -> Iterator[Outgoing]:
        if not visit.is_private:
            yield Outgoing(text=say("start.in_private"))
        elif words:
            yield from self._with_code(visit, words.split()[0])
        elif visit.account is not None:
            yield Outgoing(text=say("start.known", name=visit.account.officer.name, role=_role_words(visit.role)))
        else:
            yield from self._ask_name(visit)

    def _with_code(self, visit: Visit, code: str) -> Iterator[Outgoing]:
        if self._wrong_codes.recent(visit.person, visit.at) >= CODES:
            yield Outgoing(text=say("start.too_many_codes"))
            return
        place = visit.place
        done = self._people.redeem(
            hash_of(code),
            channel=place.channel,
            person=place.person,
            chat=place.chat,
            name=_own_name(visit) or say("start.nameless"),
            deed=visit.deed("use_code"),
        )
        if done is None:
            self._wrong_codes.count(visit.person, visit.at)
            yield Outgoing(text=say("start.bad_code"))
            return
        account, _ = done
        yield _admitted(account)
        if account.officer.role is Role.ADMIN:  # the first one may find people waiting
            for asked in self._people.waiting_requests():
                yield request_card(asked)

    def _ask_name(self, visit: Visit) -> Iterator[Outgoing]:
        asked = self._people.find_request(visit.place.channel, visit.place.person)
        refused = asked is not None and asked.step is Step.REFUSED and visit.at < asked.asked_at + REFUSED_FOR
        if asked is None or (asked.step not in (Step.NAMING, Step.WAITING) and not refused):
            asked = self._keep(visit, Step.NAMING, name="", agency="")
        yield self._prompt(visit, asked)

    def _prompt(self, visit: Visit, asked: AccessRequest | None) -> Outgoing:
        """What a person who is asking for access is to do next."""
        match None if asked is None else asked.step:
            case Step.NAMING:
                own = _own_name(visit)
                use = Button(label=say("start.use_name", name=own), payload=payload(STEP, "n"))
                return Outgoing(
                    heading=say("start.hello"),
                    text=say("start.ask_name"),
                    buttons=((use,),) if _NAME.fullmatch(own) else (),
                )
            case Step.CHOOSING:
                name = "" if asked is None else asked.name
                return self._ask_agency(say("start.ask_agency", name=name), self._shelves.now().agencies[:OFFERED])
            case Step.WAITING:
                return Outgoing(text=say("start.waiting"))
            case Step.REFUSED:
                return Outgoing(text=say("decide.you_refused"))
            case _:
                return Outgoing(text=say("no.role"))

    def _named(self, visit: Visit, text: str) -> Iterator[Outgoing]:
        name = " ".join(text.split())
        if not 2 <= len(name) <= LONGEST_NAME or not _NAME.fullmatch(name):
            yield Outgoing(text=say("start.bad_name"))
            return
        yield self._prompt(visit, self._keep(visit, Step.CHOOSING, name=name, agency=""))

    def _searched(self, visit: Visit, asked: AccessRequest, text: str) -> Iterator[Outgoing]:
        typed = " ".join(text.split())[:LONGEST_NAME]
        found = find_agencies(typed, self._shelves.now().agencies)
        if len(found) == 1:
            yield from self._send(visit, asked, found[0].name)
            return
        # What was typed is kept, so that its writer may say that it is meant as it stands.
        kept = self._keep(visit, Step.CHOOSING, name=asked.name, agency=typed)
        if kept is None or kept.agency != typed:  # the message that told the name, once more
            yield self._prompt(visit, kept)
            return
        own = Button(label=say("start.use_agency", agency=typed), payload=payload(STEP, "k"))
        yield self._ask_agency(say("start.which_agency" if found else "start.no_such_agency"), found, own)

    def _ask_agency(self, text: str, agencies: tuple[Agency, ...], *others: Button) -> Outgoing:
        rows = [(Button(label=agency.name, payload=payload(STEP, "a", agency.id)),) for agency in agencies]
        rows += [(other,) for other in others]
        rows.append((Button(label=say("start.no_agency"), payload=payload(STEP, "o")),))
        return Outgoing(text=text, buttons=tuple(rows))

    def _stepped(self, visit: Visit, parts: str) -> Iterator[Outgoing]:
        does, _, rest = parts.partition(".")
        asked = self._people.find_request(visit.place.channel, visit.place.person)
        if visit.role is not None or asked is None or not visit.may(Action.REQUEST_ACCESS):
            yield Outgoing(toast=say("press.gone"))
            return
        known = {agency.id: agency.name for agency in self._shelves.now().agencies}
        match does, asked.step:
            case "n", Step.NAMING:
                yield from self._named(visit, _own_name(visit))
            case "a", Step.CHOOSING if read_number(rest) in known:
                yield from self._send(visit, asked, known[read_number(rest)])
            case "k", Step.CHOOSING:
                yield from self._send(visit, asked, asked.agency)
            case "o", Step.CHOOSING:
                yield from self._send(visit, asked, "")
            case _:
                yield Outgoing(toast=say("press.done_before"))

    def _send(self, visit: Visit, asked: AccessRequest, agency: str) -> Iterator[Outgoing]:
        """The request goes to every administrator of this channel that can be written to."""
        sent = self._keep(visit, Step.WAITING, name=asked.name, agency=agency)
        if sent is None or sent.step is not Step.WAITING:
            yield self._prompt(visit, sent)
            return
        admins = self._people.accounts_of_role(Role.ADMIN, visit.place.channel)
        chats = [admin.chat for admin in admins if admin.reachable and admin.chat]
        code = "start.sent" if chats else "start.sent_to_nobody"
        yield Outgoing(text=say(code, name=sent.name, agency=_or_none(agency)), edits=visit.message)
        for chat in chats:
            yield request_card(sent, chat=chat)

    def _decided(self, visit: Visit, parts: str) -> Iterator[Outgoing]:
        which, _, given = parts.partition(".")
        if not visit.may(Action.DECIDE_ACCESS):
            yield Outgoing(toast=say("no.right"))
            return
        number = read_number(which)
        about = f"request:{number}"
        role = GIVEN.get(given)
        if role is None:
            refused = self._people.refuse(number, visit.deed("refuse_access", about))
            if refused is None:
                yield Outgoing(toast=say("press.done_before"))
                return
            yield Outgoing(text=say("decide.refused", name=refused.name), edits=visit.message)
            yield Outgoing(text=say("decide.you_refused"), chat=refused.chat)
            return
        account = self._people.approve(number, role, visit.deed("approve_access", about))
        if account is None:
            yield Outgoing(toast=say("press.done_before"))
            return
        officer = account.officer
        agencies = _or_none(", ".join(officer.agencies))
        words = say("decide.approved", name=officer.name, role=_role_words(officer.role), agency=agencies)
        yield Outgoing(text=words, edits=visit.message)
        yield _admitted(account, chat=account.chat)

    def _keep(self, visit: Visit, step: Step, *, name: str, agency: str) -> AccessRequest | None:
        """One event takes the request one step further, however often it comes."""
        place, deed = visit.place, visit.deed("ask_access")
        return self._people.keep_request(
            place.channel, place.person, chat=place.chat, step=step, name=name, agency=agency, deed=deed
        )


def request_card(asked: AccessRequest, *, chat: str = "") -> Outgoing:
    """A request as an administrator sees it, with what they may decide."""
    buttons = [
        Button(label=say(f"decide.button_{role.value}"), payload=payload(DECIDE, asked.id, letter))
        for letter, role in GIVEN.items()
    ]
    refuse = Button(label=say("decide.button_refuse"), payload=payload(DECIDE, asked.id, "x"))
    return Outgoing(
        heading=say("decide.heading"),
        text=say("decide.ask", name=asked.name, agency=_or_none(asked.agency)),
        buttons=(*((button,) for button in buttons), (refuse,)),
        chat=chat,
    )


def _admitted(account: Account, *, chat: str = "") -> Outgoing:
    officer = account.officer
    return Outgoing(
        heading=say("start.admitted", name=officer.name, role=_role_words(officer.role)),
        text=say("start.admitted_more", agencies=_or_none(", ".join(officer.agencies))),
        chat=chat,
    )


def _own_name(visit: Visit) -> str:
    """How the channel calls the visitor, "" where it does not."""
    return " ".join(visit.place.person_name.split())[:LONGEST_NAME]


def _role_words(role: Role | None) -> str:
    return say(f"role.{role.value}") if role is not None else ""


def _or_none(words: str) -> str:
    return words or say("start.none")
