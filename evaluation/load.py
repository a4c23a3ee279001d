"""A child of its own for the large index: `python -m evaluation.load TASKS QUESTIONS` prints one JSON object.

Apart from the report, so that the memory told is that of the assistant and of nothing else.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
from datetime import UTC, date, datetime
from time import perf_counter

from bot.compose.assistant import build_assistant
from bot.session import Conversation
from evaluation.generated import generate_plans, generate_questions
from knowledge.store.memory import MemoryPlanStore

_TODAY = date(2024, 6, 3)
_AT = datetime(2024, 6, 3, 2, tzinfo=UTC)


def _peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Builds the assistant over generated plans, asks, and prints what it took."""
    tasks, count = int(sys.argv[1]), int(sys.argv[2])
    store = MemoryPlanStore()
    for plan in generate_plans(tasks):
        store.save(plan, source_name="generated", digest=plan.slug, at=_AT)
    gc.collect()
    plans_mb = _peak_mb()
    start = perf_counter()
    assistant = build_assistant(store)
    built = perf_counter() - start
    questions = list(generate_questions(tasks, count))
    times, first_right = [], 0
    for number, (question, ref) in enumerate([*questions[:5], *questions]):
        conversation = Conversation(chat=f"load-{number}", today=_TODAY, at=_AT)
        start = perf_counter()
        reply = assistant.answer(question, conversation=conversation)
        if number >= 5:  # the first ones only warm what is loaded on first use
            times.append(1000 * (perf_counter() - start))
            first_right += reply.tasks[:1] == (ref,)
    times.sort()
    print(
        json.dumps(
            {
                "index_seconds": built,
                "plans_mb": plans_mb,
                "peak_mb": _peak_mb(),
                "p50_ms": times[len(times) // 2],
                "p99_ms": times[max(0, int(len(times) * 0.99) - 1)],
                "max_ms": times[-1],
                "first_right": first_right / len(questions),
            }
        )
    )


if __name__ == "__main__":
    main()
