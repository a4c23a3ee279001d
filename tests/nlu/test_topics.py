"""The search: what covers a question best, what is not covered, and what narrows it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.matching import Asked, Entry, Expansion
from nlu.text import words
from nlu.topics import TopicIndex

WEIGHTS = {"text": 1.0, "goal": 0.8, "lead": 0.6}
SPELLED = {"tthc": ("thu", "tuc", "hanh", "chinh")}


def entry(ref: str, text: str, *, kind: str = "task", **fields: str) -> Entry:
    return Entry(ref=ref, group=ref.split("/")[0], kind=kind, fields=(("text", text), *fields.items()))


ENTRIES = (
    entry("a/1", "Tiêm chủng mở rộng cho trẻ em", lead="Sở Y tế"),
    entry("a/2", "Khám sức khỏe cho người cao tuổi", goal="Mỗi người một lần khám", lead="Sở Y tế"),
    entry("a/3", "Số hóa hồ sơ TTHC", lead="Sở Tư pháp"),
    entry("a/4", "Sổ sách kế toán của trạm y tế"),
    entry("b/1", "Tiêm phòng dại cho đàn chó"),
    entry("b/2", "Thực hiện Nghị định số 107/2021/NĐ-CP về một cửa"),
    entry("b/3", "Thực hiện Nghị định số 61/2018/NĐ-CP về một cửa"),
    entry("b/t/0", "tỷ lệ đàn chó được tiêm", kind="target"),
)
INDEX = TopicIndex(ENTRIES, weights=WEIGHTS, spell=SPELLED.get)


def asked(text: str) -> tuple[Asked, ...]:
    return tuple(
        Asked(folded=word.folded, marked=word.typed.lower() if word.typed.lower() != word.folded else "")
        for word in words(text)
    )


def refs(text: str, **narrowed: object) -> list[str]:
    return [hit.ref for hit in INDEX.search(asked(text), **narrowed)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("tiêm chủng trẻ em", "a/1"),
        ("tiem chung tre em", "a/1"),
        ("tiêm đàn chó", "b/1"),
        ("khám người cao tuổi", "a/2"),
        ("số hóa", "a/3"),
        ("sổ kế toán", "a/4"),
        ("nghị định 61/2018/NĐ-CP", "b/3"),
        ("thủ tục hành chính", "a/3"),
        ("một lần khám", "a/2"),
    ],
)
def test_the_best_comes_first(text: str, first: str) -> None:
    assert refs(text)[0] == first


def test_typed_marks_part_look_alikes() -> None:
    cover = {hit.ref: hit.coverage for hit in INDEX.search(asked("sổ"))}
    assert cover["a/4"] > cover["a/3"]
    bare = {hit.ref: hit.coverage for hit in INDEX.search(asked("so"))}
    assert bare["a/4"] == pytest.approx(bare["a/3"], rel=0.2), "without marks neither is favoured much"


def test_neighbours_count_more_than_the_same_words_apart() -> None:
    index = TopicIndex(
        (entry("x/1", "Kế hoạch khám bệnh và chữa răng"), entry("x/2", "Răng miệng: khám và chữa bệnh")),
        weights=WEIGHTS,
        spell=SPELLED.get,
    )
    assert index.search(asked("khám bệnh"))[0].ref == "x/1"


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("ban dan", ["x/1"]),
        ("cong nghiep phu tro", ["x/2"]),
        ("phu tro cong nghiep", ["x/2"]),
        ("cong nghiep ho tro", []),
    ],
)
def test_the_words_of_a_synonym_stand_together_not_strewn_over_a_long_text(printed: str, found: list[str]) -> None:
    index = TopicIndex(
        (
            entry("x/1", "Nhân lực ngành bán dẫn"),
            entry("x/2", "Phát triển công nghiệp phụ trợ"),
            entry("x/3", "Văn bản hướng dẫn"),
            entry(
                "x/4", "Công khai hồ sơ của hộ nông nghiệp, " + "rất nhiều việc khác nữa " * 6 + "trợ giúp và phụ cấp"
            ),
        ),
        weights=WEIGHTS,
        spell=SPELLED.get,
    )
    expansion = Expansion(start=0, end=1, words=tuple(printed.split()), weight=1.0, rule="")
    assert [hit.ref for hit in index.search(asked("chip"), (expansion,))] == found


def test_a_short_text_wholly_asked_for_comes_before_a_long_one() -> None:
    index = TopicIndex(
        (
            entry("x/1", "Trồng cây xanh dọc tuyến đường liên thôn và tuyên truyền cho nhân dân"),
            entry("x/2", "Trồng cây xanh"),
        ),
        weights=WEIGHTS,
        spell=SPELLED.get,
    )
    assert [hit.ref for hit in index.search(asked("trồng cây xanh"))] == ["x/2", "x/1"]


def test_a_word_of_the_task_counts_more_than_one_of_its_office() -> None:
    assert refs("y tế")[0] == "a/4"


def test_coverage_is_whole_only_where_every_word_is_found() -> None:
    (hit, *_) = INDEX.search(asked("tiêm chủng mở rộng"))
    assert hit.coverage == pytest.approx(1.0)
    (partly, *_) = INDEX.search(asked("tiêm chủng máy bay"))
    assert 0 < partly.coverage < 0.75
    assert [match.share > 0 for match in partly.matches] == [True, True, False, False]


def test_nothing_covers_what_no_text_holds() -> None:
    assert not INDEX.search(asked("máy bay"))


def test_each_match_names_its_field() -> None:
    hit = INDEX.search(asked("khám mỗi sở"), groups=frozenset({"a"}))[0]
    assert (hit.ref, [match.field for match in hit.matches]) == ("a/2", ["text", "goal", "lead"])


def test_a_number_s_first_figure_finds_the_document() -> None:
    question = (Asked(folded="nghi"), Asked(folded="dinh"), Asked(folded="107", weight=2.0))
    assert INDEX.search(question)[0].ref == "b/2"


def test_a_synonym_stands_for_its_words() -> None:
    question = asked("chích ngừa")
    assert not INDEX.search(question)
    told = Expansion(start=0, end=2, words=("tiem", "chung"), weight=0.9, rule="tiem-chung")
    (hit, *_) = INDEX.search(question, (told,))
    assert hit.ref == "a/1"
    assert {match.rule for match in hit.matches} == {"tiem-chung"}
    assert hit.coverage == pytest.approx(0.9)


def test_a_synonym_with_a_word_that_no_text_holds_says_nothing() -> None:
    told = Expansion(start=0, end=2, words=("tiem", "vacxin"), weight=1.0, rule="x")
    assert not INDEX.search(asked("chích ngừa"), (told,))


def test_groups_and_kinds_narrow() -> None:
    assert set(refs("tiêm")) == {"a/1", "b/1", "b/t/0"}
    assert refs("tiêm", groups=frozenset({"a"})) == ["a/1"]
    assert refs("tiêm", kinds=frozenset({"target"})) == ["b/t/0"]
    assert refs("tiêm", groups=frozenset({"a"}), kinds=frozenset({"target"})) == []
    assert refs("tiêm", groups=frozenset()) == []


def test_no_more_than_the_limit() -> None:
    many = TopicIndex(
        (entry(f"x/{at}", f"Họp giao ban tuần {at}") for at in range(40)), weights=WEIGHTS, spell=SPELLED.get
    )
    assert len(many.search(asked("họp giao ban"), limit=7)) == 7
    assert [hit.ref for hit in many.search(asked("họp giao ban"), limit=3)] == ["x/0", "x/1", "x/2"], "ties in order"
    assert many.search(asked("giao ban tuần 33"), limit=1)[0].ref == "x/33"


def test_an_empty_index_and_an_empty_question() -> None:
    empty = TopicIndex((), weights=WEIGHTS, spell=SPELLED.get)
    assert (len(empty), len(empty.search(asked("tiêm chủng")))) == (0, 0)
    assert INDEX.search(()) == ()
    assert INDEX.search((Asked(folded="tiem", weight=0.0),)) == ()
    assert empty.score_of("a/1", asked("tiêm")) is None


def test_one_text_can_be_scored_alone() -> None:
    question = asked("tiêm chủng")
    alone = INDEX.score_of("a/1", question)
    assert alone is not None
    assert alone == INDEX.search(question)[0]
    none = INDEX.score_of("a/4", question)
    assert none is not None
    assert none.coverage == 0


def test_rarity_falls_with_use() -> None:
    assert INDEX.rarity("khong-co") == 1.0
    assert INDEX.rarity("tiem") < INDEX.rarity("chung") <= 1.0
    assert all(0 <= INDEX.rarity(word) <= 1 for word in ("tiem", "y", "cho", "thuc"))


def test_years_in_numbers_are_held() -> None:
    assert INDEX.holds("b/2", "2021")
    assert not INDEX.holds("b/2", "2018")
    assert not INDEX.holds("none/1", "2021")


SEEN = "tiem chung kham so hoa nghi dinh 107 y te cho may bay mot"
WORDS = st.sampled_from(SEEN.split())


@given(st.lists(st.builds(Asked, folded=WORDS, weight=st.floats(0, 2)), max_size=6))
def test_laws_of_the_search(question: list[Asked]) -> None:
    hits = INDEX.search(question, limit=5)
    assert len(hits) <= 5
    assert len({hit.ref for hit in hits}) == len(hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        assert 0 < hit.coverage <= 1 + 1e-9
        assert hit.coverage <= hit.score <= 1.12 + 1e-9
        assert len(hit.matches) == len(question)
        assert all(0 <= match.share <= 1 for match in hit.matches)
        assert INDEX.score_of(hit.ref, question) == hit


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_a_word_that_nothing_holds_only_lowers(question: list[str]) -> None:
    plain = tuple(Asked(folded=word) for word in question)
    best = INDEX.search(plain)
    worse = INDEX.search((*plain, Asked(folded="zzz")))
    assert bool(best) == bool(worse)
    if best:
        assert worse[0].coverage < best[0].coverage
