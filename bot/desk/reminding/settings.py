"""`/nhac`: one's own reminders and, for administrators, those of plans and agencies."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.channels.base import Outgoing
from bot.desk.agency_search import find_agencies
from bot.desk.reminding.own import OwnReminders
from bot.desk.reminding.plans import PlanReminders
from bot.desk.reminding.said import Wishing
from bot.desk.shelf import Shelves
from bot.desk.visit import Handler, Visit
from bot.desk.wording import say
from knowledge.office.rights import Action
from knowledge.reminding.wishes import LeadScope
from nlu.reminding import read_wish
from nlu.reminding_rules import WishKind
from nlu.text import fold


class ReminderSettings:
    """The counter for `/nhac`."""

    def __init__(self, own: OwnReminders, plans: PlanReminders, wishing: Wishing, shelves: Shelves) -> None:
        self._own = own
        self._plans = plans
        self._wishing = wishing
        self._shelves = shelves
        self.commands: dict[str, Handler] = {"nhac": self._command}
        self.presses = own.presses

    def _command(self, visit: Visit, words: str) -> Iterable[Outgoing]:
        if visit.role is None:
            return [Outgoing(text=say("no.role"))]
        if not visit.is_private:
            return [Outgoing(text=say("reminding.in_private"))]
        if not visit.may(Action.SET_REMINDER):
            return [Outgoing(text=say("no.right"))]
        if words and visit.may(Action.SWITCH_REMINDERS) and (set_ := self._of_office(visit, words)) is not None:
            return [set_]
        heard = self._wishing.hear(visit, say("reminding.command", words=words)) if words else None
        return heard if heard is not None else [self._own.page(visit)]

    def _of_office(self, visit: Visit, words: str) -> Outgoing | None:
        """What an administrator sets for a plan or an agency: "quang-nam", "Sở Tư pháp trước 7, 3 ngày", "… chung"."""
        usual = _USUAL.search(fold(words))
        wish = None if usual else read_wish(say("reminding.command", words=words), today=visit.today)
        named = words[: usual.start()] if usual else words if wish is None else wish.rest
        days = wish.days if wish is not None and wish.kind is WishKind.LEAD else None
        plan = self._plans.find(named)
        if plan is not None and days is None and usual is None:
            return self._plans.page(visit, plan)
        if usual is None and days is None:
            return None
        if plan is not None:
            told = self._plans.set_lead(visit, LeadScope.PLAN, plan.slug, days)
            return self._plans.page(visit, plan, said=told)
        found = find_agencies(named, self._shelves.now().agencies)
        if len(found) != 1:
            return None
        return Outgoing(text=self._plans.set_lead(visit, LeadScope.AGENCY, found[0].name, days))


_USUAL = re.compile(r"\s+(?:nhu |muc )?chung\W*$")
