"""The patterns of times: loading them from data and laying them over the words of a question.

A pattern is a run of elements; optional ones are expanded at load, so that laying one over words is a plain walk.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from nlu.errors import LexicalFileError
from nlu.rule_file import DATA, check_keys, load_table, read_strings
from nlu.text import Word, fold

MAKES = frozenset(
    (
        *("none", "days", "ahead", "behind", "date", "day_of_month", "day_range", "weekday"),
        *("shift", "part", "month", "months", "quarter", "quarters", "months_of_year", "half_year", "year"),
        *("now", "until_now", "days_left", "overdue_hint", "soon"),
    )
)
MODIFIER_MAKES = frozenset(("before", "until", "after", "from", "in", "part"))
UNITS = {"tuan": "week", "thang": "month", "quy": "quarter", "nam": "year"}
SPANS = {"ngay": "day", "hom": "day", "bua": "day", "tuan": "week", "thang": "month"}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
# Typed without diacritics these number words are likelier other words ("thang sau", "quy tu", "thang nam nay").
_UNSAFE_PLAIN = frozenset(("một", "tư", "năm", "sáu"))
_DATE = re.compile(r"(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?")
_DOC_NUMBER = re.compile(r"\d+\w*(?:/\d{4})?/[a-z]\S*")
_STOPS = frozenset(".?!;\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One place of a pattern: literals (folded → written), or a slot by name."""

    literals: Mapping[str, str] = field(default_factory=dict)
    slot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRule:
    """One rule of `timex.toml`; the guards are folded words."""

    id: str
    make: str
    order: int
    patterns: tuple[tuple[Element, ...], ...]
    params: Mapping[str, Any]
    examples: tuple[str, ...] = ()
    not_after: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()
    only_after: frozenset[str] = frozenset()
    only_before: frozenset[str] = frozenset()
    not_before_number: bool = False
    lower_case: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRules:
    """All rules, and those whose pattern may begin with a given folded word; `slotted` are those by a first slot."""

    rules: tuple[TimeRule, ...]
    slotted: Mapping[str, Sequence[tuple[TimeRule, tuple[Element, ...]]]]
    starts: Mapping[str, tuple[tuple[TimeRule, tuple[Element, ...]], ...]]
    modifiers: tuple[tuple[tuple[Element, ...], str], ...]
    numbers: Mapping[str, int]
    plain_numbers: Mapping[str, int]
    number_words: frozenset[str]
    whens: Mapping[tuple[str, ...], int]
    parts: Mapping[str, Mapping[str, tuple[int, int]]]
    never: Mapping[str, frozenset[str]]
    not_plain: frozenset[str]
    docwords: frozenset[tuple[str, ...]]
    soon_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A rule laid over words `first`..`last` (both included), with what its slots held in order."""

    rule: TimeRule
    first: int
    last: int
    slots: tuple[tuple[str, Any], ...]

    def values(self, name: str) -> list[Any]:
        """What the slots of one name held, in order."""
        return [value for slot, value in self.slots if slot == name]


_PARAMS = ("from", "to", "unit", "shift", "slash_only", "digits_only")
_GUARDS = ("not_after", "not_before", "only_after", "only_before", "not_before_number", "lower_case")
_RULE_KEYS = ("id", "make", "patterns", "examples", *_GUARDS, *_PARAMS)


@cache
def time_rules(path: Path = DATA / "timex.toml") -> TimeRules:
    """The rules of times.

    Raises:
        LexicalFileError: the file breaks its schema.
    """
    parts = (
        "docwords",
        "not_plain",
        "soon_days",
        "spelling",
        "never",
        "numbers",
        "part_of",
        "when",
        "rule",
        "modifier",
    )
    top = check_keys(load_table(path), known=parts, needed=parts, path=path)
    spelling: Mapping[str, list[str]] = top["spelling"]
    docwords = frozenset(tuple(fold(word).split("_")) for word in top["docwords"])
    rules = []
    starts: defaultdict[str, list[tuple[TimeRule, tuple[Element, ...]]]] = defaultdict(list)
    slotted: defaultdict[str, list[tuple[TimeRule, tuple[Element, ...]]]] = defaultdict(list)
    for order, row in enumerate(top["rule"]):
        name = str(row.get("id", "?"))
        check_keys(row, known=_RULE_KEYS, needed=("id", "make", "patterns"), path=path, rule=name)
        if row["make"] not in MAKES:
            raise LexicalFileError(f"unknown make {row['make']!r}", path=path, rule=name)
        rule = TimeRule(
            id=name,
            make=row["make"],
            order=order,
            patterns=_compile(row["patterns"], spelling, path, name),
            params={key: row[key] for key in _PARAMS if key in row},
            examples=tuple(row.get("examples", ())),
            not_after=frozenset(map(fold, row.get("not_after", ()))),
            not_before=frozenset(map(fold, row.get("not_before", ()))),
            only_after=frozenset(map(fold, row.get("only_after", ()))),
            only_before=frozenset(map(fold, row.get("only_before", ()))),
            not_before_number=row.get("not_before_number", False),
            lower_case=row.get("lower_case", False),
        )
        rules.append(rule)
        for pattern in rule.patterns:
            first = pattern[0]
            if first.slot and first.slot != "docword":
                slotted[first.slot].append((rule, pattern))
            for word in {d[0] for d in docwords} if first.slot == "docword" else first.literals:
                starts[word].append((rule, pattern))
    modifiers = []
    for row in top["modifier"]:
        name = str(row.get("id", "?"))
        check_keys(
            row, known=("id", "make", "patterns", "examples"), needed=("id", "make", "patterns"), path=path, rule=name
        )
        if row["make"] not in MODIFIER_MAKES:
            raise LexicalFileError(f"unknown make {row['make']!r}", path=path, rule=name)
        modifiers += [(p, str(row["make"])) for p in _compile(row["patterns"], spelling, path, name)]
    modifiers.sort(key=lambda pair: -len(pair[0]))
    return TimeRules(
        rules=tuple(rules),
        slotted=dict(slotted),
        starts={word: tuple(pairs) for word, pairs in starts.items()},
        modifiers=tuple(modifiers),
        numbers={word.replace("_", " "): value for word, value in top["numbers"].items()},
        plain_numbers={
            fold(word).replace("_", " "): value for word, value in top["numbers"].items() if word not in _UNSAFE_PLAIN
        },
        number_words=frozenset(fold(word).split("_")[0] for word in top["numbers"]),
        whens={tuple(fold(words).split()): shift for words, shift in top["when"].items()},
        parts={
            unit: {fold(part): (first, last) for part, (first, last) in named.items()}
            for unit, named in top["part_of"].items()
        },
        never={word: frozenset(typed) for word, typed in top["never"].items()},
        docwords=docwords,
        not_plain=frozenset(top["not_plain"]),
        soon_days=top["soon_days"],
    )


def _compile(
    patterns: object, spelling: Mapping[str, list[str]], path: Path, rule: str
) -> tuple[tuple[Element, ...], ...]:
    found = []
    for text in read_strings(patterns, path=path, rule=rule):
        places = []
        for piece in text.split():
            optional = piece.endswith("?")
            bare = piece.removesuffix("?")
            choices: list[tuple[Element, ...]] = [()] if optional else []
            if bare in "-," or bare.startswith("<"):
                slot = bare.strip("<>")
                if slot not in SLOTS:
                    raise LexicalFileError(f"unknown slot {bare}", path=path, rule=rule)
                choices.append((Element(slot=slot),))
            else:
                single: dict[str, str] = {}
                for word in bare.split("|"):
                    if "_" in word:
                        choices.append(tuple(Element(literals=_literal(w, spelling)) for w in word.split("_")))
                    else:
                        single.update(_literal(word, spelling))
                if single:
                    choices.append((Element(literals=single),))
            places.append(choices)
        for chosen in itertools.product(*places):
            elements = tuple(itertools.chain.from_iterable(chosen))
            if elements:
                found.append(elements)
    return tuple(found)


def _literal(word: str, spelling: Mapping[str, list[str]]) -> dict[str, str]:
    return dict.fromkeys([fold(word), *map(fold, spelling.get(word, ()))], word)


Read = tuple[int, Any] | None


class Line:
    """The words of a question as patterns see them, with the text between them."""

    def __init__(self, text: str, words: Sequence[Word], rules: TimeRules) -> None:
        self.text = text
        self.words = _cut_dates(words, text)
        self.rules = rules
        self.accented = not text.isascii()
        self._reads: dict[tuple[str, int], Read] = {}

    def gap(self, index: int) -> str:
        """What stands between word `index` and the one before it, without spaces."""
        return "".join(self.text[self.words[index - 1].end : self.words[index].start].split()) if index else ""

    def read(self, slot: str, index: int) -> Read:
        """(words used, value) of a slot at word `index`, or None."""
        key = (slot, index)
        if key not in self._reads:
            self._reads[key] = SLOTS[slot](self, index)
        return self._reads[key]

    def is_word(self, index: int, written: str) -> bool:
        """Whether the word at `index`, folded alike, was not typed as quite another word."""
        typed = self.words[index].typed.lower()
        if self.accented and written in self.rules.not_plain and typed.isascii():
            return False
        return typed not in self.rules.never.get(written, ())

    def number_word(self, index: int) -> tuple[int, int] | None:
        """(words used, value) of a spelled number at `index`."""
        if self.words[index].folded not in self.rules.number_words:
            return None
        for size in (2, 1):
            words = self.words[index : index + size]
            if len(words) < size:
                continue
            typed = " ".join(w.typed.lower() for w in words)
            if (value := self.rules.numbers.get(typed)) is not None:
                return size, value
            if (value := self.rules.plain_numbers.get(typed)) is not None:
                return size, value
        return None

    def lay(self, pattern: Sequence[Element], first: int) -> tuple[int, tuple[tuple[str, Any], ...]] | None:
        """(index after the last word, slots) where the pattern stands at word `first`, or None."""
        index = first
        slots: list[tuple[str, Any]] = []
        for element in pattern:
            if element.slot in ("-", ","):
                if index >= len(self.words):
                    return None
                gap = self.gap(index)
                if element.slot == "-" and gap not in ("-", "–", "—"):
                    return None
                if element.slot == "," and gap not in (",", "+", "&"):
                    if self.words[index].folded not in ("va", "voi", "vs"):
                        return None
                    index += 1
                continue
            if index >= len(self.words) or (index > first and _STOPS & set(self.gap(index))):
                return None
            if element.slot:
                read = self.read(element.slot, index)
                if read is None:
                    return None
                used, value = read
                slots.append((element.slot, value))
                index += used
                continue
            written = element.literals.get(self.words[index].folded)
            if written is None or not self.is_word(index, written):
                return None
            index += 1
        return index, tuple(slots)

    def matches(self) -> list[Match]:
        """Every rule at every word, guards applied; overlapping, in no order of worth."""
        found = []
        in_letters = [(slot, rows) for slot, rows in self.rules.slotted.items() if slot not in _IN_DIGITS]
        for first, word in enumerate(self.words):
            slots = in_letters if word.folded.isalpha() else self.rules.slotted.items()
            slotted = [row for slot, rows in slots if self.read(slot, first) is not None for row in rows]
            behind = self.words[first + 1].folded if first + 1 < len(self.words) else ""
            begun = [row for row in self.rules.starts.get(word.folded, ()) if _goes_on(row[1], behind)]
            for rule, pattern in (*begun, *slotted):
                laid = self.lay(pattern, first)
                if laid is not None and self._allowed(rule, first, laid[0]):
                    found.append(Match(rule=rule, first=first, last=laid[0] - 1, slots=laid[1]))
        return found

    def _is_number(self, index: int) -> bool:
        word = self.words[index].folded
        return word[0].isdecimal() or word in _ROMAN or self.number_word(index) is not None

    def _allowed(self, rule: TimeRule, first: int, after: int) -> bool:
        before = self.words[first - 1].folded if first and not _STOPS & set(self.gap(first)) else "^"
        behind = self.words[after].folded if after < len(self.words) and not _STOPS & set(self.gap(after)) else "$"
        if before in rule.not_after or behind in rule.not_before:
            return False
        if rule.only_after and before not in rule.only_after:
            return False
        if rule.only_before and behind not in rule.only_before:
            return False
        if rule.not_before_number and behind != "$" and self._is_number(after):
            return False
        return not (rule.lower_case and first and self.words[first].typed[0].isupper())


def _goes_on(pattern: Sequence[Element], behind: str) -> bool:
    """Whether the word behind a pattern's first may be its second; of most patterns it may not."""
    return len(pattern) < 2 or bool(pattern[0].slot) or not pattern[1].literals or behind in pattern[1].literals


def _cut_dates(words: Sequence[Word], text: str) -> tuple[Word, ...]:
    """Words with "1/3-15/3" cut in two and "15-3-2024" put together."""
    found: list[Word] = []
    for word in words:
        halves = re.fullmatch(r"(\d{1,2}/\d{1,2}(?:/\d{4})?)-(\d{1,2}/\d{1,2}(?:/\d{4})?)", word.folded)
        if halves:
            for group in (1, 2):
                start, end = word.start + halves.start(group), word.start + halves.end(group)
                found.append(Word(typed=text[start:end], folded=halves[group], start=start, end=end))
            continue
        found.append(word)
        if len(found) >= 3:
            a, _, c = found[-3:]
            joined = text[a.start : c.end]
            if re.fullmatch(r"\d{1,2}-\d{1,2}-\d{4}", joined):
                found[-3:] = [Word(typed=joined, folded=joined, start=a.start, end=c.end)]
    return tuple(found)


def _number(line: Line, index: int) -> Read:
    word = line.words[index].folded
    if word.isdecimal():
        return (1, int(word)) if len(word) <= 3 else None
    return line.number_word(index)


def _month(line: Line, index: int) -> Read:
    word = line.words[index].folded
    if dated := re.fullmatch(r"(\d{1,2})/((?:19|20)\d\d)", word):
        return (1, (int(dated[1]), int(dated[2]))) if 1 <= int(dated[1]) <= 12 else None
    read = _number(line, index)
    return (read[0], (read[1], None)) if read and 1 <= read[1] <= 12 else None


def _quarter(line: Line, index: int) -> Read:
    word = line.words[index].folded
    if dated := re.fullmatch(r"([1-4])/((?:19|20)\d\d)", word):
        return 1, (int(dated[1]), int(dated[2]))
    if word in _ROMAN:
        return 1, (_ROMAN[word], None)
    read = _number(line, index)
    return (read[0], (read[1], None)) if read and 1 <= read[1] <= 4 else None


def _year(line: Line, index: int) -> Read:
    word = line.words[index].folded
    return (1, int(word)) if re.fullmatch(r"199\d|20\d\d", word) else None


def _date(line: Line, index: int) -> Read:
    """(day, month, year or None, separator); whether there is such a day is for the engine to say."""
    read = _DATE.fullmatch(line.words[index].folded)
    if not read or not 1 <= int(read[1]) <= 31 or not 1 <= int(read[3]) <= 12:
        return None
    year = int(read[4]) + (2000 if len(read[4]) == 2 else 0) if read[4] else None
    return 1, (int(read[1]), int(read[3]), year, read[2])


def _weekday(line: Line, index: int) -> Read:
    read = _number(line, index)
    return read if read and 2 <= read[1] <= 7 else None


def _short(pattern: str, low: int, high: int) -> Callable[[Line, int], Read]:
    form = re.compile(pattern)

    def read(line: Line, index: int) -> Read:
        found = form.fullmatch(line.words[index].folded)
        if not found:
            return None
        value = int(found[1]) if found[1].isdecimal() else _ROMAN[found[1]]
        return (1, value) if low <= value <= high else None

    return read


def _listed(names: Mapping[str, str], written: Mapping[str, str]) -> Callable[[Line, int], Read]:
    def read(line: Line, index: int) -> Read:
        word = line.words[index].folded
        word = written.get(word, word)
        return (1, names[word]) if word in names and line.is_word(index, _WRITTEN[word]) else None

    return read


_WRITTEN = {
    "ngay": "ngày", "hom": "hôm", "bua": "bữa", "tuan": "tuần", "thang": "tháng", "quy": "quý", "nam": "năm",
    "dau": "đầu", "giua": "giữa", "cuoi": "cuối",
}  # fmt: skip
_ALSO = {"qui": "quy", "thg": "thang"}


def _when(line: Line, index: int) -> Read:
    for size in (2, 1):
        words = line.words[index : index + size]
        shift = line.rules.whens.get(tuple(w.folded for w in words))
        if shift is None or len(words) < size:
            continue
        written = {"nay": "nay", "sau": "sau", "toi": "tới", "qua": "qua", "roi": "rồi"}
        if size == 1 and not line.is_word(index, written.get(words[0].folded, words[0].folded)):
            continue
        return size, shift
    typed = line.words[index].folded
    return (1, -1) if typed in ("trc", "trk") else None


def _reference(line: Line, index: int) -> Read:
    word = line.words[index].folded
    if not word[0].isdecimal() or _year(line, index) is not None:
        return None
    return None if "/" in word and _date(line, index) is not None else (1, word)


def _fraction(line: Line, index: int) -> Read:
    read = re.fullmatch(r"(\d{1,3})/(\d{1,3})", line.words[index].folded)
    return (1, None) if read and int(read[1]) <= int(read[2]) else None


def _document_number(line: Line, index: int) -> Read:
    return (1, None) if _DOC_NUMBER.fullmatch(line.words[index].folded) else None


def _document_word(line: Line, index: int) -> Read:
    for size in (2, 1):
        if tuple(word.folded for word in line.words[index : index + size]) in line.rules.docwords:
            return size, None
    return None


def _any(line: Line, index: int) -> Read:
    word = line.words[index].folded
    return None if word[0].isdecimal() or word in ("truoc", "sau", "den", "han", "ngay") else (1, word)


_IN_DIGITS = frozenset(("y", "date", "fraction", "docnumber", "tm", "tn"))
"""Slots that no word of letters alone can fill."""

SLOTS: Mapping[str, Callable[[Line, int], Read]] = {
    "n": _number,
    "m": _month,
    "q": _quarter,
    "y": _year,
    "date": _date,
    "wd": _weekday,
    "unit": _listed(UNITS, _ALSO),
    "span": _listed(SPANS, _ALSO),
    "part": _listed({"dau": "dau", "giua": "giua", "cuoi": "cuoi"}, {}),
    "when": _when,
    "any": _any,
    "ref": _reference,
    "fraction": _fraction,
    "docnumber": _document_number,
    "docword": _document_word,
    "tm": _short(r"(?:t|th|thg|thang)(\d{1,2})", 1, 12),
    "tq": _short(r"(?:q|quy|qui)(\d|ii|iii|iv)", 1, 4),
    "tn": _short(r"t([2-7])", 2, 7),
    "-": lambda _line, _index: None,
    ",": lambda _line, _index: None,
}
