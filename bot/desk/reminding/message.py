"""A reminder as its recipient sees it: the message of the ledger page by page, and one of its tasks by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from bot.channels.base import Button, Outgoing
from bot.desk.reminding.outlook import Outlook, Target
from bot.desk.reminding.pointing import EVERY, Does, point
from bot.desk.shelf import Shelves
from bot.desk.showing import outgoing
from bot.desk.visit import Visit
from bot.desk.wording import say
from bot.rendering.reminder_items import Item, opened
from bot.rendering.reminders import Digest, Page, read_digest, render_page
from bot.rendering.words import source_line
from knowledge.office.rights import Action, Relation
from knowledge.reminding.ledger import Dispatch
from knowledge.reminding.reminder import Part, Recipient, RecipientKind, Reminder, ReminderKind

Rows = tuple[tuple[Button, ...], ...]
_PARTS: Final = {Relation.LEAD: Part.LEAD, Relation.SUPPORT: Part.SUPPORT, Relation.OTHER: Part.LEADER}


class Messages:
    """Shows reminders. A message is made from the ledger when it is sent and again when a button of it is pressed."""

    def __init__(self, outlook: Outlook, shelves: Shelves) -> None:
        self._outlook = outlook
        self._shelves = shelves

    def compose(self, dispatch: Dispatch, /, *, at: datetime) -> Outgoing | None:
        """The message as it is sent; None where none of its tasks is there any more."""
        digest = self._digest(dispatch, at)
        return None if digest is None else self._shown(dispatch, digest, render_page(digest))

    def page(self, dispatch: Dispatch, visit: Visit, *, skip: int = 0) -> Outgoing | None:
        """The message as it stands now, from an item on, in the place of the one pressed."""
        digest = self._digest(dispatch, visit.at, officer=visit.officer)
        if digest is None or not 0 <= skip < len(digest.items):
            return None
        shown = self._shown(dispatch, digest, render_page(digest, skip=skip), visit)
        return replace(shown, edits=visit.message)

    def tasks(self, dispatch: Dispatch, at: datetime) -> tuple[Reminder, ...]:
        """The due days that a message tells, in the order of their numbers; what is only for keepers is left out."""
        digest = self._digest(dispatch, at)
        return () if digest is None else tuple(item.reminder for item in digest.items if item.section != "keeper")

    def card(self, visit: Visit, target: Target, *, dispatch: Dispatch | None = None, more: str = "") -> Outgoing:
        """One due day by itself with what can be done about it; `more` is said below."""
        assert visit.officer is not None
        reminder = reminder_of(visit, target)
        note = self._outlook.note(target, visit.officer, visit.at)
        digest = self._read([reminder], visit.at, note=note)
        item = digest.items[0]
        first, *rest = item.lines
        carried = 0 if dispatch is None else dispatch.id
        return Outgoing(
            heading=opened(first),
            text="\n".join(filter(None, (*map(opened, rest), more))),
            source=source_line([(target.entry.plan, target.entry.task.key)]),
            buttons=(
                *self._deeds(carried, item, target.due_on, visit),
                *back_row(dispatch),
            ),
            edits=visit.message,
        )

    def _deeds(self, carried: int, item: Item, due_on: date | None, visit: Visit | None) -> Rows:
        """What can still be said of one due day; who is sent it (no visit) has said nothing yet."""
        task, number = item.entry.task, self._shelves.now().ids.get(item.entry.ref, EVERY)
        is_open = visit is None or self._outlook.is_open(item.reminder.task, due_on, visit.today)
        reports = (
            item.reminder.part is not Part.SUPPORT
            if visit is None
            else visit.may(Action.REPORT_PROGRESS, visit.relation_to(task))
        )
        fits = {Does.SEEN: not item.note, Does.DONE: is_open and reports, Does.LATER: is_open, Does.DETAIL: True}
        rows = ((Does.SEEN, Does.DONE), (Does.LATER, Does.DETAIL))
        buttons = (
            tuple(
                Button(label=say(f"deed_button.{does.name.lower()}"), payload=point(does, carried, number, due_on))
                for does in row
                if fits[does]
            )
            for row in rows
        )
        return tuple(filter(None, buttons)) if number else ()

    def _digest(self, dispatch: Dispatch, at: datetime, *, officer: int | None = None) -> Digest | None:
        zone = self._outlook.zone
        today = at.astimezone(zone).date()
        local = [(one, replace(one.reminder, at=one.reminder.at.astimezone(zone))) for one in dispatch.obligations]
        kept = [reminder for one, reminder in local if not one.is_covered]
        # Groups and keepers hear of the week: what they were not told on its first day is no news of a day.
        missed = [
            reminder
            for one, reminder in local
            if reminder.at.date() < today
            and one.unsure_at is None
            and dispatch.recipient.kind is RecipientKind.OFFICER
            and reminder.part is not Part.KEEPER
        ]
        shelf = self._shelves.now()
        resent = officer is None
        return read_digest(
            kept,
            library=shelf.assistant.library,
            today=today,
            calendar=self._outlook.calendar(),
            again=dispatch.again and resent,
            missed=missed if resent else (),
            off=self._outlook.plans_off() if any(reminder.part is Part.KEEPER for reminder in kept) else (),
            note=None if officer is None else self._outlook.note_for(officer, at),
        )

    def _read(self, reminders: list[Reminder], at: datetime, *, note: str) -> Digest:
        digest = read_digest(
            reminders,
            library=self._shelves.now().assistant.library,
            today=at.astimezone(self._outlook.zone).date(),
            calendar=self._outlook.calendar(),
            note=lambda _: note,
        )
        assert digest is not None
        return digest

    def _shown(self, dispatch: Dispatch, digest: Digest, page: Page, visit: Visit | None = None) -> Outgoing:
        buttons: Rows = ()
        if dispatch.recipient.kind is RecipientKind.OFFICER:
            buttons = tuple(filter(None, self._rows(dispatch, digest, page, visit)))
        return outgoing(page.told, buttons=buttons)

    def _rows(
        self, dispatch: Dispatch, digest: Digest, page: Page, visit: Visit | None
    ) -> Iterator[tuple[Button, ...]]:
        pressable = [item for item in digest.items if item.section != "keeper"]
        if len(pressable) == 1:
            yield from self._deeds(dispatch.id, pressable[0], pressable[0].reminder.due_on, visit)
        elif pressable:
            ids = self._shelves.now().ids
            yield tuple(
                Button(
                    label=str(number),
                    payload=point(Does.ITEM, dispatch.id, ids.get(item.entry.ref, EVERY), item.reminder.due_on),
                )
                for number, item in enumerate(page.items, start=page.skip + 1)
                if item.section != "keeper"
            )
            for_all = (Does.SEEN, Does.LATER) if any(not item.note for item in pressable) else (Does.LATER,)
            yield tuple(
                Button(label=say(f"deed_button.all_{does.name.lower()}"), payload=point(does, dispatch.id))
                for does in for_all
            )
        yield self._turning(dispatch, page)

    def _turning(self, dispatch: Dispatch, page: Page) -> tuple[Button, ...]:
        following = page.skip + len(page.items)
        back = [Button(label=say("button.back"), payload=point(Does.PAGE, dispatch.id))] if page.skip else []
        more = (
            [Button(label=say("button.more"), payload=point(Does.PAGE, dispatch.id, number=following))]
            if page.left
            else []
        )
        return (*back, *more)


def back_row(dispatch: Dispatch | None) -> Rows:
    """The way back to a message of several tasks."""
    if dispatch is None or len(dispatch.kept) < 2:
        return ()
    return ((Button(label=say("deed_button.list"), payload=point(Does.PAGE, dispatch.id)),),)


def reminder_of(visit: Visit, target: Target) -> Reminder:
    """A due day as if the visitor were reminded of it now; a task without a day as what was put off till now."""
    one = target.one
    assert one.last_day is not None
    return Reminder(
        task=target.task,
        due_on=one.due_on,
        last_day=one.last_day,
        kind=ReminderKind.LEAD_TIME if target.is_dated else ReminderKind.PUT_OFF,
        step=0 if one.is_look_in else -1,
        part=_PARTS[visit.relation_to(target.entry.task)],
        recipient=Recipient(kind=RecipientKind.OFFICER, name=str(visit.officer)),
        agency="",
        at=visit.at,
    )
