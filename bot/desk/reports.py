"""What people take home: the figures of a plan with their picture, of an agency, and the workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from bot.channels.base import File, Outgoing
from bot.desk.payload import payload, plan_key
from bot.desk.plan_search import find_named_plans, names_a_number, says_plan
from bot.desk.shelf import Shelves
from bot.desk.standing import TaskStandings
from bot.desk.visit import Handler, Visit
from bot.desk.wording import say
from bot.rendering.words import day_words, place_words, plan_marks, plan_words, shortened, source_line, task_words
from knowledge.agency_identity import same_agency
from knowledge.office.rights import Action
from knowledge.plan import Plan
from knowledge.progress.reports import TaskState
from nlu.reporting import ASK_ABOUT, SayingKind, read_saying
from scheduler.totals import TaskStanding, Totals, months_of, total_of, totals_by_agency

TOTALS: Final = "t"
WORKBOOK: Final = "o"
AGENCIES_SHOWN: Final = 6
TASKS_SHOWN: Final = 8
LABEL_LENGTH: Final = 60

Make = Callable[[Visit, Plan], Iterator[Outgoing]]


class Reports:
    """The counter for `/tiendo` and `/baocao`."""

    def __init__(self, standing: TaskStandings, shelves: Shelves) -> None:
        self._standing = standing
        self._shelves = shelves
        self.commands: dict[str, Handler] = {
            "tiendo": lambda visit, words: self._of_plan(visit, words, TOTALS, Action.ASK),
            "baocao": lambda visit, words: self._of_plan(visit, words, WORKBOOK, Action.GET_REPORT),
        }
        self.presses: dict[str, Handler] = {
            TOTALS: lambda visit, parts: self._pressed(visit, parts, TOTALS, Action.ASK),
            WORKBOOK: lambda visit, parts: self._pressed(visit, parts, WORKBOOK, Action.GET_REPORT),
        }
        self._makers: dict[str, Make] = {TOTALS: self._totals, WORKBOOK: self._workbook}

    def hear(self, visit: Visit, text: str) -> Iterator[Outgoing] | None:
        """The figures, for who asks for progress as a whole ("tiến độ?"); None for anything else."""
        saying = read_saying(text) if visit.addressed and visit.may(Action.ASK) else None
        if saying is None or saying.kind is not SayingKind.ASK_PROGRESS:
            return None
        if saying.rule == ASK_ABOUT:
            return self._about(visit, saying.rest)
        return self._of_plan(visit, "", TOTALS, Action.ASK)

    def _about(self, visit: Visit, words: str) -> Iterator[Outgoing] | None:
        """The figures of the plan or of the agency that is named; None where it is neither."""
        assistant = self._shelves.now().assistant
        plans = self._seen(visit)
        named = find_named_plans(words, plans)
        read = assistant.read(words, conversation=visit.conversation())
        if len(named) == 1 and (says_plan(words) or not read.agency):
            return self._totals(visit, named[0])
        told = [plan for plan in plans if plan.slug in read.plans]
        if read.agency:
            return self._of_agency(visit, read.agency, told)
        if len(told) == 1 < len(plans) and not read.topic:
            return self._totals(visit, told[0])
        if named:
            return self._choose(visit, list(named), TOTALS)
        return self._choose(visit, plans, TOTALS, unknown=words) if names_a_number(words) else None

    def _seen(self, visit: Visit) -> list[Plan]:
        return [plan for plan in self._shelves.now().assistant.library.plans if visit.sees(plan.slug)]

    def _of_plan(self, visit: Visit, words: str, does: str, right: Action) -> Iterator[Outgoing]:
        if not visit.may(right):
            yield Outgoing(text=say("no.right" if visit.role is not None or not visit.is_private else "no.role"))
            return
        plans = self._seen(visit)
        named = [plan for plan in plans if plan.slug == words.strip()] or list(find_named_plans(words, plans))
        if not plans:
            yield Outgoing(text=say("totals.no_plan"))
        elif len(named or plans) == 1:
            yield from self._makers[does](visit, (named or plans)[0])
        elif words and not named and does == TOTALS and (told := self._about(visit, words)) is not None:
            yield from told
        else:
            yield from self._choose(visit, named or plans, does, unknown="" if named else words)

    def _choose(self, visit: Visit, plans: list[Plan], does: str, *, unknown: str = "") -> Iterator[Outgoing]:
        """Which of the plans? `unknown` are words that name none of them."""
        rows = [(visit.button(_label(plan), payload(does, plan_key(plan.slug))),) for plan in plans]
        asks = say("totals.which" if does == TOTALS else "report.which")
        strange = say("totals.no_such_plan", words=shortened(unknown, LABEL_LENGTH)) if unknown else ""
        yield Outgoing(text=f"{strange} {asks}".strip(), buttons=tuple(rows))

    def _pressed(self, visit: Visit, parts: str, does: str, right: Action) -> Iterator[Outgoing]:
        plans = self._shelves.now().assistant.library.plans
        plan = next((plan for plan in plans if plan_key(plan.slug) == parts and visit.sees(plan.slug)), None)
        if not visit.may(right):
            yield Outgoing(toast=say("no.right"))
        elif plan is None:
            yield Outgoing(toast=say("press.gone"))
        else:
            yield from self._makers[does](visit, plan)

    def _of_agency(self, visit: Visit, agency: str, plans: list[Plan]) -> Iterator[Outgoing]:
        """The figures of the tasks that one agency leads, and those of them that are late or under way."""
        own = [
            standing
            for plan in plans
            for standing in self._standing.of_plan(visit, plan)
            if any(same_agency(lead, agency) for lead in standing.task.leads)
        ]
        if not own:
            yield Outgoing(text=say("totals.nothing_led", agency=agency))
            return
        telling = [one for one in own if one.is_late or one.state in (TaskState.DOING, TaskState.WAITING)]
        telling.sort(key=lambda standing: (not standing.is_late, standing.due_on or visit.today))
        marks = plan_marks(standing.plan for standing in own)
        lines = [_whole_line(total_of(own)), *(_task_line(one, marks) for one in telling[:TASKS_SHOWN])]
        if len(telling) > TASKS_SHOWN:
            lines.append(say("totals.more_tasks", count=len(telling) - TASKS_SHOWN))
        yield Outgoing(
            heading=say("totals.heading_agency", agency=agency, day=day_words(visit.today)),
            text="\n".join(lines),
            source=source_line((standing.plan, "") for standing in own),
        )

    def _totals(self, visit: Visit, plan: Plan) -> Iterator[Outgoing]:
        tasks = self._standing.of_plan(visit, plan)
        whole, agencies = total_of(tasks), totals_by_agency(tasks)
        lines = [_whole_line(whole)]
        lines += map(_agency_line, agencies[:AGENCIES_SHOWN])
        if len(agencies) > AGENCIES_SHOWN:
            lines.append(say("totals.more", count=len(agencies) - AGENCIES_SHOWN))
        picture = b""
        if visit.may(Action.GET_REPORT):
            from bot.pictures.progress import ProgressView, draw_progress  # Pillow, for who asks for a picture alone

            picture = draw_progress(
                ProgressView(
                    title=plan.head.title,
                    as_of=visit.today,
                    whole=whole,
                    agencies=agencies,
                    months=months_of(tasks, plan.head.year, visit.today),
                    year=plan.head.year,
                )
            )
        yield Outgoing(
            heading=say("totals.heading", day=day_words(visit.today)),
            text="\n".join(lines),
            source=source_line([(plan, "")]),
            picture=picture,
        )

    def _workbook(self, visit: Visit, plan: Plan) -> Iterator[Outgoing]:
        from bot.desk.workbook import progress_workbook  # openpyxl, for who asks for a workbook alone

        name = say("report.file", slug=plan.slug, day=f"{visit.today:%Y%m%d}")
        caption = say("report.caption", slug=plan.slug, day=day_words(visit.today))
        content = progress_workbook(plan, self._standing.of_plan(visit, plan), today=visit.today)
        yield Outgoing(file=File(name=name, content=content, caption=caption))


def _whole_line(whole: Totals) -> str:
    dropped = whole.count(TaskState.DROPPED)
    counts = {state.value: whole.count(state) for state in TaskState if state is not TaskState.DROPPED}
    told = say("totals.dropped", count=dropped) if dropped else ""
    late = say("totals.late", count=whole.late) if whole.late else ""
    return say("totals.whole", total=whole.total, late=late, dropped=told, **counts)


def _agency_line(totals: Totals) -> str:
    late = say("totals.agency_late", count=totals.late) if totals.late else ""
    return say("totals.agency", agency=totals.agency, done=totals.count(TaskState.DONE), total=totals.total, late=late)


def _task_line(standing: TaskStanding, marks: Mapping[str, str]) -> str:
    state = say(f"state.{standing.state.value}")
    if standing.is_late:
        days = say("report.late_days", count=standing.late_days) if standing.late_days else ""
        state = say("report.late", state=state, days=days)
    places = filter(None, (place_words(standing.task.key), marks.get(standing.plan.slug)))
    task = task_words(standing.task.text)
    return say("totals.task", place=", ".join(places), task=task, state=state)


def _label(plan: Plan) -> str:
    return shortened(plan_words(plan), LABEL_LENGTH)
