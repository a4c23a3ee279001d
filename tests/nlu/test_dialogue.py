"""Conversations, turn by turn, from tests/dialogues; and the laws of state.

A dialogue begins with "= title"; behind "#" stand the chat's plan and the asker's office. "> " or "An> " is a message,
"An~ " one that was not said to the assistant, "+ 31" lets minutes pass. "< status intent tasks…" is what it came to:
"|" parts what is allowed, "*" allows any, "-" means no task, "#2" the second that was offered before; tasks left out
are not looked at.
"= title ! reason" is a known failure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from bot.compose.assistant import build_assistant
from bot.session import Assistant, Conversation
from bot.world import build_world
from knowledge.store.memory import MemoryPlanStore
from nlu.dialogue import KEPT_FOR
from nlu.meaning import START, Decision, DialogueState, Intent, Understanding
from nlu.understanding import understand
from tests.factories.worlds import AT, HEALTH, REPORTS, TODAY, VILLAGE, two_plans

FOLDER = Path(__file__).parent.parent / "dialogues"
_TITLE = re.compile(r"= (?P<title>[^!#]+?)\s*(?:! (?P<reason>[^#]+?))?\s*(?:# (?P<given>.*))?$")
_SAID = re.compile(r"(?P<person>\w*)(?P<sign>[>~]) ?(?P<text>.*)$")
_GIVEN = re.compile(r"(\w+)=(.*?)(?= \w+=|$)")


@dataclass(frozen=True)
class Dialogue:
    title: str
    reason: str
    given: dict[str, str]
    lines: tuple[tuple[int, str], ...]


def dialogues(path: Path) -> list[Dialogue]:
    found: list[Dialogue] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if title := _TITLE.match(line):
            given = dict(_GIVEN.findall(title["given"] or ""))
            found.append(Dialogue(title["title"], title["reason"] or "", given, ()))
        elif line and not line.startswith("#"):
            found[-1] = replace(found[-1], lines=(*found[-1].lines, (number, line)))
    return found


@cache
def assistant(slugs: tuple[str, ...]) -> Assistant:
    store = MemoryPlanStore()
    for plan in (HEALTH, VILLAGE, REPORTS):
        if plan.slug in slugs:
            store.save(plan, source_name=f"{plan.slug}.txt", digest=plan.slug, at=AT)
    return build_assistant(store)


def fits(wanted: str, got: str) -> bool:
    return wanted == "*" or got in wanted.split("|")


@pytest.mark.parametrize(
    ("path", "dialogue"),
    [
        pytest.param(
            path,
            dialogue,
            id=f"{path.stem}: {dialogue.title}",
            marks=[pytest.mark.xfail(reason=dialogue.reason, strict=True)] if dialogue.reason else [],
        )
        for path in sorted(FOLDER.glob("*.txt"))
        for dialogue in dialogues(path)
    ],
)
def test_dialogue(path: Path, dialogue: Dialogue) -> None:
    plan = dialogue.given.get("plan", "")
    speaking = assistant(("y-te",) if plan == "y-te" else ("phu-ngan", "tan-lung"))
    chat = f"{path.stem}: {dialogue.title}"
    conversation = Conversation(
        chat=chat, today=TODAY, at=AT, plans=(plan,) if plan else (), asker=dialogue.given.get("asker", "")
    )
    reply, came = None, ""
    offered: tuple[str, ...] = ()
    for number, line in dialogue.lines:
        where = f"{path.name}:{number}: {line}"
        if line.startswith("+ "):
            conversation = replace(conversation, at=conversation.at + timedelta(minutes=int(line[2:])))
        elif line.startswith("< "):
            assert reply is not None
            status, intent, *tasks = line[2:].split()
            right = fits(status, reply.status.value) and fits(intent, reply.intent.value)
            if tasks:
                named = (offered[int(task[1:]) - 1] if task.startswith("#") else task for task in tasks if task != "-")
                right = right and reply.tasks == tuple(named)
            assert right, f"{where}\n{came}"
            offered = reply.tasks if reply.status is Decision.CLARIFY else offered
        else:
            said = _SAID.match(line)
            assert said is not None, where
            speaker = replace(conversation, person=said["person"], addressed=said["sign"] == ">")
            reply = speaking.answer(said["text"], conversation=speaker)
            came = f"< {reply.status} {reply.intent} {' '.join(reply.tasks)}\n{reply.text}"


# ------------------------------------------------------------------ the laws of state


def say(text: str, state: DialogueState, *, minutes: int = 0) -> tuple[Understanding, DialogueState]:
    return understand(text, world=two_plans(), state=state, today=TODAY, at=AT + timedelta(minutes=minutes), plans=())


def test_state_goes_in_and_a_new_one_comes_out() -> None:
    before = START
    _, after = say("ai chủ trì tiêm chủng", before)
    assert before == START
    assert (after.turn, after.tasks, after.expires_at) == (1, ("phu-ngan/I.1",), AT + KEPT_FOR)
    assert say("thế hạn", after)[1].turn == 2


def test_the_same_state_always_says_the_same() -> None:
    _, state = say("ai chủ trì tiêm chủng", START)
    assert say("còn hạn?", state) == say("còn hạn?", state)


def test_an_expired_state_counts_as_none() -> None:
    _, state = say("ai chủ trì tiêm chủng", START)
    assert say("còn hạn?", state, minutes=30)[0] == say("còn hạn?", START, minutes=30)[0]
    assert say("còn hạn?", state, minutes=29)[0].tasks == ("phu-ngan/I.1",)


def test_a_state_from_a_plan_that_is_gone_does_no_harm() -> None:
    """A keeper may take a plan out between two turns."""
    stale = DialogueState(
        intent=Intent.ASK_LEAD,
        tasks=("da-xoa/1",),
        listed=("da-xoa/1", "da-xoa/2"),
        choices=("da-xoa/1", "da-xoa/2"),
        plans=("da-xoa",),
        agency="Sở Đã Xóa",
        asked="việc đã xóa",
        expires_at=AT + KEPT_FOR,
    )
    for text in ("thế hạn", "1", "cái thứ 2", "còn gì nữa", "sở đó làm gì", "ai chủ trì tiêm chủng", "việc đã xóa"):
        understood, _ = say(text, stale)
        assert understood.decision in Decision


@pytest.mark.parametrize("text", ["báo cáo", "báo cáo nộp khi nào", "?", "cái kia", "ờ thì là", "hạn", "ai"])
def test_it_never_offers_choices_twice_in_a_row(text: str) -> None:
    world = build_world((REPORTS,))
    state = START
    offered = []
    for _ in range(4):
        understood, state = understand(text, world=world, state=state, today=TODAY, at=AT, plans=("y-te",))
        offered.append(bool(understood.choices))
        text = "báo cáo"
    assert (True, True) not in set(pairwise(offered))


def test_at_most_five_choices() -> None:
    twelve = replace(
        REPORTS,
        tasks=tuple(replace(REPORTS.tasks[0], key=str(at), text=f"Báo cáo việc số {at}") for at in range(1, 13)),
    )
    understood, _ = understand(
        "hạn báo cáo", world=build_world((twelve,)), state=START, today=TODAY, at=AT, plans=("y-te",)
    )
    assert understood.decision is Decision.CLARIFY
    assert len(understood.choices) == 5
