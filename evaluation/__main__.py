"""The report: `make eval` (all of it), `make eval ARGS="--only questions --show 20"` (a part)."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from time import perf_counter

from evaluation import imports, peers, questions, speed, twins
from evaluation.product import SHARED, Product
from evaluation.questions import AskedSet

PARTS = ("imports", "questions", "segment", "twins", "talk", "peers", "speed", "large")


def main() -> int:
    """Prints the parts asked for; 0 whatever they say, for this is a report."""
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__)
    parser.add_argument("--only", choices=PARTS, nargs="+", default=PARTS, help="these parts only")
    parser.add_argument("--show", type=int, default=0, help="print this many wrong answers of each set")
    parser.add_argument("--tasks", type=int, default=speed.LARGE, help="size of the generated index")
    args = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores; material beside the project: {SHARED.exists()}")
    with ExitStack() as stack:
        sets = _questions(stack, args.show) if {"questions", "twins", "peers", "segment"} & {*args.only} else []
        product = stack.enter_context(Product())
        parts: dict[str, tuple[str, Callable[[], object]]] = {
            "imports": ("Documents read, by field", lambda: imports.print_imports(product, show=args.show)),
            "segment": ("With and without underthesea", lambda: _segment(sets)),
            "twins": ("What noise costs", lambda: _twins(sets, args.show)),
            "talk": ("Silence in a group", questions.print_talk),
            "peers": ("Right task first, beside ready-made peers", lambda: _peers(sets)),
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


def _questions(stack: ExitStack, show: int) -> list[AskedSet]:
    print("\n== Questions answered, by kind")
    asked = questions.ask_sets(stack, show=show)
    sys.stdout.flush()
    return asked


def _segment(sets: Sequence[AskedSet]) -> None:
    for asked in sets:
        with Product({"NHACVIEC_SEGMENT": "0"}) as without:
            answers = questions.prepare(without, asked.conversations).ask(asked.conversations)
        bare = questions.score(asked.conversations, answers)
        print(f"{asked.name}: with {questions.share(asked.turns):.4f}, without {questions.share(bare):.4f}")


def _twins(sets: Sequence[AskedSet], show: int) -> None:
    for asked in sets:
        print(f"{asked.name}, its clean questions")
        twins.print_twins(asked.product, asked.clean, show=show)


def _peers(sets: Sequence[AskedSet]) -> None:
    for asked in sets:
        texts = peers.task_texts([plan for slug in asked.slugs if (plan := asked.product.held_plan(slug))])
        peers.print_peers(asked.name, asked.turns, texts)


def _speed(product: Product) -> None:
    speed.print_warm(product)
    speed.print_cold(product)
    speed.print_imports_speed(product)


if __name__ == "__main__":
    raise SystemExit(main())
