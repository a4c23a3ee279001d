"""Reports on tasks and reported events: the same on SQLite and PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from knowledge.office.days import AddedDay
from knowledge.office.people import Deed, Invitation, Role
from knowledge.progress.events import Clock, EventReport
from knowledge.progress.reports import Report, TaskState, percent_of, state_on
from knowledge.store.office import office_of
from knowledge.store.progress import SqlProgress
from knowledge.store.progress_events import SqlEvents

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
TASK = ("quang-nam", "VI.8")
SLUGS = ("quang-nam",)


@pytest.fixture
def progress(sql_store) -> SqlProgress:
    return SqlProgress(sql_store.engine)


@pytest.fixture
def events(sql_store) -> SqlEvents:
    return SqlEvents(sql_store.engine)


@pytest.fixture
def officers(sql_store) -> tuple[int, int]:
    people = office_of(sql_store.engine).people
    found = []
    for person in ("a", "b"):
        invitation = Invitation(role=Role.FOCAL, agency="Sở Tư pháp", expires_at=AT + timedelta(hours=1))
        people.invite(person * 64, invitation, Deed(at=AT, action="invite"))
        redeemed = people.redeem(
            person * 64, channel="t", person=person, chat=person, name=person, deed=Deed(at=AT, action="redeem")
        )
        assert redeemed is not None
        found.append(redeemed[0].officer.id)
    return found[0], found[1]


def deed(actor: int | None, event: str = "", minutes: int = 0, action: str = "report_progress") -> Deed:
    return Deed(at=AT + timedelta(minutes=minutes), action=action, actor=actor, event=event)


def test_nothing_is_reported_at_first(progress):
    assert progress.latest(SLUGS) == {}
    assert progress.history(TASK) == ()
    assert not progress.needs_approval("quang-nam")


def test_a_report_is_kept_with_who_and_when(progress, officers):
    said = Report(task=TASK, state=TaskState.DOING, percent=60, note="đang chờ dữ liệu", document="12/BC-STP")
    kept = progress.report(said, deed(officers[0], "t:1"))
    assert (kept.state, kept.percent, kept.note, kept.document) == (said.state, 60, said.note, said.document)
    assert (kept.officer, kept.at) == (officers[0], AT)
    assert progress.latest(SLUGS) == {TASK: (kept,)}
    assert progress.latest(("other",)) == {}


def test_a_message_that_comes_again_changes_nothing(progress, officers):
    first = progress.report(Report(task=TASK, state=TaskState.DONE), deed(officers[0], "t:1"))
    later = progress.report(Report(task=TASK, state=TaskState.DOING), deed(officers[0], "t:2", 1))
    again = progress.report(Report(task=TASK, state=TaskState.DONE), deed(officers[0], "t:1", 2))
    assert again == first == progress.made_by("t:1")
    assert progress.made_by("t:9") is None
    assert progress.latest(SLUGS)[TASK] == (later,)
    assert len(progress.history(TASK)) == 2


def test_one_message_may_speak_of_several_tasks(progress, officers):
    for key in ("VI.8", "VI.9"):
        progress.report(Report(task=("quang-nam", key), state=TaskState.DONE), deed(officers[0], "t:1"))
    assert len(progress.latest(SLUGS)) == 2


def test_who_reported_takes_it_back_and_nobody_else(progress, officers):
    first = progress.report(Report(task=TASK, state=TaskState.DOING), deed(officers[0], "t:1"))
    last = progress.report(Report(task=TASK, state=TaskState.DONE), deed(officers[0], "t:2"))
    assert progress.undo(last.id, deed(officers[1])) is None
    assert progress.undo(first.id, deed(officers[0])) is None, "not the latest"
    assert progress.undo(999, deed(officers[0])) is None
    undone = progress.undo(last.id, deed(officers[0], minutes=5))
    assert undone is not None
    assert undone.undone_at == AT + timedelta(minutes=5)
    assert progress.undo(last.id, deed(officers[0], minutes=9)) == undone
    assert progress.latest(SLUGS) == {TASK: (first,)}
    assert [report.state for report in progress.history(TASK)] == [TaskState.DOING, TaskState.DONE]


def test_each_part_of_a_shared_task_has_its_own_report(progress, officers):
    whole = progress.report(Report(task=TASK, state=TaskState.DOING), deed(officers[1], "t:0"))
    law = progress.report(Report(task=TASK, agency="Sở Tư pháp", state=TaskState.DOING), deed(officers[0], "t:1"))
    home = progress.report(Report(task=TASK, agency="Sở Nội vụ", state=TaskState.DONE), deed(officers[1], "t:2"))
    assert progress.latest(SLUGS) == {TASK: (whole, law, home)}
    done = progress.report(Report(task=TASK, agency="Sở Tư pháp", state=TaskState.DONE), deed(officers[0], "t:3"))
    assert progress.latest(SLUGS) == {TASK: (whole, home, done)}
    assert progress.undo(done.id, deed(officers[0])) is not None
    assert progress.undo(home.id, deed(officers[1])) is not None, "the latest of its own part"
    assert progress.latest(SLUGS) == {TASK: (whole, law)}


def test_what_nobody_signed_cannot_be_taken_back_by_anybody(progress):
    kept = progress.report(Report(task=TASK, state=TaskState.DONE), deed(None))
    assert progress.undo(kept.id, deed(None)) is None


def test_reports_wait_for_a_leader_until_one_decides(progress, officers):
    progress.set_approval("quang-nam", True, deed(officers[1], "t:0", action="set_approval"))
    assert progress.needs_approval("quang-nam")
    waiting = progress.report(Report(task=TASK, state=TaskState.WAITING), deed(officers[0], "t:1"))
    assert progress.waiting(SLUGS) == (waiting,)
    progress.report(Report(task=TASK, state=TaskState.DONE), deed(officers[1], "t:2", action="approve_progress"))
    assert progress.waiting(SLUGS) == ()


def test_reports_stay_when_who_made_them_is_forgotten(progress, officers, sql_store):
    kept = progress.report(Report(task=TASK, state=TaskState.DONE), deed(officers[0], "t:1"))
    office_of(sql_store.engine).people.forget("t", "a", deed(officers[0], action="forget"))
    assert progress.latest(SLUGS) == {TASK: (replace(kept, officer=None),)}


def test_words_that_no_database_keeps_do_no_harm(progress, officers):
    kept = progress.report(
        Report(task=TASK, state=TaskState.DROPPED, note="a\0\ud800b" * 2000), deed(officers[0], "t:1")
    )
    assert kept.note.startswith("a  b")
    assert len(kept.note) == 2000


def test_the_last_report_of_an_officer_is_found_to_be_taken_back(progress, officers):
    assert progress.last_by(officers[0]) is None
    first = progress.report(Report(task=TASK, state=TaskState.DOING), deed(officers[0], "t:1"))
    progress.report(Report(task=("x", "1"), state=TaskState.DONE), deed(officers[1], "t:2"))
    assert progress.last_by(officers[0]) == first
    older = progress.report(Report(task=("x", "2"), state=TaskState.DOING), deed(officers[0], "t:3"))
    undone = progress.undo(older.id, deed(officers[0], "t:4"))
    assert progress.last_by(officers[0], "t:4") == undone, "the same event again takes nothing else back"
    assert progress.last_by(officers[0]) == first
    progress.undo(first.id, deed(officers[0]))
    assert progress.last_by(officers[0]) is None


def test_words_wait_for_their_officer_and_not_for_ever(progress, officers):
    kept = progress.keep_words("xong việc số hóa", deed(officers[0], "t:1"))
    assert progress.keep_words("khác", deed(officers[0], "t:1", 5)) == kept
    assert progress.find_words(kept.id, officers[0]) == kept
    assert progress.find_words(kept.id, officers[1]) is None
    progress.keep_words("sau này", deed(officers[0], "t:2", minutes=60 * 24 * 4))
    assert progress.find_words(kept.id, officers[0]) is None


def test_a_report_on_an_occurrence_stands_until_its_day():
    report = Report(task=TASK, state=TaskState.DONE, due_on=date(2024, 3, 17))
    assert state_on(report, date(2024, 3, 17)) is TaskState.DONE
    assert state_on(report, date(2024, 3, 18)) is TaskState.NOT_STARTED
    assert state_on(None, date(2024, 3, 18)) is TaskState.NOT_STARTED
    assert percent_of(report, TaskState.NOT_STARTED) == 0
    assert percent_of(replace(report, percent=40), TaskState.DONE) == 100
    assert percent_of(replace(report, state=TaskState.DOING, percent=40), TaskState.DOING) == 40


CLOCKS = (
    Clock(slug="quang-nam", key="II.4", event="ngày quyết định công bố"),
    Clock(slug="dong-nai", key="2.1", event="x"),
)


def test_an_event_starts_its_clocks_once_and_can_be_revoked(events, officers):
    said = EventReport(happened_on=date(2024, 3, 12), clocks=CLOCKS, words="đã ký", document="123/QĐ-UBND")
    kept = events.report_event(said, deed(officers[0], "t:1", action="report_event"))
    assert (kept.happened_on, kept.clocks, kept.words, kept.document) == (
        said.happened_on,
        CLOCKS,
        "đã ký",
        "123/QĐ-UBND",
    )
    assert events.report_event(said, deed(officers[0], "t:1", 3, action="report_event")) == kept
    assert events.standing_events(SLUGS) == (kept,) == events.standing_events(("dong-nai", "quang-nam"))
    assert events.standing_events(("other",)) == ()
    revoked = events.revoke_event(kept.id, deed(officers[1], "t:2", 4, action="revoke_event"))
    assert revoked is not None
    assert revoked.revoked_at == AT + timedelta(minutes=4)
    assert events.revoke_event(kept.id, deed(officers[1], "t:3", 9, action="revoke_event")) == revoked
    assert events.standing_events(SLUGS) == ()
    assert events.find_event(kept.id) == revoked
    assert events.revoke_event(999, deed(officers[1], "t:4", action="revoke_event")) is None


def test_days_are_set_once_an_event_and_taken_out(sql_store, officers):
    days = office_of(sql_store.engine).days
    swap = AddedDay(on=date(2026, 11, 23), works=False, name="Hoán đổi với 28/11")
    days.set_day(swap, deed(officers[0], "t:1", action="set_day"))
    days.set_day(replace(swap, name="khác"), deed(officers[0], "t:1", action="set_day"))
    work = AddedDay(on=date(2026, 11, 28), works=True, name="Bù")
    days.set_day(work, deed(officers[0], "t:2", action="set_day"))
    assert days.days() == (swap, work)
    days.set_day(replace(swap, name="mới"), deed(officers[0], "t:3", action="set_day"))
    assert days.days() == (replace(swap, name="mới"), work)
    assert days.drop_day(swap.on, deed(officers[0], "t:4", action="drop_day"))
    assert not days.drop_day(swap.on, deed(officers[0], "t:4", action="drop_day"))
    assert days.days() == (work,)
