"""Lines of a JSONL file, each an object or an error that names its line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.errors import UsageError


def read_objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line number, object) of each line that is not empty; the file is read at once, its lines one by one.

    Raises:
        UsageError: the file cannot be read; later, that a line is not a JSON object: the ones before it were given.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"tệp {path} không phải là văn bản UTF-8.") from error
    except OSError as error:
        raise UsageError(f"không đọc được tệp {path}: {reason_of(error)}.") from error
    return _objects(path, text)


def _objects(path: Path, text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise bad_line(path, number, "không phải là JSON") from error
        if not isinstance(value, dict):
            raise bad_line(path, number, "không phải là một đối tượng JSON")
        yield number, value


def bad_line(path: Path, number: int, trouble: str) -> UsageError:
    """The error of one line."""
    return UsageError(f"tệp {path}, dòng {number}: {trouble}.")


def reason_of(error: OSError) -> str:
    """Why a file could not be opened, in Vietnamese for the usual reasons."""
    match error:
        case FileNotFoundError():
            return "không có tệp này"
        case IsADirectoryError():
            return "đây là thư mục"
        case PermissionError():
            return "không có quyền"
        case _:
            return error.strerror or type(error).__name__
