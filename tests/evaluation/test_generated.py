from __future__ import annotations

from itertools import islice

from evaluation.generated import generate_plans, generate_questions


def test_made_up_plans_are_the_same_every_run_and_their_keys_unique() -> None:
    plans = list(generate_plans(1500))
    assert [len(plan.tasks) for plan in plans] == [1000, 500]
    assert plans == list(generate_plans(1500))
    assert all(len({task.key for task in plan.tasks}) == len(plan.tasks) for plan in plans)


def test_questions_name_tasks_that_exist() -> None:
    refs = {f"{plan.slug}/{task.key}" for plan in generate_plans(1200) for task in plan.tasks}
    questions = list(islice(generate_questions(1200, 20), 20))
    assert len(questions) == 20
    assert {ref for _, ref in questions} <= refs
