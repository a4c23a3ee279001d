"""The words the assistant has seen: folded forms, the marked forms they stand for, which follow which.

It is fed with every text that is searched and with the language data; noise is repaired only towards it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise

from nlu.text import fold
from nlu.tone import TONES, tone_last

_MAX_KEPT = 60  # near words of one word; short words have many
_NEAR_KEPT = 4096  # strange words whose near words are remembered
BY_EAR = 0.3
"""The cost of taking a syllable for one that sounds alike."""
_FIRST_LETTER = 0.2  # people mostly get the first letter right
_SWAPPED = 0.4  # all the letters are there


class Vocabulary:
    """Counts of words and of neighbouring pairs; grows by `add`, asked by `knows`, `pair` and `near`."""

    def __init__(self, neighbours: dict[str, str] | None = None) -> None:
        self._words: Counter[str] = Counter()
        self._forms: Counter[str] = Counter()
        self._forms_of: dict[str, list[tuple[str, str, str, str]]] | None = None
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._alphabetic: list[str] | None = None
        self._before: dict[str, list[tuple[int, str]]] | None = None
        self._sounds: dict[str, list[str]] = {}
        self._keys = neighbours or {}
        self._near = lru_cache(maxsize=_NEAR_KEPT)(self._find_near)  # people slip in the same words again and again

    def add(self, phrases: Iterable[Sequence[str]], *, times: int = 1) -> None:
        """Counts the words of texts or phrases given as folded words, and which follow which, each so many times."""
        said = [*phrases]  # counted in one go: a call for each of some thousand short phrases costs more than counting
        words, pairs = Counter(chain.from_iterable(said)), Counter(chain.from_iterable(map(pairwise, said)))
        self._words.update({word: times * count for word, count in words.items()})
        self._pairs.update({pair: times * count for pair, count in pairs.items()})
        self._alphabetic = self._before = None
        self._near.cache_clear()

    def add_pairs(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Counts neighbours whose words are counted already."""
        self._pairs.update(pairs)
        self._before = None

    def knows(self, folded: str) -> bool:
        """Whether the word was seen."""
        return folded in self._words

    def count(self, folded: str) -> int:
        """How often the word was seen."""
        return self._words.get(folded, 0)

    def pair(self, left: str, right: str) -> int:
        """How often the two words were seen side by side."""
        return self._pairs.get((left, right), 0)

    def word_before(self, word: str, letters: str) -> str:
        """The word beginning with these letters that is seen most often before another, or ""."""
        if self._before is None:
            self._before = {}
            for (left, right), times in self._pairs.items():
                self._before.setdefault(right, []).append((times, left))
        before = self._before.get(word, ())
        return max((pair for pair in before if pair[1].startswith(letters) and pair[1] != letters), default=(0, ""))[1]

    def add_forms(self, marked: Iterable[str] | Mapping[str, int]) -> None:
        """Counts how words are written, marks and all, tone mark last."""
        self._forms.update(marked)
        self._forms_of = None

    def writes(self, typed: str) -> bool:
        """Whether a word was seen with these very marks."""
        return tone_last(typed) in self._forms

    def written(self, typed: str) -> int:
        """How often a word was seen with these very marks."""
        return self._forms.get(tone_last(typed), 0)

    def form_meant(self, typed: str, folded: str) -> tuple[str, int]:
        """The commonest form of a word whose marks are those typed but for the slip, and how often it was seen.

        "hạ" may be meant for "hạn", never for "hàm": ("", 0) where no form fits.
        """
        from rapidfuzz.distance import OSA

        if self._forms_of is None:
            self._forms_of = {}
            for form in self._forms:
                letters, tone = _parted(form)
                self._forms_of.setdefault(fold(letters), []).append((form, letters, tone, _syllable_sound(letters)))
        letters, tone = _parted(tone_last(typed))
        heard = _syllable_sound(letters)
        best, most = "", 0
        for form, form_letters, form_tone, form_heard in self._forms_of.get(folded, ()):
            if (
                tone in ("", form_tone)
                and self._forms[form] > most
                and (heard == form_heard or OSA.distance(letters, form_letters, score_cutoff=1) <= 1)
            ):
                best, most = form, self._forms[form]
        return best, most

    def near(self, folded: str) -> tuple[tuple[str, float], ...]:
        """Known words one slip away or alike by ear, with the cost of it (0.3 cheap … 1 dear); cheapest first."""
        return self._near(folded)

    def _find_near(self, folded: str) -> tuple[tuple[str, float], ...]:
        from rapidfuzz import process  # loaded with the first strange word only
        from rapidfuzz.distance import OSA

        if self._alphabetic is None:
            self._alphabetic = [word for word in self._words if len(word) >= 2 and word.isalpha()]
            self._sounds = {}
            for word in self._alphabetic:
                self._sounds.setdefault(sound(word), []).append(word)
        found: dict[str, float] = dict.fromkeys(self._sounds.get(sound(folded), ()), BY_EAR)
        found.pop(folded, None)
        for word, _, _ in process.extract(folded, self._alphabetic, scorer=OSA.distance, score_cutoff=1, limit=None):
            cost = self._slip(folded, word)
            if cost is None:
                continue
            if word[0] != folded[0] and cost > _SWAPPED:
                cost += _FIRST_LETTER
            if cost < found.get(word, 9.0):
                found[word] = cost
        ranked = sorted(found.items(), key=lambda item: (item[1], -self._words[item[0]]))
        return tuple(ranked[:_MAX_KEPT])

    def _slip(self, typed: str, meant: str) -> float | None:
        """The cost of typing `typed` for `meant`, or None when more than one slip lies between them."""
        if typed == meant:
            return None
        short, long = sorted((typed, meant), key=len)
        gap = len(long) - len(short)
        if gap > 1:
            return None
        start = 0
        while start < len(short) and short[start] == long[start]:
            start += 1
        if gap == 1:
            if short[start:] != long[start + 1 :]:
                return None
            doubled = start > 0 and long[start] == long[start - 1]
            return 0.4 if doubled else 0.85 if len(typed) > len(meant) else 0.75
        end = len(short)
        while end > start and short[end - 1] == long[end - 1]:
            end -= 1
        middle = typed[start:end], meant[start:end]
        if len(middle[0]) == 1:
            return 0.6 if middle[1] in self._keys.get(middle[0], "") else 0.9
        if len(middle[0]) == 2 and middle[0] == middle[1][::-1]:
            return _SWAPPED
        return None


def sounds_as(typed: str, form: str) -> bool:
    """Whether two written syllables, tone mark last, are one to the ear: "chì" and "trì", never "cây" and "cái"."""
    letters, tone = _parted(typed)
    form_letters, form_tone = _parted(form)
    return tone == form_tone and _syllable_sound(letters) == _syllable_sound(form_letters)


def _parted(form: str) -> tuple[str, str]:
    """A word with its tone mark last as (letters, tone mark or ""); of several marks one."""
    letters = form.rstrip(TONES)
    return letters, form[len(letters) :][-1:]


# Letters that are confused by ear across the country; applied to whole onsets and finals of folded syllables.
_SOUND_ONSETS = (
    ("ngh", "ng"),
    ("gh", "g"),
    ("gi", "d"),
    ("tr", "ch"),
    ("qu", "q"),
    ("kh", "kh"),
    ("k", "c"),
    ("x", "s"),
    ("r", "d"),
    ("ph", "f"),
)


@lru_cache(maxsize=16384)
def sound(folded: str) -> str:
    """The ear's key of a folded syllable: "tri" and "chi", "ky" and "ki" sound alike.

    >>> sound("tri") == sound("chi"), sound("xu ly") == sound("su li"), sound("so") == sound("do")
    (True, True, False)
    """
    return " ".join(_syllable_sound(part) for part in folded.split())


@lru_cache(maxsize=4096)
def _syllable_sound(syllable: str) -> str:
    for onset, heard in _SOUND_ONSETS:
        if syllable.startswith(onset) and len(syllable) > len(onset):
            syllable = heard + syllable[len(onset) :]
            break
    return syllable.replace("y", "i")
