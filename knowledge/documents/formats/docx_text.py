"""The text of a Word paragraph as it is printed: tracked changes accepted, hidden and struck words left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from knowledge.documents.formats.docx_names import qn

_VAL: Final = qn("w:val")
_RUN: Final = qn("w:r")
_TEXTS: Final = frozenset((qn("w:t"), qn("m:t")))
_SYMBOL: Final = qn("w:sym")
_BOX: Final = qn("w:txbxContent")
_LETTERS: Final = {
    qn("w:tab"): "\t", qn("w:ptab"): "\t", qn("w:noBreakHyphen"): "-", qn("w:br"): "\n", qn("w:cr"): "\n",
}  # fmt: skip
# What holds no printed words of the paragraph itself. Drawings and their older kin may hold text boxes.
_DRAWN: Final = frozenset(map(qn, ("w:drawing", "w:pict", "w:object")))
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNPRINTED: Final = frozenset((*map(qn, ("w:pPr", "w:rPr", "w:del", "w:moveFrom", "w:instrText", "w:rt")), _FALLBACK))
# Symbols by their place in the fonts Symbol and Wingdings, where they are no letters: marks of a list, ticks, ≤ and ≥.
_SYMBOLS: Final = {
    "F0B3": "≥", "F0A3": "≤", "F0B1": "±", "F0B4": "×", "F0FC": "x", "F0FE": "x", "F053": "x", "F0FB": "x",
    "F0B7": "-", "F0A7": "-", "F0D8": "-", "F0E0": "→", "F02D": "-", "F02B": "+",
}  # fmt: skip


@dataclass(slots=True)
class Printed:
    """Reads paragraphs and remembers what was seen beside their words: text boxes (their elements), struck words."""

    boxes: list[Any] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)

    def text(self, paragraph: Any) -> str:
        r"""The words of a paragraph; "\n" where a line is broken by hand."""
        return "".join(self._parts(paragraph))

    def _parts(self, parent: Any) -> Iterator[str]:
        for child in parent:
            tag = child.tag
            if tag in _TEXTS:
                yield child.text or ""
            elif tag in _LETTERS:
                yield "" if child.get(qn("w:type")) in ("page", "column") else _LETTERS[tag]
            elif tag == _SYMBOL:
                yield _SYMBOLS.get(child.get(qn("w:char"), "").upper(), "")
            elif tag == _RUN:
                yield self._run(child)
            elif tag in _DRAWN:
                self.boxes.extend(child.iter(_BOX))
            elif tag not in _UNPRINTED and isinstance(tag, str):
                yield from self._parts(child)

    def _run(self, run: Any) -> str:
        text = "".join(self._parts(run))
        properties = run.find(qn("w:rPr"))
        if properties is None or not text:
            return text
        if _is_on(properties, "w:vanish"):
            return ""
        if (_is_on(properties, "w:strike") or _is_on(properties, "w:dstrike")) and text.strip():
            self.struck.append(text.strip())
            return ""
        return text.upper() if _is_on(properties, "w:caps") else text


def box_lines(box: Any) -> list[str]:
    """The paragraphs of a text box that say anything."""
    lines = (Printed().text(paragraph).strip() for paragraph in box.iter(qn("w:p")))
    return [line for line in lines if line]


def mark_is_deleted(paragraph: Any) -> bool:
    """Whether the end of a paragraph is deleted by a tracked change, so that the next one goes on in it."""
    return paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None


def _is_on(properties: Any, name: str) -> bool:
    found = properties.find(qn(name))
    return found is not None and found.get(_VAL, "true") not in ("0", "false", "off", "none")
