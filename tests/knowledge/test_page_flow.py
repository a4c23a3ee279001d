"""Lines of a narrow cell → its text: what the edge of the column cut is whole again, lists keep their items."""

from __future__ import annotations

import pytest

from knowledge.documents.pages.flow import Column, join_flow
from knowledge.documents.pages.lines import Line
from knowledge.documents.pages.model import Word

_LETTER = 5.0


def line(at: int, text: str) -> Line:
    """A line of letters of one width, ten points high."""
    words: list[Word] = []
    x = 0.0
    for word in text.split():
        end = x + _LETTER * len(word)
        words.append(Word(text=word, x0=x, x1=end, top=12.0 * at, bottom=12.0 * at + 10))
        x = end + _LETTER
    return Line(words=tuple(words))


@pytest.mark.parametrize(
    ("printed", "letters", "text"),
    [
        (("Trước", "15/9/20", "24"), 7, "Trước 15/9/2024"),
        (("Thông tư", "số", "13/2016", "/TTLT-BYT"), 7, "Thông tư số 13/2016/TTLT-BYT"),
        (("6", "tháng/lầ", "n"), 8, "6 tháng/lần"),
        (("Tháng 4", "- tháng", "6/2024"), 7, "Tháng 4 - tháng 6/2024"),
        (("quý 3", "2024", "15 hồ sơ"), 8, "quý 3 2024\n15 hồ sơ"),
        (("An Phú, ngày 10 tháng 7 năm", "2025"), 40, "An Phú, ngày 10 tháng 7 năm 2025"),
        (("- Sở Y tế", "- Sở Xây dựng"), 13, "- Sở Y tế\n- Sở Xây dựng"),
        (("Chủ trì:", "- tổ một;", "- tổ hai"), 9, "Chủ trì:\n- tổ một;\n- tổ hai"),
    ],
)
def test_what_the_edge_of_a_column_cut_is_whole(printed: tuple[str, ...], letters: int, text: str) -> None:
    lines = [line(at, said) for at, said in enumerate(printed)]
    assert join_flow(lines, Column(left=0.0, right=_LETTER * (letters + 0.9))) == text
