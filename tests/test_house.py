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
    "docx": "knowledge/documents/formats/",
    "lxml": "knowledge/documents/formats/",
    "PIL": ("bot/pictures/", "knowledge/documents/"),  # draws pictures; scanned pages are pictures
    "numpy": "knowledge/documents/scans/",
    "pdfplumber": "knowledge/documents/formats/pdf_text.py",
    "pypdfium2": "knowledge/documents/formats/pdf_file.py",
    "rich": "bot/channels/terminal.py",
    "telegram": "bot/channels/telegram/",
    "httpx": "bot/channels/telegram/",
    "apscheduler": "scheduler/runner.py",
    "prometheus_client": "bot/reminding/metrics.py",
}


@pytest.mark.parametrize("library", HOMES)
def test_each_heavy_library_has_one_home(library: str) -> None:
    imports = re.compile(rf"^\s*(?:import|from)\s+{library}\b", re.MULTILINE)
    users = [
        relative(path)
        for path in PYTHON
        if path.relative_to(ROOT).parts[0] in PACKAGES and imports.search(path.read_text("utf-8"))
    ]
    assert [user for user in users if not user.startswith(HOMES[library])] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_has_a_mirror_in_tests(package: str) -> None:
    assert list((ROOT / "tests" / package).rglob("test_*.py"))


@pytest.mark.parametrize("path", DATA, ids=relative)
def test_every_data_file_is_toml_and_somebody_reads_it(path: Path) -> None:
    assert tomllib.loads(path.read_text("utf-8"))
    if path.parent.name != "samples":  # the bundled plans are found by listing their folder
        package = ROOT / path.relative_to(ROOT).parts[0]
        readers = [source for source in package.rglob("*.py") if path.name in source.read_text("utf-8")]
        assert readers, f"no module of {package.name} names {path.name}"


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_locks_hold_versions_and_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    pinned = re.findall(r"^([a-z0-9-]+)==\S+", text, re.MULTILINE)
    entries = re.split(r"^(?=\w)", text, flags=re.MULTILINE)[1:]
    assert len(pinned) == len(entries)
    assert all("--hash=sha256:" in entry for entry in entries)
    assert re.findall(r"://|--index|--find-links|--extra-index|-e \.|file:", text) == []


def declared(group: list[str]) -> list[str]:
    """The names of requirements as locks write them."""
    return [re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0].lower().replace("_", "-") for requirement in group]


def test_everything_declared_is_locked_and_has_its_reason_written() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    product = declared(project["project"]["dependencies"])
    tools = declared(project["dependency-groups"]["dev"]) + declared(project["dependency-groups"]["build"])
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    dev_lock = (ROOT / "requirements-dev.lock").read_text("utf-8")
    reasons = (ROOT / "docs" / "decisions.md").read_text("utf-8").lower()
    assert [name for name in product if f"\n{name}==" not in f"\n{lock}"] == []
    assert [name for name in product + tools if f"\n{name}==" not in f"\n{dev_lock}"] == []
    assert [name for name in product + tools if name not in reasons] == []


def test_both_locks_agree() -> None:
    pins = [
        dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / name).read_text("utf-8"), re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock")
    ]
    assert {name: version for name, version in pins[0].items() if pins[1].get(name) != version} == {}


def test_make_help_tells_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split()
    told = set(re.findall(r"^\s+'\s+make (\w+)", makefile, re.MULTILINE))
    assert told == set(targets) - {"help", "FORCE"}


@pytest.mark.skipif(os.name == "nt", reason="no executable bit on this system")
def test_the_build_script_can_be_run() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
