"""What lint cannot see: the files of the house as a whole."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("bot", "nlu", "knowledge", "scheduler")
LONGEST = 500

# Each pattern is written so that it does not match itself.
UNWANTED = {
    "a place of one machine": r"/(?:home|root|Users|wor[k])/[a-z]\w*/",
    "a package host": r"py[p]i\.org|pythonh[o]sted|npm[j]s\.|\.debian\.o[r]g|files\.pythonh[o]sted",
    "a token of a chat platform": r"\b[0-9]{8,10}:AA[A-Za-z0-9_-]{33}",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE K[E]Y",
}


def house_files() -> list[Path]:
    """Every file that belongs to the project; works without git too."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [
            name
            for name in folders
            if (not name.startswith(".") or name == ".ci")
            and name not in {"__pycache__", "build", "dist", "node_modules"}
            and not name.endswith(".egg-info")
        ]
        found += [Path(folder) / name for name in names if name not in {".env", ".coverage"} and ".sqlite3" not in name]
    return sorted(found)


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


FILES = house_files()
PYTHON = [path for path in FILES if path.suffix == ".py"]
DATA = [path for path in FILES if path.suffix == ".toml" and path.relative_to(ROOT).parts[0] in PACKAGES]
TEXTS = [path for path in FILES if path.suffix not in {".png", ".jpg", ".pdf", ".docx", ".xlsx", ".ttf", ".git"}]


@pytest.mark.parametrize("what", UNWANTED)
def test_no_file_tells_what_is_not_ours_to_tell(what: str) -> None:
    pattern = re.compile(UNWANTED[what])
    told = [
        f"{relative(path)}:{number}"
        for path in TEXTS
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), start=1)
        if pattern.search(line)
    ]
    assert told == []


def test_no_python_file_hides_a_second_idea() -> None:
    lengths = {relative(path): len(path.read_text("utf-8").splitlines()) for path in PYTHON}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


# Where alone each heavy library may be imported, so that it can be replaced or doubled in one place.
HOMES = {
    "sqlalchemy": "knowledge/store/",
    "alembic": "knowledge/store/",
    "underthesea": "nlu/segment.py",
    "rapidfuzz": "nlu/",
    "openpyxl": "knowledge/",
    "PIL": "bot/pictures/",
