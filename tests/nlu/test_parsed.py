"""Parsed TOML files are kept beside them and used for the very file they were made from."""

from __future__ import annotations

import os
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

from nlu.parsed import load_parsed


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    path = tmp_path / "rules.toml"
    path.write_text("weight = 1", "utf-8")
    return path


def _kept(path: Path) -> list[Path]:
    return list((path.parent / "__pycache__").glob("rules.toml.*"))


def test_a_kept_table_is_used_for_the_file_it_was_made_from(file: Path) -> None:
    assert load_parsed(file) == {"weight": 1}
    made_at = file.stat().st_mtime_ns
    file.write_text("weight = 2", "utf-8")
    os.utime(file, ns=(made_at, made_at))
    assert load_parsed(file) == {"weight": 1}
    os.utime(file, ns=(made_at + 1, made_at + 1))
    assert load_parsed(file) == {"weight": 2}
    assert len(_kept(file)) == 1


@pytest.mark.parametrize("content", [b"", b"torn", b"N", b"i\x01\x00\x00\x00"])
def test_what_is_not_a_kept_table_is_not_used(file: Path, content: bytes) -> None:
    load_parsed(file)
    (kept,) = _kept(file)
    kept.write_bytes(content)
    assert load_parsed(file) == {"weight": 1}


def test_days_are_kept_as_days(file: Path) -> None:
    file.write_text("day = 2025-07-01\nplan = [{ due = [2025-08-02] }]", "utf-8")
    told = {"day": date(2025, 7, 1), "plan": [{"due": [date(2025, 8, 2)]}]}
    assert load_parsed(file) == told
    assert len(_kept(file)) == 1
    assert load_parsed(file) == told


def test_a_table_with_hours_is_read_and_not_kept(file: Path) -> None:
    file.write_text("at = 07:30:00", "utf-8")
    assert load_parsed(file)["at"].hour == 7
    assert not _kept(file)


def test_nothing_is_kept_where_python_keeps_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert load_parsed(file) == {"weight": 1}
    assert not _kept(file)


def test_a_broken_file_says_so(file: Path) -> None:
    file.write_text("weight = ", "utf-8")
    with pytest.raises(tomllib.TOMLDecodeError):
        load_parsed(file)
