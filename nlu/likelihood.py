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
_PAIRS_KEPT = 32_768


class Likelihood:
    """Asked for a word after another one and for a word's written form."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._seen = vocabulary
        self.after = lru_cache(maxsize=_PAIRS_KEPT)(self._after)  # readings are weighed pair by pair, many times over

    def _after(self, last: str, word: str) -> float:
        """How likely a word is after another; after "" and after what nobody has said, anywhere."""
        seen, last, word = self._seen, any_number(last), any_number(word)
        anywhere = (seen.count(word) + _UNSEEN) / (seen.total + 1)
        beside = seen.count(last) if last else 0
        if not beside:
            return log2(anywhere)
        doubt = _BACKOFF + _NEVER_ALL * beside
        return min(0.0, log2((seen.pair(last, word) + doubt * anywhere) / (beside + doubt)))

    def form(self, folded: str, written: int) -> float:
        """How likely a word is to be written in a form that was seen so often."""
        return min(0.0, log2((written + _UNSEEN) / (self._seen.count(folded) + 1)))
