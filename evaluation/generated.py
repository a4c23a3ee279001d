"""Made-up plans of any size, the same every run: what the index costs when a province keeps everything in one place."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.plan import ByDate, Plan, PlanHead, PlanTask, Section

TASKS_A_PLAN = 1000
SEED = 20241121


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "generated.toml").read_text("utf-8"))


def generate_plans(tasks: int) -> Iterator[Plan]:
    """Plans of a thousand tasks each, as many as hold `tasks`; the n-th is always the same."""
    for number in range(1, -(-tasks // TASKS_A_PLAN) + 1):
        yield _plan(number, min(TASKS_A_PLAN, tasks - (number - 1) * TASKS_A_PLAN))


def generate_questions(tasks: int, count: int) -> Iterator[tuple[str, str]]:
    """(question, ref of the task it was made from), spread evenly over the generated plans."""
    chance = random.Random(SEED)
    wanted = {round(i * (tasks - 1) / max(count - 1, 1)) for i in range(count)}
    place = 0
    for plan in generate_plans(tasks):
        for task in plan.tasks:
            if place in wanted:
                what, _, where = task.text.rpartition(" tại ")
                topic = f"{' '.join(what.split()[:6])} ở {where}"
                yield chance.choice(_words()["questions"]).format(topic=topic.lower()), f"{plan.slug}/{task.key}"
            place += 1


def _place(chance: random.Random) -> str:
    return f"{chance.choice(_words()['units'])} {chance.choice(_words()['names'])} {chance.choice(_words()['names'])}"


def _plan(number: int, tasks: int) -> Plan:
    chance = random.Random(SEED + number)
    words = _words()
    issuer = f"Ủy ban nhân dân {_place(chance)}"
    year = 2024 + number % 3
    sections = tuple(
        Section(key=_ROMAN[i], title=chance.choice(words["fields"]).capitalize()) for i in range(len(_ROMAN))
    )
    made = []
    for place in range(tasks):
        section = sections[place * len(sections) // tasks]
        field, thing, verb = (chance.choice(words[name]) for name in ("fields", "things", "verbs"))
        where = _place(chance)
        due = date(year, 1, 1) + timedelta(days=chance.randrange(364))
        made.append(
            PlanTask(
                key=f"{section.key}.{place + 1}",
                text=f"{verb} {thing} {chance.choice(words['qualifiers'])} về {field} tại {where}",
                section_key=section.key,
                goal=f"{chance.randrange(30, 101)}% {chance.choice(words['things'])} {chance.choice(words['done'])}",
                product=f"{chance.choice(words['products'])} về {thing}",
                leads=(chance.choice(words["agencies"]),),
                supports=tuple(chance.sample(words["agencies"], 2)),
                time=f"Trước ngày {due:%d/%m/%Y}",
                deadlines=(ByDate(due=due, exclusive=True),),
            )
        )
    head = PlanHead(title=f"Kế hoạch {chance.choice(words['fields'])} năm {year}", issuer=issuer, year=year)
    return Plan(slug=f"gen-{number:03}", head=head, sections=sections, tasks=tuple(made))


_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
