"""Words cut short or typed with a key held, and keys left in them by an input method that was off, read by rule."""

from __future__ import annotations

import re

from nlu.syllables import is_syllable
from nlu.text import fold
from nlu.tone import tone_last
from nlu.vocabulary import Vocabulary

_KEYED_TONES = dict(zip("sfrxj12345", "\u0301\u0300\u0309\u0303\u0323" * 2, strict=True))
_KEYED_VOWELS = (
    (re.compile("^d(.+)d$"), r"đ\1"),  # the key struck last
    (re.compile("a([cmnptuy]|ng)a$"), r"â\1"),
    (re.compile("e([cmnptu]|nh|ch)e$"), r"ê\1"),
    (re.compile("o([cimnpt]|ng)o$"), r"ô\1"),
    (re.compile("uo([cghmnpt]+)w$"), r"ươ\1"),
    (re.compile("o([cghmnpt]+)w$"), r"ơ\1"),
    (re.compile("a([cghmnpt]+)w$"), r"ă\1"),
    (re.compile("u([cghmnpt]+)w$"), r"ư\1"),
    (re.compile("uw?ow|u7?o7"), "ươ"),
    (re.compile("aa|a6"), "â"),
    (re.compile("ee|e6"), "ê"),
    (re.compile("oo|o6"), "ô"),
    (re.compile("aw|a8"), "ă"),
    (re.compile("ow|o7"), "ơ"),
    (re.compile("uw|u7|^w|(?<=[^aeiouy])w"), "ư"),
    (re.compile("dd|d9"), "đ"),
)
_KEYED_TONE = re.compile(r"(?<=[aeiouyw0-9])(?P<inner>[sfrxj1-5])(?=[a-z0-9])|(?<=[a-z0-9])(?P<last>[sfrxj1-5])$")
_TELEX_TONE = re.compile(r"[sfrxj]$")
_TELEX_VOWEL = re.compile(r"(a)a|(e)e|(o)o|(d)d|(a)w|(o)w|(u)w")
_TELEX_INNER_TONE = re.compile(r"(?<=[aeiouy])[sfrxj](?=[a-z])")
_VNI = re.compile(r"\d+")
_HELD = re.compile(r"(.)\1+")
_VOWEL = re.compile("[aeiouy]")


def without_keys(folded: str, vocabulary: Vocabulary) -> str:
    """The known syllable behind Telex or VNI keys left in a folded word ("soos", "chur", "hoa1"), or ""."""

    def meant(bare: str) -> bool:
        return vocabulary.knows(bare) and is_syllable(bare)

    if folded.isascii() and any(c.isdigit() for c in folded):
        bare = _VNI.sub("", folded)
        return bare if len(bare) > 1 and bare.isalpha() and meant(bare) else ""
    if is_syllable(folded):
        return ""
    for once in (folded, _TELEX_TONE.sub("", folded), _TELEX_INNER_TONE.sub("", folded)):
        bare = _TELEX_VOWEL.sub(lambda m: m[m.lastindex or 0], once)
        bare = re.sub(r"^w|(?<=[^aeiouy])w", "u", bare).replace("w", "")
        bare = _TELEX_TONE.sub("", bare) if not vocabulary.knows(bare) else bare
        if bare != folded and meant(bare):
            return bare
    return ""


def with_marks(typed: str, vocabulary: Vocabulary) -> str:
    """The known written form, tone mark last, that Telex or VNI keys spell ("vieecj", "vie65c": việc), or ""."""
    tones = [*_KEYED_TONE.finditer(typed), None]
    for tone in tones:
        letters = typed if tone is None else typed[: tone.start()] + typed[tone.end() :]
        for keys, letter in _KEYED_VOWELS:
            letters = keys.sub(letter, letters, count=1)
        written = letters + (_KEYED_TONES[tone[0]] if tone else "")
        if written != typed and vocabulary.writes(written):
            return tone_last(written)
    return ""


def clipped(typed: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The two syllables of a word whose first is cut to its first letters ("ktra": kiểm tra), or ()."""
    folded = fold(typed)
    for cut in (1, 2):
        head, tail = folded[:cut], folded[cut:]
        if len(tail) < 2 or not head.isalpha() or _VOWEL.search(head) or not is_syllable(tail):
            continue
        if typed[cut:] != tail and not vocabulary.writes(typed[cut:]):
            continue
        if before := vocabulary.word_before(tail, head):
            return before, tail
    return ()


def undoubled(typed: str, vocabulary: Vocabulary) -> str:
    """The known word, with its marks, in which a key was held too long ("phụụ", "kiiểm"), or ""."""
    once = _HELD.sub(r"\1", typed)
    return once if once != typed and vocabulary.writes(once) else ""
