"""One pass over a cell: what it has gathered so far, and where a clause ends."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from knowledge.deadlines.cell import Cell
from knowledge.deadlines.rules import Grammar
from knowledge.plan import Deadline, SourceSpan, Unread

# What a rule makes of a match: deadlines and where its words end; None = the rule does not hold here.
Made = tuple[tuple[Deadline, ...], int] | None


@dataclass(slots=True, kw_only=True)
class Reading:
    """What one pass has gathered; `left` are the stretches no rule took, `asides` the parentheses."""

    cell: Cell
    year: int | None
    hint: str
    source: SourceSpan
    grammar: Grammar
    items: list[Deadline] = field(default_factory=list)
    left: list[tuple[int, int]] = field(default_factory=list)
    asides: list[tuple[int, int]] = field(default_factory=list)
    heads: bool = False
    periodic: int | None = None

    def span(self, start: int, end: int) -> SourceSpan:
        """The source of a stretch of the cell: its lines and its words."""
        return replace(self.source, text=self.cell.words(start, end))

    def unread(self, start: int, end: int, reason: str, rule: str = "") -> Unread:
        """A stretch nobody can read, with the reason."""
        words = self.cell.words(start, end)
        return Unread(text=words, reason=reason, rule=rule, source=replace(self.source, text=words))

    def tail(self, at: int) -> int:
        """Where the clause from `at` on ends: its event or its document's name runs no further."""
        folded = self.cell.folded
        depth = 0
        limit = len(folded)
        for place in range(at, limit):
            if folded[place] == "(":
                depth += 1
            elif folded[place] == ")":
                depth -= 1
                if depth < 0:
                    limit = place
                    break
        for m in self.grammar.tail_end.finditer(folded, at, limit):
            if m.group() == "." and self._abbreviates(m.start()):
                continue
            return m.start()
        return limit

    def _abbreviates(self, dot: int) -> bool:
        """Whether a full stop belongs to a short form ("TP. Hồ Chí Minh") rather than ending a sentence."""
        before = re.search(r"[^\W\d_]+$", self.cell.text[:dot])
        after = self.cell.text[dot + 1 :].lstrip()
        short = before is not None and before.group().isupper() and len(before.group()) <= 2
        return short and after[:1].isupper()
