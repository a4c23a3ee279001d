"""The words of the language as data: chat spellings, abbreviations, small words, synonyms, typos.

Every loader reads its file once, checks it and returns frozen values; keys are tuples of folded words, so that
"Thủ tục hành chính" and "thu tuc hanh chinh" are one key. Nothing here knows a plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from nlu.errors import LexicalFileError
from nlu.rule_file import DATA, check_keys, fold_phrases, load_table, read_share, read_strings
from nlu.spelling import Confusion
from nlu.text import fold
from nlu.tone import tone_last

Folded = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words as written and folded."""

    written: str
    folded: Folded


@dataclass(frozen=True, slots=True, kw_only=True)
class SynonymGroup:
    """Phrases for one idea. `said` may stand for any of `printed`; in a both-way group it holds them all.

    `weight` is 0..1: how strongly the one stands for the other. `examples` are "said ↔ printed" sentences.
    """

    id: str
    topic: str
    said: tuple[Phrase, ...]
    printed: tuple[Phrase, ...]
    weight: float
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatReading:
    """One reading of a chat spelling; the weights of a word's readings are shares of use."""

    phrase: Phrase
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatWord:
    """A chat spelling (folded, or typed with marks), its readings likeliest first.

    `at` is "any", "start" or "end" of a clause; after one of `not_after` the word is a name ("mục a"), not a spelling.
    """

    short: str
    readings: tuple[ChatReading, ...]
    at: str = "any"
    not_after: tuple[Folded, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Abbreviation:
    """An abbreviation of the administration, its long forms likeliest first.

    `kind` is agency, topic, document or place. `strong` = may be expanded wherever it stands. `exact` = only where
    typed in capitals (folded it is an ordinary syllable: "AI").
    """

    short: str
    long: tuple[Phrase, ...]
    kind: str
    strong: bool
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallWord:
    """A word or phrase that carries little or no topic: its class and how much (0 none … 1 full).

    `lost` is the share of that weight which counts where no text has the word.
    """

    phrase: Phrase
    kind: str
    weight: float
    lost: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class InputMethod:
    """Letter rules of an input method: `vowels` to base letters, `marked` to written ones.

    `tones` are the keys of sắc, huyền, hỏi, ngã, nặng in this order.
    """

    tones: str
    cancel: str
    vowels: Mapping[str, str]
    marked: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypoRules:
    """How words are mistyped. `slips` are costs by name; `neighbours` the keys beside each key."""

    confusions: tuple[Confusion, ...]
    slips: Mapping[str, float]
    neighbours: Mapping[str, str]
    telex: InputMethod
    vni: InputMethod


_CHAT_PLACES = ("any", "start", "end")
_ABBREVIATION_KINDS = ("agency", "topic", "document", "place")
_CONFUSION_PLACES = ("initial", "vowel", "final")


@cache
def synonyms(path: Path = DATA / "synonyms.toml") -> tuple[SynonymGroup, ...]:
    """All groups in file order.

    Raises:
        LexicalFileError: the file breaks its schema.
    """
    top = check_keys(load_table(path), known=("topic",), needed=("topic",), path=path)
    rows: list[tuple[str, str, list[str], list[str], float, tuple[str, ...]]] = []
    seen: set[str] = set()
    for part in top["topic"]:
        check_keys(part, known=("name", "groups"), needed=("name", "groups"), path=path)
        for group in part["groups"]:
            rule = str(group.get("id", "?"))
            check_keys(
                group, known=("id", "words", "say", "print", "weight", "examples"), needed=("id",), path=path, rule=rule
            )
            if rule in seen:
                raise LexicalFileError("this id is used twice", path=path, rule=rule)
            seen.add(rule)
            if ("words" in group) == ("print" in group) or ("print" in group and "say" not in group):
                raise LexicalFileError("needs either words, or say and print", path=path, rule=rule)
            printed = _alternatives(group.get("words", group.get("print")), path=path, rule=rule)
            said = _alternatives(group["say"], path=path, rule=rule) if "say" in group else ()
            if "words" in group:
                said = (*printed, *said)
                if len(said) < 2:
                    raise LexicalFileError("a group of one says nothing", path=path, rule=rule)
            weight = read_share(group.get("weight", 1), path=path, rule=rule)
            examples = read_strings(group["examples"], path=path, rule=rule) if "examples" in group else ()
            rows.append((rule, part["name"], list(said), list(printed), weight, examples))
    folded = fold_phrases(text for row in rows for text in (*row[2], *row[3]))
    phrase = {written: Phrase(written=written, folded=words) for written, words in folded.items()}
    return tuple(
        SynonymGroup(
            id=rule,
            topic=topic,
            said=tuple(phrase[text] for text in said),
            printed=tuple(phrase[text] for text in printed),
            weight=weight,
            examples=examples,
        )
        for rule, topic, said, printed, weight, examples in rows
    )


def _alternatives(value: object, *, path: Path, rule: str) -> tuple[str, ...]:
    """Phrases parted by " | " in one string: TOML reads that twice as fast as a list of strings."""
    if isinstance(value, str):
        value = value.split(" | ")
    return read_strings(value, path=path, rule=rule)


@cache
def synonyms_by_phrase() -> Mapping[Folded, tuple[SynonymGroup, ...]]:
    """The groups that a phrase may be read by: folded words of what is SAID → groups, in file order."""
    index: defaultdict[Folded, list[SynonymGroup]] = defaultdict(list)
    for group in synonyms():
        for folded in dict.fromkeys(phrase.folded for phrase in group.said):
            index[folded].append(group)
    return MappingProxyType({folded: tuple(groups) for folded, groups in index.items()})


@cache
def chat_words(path: Path = DATA / "teencode.toml") -> Mapping[str, ChatWord]:
    """Chat spellings by their folded form, those that are typed with marks by these, tone mark last.

    Raises:
        LexicalFileError: the file breaks its schema.
    """
    known = ("words", "written", "letters")
    top = check_keys(load_table(path), known=known, needed=("words", "letters"), path=path)
    rows: dict[str, tuple[dict[str, Any], str, tuple[str, ...]]] = {}
    spelled = {tone_last(short): value for short, value in top.get("written", {}).items()}
    for short, value in (top["words"] | spelled).items():
        rows[short] = ({value: 1.0} if isinstance(value, str) else value, "any", ())
    for short, value in top["letters"].items():
        check_keys(value, known=("readings", "at", "not_after"), needed=("readings", "at"), path=path, rule=short)
        if value["at"] not in _CHAT_PLACES:
            raise LexicalFileError(f"at is one of {', '.join(_CHAT_PLACES)}", path=path, rule=short)
        rows[short] = (value["readings"], value["at"], tuple(value.get("not_after", ())))
    folded = fold_phrases(text for readings, _, after in rows.values() for text in (*readings, *after))
    return MappingProxyType(
        {
            short: ChatWord(
                short=short,
                readings=tuple(
                    ChatReading(
                        phrase=Phrase(written=text, folded=folded[text]),
                        weight=read_share(weight, path=path, rule=short),
                    )
                    for text, weight in sorted(readings.items(), key=lambda pair: -pair[1])
                ),
                at=at,
                not_after=tuple(folded[text] for text in not_after),
            )
            for short, (readings, at, not_after) in rows.items()
        }
    )


def short_form(text: str) -> str:
    """An abbreviation as it is looked up: folded letters and digits only ("VP-TK" → "vptk", "KH&CN" → "khcn")."""
    return "".join(filter(str.isalnum, fold(text)))


@cache
def abbreviations(path: Path = DATA / "abbreviations.toml") -> Mapping[str, tuple[Abbreviation, ...]]:
    """Abbreviations by `short_form`; several where two writings fold to one form ("ĐN", "DN").

    Raises:
        LexicalFileError: the file breaks its schema.
    """
    top = check_keys(load_table(path), known=("weak", "exact", *_ABBREVIATION_KINDS), path=path)
    weak, exact = frozenset(top.get("weak", ())), frozenset(top.get("exact", ()))
    rows = [
        (kind, short, read_strings(long, path=path, rule=short))
        for kind in _ABBREVIATION_KINDS
        for short, long in top.get(kind, {}).items()
    ]
    if unknown := (weak | exact) - {short for _, short, _ in rows}:
        raise LexicalFileError(f"weak or exact but not listed: {', '.join(sorted(unknown))}", path=path)
    folded = fold_phrases(text for _, _, long in rows for text in long)
    found: defaultdict[str, list[Abbreviation]] = defaultdict(list)
    for kind, short, long in rows:
        found[short_form(short)].append(
            Abbreviation(
                short=short,
                long=tuple(Phrase(written=text, folded=folded[text]) for text in long),
                kind=kind,
                strong=short not in weak,
                exact=short in exact,
            )
        )
    return MappingProxyType({form: tuple(items) for form, items in found.items()})


@cache
def _small_word_file(path: Path) -> tuple[Mapping[Folded, tuple[SmallWord, ...]], Mapping[str, tuple[Phrase, ...]]]:
    top = check_keys(load_table(path), known=("class", "keep"), needed=("class",), path=path)
    keep: Mapping[str, list[str]] = top.get("keep", {})
    for part in top["class"]:
        check_keys(
            part,
            known=("id", "weight", "lost", "words"),
            needed=("id", "weight", "words"),
            path=path,
            rule=part.get("id", ""),
        )
    everything = [text for part in top["class"] for text in part["words"]]
    folded = fold_phrases([*everything, *(text for phrases in keep.values() for text in phrases)])
    small: defaultdict[Folded, list[SmallWord]] = defaultdict(list)
    for part in top["class"]:
        weight = read_share(part["weight"], path=path, rule=part["id"])
        lost = read_share(part.get("lost", 1), path=path, rule=part["id"])
        for text in part["words"]:
            phrase = Phrase(written=text, folded=folded[text])
            small[phrase.folded].append(SmallWord(phrase=phrase, kind=part["id"], weight=weight, lost=lost))
    for syllable, phrases in keep.items():
        for text in phrases:
            if syllable not in folded[text]:
                raise LexicalFileError(f"'{text}' does not hold the syllable", path=path, rule=syllable)
    kept = {
        syllable: tuple(Phrase(written=text, folded=folded[text]) for text in phrases)
        for syllable, phrases in keep.items()
    }
    return MappingProxyType({form: tuple(rows) for form, rows in small.items()}), MappingProxyType(kept)


def small_words(path: Path = DATA / "small_words.toml") -> Mapping[Folded, tuple[SmallWord, ...]]:
    """Words and phrases that carry little topic, by folded words; several where marks part them ("ở", "ô").

    Raises:
        LexicalFileError: the file breaks its schema.
    """
    return _small_word_file(path)[0]


def kept_phrases(path: Path = DATA / "small_words.toml") -> Mapping[str, tuple[Phrase, ...]]:
    """Phrases in which a folded small word is content all the same: "cua" → "một cửa" and more."""
    return _small_word_file(path)[1]


@cache
def typo_rules(path: Path = DATA / "typos.toml") -> TypoRules:
    """The ways of mistyping.

    Raises:
        LexicalFileError: the file breaks its schema.
    """
    parts = ("confusion", "slips", "keyboard", "telex", "vni")
    top = check_keys(load_table(path), known=parts, needed=parts, path=path)
    confusions = []
    for row in top["confusion"]:
        rule = str(row.get("id", "?"))
        needed = ("id", "at", "letters", "cost")
        check_keys(row, known=(*needed, "note"), needed=needed, path=path, rule=rule)
        if row["at"] not in _CONFUSION_PLACES:
            raise LexicalFileError(f"at is one of {', '.join(_CONFUSION_PLACES)}", path=path, rule=rule)
        letters = read_strings(row["letters"], path=path, rule=rule)
        cost = read_share(row["cost"], path=path, rule=rule)
        confusions.append(Confusion(id=rule, at=row["at"], letters=letters, cost=cost))
    return TypoRules(
        confusions=tuple(confusions),
        slips=MappingProxyType({k: read_share(v, path=path, rule=k) for k, v in top["slips"].items()}),
        neighbours=MappingProxyType(dict(top["keyboard"])),
        telex=_input_method(top["telex"], path=path, rule="telex"),
        vni=_input_method(top["vni"], path=path, rule="vni"),
    )


def _input_method(table: object, *, path: Path, rule: str) -> InputMethod:
    parts = ("tones", "cancel", "vowels", "marked")
    row = check_keys(table, known=parts, needed=parts, path=path, rule=rule)
    return InputMethod(
        tones=row["tones"],
        cancel=row["cancel"],
        vowels=MappingProxyType(dict(row["vowels"])),
        marked=MappingProxyType(dict(row["marked"])),
    )
