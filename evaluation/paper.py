"""Documents as paper: the made Word files printed to PDF by LibreOffice, and scanned; how much is read back."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Final

from evaluation.imports import FIELDS, PlanScore, score_plan
from evaluation.made.content import Content, contents, expected
from evaluation.made.layouts import LAYOUTS
from evaluation.made.scanning import SCANNERS, scan
from evaluation.made.word import write_word
from evaluation.scorers import find_scorer
from knowledge.documents.reading import read_document
from knowledge.errors import DocumentError
from knowledge.ingest.assembly import read_plan
from knowledge.plan_json import plan_json

_SCANNED: Final = ("plain", "merged")  # layouts that are scanned too: a page takes seconds
_SECONDS: Final = 600


def print_paper(*, show: int = 0) -> None:
    """Prints one line a layout, over all invented plans, and one a scanner."""
    office = shutil.which("soffice")
    if office is None or find_scorer("score_plan") is None:
        print("Skipped: LibreOffice (soffice) is not installed, or ../shared is not beside the project.")
        return
    print(f"{'PDF':22} {'tasks':>5} " + " ".join(f"{field:>9}" for field in FIELDS) + f" {'score':>7} {'s':>6}")
    with tempfile.TemporaryDirectory(prefix="nhacviec-eval-") as folder:
        printed = _print(office, Path(folder))
        for layout in LAYOUTS:
            _report(layout, [(c, layout, printed[c.name, layout]) for c in contents()], show)
        if not shutil.which("tesseract"):
            print("Scans skipped: Tesseract is not installed.")
            return
        for layout in _SCANNED:
            for scanner in SCANNERS:
                content = contents()[0]
                path = Path(folder) / f"{content.name}-{layout}-{scanner.name}.pdf"
                scan(printed[content.name, layout], scanner, path)
                _report(f"{layout}, scanned {scanner.name}", [(content, layout, path)], show)


def _print(office: str, folder: Path) -> dict[tuple[str, str], Path]:
    """The PDF of every plan in every layout."""
    files: dict[tuple[str, str], Path] = {}
    for layout, how in LAYOUTS.items():
        for content in contents():
            word = folder / f"{content.name}-{layout}.docx"
            word.write_bytes(write_word(content, how))
            files[content.name, layout] = word.with_suffix(".pdf")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    words = map(str, sorted(folder.glob("*.docx")))
    subprocess.run([*command, *words], check=True, capture_output=True, timeout=_SECONDS)
    return files


def _report(name: str, files: list[tuple[Content, str, Path]], show: int) -> None:
    start = process_time()
    scores = list(_scores(files))
    seconds = process_time() - start
    tasks = sum(score.tasks for score in scores)
    fields = " ".join(f"{sum(s.fields.get(f, 0.0) * s.tasks for s in scores) / tasks:9.3f}" for f in FIELDS)
    total = sum(score.total * score.tasks for score in scores) / tasks
    print(f"{name:22} {tasks:5} {fields} {total:7.4f} {seconds:6.1f}")
    for score in scores:
        if score.refused:
            print(f"    {score.name} refused: {score.refused}")
        for key, field in score.unmet[:show]:
            print(f"    {score.name} {key} {field}")


def _scores(files: list[tuple[Content, str, Path]]) -> Iterator[PlanScore]:
    for content, layout, path in files:
        gold = expected(content, LAYOUTS[layout])
        try:
            plan = plan_json(read_plan(read_document(path.read_bytes(), path.name)))
        except DocumentError as error:
            yield PlanScore(name=content.name, tasks=len(gold), fields={}, total=0.0, refused=str(error))
            continue
        yield score_plan(content.name, gold, plan)
