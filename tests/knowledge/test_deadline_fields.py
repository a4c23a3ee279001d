from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.deadline_fields import OPTIONAL, REQUIRED, deadline_fields, deadline_trouble, make_deadline
from tests.factories.plans import deadlines


@given(deadline=deadlines())
def test_fields_give_the_deadline_back(deadline):
    fields = deadline_fields(deadline)
    assert next(iter(fields)) == "kind"
    assert None not in fields.values()
    assert repr(make_deadline(fields, source=deadline.source, rule=deadline.rule)) == repr(deadline)
    assert deadline_trouble(deadline) == ""


NAMES = sorted({name for fields in (*REQUIRED.values(), *OPTIONAL.values()) for name in fields})
VALUES = st.none() | st.booleans() | st.integers() | st.dates() | st.text(max_size=5) | st.floats()


@given(kind=st.sampled_from([*REQUIRED, "", "ngày"]), fields=st.dictionaries(st.sampled_from(NAMES), VALUES))
def test_whatever_is_given_is_read_or_refused_with_a_clause(kind, fields):
    try:
        make_deadline({"kind": kind, **fields})
    except ValueError as error:
        said = str(error)
        assert "“" in said
        assert not said.endswith(".")


@pytest.mark.parametrize("value", [True, "3", 3.0, None])
def test_a_count_is_a_whole_number(value):
    fields = {"kind": "relative", "unit": "day", "direction": "after", "event": "x", "offset": value}
    with pytest.raises(ValueError, match="“offset” phải là số nguyên"):
        make_deadline(fields)


def test_a_day_with_an_hour_is_no_day():
    with pytest.raises(ValueError, match="“due” phải là ngày"):
        make_deadline({"kind": "date", "due": datetime(2024, 1, 1)})  # noqa: DTZ001 - as TOML gives it
