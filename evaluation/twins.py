"""Noisy twins of clean questions: the same question as phones and hurried people write it, the same every run.

Each `twist_` takes a question and a random source and returns the question only; expectations stay as they are.
"""

from __future__ import annotations

import random
import re
import tomllib
import unicodedata
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from evaluation.product import Row
from evaluation.questions import AskedSet, Turn, score, share

_WORD = re.compile(r"[^\W\d_]+")
_TELEX_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_TELEX_LETTERS = {"â": "aa", "ê": "ee", "ô": "oo", "ă": "aw", "ơ": "ow", "ư": "uw", "đ": "dd"}

Twist = Callable[[str, random.Random], str]


@cache
def noise() -> Mapping[str, Any]:
    """The tables of noise.toml."""
    return tomllib.loads((Path(__file__).parent / "noise.toml").read_text("utf-8"))


def twist_bare(text: str, _: random.Random) -> str:
    """Without diacritics, case kept: "số hóa" → "so hoa"."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def twist_typo(text: str, chance: random.Random) -> str:
    """One typo in each three words; numbers, abbreviations in capitals and words under three letters are spared."""
    found = [m for m in _WORD.finditer(text) if len(m.group()) >= 3 and not m.group().isupper()]
    words = len(_WORD.findall(text))
    for match in sorted(chance.sample(found, min(len(found), max(1, words // 3))), key=lambda m: -m.start()):
        text = text[: match.start()] + _mistyped(match.group(), chance) + text[match.end() :]
    return text


def _mistyped(word: str, chance: random.Random) -> str:
    spelled: list[str] = [
        first_for + word[len(first) :] if at == "start" else word[: len(word) - len(first)] + first_for
        for pair, at in ((rule["pair"], rule["at"]) for rule in noise()["confusion"])
        for first, first_for in (pair, pair[::-1])
        if (word.lower().startswith(first) if at == "start" else word.lower().endswith(first))
    ]
    if spelled and chance.random() < 0.4:
        return chance.choice(spelled)
    place = chance.randrange(1, len(word))  # people get the first letter right
    kind = chance.choice(("neighbour", "swap", "drop", "double"))
    neighbours: str = noise()["keyboard"].get(word[place].lower(), "")
    if kind == "neighbour" and neighbours:
        return word[:place] + chance.choice(neighbours) + word[place + 1 :]
    if kind == "swap":
        return word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]
    if kind == "drop":
        return word[:place] + word[place + 1 :]
    return word[: place + 1] + word[place:]


def twist_teencode(text: str, chance: random.Random) -> str:
    """In the shorthand of chats: "không được gì" → "ko đc j"."""
    for phrase, forms in noise()["teencode"].items():
        text = re.sub(rf"(?<!\w){phrase}(?!\w)", chance.choice(forms), text, flags=re.IGNORECASE)
    return text


def twist_polite(text: str, chance: random.Random) -> str:
    """Wrapped in courtesies."""
    bare = text.rstrip(" ?.!")
    lowered = bare if bare[:2].isupper() else bare[:1].lower() + bare[1:]
    wrapping: str = chance.choice(noise()["polite"]["wrappings"])
    return wrapping.format(q=lowered)


def twist_telex(text: str, _: random.Random) -> str:
    """As typed with Telex while the input method is off: "số hóa" → "soos hoas"."""
    return _WORD.sub(lambda m: _telex(m.group()), unicodedata.normalize("NFC", text))


def _telex(word: str) -> str:
    if word.isupper():
        return word
    typed, tone = "", ""
    for char in unicodedata.normalize("NFD", word):
        if char in _TELEX_TONES:
            tone = _TELEX_TONES[char]
        else:
            typed += char
    letters = unicodedata.normalize("NFC", typed).replace("ươ", "uơ").replace("Ươ", "Uơ")  # one w hooks both
    keys = "".join(_TELEX_LETTERS.get(c, c) if c.islower() else _capital(c) for c in letters)
    return keys + tone


def _capital(char: str) -> str:
    return _TELEX_LETTERS.get(char.lower(), char.lower()).capitalize()


TWISTS: Mapping[str, Twist] = {
    "no diacritics": twist_bare,
    "one typo in three": twist_typo,
    "teencode": twist_teencode,
    "polite wrapping": twist_polite,
    "telex residue": twist_telex,
}


def twin(conversation: Row, kind: str) -> Row:
    """The conversation with every question twisted; the random source hangs on its id and the kind only."""
    chance = random.Random(zlib.crc32(f"{conversation['id']}/{kind}".encode()))
    turns = [{**turn, "q": TWISTS[kind](turn["q"], chance)} for turn in conversation["turns"]]
    return {**conversation, "turns": turns}


def print_twins(sets: Sequence[AskedSet], *, show: int = 0) -> None:
    """Prints what each kind of noise costs, in points, on the clean questions of the sets, and some wrong turns."""
    clean = [turn for asked in sets for turn in asked.clean]
    if not clean:
        print("Skipped: no clean questions.")
        return
    before = share(clean)
    print(f"{'as written':20} {before:.4f}  ({len(clean)} turns)")
    for kind in TWISTS:
        turns = [turn for asked in sets for turn in _ask_twins(asked, kind)]
        invented = sum(turn.invented for turn in turns)
        print(f"{kind:20} {share(turns):.4f}  costs {100 * (before - share(turns)):+5.1f} points · invented {invented}")
        for turn in [turn for turn in turns if turn.faults][:show]:
            print(f"    {turn.conversation['id']}.{turn.number} {turn.asked}\n      {'; '.join(turn.faults)}")


def _ask_twins(asked: AskedSet, kind: str) -> list[Turn]:
    conversations = {turn.conversation["id"]: twin(turn.conversation, kind) for turn in asked.clean}
    twins = list(conversations.values())
    return score(twins, asked.product.ask(twins)) if twins else []
