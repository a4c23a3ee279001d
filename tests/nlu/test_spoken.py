"""What people say, as data."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlu.errors import LexicalFileError
from nlu.spoken import load_spoken
from nlu.text import fold


def test_there_is_enough_of_it_and_all_of_it_is_marked() -> None:
    lines = load_spoken()
    assert sum(len(line.split()) for line in lines) > 3000
    assert not [line for line in lines if fold(line) == line.lower()]


def test_a_misspelt_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "spoken.toml"
    path.write_text("[[said]]\nid='a'\nlnies=['việc gì']", encoding="utf-8")
    with pytest.raises(LexicalFileError) as caught:
        load_spoken(path)
    assert caught.value.rule == "a"
