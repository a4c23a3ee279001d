from __future__ import annotations

from datetime import timedelta

from bot import memory
from bot.memory import Memories, Memory
from nlu.meaning import START, DialogueState
from tests.bot.fakes import AT

SAID = Memory(state=DialogueState(turn=1), plans=("mot",))


def recall(memories: Memories, chat: str, person: str = "an", plans: tuple[str, ...] = ("mot",)) -> DialogueState:
    return memories.recall(chat, person, plans=plans, at=AT).state


def test_each_person_in_each_chat_is_remembered_apart():
    memories = Memories()
    memories.keep("c", "an", SAID)
    assert recall(memories, "c") == SAID.state
    assert recall(memories, "c", "binh") == recall(memories, "d") == START
    assert recall(memories, "c", plans=("hai",)) == START


def test_what_is_over_is_forgotten():
    memories = Memories()
    memories.keep("c", "an", Memory(state=DialogueState(turn=1, expires_at=AT + timedelta(minutes=1))))
    assert memories.recall("c", "an", plans=(), at=AT).state.turn == 1
    assert memories.recall("c", "an", plans=(), at=AT + timedelta(minutes=1)).state == START


def test_a_chat_that_moves_takes_its_topics_along():
    memories = Memories()
    for chat in ("t:-1", "t:-1#7", "t:-12"):
        memories.keep(chat, "an", SAID)
    memories.move("t:-1", "t:-100")
    found = [recall(memories, chat).turn for chat in ("t:-1", "t:-1#7", "t:-12", "t:-100", "t:-100#7")]
    assert found == [0, 0, 1, 1, 1]


def test_a_person_is_forgotten_everywhere():
    memories = Memories()
    for chat, person in (("c", "an"), ("d", "an"), ("c", "binh")):
        memories.keep(chat, person, SAID)
    memories.forget_person("an")
    assert [recall(memories, chat, person).turn for chat, person in (("c", "an"), ("d", "an"), ("c", "binh"))] == [
        0,
        0,
        1,
    ]
    memories.forget("c", "binh")
    assert recall(memories, "c", "binh") == START


def test_the_oldest_talk_goes_first(monkeypatch):
    monkeypatch.setattr(memory, "REMEMBERED", 2)
    memories = Memories()
    for chat in ("a", "b", "a", "c"):
        memories.keep(chat, "an", SAID)
    assert [recall(memories, chat).turn for chat in "abc"] == [1, 0, 1]
