"""PDF files for tests, written by hand without a font: text where it is put, ruling lines, tables with merged cells.

Every letter is half as wide as it is high, so what fits into a line can be counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

SIZE = 10.0
_LEADING = 12.0
_PADDING = 5.0
_TO_UNICODE = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"""


@dataclass(slots=True, kw_only=True)
class Sheet:
    """One page; places are points from the upper left corner. `lying`: all is drawn turned by a quarter."""

    width: float = 595.0
    height: float = 842.0
    lying: bool = False
    drawn: list[str] = field(default_factory=list)

    def write(self, x: float, top: float, text: str, *, size: float = SIZE) -> None:
        """Writes one line."""
        place = f"{x:.1f} {self.height - top - size * 0.8:.1f}"
        self.drawn.append(f"BT /F {size} Tf {place} Td <{text.encode('utf-16-be').hex()}> Tj ET")

    def centred(self, top: float, text: str, *, left: float = 0.0, right: float | None = None) -> None:
        """Writes one line in the middle of the page or of a part of it."""
        middle = (left + (self.width if right is None else right)) / 2
        self.write(middle - len(text) * SIZE / 4, top, text)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draws a line."""
        self.drawn.append(f"{x0:.1f} {self.height - y0:.1f} m {x1:.1f} {self.height - y1:.1f} l S")

    def table(
        self, top: float, widths: Sequence[float], rows: Sequence[Sequence[str | None]], *, left: float = 40.0,
        ruled: bool = True,
    ) -> float:  # fmt: skip
        """Sets a table; None is a place that the cell above reaches down into, "<" one that the cell left reaches into.

        Its lower edge.
        """
        xs = [left + sum(widths[:n]) for n in range(len(widths) + 1)]
        for row in rows:
            lines = [_wrapped(text, widths[at]) for at, text in enumerate(row)]
            height = max(map(len, lines)) * _LEADING + 2 * 4
            for at, text in enumerate(row):
                for number, line in enumerate(lines[at]):
                    self.write(xs[at] + _PADDING, top + 4 + number * _LEADING, line)
                if ruled and text is not None:
                    self.rule(xs[at], top, xs[at + 1], top)
                if ruled and text != "<":
                    self.rule(xs[at], top, xs[at], top + height)
            if ruled:
                self.rule(xs[-1], top, xs[-1], top + height)
            top += height
        if ruled:
            self.rule(xs[0], top, xs[-1], top)
        return top


def _wrapped(text: str | None, width: float) -> list[str]:
    most = int((width - 2 * _PADDING) / (SIZE / 2))
    lines: list[str] = []
    for part in ("" if text in (None, "<") else str(text)).split("\n"):
        line = ""
        for word in part.split():
            if line and len(line) + 1 + len(word) > most:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        lines.append(line)
    return lines


def written(*sheets: Sheet) -> bytes:
    """The file of these pages."""
    system = "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    font = (
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 5 0 R /DescendantFonts [4 0 R]>>",
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 500 /FontDescriptor 6 0 R /CIDSystemInfo {system} >>",
        _stream(_TO_UNICODE),
        "<< /Type /FontDescriptor /FontName /X /Flags 4 /Ascent 800 /Descent -200 /FontBBox [0 -200 1000 800] >>",
    )
    pages = [7 + 2 * n for n in range(len(sheets))]
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(sheets)} /Kids [{' '.join(f'{n} 0 R' for n in pages)}] >>",
        *font,
    ]
    for number, sheet in zip(pages, sheets, strict=True):
        turn = f"0 1 -1 0 {sheet.height} 0 cm\n" if sheet.lying else ""
        width, height = (sheet.height, sheet.width) if sheet.lying else (sheet.width, sheet.height)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>"
        )
        objects.append(_stream(turn + "\n".join(sheet.drawn)))
    out = "%PDF-1.7\n"
    places: list[int] = []
    for number, thing in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{thing}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return f"{out}xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode("ascii")


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def letterhead(sheet: Sheet) -> float:
    """Writes a letterhead and a title; where the text below may begin."""
    half = sheet.width / 2
    for at, (left, right) in enumerate(
        (
            ("UBND TỈNH HẢI AN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            ("SỞ NỘI VỤ", "Độc lập - Tự do - Hạnh phúc"),
            ("Số: 12/KH-SNV", "Hải An, ngày 05 tháng 3 năm 2025"),
        )
    ):
        sheet.centred(40 + at * 16, left, right=half - 20)
        sheet.centred(40 + at * 16, right, left=half)
    sheet.centred(110, "KẾ HOẠCH")
    sheet.centred(126, "Công tác cải cách hành chính năm 2025")
    return 160.0
