"""Words of several syllables: those given, those learnt from texts, and a message's missing ones made whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlu.compounds import Compounds, load_compounds
from nlu.errors import LexicalFileError
from nlu.segment import segments
from nlu.text import folded_words


def words_of(text: str, compounds: Compounds) -> list[str]:
    folded = folded_words(text)
    return [" ".join(folded[start:end]) for start, end in compounds.words_of(folded)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("thủ tục hành chính", ["thu tuc", "hanh chinh"]),
        ("kế hoạch kiểm soát thủ tục", ["ke hoach", "kiem soat", "thu tuc"]),
        ("tỷ lệ thanh toan truc tuyen", ["ty le", "thanh toan", "truc tuyen"]),
        ("số đường dây nóng", ["duong day nong"]),
        ("hồ sơ hóa đơn", ["ho so", "hoa don"]),
        ("xã nào", []),
        ("", []),
    ],
)
def test_known_words_are_told_in_a_message(text: str, expected: list[str]) -> None:
    assert words_of(text, load_compounds()) == expected


@pytest.mark.parametrize(
    ("text", "missing", "expected"),
    [
        ("tỷ lệ thanh toán trực tuyến", {3}, "thanh toán"),
        ("tỷ lệ thanh toán trực tuyến", {3, 5}, "thanh toán trực tuyến"),
        ("xã nào làm camera", {3}, "camera"),
        ("xã nào làm camera", set(), ""),
    ],
)
def test_a_missing_syllable_names_its_word(text: str, missing: set[int], expected: str) -> None:
    typed = text.split()
    whole = load_compounds().completed(folded_words(text), missing)
    assert " ".join(typed[at] for at in whole) == expected


def test_words_are_learnt_from_segmented_texts() -> None:
    texts = [segments(text) for text in ("Trồng rừng ngập mặn ven biển", "Nuôi tôm hùm ven biển", "Rừng ngập mặn")]
    learnt = load_compounds().learning(texts)
    assert "ngap man" in words_of("rung ngap man", learnt)
    assert "ngap man" not in words_of("rung ngap man", load_compounds())


def test_neighbours_across_words_are_not_learnt() -> None:
    rightly = (("cong",), ("thong", "tin"))
    learnt = Compounds({}).learning([(("cong", "thong"), ("tin",)), rightly, rightly, (("tthc", "nay"),)])
    assert ("thong", "tin") in learnt
    assert ("cong", "thong") not in learnt
    assert ("tthc", "nay") not in learnt


def test_longer_words_are_learnt_where_they_hold_no_other() -> None:
    learnt = Compounds({}).learning([(("quoc", "gia"), ("cong", "quoc", "gia"), ("duong", "day", "nong"))])
    assert ("duong", "day", "nong") in learnt
    assert ("cong", "quoc", "gia") not in learnt


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "compounds.toml"
    path.write_text('words = ["xã"]', encoding="utf-8")
    with pytest.raises(LexicalFileError, match=r"compounds\.toml"):
        load_compounds(path)


def test_a_word_typed_with_other_marks_is_no_known_word() -> None:
    known = load_compounds()
    assert known.agrees(("phan", "cong"), ("phân", ""))
    assert not known.agrees(("phan", "cong"), ("phần", "công"))
    assert known.agrees(("khong", "co"), ("không", "có")), "what is not in the list has no marks to disagree with"
