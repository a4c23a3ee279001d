"""Spotting agencies, plans and places: the longest name wins, marks decide between look-alikes."""

from __future__ import annotations

import pytest

from nlu.names import Name, NameFinder
from nlu.noise import NoiseReader
from nlu.text import words
from nlu.tone import tone_last
from nlu.vocabulary import Vocabulary
from tests.factories.worlds import HEALTH, VILLAGE, two_plans

NAMES = (
    Name(kind="agency", id="Sở Y tế", called="Sở Y tế"),
    Name(kind="agency", id="Sở Y tế", called="ngành y"),
    Name(kind="agency", id="Thanh tra Sở Y tế", called="Thanh tra Sở Y tế"),
    Name(kind="agency", id="Sở Giáo dục và Đào tạo", called="Sở Giáo dục và Đào tạo"),
    Name(kind="agency", id="UBND cấp xã", called="UBND cấp xã"),
    Name(kind="agency", id="Công an", called="Công an"),
    Name(kind="plan", id="phu-ngan", called="Phú Ngàn"),
    Name(kind="plan", id="phu-ngan", called="kế hoạch 45"),
    Name(kind="agency", id="UBND tỉnh Phú Ngàn", called="UBND tỉnh Phú Ngàn"),
    Name(kind="place", id="Phú Ngàn", called="Phú Ngàn"),
    Name(kind="place", id="Hà Nội", called="Hà Nội"),
    Name(kind="place", id="Huế", called="Huế"),
    Name(kind="place", id="Sa Pa", called="Sa Pa"),
    Name(kind="agency", id="nothing", called="…"),
)


def found(text: str, names: tuple[Name, ...] = NAMES) -> list[tuple[str, str, str]]:
    finder = NameFinder(names)
    vocabulary = Vocabulary()
    vocabulary.add([word.folded for word in words(name.called)] for name in names)
    vocabulary.add_forms(tone_last(word.typed) for word in words(text) if word.typed.lower() != word.folded)
    tokens = NoiseReader(vocabulary, chat={}, short={}).read(words(text))
    return [
        (mention.kind, "/".join(mention.ids), " ".join(t.typed for t in tokens[mention.start : mention.end]))
        for mention in finder.find(tokens)
    ]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Sở Y tế chủ trì gì", [("agency", "Sở Y tế", "Sở Y tế")]),
        ("so y te chu tri gi", [("agency", "Sở Y tế", "so y te")]),
        ("SỞ Y TẾ", [("agency", "Sở Y tế", "SỞ Y TẾ")]),
        ("ngành y", [("agency", "Sở Y tế", "ngành y")]),
        ("thanh tra sở y tế", [("agency", "Thanh tra Sở Y tế", "thanh tra sở y tế")]),
        ("sở giáo dục và đào tạo", [("agency", "Sở Giáo dục và Đào tạo", "sở giáo dục và đào tạo")]),
        ("sở giáo dục đào tạo", [("agency", "Sở Giáo dục và Đào tạo", "sở giáo dục đào tạo")]),
        ("sở giáo dục", []),
        ("sở y tế và công an", [("agency", "Sở Y tế", "sở y tế"), ("agency", "Công an", "công an")]),
        ("kế hoạch 45", [("plan", "phu-ngan", "kế hoạch 45")]),
        ("ở Phú Ngàn", [("plan", "phu-ngan", "Phú Ngàn"), ("place", "Phú Ngàn", "Phú Ngàn")]),
        ("UBND tỉnh Phú Ngàn", [("agency", "UBND tỉnh Phú Ngàn", "UBND tỉnh Phú Ngàn")]),
        ("ở hà nội", [("place", "Hà Nội", "hà nội")]),
        ("ở ha noi", [("place", "Hà Nội", "ha noi")]),
        ("hạ nội quy", []),
        ("ở Huế", [("place", "Huế", "Huế")]),
        ("huế", []),
        ("Hue", []),
        ("HUẾ", [("place", "Huế", "HUẾ")]),
        ("", []),
    ],
)
def test_finds_names(text: str, want: list[tuple[str, str, str]]) -> None:
    assert found(text) == want


def test_all_that_are_called_so_are_told() -> None:
    twins = tuple(Name(kind="plan", id=slug, called="Xuân An") for slug in ("mot", "hai"))
    assert found("ở Xuân An", twins) == [("plan", "mot/hai", "Xuân An")]


@pytest.mark.parametrize("plan", [HEALTH, VILLAGE], ids=lambda plan: plan.slug)
def test_every_agency_of_a_plan_is_found_as_printed_and_without_marks(plan) -> None:
    world = two_plans()
    for name in {name for task in plan.tasks for name in (*task.leads, *task.supports)}:
        for said in (name, name.upper(), name.lower()):
            tokens = world.noise.read(words(said))
            ids = [id for mention in world.names.find(tokens) if mention.kind == "agency" for id in mention.ids]
            assert name in ids, said
