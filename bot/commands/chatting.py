"""`nhacviec chat`: a conversation in the terminal, or through a pipe."""

from __future__ import annotations

import argparse
from datetime import date

from bot.channels import console
from bot.commands.asking import known_plan
from bot.compose.assistant import build_assistant
from bot.compose.stores import are_bundled, open_plan_store
from bot.days import read_day
from bot.rendering.phrases import phrase
from bot.rendering.words import day_words
from bot.session import Assistant, Conversation
from bot.settings import Settings
from scheduler import clock

LEAVE = frozenset({"/thoat", "/thoát", "/exit", "/quit"})


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Talks until the person leaves or the input ends."""
    # A pipe is over in a moment; a person stays, and has not typed a question yet when the words are known.
    segment = console.is_terminal() if settings.segment is None else settings.segment
    assistant = build_assistant(open_plan_store(settings), chat_kind="chat", segment=segment, background=True)
    known_plan(assistant, arguments.plan)
    chat = _Chat(assistant, settings, plan=arguments.plan or "", today=arguments.today)
    for line in chat.greeting():
        console.say(line)
    for line in console.read_lines("> "):
        text = line.strip()
        if not text:
            continue
        if text.split()[0].casefold() in LEAVE:
            break
        console.say(chat.command(text) if text.startswith("/") else chat.answer(text))
    return 0


class _Chat:
    """One person at one terminal: the plan looked in and the day taken as today."""

    def __init__(self, assistant: Assistant, settings: Settings, *, plan: str, today: date | None) -> None:
        self._assistant = assistant
        self._settings = settings
        self._plan = plan
        self._asker = ""
        self._pretended = today is None and are_bundled(assistant.library.plans)
        self._today = self._pretended_day() if self._pretended else today

    def greeting(self) -> list[str]:
        plans = self._assistant.library.plans
        if not plans:
            return [phrase("chat.no_plans")]
        lines = [phrase("chat.hello", count=len(plans), slugs=", ".join(self._assistant.library.slugs))]
        if self._pretended and self._today is not None:
            lines.append(
                phrase(
                    "chat.pretended_day",
                    year=self._today.year,
                    day=day_words(self._today),
                    iso=self._today.isoformat(),
                )
            )
        lines.append(phrase("chat.commands"))
        return lines

    def answer(self, text: str) -> str:
        at = clock.now(self._settings.zone)
        conversation = Conversation(
            chat="chat",
            plans=(self._plan,) if self._plan else (),
            today=self._today or at.date(),
            at=at,
            asker=self._asker,
        )
        return self._assistant.answer(text, conversation=conversation).text

    def command(self, text: str) -> str:
        name, _, value = text.partition(" ")
        match name.casefold():
            case "/giup" | "/giúp" | "/help":
                return f"{phrase('talk.help')}\n{phrase('chat.commands')}"
            case "/homnay" | "/hômnay":
                return self._set_today(value.strip())
            case "/kehoach" | "/kếhoạch":
                return self._set_plan(value.strip())
            case "/coquan" | "/cơquan":
                return self._set_agency(" ".join(value.split()))
            case _:
                return phrase("chat.no_command", name=name)

    def _set_today(self, value: str) -> str:
        try:
            self._today = read_day(value)
        except ValueError:
            return phrase("chat.bad_day")
        return phrase("chat.day_set", day=day_words(self._today))

    def _set_agency(self, agency: str) -> str:
        if not agency:
            return phrase("chat.no_agency")
        self._asker = agency
        return phrase("chat.agency_set", agency=agency)

    def _set_plan(self, slug: str) -> str:
        if slug in {"", "tatca", "all", "*"}:
            self._plan = ""
            return phrase("chat.all_plans")
        if self._assistant.library.find_plan(slug) is None:
            return phrase("chat.no_such_plan", slug=slug, slugs=", ".join(self._assistant.library.slugs))
        self._plan = slug
        return phrase("chat.plan_set", slug=slug)

    def _pretended_day(self) -> date:
        """Today's day and month in the year of the bundled plans: their deadlines lie about us, not years ago."""
        today = clock.today(self._settings.zone)
        year = max(plan.head.year for plan in self._assistant.library.plans)
        try:
            return today.replace(year=year)
        except ValueError:  # 29 February in a year that has none
            return today.replace(year=year, day=28)
