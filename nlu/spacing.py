"""Spaces that a thumb left out or struck too early: "chậm nhấtmấy", "phò ng", "l àgì"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import log2

from nlu.syllables import is_syllable, is_written
from nlu.text import Word, fold
from nlu.vocabulary import Vocabulary

_DOUBLED = re.compile(r"([a-z])\1")
_LONGEST_GLUED = 24
_LONGEST_SYLLABLE = 7


def unglued(typed: str, vocabulary: Vocabulary, *, by_marks: bool = True) -> tuple[str, ...]:
    """Two to five known syllables typed without spaces, as typed, or ().

    Each next pair was seen together or, `by_marks`, both are written just so: letters and marks that happen to be those
    of two words are no accident. What is a word but for a letter too many or two that changed places is none of this
    ("véty", "toaan", "quytế").
    """
    folded = fold(typed)
    if is_syllable(folded) or len(folded) > _LONGEST_GLUED or vocabulary.knows(_DOUBLED.sub(r"\1", folded)):
        return ()
    has_marks = not typed.isascii()
    if has_marks and any(map(vocabulary.writes, _less_or_swapped(typed))):
        return ()
    as_written = by_marks and has_marks
    best: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
    for end in range(1, len(folded) + 1):
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            if start not in best:
                continue
            piece, written = folded[start:end], typed[start:end]
            if not (vocabulary.knows(piece) and is_syllable(piece) and len(piece) > 1):
                continue
            score, parts = best[start]
            seen = vocabulary.pair(fold(parts[-1]), piece) if parts else 0
            if parts and not (seen or (as_written and vocabulary.writes(parts[-1]) and vocabulary.writes(written))):
                continue
            score += log2((vocabulary.written(written) or vocabulary.count(piece)) / vocabulary.total)
            if seen:  # so much likelier than by itself
                score += log2(
                    max(1.0, seen * vocabulary.total / (vocabulary.count(fold(parts[-1])) * vocabulary.count(piece)))
                )
            if end not in best or score > best[end][0]:
                best[end] = score, (*parts, written)
    parts = best.get(len(folded), (0.0, ()))[1]
    return parts if len(parts) > 1 else ()


def _less_or_swapped(typed: str) -> Iterator[str]:
    for at in range(len(typed)):
        yield typed[:at] + typed[at + 1 :]
        yield typed[:at] + typed[at : at + 2][::-1] + typed[at + 2 :]


def respaced(left: Word, right: Word, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The words of two that a space parts at the wrong letter, as typed ("phòng"; "là", "gì"), or ().

    They must be written just as they are known; where the space but moved, one of the two is no syllable, and those
    that it should part were seen together: of any two words some letters make a third ("việ nào": no "viện").
    """
    joined = (left.typed + right.typed).lower()
    if vocabulary.writes(joined) and is_syllable(fold(joined)):
        return (joined,)
    if not is_cut(left.typed, right.typed):
        return ()
    parts = unglued(joined, vocabulary, by_marks=False)
    ends = {sum(map(len, parts[:count])) for count in range(len(parts))}
    return parts if len(left.typed) not in ends and all(map(vocabulary.writes, parts)) else ()


def is_cut(left: str, right: str) -> bool:
    """Whether one of two words with marks is no syllable: "p hối", "tỉ nh"."""
    return not (left + right).isascii() and not (is_written(left.lower()) and is_written(right.lower()))


def cut(typed: str, start: int, parts: Sequence[str]) -> tuple[Word, ...]:
    """The parts of what was typed as words with their place; a space inside is no letter of any part."""
    found, at = [], 0
    for part in parts:
        at += typed[at] == " "
        end = at + len(part)
        end += " " in typed[at:end]
        found.append(Word(typed=typed[at:end], folded=fold(part), start=start + at, end=start + end))
        at = end
    return tuple(found)
