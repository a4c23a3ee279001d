import logging
from dataclasses import replace
from datetime import timedelta

from bot.library import Library
from bot.session import Assistant
from knowledge.plan import Plan, PlanHead, PlanTask
from nlu.meaning import Decision, Intent, Reason
from tests.bot.fakes import AT, NORTH, conversation, says, understood

MANY = Plan(
    slug="nhieu",
    head=PlanHead(title="Nhiều việc", number="1/KH", issuer="Sở A", year=2024),
    tasks=tuple(PlanTask(key=str(n), text=f"Việc số {n}", leads=("Sở A",)) for n in range(1, 24)),
)


def test_an_error_becomes_one_polite_sentence(caplog):
    def broken(text, **_):
        raise RuntimeError("hỏng")

    assistant = Assistant(Library([NORTH]), broken)
    with caplog.at_level(logging.ERROR):
        reply = assistant.answer("ai chủ trì?", conversation=conversation())
        silent = assistant.answer("ai chủ trì?", conversation=conversation(addressed=False))
    assert reply.status is Decision.UNKNOWN
    assert reply.text.startswith("Xin lỗi")
    assert (silent.status, silent.text) == (Decision.SILENT, "")
    assert "could not be answered" in caplog.text


def test_a_long_list_goes_on_when_asked():
    assistant = Assistant(Library([MANY]), says(understood(Intent.LIST_BY_AGENCY, agency="Sở A")))
    first = assistant.answer("Sở A có việc gì", conversation=conversation())
    assert len(first.tasks) == 23
    assert "… và 13 việc nữa" in first.text
    second = assistant.answer("xem thêm", conversation=conversation())
    assert second.tasks[0] == "nhieu/11"
    assert "Các việc tiếp theo (11 – 20 trong 23)" in second.text
    third = assistant.answer("Xem thêm", conversation=conversation())
    assert third.tasks == ("nhieu/21", "nhieu/22", "nhieu/23")
    assert "việc nữa" not in third.text


def test_state_is_kept_by_person_and_chat_until_it_expires():
    seen = []

    def understand(text, *, state, today, at, plans, asker, addressed):
        seen.append(state.turn)
        later = replace(state, turn=state.turn + 1, expires_at=at + timedelta(minutes=30))
        return understood(Intent.GREET), later

    assistant = Assistant(Library([NORTH]), understand)
    assistant.answer("chào", conversation=conversation())
    assistant.answer("chào", conversation=conversation())
    assistant.answer("chào", conversation=conversation(person="b"))
    assistant.answer("chào", conversation=conversation(at=AT + timedelta(hours=1)))
    assert seen == [0, 1, 0, 0]


def test_a_list_is_remembered_for_the_next_message():
    states = []

    def understand(text, *, state, today, at, plans, asker, addressed):
        states.append(state)
        return understood(Intent.LIST_BY_AGENCY, agency="Sở Nội vụ"), state

    assistant = Assistant(Library([NORTH]), understand)
    assistant.answer("Sở Nội vụ làm gì", conversation=conversation())
    assistant.answer("cái thứ 2", conversation=conversation())
    assert states[1].listed == ("phia-bac/I.1", "phia-bac/I.2")


def test_what_found_no_answer_is_kept_but_not_what_nobody_could_teach():
    kept = []

    def ask(understanding):
        assistant = Assistant(Library([NORTH]), says(understanding), log_unanswered=lambda text, _: kept.append(text))
        assistant.answer("  ai lo   tiêm chủng ", conversation=conversation())

    nothing = replace(understood(Intent.ASK_LEAD, reason=Reason.NOT_COVERED), decision=Decision.UNKNOWN)
    ask(nothing)
    ask(replace(nothing, reason=Reason.OUT_OF_SCOPE))
    ask(understood(Intent.GREET))
    assert kept == ["ai lo tiêm chủng"]


def test_nothing_of_the_old_plans_shows_after_a_chat_is_bound_to_others():
    seen = []

    def understand(text, *, state, today, at, plans, asker, addressed):
        seen.append((plans, state.tasks))
        return understood(Intent.LIST_BY_AGENCY, agency="Sở A"), replace(state, tasks=("nhieu/1",))

    assistant = Assistant(Library([MANY, NORTH]), understand)
    first = assistant.answer("Sở A có việc gì", conversation=conversation(plans=("nhieu",)))
    assert "… và 13 việc nữa" in first.text
    assistant.answer("xem thêm", conversation=conversation(plans=("phia-bac",)))
    assert seen == [(("nhieu",), ()), (("phia-bac",), ())]


def test_what_is_told_without_asking_is_remembered_like_an_answer():
    states = []

    def understand(text, *, state, today, at, plans, asker, addressed):
        states.append(state)
        return understood(Intent.GREET), state

    assistant = Assistant(Library([NORTH]), understand)
    pressed = understood(Intent.ASK_DEADLINE, fields=(Intent.ASK_DEADLINE,), tasks=("phia-bac/I.1",))
    reply = assistant.tell(pressed, conversation=conversation())
    assert reply.text.startswith("Hạn của việc")
    assistant.answer("chào", conversation=conversation())
    assert states[0].tasks == ("phia-bac/I.1",)
