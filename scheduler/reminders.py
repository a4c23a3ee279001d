"""What is to be said in a span of days, from the state alone: no day is remembered, so nothing is lost. Pure.

Planned again from the same state it comes out the same; whatever was done, answered, moved or withdrawn since is not
in it any more. A span that begins in the past brings up what was missed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from typing import Final

from knowledge.agency_identity import same_agency
from knowledge.plan import Plan
from knowledge.progress.reports import OPEN, Report, TaskName
from knowledge.progress.shared import state_of
from knowledge.reminding.reminder import Part, Recipient, RecipientKind, Reminder, ReminderKind
from knowledge.reminding.wishes import Answer, AnswerKind
from scheduler.due import plan_span
from scheduler.marks import Due, Marks
from scheduler.occurrences import Occurrence, plan_occurrences
from scheduler.situation import Situation

_SOON: Final = timedelta(days=31)
"""How far ahead of a span its lead times look, at the most usual."""


def plan_reminders(situation: Situation, *, start: date, end: date, preview: bool = False) -> tuple[Reminder, ...]:
    """Everything to be said from `start` to `end`, both included, in time order; each once.

    Args:
        situation: what holds now.
        start: the first day.
        end: the last day.
        preview: whether plans whose reminders are off count as if they had always been on.

    Raises:
        NoCalendarError: a day of the span is of a year without a calendar.
    """
    calendar = situation.calendar
    first = calendar.on_or_after(start)
    if first > end:
        return ()
    marks = Marks(calendar, situation.policy, situation.wishes, first, calendar.on_or_before(end))
    planning = _Planning(situation, marks)
    found: dict[str, Reminder] = {}
    for plan in situation.plans:
        reminding = situation.reminding_of(plan)
        if reminding.since is not None or preview:
            for reminder in planning.of_plan(plan, since=None if preview else reminding.since):
                found.setdefault(reminder.key, reminder)
    in_order = sorted(found.items(), key=lambda keyed: (keyed[1].at, keyed[1].recipient, keyed[0]))
    return tuple(reminder for _, reminder in in_order)


def uncounted_years(situation: Situation, *, end: date) -> tuple[int, ...]:
    """Years without a calendar in which something falls due soon after `end`: it cannot be reminded of in time."""
    soon = end + _SOON
    if soon.year in situation.calendar.years:
        return ()
    due = (one.due_on for plan in situation.plans for one in _occurrences(situation, plan) if one.last_day is None)
    return tuple(sorted({day.year for day in due if end <= day <= soon}))


def _occurrences(situation: Situation, plan: Plan) -> tuple[Occurrence, ...]:
    reminding = situation.reminding_of(plan)
    return plan_occurrences(plan, reminding, calendar=situation.calendar, events=situation.events)


class _Planning:
    """One planning: who is told of which due day at which marks, and what has been answered."""

    def __init__(self, situation: Situation, marks: Marks) -> None:
        self._of = situation
        self._marks = marks
        self._told = situation.directory.told
        self._answers: dict[TaskName, list[Answer]] = defaultdict(list)
        silent = situation.wishes.silent  # who wants nothing at all wants nothing that they had put off either
        for answer in situation.wishes.answers:
            if answer.kind is not AnswerKind.PUT_OFF or answer.officer not in silent:
                self._answers[answer.task].append(answer)

    def of_plan(self, plan: Plan, *, since: date | None) -> Iterator[Reminder]:
        """The reminders of one plan; none before `since`, before the plan was signed, or long after its time."""
        start = max((day for day in (since, plan.head.signed_on) if day is not None), default=date.min)
        end = plan_span(plan)[1] + self._of.policy.kept
        occurrences = _occurrences(self._of, plan)
        for one, following in zip(occurrences, (*occurrences[1:], None), strict=False):
            if one.last_day is None:
                continue
            gives_way = following is not None and following.task is one.task and not one.stays_late
            until = following.last_day if gives_way and following is not None else None
            due = Due(plan=plan, one=one, last_day=one.last_day, until=until)
            if self._marks.touches(due) or due.task in self._answers:
                yield from (reminder for reminder in self._of_due(due) if start <= reminder.at.date() <= end)
        yield from (reminder for reminder in self._without_day(plan) if start <= reminder.at.date())

    def _of_due(self, due: Due) -> Iterator[Reminder]:
        reports = self._of.reports.get(due.task, ())
        if any(report.due_on is not None and report.due_on > due.one.due_on for report in reports):
            return  # it came again since, and somebody spoke of that
        standing = tuple(report for report in reports if report.due_on in (None, due.one.due_on))
        if state_of(standing, due.one.task.leads, due.one.due_on)[0] not in OPEN:
            return
        answers = tuple(answer for answer in self._answers[due.task] if answer.due_on in (None, due.one.due_on))
        parts = [report for report in standing if report.agency and report.state not in OPEN]
        closed = tuple(sorted({report.agency for report in parts}))
        named = due.one.task.leads or ("",)
        leads = [lead for lead in named if not any(same_agency(lead, agency) for agency in closed)]
        yield from self._to_agencies(due, Part.LEAD, leads, answers, closed)
        yield from self._to_agencies(due, Part.SUPPORT, due.one.task.supports, answers)
        yield from self._put_off(due, leads, [one for one in answers if not _is_answered(one, parts)])
        yield from self._to_keepers(due, leads)
        yield from self._to_groups(due, leads)
        spoken = (*(report.at for report in standing), *(answer.at for answer in answers))
        if not any(at is not None and at.astimezone(self._of.zone).date() >= due.last_day for at in spoken):
            yield from self._to_leaders(due, leads, closed)

    def _to_agencies(
        self, due: Due, part: Part, agencies: Sequence[str], answers: Sequence[Answer], closed: tuple[str, ...] = ()
    ) -> Iterator[Reminder]:
        steps = [(step, self._marks.day_of(due, step)) for step in self._marks.steps(due, part)] if agencies else []
        for agency in agencies:
            for step, day in steps:
                for recipient in self._told(agency, part, slug=due.plan.slug, on=day, without=closed):
                    if self._marks.is_wished(due, part, step, agency, recipient):
                        reminder = self._reminder(due, step, part, recipient, agency, day)
                        if not _is_silenced(reminder, answers):
                            yield reminder

    def _to_leaders(self, due: Due, leads: Sequence[str], closed: tuple[str, ...]) -> Iterator[Reminder]:
        """What is late and nobody has spoken of since; to the administrators where there is no leader."""
        for step in self._marks.steps(due, Part.LEADER):
            day = self._marks.day_of(due, step)
            for agency in leads:
                leaders = self._told(agency, Part.LEADER, slug=due.plan.slug, on=day, without=closed)
                for leader in leaders or self._told(agency, Part.KEEPER, slug=due.plan.slug, on=day):
                    yield self._reminder(due, step, Part.LEADER, leader, agency, day)

    def _to_keepers(self, due: Due, leads: Sequence[str]) -> Iterator[Reminder]:
        """On the first working day of a week, what is to be said in it to an agency of which no officer is known."""
        in_week = {week: self._marks.steps(due, Part.KEEPER, week.first, week.last) for week in self._marks.weeks}
        for agency, (week, steps) in product(leads, in_week.items()):
            told = self._told(agency, Part.LEAD, slug=due.plan.slug, on=week.first) if steps else ()
            if not steps or any(recipient.kind is not RecipientKind.GROUP for recipient in told):
                continue
            for keeper in self._told(agency, Part.KEEPER, slug=due.plan.slug, on=week.first):
                yield self._reminder(due, steps[0], Part.KEEPER, keeper, agency, week.first)

    def _to_groups(self, due: Due, leads: Sequence[str]) -> Iterator[Reminder]:
        """On the first working day of a week, what falls due in it and what is late."""
        for week in self._marks.weeks:
            groups = self._of.directory.groups(due.plan.slug, on=week.first)
            if groups and self._marks.is_told_to_group(due, week):
                step = self._marks.step_of(due, week.first)
                for group in groups:
                    yield self._reminder(due, step, Part.LEAD, group, ", ".join(leads), week.first)

    def _put_off(self, due: Due, leads: Sequence[str], answers: Sequence[Answer]) -> Iterator[Reminder]:
        """What somebody wanted to hear again, at their instant; on a working day, brought forward from a day off."""
        for answer in answers:
            if answer.kind is not AnswerKind.PUT_OFF or answer.until is None or answer.due_on is None:
                continue
            at = self._on_working_day(answer.until.astimezone(self._of.zone), answer.at)
            if self._marks.first <= at.date() <= self._marks.last:
                step = self._marks.step_of(due, at.date())
                officer = Recipient(kind=RecipientKind.OFFICER, name=str(answer.officer))
                again = self._reminder(due, step, Part.LEAD, officer, ", ".join(leads), at.date())
                yield replace(again, kind=ReminderKind.PUT_OFF, put_off=answer.id, at=at)

    def _without_day(self, plan: Plan) -> Iterator[Reminder]:
        """What somebody wanted to hear of a task for which the plan names no day: it is due when they want it."""
        for task in plan.tasks:
            name = (plan.slug, task.key)
            wanted = [
                one for one in self._answers.get(name, ()) if one.kind is AnswerKind.PUT_OFF and one.due_on is None
            ]
            for answer in wanted:
                assert answer.until is not None
                at = self._on_working_day(answer.until.astimezone(self._of.zone), answer.at)
                day = at.date()
                is_open = state_of(self._of.reports.get(name, ()), task.leads, day)[0] in OPEN
                if is_open and self._marks.first <= day <= self._marks.last:
                    yield Reminder(
                        task=name,
                        due_on=day,
                        last_day=day,
                        kind=ReminderKind.PUT_OFF,
                        step=0,
                        part=Part.LEAD,
                        recipient=Recipient(kind=RecipientKind.OFFICER, name=str(answer.officer)),
                        agency=", ".join(task.leads),
                        at=at,
                        put_off=answer.id,
                    )

    def _on_working_day(self, until: datetime, answered_at: datetime | None) -> datetime:
        day = self._of.calendar.on_or_before(until.date())
        if answered_at is not None and day <= answered_at.astimezone(self._of.zone).date() < until.date():
            day = self._of.calendar.on_or_after(until.date())
        hour = self._of.policy.hour if self._of.policy.is_quiet(until.time()) else until.time()
        return datetime.combine(day, hour, tzinfo=self._of.zone)

    def _reminder(self, due: Due, step: int, part: Part, recipient: Recipient, agency: str, day: date) -> Reminder:
        hour = self._of.policy.hour
        if recipient.kind is RecipientKind.OFFICER:
            hour = (self._of.wishes.hours or {}).get(int(recipient.name), hour)
        return Reminder(
            task=due.task,
            due_on=due.one.due_on,
            last_day=due.last_day,
            kind=_kind(due, part, step),
            step=step,
            part=part,
            recipient=recipient,
            agency=agency,
            at=datetime.combine(day, hour, tzinfo=self._of.zone),
        )


def _kind(due: Due, part: Part, step: int) -> ReminderKind:
    if part is Part.LEADER:
        return ReminderKind.ESCALATION
    if step > 0:
        return ReminderKind.OVERDUE
    return ReminderKind.LEAD_TIME if step or due.one.is_look_in else ReminderKind.DUE


def _is_answered(answer: Answer, parts: Iterable[Report]) -> bool:
    """Whether who wanted to hear of it again has since said that their part is done."""
    theirs = (report.at for report in parts if report.officer == answer.officer)
    return any(at is not None and answer.at is not None and at >= answer.at for at in theirs)


def _is_silenced(reminder: Reminder, answers: Iterable[Answer]) -> bool:
    """Whether the officer answered so that this need not be said to them.

    Seen: not again before the last day. Put off: not before the instant they named, but on the last day if it comes
    sooner. Muted: not before it is late.
    """
    if reminder.recipient.kind is not RecipientKind.OFFICER:
        return False
    for answer in answers:
        if str(answer.officer) != reminder.recipient.name:
            continue
        match answer.kind:
            case AnswerKind.SEEN if reminder.step < 0:
                return True
            case AnswerKind.MUTED if reminder.step <= 0:
                return True
            case AnswerKind.PUT_OFF if answer.until is not None and reminder.at < answer.until:
                if reminder.step or answer.until.astimezone(reminder.at.tzinfo).date() == reminder.at.date():
                    return True
            case _:
                continue
    return False
