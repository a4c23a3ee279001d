"""The value of a workbook's cell → what the cell shows: "31/03/2025", "85,5%", "1.250"."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Final

_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DECIMALS = re.compile(r"0\.(0+)")
_DIGITS: Final = 12  # that a figure shows where its format does not say


def render_value(value: object, number_format: str) -> str:
    """What a cell shows of its value; a real date in full, whatever part of it the format leaves out.

    >>> from datetime import datetime
    >>> render_value(datetime(2025, 3, 31), "d-mmm"), render_value(datetime(2025, 5, 1), "mm/yyyy")
    ('31/03/2025', '05/2025')
    >>> render_value(0.855, "0.0%"), render_value(1250, "#,##0"), render_value(3.0, "General")
    ('85,5%', '1.250', '3')
    """
    match value:
        case None:
            return ""
        case bool():
            return "x" if value else ""  # a tick box
        case datetime() | date():
            return _day(value, number_format)
        case time():
            return f"{value:%H:%M}"
        case int() | float():
            return _figure(value, number_format)
        case timedelta():
            return ""
        case _:
            return str(value).replace("\r\n", "\n").replace("_x000D_", "")


def _day(value: date, number_format: str) -> str:
    plain = _QUOTED.sub("", number_format).lower()
    if "m" in plain and "y" in plain and "d" not in plain:
        return f"{value:%m/%Y}"
    if "y" in plain and "m" not in plain:
        return f"{value:%Y}"
    return f"{value:%d/%m/%Y}"


def _figure(value: float, number_format: str) -> str:
    plain = _QUOTED.sub("", number_format.split(";")[0])
    percent = "%" in plain
    shown = value * 100 if percent else value
    decimals = _DECIMALS.search(plain)
    if decimals:
        text = f"{shown:,.{len(decimals[1])}f}"
    elif percent or plain in ("0", "#,##0", "#"):
        text = f"{shown:,.0f}" if float(round(shown, 6)).is_integer() else f"{shown:,.{_DIGITS}g}"
    else:
        text = f"{shown:.{_DIGITS}g}" if "e" not in f"{shown:.{_DIGITS}g}" else f"{shown:.0f}"
    if "," not in plain:
        text = text.replace(",", "")
    text = text.translate(str.maketrans(",.", ".,"))
    return f"{text}%" if percent else text
