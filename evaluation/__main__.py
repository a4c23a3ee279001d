"""The report: `make eval` (all of it), `make eval ARGS="--only questions --show 20"` (a part)."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable
from time import perf_counter

from evaluation import imports, peers, questions, speed, twins
from evaluation.imports import find_document
from evaluation.product import SHARED, Product, Row

PARTS = ("imports", "questions", "segment", "twins", "talk", "peers", "speed", "large")


def main() -> int:
    """Prints the parts asked for; 0 whatever they say, for this is a report."""
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__)
    parser.add_argument("--only", choices=PARTS, nargs="+", default=PARTS, help="these parts only")
    parser.add_argument("--show", type=int, default=0, help="print this many wrong answers of each set")
    parser.add_argument("--tasks", type=int, default=speed.LARGE, help="size of the generated index")
    args = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores; material beside the project: {SHARED.exists()}")
    with Product() as product:
        scored = _questions(product, args.show) if {"questions", "twins", "peers", "segment"} & {*args.only} else {}
        parts: dict[str, tuple[str, Callable[[], object]]] = {
            "imports": ("Documents read, by field", lambda: imports.print_imports(product)),
            "segment": ("With and without underthesea", lambda: _segment(product, scored)),
            "twins": ("What noise costs", lambda: _twins(product, scored)),
            "talk": ("Silence in a group", lambda: questions.print_talk(product)),
            "peers": ("Right task first, beside ready-made peers", lambda: _peers(product, scored)),
            "speed": ("Speed and size", lambda: _speed(product)),
            "large": ("A large index", lambda: speed.print_large(product, args.tasks)),
        }
        for name, (title, part) in parts.items():
            if name in args.only:
                _titled(title, part)
    return 0


def _titled(title: str, part: Callable[[], object]) -> None:
    start = perf_counter()
    print(f"\n== {title}")
    part()
    print(f"   ({perf_counter() - start:.0f} s)")
    sys.stdout.flush()


def _questions(product: Product, show: int) -> dict[str, list[questions.Turn]]:
    print("\n== Questions answered, by kind")
    scored = questions.print_questions(product, show=show)
    sys.stdout.flush()
    return scored


def _segment(product: Product, scored: dict[str, list[questions.Turn]]) -> None:
    with Product({"NHACVIEC_SEGMENT": "0"}) as without:
        for name, turns in scored.items():
            conversations = list({turn.conversation["id"]: turn.conversation for turn in turns}.values())
            bare = questions.score(conversations, without.ask(conversations))
            print(f"{name}: with {questions.share(turns):.4f}, without {questions.share(bare):.4f}")


def _twins(product: Product, scored: dict[str, list[questions.Turn]]) -> None:
    for name, turns in scored.items():
        print(f"{name}, its clean questions")
        twins.print_twins(product, [turn for turn in turns if turn.conversation.get("kind") == "clean"])


def _peers(product: Product, scored: dict[str, list[questions.Turn]]) -> None:
    slugs = sorted({str(turn.conversation.get("plan")) for turns in scored.values() for turn in turns} - {"None"})
    texts = peers.task_texts([plan for slug in slugs if (plan := _plan(product, slug))])
    for name, turns in scored.items():
        peers.print_peers(name, turns, texts)


def _plan(product: Product, slug: str) -> Row | None:
    document = find_document(slug)
    return product.read_plan(document)[0] if document else None


def _speed(product: Product) -> None:
    speed.print_warm(product)
    speed.print_cold(product)
    speed.print_imports_speed(product)


if __name__ == "__main__":
    raise SystemExit(main())
