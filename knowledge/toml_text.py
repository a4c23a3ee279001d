"""Values as TOML text that people like to edit; the standard library reads TOML and does not write it.

A text stays on one line, however long: every editor wraps it, and no mark at a line's end can be forgotten. Only a
text that has line breaks of its own is written over several lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

Scalar = str | bool | int | float | date
Value = Scalar | Sequence[Scalar] | Sequence[Mapping[str, Scalar]]

LINE_LENGTH = 110
INDENT = "    "
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
LAST_CONTROL, DELETE = 0x1F, 0x7F


def render_pair(key: str, value: Value) -> str:
    """One `key = value`, without a line break at the end; a long list goes one item a line.

    >>> render_pair("leads", ["Sở Tư pháp", "Văn phòng"])
    'leads = ["Sở Tư pháp", "Văn phòng"]'
    """
    if isinstance(value, str):
        return f"{key} = " + (_multi_line(value) if "\n" in value else _basic(value))
    if isinstance(value, Sequence):
        items = [_table(item) if isinstance(item, Mapping) else _scalar(item) for item in value]
        short = f"{key} = [{', '.join(items)}]"
        if len(items) < 2 or len(short) <= LINE_LENGTH:
            return short
        return "\n".join([f"{key} = [", *(f"{INDENT}{item}," for item in items), "]"])
    return f"{key} = {_scalar(value)}"


def render_comment(text: str) -> str:
    """One comment line; line breaks and control characters of the text become spaces."""
    kept = "".join(char if char.isprintable() else " " for char in text)
    return f"# {' '.join(kept.split())}".rstrip()


def _scalar(value: Scalar) -> str:
    if isinstance(value, str):
        return _basic(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


def _table(values: Mapping[str, Scalar]) -> str:
    return f"{{ {', '.join(f'{key} = {_scalar(value)}' for key, value in values.items())} }}"


def _basic(text: str) -> str:
    return f'"{"".join(_escaped(char) for char in text)}"'


def _multi_line(text: str) -> str:
    lines = ("".join(char if char == '"' else _escaped(char) for char in line) for line in text.split("\n"))
    body = "\n".join(lines).replace('"""', '""\\"')
    if body.endswith('"'):
        body = f'{body[:-1]}\\"'
    # The line break after the opening quotes is not part of the text.
    return f'"""\n{body}"""'


def _escaped(char: str) -> str:
    if char in ESCAPES:
        return ESCAPES[char]
    code = ord(char)
    return f"\\u{code:04X}" if code <= LAST_CONTROL or code == DELETE else char
