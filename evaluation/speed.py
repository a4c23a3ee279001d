"""How fast and how large: warm answers, a cold `ask`, the reading of a document, an index of 100,000 tasks."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence

from evaluation.material import GIVEN, find_document, gold_names
from evaluation.product import SHARED, Product, Row, load_rows

LARGE = 100_000
ASKED_OF_LARGE = 400
_ROUNDS = 3
_QUESTION = ("ask", "ai chủ trì số hóa?", "--today", "2024-06-03")


def quantile(values: Sequence[float], part: float) -> float:
    """The value below which `part` (0..1) of the values lie; 0 where there are none."""
    ordered = sorted(values)
    return ordered[max(0, round(len(ordered) * part) - 1)] if ordered else 0.0


def print_warm(product: Product) -> None:
    """Prints the time of a warm answer on the bundled plans, each conversation of the given set asked several times."""
    given = load_rows(GIVEN) if GIVEN.exists() else []
    conversations: list[Row] = [{**row, "id": f"{row['id']}/{n}"} for n in range(_ROUNDS) for row in given]
    if not conversations:
        conversations = [
            {"id": str(n), "plan": None, "today": "2024-06-03", "asker": None, "turns": [{"q": _QUESTION[1]}]}
            for n in range(100)
        ]
    times = [row["elapsed_ms"] for row in product.ask(conversations)][1:]
    print(
        f"warm answer: p50 {quantile(times, 0.5):.2f} ms, p99 {quantile(times, 0.99):.2f} ms,"
        f" max {max(times, default=0.0):.2f} ms over {len(times)} answers"
    )


def print_cold(product: Product) -> None:
    """Prints a cold `nhacviec ask`: the very first one, which fills the database, and later ones."""
    with Product() as fresh:
        first = fresh.run(*_QUESTION)
    print(f"first ask ever (database filled): {first.seconds:.2f} s, peak {first.peak_mb:.0f} MB, exit {first.code}")
    runs = [product.run(*_QUESTION) for _ in range(5)]
    print(
        f"cold ask: median {statistics.median(run.seconds for run in runs):.2f} s"
        f" (processor {statistics.median(run.cpu for run in runs):.2f} s),"
        f" worst {max(run.seconds for run in runs):.2f} s, peak {max(run.peak_mb for run in runs):.0f} MB"
    )


def print_imports_speed(product: Product) -> None:
    """Prints what reading each document takes beyond the start of the command."""
    names = [path.stem for path in sorted((SHARED / "plans").glob("*.txt"))]
    names += [name for name in gold_names() if name not in names]
    if not names:
        print("import: skipped, no documents beside the project.")
        return
    starts = [product.run("--help") for _ in range(3)]
    start, cpu = min(run.seconds for run in starts), min(run.cpu for run in starts)
    print(f"start of the command: {start:.2f} s; import beyond it, and of that the processor:")
    for name in names:
        document = find_document(name)
        if document is None:
            continue
        run = min((product.read_plan(document)[1] for _ in range(2)), key=lambda run: run.seconds)
        refused = "" if not run.code else f"  exit {run.code}"
        print(
            f"  {name:16} {max(0.0, run.seconds - start):.2f} s, {max(0.0, run.cpu - cpu):.2f} s,"
            f" peak {run.peak_mb:.0f} MB{refused}"
        )


def print_large(product: Product, tasks: int = LARGE) -> None:
    """Prints the cost of an index over generated plans, built and asked in a child of its own."""
    run = product.run(str(tasks), str(ASKED_OF_LARGE), module="evaluation.load")
    if run.code:
        print(f"index of {tasks:,} tasks: failed: {run.err.strip().splitlines()[-1:]}")
        return
    got = json.loads(run.out.splitlines()[-1])
    print(
        f"index of {tasks:,} generated tasks: {got['index_seconds']:.1f} s, peak {got['peak_mb']:.0f} MB"
        f" (of which {got['plans_mb']:.0f} MB before the index, the plans in them); warm p50 {got['p50_ms']:.1f} ms,"
        f" p99 {got['p99_ms']:.1f} ms, max {got['max_ms']:.1f} ms; right task first {got['first_right']:.2f}"
    )
