"""Lists whose pages can be turned, on every database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from knowledge.office.lists import KEPT
from knowledge.office.people import Deed
from knowledge.store.office import office_of

AT = datetime(2024, 3, 11, 1, tzinfo=UTC)


@pytest.fixture
def office(sql_store):
    return office_of(sql_store.engine)


def test_a_list_is_kept_for_whoever_asked_for_it(office):
    office.lists.keep("telegram", "7", "ab", "[1]", AT)
    office.lists.keep("telegram", "7", "ab", "[2]", AT)
    assert office.lists.find("telegram", "7", "ab") == "[2]"
    assert [office.lists.find(*who, "ab") for who in (("telegram", "8"), ("zalo", "7"))] == [None, None]
    assert office.lists.find("telegram", "7", "cd") is None


def test_a_list_goes_with_time(office):
    office.lists.keep("telegram", "7", "ab", "[1]", AT)
    office.lists.keep("telegram", "8", "cd", "[2]", AT + KEPT)
    assert office.lists.find("telegram", "7", "ab") == "[1]"
    office.lists.keep("telegram", "8", "ef", "[3]", AT + KEPT + timedelta(seconds=1))
    assert office.lists.find("telegram", "7", "ab") is None
    assert office.lists.find("telegram", "8", "cd") == "[2]"


def test_a_list_goes_with_its_person(office):
    office.lists.keep("telegram", "7", "ab", "[1]", AT)
    office.lists.keep("telegram", "8", "ab", "[1]", AT)
    office.people.forget("telegram", "7", Deed(at=AT, action="forget"))
    assert (office.lists.find("telegram", "7", "ab"), office.lists.find("telegram", "8", "ab")) == (None, "[1]")
