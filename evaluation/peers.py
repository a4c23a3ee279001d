"""Ready-made ways to find the task that a question is about, side by side with ours on the same questions.

Each peer gets the tasks' folded texts (đ folded by hand: no peer does) and ranks those of the plan that the chat is
bound to. Only "right task first" is compared: none of them answers, dates or keeps silent. Agencies, times and
documents are left out of their texts because the best of them does worse with these (0.76 instead of 0.78).
"""

from __future__ import annotations

import math
import re
import sqlite3
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from rapidfuzz import fuzz, process

from evaluation.questions import Turn
from nlu.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A task as peers see it: its ref, its plan and all its words, folded."""

    ref: str
    plan: str
    text: str


class Peer(Protocol):
    """Ranks tasks for a question."""

    def rank(self, question: str, plan: str | None) -> list[str]:
        """Refs, best first; `plan` None = all plans."""
        ...


def task_texts(plans: Sequence[Mapping[str, Any]]) -> tuple[Text, ...]:
    """The tasks of exported plans (their slug and the tables of the plan file) as texts."""
    return tuple(
        Text(
            ref=f"{plan['slug']}/{task['key']}",
            plan=plan["slug"],
            text=fold(" ".join(str(task.get(field) or "") for field in ("section", "text", "goal", "product"))),
        )
        for plan in plans
        for task in plan["task"]
    )


class Fts5:
    """SQLite FTS5, any word, ranked by bm25."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self._db = sqlite3.connect(":memory:")
        self._db.execute("create virtual table t using fts5(ref unindexed, plan unindexed, body, tokenize=unicode61)")
        self._db.executemany("insert into t values (?, ?, ?)", [(t.ref, t.plan, t.text) for t in texts])

    def rank(self, question: str, plan: str | None) -> list[str]:
        """Refs by bm25."""
        words = re.findall(r"\w+", fold(question))
        if not words:
            return []
        match = " OR ".join(f'"{word}"' for word in words)
        rows = self._db.execute(
            "select ref from t where t match ? and (? is null or plan = ?) order by bm25(t) limit 10",
            (match, plan, plan),
        )
        return [ref for (ref,) in rows]


class CharTfIdf:
    """Cosine of character 2- to 4-grams inside words, weighed by rarity; pure Python."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self._texts = texts
        counts = [_grams(t.text) for t in texts]
        seen = Counter(gram for grams in counts for gram in grams)
        self._idf = {gram: 1.0 + math.log((1 + len(texts)) / (1 + n)) for gram, n in seen.items()}
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, grams in enumerate(counts):
            for gram, weight in self._unit(grams).items():
                self._postings[gram].append((place, weight))

    def _unit(self, grams: Mapping[str, int]) -> dict[str, float]:
        weights = {gram: n * self._idf[gram] for gram, n in grams.items() if gram in self._idf}
        norm = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        return {gram: w / norm for gram, w in weights.items()}

    def rank(self, question: str, plan: str | None) -> list[str]:
        """Refs by cosine."""
        scores: dict[int, float] = defaultdict(float)
        for gram, weight in self._unit(_grams(fold(question))).items():
            for place, other in self._postings[gram]:
                scores[place] += weight * other
        best = sorted(scores, key=lambda place: -scores[place])
        return [self._texts[p].ref for p in best if plan is None or self._texts[p].plan == plan][:10]


def _grams(text: str) -> Counter[str]:
    return Counter(
        padded[i : i + n]
        for word in re.findall(r"\w+", text)
        for padded in (f" {word} ",)
        for n in (2, 3, 4)
        for i in range(len(padded) - n + 1)
    )


class TokenSet:
    """rapidfuzz token_set_ratio."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self._texts = texts

    def rank(self, question: str, plan: str | None) -> list[str]:
        """Refs by token_set_ratio."""
        texts = {t.ref: t.text for t in self._texts if plan is None or t.plan == plan}
        return [ref for _, _, ref in process.extract(fold(question), texts, scorer=fuzz.token_set_ratio, limit=10)]


# Folded sentence templates with the topic as a wildcard, after the manner of a home assistant's sentences.
_TEMPLATES = [
    "[cho hoi] (ai|don vi nao|co quan nao|ben nao|so nao|phong nao) [la] [chu tri|phu trach|lam|lo|dam nhiem] {topic}",
    "[cho hoi] {topic} [thi] [do] (ai|don vi nao|co quan nao|ben nao) [chu tri|phu trach|lam|lo]",
    "[cho hoi] (ai|don vi nao|co quan nao|ben nao) phoi hop [voi] {topic}",
    "[cho hoi] (han|thoi han|thoi gian) [cua] {topic} [la] [khi nao|bao gio|ngay nao]",
    "[cho hoi] {topic} (khi nao|bao gio) [xong|hoan thanh|het han|den han]",
    "[cho hoi] {topic} (han|den han|het han|thoi han) [la] [khi nao|bao gio|ngay nao|ngay may]",
    "[cho hoi] (san pham|ket qua) [cua] {topic} [la] [gi]",
    "[cho hoi] {topic} [phai] (ra|co|nop) (san pham|ket qua|bao cao) gi",
    "[cho hoi] (chi tieu|muc tieu) [cua] {topic} [la] [bao nhieu|may phan tram]",
    "[cho hoi] {topic} [thi] phoi hop [voi] (ai|don vi nao|co quan nao|ben nao|so nao)",
    "[cho hoi] {topic} (can|phai|yeu cau) (lam gi|nhung gi)",
    "[cho hoi] dau moi {topic} la (ai|don vi nao|co quan nao)",
    "[cho hoi] {topic} can cu [vao] (van ban|quyet dinh) nao",
]


class HassilFts5:
    """hassil takes the topic out of the sentence by wildcard templates; FTS5 finds it (whole where none fits)."""

    def __init__(self, texts: Sequence[Text]) -> None:
        from hassil import Intents, recognize_best  # optional: not in the lock

        self._recognize = recognize_best
        self._intents = Intents.from_dict(
            {
                "language": "vi",
                "intents": {"Ask": {"data": [{"sentences": _TEMPLATES}]}},
                "lists": {"topic": {"wildcard": True}},
            }
        )
        self._search = Fts5(texts)

    def rank(self, question: str, plan: str | None) -> list[str]:
        """Refs by bm25 of the topic."""
        text = " ".join(re.findall(r"\w+", fold(question)))
        found = self._recognize(text, self._intents)
        topic = str(found.entities["topic"].value) if found and "topic" in found.entities else text
        return self._search.rank(topic, plan) or self._search.rank(text, plan)


PEERS: Mapping[str, Callable[[Sequence[Text]], Peer]] = {
    "FTS5, folded": Fts5,
    "character TF-IDF 2-4": CharTfIdf,
    "rapidfuzz token_set": TokenSet,
    "hassil wildcard + FTS5": HassilFts5,
}


def comparable(turns: Sequence[Turn]) -> list[Turn]:
    """First turns that must be answered from exactly one task."""
    return [
        turn
        for turn in turns
        if turn.number == 0 and turn.expect.get("status") == "answered" and len(turn.expect.get("tasks", ())) == 1
    ]


def count_right(turns: Sequence[Turn], texts: Sequence[Text]) -> tuple[Counter[str], dict[str, float]]:
    """How often each peer, and "ours", names the right task first on comparable turns; and milliseconds a question."""
    right, times = Counter({"ours": sum(_ref(turn, turn.answer.get("tasks", [])[:1]) for turn in turns)}), {}
    for label, make in PEERS.items():
        try:
            peer = make(texts)
        except ImportError:
            continue
        start = time.perf_counter()
        right[label] = sum(_ref(turn, peer.rank(turn.asked, turn.conversation.get("plan"))[:1]) for turn in turns)
        times[label] = 1000 * (time.perf_counter() - start) / len(turns)
    return right, times


def print_peers(name: str, asked: int, right: Mapping[str, int], times: Mapping[str, float]) -> None:
    """Prints "right task first" of each peer and of ours."""
    print(f"{name}: {asked} questions about one task")
    for label in PEERS:
        if label not in right:
            print(f"  {label:24} not installed")
        else:
            print(f"  {label:24} {right[label] / asked:.3f}   {times[label]:6.2f} ms")
    best = max(right[label] for label in PEERS if label in right)
    print(f"  {'ours':24} {right['ours'] / asked:.3f}   {100 * (right['ours'] - best) / asked:+.1f} points to the best")


def _ref(turn: Turn, got: Sequence[str]) -> bool:
    key, plan = turn.expect["tasks"][0], turn.conversation.get("plan")
    return list(got) == [key if "/" in key or plan is None else f"{plan}/{key}"]
