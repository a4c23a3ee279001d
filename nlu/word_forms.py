"""The words of an index and the written forms in which the texts print them, each known by a number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nlu.matching import Spell
from nlu.text import forms
from nlu.tone import tone_last


class WordForms:
    """Words numbered as they are first read; each form is one word, written in one way.

    `spell` gives the long folded form of an abbreviation.
    """

    def __init__(self, spell: Spell) -> None:
        self.words: list[str] = []
        self.word_of: list[int] = []  # by form
        self.marked: list[str] = []  # by form: as written with the tone mark last, "" where without marks
        self._ids: dict[str, int] = {}
        self._form_ids: dict[tuple[str, str], int] = {}
        self._marks: dict[int, set[str]] = {}
        self._forms: list[list[int]] = []  # by word
        self._spell = spell
        self.id_of = self._ids.get  # the number of a folded word, or None

    def read(self, piece: str) -> tuple[int, ...]:
        """The forms of what stands between two spaces: no word goes on over a space."""
        read: list[int] = []
        for folded, written in forms(piece):
            long = self._spell(folded)
            if long is None:
                read.append(self._form(folded, written))
                if "/" in folded:  # people say "nghị định 107" for 107/2021/NĐ-CP
                    read.append(self._form(folded.split("/")[0], ""))
            else:
                read.extend(self._form(part, "") for part in long)
        return tuple(read)

    def forms_of(self, word_ids: Iterable[int]) -> dict[int, int]:
        """Each form of these words, with its word."""
        return {form: word_id for word_id in word_ids for form in self._forms[word_id]}

    def words_of(self, forms: Iterable[int]) -> Iterator[int]:
        """The words of which these are forms."""
        return map(self.word_of.__getitem__, forms)

    def said(self, forms: Iterable[int]) -> Iterator[str]:
        """The folded words of which these are forms."""
        return map(self.words.__getitem__, self.words_of(forms))

    def prints(self, folded: str, written: str) -> bool:
        """Whether any text holds the word written so."""
        return (folded, written) in self._form_ids

    def is_ambiguous(self, word_id: int) -> bool:
        """Whether the folded word is several words ("so": số, sở, sổ)."""
        return len(self._marks.get(word_id, ())) > 1

    def _form(self, folded: str, written: str) -> int:
        form = self._form_ids.get((folded, written))
        if form is not None:
            return form
        word_id = self._ids.get(folded)
        if word_id is None:
            word_id = self._ids[folded] = len(self.words)
            self.words.append(folded)
            self._forms.append([])
        marked = tone_last(written) if written else ""
        if marked:
            self._marks.setdefault(word_id, set()).add(marked)
        form = self._form_ids[folded, written] = len(self.word_of)
        self.word_of.append(word_id)
        self.marked.append(marked)
        self._forms[word_id].append(form)
        return form
