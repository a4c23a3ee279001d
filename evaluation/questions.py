"""How well questions are answered: sets of conversations with expectations, scored turn by turn and by kind.

A set is a JSON lines file of the contract's shape with `kind` and, at each turn, `expect`. Ours stand under
evaluation/questions; the set beside the project is read from ../shared/questions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from evaluation.material import GIVEN, TALK, documents_of, plans_of, question_sets
from evaluation.product import Product, Row, load_rows
from evaluation.scorers import find_scorer


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One scored turn: its kind, its faults (() = right), and the answer."""

    conversation: Row
    number: int
    faults: tuple[str, ...]
    answer: Row

    @property
    def asked(self) -> str:
        """The question as typed."""
        return str(self.conversation["turns"][self.number]["q"])

    @property
    def expect(self) -> Row:
        """What the set expects of this turn."""
        expect: Row = self.conversation["turns"][self.number]["expect"]
        return expect

    @property
    def invented(self) -> bool:
        """Whether a question that must be refused was answered."""
        return self.expect.get("status") == "unknown" and self.answer.get("status") == "answered"


def score(conversations: Sequence[Row], answers: Iterable[Row]) -> list[Turn]:
    """Every turn that has an expectation, in order; a turn without an answer is a fault."""
    scorer = find_scorer("score_questions")
    if scorer is None:
        raise FileNotFoundError("../shared/tools/score_questions.py")
    given = {(row["id"], row["turn"]): row for row in answers}
    turns = []
    for conversation in conversations:
        for number, turn in enumerate(conversation["turns"]):
            if not turn.get("expect"):
                continue
            answer = given.get((conversation["id"], number), {"status": "no answer", "tasks": [], "text": ""})
            faults = tuple(scorer.faults(turn["expect"], answer, conversation.get("plan")))
            turns.append(Turn(conversation=conversation, number=number, faults=faults, answer=answer))
    return turns


def share(turns: Sequence[Turn]) -> float:
    """The share of right turns, 0..1; 0 where there are none."""
    return sum(not turn.faults for turn in turns) / len(turns) if turns else 0.0


def print_set(name: str, turns: Sequence[Turn], *, show: int = 0) -> None:
    """Prints one set's scores by kind, and the first wrong turns."""
    by_kind: dict[str, list[Turn]] = defaultdict(list)
    for turn in turns:
        by_kind[str(turn.conversation.get("kind", "-"))].append(turn)
    intents = [turn.expect["intent"] == turn.answer.get("intent") for turn in turns if turn.expect.get("intent")]
    unknowable = sum(turn.expect.get("status") == "unknown" for turn in turns)
    print(
        f"{name}: right {sum(not t.faults for t in turns)} / {len(turns)} = {share(turns):.4f}"
        f" · intent {sum(intents) / max(len(intents), 1):.3f}"
        f" · invented {sum(turn.invented for turn in turns)} / {unknowable}"
    )
    for kind in sorted(by_kind):
        right = sum(not turn.faults for turn in by_kind[kind])
        print(f"  {kind:16} {right:4} / {len(by_kind[kind]):4}  {share(by_kind[kind]):.3f}")
    for turn in [turn for turn in turns if turn.faults][:show]:
        print(f"    {turn.conversation['id']}.{turn.number} {turn.asked}\n      {'; '.join(turn.faults)}")
        print(f"      -> {str(turn.answer.get('text', ''))[:160]!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedSet:
    """A set of questions after it was asked: of a product that holds the plans it names, with its scored turns."""

    name: str
    product: Product
    conversations: Sequence[Row]
    turns: Sequence[Turn]

    @property
    def clean(self) -> tuple[Turn, ...]:
        """The turns without noise."""
        return tuple(turn for turn in self.turns if turn.conversation.get("kind") == "clean")

    @property
    def slugs(self) -> tuple[str, ...]:
        """The plans that its chats are bound to."""
        return plans_of(self.conversations)


def open_product(conversations: Iterable[Row], settings: Mapping[str, str] | None = None) -> Product:
    """A product that holds what the conversations are about: the bundled plans, or their documents imported."""
    documents = documents_of(conversations)
    product = Product({**({"NHACVIEC_SAMPLES": "0"} if documents else {}), **(settings or {})})
    for slug, path in documents.items():
        product.add_plan(path, slug)
    return product


def ask_sets(stack: ExitStack, *, show: int = 0) -> list[AskedSet]:
    """Asks every set, each of a product of its own that lives as long as the stack; prints the scores by kind."""
    if find_scorer("score_questions") is None:
        print("Skipped: the scorer is not beside the project (../shared/tools).")
        return []
    asked = []
    for name, conversations in question_sets().items():
        product = stack.enter_context(open_product(conversations))
        turns = score(conversations, product.ask(conversations))
        print_set(name, turns, show=show if name == GIVEN.stem else 0)
        asked.append(AskedSet(name=name, product=product, conversations=conversations, turns=turns))
    blind = [turn for one in asked if one.name != GIVEN.stem for turn in one.turns]
    if blind:
        print_set("all blind sets together", blind)
    return asked


def print_talk() -> None:
    """Prints on what share of overheard group talk the assistant stays silent (evaluation/talk/*.jsonl)."""
    paths = sorted(TALK.glob("*.jsonl"))
    if not paths:
        print("Skipped: no talk under evaluation/talk.")
    for path in paths:
        conversations = load_rows(path)
        expected = {
            (row["id"], number): [turn.get("expect", {}).get("status", "silent")]
            for row in conversations
            for number, turn in enumerate(row["turns"])
        }
        with open_product(conversations) as product:
            rows = product.ask(conversations)
        answers = {(row["id"], row["turn"]): row for row in rows}
        talk = [key for key, statuses in expected.items() if statuses == ["silent"]]
        spoke = [key for key in talk if answers.get(key, {}).get("status") != "silent"]
        asked = [key for key in expected if key not in talk]
        heard = sum(answers.get(key, {}).get("status") in ("answered", "clarify") for key in asked)
        print(f"{path.stem}: silent on {len(talk) - len(spoke)} / {len(talk)} of the talk", end="")
        print(f" · answers {heard} / {len(asked)} of the sure questions" if asked else "")
