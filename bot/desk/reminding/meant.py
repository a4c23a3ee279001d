"""Which due days a word on reminders speaks of: of the numbers or words told, of the talk, or of the last message."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.desk.reminding.message import Messages
from bot.desk.reminding.outlook import Outlook, Target
from bot.desk.reported import find_entries, find_entry
from bot.desk.shelf import Shelves
from bot.desk.visit import Visit
from knowledge.office.rights import Relation
from knowledge.reminding.ledger import Dispatch, Ledger, ObligationState
from knowledge.reminding.reminder import Recipient, RecipientKind, Reminder
from nlu.reminding import Wish

RECENT: Final = timedelta(days=3)
"""How long "đã nhận" speaks of the last message."""
_READ: Final = 50
_NUMBERS: Final = re.compile(r"(?:(?:số|so|việc số|viec so) )?\d{1,2}(?:\s*(?:,|và|va|\s)\s*\d{1,2})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """The due days that a message speaks of; `is_unclear` = they are of unlike tasks, of which one may be meant."""

    targets: tuple[Target, ...] = ()
    is_unclear: bool = False

    @property
    def refs(self) -> tuple[str, ...]:
        """The tasks."""
        return tuple(dict.fromkeys(target.entry.ref for target in self.targets))


class MeantDays:
    """Finds them."""

    def __init__(self, outlook: Outlook, messages: Messages, ledger: Ledger, shelves: Shelves) -> None:
        self._outlook = outlook
        self._messages = messages
        self._ledger = ledger
        self._shelves = shelves

    def meant(self, visit: Visit, wish: Wish) -> Meant:
        """The due days of a wish; none where its words name no task, or nothing was sent lately."""
        told = self._told(visit)
        shelf = self._shelves.now()
        if wish.of_all:
            return self._of_days(visit, told)
        if _NUMBERS.fullmatch(wish.rest) and len(told) > 1:
            return self._numbered(visit, told, tuple(map(int, re.findall(r"\d+", wish.rest))))
        entries = find_entries(wish.rest, visit, shelf)
        if not entries and not wish.rest:
            return self._of_days(visit, told)
        own = tuple(entry for entry in entries if visit.relation_to(entry.task) is not Relation.OTHER) or entries
        targets = tuple(self._outlook.target_meant(entry, visit.today) for entry in own)
        rows = {(target.task[0], target.task[1].partition("#")[0]) for target in targets}
        return Meant(targets=targets, is_unclear=len(rows) > 1)

    def told_lately(self, visit: Visit, numbers: tuple[int, ...]) -> Meant:
        """The due days of the last message, those of the numbers where it has numbers and some are told."""
        told = self._told(visit)
        if not numbers:
            return self._of_days(visit, told)
        return self._numbered(visit, told, numbers) if len(told) > 1 else Meant()

    def _told(self, visit: Visit) -> tuple[Reminder, ...]:
        last = self._last(visit)
        return () if last is None else self._messages.tasks(last, visit.at)

    def _numbered(self, visit: Visit, told: tuple[Reminder, ...], numbers: tuple[int, ...]) -> Meant:
        return self._of_days(visit, [told[number - 1] for number in numbers if 0 < number <= len(told)])

    def _of_days(self, visit: Visit, told: Iterable[Reminder]) -> Meant:
        shelf = self._shelves.now()
        entries = ((find_entry("/".join(one.task), visit, shelf), one.due_on) for one in told)
        found = (
            self._outlook.find_target(entry, due_on, visit.today) for entry, due_on in entries if entry is not None
        )
        return Meant(targets=tuple(filter(None, found)))

    def _last(self, visit: Visit) -> Dispatch | None:
        """The last message that the visitor was sent, where that was lately."""
        me = Recipient(kind=RecipientKind.OFFICER, name=str(visit.officer))
        arrived = (ObligationState.DELIVERED,)
        sent = self._ledger.obligations(states=arrived, recipient=me, limit=_READ)
        lately = [one for one in sent if one.ended_at is not None and visit.at - one.ended_at <= RECENT]
        newest = max(lately, key=lambda one: one.ended_at or visit.at, default=None)
        return None if newest is None else self._ledger.find_dispatch(newest.dispatch)
