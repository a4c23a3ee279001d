"""One's own reminders: at which hour, how long before, what is muted; seen and set by buttons or in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from typing import Final

from bot.channels.base import Button, Outgoing
from bot.desk.payload import payload, read_number
from bot.desk.reminding.answering import Answering
from bot.desk.reminding.message import Rows
from bot.desk.reported import find_entry
from bot.desk.shelf import Shelves
from bot.desk.visit import Handler, Visit
from bot.desk.wording import say
from bot.rendering.words import place_words, plan_words, task_words
from knowledge.office.rights import Action
from knowledge.reminding.wishes import LeadScope, LeadTimes, WishStore
from scheduler.policy import load_policy

OWN: Final = "j"
HOURS: Final = (time(7), time(7, 30), time(8), time(8, 30), time(9), time(13, 30))
LEADS: Final = ((10, 5, 2), (5, 2), (3, 1), (5,), (2,), (1,))
UNMUTED_SHOWN: Final = 5


class OwnReminders:
    """The settings of one person: page `o`, hours `h`, lead times `l`, silence `s`, muted tasks `m` and `u`."""

    def __init__(self, wishes: WishStore, answering: Answering, shelves: Shelves) -> None:
        self._wishes = wishes
        self._answering = answering
        self._shelves = shelves
        self.presses: dict[str, Handler] = {OWN: self._pressed}

    def page(self, visit: Visit, *, said: str = "") -> Outgoing:
        """What holds, below what was just said."""
        assert visit.account is not None
        assert visit.officer is not None
        wishes, policy = self._wishes.wishes(), load_policy()
        hour = (wishes.hours or {}).get(visit.officer)
        own = self._own_leads(visit.officer)
        lines = [said] if said else []
        if visit.officer in wishes.silent:
            lines.append(say("own.silent"))
        lines.append(say("own.hour" if hour else "own.usual_hour", hour=hour_words(hour or policy.hour)))
        lines.append(
            say(
                "own.lead" if own is not None else "own.usual_lead",
                days=days_words(policy.lead_before if own is None else own),
            )
        )
        muted = self._answering.muted(visit)
        if muted:
            lines.append(say("own.muted", places=", ".join(place_words(key) for _, key in muted)))
        plans = self._shelves.now().assistant.library.plans
        on = [plan for plan in plans if wishes.reminding_of(plan.slug).since is not None]
        told = say("own.plans", plans="; ".join(map(plan_words, on))) if on else say("own.no_plan")
        heading = say("own.heading", name=visit.account.officer.name)
        return Outgoing(heading=heading, text="\n".join([*lines, told]), buttons=self._rows(visit), edits=visit.message)

    def set_hour(self, visit: Visit, hour: time) -> Outgoing:
        """The morning message comes at that hour from now on."""
        assert visit.officer is not None
        if load_policy().is_quiet(hour):
            return Outgoing(text=say("own.quiet", hour=hour_words(hour)), edits=visit.message)
        kept = None if hour == load_policy().hour else hour
        self._wishes.set_hour(visit.officer, kept, visit.deed("set_reminder_hour"))
        return self.page(visit, said=say("own.hour_set", hour=hour_words(hour)))

    def set_lead(self, visit: Visit, days: tuple[int, ...]) -> Outgoing:
        """So many working days before from now on."""
        assert visit.officer is not None
        name = str(visit.officer)
        if days == load_policy().lead_before:
            self._wishes.drop_lead_times(LeadScope.OFFICER, name, visit.deed("set_lead_times"))
        else:
            times = LeadTimes(scope=LeadScope.OFFICER, name=name, days=days)
            self._wishes.set_lead_times(times, visit.deed("set_lead_times"))
        return self.page(visit, said=say("own.lead_set", days=days_words(days)))

    def set_silent(self, visit: Visit, silent: bool) -> Outgoing:
        """No reminders at all, or reminders again."""
        assert visit.officer is not None
        self._wishes.set_silent(visit.officer, silent, visit.deed("silence" if silent else "unsilence"))
        return self.page(visit, said=say("own.now_silent" if silent else "own.now_told"))

    def mute(self, visit: Visit, ref: str) -> Outgoing:
        """No more of a task."""
        entry = find_entry(ref, visit, self._shelves.now())
        if entry is None:
            return Outgoing(toast=say("press.gone"))
        self._answering.mute(visit, (entry.plan.slug, entry.task.key))
        undo = visit.button(say("own.button_unmute"), payload(OWN, "u", self._shelves.now().ids.get(ref, 0)))
        told = say("reminding.muted", place=place_words(entry.task.key), task=task_words(entry.task.text))
        return Outgoing(text=told, buttons=((undo,),), edits=visit.message)

    def unmute(self, visit: Visit, ref: str) -> Outgoing:
        """Once more of a task."""
        entry = find_entry(ref, visit, self._shelves.now())
        if entry is None:
            return Outgoing(toast=say("press.gone"))
        was = self._answering.unmute(visit, (entry.plan.slug, entry.task.key))
        code = "reminding.unmuted" if was else "reminding.not_muted"
        told = say(code, place=place_words(entry.task.key), task=task_words(entry.task.text))
        return Outgoing(text=told, edits=visit.message)

    def ask_what_to_stop(self, visit: Visit, refs: tuple[str, ...]) -> Outgoing:
        """Asks once what "đừng nhắc nữa" means: one of the tasks just told, or everything."""
        shelf, rows = self._shelves.now(), []
        for ref in refs[:3]:
            entry = find_entry(ref, visit, shelf)
            if entry is not None and ref in shelf.ids:
                label = say("own.button_mute", place=place_words(entry.task.key), task=task_words(entry.task.text, 40))
                rows.append((visit.button(label, payload(OWN, "m", shelf.ids[ref])),))
        rows.append((visit.button(say("own.button_silent"), payload(OWN, "s", 1)),))
        rows.append((visit.button(say("own.button_keep"), payload(OWN, "x")),))
        return Outgoing(text=say("reminding.stop_what"), buttons=tuple(rows))

    def _rows(self, visit: Visit) -> Rows:
        assert visit.officer is not None
        shelf = self._shelves.now()
        silent = visit.officer in self._wishes.wishes().silent
        first = (
            visit.button(say("own.button_hour"), payload(OWN, "h")),
            visit.button(say("own.button_lead"), payload(OWN, "l")),
        )
        switch = visit.button(say("own.button_told" if silent else "own.button_silent"), payload(OWN, "s", not silent))
        muted = [
            (visit.button(say("own.button_unmute_place", place=place_words(key)), payload(OWN, "u", number)),)
            for slug, key in self._answering.muted(visit)[:UNMUTED_SHOWN]
            if (number := shelf.ids.get(f"{slug}/{key}"))
        ]
        plans = (visit.button(say("plan.button_plans"), payload("jp")),) if visit.may(Action.SWITCH_REMINDERS) else ()
        return (first, *muted, (switch,), *filter(None, (plans,)))

    def _pressed(self, visit: Visit, parts: str) -> Iterator[Outgoing]:
        if visit.officer is None or not visit.is_private or not visit.may(Action.SET_REMINDER):
            yield Outgoing(toast=say("no.right"))
            return
        does, _, rest = parts.partition(".")
        yield self._done(visit, does, read_number(rest) if rest else None)

    def _done(self, visit: Visit, does: str, number: int | None) -> Outgoing:
        ref = self._shelves.now().refs.get(number or 0, "")
        match does, number:
            case "h", None:
                buttons = [
                    visit.button(hour_words(hour), payload(OWN, "h", hour.hour * 60 + hour.minute)) for hour in HOURS
                ]
                return Outgoing(text=say("own.which_hour"), buttons=_thirds(buttons), edits=visit.message)
            case "h", int() if 0 <= number < 24 * 60:
                return self.set_hour(visit, time(*divmod(number, 60)))
            case "l", None:
                buttons = [visit.button(days_words(days), payload(OWN, "l", place)) for place, days in enumerate(LEADS)]
                return Outgoing(text=say("own.which_lead"), buttons=_thirds(buttons), edits=visit.message)
            case "l", int() if 0 <= number < len(LEADS):
                return self.set_lead(visit, LEADS[number])
            case "s", (0 | 1):
                return self.set_silent(visit, number == 1)
            case "m", int() if ref:
                return self.mute(visit, ref)
            case "u", int() if ref:
                return self.unmute(visit, ref)
            case "x", None:
                return Outgoing(text=say("own.kept"), edits=visit.message)
            case "o", None:
                return self.page(visit)
            case _:
                return Outgoing(toast=say("press.gone"))

    def _own_leads(self, officer: int) -> tuple[int, ...] | None:
        whose = (LeadScope.OFFICER, str(officer))
        return next((one.days for one in self._wishes.wishes().leads if (one.scope, one.name) == whose), None)


def _thirds(buttons: list[Button]) -> Rows:
    return tuple(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3))


def days_words(days: tuple[int, ...]) -> str:
    """“10, 5, 2 ngày”; none = only on the day."""
    return say("own.days", days=", ".join(map(str, days))) if days else say("own.no_days")


def hour_words(hour: time) -> str:
    """“07:30”."""
    return f"{hour:%H:%M}"
