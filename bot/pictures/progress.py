"""The picture of how far a plan is: the whole, the agencies with what is late first, and the due days of the year."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from bot.pictures.canvas import Canvas, shorten, text_width, wrap_text
from knowledge.progress.reports import TaskState
from scheduler.totals import Mark, Totals


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressView:
    """What the picture shows; `agencies` with the one to look at first in front, `months` twelve of `year`."""

    title: str
    as_of: date
    whole: Totals
    agencies: Sequence[Totals]
    months: Sequence[Mapping[Mark, int]]
    year: int


def draw_progress(view: ProgressView) -> bytes:
    """The picture as PNG, 1080 pixels wide."""
    return _Drawing(view).draw()


@cache
def _look() -> Mapping[str, Any]:
    return tomllib.loads(resources.files("bot.pictures").joinpath("picture.toml").read_text(encoding="utf-8"))


class _Drawing:
    """Draws from the top down; `_y` is where the next thing goes."""

    def __init__(self, view: ProgressView) -> None:
        look = _look()
        self._view = view
        self._words, self._colours, self._measures = look["words"], look["colours"], look["measures"]
        self._segments, self._marks = look["segments"], look["marks"]
        self._canvas = Canvas(self._measures["width"], self._colours["ground"])
        self._left = self._measures["margin"] + self._measures["padding"]
        self._inner = self._canvas.width - 2 * self._left
        self._right = self._left + self._inner
        self._y: float = self._measures["margin"]

    def draw(self) -> bytes:
        """Heading, then one card after another."""
        self._heading()
        self._whole()
        if self._view.agencies:
            self._agencies()
        if any(self._view.months):
            self._months()
        return self._canvas.png(self._y + self._measures["margin"] - 24)

    def _text(
        self, left: float, text: str, size: int, *, colour: str = "text", bold: bool = False, at: str = "la"
    ) -> None:
        self._canvas.text(left, self._y, text, size, self._colours[colour], bold=bold, anchor=at)

    def _card(self, height: float) -> None:
        margin = self._measures["margin"]
        self._canvas.box(margin, self._y, self._canvas.width - 2 * margin, height, self._colours["card"], radius=24)
        self._y += self._measures["padding"]

    def _heading(self) -> None:
        margin = self._measures["margin"] + 4
        self._y += 8
        self._text(margin, self._words["kicker"], 26, colour="soft", bold=True)
        self._y += 44
        for line in wrap_text(self._view.title, 42, self._canvas.width - 2 * margin, lines=3, bold=True):
            self._text(margin, line, 42, bold=True)
            self._y += 58
        told = self._words["as_of"].format(day=f"{self._view.as_of:%d/%m/%Y}", total=self._view.whole.total)
        self._y += 4
        self._text(margin, told, 28, colour="soft")
        self._y += 66

    def _whole(self) -> None:
        whole = self._view.whole
        shown = [(name, segment) for name, segment in self._segments.items() if _count(whole, name)]
        rows = -(-len(shown) // 3)
        padding = self._measures["padding"]
        self._card(2 * padding + 170 + rows * 50)
        percent = f"{whole.percent}%"
        self._y -= 26  # the letters of this size begin well below their top
        self._text(self._left - 4, percent, 96, bold=True)
        beside = self._left + text_width(percent, 96, bold=True) + 20
        self._y += 72
        self._text(beside, self._words["done"], 30, colour="soft")
        if whole.late:
            self._text(self._right, self._words["late"].format(count=whole.late), 36, colour="late", bold=True, at="ra")
        self._y += 60
        self._bar(whole, 32)
        self._y += 62
        if not shown:
            self._text(self._left, self._words["nothing"], 28, colour="soft")
        for at, (name, segment) in enumerate(shown):
            self._key(
                self._left + at % 3 * self._inner / 3, f"{segment['label']} {_count(whole, name)}", segment["colour"]
            )
            if at % 3 == 2:
                self._y += 50
        self._y += (50 if len(shown) % 3 else 0) + padding + 26

    def _key(self, left: float, label: str, colour: str) -> None:
        self._canvas.box(left, self._y + 8, 22, 22, colour, radius=7)
        self._text(left + 34, label, 27)

    def _bar(self, totals: Totals, height: float) -> None:
        parts = [(_count(totals, name) / max(1, totals.total), row["colour"]) for name, row in self._segments.items()]
        empty = self._segments["not_started"]["colour"]
        self._canvas.bar(self._left, self._y, self._inner, height, parts if totals.total else [(1.0, empty)])

    def _agencies(self) -> None:
        listed = self._view.agencies[: self._measures["agencies"]]
        left_out = len(self._view.agencies) - len(listed)
        padding = self._measures["padding"]
        self._card(2 * padding + 68 + 92 * len(listed) + (46 if left_out else 0) - 16)
        self._text(self._left, self._words["agencies"], 32, bold=True)
        self._y += 68
        for totals in listed:
            self._agency(totals)
        if left_out:
            self._text(self._left, self._words["more"].format(count=left_out), 26, colour="soft")
            self._y += 46
        self._y += padding + 8

    def _agency(self, totals: Totals) -> None:
        said = self._words["agency_line"].format(done=totals.count(TaskState.DONE), total=totals.total)
        self._text(self._right, said, 26, colour="soft", at="ra")
        edge = self._right - text_width(said, 26)
        if totals.late:
            late = self._words["late"].format(count=totals.late)
            self._text(edge - 22, late, 26, colour="late", bold=True, at="ra")
            edge -= 22 + text_width(late, 26, bold=True)
        self._text(self._left, shorten(totals.agency, 28, edge - self._left - 24), 28)
        self._y += 44
        self._bar(totals, 18)
        self._y += 48

    def _months(self) -> None:
        padding, chart = self._measures["padding"], 190
        self._card(2 * padding + 68 + chart + 140)
        self._text(self._left, self._words["months"].format(year=self._view.year), 32, bold=True)
        self._y += 68
        tallest = max(sum(month.values()) for month in self._view.months)
        step = self._inner / 12
        ground = self._y + chart + 20
        for at, month in enumerate(self._view.months):
            self._month(self._left + at * step, step, ground, month, chart / max(1, tallest))
        self._canvas.box(self._left, ground, self._inner, 2, self._colours["line"])
        self._y = ground + 12
        for at in range(12):
            here = self._view.as_of.year == self._view.year and self._view.as_of.month == at + 1
            label = self._words["month"].format(month=at + 1)
            middle = self._left + (at + 0.5) * step
            if here:
                self._canvas.box(middle - 30, self._y - 2, 60, 38, self._colours["text"], radius=19)
            colour = "card" if here else "soft"
            self._text(middle, label, 25, colour=colour, bold=here, at="ma")
        self._y += 62
        met = [row for name, row in self._marks.items() if any(month.get(Mark(name)) for month in self._view.months)]
        for at, row in enumerate(met):
            self._key(self._left + at * self._inner / 4, row["label"], row["colour"])
        self._y += 46 + padding + 20

    def _month(self, left: float, step: float, ground: float, month: Mapping[Mark, int], unit: float) -> None:
        width, top = step * 0.56, ground
        side = left + (step - width) / 2
        for name, row in self._marks.items():
            height = month.get(Mark(name), 0) * unit
            top -= height
            self._canvas.box(side, top, width, height, row["colour"], radius=5)
        if month:
            total = str(sum(month.values()))
            self._canvas.text(left + step / 2, top - 6, total, 24, self._colours["soft"], anchor="mb")


def _count(totals: Totals, segment: str) -> int:
    return totals.late if segment == "late" else totals.count(TaskState(segment))
