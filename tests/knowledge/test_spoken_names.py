"""What people call agencies, by the examples of the data file."""

from __future__ import annotations

import pytest

from knowledge.agency_words import canon
from knowledge.spoken_names import examples, spoken_names


@pytest.mark.parametrize(("printed", "said"), examples())
def test_an_example_is_called_so(printed: str, said: str) -> None:
    assert canon(said) in map(canon, spoken_names(printed))


@pytest.mark.parametrize("name", ["Sở Tài chính", "", "Các Sở, Ban, ngành", "Phòng Công nghệ"])
def test_others_have_no_name_in_talk(name: str) -> None:
    assert spoken_names(name) == ()


def test_the_printed_name_is_not_among_them() -> None:
    assert "Ban Chỉ huy Quân sự" not in spoken_names("Ban Chỉ huy Quân sự")
