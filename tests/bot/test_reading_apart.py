"""Files read in a process of their own: what comes back, and what happens to those that take too much."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.reading.apart import read_apart
from bot.reading.handed_in import read_handed_in
from bot.reading.limits import Limits
from bot.reading.wire import Reading, make_reading, reading_json
from knowledge.documents.formats.converted import find_program
from knowledge.errors import DocumentError
from tests.factories import hostile

PLANS = Path(__file__).parents[1] / "fixtures" / "plans"


def read(data: bytes, name: str, limits: Limits | None = None) -> Reading:
    *_, reading = read_apart(data, name, limits=limits or Limits())
    assert isinstance(reading, Reading)
    return reading


def test_it_reads_what_is_read_without_it() -> None:
    data = (PLANS / "moi-truong-xa.txt").read_bytes()
    assert read(data, "moi-truong-xa.txt") == read_handed_in(data, "moi-truong-xa.txt")
    with pytest.raises(DocumentError, match="Không tìm thấy bảng nhiệm vụ"):
        read("KẾ HOẠCH năm 2024".encode(), "van-xuoi.txt")


def test_a_reading_comes_back_whole_over_the_wire() -> None:
    reading = read_handed_in(hostile.with_macros(), "ke-hoach.docm")
    again = make_reading(reading_json(reading), name="ke-hoach.docm")
    assert again == reading
    assert [plan.warnings for plan in again.plans] == [plan.warnings for plan in reading.plans]


@pytest.mark.parametrize(
    "make",
    [
        hostile.pdf_that_swells,
        hostile.pdf_of_many_pages,
        hostile.pdf_in_a_ring,
        hostile.locked_pdf,
        hostile.torn_pdf,
        hostile.too_wide,
    ],
)
def test_a_file_that_swells_is_given_up_in_one_sentence(make: Callable[[], bytes]) -> None:
    with pytest.raises(DocumentError) as refused:
        read(make(), "ke-hoach.pdf", Limits(seconds=4))
    sentence = str(refused.value)
    assert "ke-hoach.pdf" in sentence
    assert sentence.endswith(".")
    assert not any(mark in sentence for mark in ("\n", "Error", "Exception"))


def test_time_has_an_end() -> None:
    with pytest.raises(DocumentError, match="quá 1 giây"):
        read(hostile.too_long(), "dai.docx", Limits(seconds=1))


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux alone")
def test_memory_has_an_end() -> None:
    with pytest.raises(DocumentError, match="bộ nhớ"):
        read("Rà soát quy trình; ".encode() * 200_000, "dai.txt", Limits(memory_bytes=96 * 2**20))


@pytest.mark.skipif(sys.platform == "win32", reason="groups of processes are told apart elsewhere")
def test_whoever_stops_listening_leaves_no_process_behind() -> None:
    def children() -> str:
        return subprocess.run(["ps", "-eo", "ppid,args"], capture_output=True, text=True, check=True).stdout

    def ours() -> list[str]:
        return [line for line in children().splitlines() if line.split()[0] == str(os.getpid()) and "child" in line]

    steps = read_apart(hostile.word_plan(), "ke-hoach.docx")
    next(steps)
    steps.close()
    assert ours() == []


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe tells of the end of its other side elsewhere")
def test_a_process_whose_parent_died_ends() -> None:
    program = (
        "import os\n"
        "from bot.reading.apart import _started\n"
        "from pathlib import Path\n"
        "with _started(Path('.')) as child:\n"
        "    print(child.pid, flush=True)\n"
        "    os._exit(1)\n"
    )
    made = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    pid = int(made.stdout)
    for _ in range(200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("the reading process outlives its parent")


def rich_text() -> bytes:
    """The plan as a .rtf file."""

    def said(text: str) -> str:
        return "".join(letter if letter.isascii() else f"\\u{ord(letter)}?" for letter in text)

    ends = "".join(f"\\cellx{width}" for width in (500, 4000, 6000, 8000))
    rows = "".join(f"\\trowd{ends}{''.join(f'{said(cell)}_' for cell in row)}\\row" for row in hostile.ROWS)
    head = "".join(f"{said(line)}\\par " for line in hostile.HEAD)
    return f"{{\\rtf1\\ansi {head}{rows}\\pard\\par}}".replace("_", "\\intbl\\cell ").encode()


@pytest.mark.skipif(find_program() is None, reason="LibreOffice is not installed")
def test_old_formats_are_read_through_libreoffice() -> None:
    reading = read(rich_text(), "ke-hoach.rtf")
    assert [task.text for task in reading.plans[0].tasks] == ["Rà soát"]


def test_an_old_format_without_libreoffice_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DocumentError, match=r"hãy mở tệp, chọn Lưu thành \.docx"):
        read_handed_in(b"{\\rtf1 KE HOACH}", "ke-hoach.rtf")
