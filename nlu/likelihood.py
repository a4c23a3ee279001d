"""How likely a word is where it stands, told by what was seen: the language half of reading noise.

Everything is in bits below certainty: 0 is sure, -10 is one in a thousand.
"""

from __future__ import annotations

from functools import lru_cache
from math import log2

from nlu.vocabulary import Vocabulary, any_number

_BACKOFF = 20.0  # what stands beside a word is believed as if the word had been seen so often with anything at all
_NEVER_ALL = 0.05  # and so much of what stands beside any word was never seen there
_UNSEEN = 0.5  # a word or a form that was never seen counts as seen so often
_OTHER_FORMS = 0.5  # of what neighbours tell where both were seen, and never side by side as they are written
_PAIRS_KEPT = 65_536
_WORDS_KEPT = 8_192

Said = tuple[str, str]
"""A folded word and how it is written, tone mark last; "" where that is not told."""


class Likelihood:
    """Asked for a word after another one and for a word's written form."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._seen = vocabulary
        # Readings are weighed pair by pair, many times over; most pairs were never seen, and each word tells the same.
        self.beside = lru_cache(maxsize=_PAIRS_KEPT)(self._beside)
        self._anywhere = lru_cache(maxsize=_WORDS_KEPT)(self._find_anywhere)
        self._beside_any = lru_cache(maxsize=_WORDS_KEPT)(self._find_beside_any)

    def after(self, last: str, word: str) -> float:
        """How likely a word is after another; after "" and after what nobody has said, anywhere."""
        word, anywhere, likely = self._anywhere(word)
        last, beside, doubt, strange = self._beside_any(last)
        together = self._seen.pair(last, word)
        if not together:
            return likely + strange
        return min(0.0, log2((together + doubt * anywhere) / (beside + doubt)))

    def _find_anywhere(self, word: str) -> tuple[str, float, float]:
        """What stands for a word among pairs, how often it is seen of all words, and that in bits."""
        known = any_number(word)
        anywhere = ((self._seen.count(known) if known else 0) + _UNSEEN) / (self._seen.total + 1)
        return known, anywhere, log2(anywhere)

    def _find_beside_any(self, word: str) -> tuple[str, int, float, float]:
        """What stands for a word, how often it was seen, how often what is beside it is doubted, and that in bits."""
        known = any_number(word)
        beside = self._seen.count(known) if known else 0
        doubt = _BACKOFF + _NEVER_ALL * beside
        return known, beside, doubt, log2(doubt / (beside + doubt)) if beside else 0.0

    def _beside(self, last: Said, said: Said) -> float:
        """How likely a word is after another, told by the words and by how both are written.

        Folded, "bán hàng" is hidden among "ban", "bản" and "bàn" before "hàng", "hạng" and "hằng"; and "trường họ" is
        no likelier for "trưởng hộ".
        """
        (left, left_form), (word, form) = last, said
        likely = self.after(left, word)
        if not left_form or not form:
            return likely
        together = self._seen.written_pair(left_form, form)
        alone = self._anywhere(word)[2]
        if not together and likely <= alone:
            return likely  # what stands before it does not speak for it, however it is written
        beside, written = self._seen.written(left_form), self._seen.written(form)
        if not together:
            if not (beside and written):
                return likely
            told = 0.0 if self._seen.follows_otherwise(left_form, word) else _OTHER_FORMS
            return alone + told * (likely - alone)
        anywhere = (written + _UNSEEN) / (self._seen.total + 1)
        doubt = _BACKOFF + _NEVER_ALL * beside
        as_written = log2((together + doubt * anywhere) / (beside + doubt)) - self.form(word, written)
        return min(0.0, max(likely, as_written))

    def form(self, folded: str, written: int) -> float:
        """How likely a word is to be written in a form that was seen so often."""
        return min(0.0, log2((written + _UNSEEN) / (self._seen.count(folded) + 1)))
