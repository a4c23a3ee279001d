"""Word files set in fonts from before Unicode: their text is put into Unicode before anything reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from knowledge.documents.formats.docx_names import qn
from knowledge.documents.old_fonts import TCVN3, find_encoding, find_old, to_unicode

_VAL: Final = qn("w:val")
_FONTS: Final = qn("w:rFonts")
_P: Final = qn("w:p")
_R: Final = qn("w:r")
_T: Final = qn("w:t")
_SOFT_HYPHEN: Final = qn("w:softHyphen")
_LONGEST_CHAIN: Final = 20  # styles based on one another: more is a ring


def put_in_unicode(part: Any) -> tuple[str, ...]:
    """Converts the runs of a document part that are set in old fonts, where they stand; the encodings that they had."""
    fonts = _Fonts(part)
    if not fonts.any_old:
        return ()
    runs = [(run, font) for run in part.element.iter(_R) if find_encoding(font := fonts.of(run))]
    old = find_old((find_encoding(font), words) for run, font in runs for words in _words(run))
    for run, font in runs:
        if find_encoding(font) in old:
            _convert(run, font)
    return tuple(sorted(old))


def _words(run: Any) -> Iterator[str]:
    yield from (text.text for text in run.iter(_T) if text.text)


def _convert(run: Any, font: str) -> None:
    for hyphen in list(run.iter(_SOFT_HYPHEN)) if find_encoding(font) == TCVN3 else ():
        hyphen.tag, hyphen.text = _T, "\u00ad"  # "ư" has the place of the soft hyphen, and Word took it for one
    for text in run.iter(_T):
        text.text = to_unicode(text.text or "", font)


@dataclass(slots=True, init=False)
class _Fonts:
    """Which font a run is set in: its own, that of its style, of its paragraph's style, or the document's."""

    any_old: bool
    _styles: Mapping[str, str]
    _default: str

    def __init__(self, part: Any) -> None:
        styles = part.styles.element
        named = {style.get(qn("w:styleId"), ""): style for style in styles.findall(qn("w:style"))}
        self._styles = {name: _of_style(style, named) for name, style in named.items()}
        defaults = styles.find(qn("w:docDefaults"))
        normal = next((name for name, style in named.items() if style.get(qn("w:default")) == "1"), "")
        self._default = self._styles.get(normal) or _of(defaults)
        told = [*self._styles.values(), self._default, *(_name(fonts) for fonts in part.element.iter(_FONTS))]
        self.any_old = any(map(find_encoding, told))

    def of(self, run: Any) -> str:
        """The name of the font of a run."""
        own = run.find(qn("w:rPr"))
        if own is not None and (font := _of(own) or self._styled(own, "w:rStyle")):
            return font
        paragraph = next(run.iterancestors(_P), None)
        properties = paragraph.find(qn("w:pPr")) if paragraph is not None else None
        return (self._styled(properties, "w:pStyle") if properties is not None else "") or self._default

    def _styled(self, properties: Any, name: str) -> str:
        style = properties.find(qn(name))
        return self._styles.get(style.get(_VAL, ""), "") if style is not None else ""


def _of_style(style: Any, named: Mapping[str, Any]) -> str:
    for _ in range(_LONGEST_CHAIN):
        if font := _of(style):
            return font
        based_on = style.find(qn("w:basedOn"))
        style = named.get(based_on.get(_VAL, "")) if based_on is not None else None
        if style is None:
            return ""
    return ""


def _of(element: Any) -> str:
    """The font that an element sets itself, "" where it sets none."""
    if element is None:
        return ""
    fonts = next(element.iter(_FONTS), None)
    return _name(fonts) if fonts is not None else ""


def _name(fonts: Any) -> str:
    return fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi")) or ""
