"""Text: one form, one folded form of the same length, words that are slices of the original."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.text import fold, folded_words, forms, nfc, squeeze, words

ANY = st.text(max_size=80)
VIETNAMESE = st.text(st.sampled_from("aăâeêioôơuưyđáàảãạấầẩẫậốồổỗộứừửữựýỳỷỹỵ ĐÁẢƯỜNG0123456789/-.,%\n"), max_size=60)
TEXTS = ANY | VIETNAMESE


@given(TEXTS)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_a_folded_text_keeps_the_places_of_its_original(text: str) -> None:
    assert len(fold(text)) == len(nfc(text))


@given(TEXTS)
def test_nfc_twice_is_nfc_once(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text)


@given(TEXTS)
def test_words_are_slices_in_order(text: str) -> None:
    composed, folded = nfc(text), fold(text)
    last = 0
    for word in words(text):
        assert composed[word.start : word.end] == word.typed
        assert folded[word.start : word.end] == word.folded
        assert last <= word.start < word.end
        last = word.end


@given(VIETNAMESE)
def test_decomposed_text_is_the_same_text(text: str) -> None:
    apart = unicodedata.normalize("NFD", text)
    assert words(apart) == words(text)
    assert fold(apart) == fold(text)


@given(TEXTS)
def test_an_index_sees_the_words_that_a_question_sees(text: str) -> None:
    """Both sides of the search cut words by one rule, or a text would not find itself."""
    assert [folded for folded, _ in forms(text)] == [word.folded for word in words(text)]
    assert len(folded_words(text)) == len(words(text))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đường ĐẤT đỏ", "duong dat do"),
        ("Ðà Nẵng gõ bằng chữ Ð", "da nang go bang chu d"),
        ("ƯỠN NGỰC", "uon nguc"),
        ("thuỷ lợi, thủy lợi", "thuy loi, thuy loi"),
        ("a\u00a0b\u200bc\td", "a b c d"),
        ("ba dòng\nhai", "ba dong\nhai"),
        ("ﬁle ß ½ ²", "ﬁle ß ½ ²"),
        ("", ""),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mục 4.1, VI.8?", ["mục", "4.1", "VI", "8"]),
        ("Kế hoạch 170/KH-VP ngày 02/12/2022", ["Kế", "hoạch", "170/KH-VP", "ngày", "02/12/2022"]),
        ("mấy % hồ sơ", ["mấy", "%", "hồ", "sơ"]),
        ("số hóa😀xong", ["số", "hóa", "xong"]),
        ("hoa1 chur2", ["hoa1", "chur2"]),
        ("5.000 cây; 2,4 km.", ["5.000", "cây", "2,4", "km"]),
        ("an_toàn", ["an", "toàn"]),
        ("?!…", []),
    ],
)
def test_cuts_words(text: str, found: list[str]) -> None:
    assert [word.typed for word in words(text)] == found


def test_squeezes_white_space() -> None:
    assert squeeze("  a \n\t b ") == "a b"
