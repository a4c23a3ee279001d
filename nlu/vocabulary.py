"""The words the assistant has seen: folded forms, the marked forms they stand for, which follow which.

It is fed with every text that is searched and with the language data; noise is repaired only towards it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain, islice, pairwise
from math import inf

from nlu.spelling import Spelling
from nlu.text import fold
from nlu.tone import TONES, tone_last

_MAX_KEPT = 60  # near words of one word; short words have many
_NEAR_KEPT = 4096  # strange words whose near words are remembered
_TEXTS_READ = 10_000  # of a source; so many tell which written words stand side by side
BY_EAR = 0.3
"""The cost of taking a syllable for one that sounds alike."""
TONE_LOST = 0.5
"""The cost of leaving the tone mark of a word out."""
A_NUMBER = "0"
"""What stands for any number among pairs of words: whatever stands beside 12 may stand beside 7."""
_FIRST_LETTER = 0.2  # people mostly get the first letter right
# What slips cost: the rarer one is among all slips of a word, the more.
_SWAPPED = 0.4  # all the letters are there
_DOUBLED = 0.4
_NEIGHBOUR = 0.6  # a key beside the right one
_MISSING = 0.62
_EXTRA = 0.85
_OTHER = 0.9  # any other letter
# What wrong marks on the right letters cost.
_TONES_HEARD = 0.2  # hỏi for ngã: one to most ears
_TONE_OTHER = 0.7
_TONE_ADDED = 0.9  # nobody strikes a tone key by chance
_LETTER_MARK = 0.5  # of each letter: a hat, hook or stroke lost, added or changed
_MARKS_KEPT = 2  # of wrong marks in one word; with more it is another word
_ASKING, _TUMBLING = "\u0309", "\u0303"


class Vocabulary:
    """Counts of words and of neighbouring pairs; grows by `add`, asked by `knows`, `pair` and `near`."""

    def __init__(self, neighbours: Mapping[str, str] | None = None, spelling: Spelling | None = None) -> None:
        self._words: Counter[str] = Counter()
        self._forms: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._written_texts: list[tuple[Callable[[], Iterable[Sequence[str]]], int]] = []
        self._keys = neighbours or {}
        self._spelling = spelling or Spelling(())
        self._near = lru_cache(maxsize=_NEAR_KEPT)(self._find_near)  # people slip in the same words again and again

    def add(self, phrases: Iterable[Sequence[str]], *, times: int = 1) -> None:
        """Counts the words of texts or phrases given as folded words, and which follow which, each so many times."""
        said = [*phrases]  # counted in one go: a call for each of some thousand short phrases costs more than counting
        words, pairs = Counter(chain.from_iterable(said)), Counter(chain.from_iterable(map(pairwise, said)))
        words[A_NUMBER] += sum(count for word, count in words.items() if word[0].isdigit())
        for left, right in [pair for pair in pairs if pair[0][0].isdigit() or pair[1][0].isdigit()]:
            pairs[any_number(left), any_number(right)] += pairs[left, right]
        self._words.update({word: times * count for word, count in words.items()})
        self._pairs.update({pair: times * count for pair, count in pairs.items()})
        self._forget()

    def add_pairs(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Counts neighbours whose words are counted already."""
        self._pairs.update(pairs)

    def knows(self, folded: str) -> bool:
        """Whether the word was seen."""
        return folded in self._words

    def count(self, folded: str) -> int:
        """How often the word was seen."""
        return self._words.get(folded, 0)

    @cached_property
    def total(self) -> int:
        """How many words were seen."""
        return sum(self._words.values())

    def pair(self, left: str, right: str) -> int:
        """How often the two words were seen side by side; `A_NUMBER` stands for any number."""
        return self._pairs.get((left, right), 0)

    def word_before(self, word: str, letters: str) -> str:
        """The word beginning with these letters that is seen most often before another, or ""."""
        best, most = "", 0
        for at in range(bisect_right(self._sorted, letters), len(self._sorted)):
            left = self._sorted[at]
            if not left.startswith(letters):
                break
            if (times := self.pair(left, word)) and times >= most:
                best, most = left, times
        return best

    def add_forms(self, marked: Iterable[str] | Mapping[str, int]) -> None:
        """Counts how words are written, marks and all, tone mark last."""
        self._forms.update(marked)
        self._forget()

    def add_written(self, texts: Callable[[], Iterable[Sequence[str]]], *, times: int = 1) -> None:
        """Tells where texts are from, as written words with the tone mark last; they are read when first asked for."""
        self._written_texts.append((texts, times))
        self._forget()

    def written_pair(self, left: str, right: str) -> int:
        """How often two written words were seen side by side, tone mark last."""
        return self._written_pairs.get((left, right), 0)

    def follows_otherwise(self, left: str, folded: str) -> bool:
        """Whether any written form of a word was seen after a written one, tone mark last."""
        return any(self._written_pairs.get((left, row[0])) for row in self._forms_of.get(folded, ()))

    def writes(self, typed: str) -> bool:
        """Whether a word was seen with these very marks."""
        return tone_last(typed) in self._forms

    def written(self, typed: str) -> int:
        """How often a word was seen with these very marks."""
        return self._forms.get(tone_last(typed), 0)

    def form_meant(self, typed: str, folded: str) -> tuple[str, int, float]:
        """The form of a word whose marks are those typed but for the slip, how often it was seen, what its tone costs.

        The tone costs where it was left out or misheard beside the slip: "lp" is "lớp" by one slip, for the lost vowel
        bore the tone, "nai" is "nào" by two. "hạ" may be meant for "hạn", never for "hàm": ("", 0, 0.0) where no form
        fits.
        """
        letters, tone = _parted(tone_last(typed))
        heard = _syllable_sound(letters)
        meant, least = ("", 0, 0.0), inf
        for form, form_letters, form_tone, form_heard, said in self._forms_of.get(folded, ()):
            slip = 0.0 if tone == form_tone else _tone_slip(tone, form_tone)
            if slip and not tone and _vowels(letters) < _vowels(form_letters):
                slip = 0.0
            if slip > TONE_LOST or slip >= least:
                continue
            if heard == form_heard or self._distance(letters, form_letters, score_cutoff=1) <= 1:
                meant, least = (form, said, slip), slip
                if not slip:
                    break
        return meant

    def remarked(self, typed: str, folded: str) -> tuple[tuple[str, float, int], ...]:
        """The other forms of a word whose letters were typed, with the cost of typing the wrong marks for them.

        Each as (form with its tone mark last, cost as in `near`, times seen): "họp" may be meant for "hợp".
        """
        letters, tone = _parted(tone_last(typed))
        found = []
        for form, form_letters, form_tone, _, said in self._forms_of.get(folded, ()):
            wrong = sum(a != b for a, b in zip(letters, form_letters, strict=False))
            alike = form_letters == letters and form_tone == tone
            if alike or len(letters) != len(form_letters) or wrong + (tone != form_tone) > _MARKS_KEPT:
                continue
            found.append((form, _LETTER_MARK * wrong + _tone_slip(tone, form_tone), said))
        return tuple(found)

    def near(self, folded: str) -> tuple[tuple[str, float], ...]:
        """Known words one slip away or alike by ear, with the cost of it (0.3 cheap … 1 dear); cheapest first."""
        return self._near(folded)

    def _find_near(self, folded: str) -> tuple[tuple[str, float], ...]:
        found: dict[str, float] = dict.fromkeys(self._sounds.get(sound(folded), ()), BY_EAR)
        for word, misspelled in self._spelling.meant(folded):
            if word in self._words and misspelled < found.get(word, 1.0):
                found[word] = misspelled
        found.pop(folded, None)
        likely = {word for cut in _with_a_letter_less(folded) for word in self._cut.get(cut, ())}
        for word in likely:
            cost = self._slip(folded, word)
            if cost is None:
                continue
            if word[0] != folded[0] and cost > _SWAPPED:
                cost += _FIRST_LETTER
            if cost < found.get(word, 9.0):
                found[word] = cost
        ranked = sorted(found.items(), key=lambda item: (item[1], -self._words[item[0]], item[0]))
        return tuple(ranked[:_MAX_KEPT])

    def _forget(self) -> None:
        """Drops what was laid out of the words counted so far."""
        for name in ("total", "_written_pairs", "_sorted", "_sounds", "_cut", "_forms_of"):
            vars(self).pop(name, None)
        self._near.cache_clear()

    @cached_property
    def _written_pairs(self) -> Counter[tuple[str, str]]:
        pairs: Counter[tuple[str, str]] = Counter()
        for texts, times in self._written_texts:
            counted = Counter(chain.from_iterable(map(pairwise, islice(texts(), _TEXTS_READ))))
            pairs.update({pair: times * count for pair, count in counted.items()} if times > 1 else counted)
        return pairs

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._words)

    @cached_property
    def _sounds(self) -> Mapping[str, list[str]]:
        """The words that may be slipped in, by how they sound."""
        sounds: dict[str, list[str]] = {}
        for word in self._words:
            if len(word) >= 2 and word.isalpha():
                sounds.setdefault(sound(word), []).append(word)
        return sounds

    @cached_property
    def _cut(self) -> Mapping[str, list[str]]:
        """The same words by what they are with a letter less."""
        cut: dict[str, list[str]] = {}
        for word in chain.from_iterable(self._sounds.values()):
            for less in _with_a_letter_less(word):
                cut.setdefault(less, []).append(word)
        return cut

    @cached_property
    def _forms_of(self) -> Mapping[str, list[tuple[str, str, str, str, int]]]:
        """The forms of each folded word, the commonest first: (form, letters, tone mark, sound, times seen)."""
        forms: dict[str, list[tuple[str, str, str, str, int]]] = {}
        for form, said in sorted(self._forms.items(), key=lambda item: -item[1]):
            letters, tone = _parted(form)
            forms.setdefault(fold(letters), []).append((form, letters, tone, _syllable_sound(letters), said))
        return forms

    @cached_property
    def _distance(self) -> Callable[..., int]:
        from rapidfuzz.distance import OSA  # loaded with the first strange word only

        return OSA.distance

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
            return (_DOUBLED if doubled else _EXTRA) if len(typed) > len(meant) else _MISSING
        end = len(short)
        while end > start and short[end - 1] == long[end - 1]:
            end -= 1
        middle = typed[start:end], meant[start:end]
        if len(middle[0]) == 1:
            return _NEIGHBOUR if middle[1] in self._keys.get(middle[0], "") else _OTHER
        if len(middle[0]) == 2 and middle[0] == middle[1][::-1]:
            return _SWAPPED
        return None


def _with_a_letter_less(word: str) -> set[str]:
    """A word and what it is with any one letter left out: two words that are one slip apart have one of these alike."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _tone_slip(typed: str, meant: str) -> float:
    """The cost of typing one tone mark for another; "" is none."""
    if typed == meant:
        return 0.0
    if {typed, meant} == {_ASKING, _TUMBLING}:
        return _TONES_HEARD
    return TONE_LOST if not typed else _TONE_OTHER if meant else _TONE_ADDED


@lru_cache(maxsize=4096)
def _vowels(letters: str) -> int:
    return sum(letter in "aeiouy" for letter in fold(letters))


def any_number(word: str) -> str:
    """The word, or what stands for any number where it is one."""
    return A_NUMBER if word[:1].isdigit() else word


def sounds_as(typed: str, form: str) -> bool:
    """Whether two written syllables, tone mark last, are one to the ear: "chì" and "trì", never "cây" and "cái"."""
    letters, tone = _parted(typed)
    form_letters, form_tone = _parted(form)
    return tone == form_tone and _syllable_sound(letters) == _syllable_sound(form_letters)


@lru_cache(maxsize=16384)
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
    ("dz", "d"),
    ("z", "d"),
    ("j", "d"),
    ("w", "q"),
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
