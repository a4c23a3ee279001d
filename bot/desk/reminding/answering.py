"""What is kept of an officer's word on reminders: seen, said again later, no more of a task, once more of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from bot.desk.reminding.outlook import Outlook, Target
from bot.desk.reminding.times import Times
from bot.desk.visit import Visit
from knowledge.progress.reports import TaskName
from knowledge.reminding.wishes import Answer, AnswerKind, WishStore
from scheduler.policy import load_policy


class Answering:
    """Keeps answers of the visitor, an officer in private; the same word twice changes nothing twice."""

    def __init__(self, wishes: WishStore, outlook: Outlook) -> None:
        self._wishes = wishes
        self._outlook = outlook

    def times(self, visit: Visit) -> Times:
        """When the visitor can be told."""
        return Times(self._outlook.calendar(), load_policy(), visit.at, self.morning(visit))

    def morning(self, visit: Visit) -> time:
        """When the visitor's message comes."""
        hours = self._wishes.wishes().hours or {}
        return hours.get(visit.officer or 0, load_policy().hour)

    def see(self, visit: Visit, targets: Iterable[Target]) -> tuple[Target, ...]:
        """Keeps that open due days were seen; those that are open."""
        open_ = self.open_ones(visit, targets)
        for target in open_:
            if not self._outlook.is_seen(target, visit.officer or 0, visit.at):
                self._answer(visit, AnswerKind.SEEN, target.task, target.due_on)
        return open_

    def put_off(self, visit: Visit, targets: Iterable[Target], until: datetime) -> tuple[Target, ...]:
        """Keeps that due days are said again at an instant; those that will be: of the others nothing is kept."""
        kept = {
            self._answer(visit, AnswerKind.PUT_OFF, target.task, target.due_on, until=until).id: target
            for target in self.open_ones(visit, targets)
        }
        answers = [answer for answer in self._outlook.answers(visit.officer or 0) if answer.id in kept]
        coming = self._outlook.will_be_said(answers)
        for answer in answers:
            if answer.id not in coming:
                self._wishes.withdraw(answer.id, answer.officer, visit.deed("drop_put_off"))
        return tuple(target for number, target in kept.items() if number in coming)

    def mute(self, visit: Visit, task: TaskName) -> None:
        """No more of a task before it is late."""
        if task not in self.muted(visit):
            self._answer(visit, AnswerKind.MUTED, task, None)

    def unmute(self, visit: Visit, task: TaskName) -> bool:
        """Once more of a task; False = it was not muted, nor put off."""
        silencing = (AnswerKind.MUTED, AnswerKind.PUT_OFF)
        found = [one for one in self._outlook.answers(visit.officer or 0) if one.task == task and one.kind in silencing]
        for answer in found:
            self._wishes.withdraw(answer.id, answer.officer, visit.deed("unmute_task"))
        return bool(found)

    def muted(self, visit: Visit) -> tuple[TaskName, ...]:
        """The tasks that the visitor wants to hear no more of."""
        found = (one.task for one in self._outlook.answers(visit.officer or 0) if one.kind is AnswerKind.MUTED)
        return tuple(dict.fromkeys(found))

    def open_ones(self, visit: Visit, targets: Iterable[Target]) -> tuple[Target, ...]:
        """Those on which something is still to be done."""
        return tuple(one for one in targets if self._outlook.is_open(one.task, one.due_on, visit.today))

    def _answer(
        self, visit: Visit, kind: AnswerKind, task: TaskName, due_on: date | None, *, until: datetime | None = None
    ) -> Answer:
        assert visit.officer is not None
        answer = Answer(task=task, officer=visit.officer, kind=kind, due_on=due_on, until=until)
        return self._wishes.answer(answer, visit.deed(_DEEDS[kind]))


_DEEDS = {AnswerKind.SEEN: "see_reminder", AnswerKind.PUT_OFF: "put_off_reminder", AnswerKind.MUTED: "mute_task"}
