"""`nhacviec ask`: one question, or a file of conversations."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.channels import console
from bot.commands.batch import bad_line, read_objects
from bot.compose.assistant import build_assistant
from bot.compose.stores import open_for_one_question, open_plan_store
from bot.days import read_day
from bot.errors import UsageError
from bot.session import Assistant, Conversation, Reply
from bot.settings import Settings
from nlu.text import fold
from scheduler import clock


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Answers; a question without an answer is still a success."""
    if (arguments.batch is None) == (arguments.question is None):
        raise UsageError("hãy cho đúng một trong hai: một câu hỏi, hoặc --batch TỆP.jsonl.")
    if arguments.batch is not None:
        if not arguments.json:
            raise UsageError("--batch cần đi cùng --json.")
        lines = read_objects(arguments.batch)  # before the database: a wrong path is told at once
        assistant = build_assistant(open_plan_store(settings), segment=settings.segment is True)
        _answer_batch(assistant, lines, arguments.batch, settings)
        return 0
    assistant = build_assistant(open_for_one_question(settings), chat_kind="ask", segment=settings.segment is True)
    known_plan(assistant, arguments.plan)
    at = clock.now(settings.zone)
    conversation = Conversation(
        chat="ask",
        plans=(arguments.plan,) if arguments.plan else (),
        today=arguments.today or at.date(),
        at=at,
        asker=arguments.asker,
    )
    reply = assistant.answer(arguments.question, conversation=conversation)
    if arguments.json:
        console.say_json({"id": None, "turn": 0, **reply_object(reply), **(_why(reply) if arguments.why else {})})
        return 0
    console.say(reply.text)
    if arguments.why:
        for line in why_lines(reply):
            console.say(line)
    return 0


def known_plan(assistant: Assistant, slug: str | None) -> None:
    """Refuses a slug that names no plan, saying which there are."""
    if slug is not None and assistant.library.find_plan(slug) is None:
        known = ", ".join(assistant.library.slugs) or "chưa có kế hoạch nào"
        raise UsageError(f"không có kế hoạch “{slug}” (đang có: {known}).")


def reply_object(reply: Reply) -> dict[str, object]:
    """The reply in the fields of the public contract."""
    return {
        "status": reply.status.value,
        "intent": reply.intent.value,
        "tasks": list(reply.tasks),
        "text": reply.text,
        "choices": list(reply.choices),
        "confidence": reply.confidence,
        "elapsed_ms": reply.elapsed_ms,
    }


def why_lines(reply: Reply) -> Iterable[str]:
    """A line a word: what it was read as and what it matched; words that counted for nothing are told too."""
    yield f"Ý định: {reply.intent.value}; độ tin cậy: {reply.confidence:.2f}"
    for note in reply.why:
        read = f" (đọc là “{note.reading}”)" if note.reading and note.reading != fold(note.typed) else ""
        yield f"  “{note.typed}”{read} → {note.matched or 'không khớp với gì'}"


def _why(reply: Reply) -> dict[str, object]:
    return {"why": [{"typed": note.typed, "reading": note.reading, "matched": note.matched} for note in reply.why]}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One conversation of a batch, checked."""

    id: object
    plan: str
    today: date | None
    asker: str
    addressed: bool
    turns: tuple[str, ...]


def _answer_batch(
    assistant: Assistant, lines: Iterable[tuple[int, dict[str, Any]]], path: Path, settings: Settings
) -> None:
    at = clock.now(settings.zone)
    for number, value in lines:
        line = _read_line(value, path, number)
        try:
            known_plan(assistant, line.plan or None)
        except UsageError as error:
            raise bad_line(path, number, str(error).rstrip(".")) from error
        chat = f"batch:{number}"
        for turn, question in enumerate(line.turns):
            conversation = Conversation(
                chat=chat,
                plans=(line.plan,) if line.plan else (),
                today=line.today or at.date(),
                at=at,
                asker=line.asker,
                addressed=line.addressed,
            )
            reply = assistant.answer(question, conversation=conversation)
            console.say_json({"id": line.id, "turn": turn, **reply_object(reply)})
        assistant.forget(chat)


def _read_line(value: dict[str, Any], path: Path, number: int) -> _Line:
    def fail(trouble: str) -> UsageError:
        return bad_line(path, number, trouble)

    turns = value.get("turns")
    if not isinstance(turns, list) or not all(isinstance(turn, dict) for turn in turns):
        raise fail("thiếu “turns” là danh sách các lượt hỏi")
    questions = [turn.get("q") for turn in turns]
    if not all(isinstance(question, str) for question in questions):
        raise fail("mỗi lượt trong “turns” cần “q” là chữ")
    plan = value.get("plan")
    if plan is not None and not isinstance(plan, str):
        raise fail("“plan” phải là tên kế hoạch hoặc null")
    today = value.get("today")
    try:
        day = None if today is None else read_day(today)
    except ValueError:
        raise fail("“today” phải là ngày dạng 2024-03-11") from None
    asker, group = value.get("asker"), value.get("group")
    if not isinstance(asker, dict | None) or not isinstance(group, dict | None):
        raise fail("“asker” và “group” phải là đối tượng hoặc null")
    agency = (asker or {}).get("agency") or ""
    if not isinstance(agency, str):
        raise fail("“asker.agency” phải là chữ")
    return _Line(
        id=value.get("id"),
        plan=plan or "",
        today=day,
        asker=agency,
        addressed=(group or {}).get("addressed") is not False,
        turns=tuple(questions),
    )
