"""A reply as a person should see it: heading, lines, source, and buttons for what is likely asked next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.answers import Answer, Kind, TaskItem
from bot.channels.base import Button, Outgoing
from bot.desk.listings import name_of, write_listing
from bot.desk.payload import payload
from bot.desk.shelf import Shelf
from bot.desk.visit import Visit
from bot.desk.wording import say
from bot.handlers.cells import FIELDS, cell
from bot.rendering.lists import SHOWN
from bot.rendering.told import Told
from bot.rendering.words import place_words, plan_marks, shortened, task_words, told_apart
from bot.session import Reply
from nlu.meaning import Decision, Intent

FACTS: Final = "f"
PAGE: Final = "p"

ASKABLE: Final = (*FIELDS, Intent.ASK_DETAIL, Intent.ASK_DUTY)
"""What a button can ask of a task, in the order of its bits."""
OFFERED: Final = (Intent.ASK_LEAD, Intent.ASK_SUPPORT, Intent.ASK_DEADLINE, Intent.ASK_PRODUCT, Intent.ASK_DETAIL)
IN_A_ROW: Final = 3
LABEL_LENGTH: Final = 48
WHOLE: Final = 10_000


def show(reply: Reply, visit: Visit, shelf: Shelf, *, edits: str = "") -> Outgoing:
    """The reply, in the place of the message `edits` where that is one of ours."""
    buttons: Iterable[tuple[Button, ...]] = ()
    if reply.answer is not None:
        buttons = filter(None, _buttons(reply.answer, visit, shelf, skip=reply.skipped))
    return outgoing(reply.told, buttons=tuple(buttons), edits=edits)


def outgoing(said: Told, *, buttons: tuple[tuple[Button, ...], ...] = (), edits: str = "") -> Outgoing:
    """Lines with their source: the first of several is the heading."""
    heading, lines = (said.lines[0], said.lines[1:]) if len(said.lines) > 1 else ("", said.lines)
    return Outgoing(text="\n".join(lines), heading=heading, source=said.source, buttons=buttons, edits=edits)


def _buttons(answer: Answer, visit: Visit, shelf: Shelf, *, skip: int) -> Iterator[tuple[Button, ...]]:
    tasks = [item for item in answer.items if isinstance(item, TaskItem)]
    match answer.kind:
        case Kind.FACTS if len(tasks) == 1:
            yield from _rows(_field_buttons(answer, tasks[0], visit, shelf))
        case Kind.FACTS:
            yield from _rows(_detail_buttons(tasks, visit, shelf))
        case Kind.CLARIFY | Kind.UNKNOWN:
            asked = tuple(field for field in answer.asked if field in ASKABLE) or (Intent.ASK_DETAIL,)
            marks = plan_marks(item.entry.plan for item in tasks)
            names = told_apart([task_words(item.entry.task.text, WHOLE) for item in tasks])
            for number, (item, name) in enumerate(zip(tasks, names, strict=True), start=1):
                places = filter(None, (place_words(item.entry.task.key), marks.get(item.entry.plan.slug)))
                words = shortened(name, LABEL_LENGTH)
                code = "button.choice" if answer.kind is Kind.CLARIFY else "button.offer"
                label = say(code, number=number, place=", ".join(places), task=words)
                yield _task_button(label, item, asked, visit, shelf)
        case Kind.LIST if answer.status is Decision.ANSWER:
            yield _page_buttons(answer, len(tasks), visit, skip)
        case _:
            return


def _field_buttons(answer: Answer, item: TaskItem, visit: Visit, shelf: Shelf) -> Iterator[Button]:
    """What was not said yet and is not blank; pressed, it is said in the same message with what stands there."""
    number = shelf.ids.get(item.entry.ref)
    said = set(answer.asked or (answer.intent,))
    if number is None or Intent.ASK_DETAIL in said:
        return
    for field in OFFERED:
        if field not in said and cell(item.entry.task, field):
            asks = (field,) if field is Intent.ASK_DETAIL else (*answer.asked, field)
            yield visit.button(say(f"button.{field.value}"), payload(FACTS, mask_of(asks), number))


def _detail_buttons(items: Sequence[TaskItem], visit: Visit, shelf: Shelf) -> Iterator[Button]:
    """All of one task, where several were told in a line each."""
    marks = plan_marks(item.entry.plan for item in items)
    for item in items:
        number = shelf.ids.get(item.entry.ref)
        if number is not None:
            places = (place_words(item.entry.task.key), marks.get(item.entry.plan.slug, ""))
            label = say("button.detail_of", place=", ".join(filter(None, places)))
            yield visit.button(label, payload(FACTS, mask_of((Intent.ASK_DETAIL,)), number))


def _task_button(
    label: str, item: TaskItem, asked: tuple[Intent, ...], visit: Visit, shelf: Shelf
) -> tuple[Button, ...]:
    task = shelf.ids.get(item.entry.ref)
    return () if task is None else (visit.button(label, payload(FACTS, mask_of(asked), task)),)


def _page_buttons(answer: Answer, count: int, visit: Visit, skip: int) -> tuple[Button, ...]:
    which = name_of(write_listing(answer))
    turned = 0 < skip < count  # behind the last page there is none to turn back from
    back = [visit.button(say("button.back"), payload(PAGE, which, max(skip - SHOWN, 0)))] if turned else []
    more = [visit.button(say("button.more"), payload(PAGE, which, skip + SHOWN))] if count > skip + SHOWN else []
    return (*back, *more)


def _rows(buttons: Iterable[Button]) -> Iterator[tuple[Button, ...]]:
    flat = tuple(buttons)
    for first in range(0, len(flat), IN_A_ROW):
        yield flat[first : first + IN_A_ROW]


def mask_of(fields: Iterable[Intent]) -> int:
    """The asked fields as one number."""
    return sum(1 << ASKABLE.index(field) for field in set(fields) if field in ASKABLE)


def fields_of(mask: int) -> tuple[Intent, ...]:
    """The fields of a number that `mask_of` made; () for any other number."""
    if not 0 < mask < 1 << len(ASKABLE):
        return ()
    return tuple(field for bit, field in enumerate(ASKABLE) if mask & 1 << bit)
