"""Leave: naming who does one's work until a day (ủy quyền); it ends by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from bot.channels.base import Outgoing
from bot.desk.payload import payload, read_number, read_numbers
from bot.desk.visit import Handler, Visit
from bot.desk.wording import say
from bot.rendering.words import day_words
from knowledge.office.people import Officer, People
from knowledge.office.rights import Action
from nlu.text import fold, folded_words, nfc
from nlu.timex import find_times

NAME: Final = "u"
END: Final = "e"
LONGEST: Final = timedelta(days=366)

_SAID = re.compile(r"^\W*(?:em |toi |minh )?(?:xin )?uy quyen (?:lai )?cho (?=\w)")
_UNTIL = re.compile(r"\b(?:den|toi|cho den|cho toi)\b(?: het)?(?: ngay)?\W*$")
_COURTESY = frozenset({"dong", "chi", "anh", "ong", "ba", "co", "chu", "bac", "em", "dc"})


class Leave:
    """The counter for `/uyquyen` and for "ủy quyền cho … đến ngày …"."""

    def __init__(self, people: People) -> None:
        self._people = people
        self.commands: dict[str, Handler] = {"uyquyen": self._command}
        self.presses: dict[str, Handler] = {NAME: self._named, END: self._ended}

    def hear(self, visit: Visit, text: str) -> Iterator[Outgoing] | None:
        """What is said of leave in plain words; None for anything else."""
        found = _SAID.match(fold(nfc(text)))
        if found is None or not visit.is_private or visit.role is None:
            return None
        words = nfc(text)[found.end() :]
        name, until = read_leave(words, today=visit.today)
        if until is None and not any(_is_called(officer, name) for officer in self._people.officers()):
            return None  # a question on a task of that name
        if not visit.may(Action.DELEGATE):
            return iter([Outgoing(text=say("leave.no_right"))])
        return self._let(visit, words)

    def _command(self, visit: Visit, words: str) -> Iterator[Outgoing]:
        if not visit.may(Action.DELEGATE):
            yield Outgoing(text=say("leave.no_right" if visit.is_private else "leave.in_private"))
        elif words:
            yield from self._let(visit, re.sub(r"^cho\s+", "", nfc(words), flags=re.IGNORECASE))
        else:
            yield self._state(visit)

    def _state(self, visit: Visit) -> Outgoing:
        mine = [held for held in self._people.stand_ins(visit.today) if held.absent.id == visit.officer]
        lines = [say("leave.holds", name=held.present.name, day=day_words(held.last_on)) for held in mine]
        ends = [visit.button(say("leave.button_end", name=h.present.name), payload(END, h.id)) for h in mine]
        return Outgoing(text="\n".join([*lines, say("leave.how")]), buttons=tuple((end,) for end in ends))

    def _let(self, visit: Visit, words: str) -> Iterator[Outgoing]:
        name, until = read_leave(words, today=visit.today)
        if until is None:
            yield Outgoing(text=say("leave.no_day"))
            return
        if not visit.today <= until <= visit.today + LONGEST:
            yield Outgoing(text=say("leave.bad_day", day=day_words(until)))
            return
        found = [officer for officer in self._people.officers() if _is_called(officer, name)]
        others = [officer for officer in found if officer.id != visit.officer]
        if len(others) == 1:
            yield from self._make(visit, others[0], until)
        elif others:
            day = until.toordinal()
            rows = [(visit.button(_card(other), payload(NAME, other.id, day)),) for other in others]
            yield Outgoing(text=say("leave.which"), buttons=tuple(rows))
        else:
            yield Outgoing(text=say("leave.oneself" if found else "leave.nobody", name=name))

    def _make(self, visit: Visit, present: Officer, until: date) -> Iterator[Outgoing]:
        assert visit.account is not None
        absent = visit.account.officer
        deed = visit.deed("stand_in", f"officer:{present.id}")
        self._people.stand_in(absent.id, present.id, visit.today, until, deed)
        pair = (absent.id, present.id)
        held = [one for one in self._people.stand_ins(visit.today) if (one.absent.id, one.present.id) == pair]
        ends = [visit.button(say("leave.button_end", name=present.name), payload(END, one.id)) for one in held[-1:]]
        words = say("leave.made", name=present.name, day=day_words(until))
        yield Outgoing(text=words, buttons=tuple((end,) for end in ends), edits=visit.message)
        for account in self._people.accounts(present.id):
            if account.channel == visit.place.channel and account.chat and account.reachable:
                agencies = ", ".join(absent.agencies) or say("start.none")
                told = say("leave.you_stand_in", name=absent.name, agencies=agencies, day=day_words(until))
                yield Outgoing(text=told, chat=account.chat)

    def _named(self, visit: Visit, parts: str) -> Iterator[Outgoing]:
        officer, day = read_numbers(parts, 2)
        present = self._people.find_officer(officer)
        if not visit.may(Action.DELEGATE):
            yield Outgoing(toast=say("no.right"))
        elif present is None or present.id == visit.officer or day < visit.today.toordinal():
            yield Outgoing(toast=say("press.gone"))
        else:
            yield from self._make(visit, present, date.fromordinal(min(day, (visit.today + LONGEST).toordinal())))

    def _ended(self, visit: Visit, parts: str) -> Iterator[Outgoing]:
        number = read_number(parts)
        mine = [held for held in self._people.stand_ins(visit.today) if held.id == number]
        if not mine or visit.officer not in (mine[0].absent.id,):
            yield Outgoing(toast=say("press.gone"))
            return
        self._people.end_stand_in(number, visit.deed("end_stand_in", f"stand_in:{number}"))
        yield Outgoing(text=say("leave.ended", name=mine[0].present.name), edits=visit.message)


def read_leave(words: str, *, today: date) -> tuple[str, date | None]:
    """Whom and until which day (its last one where a week or month is named); None where no day is named.

    >>> read_leave("đồng chí Lê Văn Bình đến hết ngày 20/3", today=date(2026, 3, 2))
    ('đồng chí Lê Văn Bình', datetime.date(2026, 3, 20))
    """
    times = [mention for mention in find_times(words, today=today) if mention.window is not None]
    if not times:
        return words.strip(" .,;"), None
    last = times[-1]
    assert last.window is not None
    before = words[: last.start].rstrip()
    until = _UNTIL.search(fold(before))
    return (before[: until.start()] if until else before).strip(" .,;"), last.window.end


def _is_called(officer: Officer, typed: str) -> bool:
    """Whether the typed words are of the officer's name; how one addresses them counts for nothing."""
    said, name = folded_words(typed), folded_words(officer.name)
    wanted = [word for word in said if word not in _COURTESY] or said  # "Anh" and "Ba" are names too
    return bool(wanted) and all(word in name for word in wanted)


def _card(officer: Officer) -> str:
    return say("leave.card", name=officer.name, agency=officer.agencies[0]) if officer.agencies else officer.name
