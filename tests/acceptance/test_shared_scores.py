"""What the material beside the project (../shared) says of the product: the scores hold."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache

import pypdfium2
import pytest

from evaluation.imports import score_document, score_plan
from evaluation.material import BUNDLED, GIVEN
from evaluation.product import SHARED, Product, load_rows
from evaluation.questions import Turn, score, share
from knowledge.documents.reading import read_document
from knowledge.documents.scans.tesseract import is_at_hand
from knowledge.ingest.assembly import read_plan
from knowledge.plan_json import plan_json

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.exists(), reason="the acceptance material (../shared) is not beside the project"),
]

# What is asked for: 0.97 of the gold of our own layouts, 0.85 of layouts that were never seen.
LEAST_READ = {"so-khcn": 0.97, "trung-luong": 0.97, "dong-thap-617": 0.97, "nqcp-03-pl2": 0.95}
# The three without a gold table are held against the plan files that a person reviewed.
LEAST_REVIEWED = {"dong-nai": 0.95, "lam-dong": 0.95, "quang-nam": 0.95}
LEAST_SCANNED = 0.85
LEAST_RIGHT = 0.96
MOST_INVENTED = 0


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    with Product() as made:
        yield made


@pytest.mark.parametrize("name", LEAST_READ)
def test_documents_are_read_as_their_gold_tables_say(product: Product, name: str) -> None:
    scored = score_document(product, name)
    assert scored.refused == ""
    assert scored.total >= LEAST_READ[name], f"{scored.unmet} missing {scored.missing} extra {scored.extra}"


@pytest.mark.skipif(not is_at_hand(), reason="Tesseract with Vietnamese is not installed")
def test_a_scan_is_read_as_its_gold_table_says() -> None:
    with pypdfium2.PdfDocument(SHARED / "plans" / "more" / "ttg-2230-scan.pdf") as whole:
        some = pypdfium2.PdfDocument.new()
        some.import_pages(whole, [0, 12, 13])  # the letterhead and the table: a page takes seconds
        file = io.BytesIO()
        some.save(file)
    plan = plan_json(read_plan(read_document(file.getvalue(), "ttg-2230-scan.pdf")))
    scored = score_plan("ttg-2230-scan", load_rows(SHARED / "gold" / "ttg-2230-scan.jsonl"), plan)
    assert scored.total >= LEAST_SCANNED, f"{scored.unmet} missing {scored.missing} extra {scored.extra}"


@pytest.mark.parametrize("name", LEAST_REVIEWED)
def test_documents_are_read_as_their_reviewed_files_say(product: Product, name: str) -> None:
    scored = score_document(product, name)
    assert scored.total >= LEAST_REVIEWED[name], f"{scored.unmet} missing {scored.missing} extra {scored.extra}"


@pytest.mark.parametrize("name", ["so-khcn", "trung-luong"])
def test_bundled_plan_files_are_exact(product: Product, name: str) -> None:
    plan, _ = product.read_plan(BUNDLED / f"{name}.toml")
    assert plan is not None
    scored = score_plan(name, load_rows(SHARED / "gold" / f"{name}.jsonl"), plan)
    # Their texts are shortened; who, whom with and until when are not.
    assert [cell for cell in scored.unmet if cell[1] in ("leads", "supports", "deadlines")] == []
    assert (scored.missing, scored.extra) == ((), ())


@cache
def dev_turns() -> tuple[Turn, ...]:
    conversations = load_rows(GIVEN)
    with Product() as made:
        return tuple(score(conversations, made.ask(conversations)))


def test_questions_are_answered() -> None:
    wrong = [f"{turn.conversation['id']}.{turn.number} {turn.faults}" for turn in dev_turns() if turn.faults]
    assert share(dev_turns()) >= LEAST_RIGHT, "\n".join(wrong)


def test_nothing_is_invented() -> None:
    invented = [f"{turn.conversation['id']}.{turn.number} {turn.asked}" for turn in dev_turns() if turn.invented]
    assert len(invented) <= MOST_INVENTED, "\n".join(invented)
