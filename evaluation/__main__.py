"""The report: `make eval` (all of it), `make eval ARGS="--only questions --show 20"` (a part)."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from time import perf_counter

from evaluation import imports, paper, peers, questions, reminders, speed, telegram, twins
from evaluation.material import GIVEN
from evaluation.product import SHARED, Product
from evaluation.questions import AskedSet

PARTS = (
    "imports",
    "paper",
    "questions",
    "segment",
    "twins",
    "talk",
    "peers",
    "speed",
    "large",
    "telegram",
    "reminders",
)


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
            "paper": ("Printed and scanned documents read back", lambda: paper.print_paper(show=args.show)),
            "segment": ("With and without underthesea", lambda: _segment(sets)),
            "twins": ("What noise costs", lambda: _twins(sets, args.show)),
            "talk": ("Silence in a group", questions.print_talk),
            "peers": ("Right task first, beside ready-made peers", lambda: _peers(sets)),
            "speed": ("Speed and size", lambda: _speed(product)),
            "large": ("A large index", lambda: speed.print_large(product, args.tasks)),
            "telegram": ("In Telegram", _telegram),
            "reminders": ("Reminders", reminders.print_reminders),
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
        shares = []
        for switch in ("1", "0"):
            with questions.open_product(asked.conversations, {"NHACVIEC_SEGMENT": switch}) as product:
                answers = product.ask(asked.conversations)
            shares.append(questions.share(questions.score(asked.conversations, answers)))
        print(f"{asked.name}: with {shares[0]:.4f}, without {shares[1]:.4f}")


def _twins(sets: Sequence[AskedSet], show: int) -> None:
    given = [asked for asked in sets if asked.name == GIVEN.stem]
    if given:
        print("the given set, its clean questions")
        twins.print_twins(given, show=show)
    print("the blind sets together, their clean questions")
    twins.print_twins([asked for asked in sets if asked.name != GIVEN.stem])


def _peers(sets: Sequence[AskedSet]) -> None:
    blind, blind_right, times = 0, Counter[str](), dict[str, float]()
    for asked in sets:
        texts = peers.task_texts([plan for slug in asked.slugs if (plan := asked.product.held_plan(slug))])
        turns = peers.comparable(asked.turns)
        if not turns or not texts:
            continue
        right, times = peers.count_right(turns, texts)
        if asked.name == GIVEN.stem:
            peers.print_peers("the given set", len(turns), right, times)
        else:
            blind, blind_right = blind + len(turns), blind_right + right
    if blind:
        peers.print_peers("the blind sets together", blind, blind_right, times)


def _speed(product: Product) -> None:
    speed.print_warm(product)
    speed.print_cold(product)
    speed.print_imports_speed(product)


def _telegram() -> None:
    telegram.print_latency()
    telegram.print_kills()


if __name__ == "__main__":
    raise SystemExit(main())
