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
        # Readings are weighed pair by pair, many times over.
        self.after = lru_cache(maxsize=_PAIRS_KEPT)(self._after)
        self.beside = lru_cache(maxsize=_PAIRS_KEPT)(self._beside)
        self._counted = lru_cache(maxsize=_WORDS_KEPT)(self._count)

    def _after(self, last: str, word: str) -> float:
        """How likely a word is after another; after "" and after what nobody has said, anywhere."""
        last, beside = self._counted(last)
        word, seen = self._counted(word)
        anywhere = (seen + _UNSEEN) / (self._seen.total + 1)
        if not beside:
            return log2(anywhere)
        doubt = _BACKOFF + _NEVER_ALL * beside
        return min(0.0, log2((self._seen.pair(last, word) + doubt * anywhere) / (beside + doubt)))

    def _count(self, word: str) -> tuple[str, int]:
        """What stands for a word among pairs, and how often it was seen; "" never was."""
        known = any_number(word)
        return known, self._seen.count(known) if known else 0

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
        if not together:
            if not (self._seen.written(left_form) and self._seen.written(form)):
                return likely
            alone = self.after("", word)
            return min(likely, alone + _OTHER_FORMS * (likely - alone))
        beside, written = self._seen.written(left_form), self._seen.written(form)
        anywhere = (written + _UNSEEN) / (self._seen.total + 1)
        doubt = _BACKOFF + _NEVER_ALL * beside
        as_written = log2((together + doubt * anywhere) / (beside + doubt)) - self.form(word, written)
        return min(0.0, max(likely, as_written))

    def form(self, folded: str, written: int) -> float:
        """How likely a word is to be written in a form that was seen so often."""
        return min(0.0, log2((written + _UNSEEN) / (self._seen.count(folded) + 1)))
