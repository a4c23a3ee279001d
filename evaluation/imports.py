"""How well documents are read: each gold table against what `import --dry-run --json` prints, by document and field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from evaluation.made.content import contents, expected
from evaluation.made.layouts import LAYOUTS
from evaluation.made.sheets import write_sheet
from evaluation.made.word import write_word
from evaluation.material import BUNDLED, find_document, find_gold, gold_names, reviewed_names
from evaluation.product import Product, Row, load_rows
from evaluation.scorers import find_scorer
from knowledge.documents.reading import read_document
from knowledge.ingest.assembly import read_plan
from knowledge.plan_json import plan_json

FIELDS = ("task", "goal", "product", "leads", "supports", "deadlines")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanScore:
    """One document: share right by field, over all (an extra task adds an empty row), and what was not met."""

    name: str
    tasks: int
    fields: dict[str, float]
    total: float
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    unmet: tuple[tuple[str, str], ...] = ()
    refused: str = ""


def gold_rows(product: Product, name: str) -> list[Row]:
    """The tasks that a document should give: its gold table, else its reviewed plan file."""
    gold = find_gold(name)
    if gold is not None:
        return load_rows(gold)
    plan, _ = product.read_plan(BUNDLED / f"{name}.toml")
    tasks: list[Row] = plan["tasks"] if plan else []
    return tasks


def score_document(product: Product, name: str) -> PlanScore:
    """Reads one document and scores it; nothing right where it was refused."""
    gold = gold_rows(product, name)
    document = find_document(name)
    if document is None or not gold:
        return PlanScore(name=name, tasks=len(gold), fields={}, total=0.0, refused="nothing to compare")
    plan, run = product.read_plan(document)
    if plan is None:
        return PlanScore(name=name, tasks=len(gold), fields={}, total=0.0, refused=run.err.strip()[-160:] or "refused")
    return score_plan(name, gold, plan)


def score_plan(name: str, gold: list[Row], plan: Row) -> PlanScore:
    """The same counting as the scorer's own `main`, kept by field."""
    scorer = find_scorer("score_plan")
    if scorer is None:
        raise FileNotFoundError("../shared/tools/score_plan.py")
    tasks = {task["key"]: task for task in plan["tasks"]}
    unmet = tuple(
        (row["key"], field)
        for row in gold
        for field in FIELDS
        if row["key"] not in tasks or not scorer.same(field, row[field], tasks[row["key"]].get(field))
    )
    wrong = Counter(field for _, field in unmet)
    keys = {row["key"] for row in gold}
    extra = tuple(key for key in tasks if key not in keys)
    return PlanScore(
        name=name,
        tasks=len(gold),
        fields={field: 1 - wrong[field] / len(gold) for field in FIELDS},
        total=(len(FIELDS) * len(gold) - len(unmet)) / (len(FIELDS) * (len(gold) + len(extra))),
        missing=tuple(row["key"] for row in gold if row["key"] not in tasks),
        extra=extra,
        unmet=unmet,
    )


def score_made() -> Iterator[PlanScore]:
    """Every invented plan set in every layout and format: one score a layout and format, over all plans."""
    for kind, write in (("docx", write_word), ("xlsx", write_sheet)):
        for name, layout in LAYOUTS.items():
            scores = []
            for content in contents():
                plan = plan_json(read_plan(read_document(write(content, layout), f"{content.name}.{kind}")))
                scores.append(score_plan(content.name, expected(content, layout), plan))
            tasks = sum(score.tasks for score in scores)
            yield PlanScore(
                name=f"{name}.{kind}",
                tasks=tasks,
                fields={f: sum(s.fields[f] * s.tasks for s in scores) / tasks for f in FIELDS},
                total=sum(score.total * score.tasks for score in scores) / tasks,
            )


def _line(score: PlanScore) -> str:
    fields = " ".join(f"{score.fields[field]:9.3f}" for field in FIELDS)
    return f"{score.name:16} {score.tasks:5} {fields} {score.total:7.4f}"


def print_imports(product: Product, *, show: int = 0) -> None:
    """Prints the table of import scores, and of each document the first cells that were not met."""
    names = gold_names()
    reviewed = reviewed_names()
    if not names + reviewed or find_scorer("score_plan") is None:
        print("Skipped: ../shared/gold is not beside the project.")
        return
    print(f"{'document':16} {'tasks':>5} " + " ".join(f"{field:>9}" for field in FIELDS) + f" {'score':>7}")
    for name in names + reviewed:
        if name == next(iter(reviewed), None):
            print("beside the reviewed plan files that are bundled (their texts are shortened):")
        score = score_document(product, name)
        if score.refused:
            print(f"{name:16} {score.tasks:5} refused: {score.refused}")
            continue
        print(
            _line(score)
            + (f"  missing {', '.join(score.missing[:6])}" if score.missing else "")
            + (f"  extra {', '.join(score.extra[:6])}" if score.extra else "")
        )
        for key, field in score.unmet[:show]:
            print(f"    {key} {field}")
    print("the invented plans made anew in layouts and formats of offices:")
    for score in score_made():
        print(_line(score))
