"""Five plans of offices that do not exist, each in another layout: every row must come out as a reader would put it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.documents.legacy import _TCVN3, _vni_pairs
from knowledge.documents.reading import read_document
from knowledge.ingest.assembly import read_plan
from knowledge.plan import Plan
from knowledge.plan_json import plan_json

PLANS = Path(__file__).parents[1] / "fixtures" / "plans"
FILES = (
    "chong-tham-nhung-huyen.md",
    "chuyen-doi-so-so.txt",
    "de-an-06-tinh.html",
    "moi-truong-xa.txt",
    "y-te-truong-hoc.txt",
)
HEADS = {  # number, issuer, day, signer, year
    "chong-tham-nhung-huyen": ("31/KH-UBND", "UBND huyện Lâm Thượng", "2024-01-30", "Hoàng Văn Thụy", 2024),
    "chuyen-doi-so-so": ("145/KH-SXD", "Sở Xây dựng", "2025-02-07", "Phan Đình Quyết", 2025),
    "de-an-06-tinh": ("22/KH-UBND", "UBND tỉnh Trường Sơn", "2025-01-15", "Đinh Quốc Tuấn", 2025),
    "moi-truong-xa": ("27/KH-UBND", "UBND xã Thạnh Lộc Đông", "2026-01-19", "Lê Thị Ngọc Sương", 2026),
    "y-te-truong-hoc": ("512/KH-PGDĐT", "Phòng Giáo dục và Đào tạo", "2024-08-28", "Nguyễn Thị Kim Hằng", 2024),
}
DUTIES = {  # (unit, role) of every duty of the prose, in order
    "chong-tham-nhung-huyen": [
        ("Thanh tra huyện", "lead"),
        ("Phòng Tài chính - Kế hoạch", "do"),
        ("UBND các xã, thị trấn", "do"),
    ],
    "chuyen-doi-so-so": [
        ("Văn phòng Sở", "lead"),
        ("Phòng Kế hoạch - Tài chính", "do"),
        ("Trưởng các phòng, đơn vị thuộc Sở", "do"),
    ],
    "de-an-06-tinh": [("Công an tỉnh", "lead"), ("Sở Tài chính", "do"), ("UBND các xã, phường", "do")],
}
_NOT_WORD = re.compile(r"[^\w%]+")


def gold(slug: str) -> list[dict[str, Any]]:
    """The rows as a reader put them."""
    text = (PLANS / f"{slug}.gold.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def row(task: dict[str, Any]) -> dict[str, Any]:
    """What is compared of a task: words without punctuation, deadlines without the words that name their event."""
    out: dict[str, Any] = {field: plain(task[field]) for field in ("section", "task", "goal", "product")}
    out |= {field: [plain(name) for name in task[field]] for field in ("leads", "supports")}
    out["deadlines"] = [{k: v for k, v in d.items() if k not in ("event", "document")} for d in task["deadlines"]]
    return out


def plain(text: str) -> str:
    return _NOT_WORD.sub(" ", unicodedata.normalize("NFC", text).casefold()).strip()


def rows(plan: Plan) -> dict[str, dict[str, Any]]:
    return {task["key"]: row(task) for task in plan_json(plan)["tasks"]}


@pytest.mark.parametrize("file", FILES)
def test_every_row_is_read(file: str) -> None:
    slug = Path(file).stem
    plan = read_plan(read_document((PLANS / file).read_bytes(), file))
    assert rows(plan) == {task["key"]: row(task) for task in gold(slug)}


@pytest.mark.parametrize("file", FILES)
def test_heads_and_duties(file: str) -> None:
    slug = Path(file).stem
    said = plan_json(read_plan(read_document((PLANS / file).read_bytes(), file)))
    assert (said["number"], said["issuer"], said["signed_on"], said["signer"], said["year"]) == HEADS[slug]
    if slug in DUTIES:
        assert [(duty["unit"], duty["role"]) for duty in said["duties"]] == DUTIES[slug]


def as_tcvn3(text: str) -> bytes:
    letters = {letter: byte for byte, letter in _TCVN3.items()}
    out = []
    for letter in unicodedata.normalize("NFC", text):
        known = letters.get(letter) or letters.get(letter.lower())  # capitals with a tone have no byte of their own
        out.append(known or letter)
    return "".join(out).encode("latin-1")


def as_vni(text: str) -> bytes:
    pairs = {unicodedata.normalize("NFC", letter): pair for pair, letter in _vni_pairs().items()}
    return "".join(pairs.get(letter, letter) for letter in unicodedata.normalize("NFC", text)).encode("latin-1")


ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-be without mark": lambda text: text.encode("utf-16-be"),
    "crlf and mark": lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
    "nfd": lambda text: unicodedata.normalize("NFD", text).encode(),
    "no newline at the end": lambda text: text.rstrip("\n").encode(),
    "vni": as_vni,
    "tcvn3": as_tcvn3,
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_one_plan_in_every_encoding(encoding: str) -> None:
    text = (PLANS / "moi-truong-xa.txt").read_text("utf-8")
    plan = read_plan(read_document(ENCODINGS[encoding](text), "moi-truong-xa.txt"))
    assert plan.head.year == 2026
    assert rows(plan) == {task["key"]: row(task) for task in gold("moi-truong-xa")}
