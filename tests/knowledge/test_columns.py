"""Every heading rule reads its examples and not its counter-examples."""

from __future__ import annotations

import pytest

from knowledge.columns import columns, find_labels, is_heading_row, read_heading
from knowledge.ingest.natures import nature_of, natures

EXAMPLES = [(column.id, text) for column in columns() for text in column.examples]
COUNTER_EXAMPLES = [(column.id, text) for column in columns() for text in column.counter_examples]


@pytest.mark.parametrize(("role", "text"), EXAMPLES)
def test_examples(role: str, text: str) -> None:
    assert read_heading(text) == role
    assert read_heading(text.upper()) == role


@pytest.mark.parametrize(("role", "text"), COUNTER_EXAMPLES)
def test_counter_examples(role: str, text: str) -> None:
    assert read_heading(text) != role


def test_a_row_of_cells_is_no_heading_row() -> None:
    assert is_heading_row(["STT", "Nội dung công việc", "Cơ quan chủ trì", "Thời gian thực hiện"])
    assert not is_heading_row(["1", "Kết quả giải quyết được công khai", "Sở Nội vụ", "Thường xuyên"])


def test_labels_inside_a_sentence() -> None:
    text = "Tập huấn (chủ trì: Sở Y tế, phối hợp: Sở Tư pháp; thời gian hoàn thành: tháng 5)"
    assert [role for _, _, role in find_labels(text)] == ["lead", "support", "time"]


def test_natures_have_first_words() -> None:
    assert set(natures()) == {"task", "product", "goal"}
    assert nature_of("Rà soát, cập nhật thủ tục") == "task"
    assert nature_of("Báo cáo kết quả") == "product"
    assert nature_of("100% hồ sơ đúng hạn") == "goal"
