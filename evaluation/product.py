"""The product as the evaluation drives it: the public commands in a child process, and what each run cost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

Row = dict[str, Any]

_NOT_RUN: Row = {"seconds": 0.0, "cpu": 0.0, "peak_mb": 0.0, "code": 1}

# A child's peak memory is never told lower than its parent's was at the fork: so a slim parent stands between.
_LAUNCHER = """
import json, os, sys, time
report, *command = sys.argv[1:]
start = time.perf_counter()
pid = os.posix_spawn(command[0], command, os.environ)
_, status, usage = os.wait4(pid, 0)
wall = time.perf_counter() - start
peak = usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
code = os.waitstatus_to_exitcode(status)
with open(report, "w") as out:
    json.dump({"seconds": wall, "cpu": usage.ru_utime + usage.ru_stime, "peak_mb": peak, "code": code}, out)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One finished command: wall and processor seconds, peak memory in MB, exit code and what it printed."""

    seconds: float
    cpu: float
    peak_mb: float
    code: int
    out: str
    err: str


class Product:
    """The commands of one installation with its own database in a temporary folder; use as a context manager."""

    def __init__(self, settings: Mapping[str, str] | None = None) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="nhacviec-eval-")
        self.folder = Path(self._folder.name)
        self._settings = {"NHACVIEC_DATABASE_URL": f"sqlite:///{self.folder / 'eval.sqlite3'}", **(settings or {})}

    def __enter__(self) -> Product:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def run(self, *arguments: str, module: str = "bot") -> Run:
        """Runs `python -m bot ARGUMENTS` from the project's root; never raises on a failing command."""
        return self._measured([sys.executable, "-m", module, *arguments])

    def ask(self, conversations: Iterable[Row]) -> list[Row]:
        """The answers to conversations of the contract's shape, one row a turn; those given before a failing line."""
        questions = self.folder / "questions.jsonl"
        questions.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in conversations), "utf-8")
        run = self.run("ask", "--batch", str(questions), "--json")
        if run.code:
            sys.stderr.write(f"ask --batch: {run.err.strip()[-300:]}\n")
        return [json.loads(line) for line in run.out.splitlines() if line.strip()]

    def add_plan(self, path: Path, slug: str) -> bool:
        """Imports a document under a slug; False where it was refused, with the reason on stderr."""
        run = self.run("import", str(path), "--slug", slug, "--yes")
        if run.code:
            sys.stderr.write(f"import {path.name}: {run.err.strip()[-300:]}\n")
        return not run.code

    def held_plan(self, slug: str) -> Row | None:
        """A plan of the database as its plan file's tables, or None."""
        run = self.run("export", "--plan", slug, "--format", "toml")
        return {"slug": slug, **tomllib.loads(run.out)} if not run.code else None

    def read_plan(self, path: Path) -> tuple[Row | None, Run]:
        """One document as a plan object, or None where it was refused, with the run."""
        run = self.run("import", str(path), "--dry-run", "--json")
        lines = run.out.splitlines()
        return (json.loads(lines[0]) if lines and not run.code else None), run

    def _measured(self, command: Sequence[str]) -> Run:
        report = self.folder / "usage.json"
        report.unlink(missing_ok=True)
        done = subprocess.run(
            [sys.executable, "-S", "-E", "-c", _LAUNCHER, str(report), *command],
            cwd=ROOT,
            env={**os.environ, **self._settings},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        usage: Row = json.loads(report.read_text("utf-8")) if report.exists() else dict(_NOT_RUN)
        return Run(
            seconds=usage["seconds"],
            cpu=usage["cpu"],
            peak_mb=usage["peak_mb"],
            code=usage["code"],
            out=done.stdout,
            err=done.stderr,
        )


def load_rows(path: Path) -> list[Row]:
    """The objects of a JSON lines file, in order."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
