"""The calendar file of due days: what becomes an event, and the form that calendar programs insist on."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.plan import AfterEvent, ByDate, Plan, PlanTask, Unit
from knowledge.progress.events import Clock, EventReport
from knowledge.samples import sample_plans
from scheduler.calendar import load_calendar
from scheduler.icalendar import DueEvent, calendar_name, due_events, escape, fold_line, render_icalendar
from tests.bot.fakes import NORTH
from tests.factories.plans import plans

STAMP = datetime(2024, 3, 11, 2, 30, tzinfo=UTC)


def written(plan: Plan) -> str:
    return render_icalendar(due_events(plan, plan.tasks), name=calendar_name(plan), stamp=STAMP)


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def unescaped(text: str) -> str:
    plain, pending = "", False
    for char in text:
        if pending:
            plain += {"n": "\n"}.get(char, char)
        elif char != "\\":
            plain += char
        pending = char == "\\" and not pending
    return plain


def test_only_days_that_the_plan_fixes_become_events() -> None:
    found = [(event.uid, event.on) for event in due_events(NORTH, NORTH.tasks)]
    assert found == [
        ("phia-bac.I.1.1@nhacviec", date(2024, 3, 15)),
        *((f"phia-bac.I.2.1.{day:%Y%m%d}@nhacviec", day) for day in (date(2024, m, 17) for m in (3, 6, 9, 12))),
        ("phia-bac.II.1.1@nhacviec", date(2024, 3, 31)),
        ("phia-bac.II.2.1@nhacviec", date(2024, 2, 29)),
    ]


def test_an_event_is_a_whole_day_with_what_must_be_known_of_it() -> None:
    lines = unfolded(written(replace(NORTH, tasks=NORTH.tasks[:1])))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "X-WR-CALNAME:Hạn theo Cải cách hành chính năm 2024" in lines
    assert "DTSTAMP:20240311T023000Z" in lines
    assert "DTSTART;VALUE=DATE:20240315" in lines
    assert "DTEND;VALUE=DATE:20240316" in lines
    assert "SUMMARY:Hạn mục I.1: Ban hành kế hoạch cải cách hành chính" in lines
    told = unescaped(next(line for line in lines if line.startswith("DESCRIPTION:"))[12:])
    assert told.splitlines() == [
        "Ban hành kế hoạch cải cách hành chính",
        "Chủ trì: Sở Nội vụ",
        "Phối hợp: Các sở, ban, ngành",
        "Sản phẩm: - Kế hoạch;",
        "- Quyết định.",
        "Thời gian ghi trong kế hoạch: Trước ngày 15/3/2024",
        "Nguồn: Cải cách hành chính năm 2024 (số 12/KH-UBND)",
    ]


def test_a_day_that_moves_keeps_its_name() -> None:
    moved = replace(NORTH.tasks[0], deadlines=(ByDate(due=date(2024, 4, 1)),))
    assert [event.uid for event in due_events(NORTH, [moved])] == [
        event.uid for event in due_events(NORTH, NORTH.tasks[:1])
    ]


@pytest.mark.parametrize("plan", list(sample_plans()), ids=lambda plan: plan.slug)
def test_the_bundled_plans_make_calendars_that_hold_to_the_form(plan: Plan) -> None:
    text = written(plan)
    assert text.count("\n") == text.count("\r\n")
    assert all(len(line.encode("utf-8")) <= 75 for line in text.split("\r\n"))
    names = [line for line in unfolded(text) if line.startswith("UID:")]
    assert len(names) == len(set(names)) == text.count("BEGIN:VEVENT") > 0
    assert written(plan) == text


@given(plan=plans())
def test_any_plan_makes_a_calendar_whose_lines_begin_with_a_known_name(plan: Plan) -> None:
    known = {"BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "X-WR-CALNAME", "UID", "DTSTAMP", "SUMMARY"}
    known |= {"DESCRIPTION", "CATEGORIES", "TRANSP", "DTSTART;VALUE=DATE", "DTEND;VALUE=DATE"}
    assert {line.partition(":")[0] for line in unfolded(written(plan))[:-1]} <= known


@given(text=st.text(st.characters(exclude_categories=["C"])))
def test_escaping_and_folding_lose_nothing(text: str) -> None:
    folded = fold_line(f"SUMMARY:{escape(text)}")
    assert all(len(line.encode("utf-8")) <= 75 for line in folded.split("\r\n"))
    assert unescaped(folded.replace("\r\n ", "").removeprefix("SUMMARY:")) == text


def test_control_characters_cannot_break_out_of_a_line() -> None:
    event = DueEvent(uid="x", on=date(2024, 1, 1), summary="a\r\nEND:VCALENDAR\x00\x0b")
    assert "SUMMARY:a\\nEND:VCALENDAR" in unfolded(render_icalendar([event], name="", stamp=STAMP))


def test_a_reported_event_puts_its_days_into_the_calendar():
    clock = AfterEvent(offset=3, unit=Unit.WORKING_DAY, event="ngày công bố")
    task = PlanTask(key="II.4", text="Niêm yết", deadlines=(clock,))
    happened = EventReport(
        id=7, happened_on=date(2024, 4, 26), clocks=(Clock(slug="phia-bac", key="II.4", event="ngày công bố"),)
    )
    found = list(due_events(NORTH, [task], happened=[happened], calendar=load_calendar()))
    assert [(event.uid, event.on) for event in found] == [("phia-bac.II.4.1.e7@nhacviec", date(2024, 5, 4))]
    assert list(due_events(NORTH, [task], happened=[happened])) == []
