"""What officers say of reminders in words: "đã nhận", "nhắc lại thứ 6", "tắt nhắc mục 4.1", "nhắc tôi trước 3 ngày"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final, assert_never

from bot.channels.base import Outgoing
from bot.desk.plan_search import find_plan_meant
from bot.desk.reminding.answering import Answering
from bot.desk.reminding.asked import AskedTimes
from bot.desk.reminding.meant import Meant, MeantDays
from bot.desk.reminding.message import Messages
from bot.desk.reminding.outlook import Outlook, Target, when_words
from bot.desk.reminding.own import OwnReminders
from bot.desk.reminding.plans import PlanReminders
from bot.desk.reminding.pointing import Does, Pointed, minutes_of, point
from bot.desk.reminding.pressed import Presses
from bot.desk.shelf import Shelves
from bot.desk.visit import Visit
from bot.desk.wording import say
from bot.rendering.words import place_words, places_words, plan_words, task_words
from knowledge.office.rights import Action
from knowledge.plan import Plan
from nlu.meaning import Understanding
from nlu.reminding import Wish, read_time, read_typed_button, read_wish
from nlu.reminding_rules import WishKind
from scheduler.errors import NoCalendarError

OFFERED: Final = 5
_TYPED: Final = {"done": Does.DONE, "detail": Does.DETAIL}


class Wishing:
    """Hears wishes; what is asked in the shape of a question is offered, not done."""

    def __init__(
        self,
        *,
        answering: Answering,
        messages: Messages,
        outlook: Outlook,
        days: MeantDays,
        shelves: Shelves,
        presses: Presses,
        own: OwnReminders,
        plans: PlanReminders,
        asked: AskedTimes,
    ) -> None:
        self._answering = answering
        self._messages = messages
        self._outlook = outlook
        self._days = days
        self._shelves = shelves
        self._presses = presses
        self._own = own
        self._plans = plans
        self._asked = asked

    def hear(self, visit: Visit, text: str) -> Iterator[Outgoing] | None:
        """The answer to a wish; None for anything else, and from whoever has no role."""
        if visit.officer is None or not visit.addressed or not visit.may(Action.ASK):
            return None
        asked = self._asked.take(visit)
        if visit.is_private and (typed := read_typed_button(text)) is not None:
            return self._typed(visit, *typed)
        wish = read_wish(text, today=visit.today)
        if wish is None and asked and (time := read_time(text, today=visit.today)) is not None:
            return self._heard(visit, time, asked)
        if wish is None:
            return None
        if wish.kind is WishKind.SEEN:
            return self._seen(visit, self._days.meant(visit, wish)) if visit.is_private else None
        return self._heard(visit, wish)

    def _typed(self, visit: Visit, button: str, numbers: tuple[int, ...]) -> Iterator[Outgoing] | None:
        """A button's word is about the last message, unless the talk is about a task; None = it is about neither."""
        if not numbers and self._shelves.now().assistant.subject(visit.conversation()):
            return None
        meant = self._days.told_lately(visit, numbers)
        does = _TYPED[button]
        targets = self._answering.open_ones(visit, meant.targets) if does is Does.DONE else meant.targets
        if not targets:
            return iter([Outgoing(text=say("reminding.over"))]) if meant.targets else None
        if len(targets) > 1 and not numbers:
            return iter([self._choose(visit, Meant(targets=targets), does, None)])
        return (said for target in targets for said in self._presses.typed(visit, does, target))

    def unclear(self, visit: Visit, understanding: Understanding) -> Iterator[Outgoing]:
        """The answer to what is about reminders and was not heard as typed: its slips may have been mended since."""
        if visit.role is None:
            yield Outgoing(text=say("no.role"))
            return
        mended = " ".join(note.reading or note.typed for note in understanding.notes)
        wish = read_wish(mended, today=visit.today)
        if wish is None or wish.kind is WishKind.SEEN:
            yield Outgoing(text=say("reminding.how"))
        else:
            yield from self._heard(visit, wish)

    def _heard(self, visit: Visit, wish: Wish, asked: tuple[Target, ...] = ()) -> Iterator[Outgoing]:
        if not visit.is_private:
            yield Outgoing(text=say("reminding.in_private"))
            return
        if not visit.may(Action.SET_REMINDER):
            yield Outgoing(text=say("no.right"))
            return
        try:
            yield self._put_off(visit, wish, asked) if asked else self._answer(visit, wish)
        except NoCalendarError as error:
            yield Outgoing(text=str(error))

    def _answer(self, visit: Visit, wish: Wish) -> Outgoing:
        match wish.kind:
            case WishKind.LEAD | WishKind.HOUR if wish.asks and not wish.rest:
                return self._own.page(visit, said=say("own.can"))
            case WishKind.HOUR:
                assert wish.hour is not None
                return self._own.set_hour(visit, wish.hour)
            case WishKind.LEAD if not wish.rest:
                return self._own.set_lead(visit, wish.days)
            case WishKind.LEAD | WishKind.REMIND:
                return self._remind(visit, wish)
            case WishKind.MUTE | WishKind.UNMUTE if (plans := self._plans_meant(wish)) is not None:
                return self._of_plan(visit, wish, plans)
            case WishKind.MUTE:
                return self._mute(visit, wish)
            case WishKind.UNMUTE:
                return self._unmute(visit, wish)
            case WishKind.SEEN:
                return Outgoing(text=say("reminding.how"))
            case _:
                assert_never(wish.kind)

    def _seen(self, visit: Visit, meant: Meant) -> Iterator[Outgoing]:
        if not meant.targets:
            yield Outgoing(text=say("reminding.nothing_sent"))
            return
        seen = self._answering.see(visit, meant.targets)
        early = any(target.one.last_day is not None and target.one.last_day > visit.today for target in seen)
        code = "reminding.seen_early" if early else "reminding.seen_line" if seen else "reminding.over"
        yield Outgoing(text=say(code, places=_places(seen or meant.targets)))

    def _remind(self, visit: Visit, wish: Wish) -> Outgoing:
        meant = self._days.meant(visit, wish)
        if meant.is_unclear:
            at = None if wish.kind is WishKind.LEAD else self._answering.times(visit).told(wish)
            return self._choose(visit, meant, Does.LATER if at is None else Does.AT, at)
        if not meant.targets:
            return Outgoing(text=say("reminding.no_task"))
        return self._put_off(visit, wish, meant.targets)

    def _put_off(self, visit: Visit, wish: Wish, targets: tuple[Target, ...]) -> Outgoing:
        """Tells again when the wish says, or asks when."""
        open_ = self._answering.open_ones(visit, targets)
        if not open_:
            return Outgoing(text=say("reminding.over"))
        first = open_[0]
        at = None if wish.kind is WishKind.LEAD else self._answering.times(visit).told(wish)
        if wish.kind is WishKind.LEAD and first.is_dated and first.one.last_day is not None:
            at = self._answering.times(visit).before(first.one.last_day, wish.days[0])
        named = wish.on is not None or wish.hour is not None or bool(wish.days)
        if at is None or wish.asks:
            return self._when(visit, open_, passed=named and at is None)
        coming = self._answering.put_off(visit, open_, at)
        if not coming:
            return Outgoing(text=self._why_not(open_))
        told = say("reminding.put_off", places=_places(coming), at=when_words(at)) + self._also(coming, at)
        if len(coming) > 1:
            return Outgoing(text=told)
        return replace(self._messages.card(visit, coming[0]), text=told)

    def _when(self, visit: Visit, targets: tuple[Target, ...], *, passed: bool) -> Outgoing:
        """Asks when, of the first of several days."""
        target = targets[0]
        self._asked.ask(visit, targets)
        number = self._shelves.now().ids.get(target.entry.ref, 0)
        card = self._messages.card(visit, target, more=say("when.passed" if passed else "reminding.when"))
        pointed = Pointed(does=Does.LATER, task=number, due_on=target.due_on)
        return replace(card, buttons=self._presses.later_rows(visit, pointed)) if number else card

    def _also(self, coming: tuple[Target, ...], at: datetime) -> str:
        """That the last day is told of though it comes before."""
        days = {one.one.last_day for one in coming if one.is_dated and one.one.last_day is not None}
        before = sorted(day for day in days if at.date() > day)
        return say("reminding.last_day_too", days=", ".join(f"{day:%d/%m}" for day in before)) if before else ""

    def _why_not(self, targets: tuple[Target, ...]) -> str:
        plan = targets[0].entry.plan
        off = self._outlook.reminding_of(plan.slug).since is None
        return say("reminding.plan_off" if off else "reminding.not_coming", plan=plan_words(plan))

    def _plans_meant(self, wish: Wish) -> tuple[Plan, ...] | None:
        plans = self._shelves.now().assistant.library.plans
        return find_plan_meant(wish.rest, plans) if wish.rest else None

    def _of_plan(self, visit: Visit, wish: Wish, plans: tuple[Plan, ...]) -> Outgoing:
        """Whole plans are switched by administrators, on a page that shows what holds."""
        if visit.may(Action.SWITCH_REMINDERS):
            return self._plans.page(visit, plans[0]) if len(plans) == 1 else self._plans.every(visit)
        told = say("reminding.whole_plan")
        if wish.kind is WishKind.UNMUTE:
            return Outgoing(text=told)
        asked = self._own.ask_what_to_stop(visit, ())
        return replace(asked, text=f"{told}\n{asked.text}")

    def _mute(self, visit: Visit, wish: Wish) -> Outgoing:
        if wish.of_all and not wish.asks:
            return self._own.set_silent(visit, True)
        meant = self._days.meant(visit, wish)
        refs = meant.refs
        if wish.asks or (not wish.rest and meant.targets) or len(refs) > 1 or not refs:
            if wish.rest and not refs:
                return Outgoing(text=say("reminding.no_task"))
            return self._own.ask_what_to_stop(visit, refs)
        return self._own.mute(visit, refs[0])

    def _unmute(self, visit: Visit, wish: Wish) -> Outgoing:
        if not wish.rest:
            return self._own.set_silent(visit, False)
        meant = self._days.meant(visit, wish)
        muted = {"/".join(task) for task in self._answering.muted(visit)}
        refs = meant.refs
        wanted = [ref for ref in refs if ref in muted] or refs[:1]
        return self._own.unmute(visit, wanted[0]) if wanted else Outgoing(text=say("reminding.no_task"))

    def _choose(self, visit: Visit, meant: Meant, does: Does, at: datetime | None) -> Outgoing:
        shelf, lines, rows = self._shelves.now(), [], []
        for number, target in enumerate(meant.targets[:OFFERED], start=1):
            entry = target.entry
            where = say("progress.in_plan", place=place_words(entry.task.key), plan=plan_words(entry.plan))
            lines.append(say("progress.which_line", number=number, place=where, task=task_words(entry.task.text)))
            label = say("progress.which_button", number=number, place=place_words(entry.task.key))
            minutes = 0 if at is None else minutes_of(at)
            what = point(does, 0, shelf.ids.get(entry.ref, 0), target.due_on, minutes)
            rows.append((visit.button(label, what),))
        return Outgoing(heading=say("reminding.which"), text="\n".join(lines), buttons=tuple(rows))


def _places(targets: tuple[Target, ...]) -> str:
    return places_words(dict.fromkeys(target.entry.task.key for target in targets))
