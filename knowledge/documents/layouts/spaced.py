"""Columns kept apart by two or more spaces, each cell starting about where its heading starts; and CSV lines."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

from knowledge.columns import is_heading_row
from knowledge.documents.layouts.found import Found, ends_table, make_cell
from knowledge.documents.model import Cell, Row

_SEGMENT = re.compile(r"\S+(?: \S+)*")
_NEXT_CELL = re.compile(r"(?<= )[A-ZĐÀ-ỸƠƯ\d]")
_OFF = 3  # letters by which a cell may begin beside its heading
_LONGEST_GAP = 2  # empty lines inside a table


def find_spaced_tables(lines: Sequence[str]) -> list[Found]:
    """Tables set out with spaces under a line of headings."""
    found: list[Found] = []
    index = 0
    while index < len(lines):
        starts = _heading_starts(lines[index])
        if not starts:
            index += 1
            continue
        last, rows = _read_rows(lines, index, starts)
        found.append(Found(first=index, last=last, rows=tuple(rows)))
        index = last + 1
    return found


def _heading_starts(line: str) -> list[int]:
    if "   " not in line.strip() and "  " not in line.strip():
        return []
    segments = list(_SEGMENT.finditer(line))
    if len(segments) < 3 or not is_heading_row([s.group() for s in segments]):
        return []
    return [s.start() for s in segments]


def _read_rows(lines: Sequence[str], start: int, starts: Sequence[int]) -> tuple[int, list[Row]]:
    rows: list[list[list[tuple[str, int]]]] = []
    last, gap = start, 0
    for index in range(start, len(lines)):
        line = lines[index]
        segments = list(_SEGMENT.finditer(line))
        if not segments:
            gap += 1
            if gap > _LONGEST_GAP:
                break
            continue
        placed = [(_nearest(starts, s.start()), s.group()) for s in segments]
        if ends_table(line):
            break
        lone = len(segments) == 1 and segments[0].start() < 3
        if lone and index > start and len(segments[0].group()) > 60 and gap:
            break
        opens = placed[0][0] == 0 or index == start or not rows
        if opens:
            rows.append([[] for _ in starts])
            placed = _parted(segments, starts) if index > start else placed
        for column, text in placed:
            rows[-1][column].append((text, index))
        last, gap = index, 0
    return last, [_row(row) for row in rows]


def _parted(segments: Sequence[re.Match[str]], starts: Sequence[int]) -> list[tuple[int, str]]:
    """The columns and texts of a row's first line; a full cell may leave but one space before the next.

    Then that one begins about under its heading, in a capital or a figure, and cells behind it stand on the line: the
    title of a section has none.
    """
    taken = [_nearest(starts, segment.start()) for segment in segments]
    placed: list[tuple[int, str]] = []
    for column, segment in zip(taken, segments, strict=True):
        text, at = segment.group(), segment.start()
        begun = column + 1
        words = [
            word.start()
            for word in _NEXT_CELL.finditer(text)
            if begun not in taken and begun < max(taken) and abs(at + word.start() - starts[begun]) <= _OFF
        ]
        cut = words[0] if words else 0  # the first: the next may be the second word of a name
        placed += [(column, text[:cut].rstrip()), (begun, text[cut:])] if cut else [(column, text)]
    return placed


def _nearest(starts: Sequence[int], at: int) -> int:
    """The column whose heading starts nearest."""
    return min(range(len(starts)), key=lambda column: abs(starts[column] - at))


def _row(columns: Sequence[Sequence[tuple[str, int]]]) -> Row:
    cells: list[Cell] = []
    at = next((index for parts in columns for _, index in parts), 0)
    for parts in columns:
        text = " ".join(part for part, _ in parts)
        first = parts[0][1] if parts else at
        cells.append(make_cell(text, first, parts[-1][1] if parts else first))
    return Row(cells=tuple(cells))


def find_csv_tables(lines: Sequence[str]) -> list[Found]:
    """Tables of comma- or semicolon-parted values under a line of headings (quoted cells stay on one line)."""
    for index, line in enumerate(lines):
        for mark in (";", ",") if len(line) < 500 else ():
            if line.count(mark) >= 2 and is_heading_row(next(csv.reader([line], delimiter=mark))):
                return [_read_csv(lines, index, mark)]
    return []


def _read_csv(lines: Sequence[str], start: int, mark: str) -> Found:
    width = len(next(csv.reader([lines[start]], delimiter=mark)))
    rows: list[Row] = []
    last = start
    for index in range(start, len(lines)):
        if not lines[index].strip():
            continue
        cells = next(csv.reader([lines[index]], delimiter=mark))
        if len(cells) < width - 2:
            break
        rows.append(Row(cells=tuple(make_cell(cell, index) for cell in cells)))
        last = index
    return Found(first=start, last=last, rows=tuple(rows))
