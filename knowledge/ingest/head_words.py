"""The words of a document's head, loaded from `data/heading.toml` and compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from knowledge.agency_words import load_table
from nlu.later import later

_KEYS = {"words": {"posts", "ranks", "surnames", "preambles", "title_ends", "issuers", "proper"}}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadWords:
    """Everything `data/heading.toml` says, as patterns."""

    post: re.Pattern[str]
    rank: re.Pattern[str]
    surname: re.Pattern[str]
    preambles: re.Pattern[str]
    title_ends: re.Pattern[str]
    issues: re.Pattern[str]
    proper: tuple[str, ...]


@cache
def head_words() -> HeadWords:
    """The words of a head, read once."""
    words = load_table("heading.toml", _KEYS, {})["words"]
    posts = "|".join(sorted((p.upper() for p in words["posts"]), key=len, reverse=True))
    issuers = "|".join(words["issuers"])
    preambles = "|".join(words["preambles"])
    return HeadWords(
        post=later(rf"(?:(?:TM|KT|TL|TUQ|Q)\s*\.\s*)?.*?(?P<post>(?:PHÓ |QUYỀN )?(?:{posts}))\s*$"),
        rank=later(rf"^(?:(?:{'|'.join(words['ranks'])})\b\.?\s*)+(?=[A-ZĐÀ-Ỹ])", re.IGNORECASE),
        surname=later(rf"^(?:{'|'.join(s.upper() for s in words['surnames'])})(?:\s+[A-ZĐÀ-Ỹ]+){{1,4}}$"),
        preambles=later(rf"^(?:\(|(?:{preambles})\b|[IVX]+\s*[.:]|\d+\s*[.)]|-{{3,}}|[-–*])"),
        title_ends=later(rf"^(?:{'|'.join(words['title_ends'])})\b"),
        issues=later(
            rf"(?:^|[;.,”\"]\s*)(?P<issuer>(?:{issuers})[^;.,“”]{{0,80}}?)\s+(?:ban hành|xây dựng)\s+"
            r"(?:và (?:triển khai|ban hành)\s+)?Kế hoạch"
        ),
        proper=tuple(words["proper"]),
    )
