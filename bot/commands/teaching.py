"""`nhacviec teach` and `nhacviec unanswered`: what keepers teach, and what they should look at."""

from __future__ import annotations

import argparse

from bot.channels import console
from bot.compose.stores import open_plan_store
from bot.errors import UsageError
from bot.settings import Settings
from scheduler import clock


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Teaches one way of saying, or lists the questions that found no answer, newest first."""
    store = open_plan_store(settings)
    if arguments.command == "teach":
        said, printed = " ".join(arguments.said.split()), " ".join(arguments.printed.split())
        if not said or not printed:
            raise UsageError("cả hai cách nói đều phải có chữ.")
        store.teach(said, printed, at=clock.now(settings.zone))
        console.say(f"Đã ghi nhớ: “{said}” là “{printed}”.")
        return 0
    found = False
    for at, chat_kind, text in store.unanswered():
        found = True
        local = at.astimezone(settings.zone)
        if arguments.json:
            console.say_json({"at": local.isoformat(), "chat": chat_kind, "text": text})
        else:
            console.say(f"{local:%d/%m/%Y %H:%M}  [{chat_kind}]  {text}")
    if not found and not arguments.json:
        console.say("Chưa có câu hỏi nào bị bỏ ngỏ.")
    return 0
