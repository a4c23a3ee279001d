"""Which printed event a message speaks of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.event_matching import match_events

EVENTS = (
    "ngày Bộ trưởng, Thủ trưởng cơ quan ngang bộ ký ban hành Danh mục TTHC",
    "khi văn bản QPPL được ban hành",
    "ngày ký ban hành Quyết định công bố thừa ủy quyền của Chủ tịch UBND tỉnh",
    "ngày quyết định công bố",
    "khi có báo cáo kết quả giải quyết",
    "ngày nhận được phản ánh, kiến nghị",
)


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("đã ký quyết định công bố hôm qua", 3),
        ("da ky quyet dinh cong bo hom qua", 3),
        ("vừa ký QĐ công bố", 3),
        ("văn bản quy phạm pháp luật được ban hành", 1),
        ("VBQPPL vừa ban hành", 1),
        ("quyết định công bố thừa ủy quyền đã ký", 2),
        ("vừa nhận được phản ánh của dân", 5),
        ("Bộ trưởng ký danh mục TTHC", 0),
        ("đã có báo cáo kết quả giải quyết", 4),
    ],
)
def test_the_likeliest_event_comes_first(text, best):
    assert match_events(text, EVENTS)[0].at == best


def test_other_decisions_that_the_words_fit_are_offered_too():
    found = match_events("đã ký quyết định công bố", EVENTS)
    assert [match.at for match in found if match.covered > 0.9] == [3, 2]


def test_nothing_fits_what_no_plan_waits_for():
    assert all(match.covered < 0.5 for match in match_events("đã ký hợp đồng mua sắm máy tính", EVENTS))
    assert match_events("", EVENTS) == ()
    assert match_events("đã ký hôm qua", ()) == ()


@given(text=st.text(max_size=200), events=st.lists(st.text(max_size=60), max_size=5))
def test_shares_stay_shares(text, events):
    for match in match_events(text, events):
        assert 0 <= match.covered <= 1.0001
        assert 0 <= match.told <= 1.0001
