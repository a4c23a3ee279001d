"""Files sent by chat that take long, or that nobody can read: told while it lasts, and in one sentence."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels.base import Attachment, Outgoing, Said
from bot.compose.desk import build_desk
from bot.reading.wire import Reading
from knowledge.documents.steps import Step
from knowledge.errors import DocumentError
from tests.desk.talk import FILES, ZONE, Talk, read_here


@pytest.fixture
def talk(filled: Path, tmp_path: Path) -> Iterator[Talk]:
    database = tmp_path / "plans.sqlite3"
    shutil.copy(filled, database)
    talk = Talk(database)
    list(talk.play("an: /start MÃ"))
    yield talk
    talk.close()


def sent(talk: Talk, read) -> list[Outgoing]:
    talk.desk = build_desk(talk.store, talk.office, zone=ZONE, read=read)
    data = (FILES / "moi-truong.txt").read_bytes()
    file = Attachment(name="ban-quet.pdf", size=len(data), fetch=lambda: data)
    said = Said(key=talk.key(), at=talk.at, place=talk.place("an"), text="", addressed=True, attachment=file)
    return list(talk.desk.handle(said))


def test_a_long_reading_tells_how_far_it_is(talk: Talk) -> None:
    def read(data: bytes, name: str, year: int | None) -> Iterator[Step | Reading]:
        yield from (Step(page=page, of=12, scanned=True) for page in range(1, 13))
        yield from read_here(data, name, year)

    first, *steps, last = sent(talk, read)
    assert "Đang đọc tệp ban-quet.pdf" in first.text
    assert [step.text for step in steps] == [f"Đang đọc tệp ban-quet.pdf: trang {page}/12…" for page in (5, 10)]
    assert all(step.edits_last for step in (*steps, last))
    assert last.buttons


def test_a_file_that_breaks_off_is_told_in_one_sentence(talk: Talk) -> None:
    def read(data: bytes, name: str, year: int | None) -> Iterator[Step | Reading]:
        yield Step(page=5, of=12)
        raise DocumentError("Tệp ban-quet.pdf đọc quá 20 giây chưa xong nên đã dừng.")

    *_, last = sent(talk, read)
    assert last.text.endswith("đọc quá 20 giây chưa xong nên đã dừng.")
    assert not last.buttons


def test_the_desk_reads_files_in_a_process_of_their_own(talk: Talk) -> None:
    *_, last = sent(talk, None)
    assert "KH 27/KH-UBND" in last.heading
    assert last.buttons
