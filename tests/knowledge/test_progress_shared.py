"""Tasks that several agencies share: what follows for the whole from the reports on its parts."""

from datetime import date

import pytest

from knowledge.progress.reports import Report, TaskState
from knowledge.progress.shared import is_shared, state_of

DAY = date(2024, 4, 5)
TWO = ("Sở Tư pháp", "Sở Nội vụ")
MANY = ("Các sở, ban, ngành",)
DONE, DOING, WAITING, DROPPED = TaskState.DONE, TaskState.DOING, TaskState.WAITING, TaskState.DROPPED


def reports(*said: tuple[str, TaskState] | tuple[str, TaskState, int]) -> list[Report]:
    """Reports on parts ("" = the whole) in order of time."""
    return [
        Report(id=number, task=("x", "1"), agency=agency, state=state, percent=rest[0] if rest else None)
        for number, (agency, state, *rest) in enumerate(said, start=1)
    ]


@pytest.mark.parametrize(
    ("leads", "said", "state", "percent"),
    [
        (TWO, [], TaskState.NOT_STARTED, 0),
        (TWO, [("", DONE)], DONE, 100),
        (TWO, [("Sở Tư pháp", DONE)], DOING, 50),
        (TWO, [("SỞ TƯ PHÁP", DONE), ("Sở Nội vụ", DONE)], DONE, 100),
        (TWO, [("Sở Tư pháp", DOING, 60), ("Sở Nội vụ", DONE)], DOING, 80),
        (TWO, [("Sở Tư pháp", DONE), ("Sở Nội vụ", DROPPED)], DONE, 100),
        (TWO, [("Sở Tư pháp", DONE), ("Sở Nội vụ", WAITING, 100)], WAITING, 100),
        (TWO, [("Sở Tư pháp", TaskState.NOT_STARTED)], TaskState.NOT_STARTED, 0),
        (MANY, [("Sở Tư pháp", DONE)], DOING, 0),  # nobody knows of the others
        (MANY, [("Sở Tư pháp", DONE), ("", DONE)], DONE, 100),  # a leader says so of all
        (MANY, [("", DONE), ("Sở Tư pháp", DOING, 40)], DOING, 0),  # a part begun anew
    ],
)
def test_the_whole_follows_from_its_parts(leads, said, state, percent):
    assert state_of(reports(*said), leads, DAY) == (state, percent)


def test_a_report_on_a_past_occurrence_says_nothing_of_the_next():
    part = Report(id=1, task=("x", "1"), agency="Sở Tư pháp", state=DONE, due_on=date(2024, 3, 17))
    assert state_of([part], TWO, date(2024, 3, 17)) == (DOING, 50)
    assert state_of([part], TWO, DAY) == (TaskState.NOT_STARTED, 0)


def test_one_agency_alone_speaks_for_its_task():
    assert not is_shared(("Sở Tư pháp",))
    assert not is_shared(())
    assert is_shared(TWO)
    assert is_shared(MANY)
