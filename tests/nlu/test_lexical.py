"""The data of the language: it loads, it is checked, and it keeps clear of its own traps."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from nlu import gazetteer, lexical
from nlu.errors import LexicalFileError, NluError
from nlu.rule_file import DATA
from nlu.text import fold, folded_words, nfc
from nlu.timex_rules import time_rules
from nlu.tone import tone_last


def _says(said: str, printed: str) -> bool:
    wanted = tuple(folded_words(printed))
    return any(
        wanted in [p.folded for p in group.printed]
        for group in lexical.synonyms_by_phrase().get(tuple(folded_words(said)), ())
    )


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("chích ngừa", "tiêm chủng"),
        ("làm đường bê tông", "giao thông nông thôn"),
        ("dạy nghề", "đào tạo nghề"),
        ("khám tuyển", "gọi công dân nhập ngũ"),
        ("sao y", "chứng thực bản sao"),
        ("vid", "video"),
        ("tham quan", "học tập kinh nghiệm"),
        ("qua mạng", "trực tuyến"),
        ("treo bảng", "niêm yết"),
        ("rút gọn", "đơn giản hóa"),
        ("tiền", "kinh phí"),
        ("chong bao", "thiên tai"),
        ("dọn vệ sinh", "vệ sinh môi trường"),
        ("xuất khẩu lao động", "đưa người lao động đi làm việc ở nước ngoài"),
        ("loa phường", "truyền thanh cơ sở"),
    ],
)
def test_what_officers_say_leads_to_what_plans_print(said: str, printed: str) -> None:
    assert _says(said, printed)


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("phối hợp", "họp"),
        ("hướng dẫn", "người dân"),
        ("di linh", "gọi công dân nhập ngũ"),
        ("chay", "vận hành"),
        ("dạy nghề", "giáo dục"),
        ("rà soát", "kiểm tra"),
        ("cam on", "cán bộ"),
    ],
)
def test_unlike_things_are_not_tied(said: str, printed: str) -> None:
    assert not _says(said, printed)


def _holds(sentence: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    return any(sentence[at : at + len(phrase)] == phrase for at in range(len(sentence)))


_EXAMPLES = [(group, example) for group in lexical.synonyms() for example in group.examples]


@pytest.mark.parametrize(("group", "example"), _EXAMPLES, ids=[group.id for group, _ in _EXAMPLES])
def test_what_an_example_says_is_expanded_to_what_it_prints(group: lexical.SynonymGroup, example: str) -> None:
    said, printed = (tuple(folded_words(side)) for side in example.split(" ↔ "))
    spoken = [p.folded for p in group.said if _holds(said, p.folded) and not _holds(printed, p.folded)]
    assert spoken, "no phrase of the group is said, or the plan prints the very words"
    assert any(
        _holds(printed, other.folded)
        for phrase in spoken
        for reading in lexical.synonyms_by_phrase()[phrase]
        if reading.id == group.id
        for other in reading.printed
    )


def test_there_are_enough_words_and_no_idea_twice() -> None:
    groups = lexical.synonyms()
    assert len(groups) >= 600
    assert len(_EXAMPLES) >= 60
    assert len(lexical.chat_words()) >= 150
    assert sum(map(len, lexical.abbreviations().values())) >= 200
    assert all(0 < group.weight <= 1 for group in groups)
    for group in groups:
        assert max(Counter(p.folded for p in group.said).values()) == 1, group.id


def test_verbs_of_producing_are_weak_evidence() -> None:
    for verb in ("soạn", "tham mưu", "báo cáo", "cập nhật", "rà soát", "hỗ trợ"):
        for group in lexical.synonyms_by_phrase().get(tuple(folded_words(verb)), ()):
            assert group.weight <= 0.5, (verb, group.id)


def test_no_synonym_is_a_question_word_when_folded() -> None:
    asking = {
        key
        for key, rows in lexical.small_words().items()
        if any(row.kind in ("question", "function", "particle") for row in rows)
    }
    for group in lexical.synonyms():
        assert not [p.written for p in group.said if p.folded in asking], group.id


@pytest.mark.parametrize(
    ("short", "long"),
    [("TTHC", "thủ tục hành chính"), ("vp-tk", "Văn phòng - Thống kê"), ("KH&CN", "Khoa học và Công nghệ")],
)
def test_abbreviations_are_found_however_they_are_typed(short: str, long: str) -> None:
    found = lexical.abbreviations()[lexical.short_form(short)]
    assert long in [phrase.written for entry in found for phrase in entry.long]


def test_words_of_the_street_are_no_strong_abbreviations() -> None:
    for short in ("TT", "KH", "CT", "CV"):
        assert not any(entry.strong for entry in lexical.abbreviations()[lexical.short_form(short)])
    assert all(entry.exact for entry in lexical.abbreviations()["ai"])


def test_chat_readings_are_shares_likeliest_first() -> None:
    for word in lexical.chat_words().values():
        weights = [reading.weight for reading in word.readings]
        assert weights == sorted(weights, reverse=True), word.short
        assert sum(weights) == pytest.approx(1, abs=0.101), word.short
        assert word.short in (fold(word.short), tone_last(word.short))


def test_a_door_is_no_small_word() -> None:
    assert lexical.small_words()[("cua",)][0].weight == 0
    assert ("mot", "cua") in {phrase.folded for phrase in lexical.kept_phrases()["cua"]}


def test_no_phrase_is_both_small_and_kept() -> None:
    kept = {phrase.folded for phrases in lexical.kept_phrases().values() for phrase in phrases}
    assert not kept & lexical.small_words().keys()


def test_provinces_before_and_after_the_mergers() -> None:
    places = {place.name: place for rows in gazetteer.places().values() for place in rows}
    assert len(places) == 63
    assert sum(place.current for place in places.values()) == 34
    assert all(places[place.merged_into].current for place in places.values() if place.merged_into)
    assert {place.name for place in gazetteer.places()[("dn",)]} == {"Đà Nẵng", "Đồng Nai"}


def test_renamings_agree_with_the_places() -> None:
    merged = {r.old[0].written: r.new[0].written for r in gazetteer.renamings() if r.effective_on == date(2025, 7, 1)}
    for rows in gazetteer.places().values():
        for place in rows:
            if place.merged_into:
                assert merged[place.name] == place.merged_into


def test_typo_rules_name_real_keys() -> None:
    rules = lexical.typo_rules()
    for key, beside in rules.neighbours.items():
        assert all(key in rules.neighbours[other] for other in beside), key
    assert len(rules.telex.tones) == len(rules.vni.tones) == 5


def test_the_files_are_in_one_unicode_form() -> None:
    for path in DATA.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        assert nfc(text) == text, path.name


@pytest.mark.parametrize(
    ("name", "load", "body", "rule"),
    [
        ("s", lexical.synonyms, "[[topic]]\nname='x'\ngroups=[{id='a', words=['b','c'], wieght=1}]", "a"),
        ("s", lexical.synonyms, "[[topic]]\nname='x'\ngroups=[{id='a', words=['b']}]", "a"),
        ("s", lexical.synonyms, "[[topic]]\nname='x'\ngroups=[{id='a', words=['b','c'], weight=2}]", "a"),
        ("t", lexical.chat_words, "[words]\n[letters]\na={readings={b=1.0}, at='middle'}", "a"),
        ("w", lexical.small_words, "[[class]]\nid='a'\nweight=0\nwords=['b']\n[keep]\nc=['d e']", "c"),
        ("r", gazetteer.renamings, "[[renaming]]\nid='a'\nold=['x']\nnew=['y']", "a"),
        ("x", time_rules, "[[rule]]", ""),
        ("z", gazetteer.places, "not toml", ""),
    ],
)
def test_a_broken_file_is_refused_with_its_name_and_rule(tmp_path: Path, name, load, body, rule) -> None:
    path = tmp_path / f"{name}.toml"
    path.write_text(body, encoding="utf-8")
    with pytest.raises(LexicalFileError) as caught:
        load(path)
    assert caught.value.rule == rule
    assert path.name in str(caught.value)
    assert isinstance(caught.value, NluError)
