"""The picture of progress: its size, what its bars show, text that fits, a font that knows every letter."""

from datetime import date
from importlib import resources
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFont

from bot.pictures.canvas import shorten, text_width, wrap_text
from bot.pictures.progress import ProgressView, draw_progress
from knowledge.progress.reports import TaskState
from scheduler.totals import Mark, Totals

GREEN, RED, GREY = (0x2F, 0x7F, 0x6F), (0xC9, 0x59, 0x3F), (0xD3, 0xDB, 0xE3)
LETTERS = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵfjwz"
MARKS = "0123456789.,;:!?…–—“”‘’()%/·•+-&’₫"


def totals(agency="", *, done=0, late=0, waiting=0, idle=0) -> Totals:
    states = {TaskState.DONE: done, TaskState.WAITING: waiting, TaskState.NOT_STARTED: idle}
    total = done + late + waiting + idle
    return Totals(agency=agency, total=total, late=late, states=states, percent=round(100 * done / max(1, total)))


def drawn(whole: Totals, agencies=(), months=(), title="Kế hoạch") -> Image.Image:
    view = ProgressView(
        title=title, as_of=date(2024, 4, 5), whole=whole, agencies=agencies, months=months or [{}] * 12, year=2024
    )
    picture = Image.open(BytesIO(draw_progress(view)))
    picture.load()
    return picture.convert("RGB")


def colours(picture: Image.Image) -> dict[tuple[int, ...], int]:
    return {colour: count for count, colour in picture.getcolors(picture.width * picture.height) or []}


def near(picture: Image.Image, wanted: tuple[int, int, int]) -> int:
    """How many points are of a colour, give or take what a palette changes."""
    return sum(
        count
        for colour, count in colours(picture).items()
        if all(abs(a - b) <= 3 for a, b in zip(colour, wanted, strict=True))
    )


def test_it_is_as_wide_as_a_phone_likes_and_no_heavier_than_a_chat_likes() -> None:
    whole = totals(done=10, late=5, idle=5)
    agencies = [totals(f"Cơ quan số {n} có tên dài " * 3, done=n, late=30 - n) for n in range(30)]
    picture = drawn(whole, agencies, [{Mark.DONE: 3, Mark.AHEAD: 2}] * 12, title="Tên kế hoạch rất dài " * 20)
    assert picture.width == 1080
    assert picture.height < 2600


def test_a_bar_shows_each_part_by_its_share() -> None:
    done, late, idle = (near(drawn(totals(done=10, late=5, idle=5)), colour) for colour in (GREEN, RED, GREY))
    # Each legend adds its small box; the bar itself is 10 : 5 : 5.
    assert done / late == pytest.approx(2, rel=0.15)
    assert late / idle == pytest.approx(1, rel=0.15)
    assert near(drawn(totals(done=10)), RED) == 0


def test_a_plan_without_tasks_is_drawn_too() -> None:
    assert drawn(totals()).height > 200


def test_months_without_due_days_make_no_chart() -> None:
    assert drawn(totals(done=1)).height < drawn(totals(done=1), (), [{Mark.LATE: 1}] + [{}] * 11).height


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_font_knows_every_letter(weight: str) -> None:
    content = resources.files("bot.pictures").joinpath("fonts", f"NotoSans-{weight}.ttf").read_bytes()
    font = ImageFont.truetype(BytesIO(content), 40, layout_engine=ImageFont.Layout.BASIC)
    unknown = bytes(font.getmask("\U0001f600"))
    assert [char for char in LETTERS + LETTERS.upper() + MARKS if bytes(font.getmask(char)) == unknown] == []


def test_the_font_stands_beside_its_licence() -> None:
    text = resources.files("bot.pictures").joinpath("fonts", "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
    assert "Copyright" in text


@given(text=st.text(max_size=300), width=st.integers(60, 600))
def test_text_never_runs_over_its_width(text: str, width: int) -> None:
    assert text_width(shorten(text, 28, width), 28) <= width
    lines = wrap_text(text, 28, width, lines=3)
    assert len(lines) <= 3
    assert all(text_width(line, 28) <= width for line in lines)


def test_words_are_kept_whole_where_they_fit() -> None:
    assert wrap_text("Sở Thông tin và Truyền thông", 28, 220, lines=3) == ["Sở Thông tin và", "Truyền thông"]
