from __future__ import annotations

from collections.abc import Callable

import pytest

from evaluation.made.content import Content, contents, expected
from evaluation.made.layouts import LAYOUTS, Layout
from evaluation.made.sheets import write_sheet
from evaluation.made.word import write_word
from knowledge.documents.reading import read_document
from knowledge.ingest.assembly import read_plan
from knowledge.plan_json import plan_json

FIELDS = ("key", "task", "goal", "product", "leads", "supports", "deadlines")
PLANS = {"merged": 0, "automatic": 3, "labelled": 1, "pages": 2, "annex": 4}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("kind", "write"), [("docx", write_word), ("xlsx", write_sheet)], ids=["docx", "xlsx"])
def test_made_documents_are_read_as_they_were_made(
    layout: str, kind: str, write: Callable[[Content, Layout], bytes]
) -> None:
    content = contents()[PLANS.get(layout, 0)]
    plan = plan_json(read_plan(read_document(write(content, LAYOUTS[layout]), f"ke-hoach.{kind}")))
    asked = [{field: row[field] for field in FIELDS} for row in expected(content, LAYOUTS[layout])]
    assert [{field: task[field] for field in FIELDS} for task in plan["tasks"]] == asked
    assert (plan["title"], plan["number"], plan["issuer"], plan["year"]) == (
        content.head.title,
        content.head.number,
        content.head.issuer,
        content.head.year,
    )
