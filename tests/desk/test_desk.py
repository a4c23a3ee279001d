"""What holds of the desk whatever is said to it."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from bot.channels.base import Outgoing, Pressed, Reachable, Said, Unreadable
from bot.desk.pace import IGNORED_BEYOND, PER_MINUTE
from bot.desk.payload import payload
from bot.desk.showing import ASKABLE, fields_of, mask_of
from bot.rendering.words import plan_words
from tests.desk.talk import Talk

TRANSCRIPTS = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))
QUESTIONS = (
    "ai chủ trì số hóa hồ sơ?",
    "thế hạn khi nào?",
    "có bao nhiêu nhiệm vụ?",
    "Quảng Nam có bao nhiêu nhiệm vụ?",
    "ai chủ trì số hóa ở Lâm Đồng?",
    "so sánh chỉ tiêu số hóa của Đồng Nai và Quảng Nam",
    "kế hoạch 170/KH-VP ai ký?",
    "các kế hoạch nào?",
    "Sở Tư pháp chủ trì việc gì?",
    "tuần này có gì đến hạn?",
    "xem thêm",
    "việc nào quá hạn?",
    "mục VI.8",
    "chỉ tiêu thanh toán trực tuyến",
    "2",
    "nhiệm vụ phần tổ chức thực hiện của Sở Nội vụ",
)


@pytest.fixture
def talk(filled: Path, tmp_path: Path) -> Iterator[Talk]:
    database = tmp_path / "plans.sqlite3"
    shutil.copy(filled, database)
    opened = Talk(database)
    yield opened
    opened.close()


def said(talk: Talk, who: str, words: str, *, group: str | None = None, addressed: bool = True) -> list[Outgoing]:
    talk.at += timedelta(seconds=20)
    event = Said(key=talk.key(), at=talk.at, place=talk.place(who, group), text=words, addressed=addressed)
    return list(talk.desk.handle(event))


def pressed(talk: Talk, who: str, what: str, *, group: str | None = None) -> list[Outgoing]:
    talk.at += timedelta(seconds=20)
    place = talk.place(who, group)
    return list(talk.desk.handle(Pressed(key=talk.key(), at=talk.at, place=place, payload=what, message="m")))


def told(outgoing: Outgoing) -> str:
    labels = [button.label for row in outgoing.buttons for button in row]
    return "\n".join((outgoing.heading, outgoing.text, outgoing.source, outgoing.toast, *labels))


def dump(talk: Talk) -> list[str]:
    """All rows but those of the log of unanswered questions."""
    with talk.store.engine.connect() as connection:
        return [
            f"{table} {tuple(row)}"
            for table in inspect(talk.store.engine).get_table_names()
            if table != "unanswered_question"
            for row in connection.execute(text(f'SELECT * FROM "{table}"'))
        ]


@pytest.mark.parametrize("bound", [("dong-nai",), ("quang-nam",), ("lam-dong", "so-khcn"), ("trung-luong",)])
def test_a_group_is_told_of_its_own_plans_only(talk, bound):
    said(talk, "an", f"/start {talk.code}")
    said(talk, "an", "/kehoach " + " ".join(bound), group="g")
    said(talk, "an", "/nghe bật", group="g")
    foreign = {plan_words(plan) for plan in talk.store.plans() if plan.slug not in bound}
    ours = 0
    for question in QUESTIONS:
        for addressed in (True, False):
            for outgoing in said(talk, "binh", question, group="g", addressed=addressed):
                assert not [name for name in foreign if name in told(outgoing)], question
                ours += bool(outgoing.source)
    assert ours > 5
    for plan in talk.store.plans():
        if plan.slug not in bound:
            number = next(iter(talk.store.task_ids(plan.slug).values()))
            (outgoing,) = pressed(talk, "binh", payload("f", 1, number), group="g")
            assert outgoing == Outgoing(toast=outgoing.toast)


def test_a_stranger_gets_no_plan_data_by_any_door(talk):
    plans = list(talk.store.plans())
    secrets = {plan_words(plan) for plan in plans} | {plan.slug for plan in plans}
    secrets |= {task.text[:40] for plan in plans for task in plan.tasks}
    commands = ("kehoach", "kehoach dong-nai", "hoi ai chủ trì số hóa", "viec", "han", "quahan", "tiendo", "nhac")
    commands += ("trogiup", "kiemtra", "moi", "toi", "uyquyen", "nghe", "baocao")
    answers = [outgoing for words in QUESTIONS for outgoing in said(talk, "ma", words)]
    answers += [outgoing for name in commands for outgoing in said(talk, "ma", f"/{name}")]
    answers += [
        outgoing
        for letter in "abcdefghijklmnopqrstuvwxyz"
        for parts in ("1", "1.1", "3.1", "f.1", "a.1", "n", "y", "k")
        for outgoing in pressed(talk, "ma", f"{letter}.{parts}")
    ]
    assert answers
    assert not [outgoing for outgoing in answers for secret in secrets if secret in told(outgoing)]
    assert talk.office.people.officers() == ()


def test_forged_presses_change_nothing(talk):
    said(talk, "an", f"/start {talk.code}")
    said(talk, "an", "/moi người xem")
    said(talk, "binh", "/start")
    forged = ["", ".", "f", "f..", "f.-1.1", "f.1.zzzzzzzzzzzz", "f.zz.1", "l.1", "l.2", "d.1.f", "d.1.x", "i.a"]
    forged += ["p.abc.0", "p..", "k.1", "x.1", "u.1.5", "e.1", "w.n", "w.a.1", "w.o", "é.1", "f.1.1.1"]
    for group in (None, "g"):
        said(talk, "an", "/kehoach", group=group)
        before = dump(talk)
        for what in forged:
            assert all(not outgoing.text for outgoing in pressed(talk, "chi", what, group=group)), what
        assert dump(talk) == before


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_same_event_again_changes_nothing(path, talk):
    for line in path.read_text("utf-8").splitlines():
        if not line or line.startswith(("<", "≈", "{", "#", "=")) or line == "* again":
            continue
        list(talk.play(line))
        if talk._last is not None and not line.startswith(("* import", "* remove", "* wait")):
            once = dump(talk)
            list(talk.desk.handle(talk._last))
            assert dump(talk) == once, line


def test_nothing_of_a_person_is_left(talk):
    said(talk, "an", f"/start {talk.code}")
    said(talk, "binh", "/start")
    said(talk, "binh", "Lê Thị Bình")
    said(talk, "binh", "Hội Cây cảnh")
    pressed(talk, "binh", "w.k")
    pressed(talk, "an", "d.1.f")
    said(talk, "an", "ủy quyền cho Bình đến ngày 20/3")
    said(talk, "binh", "/toi tên Lê Thanh Bình")
    assert [row for row in dump(talk) if "Bình" in row or "riêng-binh" in row]
    (outgoing,) = pressed(talk, "binh", "s.y")
    assert "Đã xóa" in outgoing.text
    assert not [
        row
        for row in dump(talk)
        for trace in ("Thị Bình", "Thanh Bình", "'binh'", "riêng-binh", "Cây cảnh")
        if trace in row
    ]
    assert {deed.action for deed in talk.office.people.deeds()} >= {"approve_access", "rename", "stand_in", "forget"}


def test_who_sends_too_fast_is_slowed_kindly(talk):
    said(talk, "an", f"/start {talk.code}")
    talk.at += timedelta(minutes=2)
    place = talk.place("an")

    def ask(seconds: float) -> list[Outgoing]:
        at = talk.at + timedelta(seconds=seconds)
        return list(talk.desk.handle(Said(key=talk.key(), at=at, place=place, text="chào", addressed=True)))

    answers = [ask(number * 0.1) for number in range(IGNORED_BEYOND + 5)]
    assert all(answer[-1].text.startswith("Chào") for answer in answers[:IGNORED_BEYOND])
    assert [number for number, answer in enumerate(answers) if answer and "nhanh quá" in answer[0].text] == [PER_MINUTE]
    assert answers[IGNORED_BEYOND:] == [[]] * 5
    assert said(talk, "binh", "chào")  # another person is not slowed
    assert ask(95)[0].text.startswith("Chào")


def test_talk_that_is_not_for_us_slows_nobody(talk):
    said(talk, "an", f"/start {talk.code}")
    for _ in range(40):
        event = Said(key=talk.key(), at=talk.at, place=talk.place("an", "g"), text="alo", addressed=False)
        assert list(talk.desk.handle(event)) == []
    assert said(talk, "an", "chào")


def test_an_error_is_one_polite_sentence_and_the_next_message_is_answered(talk, monkeypatch, caplog):
    said(talk, "an", f"/start {talk.code}")

    def broken(*_: object) -> None:
        raise RuntimeError("hỏng")

    monkeypatch.setattr(talk.office.people, "find_account", broken)
    with caplog.at_level(logging.ERROR):
        (outgoing,) = said(talk, "an", "chào")
        assert outgoing.text.startswith("Xin lỗi")
        (outgoing,) = pressed(talk, "an", "f.1.1")
        assert outgoing.toast.startswith("Xin lỗi")
        assert said(talk, "an", "ai chủ trì số hóa", group="g", addressed=False) == []
    assert "could not be handled" in caplog.text
    monkeypatch.undo()
    assert said(talk, "an", "chào")[0].text.startswith("Chào")


def test_what_is_not_words_is_answered_in_private_or_when_addressed_only(talk):
    for what in ("voice", "sticker", "photo", "video", "location", "other", "poll"):
        for group, addressed in ((None, True), ("g", True), ("g", False)):
            place = talk.place("an", group)
            event = Unreadable(key=talk.key(), at=talk.at, place=place, what=what, addressed=addressed)
            talk.at += timedelta(seconds=30)
            answers = list(talk.desk.handle(event))
            assert [bool(answer.text) for answer in answers] == ([True] if addressed else [])


def test_a_blocked_administrator_is_not_written_to(talk):
    said(talk, "an", f"/start {talk.code}")
    place = talk.place("an")
    list(talk.desk.handle(Reachable(key=talk.key(), at=talk.at, place=place, active=False)))
    said(talk, "binh", "/start")
    said(talk, "binh", "Lê Thị Bình")
    (outgoing,) = pressed(talk, "binh", "w.o")
    assert "chưa có quản trị nào nhận được tin" in outgoing.text
    list(talk.desk.handle(Reachable(key=talk.key(), at=talk.at, place=place, active=True)))
    assert talk.office.people.find_account("telegram", "an").reachable
    assert any("Lê Thị Bình" in told(outgoing) for outgoing in said(talk, "an", "/kiemtra"))


def test_the_same_words_in_two_chats_are_two_talks(talk):
    said(talk, "an", f"/start {talk.code}")
    said(talk, "an", "/kehoach dong-nai", group="g")
    said(talk, "an", "ai chủ trì số hóa hồ sơ?", group="g")
    (outgoing,) = said(talk, "an", "thế ai phối hợp?")
    assert "Phòng Hành chính" not in told(outgoing)


def test_each_set_of_fields_is_one_number():
    for mask in range(1, 1 << len(ASKABLE)):
        assert mask_of(fields_of(mask)) == mask
    assert fields_of(0) == fields_of(1 << len(ASKABLE)) == fields_of(-1) == ()


def test_an_answer_in_a_group_is_pressed_by_who_asked_only(talk):
    said(talk, "an", f"/start {talk.code}")
    said(talk, "an", "/kehoach dong-nai", group="g")
    (outgoing,) = said(talk, "binh", "ai chủ trì số hóa hồ sơ?", group="g")
    assert {button.person for row in outgoing.buttons for button in row} == {"binh"}
    (outgoing,) = said(talk, "an", "ai chủ trì số hóa hồ sơ ở Đồng Nai?")
    assert {button.person for row in outgoing.buttons for button in row} == {""}


def test_a_talk_goes_on_after_the_plans_changed(talk):
    said(talk, "an", f"/start {talk.code}")
    said(talk, "an", "ai chủ trì số hóa hồ sơ ở Đồng Nai?")
    talk.store.teach("chích ngừa", "tiêm chủng", at=talk.at)
    (outgoing,) = said(talk, "an", "thế ai phối hợp?")
    assert "Phòng Hành chính - Tổ chức" in told(outgoing)


def test_a_topic_has_the_plans_of_its_group_and_a_talk_of_its_own(talk):
    said(talk, "an", f"/start {talk.code}")
    said(talk, "an", "/kehoach dong-nai", group="g")
    said(talk, "binh", "ai chủ trì số hóa hồ sơ?", group="g")
    talk.at += timedelta(seconds=20)
    place = replace(talk.place("binh", "g"), thread="7")

    def ask(words: str) -> str:
        event = Said(key=talk.key(), at=talk.at, place=place, text=words, addressed=True)
        return "".join(told(outgoing) for outgoing in talk.desk.handle(event))

    assert "Phòng Hành chính" not in ask("thế ai phối hợp?")
    assert "18 nhiệm vụ" in ask("có bao nhiêu nhiệm vụ?")


def test_many_are_answered_at_the_same_time(talk):
    said(talk, "an", f"/start {talk.code}")
    said(talk, "an", "/kehoach dong-nai", group="g")
    at = talk.at + timedelta(minutes=2)

    def ask(number: int) -> str:
        place = replace(talk.place("an", "g"), person=f"người-{number}")
        event = Said(key=f"k{number}", at=at, place=place, text="có bao nhiêu nhiệm vụ?", addressed=True)
        return "".join(told(outgoing) for outgoing in talk.desk.handle(event))

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(40)))
    assert all("18 nhiệm vụ" in answer for answer in answers)


def test_the_first_administrator_finds_who_is_waiting(talk):
    for who, name in (("binh", "Lê Thị Bình"), ("chi", "Trần Kim Chi")):
        said(talk, who, "/start")
        said(talk, who, name)
        pressed(talk, who, "w.o")
    answers = [told(outgoing) for outgoing in said(talk, "an", f"/start {talk.code}")]
    assert ["Lê Thị Bình" in answer for answer in answers[1:]] == [True, False]
