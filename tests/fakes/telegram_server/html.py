"""HTML as the Bot API reads it: only its tags, nested and closed, its four named entities and the numeric ones.

Stricter than Telegram in one point: an ampersand that begins no entity is refused (Telegram shows it as it is), so that
a text that was not escaped is found out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.fakes.telegram_server.errors import bad_request

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
MOST_ENTITIES = 100
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));")
_TAG = re.compile(r"<(/?)([^\s>/]*)((?:\s+[^>]*)?)>")
_ATTRIBUTE = re.compile(r"""\s*([a-zA-Z-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[a-zA-Z0-9.:/-]+))?""")


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass
class _Open:
    tag: str
    at: int
    attributes: dict[str, str]


@dataclass
class _Parsed:
    text: list[str] = field(default_factory=list)
    entities: list[dict[str, object]] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    length: int = 0

    def add(self, text: str) -> None:
        self.text.append(text)
        self.length += utf16_length(text)


def parse_html(source: str) -> tuple[str, list[dict[str, object]]]:
    """The text shown and its entities, in UTF-16 units; raises `ApiError` 400 as Telegram does."""
    parsed = _Parsed()
    at = 0
    while at < len(source):
        char = source[at]
        if char == "&":
            found = _ENTITY.match(source, at)
            if found is None:
                raise _error(f"Unescaped ampersand at byte offset {_offset(source, at)}")
            parsed.add(_decode(found))
            at = found.end()
        elif char == "<":
            at = _tag(source, at, parsed)
        else:
            parsed.add(char)
            at += 1
    if parsed.open:
        raise _error(f'Can\'t find end tag corresponding to start tag "{parsed.open[-1].tag}"')
    if len(parsed.entities) > MOST_ENTITIES:
        raise _error("too many entities")  # Telegram drops the rest silently
    return "".join(parsed.text), sorted(
        parsed.entities, key=lambda entity: (entity["offset"], -int(str(entity["length"])))
    )


def _tag(source: str, at: int, parsed: _Parsed) -> int:
    found = _TAG.match(source, at)
    where = _offset(source, at)
    if found is None:
        raise _error(f"Unclosed {'end' if source.startswith('</', at) else 'start'} tag at byte offset {where}")
    closing, name, rest = found[1], found[2].lower(), found[3]
    if not closing:
        if name not in TAGS:
            raise _error(f'Unsupported start tag "{name}" at byte offset {where}')
        parsed.open.append(_Open(name, parsed.length, _attributes(name, rest, where)))
        return found.end()
    if not parsed.open:
        raise _error(f"Unexpected end tag at byte offset {where}")
    last = parsed.open.pop()
    if rest.strip() or name not in ("", last.tag):
        raise _error(f'Unmatched end tag at byte offset {where}, expected "</{last.tag}>", found "</{name}>"')
    if parsed.length > last.at:
        entity: dict[str, object] = {"type": TAGS[last.tag], "offset": last.at, "length": parsed.length - last.at}
        if last.tag == "a" and "href" in last.attributes:
            entity["url"] = last.attributes["href"]
        parsed.entities.append(entity)
    return found.end()


def _attributes(name: str, rest: str, where: int) -> dict[str, str]:
    found, at = {}, 0
    while rest[at:].strip():
        attribute = _ATTRIBUTE.match(rest, at)
        if attribute is None:
            raise _error(f'Empty attribute name in the tag "{name}" at byte offset {where}')
        found[attribute[1].lower()] = (attribute[2] or "").strip("\"'")
        at = attribute.end()
    if name == "span" and found.get("class") != "tg-spoiler":
        raise _error(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
    return found


def _decode(found: re.Match[str]) -> str:
    if found[3]:
        return _NAMED[found[3]]
    code = int(found[1]) if found[1] else int(found[2], 16)
    if not 0 < code < 0x10FFFF or 0xD800 <= code < 0xE000:
        raise _error("Wrong character code")
    return chr(code)


def _offset(source: str, at: int) -> int:
    return len(source[:at].encode("utf-8", "surrogatepass"))


def _error(trouble: str) -> Exception:
    return bad_request(f"can't parse entities: {trouble}")
