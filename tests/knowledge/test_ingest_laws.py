"""Laws of reading: a damaged file never raises anything but a clear sentence, and no task is lost or made up."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.documents.reading import load_document, read_document
from knowledge.errors import DocumentError
from knowledge.ingest.assembly import read_plan
from knowledge.plan_json import plan_json

SHARED = Path(__file__).parents[3] / "shared"
GOLD = {"so-khcn": "", "trung-luong": "", "dong-thap-617": "more/", "nqcp-03-pl2": "more/"}
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the acceptance material (../shared) is not here")
ROWS = [
    "TT\tNội dung\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian\tSản phẩm",
    "1\tXây dựng kế hoạch kiểm tra\tSở Nội vụ\tCác sở, ban, ngành\tQuý I/2025\tKế hoạch",
    "2\tTổ chức hội nghị đối thoại\tVăn phòng UBND tỉnh\tSở Tư pháp\tTrước ngày 30/6/2025\tHội nghị",
    "3\tRà soát văn bản hết hiệu lực\tSở Tư pháp\tSở Tài chính\tThường xuyên\tBáo cáo",
]


@settings(max_examples=60, deadline=None)
@given(row=st.integers(1, 3), tab=st.integers(0, 4))
def test_a_lost_tab_never_loses_a_task(row: int, tab: int) -> None:
    cells = ROWS[row].split("\t")
    rows = list(ROWS)
    rows[row] = "\t".join([*cells[:tab], " ".join(cells[tab : tab + 2]), *cells[tab + 2 :]])
    plan = read_plan(read_document("\n".join(rows).encode(), "a.txt"), year=2025)
    assert [task.key for task in plan.tasks] == ["1", "2", "3"]


@settings(max_examples=60, deadline=None)
@given(
    row=st.integers(1, 3),
    keep=st.integers(2, 5),
    form=st.sampled_from(["NFC", "NFD"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_a_row_cut_short_never_loses_a_task(row: int, keep: int, form: str, end: str) -> None:
    rows = list(ROWS)
    rows[row] = "\t".join(rows[row].split("\t")[:keep])
    text = unicodedata.normalize("NFD" if form == "NFD" else "NFC", end.join(rows))
    plan = read_plan(read_document(text.encode("utf-8-sig"), "a.txt"), year=2025)
    assert [task.key for task in plan.tasks] == ["1", "2", "3"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text("\t|\n 1I.)-:;aSởNộivụQuýthờigian<>p/*", max_size=60), max_size=12))
def test_no_text_raises_more_than_a_sentence(pieces: list[str]) -> None:
    text = "\n".join([ROWS[0], *pieces])
    try:
        plan = read_plan(read_document(text.encode(), "a.txt"), year=2025)
    except DocumentError as error:
        assert "\n" not in str(error)  # noqa: PT017 - raising is allowed, not asked for
    else:
        json.dumps(plan_json(plan))
        assert len({task.key for task in plan.tasks}) == len(plan.tasks)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_raise_more_than_a_sentence(data: bytes) -> None:
    try:
        read_plan(read_document(data, "a.txt"), year=2025)
    except DocumentError as error:
        assert str(error)  # noqa: PT017 - raising is allowed, not asked for


@needs_shared
@pytest.mark.shared
@pytest.mark.parametrize("slug", GOLD)
def test_gold_tables(slug: str, tmp_path: Path) -> None:
    source = next((SHARED / "plans" / GOLD[slug]).glob(f"{slug}.*"))
    result = tmp_path / "plan.json"
    result.write_text(json.dumps(plan_json(read_plan(load_document(source))), ensure_ascii=False), "utf-8")
    score = [
        sys.executable,
        SHARED / "tools" / "score_plan.py",
        SHARED / "gold" / f"{slug}.jsonl",
        result,
        "--min",
        "0.98",
    ]
    done = subprocess.run(score, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@needs_shared
@pytest.mark.shared
def test_labelled_prose_gives_a_task_a_heading() -> None:
    plan = read_plan(load_document(SHARED / "plans" / "more" / "ha-noi-308.txt"))
    assert [task.key for task in plan.tasks] == ["1.1", "1.2", "2", "3", "4.1", "4.2", "4.3"]
    assert all(task.leads and task.supports and task.time for task in plan.tasks)
