from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings

from knowledge.errors import DocumentError, StoreError, UnknownPlanError
from knowledge.fixes import SEEN, Fix
from knowledge.plan import ByDate, PlanTask, SourceSpan
from knowledge.query import PlanImport, PlanStore
from tests.factories.plans import plans, small_plan, with_task

AT = datetime(2024, 1, 31, 7, 30, tzinfo=UTC)
LATER = AT + timedelta(days=1)


def save(store, plan, *, digest="d1", at=AT):
    return store.save(plan, source_name="mau.txt", digest=digest, at=at)


def keys(changes):
    return [change.key for change in changes]


def test_an_empty_store_knows_nothing(store: PlanStore):
    assert store.slugs() == ()
    assert list(store.plans()) == []
    assert store.heads() == {}
    assert store.find_plan("mau") is None
    assert store.find_task("mau", "1.1") is None
    assert store.history("mau") == ()
    assert store.agencies() == ()
    assert store.task_ids("mau") == {}
    assert list(store.tasks("mau")) == []


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(plan=plans(), after=plans())
def test_a_plan_comes_back_as_it_was_saved(store, plan, after):
    if "mau" in store.slugs():
        store.remove("mau")
    for each in (plan, after):
        save(store, each)
        found = store.find_plan("mau")
        assert found == each
        assert store.heads() == {"mau": each.head}
        # Places and rules take no part in ==, and are kept all the same.
        assert repr(found) == repr(each)
        assert list(store.tasks("mau")) == list(each.tasks)


def test_what_a_plan_said_before_stays_known(store):
    plan = small_plan()
    save(store, plan)
    first, *others = plan.tasks
    later = replace(plan, head=replace(plan.head, signer="Lê Văn A"), tasks=(replace(first, note="mới"),))
    save(store, later, digest="d2", at=LATER)
    found = store.find_plan("mau")
    (revision,) = found.revisions
    assert (revision.source, revision.made_on) == ("mau.txt", LATER.date())
    told = [(change.key, change.does, change.field, change.after) for change in revision.changes if not change.before]
    assert told == [("", "change", "signer", "Lê Văn A"), (first.key, "change", "note", "mới")]
    gone = [(change.key, change.before) for change in revision.changes if change.does == "drop" and not change.field]
    assert gone == [(task.key, task.text) for task in others]
    assert store.history("mau")[-1].report.cells == revision.changes
    store.remove("mau")
    save(store, plan, digest="d3", at=LATER)
    assert store.find_plan("mau").revisions == ()


def test_the_first_import_adds_every_task(store):
    report = save(store, small_plan())
    assert report.created
    assert not report.unchanged
    assert keys(report.added) == ["1.1", "1.2", "2.1"]


def test_the_same_plan_again_changes_nothing(store):
    save(store, small_plan())
    ids = store.task_ids("mau")
    report = save(store, small_plan(), at=LATER)
    assert report.unchanged
    assert not report.created
    assert report.added == report.gone == report.edited == ()
    assert store.task_ids("mau") == ids
    assert len(store.history("mau")) == 1


def test_the_same_plan_from_another_file_is_a_line_of_history_and_nothing_else(store):
    save(store, small_plan())
    assert save(store, small_plan(), digest="d2", at=LATER).unchanged
    assert [record.digest for record in store.history("mau")] == ["d1", "d2"]
    assert store.history("mau")[1].report.unchanged


def test_lines_that_moved_are_no_change_but_are_kept(store):
    save(store, small_plan())
    moved = with_task(small_plan(), "1.2", source=SourceSpan(first_line=80, last_line=81))
    assert save(store, moved).unchanged
    assert store.find_task("mau", "1.2").source == SourceSpan(first_line=80, last_line=81)


def test_a_changed_plan_tells_what_changed_and_keeps_ids(store):
    save(store, small_plan())
    ids = store.task_ids("mau")
    due = ByDate(due=date(2024, 6, 30))
    changed = with_task(small_plan(), "1.1", deadlines=(due,), leads=("Văn phòng",))
    changed = with_task(changed, "1.2", product="Báo cáo năm")
    new = PlanTask(key="2.2", section_key="2", text="Sơ kết")
    changed = replace(changed, tasks=(*changed.tasks[:2], new))

    for report in (store.compare(changed), save(store, changed, digest="d2", at=LATER)):
        assert not report.unchanged
        assert keys(report.added) == ["2.2"]
        assert keys(report.gone) == ["2.1"]
        assert {change.key: set(change.fields) for change in report.edited} == {
            "1.1": {"deadlines", "leads"},
            "1.2": {"product"},
        }
        assert keys(report.moved) == ["1.1"]
        assert not report.head_changed
        assert not report.reordered

    assert store.find_plan("mau") == changed
    after = store.task_ids("mau")
    assert (after["1.1"], after["1.2"]) == (ids["1.1"], ids["1.2"])
    assert after["2.2"] not in ids.values()
    assert store.history("mau")[-1].report == report


def test_a_key_that_comes_back_is_a_new_task(store):
    save(store, small_plan())
    before = store.task_ids("mau")["2.1"]
    save(store, replace(small_plan(), tasks=small_plan().tasks[:2]))
    save(store, small_plan())
    assert store.task_ids("mau")["2.1"] != before


def test_tasks_in_another_order_are_reordered_and_keep_their_ids(store):
    save(store, small_plan())
    ids = store.task_ids("mau")
    turned = replace(small_plan(), tasks=small_plan().tasks[::-1])
    report = save(store, turned)
    assert report.reordered
    assert report.edited == ()
    assert store.find_plan("mau") == turned
    assert store.task_ids("mau") == ids
    assert list(store.task_ids("mau")) == ["2.1", "1.2", "1.1"]


@pytest.mark.parametrize(
    ("change", "flag"),
    [
        ({"head": replace(small_plan().head, number="13/KH-UBND")}, "head_changed"),
        ({"head": replace(small_plan().head, parent_documents=())}, "head_changed"),
        ({"sections": small_plan().sections[:1]}, "sections_changed"),
        ({"targets": ()}, "targets_changed"),
        ({"duties": small_plan().duties * 2}, "duties_changed"),
    ],
)
def test_what_is_not_a_task_is_told_too(store, change, flag):
    save(store, small_plan())
    changed = replace(small_plan(), **change)
    report = save(store, changed)
    assert getattr(report, flag)
    assert not report.unchanged
    assert report.edited == ()
    assert store.find_plan("mau") == changed


def test_comparing_changes_nothing(store):
    assert store.compare(small_plan()).created
    assert store.slugs() == ()


def test_plans_stand_in_the_order_of_their_first_import(store):
    for slug in ("b", "a", "c"):
        save(store, small_plan(slug))
    save(store, with_task(small_plan("b"), "1.1", text="khác"))
    assert store.slugs() == ("b", "a", "c")
    assert [plan.slug for plan in store.plans()] == ["b", "a", "c"]


def test_one_task_by_its_key(store):
    save(store, small_plan())
    assert store.find_task("mau", "1.1") == small_plan().tasks[0]
    assert store.find_task("mau", "9.9") is None
    assert store.find_task("khac", "1.1") is None


def test_several_plans_are_saved_all_or_none(store):
    good = PlanImport(plan=small_plan("a"), source_name="a", digest="1")
    twins = replace(small_plan("b"), tasks=small_plan().tasks[:1] * 2)
    with pytest.raises(DocumentError, match=r"hai nhiệm vụ cùng mã “1\.1”"):
        store.save_all([good, PlanImport(plan=twins, source_name="b", digest="2")], at=AT)
    assert store.slugs() == ()
    assert len(store.save_all([good], at=AT)) == 1


def test_a_removed_plan_is_gone_and_its_history_stays(store):
    save(store, small_plan())
    store.remove("mau")
    assert store.find_plan("mau") is None
    assert store.agencies() == ()
    assert len(store.history("mau")) == 1
    with pytest.raises(UnknownPlanError):
        store.remove("mau")


def test_an_agency_in_several_spellings_is_one(store):
    save(store, small_plan())
    found = {agency.name: agency for agency in store.agencies()}
    assert set(found) == {"Sở Tư pháp", "Các Sở, ban, ngành", "Văn phòng", "Sở Nội vụ"}
    assert found["Sở Tư pháp"].aliases == ("SỞ TƯ PHÁP",)
    assert len({agency.id for agency in found.values()}) == 4


def test_a_collective_knows_its_members_whichever_came_first(store):
    save(store, small_plan())
    save(store, with_task(small_plan("khac"), "1.1", leads=("Sở Tài chính",), supports=("Các Sở",)))
    names = {agency.id: agency.name for agency in store.agencies()}
    members = {agency.name: {names[member] for member in agency.members} for agency in store.agencies()}
    offices = {"Sở Tư pháp", "Sở Nội vụ", "Sở Tài chính"}
    assert members["Các Sở, ban, ngành"] >= offices
    assert members["Các Sở"] >= offices
    assert members["Sở Tư pháp"] == set()


def test_agency_ids_last(store):
    save(store, small_plan())
    before = {agency.name: agency.id for agency in store.agencies()}
    save(store, with_task(small_plan(), "1.2", leads=("Sở Tài chính",)))
    after = {agency.name: agency.id for agency in store.agencies()}
    assert before.items() <= after.items()


def test_instants_are_kept_in_utc(store):
    vietnam = timezone(timedelta(hours=7))
    save(store, small_plan(), at=datetime(2024, 1, 31, 7, 30, tzinfo=vietnam))
    [record] = store.history("mau")
    assert record.imported_at == datetime(2024, 1, 31, 0, 30, tzinfo=UTC)
    assert record.imported_at.tzinfo is UTC


def test_an_instant_without_a_zone_is_misuse(store):
    naive = datetime(2024, 1, 31)  # noqa: DTZ001 - the point of the test
    with pytest.raises(ValueError, match="zone"):
        save(store, small_plan(), at=naive)
    assert store.slugs() == ()


def test_history_is_oldest_first_with_its_reports(store):
    first = save(store, small_plan())
    second = save(store, with_task(small_plan(), "1.1", text="khác"), digest="d2", at=LATER)
    records = store.history("mau")
    assert [record.imported_at for record in records] == [AT, LATER]
    assert [record.report for record in records] == [first, second]
    assert records[0].source_name == "mau.txt"


def test_teachings_stay_in_order_and_once(store):
    for said in ("chích ngừa", "sở thông tin", "chích ngừa"):
        store.teach(said, "tiêm chủng", at=AT)
    assert store.teachings() == (("chích ngừa", "tiêm chủng"), ("sở thông tin", "tiêm chủng"))


def test_a_teaching_too_long_is_refused(store):
    with pytest.raises(StoreError, match="200 ký tự"):
        store.teach("a" * 201, "b", at=AT)
    assert store.teachings() == ()


def test_unanswered_questions_come_newest_first(store):
    store.log_unanswered("cũ", chat_kind="private", at=AT)
    store.log_unanswered("mới", chat_kind="group", at=LATER)
    store.log_unanswered("mới nữa", chat_kind="group", at=LATER)
    assert list(store.unanswered()) == [
        (LATER, "group", "mới nữa"),
        (LATER, "group", "mới"),
        (AT, "private", "cũ"),
    ]


def test_an_unanswered_question_with_odd_characters_is_kept_readable(store):
    store.log_unanswered("a\0b\ud800c", chat_kind="private", at=AT)
    assert [text for _, _, text in store.unanswered()] == ["a b c"]


def test_the_stamp_is_another_one_after_each_change(store):
    seen = [store.stamp()]
    save(store, small_plan())
    seen.append(store.stamp())
    save(store, with_task(small_plan(), "1.1", text="Rà soát lại"))
    seen.append(store.stamp())
    store.teach("chích ngừa", "tiêm chủng", at=AT)
    seen.append(store.stamp())
    store.remove("mau")
    seen.append(store.stamp())
    assert len(set(seen)) == len(seen)
    assert store.stamp() == seen[-1]


def test_fixes_are_kept_beside_the_plan_and_outlive_it(store):
    save(store, small_plan())
    first = Fix(key="1.2", field="time", printed="Quý H", value="Quý II")
    seen = Fix(key="1.2", field=SEEN, printed="repaired  Ô bị rách.")
    report = store.fix(with_task(small_plan(), "1.2", time="Quý II"), [first, seen], at=LATER)
    assert keys(report.edited) == ["1.2"]
    assert store.find_task("mau", "1.2").time == "Quý II"
    assert store.fixes("mau") == (first, seen)
    assert [record.source_name for record in store.history("mau")] == ["mau.txt", ""]
    store.remove("mau")
    assert store.fixes("mau") == (first, seen)


def test_of_a_cell_the_newest_fix_is_kept_and_of_doubts_each(store):
    save(store, small_plan())
    older = Fix(key="1.2", field="time", printed="Quý H", value="Quý II")
    newer = Fix(key="1.2", field="time", printed="Quý 1I", value="Quý III")
    doubts = tuple(Fix(key="1.2", field=SEEN, printed=said) for said in ("một", "hai"))
    store.fix(small_plan(), [older, *doubts], at=LATER)
    store.fix(small_plan(), [newer, *doubts], at=LATER)
    assert store.fixes("mau") == (newer, *doubts)
    assert store.fixes("khac") == ()


def test_a_fix_is_seen_by_whoever_asks_for_the_stamp(store):
    save(store, small_plan())
    before = store.stamp()
    store.fix(with_task(small_plan(), "1.2", note="Đã sửa"), [], at=LATER)
    assert store.stamp() != before
