"""Words of several syllables, so that what was not found is named in whole words.

Questions are matched syllable by syllable, and often only half of a word is missing: the plan has "trực tiếp", so of
"trực tuyến" only "tuyến" is. A person is told of "trực tuyến". The words are learnt from segmented texts: those of
the data file, and in commands that live long those of the plans themselves. They are folded, so they serve questions
without marks too, which cannot be segmented.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from math import log2
from pathlib import Path

from nlu.errors import LexicalFileError
from nlu.rule_file import DATA, check_keys, fold_phrases, load_table, read_strings
from nlu.syllables import is_syllable
from nlu.tone import tone_last

Word = tuple[str, ...]

_GIVEN = 8  # a word of the data file counts as seen so often
_LONGEST = 4  # syllables; longer "words" of a segmenter are phrases


class Compounds:
    """Known words of two to four syllables, folded, with how often each was seen; `learning` gives new ones.

    `written` are those whose marks are known, as (folded, written).
    """

    def __init__(self, seen: Mapping[Word, int], written: Iterable[tuple[Word, str]] = ()) -> None:
        self._seen = dict(seen)
        self._written: dict[Word, list[str]] = {}
        for word, form in written:
            self._written.setdefault(word, []).append(form)

    def __len__(self) -> int:
        return len(self._seen)

    def __contains__(self, word: object) -> bool:
        return word in self._seen

    def learning(self, texts: Iterable[Sequence[Word]]) -> Compounds:
        """These words and those of texts given as their segments (`nlu.segment.segments`).

        A pair is kept that stands inside a word more often than across two; a longer word only where no two of its
        syllables are a word of their own ("đường dây nóng", not "công quốc gia").
        """
        inside, across, long = Counter[Word](), Counter[Word](), Counter[Word]()
        for segments in texts:
            for word in segments:
                if len(word) == 2:
                    inside[word] += 1
                elif 2 < len(word) <= _LONGEST:
                    long[word] += 1
            across.update((left[-1], right[0]) for left, right in pairwise(segments))
        seen = dict(self._seen)
        for word, count in inside.items():
            if count > across[word] and all(map(is_syllable, word)):
                seen[word] = seen.get(word, 0) + count
        for word, count in long.items():
            if all(map(is_syllable, word)) and not any(pair in seen for pair in pairwise(word)):
                seen[word] = seen.get(word, 0) + count
        return Compounds(seen, ((word, form) for word, forms in self._written.items() for form in forms))

    def agrees(self, word: Word, marks: Sequence[str]) -> bool:
        """Whether a word may have been typed with these marks, "" where a syllable has none: "phần công" is no word."""
        forms = self._written.get(word)
        return forms is None or any(
            all(
                not mark or tone_last(mark) == tone_last(syllable)
                for mark, syllable in zip(marks, form.split(), strict=True)
            )
            for form in forms
        )

    def words_of(self, folded: Sequence[str]) -> list[tuple[int, int]]:
        """The (start, end) of the known words in a message: as many syllables as can be, then the words seen most."""
        best: list[tuple[int, float, tuple[tuple[int, int], ...]]] = [(0, 0.0, ())]
        for end in range(1, len(folded) + 1):
            chosen = best[end - 1]
            for start in range(max(0, end - _LONGEST), end - 1):
                seen = self._seen.get(tuple(folded[start:end]))
                if seen:
                    syllables, common, words = best[start]
                    reached = (syllables + end - start, common + log2(1 + seen), (*words, (start, end)))
                    chosen = max(chosen, reached, key=lambda path: path[:2])
            best.append(chosen)
        return list(best[-1][2])

    def completed(self, folded: Sequence[str], places: Collection[int]) -> tuple[int, ...]:
        """The places, and those of the syllables that make up one word with them, in order."""
        whole = set(places)
        for start, end in self.words_of(folded):
            if not whole.isdisjoint(range(start, end)):
                whole.update(range(start, end))
        return tuple(sorted(whole))


@cache
def load_compounds(path: Path = DATA / "compounds.toml") -> Compounds:
    """The words of the data file.

    Raises:
        LexicalFileError: the file breaks its schema.
    """
    top = check_keys(load_table(path), known=("words",), needed=("words",), path=path)
    folded = fold_phrases(read_strings(top["words"], path=path, rule="words"))
    for text, word in folded.items():
        if not 1 < len(word) <= _LONGEST:
            raise LexicalFileError(f"'{text}' is no word of two to four syllables", path=path, rule="words")
    return Compounds(dict.fromkeys(folded.values(), _GIVEN), ((word, text) for text, word in folded.items()))
