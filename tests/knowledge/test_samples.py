from __future__ import annotations

from datetime import UTC, datetime

import pytest

from knowledge.deadline_fields import deadline_trouble
from knowledge.plan_file import read_plan_file, render_plan_file
from knowledge.samples import fill_if_empty, sample_plans, sample_slugs
from knowledge.store.memory import MemoryPlanStore
from tests.factories.plans import small_plan

AT = datetime(2024, 1, 31, tzinfo=UTC)
PLANS = tuple(sample_plans())


def test_five_plans_come_bundled():
    assert sorted(sample_slugs()) == ["dong-nai", "lam-dong", "quang-nam", "so-khcn", "trung-luong"]
    assert tuple(plan.slug for plan in PLANS) == sample_slugs()


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.slug)
def test_a_bundled_plan_is_whole(plan):
    sections = {section.key for section in plan.sections}
    assert plan.head.title
    assert plan.head.issuer
    assert plan.targets
    assert plan.duties
    for task in plan.tasks:
        assert task.text
        assert task.section_key in sections or not task.section_key
        assert task.source.first_line
        assert bool(task.time) >= bool(task.deadlines) or task.key.startswith("CT.")
        assert not any(map(deadline_trouble, task.deadlines))
        assert len(set(task.leads)) == len(task.leads)
        assert len(set(task.supports)) == len(task.supports)


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.slug)
def test_export_and_import_give_a_bundled_plan_back(plan):
    back = read_plan_file(render_plan_file(plan), name=plan.slug)
    assert back == plan
    assert repr(back) == repr(plan)


def test_an_empty_store_is_filled_once():
    store = MemoryPlanStore()
    assert fill_if_empty(store, AT)
    assert store.slugs() == sample_slugs()
    assert not fill_if_empty(store, AT)
    assert len(store.history("dong-nai")) == 1


def test_a_store_with_a_plan_of_its_own_is_left_alone():
    store = MemoryPlanStore()
    store.save(small_plan(), source_name="mau.txt", digest="d", at=AT)
    assert not fill_if_empty(store, AT)
    assert store.slugs() == ("mau",)
