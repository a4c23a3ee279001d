"""The numbers of recognised rows, put right by the rows around them: 1, 3, 3 were 1, 2, 3; a section "H" after I is II.

Only where one reading is possible, and every one is told. What is printed in a file with text stays as it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from knowledge.columns import read_heading
from knowledge.documents.pages.carrying import PageTable, are_alike
from knowledge.documents.pages.tables import GridRow

_ROMAN: Final = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_STROKES = str.maketrans({"H": "II", "1": "I", "l": "I", "|": "I", "!": "I", "T": "I", "i": "I", "Í": "I", "Y": "V"})
_DIGITS = str.maketrans({"I": "1", "l": "1", "|": "1", "O": "0", "o": "0", "S": "5", "B": "8", "Z": "2"})
_NUMBER_HEADING: Final = "TT"
UNREAD: Final = "?"  # stands where a number is printed that could not be recognised
_LONGEST: Final = 3  # letters of what may be a number
_MOSTLY: Final = 0.6  # share of a column
_PLAIN = re.compile(r"\d{1,3}")


_DOTTED = re.compile(r"(?P<above>\d{1,2})\.(?P<own>\d{1,2})\.?")
_LETTERS: Final = "abcdđeghik"
_LETTER = re.compile(rf"[{_LETTERS}]\)")
_LIKE_LETTER = re.compile(r"[\dA-Za-z]\)")  # "8)" is "a)" misread: the bracket is sure


@dataclass(slots=True, kw_only=True)
class Count:
    """How far the rows were counted: the section, the small section in it ("2" of II), and the row.

    `last` is the number of the row above where it is "2.1" or "b)"; `opened` tells that a title stands right above.
    """

    section: int = 0
    small: int = 0
    row: int = 0
    last: str = ""
    opened: bool = False


def settle_numbers(table: PageTable, count: Count, after: Sequence[GridRow] = ()) -> Iterator[str]:
    """Corrects the first column of a recognised table in place; one Vietnamese sentence for each change.

    `after` are the rows of the same table on the next page.
    """
    rows = table.rows
    _name_numbers(table)
    for at in range(table.headed, len(rows)):
        printed = rows[at][0].text.strip(" .,:;")
        if not printed:
            continue
        following = next((row for row in (*rows[at + 1 :], *after) if row[0].text.strip(" .,:;")), None)
        said = (
            _section(printed, rows[at][1].text, following, count)
            if _is_title(rows[at])
            else _row(printed, following, count)
        )
        if not said and printed == UNREAD:
            rows[at] = (replace(rows[at][0], text=""), *rows[at][1:])
        elif said and said != printed:
            rows[at] = (replace(rows[at][0], text=said), *rows[at][1:])
            yield (
                f"Trang {table.page}, hàng {at + 1}: số thứ tự nhận dạng là “{printed}”, "
                f"theo các hàng trên và dưới phải là “{said}”."
            )


def _name_numbers(table: PageTable) -> None:
    """A heading over nothing but numbers that cannot be read is "TT": the two letters stand in the narrowest column."""
    below = [row[0].text.strip(" .,:;") for row in table.rows[table.headed :] if row[0].text]
    numbers = sum(bool(_PLAIN.fullmatch(text) or text in _ROMAN) for text in below)
    if not table.headed or read_heading(table.heading[-1][0].text) or numbers < max(2, _MOSTLY * len(below)):
        return
    for at in range(len(table.heading)):
        table.rows[at] = (replace(table.rows[at][0], text=_NUMBER_HEADING), *table.rows[at][1:])
    table.heading = tuple(table.rows[: len(table.heading)])


def _is_title(row: GridRow) -> bool:
    return len(row) > 2 and bool(row[1].text) and not any(cell.text for cell in row[2:])


def _section(printed: str, title: str, following: GridRow | None, count: Count) -> str:
    """The number of a section, Roman or the plain one of a small section in it; "" where it cannot be told."""
    if small := _small(printed, title, following, count):
        count.small, count.row, count.last, count.opened = int(small), 0, "", True
        return small
    expected = _ROMAN[count.section + 1] if count.section + 1 < len(_ROMAN) else ""
    strokes = printed.translate(_STROKES)
    begins = following is None or _is_title(following) or _plain(following) in ("", "1")
    # "I" after I: a stroke of II was lost.
    lost = printed == UNREAD or (bool(count.section) and strokes == _ROMAN[count.section])
    if expected and (printed == expected or (begins and (lost or strokes == expected))):
        said = expected
    elif printed in _ROMAN[1:]:
        said = printed
    else:
        return ""
    count.section, count.small, count.row, count.last, count.opened = _ROMAN.index(said), 0, 0, "", True
    return said


def _small(printed: str, title: str, following: GridRow | None, count: Count) -> str:
    """The number of a small section; "" where the title is that of a large one."""
    expected = str(count.small + 1)
    below = following[0].text.strip() if following is not None and not _is_title(following) else ""
    counts_under = bool(_LETTER.match(below)) or below.startswith(f"{expected}.")
    begins = count.opened and not count.small and bool(count.section)  # right below the title of a large one
    if printed == expected and (counts_under or begins or count.small):
        return expected
    unread = printed == UNREAD and (counts_under or begins or (count.small and not title.isupper()))
    return expected if unread else ""


def _row(printed: str, following: GridRow | None, count: Count) -> str:
    opened, count.opened = count.opened, False
    if said := _under_small(printed, following, count, opened=opened):
        count.last = said
        return said
    count.last = ""
    expected = count.row + 1
    read = str(expected) if printed == UNREAD else printed.translate(_DIGITS)
    after = _plain(following) if following is not None and not _is_title(following) else ""
    if not _PLAIN.fullmatch(read) and (after != str(expected + 1) or len(printed) > _LONGEST):
        return ""
    twice = bool(count.row) and read == str(count.row)
    if read == str(expected) or twice or after == str(expected + 1):
        count.row = expected
        return str(expected)
    count.row = int(read)
    return read if read == printed else ""


def _under_small(printed: str, following: GridRow | None, count: Count, *, opened: bool) -> str:
    """The number of a row that is counted as "2.1" or "b)"; "" where it is another or cannot be told."""
    if _DOTTED.fullmatch(printed) or _LETTER.fullmatch(printed):
        return printed
    unread = printed == UNREAD
    letter = count.last[:1] if _LETTER.fullmatch(count.last) else ""
    if (unread and letter) or _LIKE_LETTER.fullmatch(printed):
        at = _LETTERS.index(letter) + 1 if letter else 0
        return f"{_LETTERS[at]})" if at < len(_LETTERS) and (letter or opened) else ""
    if unread and (above := _DOTTED.fullmatch(count.last)):
        return f"{above['above']}.{int(above['own']) + 1}"
    below = following[0].text.strip() if following is not None else ""
    if unread and opened and below in (f"{count.small}.2", "b)"):
        return "a)" if below == "b)" else f"{count.small}.1"
    return ""


def _plain(row: GridRow) -> str:
    """The number of a row in digits, "" where it has none."""
    text = row[0].text.strip(" .,:;").translate(_DIGITS)
    return text if _PLAIN.fullmatch(text) else ""


def restarts(table: PageTable, before: PageTable) -> bool:
    """Whether a table begins anew: it has headings of its own, and they are not those of the table before."""
    texts, known = ([[cell.text for cell in row] for row in one.heading] for one in (table, before))
    return table.headed > 0 and texts != known and not are_alike(before.heading, table.rows)
