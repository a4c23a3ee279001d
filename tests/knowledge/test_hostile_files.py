"""Files that harm are refused in one sentence before any library opens them; those that only look so are read."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import pytest

from knowledge.documents.reading import read_document
from knowledge.errors import DocumentError
from knowledge.ingest.assembly import read_plan
from tests.factories import hostile

REFUSED = [
    (hostile.packed_too_tightly, "nén bất thường"),
    (hostile.of_too_many_parts, "nén bất thường"),
    (hostile.unpacked_too_large, "nén bất thường"),
    (hostile.inside_another, "giải nén"),
    (hostile.multiplying, "thực thể XML"),
    (hostile.fetching, "thực thể XML"),
    (hostile.fetching_in_wide_letters, "thực thể XML"),
    (hostile.leading_outside, "đường dẫn bất thường"),
    (hostile.leading_to_a_drive, "đường dẫn bất thường"),
    (hostile.locked_parts, "mật khẩu"),
    (hostile.locked_whole, "mật khẩu"),
    (hostile.locked_open_document, "mật khẩu"),
    (hostile.cut_short, "hỏng"),
    (hostile.torn_inside, "hỏng"),
    (hostile.damaged_inside, "hỏng"),
    (hostile.without_text, "hỏng"),
    (hostile.empty_archive, "giải nén"),
    (hostile.nested_deeply, "hỏng"),
    (hostile.strict, "Strict Open XML"),
    (hostile.slides, "PowerPoint"),
    (hostile.mail, "tệp đính kèm"),
    (hostile.mail_of_outlook, "tệp đính kèm"),
    (hostile.packed_otherwise, "giải nén"),
    (hostile.picture_of_a_phone, "JPG"),
]


@pytest.mark.parametrize(("make", "said"), REFUSED, ids=lambda value: getattr(value, "__name__", None))
def test_a_file_that_harms_is_refused_in_one_sentence(make: Callable[[], bytes], said: str) -> None:
    data = make()
    tracemalloc.start()
    try:
        with pytest.raises(DocumentError) as refused:
            read_document(data, "ke-hoach.docx")
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()
    sentence = str(refused.value)
    assert said in sentence
    assert sentence.count("\n") == 0
    assert sentence.endswith(".")
    assert "ke-hoach.docx" in sentence


@pytest.mark.parametrize("name", ["ke-hoach.pdf", "ke-hoach.txt", "ke-hoach.doc", "ke-hoach"])
def test_a_file_is_what_it_holds_not_what_it_is_called(name: str) -> None:
    plan = read_plan(read_document(hostile.word_plan(), name))
    assert [task.text for task in plan.tasks] == ["Rà soát"]


@pytest.mark.parametrize("name", ["ke-hoach.docx", "ke-hoach.pdf"])
def test_text_under_the_name_of_another_format_is_text(name: str) -> None:
    assert [task.text for task in read_plan(read_document(hostile.TEXT, name)).tasks] == ["Rà soát"]


@pytest.mark.parametrize(
    "content_type",
    [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    ],
)
def test_files_with_macros_and_templates_are_word_files_too(content_type: str) -> None:
    plan = read_plan(read_document(hostile.of_kind(content_type), "ke-hoach.docm"))
    assert [task.text for task in plan.tasks] == ["Rà soát"]


def test_a_part_that_stands_in_another_file_is_told() -> None:
    plan = read_plan(read_document(hostile.with_inserted_file(), "ke-hoach.docx"))
    assert any("chèn từ một tệp khác" in warning.message for warning in plan.warnings)


def test_a_cell_is_no_wider_than_word_makes_one() -> None:
    assert read_document(hostile.reaching_too_far(), "ke-hoach.docx").lines == ("TT", "")


def test_macros_are_told_and_not_run() -> None:
    plan = read_plan(read_document(hostile.with_macros(), "ke-hoach.docm"))
    assert [task.text for task in plan.tasks] == ["Rà soát"]
    assert any("macro" in warning.message for warning in plan.warnings)
