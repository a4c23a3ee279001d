"""Whether what is owed is still to be said, and if not why: asked when planning, and again as a message leaves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from knowledge.plan import Plan, PlanTask
from knowledge.progress.reports import OPEN
from knowledge.progress.shared import state_of
from knowledge.reminding.ledger import Cause
from knowledge.reminding.reminder import Part, Recipient, RecipientKind, Reminder, ReminderKind
from knowledge.reminding.wishes import AnswerKind
from scheduler.due import one_off_days
from scheduler.reminders import plan_reminders
from scheduler.situation import Situation


def unwanted(situation: Situation, reminders: Iterable[Reminder]) -> Mapping[str, Cause]:
    """Those that planning would not bring up any more, by key, with the cause.

    Who an agency's officers are is not asked again: that is planning's own business, and it did so minutes before.
    """
    by_plan = defaultdict[tuple[str, Recipient], list[Reminder]](list)
    gone: dict[str, Cause] = {}
    for reminder in reminders:
        if reminder.kind is ReminderKind.UNDELIVERED:
            continue
        if reminder.part in (Part.LEAD, Part.SUPPORT) and _is_silent(situation, reminder.recipient):
            gone[reminder.key] = Cause.WISHED
        elif reminder.part is not Part.KEEPER:
            by_plan[reminder.task[0], reminder.recipient].append(reminder)
        elif (cause := cause_of(situation, reminder)) in (Cause.WITHDRAWN, Cause.DONE):
            gone[reminder.key] = cause
    for (slug, recipient), asked in by_plan.items():
        here = tuple(_narrowed(plan, asked) for plan in situation.plans if plan.slug == slug)
        narrow = replace(situation, plans=here, directory=_Only(recipient))
        days = [reminder.at.astimezone(situation.zone).date() for reminder in asked]
        found = {reminder.key for reminder in plan_reminders(narrow, start=min(days), end=max(days))}
        gone.update({one.key: cause_of(situation, one) for one in asked if one.key not in found})
    return gone


def _narrowed(plan: Plan, asked: Iterable[Reminder]) -> Plan:
    """The plan with the tasks that are asked about, and the one whose last day says how long it runs."""
    keys = {reminder.task[1] for reminder in asked}
    keys |= {task.key for task in sorted(plan.tasks, key=_last_day)[-1:]}
    return replace(plan, tasks=tuple(task for task in plan.tasks if task.key in keys))


def _last_day(task: PlanTask) -> date:
    return max(one_off_days(task), default=date.min)


def cause_of(situation: Situation, reminder: Reminder) -> Cause:
    """Why a reminder that was planned is not wanted any more; a sure sign first, else something of it has changed."""
    slug, key = reminder.task
    plan = next((plan for plan in situation.plans if plan.slug == slug), None)
    if plan is None or situation.reminding_of(plan).since is None:
        return Cause.WITHDRAWN
    task = next((task for task in plan.tasks if task.key == key), None)
    if task is None:
        return Cause.WITHDRAWN
    standing = [one for one in situation.reports.get(reminder.task, ()) if one.due_on in (None, reminder.due_on)]
    if state_of(standing, task.leads, reminder.due_on)[0] not in OPEN:
        return Cause.DONE
    if reminder.recipient.kind is RecipientKind.OFFICER:
        officer = int(reminder.recipient.name)
        if _is_silent(situation, reminder.recipient):
            return Cause.WISHED
        theirs = [one for one in situation.wishes.answers if (one.officer, one.task) == (officer, reminder.task)]
        if any(one.kind is AnswerKind.MUTED and one.due_on in (None, reminder.due_on) for one in theirs):
            return Cause.MUTED
        if any(one.due_on in (None, reminder.due_on) for one in theirs):
            return Cause.ANSWERED
    return Cause.CHANGED


def _is_silent(situation: Situation, recipient: Recipient) -> bool:
    return recipient.kind is RecipientKind.OFFICER and int(recipient.name) in situation.wishes.silent


class _Only:
    """A directory in which there is nobody but one recipient."""

    def __init__(self, recipient: Recipient) -> None:
        self._recipient = (recipient,)
        self._group = recipient.kind is RecipientKind.GROUP

    def told(
        self, agency: str, part: Part, *, slug: str, on: date, without: tuple[str, ...] = ()
    ) -> tuple[Recipient, ...]:
        """The recipient, for anybody."""
        del agency, part, slug, on, without
        return self._recipient

    def groups(self, slug: str, *, on: date) -> tuple[Recipient, ...]:
        """The recipient where it is a group."""
        del slug, on
        return self._recipient if self._group else ()
