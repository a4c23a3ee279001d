"""Cells of agencies, split and named; who is who; the rules' own examples."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.agencies import looks_like_agencies, read_agencies
from knowledge.agency_identity import agency_key, aliases, collective_rules, covers, same_agency
from knowledge.agency_words import agency_words, canon, find_head, load_table
from knowledge.errors import RuleFileError
from nlu.text import nfc

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
CELLS = tomllib.loads((ROOT / "tests/cases/agencies.toml").read_text("utf-8"))["case"]
IDENTITY = tomllib.loads((ROOT / "tests/cases/agency_identity.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", CELLS, ids=lambda case: case["cell"][:60])
def test_cell(case: dict[str, Any]) -> None:
    reading = read_agencies(case["cell"])
    assert list(reading.names) == case["names"]
    assert bool(reading.repairs) == case.get("repaired", False)
    assert looks_like_agencies(case["cell"]) == case.get("looks", True)


@pytest.mark.parametrize("case", IDENTITY["same"], ids=lambda c: f"{c['a']} ~ {c['b']}")
def test_same_body(case: dict[str, Any]) -> None:
    assert same_agency(case["a"], case["b"]) is case["is"]
    assert same_agency(case["b"], case["a"]) is case["is"]


@pytest.mark.parametrize("case", IDENTITY["covers"], ids=lambda c: f"{c['collective']} > {c['agency']}")
def test_collective_takes_in(case: dict[str, Any]) -> None:
    assert covers(case["collective"], case["agency"]) is case["is"]


@pytest.mark.parametrize("head", agency_words().heads, ids=lambda head: head.id)
def test_head_reads_its_examples_and_not_its_counter_examples(head: Any) -> None:
    assert head.examples
    assert head.counter
    begins = {name for h in agency_words().heads if h.id == head.id for name in map(canon, h.names)}
    for example in head.examples:
        words = canon(example).split()
        assert any(find_head(" ".join(words[n:])) and begins for n in range(len(words))), example
        assert find_head(canon(example)) is not None, example
    for example in head.counter:
        found = find_head(canon(example))
        assert found is None or found[0].id != head.id, example


@pytest.mark.parametrize("rule", collective_rules(), ids=lambda rule: rule.id)
def test_collective_rule_reads_its_examples(rule: Any) -> None:
    for line in rule.examples:
        assert covers(*line.split(" > ")), line
    for line in rule.counter:
        assert not covers(*line.split(" > ")), line


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Sở Khoa học và Công nghệ", {"Sở KH&CN", "SKHCN", "Sở KHCN"}),
        ("Sở Thông tin và Truyền thông", {"STTTT", "Sở TT&TT"}),
        ("Văn phòng UBND tỉnh", {"VPUBND", "VP UBND tỉnh", "VP UBND"}),
        ("Trung tâm Phục vụ hành chính công tỉnh", {"TT PVHCC", "TTPVHCC", "Trung tâm Phục vụ HCC"}),
        ("Các Sở, Ban, ngành", set()),
    ],
)
def test_what_people_call_a_body(name: str, called: set[str]) -> None:
    assert called <= set(aliases(name))
    assert name not in aliases(name)
    assert called or not aliases(name)


def test_a_broken_rule_file_names_file_and_rule() -> None:
    with pytest.raises(RuleFileError, match=r"agencies\.toml.*bo"):
        load_table(
            "agencies.toml", {"words": set(), "levels": set(), "prose": set(), "sectors": set()}, {"head": {"id"}}
        )


@given(st.text(max_size=300))
def test_odd_text_never_raises(text: str) -> None:
    reading = read_agencies(text)
    assert all(name.strip() for name in reading.names)
    looks_like_agencies(text)
    agency_key(text)
    covers(text, "Sở Tư pháp")
    aliases(text)


@given(
    st.lists(
        st.sampled_from([c["names"][0] for c in CELLS if len(c["names"]) == 1 and c.get("looks", True)]), max_size=5
    )
)
def test_names_listed_with_semicolons_come_back(names: list[str]) -> None:
    wanted = list(dict.fromkeys(" ".join(canon(n).split()) for n in names))
    got = [" ".join(canon(n).split()) for n in read_agencies(";\n".join(names)).names]
    assert got == wanted


def test_canon_keeps_length() -> None:
    for text in ("Uỷ ban nhân dân – Xã", "Đài PT—TH", "İstanbul"):
        assert len(canon(text)) == len(nfc(text))


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the acceptance material (../shared) is not beside the project")
@pytest.mark.parametrize(
    ("gold", "plan", "columns"),
    [("nqcp-03-pl2", "more/nqcp-03-pl2.md", (3, 4)), ("trung-luong", "trung-luong.txt", (2, 3))],
)
def test_gold_cells(gold: str, plan: str, columns: tuple[int, int]) -> None:
    mark = "|" if plan.endswith(".md") else "\t"
    lines = (SHARED / "plans" / plan).read_text("utf-8").split("\n")
    wrong = []
    for line in (SHARED / "gold" / f"{gold}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        cells = lines[row["lines"][0] - 1].split(mark)
        for field, column in zip(("leads", "supports"), columns, strict=True):
            got = list(read_agencies(cells[column]).names)
            if got != row[field]:
                wrong.append((row["key"], field, got, row[field]))
    assert not wrong
