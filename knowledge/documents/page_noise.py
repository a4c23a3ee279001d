"""Web pages print menus, buttons and links around a document: those lines are no text of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from knowledge.documents.layouts.found import opens_section
from knowledge.documents.markup import strip_markup
from nlu.parsed import load_parsed
from nlu.text import fold

_FILE = Path(__file__).parents[1] / "data/page_noise.toml"

_LONGEST: Final = 160  # letters of a line that may be noise
_OPENS = re.compile(r"(?:phu luc|noi nhan)\b")


def without_noise(lines: Sequence[str]) -> list[str]:
    """The lines, those of the page itself empty: their numbers stay what they are."""
    kept: list[str] = []
    ended = False
    for line in lines:
        text = line.strip()
        if not text or "\t" in line or len(text) > _LONGEST:  # a line with tabs is cells of a table
            ended = ended and not text
            kept.append(line)
            continue
        plain = fold(strip_markup(text)).strip(" \t|*-•")
        if ended and _is_document(text, plain):
            ended = False
        ended = ended or _rules()[1].fullmatch(plain) is not None
        kept.append("" if ended or _rules()[0].fullmatch(plain) else line)
    return kept


def _is_document(text: str, plain: str) -> bool:
    """Whether a line belongs to a document again, behind the links of a page."""
    return text.isupper() or bool(_OPENS.match(plain)) or opens_section(text)


@cache
def _rules() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What is noise by itself, and after what all is."""
    rules = load_parsed(_FILE)
    lines, ends = ("|".join(f"(?:{pattern})" for pattern in rules[key]) for key in ("lines", "ends"))
    return re.compile(lines), re.compile(ends)
