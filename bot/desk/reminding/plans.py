"""Reminders of plans, set by administrators: on and off after a look ahead, what a day off means, how early."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.channels.base import Button, Outgoing
from bot.desk.payload import payload, plan_key, read_number
from bot.desk.reminding.message import Rows
from bot.desk.reminding.outlook import Outlook
from bot.desk.reminding.own import LEADS, days_words
from bot.desk.reminding.preview import Preview
from bot.desk.shelf import Shelves
from bot.desk.visit import Handler, Visit
from bot.desk.wording import say
from bot.rendering.words import day_words, plan_words, shortened
from knowledge.office.rights import Action
from knowledge.plan import Plan
from knowledge.reminding.wishes import DayOff, LeadScope, PlanReminding, WishStore
from scheduler.errors import NoCalendarError
from scheduler.policy import load_policy, wish_for, wish_name

PLANS: Final = "jp"
LOOK_AHEAD: Final = "w"
LABEL_LENGTH: Final = 44


class PlanReminders:
    """The switches of plans. A press names a plan (none = the list) and what to do with it."""

    def __init__(self, wishes: WishStore, outlook: Outlook, preview: Preview, shelves: Shelves) -> None:
        self._wishes = wishes
        self._outlook = outlook
        self._preview = preview
        self._shelves = shelves
        self.commands: dict[str, Handler] = {}
        self.presses: dict[str, Handler] = {PLANS: self._pressed}

    def find(self, words: str) -> Plan | None:
        """The plan of that short name."""
        return self._shelves.now().assistant.library.find_plan(words.strip().casefold())

    def page(self, visit: Visit, plan: Plan, *, said: str = "") -> Outgoing:
        """What holds for a plan, below what was just said."""
        reminding = self._outlook.reminding_of(plan.slug)
        lead = self._lead_of(plan)
        lines = [
            said,
            say("plan.on", day=day_words(reminding.since)) if reminding.since else say("plan.off"),
            say(f"plan.day_off_{reminding.day_off.value}"),
            say("plan.standing" if reminding.standing else "plan.not_standing"),
            say("plan.lead" if lead is not None else "plan.usual_lead", days=days_words(self._days(lead))),
        ]
        return Outgoing(
            heading=say("plan.heading", plan=plan_words(plan)),
            text="\n".join(filter(None, lines)),
            buttons=tuple(filter(None, self._rows(visit, plan, reminding))),
            edits=visit.message,
        )

    def every(self, visit: Visit) -> Outgoing:
        """All plans, each a button."""
        plans = self._shelves.now().assistant.library.plans
        if not plans:
            return Outgoing(text=say("plans.none"), edits=visit.message)
        rows = []
        for plan in plans:
            on = self._outlook.reminding_of(plan.slug).since is not None
            label = say("plan.button_on" if on else "plan.button_off", plan=shortened(plan_words(plan), LABEL_LENGTH))
            rows.append((visit.button(label, payload(PLANS, plan_key(plan.slug))),))
        return Outgoing(text=say("plan.which"), buttons=tuple(rows), edits=visit.message)

    def set_lead(self, visit: Visit, scope: LeadScope, name: str, days: tuple[int, ...] | None) -> str:
        """How early the leads of a plan, or an agency, are told; None = as usual. What to say of it."""
        plan = self.find(name) if scope is LeadScope.PLAN else None
        called = name if plan is None else plan_words(plan)
        if days is None:
            self._wishes.drop_lead_times(scope, wish_name(scope, name), visit.deed("set_lead_times"))
            return say("plan.lead_dropped", name=called)
        self._wishes.set_lead_times(wish_for(scope, name, days), visit.deed("set_lead_times"))
        return say("plan.lead_set", name=called, days=days_words(days))

    def _rows(self, visit: Visit, plan: Plan, reminding: PlanReminding) -> Rows:
        def button(code: str, does: str) -> Button:
            return visit.button(say(code), payload(PLANS, plan_key(plan.slug), does))

        switch = button("plan.button_stop", "0") if reminding.since else button("plan.button_start", LOOK_AHEAD)
        before = reminding.day_off is DayOff.PREVIOUS
        return (
            (button("plan.button_preview", LOOK_AHEAD),) if reminding.since else (),
            (switch,),
            (
                button("plan.button_next" if before else "plan.button_previous", "n" if before else "b"),
                button("plan.button_not_standing" if reminding.standing else "plan.button_standing", "g"),
            ),
            (button("plan.button_lead", "l"), visit.button(say("plan.button_all"), payload(PLANS))),
        )

    def _pressed(self, visit: Visit, parts: str) -> Iterator[Outgoing]:
        key, _, does = parts.partition(".")
        plan = next((one for one in self._shelves.now().assistant.library.plans if plan_key(one.slug) == key), None)
        if not visit.may(Action.SWITCH_REMINDERS):
            yield Outgoing(toast=say("no.right"))
        elif not key:
            yield self.every(visit)
        elif plan is None:
            yield Outgoing(toast=say("press.gone"))
        else:
            yield self._do(visit, plan, does)

    def _do(self, visit: Visit, plan: Plan, does: str) -> Outgoing:
        reminding = self._outlook.reminding_of(plan.slug)
        match does:
            case "":
                return self.page(visit, plan)
            case _ if does == LOOK_AHEAD:
                return self._look_ahead(visit, plan, reminding)
            case "1":
                kept = reminding.since or visit.today
                return self._set(visit, plan, replace(reminding, since=kept), "plan.started")
            case "0":
                return self._set(visit, plan, replace(reminding, since=None), "plan.stopped")
            case "n" | "b":
                day_off = DayOff.NEXT if does == "n" else DayOff.PREVIOUS
                return self._set(visit, plan, replace(reminding, day_off=day_off))
            case "g":
                return self._set(visit, plan, replace(reminding, standing=not reminding.standing))
            case "l":
                return self._which_lead(visit, plan)
            case _:
                place = read_number(does.removeprefix("l")) if does.startswith("l") else -1
                if not 0 <= place <= len(LEADS):
                    return Outgoing(toast=say("press.gone"))
                days = LEADS[place] if place < len(LEADS) else None
                return self.page(visit, plan, said=self.set_lead(visit, LeadScope.PLAN, plan.slug, days))

    def _look_ahead(self, visit: Visit, plan: Plan, reminding: PlanReminding) -> Outgoing:
        key = plan_key(plan.slug)
        yes = visit.button(say("plan.button_yes"), payload(PLANS, key, "1"))
        back = visit.button(
            say("plan.button_no" if reminding.since is None else "deed_button.back"), payload(PLANS, key)
        )
        try:
            lines = list(self._preview.lines(plan, visit.today))
        except NoCalendarError as error:
            return Outgoing(text=str(error), buttons=((back,),), edits=visit.message)
        return Outgoing(
            heading=say("preview.heading", plan=plan_words(plan)),
            text="\n".join([*lines, *([] if reminding.since else [say("plan.sure")])]),
            buttons=((back,),) if reminding.since else ((yes, back),),
            edits=visit.message,
        )

    def _set(self, visit: Visit, plan: Plan, reminding: PlanReminding, said: str = "") -> Outgoing:
        deeds = {"plan.started": "start_reminders", "plan.stopped": "stop_reminders"}
        self._wishes.set_plan(reminding, visit.deed(deeds.get(said, "set_plan_reminders")))
        return self.page(visit, plan, said=say(said) if said else "")

    def _which_lead(self, visit: Visit, plan: Plan) -> Outgoing:
        key = plan_key(plan.slug)
        buttons = [visit.button(days_words(days), payload(PLANS, key, f"l{at}")) for at, days in enumerate(LEADS)]
        buttons.append(visit.button(say("plan.button_usual"), payload(PLANS, key, f"l{len(LEADS)}")))
        rows = tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
        return Outgoing(text=say("plan.which_lead", slug=plan.slug), buttons=rows, edits=visit.message)

    def _lead_of(self, plan: Plan) -> tuple[int, ...] | None:
        whose = (LeadScope.PLAN, plan.slug)
        return next((one.days for one in self._wishes.wishes().leads if (one.scope, one.name) == whose), None)

    def _days(self, lead: tuple[int, ...] | None) -> tuple[int, ...]:
        return load_policy().lead_before if lead is None else lead
