"""Plays a transcript before a real desk on a real SQLite store: who says what where, and what comes back.

A line of a transcript:
    an: …            what somebody says in private
    an@nhom: …       … in a group, to the assistant; `an@nhom~` = not to it
    an! …            presses the newest button of that label in private; `an@nhom! …` in a group
    * moved a b      what happens: moved, left, entered, blocked, sticker, voice, file, import, remove, wait, again;
                     `* forwarded an …` = an hands on what somebody else wrote;
                     `* remind 2024-03-14 07:30` = what the scheduler says then
What comes back stands under it: `<` and the lines, `≈` in the place of an older message, `→ chat` where it goes
elsewhere, `(…)` the source, `⟨…⟩` a picture or a file, `[…]` buttons, `{…}` a toast. One-time codes are written MÃ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.channels.base import (
    PAYLOAD_BYTES,
    Attachment,
    Button,
    ChatKind,
    Incoming,
    Moved,
    Outgoing,
    Place,
    Pressed,
    Reachable,
    Said,
    Unreadable,
)
from bot.compose.desk import build_desk, build_shelves
from bot.compose.stores import open_office
from bot.desk.codes import make_code
from bot.reading.handed_in import read_handed_in
from bot.reading.wire import Reading
from knowledge.documents.steps import Step
from knowledge.office.people import Deed, Role
from knowledge.store.open import open_store
from tests.desk.reminded import remind

FILES = Path(__file__).parent / "files"
NAMES = {"an": "Nguyễn Văn An", "binh": "Lê Thị Bình", "chi": "Trần Kim Chi", "dung": "Phạm Quốc Dũng", "ma": ""}
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
START = datetime(2024, 3, 11, 1, tzinfo=UTC)
_LINE = re.compile(r"(?P<who>\w+)(?:@(?P<group>\w+))?(?P<sign>[:~!]) ?(?P<words>.*)")
_CODE = re.compile(r"\b[0-9a-f]{32}\b")


def read_here(data: bytes, name: str, year: int | None) -> Iterator[Step | Reading]:
    """A file, read without a process of its own: the transcripts are about what is said of it."""
    yield read_handed_in(data, name, year=year)


class Talk:
    """One desk and everybody who comes to it."""

    def __init__(self, database: Path) -> None:
        self.store = open_store(f"sqlite:///{database}")
        self.office = open_office(self.store)
        links = {"telegram": "https://t.me/nhac?start={code}"}
        self.shelves = build_shelves(self.store)
        self.desk = build_desk(self.store, self.office, zone=ZONE, shelves=self.shelves, links=links, read=read_here)
        self.at = START
        self.code = make_code(self.office.people, Role.ADMIN, "", Deed(at=START, action="invite"))
        self._count = 0
        self._last: Incoming | None = None
        self._shown: dict[str, list[tuple[str, Button]]] = {}

    def close(self) -> None:
        self.store.close()

    def play(self, line: str) -> Iterator[str]:
        """What comes back to one line of a transcript."""
        self.at += timedelta(seconds=20)
        if line.startswith("* "):
            yield from self._happen(*line.removeprefix("* ").split())
            return
        found = _LINE.fullmatch(line)
        assert found is not None, line
        place = self.place(found["who"], found["group"])
        if found["sign"] == "!":
            yield from self._press(place, found["words"])
            return
        text = found["words"].replace("MÃ", str(self.code))
        yield from self.hand_in(
            Said(key=self.key(), at=self.at, place=place, text=text, addressed=found["sign"] == ":"), place.chat
        )

    def place(self, who: str, group: str | None = None) -> Place:
        return Place(
            channel="telegram",
            chat=group or f"riêng-{who}",
            kind=ChatKind.GROUP if group else ChatKind.PRIVATE,
            person=who,
            person_name=NAMES[who],
            chat_title=f"Nhóm {group}" if group else "",
        )

    def key(self) -> str:
        self._count += 1
        return str(self._count)

    def hand_in(self, event: Incoming, chat: str) -> Iterator[str]:
        self._last, self._chat = event, chat
        for outgoing in self.desk.handle(event):
            yield from self._written(outgoing, chat)

    def _press(self, place: Place, label: str) -> Iterator[str]:
        shown = [(message, one) for message, one in self._shown.get(place.chat, []) if one.label.startswith(label)]
        assert shown, f"no button “{label}” in {place.chat}"
        message, button = shown[-1]
        if button.person not in ("", place.person):
            yield "{nút của người khác}"
            return
        event = Pressed(key=self.key(), at=self.at, place=place, payload=button.payload, message=message)
        yield from self.hand_in(event, place.chat)

    def _happen(self, what: str, *words: str) -> Iterator[str]:
        at, key = self.at, self.key()
        match what, words:
            case "moved", (old, new):
                yield from self.hand_in(Moved(key=key, at=at, channel="telegram", old_chat=old, new_chat=new), new)
            case (("left" | "entered"), (group,)):
                place = self.place("an", group)
                yield from self.hand_in(Reachable(key=key, at=at, place=place, active=what == "entered"), group)
            case (("blocked" | "unblocked"), (who,)):
                place = self.place(who)
                yield from self.hand_in(Reachable(key=key, at=at, place=place, active=what == "unblocked"), place.chat)
            case (("sticker" | "voice" | "contact"), (who, *group)):
                place = self.place(who, group[0] if group else None)
                event = Unreadable(key=key, at=at, place=place, what=what, addressed=not group)
                yield from self.hand_in(event, place.chat)
            case "forwarded", (who, *words):
                place = self.place(who)
                text = " ".join(words)
                event = Said(key=key, at=at, place=place, text=text, addressed=True, forwarded=True)
                yield from self.hand_in(event, place.chat)
            case "file", (who, name, *caption):
                yield from self._send_file(who, name, " ".join(caption))
            case "import", (name,):  # by another process
                reading = read_handed_in((FILES / name).read_bytes(), name)
                self.store.save(reading.plans[0], source_name=name, digest=reading.digest, at=at)
            case "remove", (slug,):
                self.store.remove(slug)
            case "wait", (minutes,):
                self.at += timedelta(minutes=int(minutes))
            case "remind", (day, hour):
                self.at = datetime.fromisoformat(f"{day} {hour}").replace(tzinfo=ZONE)
                yield from self._remind()
            case "again", ():
                assert self._last is not None
                yield from self.hand_in(self._last, self._chat)
            case _:
                raise AssertionError(f"nothing happens like {what} {words}")

    def _remind(self) -> Iterator[str]:
        keys = iter(self.key, "")
        said = remind(self.office, self.shelves, zone=ZONE, at=self.at, keys=keys)
        for chat, message, outgoing in said:
            yield from self._written(replace(outgoing, chat=chat), "", message=message)

    def _send_file(self, who: str, name: str, caption: str) -> Iterator[str]:
        path, place = FILES / name, self.place(who)
        data = path.read_bytes() if path.is_file() else b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9
        size = 20_000_001 if name.startswith("to-") else len(data)
        event = Said(
            key=self.key(),
            at=self.at,
            place=place,
            text=caption,
            addressed=True,
            attachment=Attachment(name=name, size=size, fetch=lambda: data),
        )
        yield from self.hand_in(event, place.chat)

    def _written(self, outgoing: Outgoing, chat: str, *, message: str = "") -> Iterator[str]:
        there = outgoing.chat or chat
        sign = "≈" if outgoing.edits or outgoing.edits_last else "<"
        to = f"→ {outgoing.chat} " if outgoing.chat else ""
        if outgoing.toast:
            yield f"{{{outgoing.toast}}}"
        lines = [line for line in (outgoing.heading, *outgoing.text.splitlines()) if line]
        if outgoing.source:
            lines.append(f"({outgoing.source})")
        for line in lines:
            yield f"{sign} {to}{self._masked(line)}"
        if outgoing.picture:
            assert outgoing.picture.startswith(b"\x89PNG")
            yield f"{sign} {to}⟨ảnh⟩"
        if outgoing.file is not None:
            assert outgoing.file.content
            yield f"{sign} {to}⟨tệp {outgoing.file.name}⟩ {outgoing.file.caption}"
        message = outgoing.edits or message or self.key()
        buttons = [button for row in outgoing.buttons for button in row]
        assert all(button.payload.isascii() and len(button.payload) <= PAYLOAD_BYTES for button in buttons)
        if lines:  # what is edited keeps its place, not its buttons
            kept = [(of, button) for of, button in self._shown.get(there, []) if of != outgoing.edits]
            self._shown[there] = kept + [(message, button) for button in buttons]
        for row in outgoing.buttons:
            yield f"{sign} {to}" + " ".join(f"[{button.label}]" for button in row)

    def _masked(self, line: str) -> str:
        found = _CODE.search(line)
        if found is not None:
            self.code = found[0]
        return _CODE.sub("MÃ", line)


def played(lines: Iterable[str], database: Path) -> str:
    """The transcript again, with what the desk says now."""
    talk, told = Talk(database), []
    try:
        for line in lines:
            if line.startswith(("#", "=")) or not line.strip():
                told.append(line)
            elif not line.startswith(("<", "≈", "{")):
                told += [line, *talk.play(line)]
    finally:
        talk.close()
    return "\n".join(told) + "\n"
