"""Whole conversations on the bundled plans, word for word: a change of any sentence is seen, and meant.

A file of tests/golden begins with a line such as `# today=2024-05-06 plan=quang-nam`; `> ` opens what the person says,
and the reply follows. `make golden` writes the replies anew. The README opens with one of them.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from bot.compose.assistant import build_assistant
from bot.session import Assistant, Conversation
from knowledge.samples import fill_if_empty
from knowledge.store.memory import MemoryPlanStore

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "tests" / "golden").glob("*.txt"))
WRITING = os.environ.get("NHACVIEC_WRITE_GOLDEN") == "1"
AT = datetime(2024, 1, 2, 3, tzinfo=UTC)


@cache
def assistant() -> Assistant:
    store = MemoryPlanStore()
    fill_if_empty(store, at=AT)
    return build_assistant(store)


def spoken(path: Path) -> str:
    """The file again, with what the product says now."""
    first, *lines = path.read_text("utf-8").splitlines()
    assistant().forget(path.name)
    given = dict(pair.split("=", 1) for pair in first.removeprefix("#").split())
    conversation = Conversation(
        chat=path.name, today=date.fromisoformat(given["today"]), at=AT, plans=tuple(filter(None, [given.get("plan")]))
    )
    said = [first]
    for line in lines:
        if line.startswith("> "):
            said += [line, assistant().answer(line[2:], conversation=conversation).text, ""]
    return "\n".join(said)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_conversation(path: Path) -> None:
    now = spoken(path)
    if WRITING:
        path.write_text(now, "utf-8")
    assert now == path.read_text("utf-8")


def test_the_readme_opens_with_what_the_product_says() -> None:
    path = ROOT / "README.md"
    before, shown, after = path.read_text("utf-8").split("```", 2)
    told = "\n" + spoken(ROOT / "tests" / "golden" / "readme.txt").split("\n", 1)[1].strip() + "\n"
    if WRITING:
        path.write_text("```".join((before, told, after)), "utf-8")
        shown = told
    assert shown == told
