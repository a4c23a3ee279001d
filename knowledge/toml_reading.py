"""Tables of a TOML file that a person edited: every field asked for by type, every slip told with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from functools import cached_property
from typing import Any

from knowledge.deadline_fields import TYPE_NAMES
from knowledge.errors import DocumentError
from nlu.text import nfc

HEADER = re.compile(r"\s*\[\[?\s*([\w.\"-]+)\s*\]\]?\s*(#.*)?$")
FIELD = re.compile(r"\s*\"?([\w-]+)\"?\s*=")
QUOTES = re.compile(r'"""|\'\'\'')


def key_list(choices: type[StrEnum]) -> tuple[str, ...]:
    """The values of an enumeration, as they stand in a file."""
    return tuple(choice.value for choice in choices)


class TomlPlaces:
    """Where tables and fields stand in the file, which the reader of the standard library does not tell.

    Looked for when something is refused: most files have nothing to be told of.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _lines(self) -> dict[tuple[str, int, str], int]:
        lines: dict[tuple[str, int, str], int] = {}
        seen: dict[str, int] = {}
        table = ("", 0)
        in_text = False
        for number, line in enumerate(self._text.split("\n"), start=1):
            if not in_text and (header := HEADER.match(line)):
                name = header[1].strip('"')
                table = (name, seen.get(name, 0))
                seen[name] = table[1] + 1
                lines.setdefault((*table, ""), number)
            elif not in_text and (found := FIELD.match(line)):
                lines.setdefault((*table, found[1]), number)
            # An odd number of triple quotes on a line opens or closes a text of several lines.
            in_text ^= len(QUOTES.findall(line)) % 2 == 1
        return lines

    def find_line(self, table: str, index: int, key: str) -> int | None:
        """The line of a field, or of the table of that name, else of the table it should be in, else None."""
        places = ((table, index, key), (key, 0, ""), (table, index, ""))
        return next((self._lines[place] for place in places if place in self._lines), None)


class TomlTable:
    """One table; what was not asked for by the time of `end` is refused."""

    def __init__(self, raw: Mapping[str, Any], *, label: str, name: str, places: TomlPlaces, index: int = 0) -> None:
        self._raw = raw
        self._label = label
        self._name = name
        self._places = places
        self._index = index
        self._asked: list[str] = []

    def refusal(self, why: str, key: str = "") -> DocumentError:
        """The error that says why this table, or one of its fields, cannot be taken."""
        line = self._places.find_line(self._label, self._index, key)
        place = f", dòng {line}" if line else ""
        table = f" [{self._label}]" if self._label else ""
        own = self._raw.get("key", "") if self._label else ""
        which = f" “{own}”" if isinstance(own, str) and own else ""
        return DocumentError(f"Tệp {self._name}{place}{table}{which}: {why}.", line=line)

    def end(self) -> None:
        """Refuses fields that nobody asked for, and offers the nearest one that exists."""
        for key in self._raw:
            if key not in self._asked:
                near = get_close_matches(key, self._asked, n=1)
                hint = f"; có phải “{near[0]}”" if near else ""
                raise self.refusal(f"không có trường “{key}”{hint}", key)

    def _take(self, key: str, kind: type, default: Any) -> Any:
        self._asked.append(key)
        if key not in self._raw:
            if default is None:
                raise self.refusal(f"thiếu trường “{key}”")
            return default
        value = self._raw[key]
        if type(value) is not kind:
            raise self.refusal(f"“{key}” phải là {TYPE_NAMES[kind]}", key)
        return value

    def text(self, key: str, *, required: bool = False) -> str:
        """A text in NFC; empty where it does not stand and need not."""
        return nfc(self._take(key, str, None if required else ""))

    def key(self) -> str:
        """The table's own key, which may not be empty."""
        key = self.text("key", required=True)
        if not key.strip():
            raise self.refusal("“key” không được trống", "key")
        return key

    def whole(self, key: str, *, default: int | None = None) -> int:
        """A whole number; required without a default."""
        return int(self._take(key, int, default))

    def figure(self, key: str) -> float:
        """A number, whole or not; required."""
        kind = int if type(self._raw.get(key)) is int else float
        return float(self._take(key, kind, None))

    def day(self, key: str) -> date | None:
        """A day, or None where it does not stand."""
        self._asked.append(key)
        return self._take(key, date, None) if key in self._raw else None

    def choice(self, key: str, choices: Sequence[str], *, default: str | None = None) -> str:
        """One of a few words; required without a default."""
        value: str = self._take(key, str, default)
        if value not in choices:
            raise self.refusal(f"“{key}” phải là một trong {', '.join(choices)}", key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where it does not stand."""
        return tuple(nfc(item) for item in self._list(key, str, "chữ đặt trong dấu nháy"))

    def wholes(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers; empty where it does not stand."""
        return tuple(self._list(key, int, "số nguyên"))

    def inline_tables(self, key: str) -> tuple[Mapping[str, object], ...]:
        """A list of `{ … }`, texts in NFC; empty where it does not stand."""
        found = self._list(key, dict, "bảng trong ngoặc nhọn { … }")
        return tuple(
            {name: nfc(value) if isinstance(value, str) else value for name, value in item.items()} for item in found
        )

    def _list(self, key: str, kind: type, what: str) -> Sequence[Any]:
        self._asked.append(key)
        value = self._raw.get(key, [])
        if type(value) is not list or any(type(item) is not kind for item in value):
            raise self.refusal(f"“{key}” phải là danh sách trong ngoặc vuông [ … ], mỗi phần là {what}", key)
        return value

    def table(self, key: str) -> TomlTable:
        """The table under a header `[key]`; required."""
        self._asked.append(key)
        raw = self._raw.get(key)
        if not isinstance(raw, dict):
            raise self.refusal(f"thiếu phần [{key}]")
        return TomlTable(raw, label=key, name=self._name, places=self._places)

    def tables(self, key: str) -> Iterator[TomlTable]:
        """The tables under headers `[[key]]`, in order; none where it does not stand."""
        self._asked.append(key)
        found = self._raw.get(key, [])
        if type(found) is not list or any(type(item) is not dict for item in found):
            raise self.refusal(f"mỗi {key} phải mở đầu bằng [[{key}]]", key)
        for index, raw in enumerate(found):
            yield TomlTable(raw, label=key, name=self._name, places=self._places, index=index)

    def refuse_twins(self, key: str) -> None:
        """Refuses two tables of `[[key]]` with the same key."""
        seen: set[str] = set()
        for table in self.tables(key):
            own = table.key()
            if own in seen:
                raise table.refusal("mã này đã dùng ở trên, mỗi mã chỉ dùng một lần", "key")
            seen.add(own)
