"""Tasks set out as cards: two columns, on the left what is said ("Đơn vị chủ trì"), on the right what it is.

They are turned into the table that they would be with their labels as headings, one row a card.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from knowledge.columns import is_heading_row, read_sure_heading
from knowledge.documents.grids import Laid, Slot
from nlu.later import later

_COUNTED = later(r"\W*(?P<label>[^\W\d][^\d:]*?)\s*(?:số\s*)?\d{0,3}\s*[:.]?")
_FEWEST: Final = 3  # labels of a card


def turn_cards(laid: Sequence[Sequence[Laid]]) -> list[list[Laid]] | None:
    """The headings and a row for each card of a table, None where a row of it is none of a card."""
    labels: dict[str, Laid] = {}
    cards: list[dict[str, Laid]] = []
    for row in laid:
        cells = [cell for cell in row if cell.is_own]
        label = _COUNTED.fullmatch(" ".join(cells[0].text.split())) if len(cells) == 2 else None
        role = read_sure_heading(label["label"]) if label else ""
        if not label or not role:
            return None
        if not cards or role in cards[-1]:
            cards.append({})
        cards[-1][role] = cells[1]
        labels.setdefault(role, replace(cells[0], slot=replace(cells[0].slot, text=label["label"])))
    if len(labels) < _FEWEST or not is_heading_row([label.text for label in labels.values()]):
        return None
    return [list(labels.values()), *([card.get(role) or _blank(card) for role in labels] for card in cards)]


def _blank(card: dict[str, Laid]) -> Laid:
    """An empty cell beside those of a card."""
    return Laid(slot=Slot(place=next(iter(card.values())).slot.place))
