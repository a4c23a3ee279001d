"""Who talks where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Person:
    id: int
    name: str = "Nguyễn Văn An"
    is_bot: bool = False

    def body(self) -> dict[str, Any]:
        return {"id": self.id, "is_bot": self.is_bot, "first_name": self.name, "language_code": "vi"}


@dataclass(frozen=True)
class Chat:
    """A group or a channel; a person's private chat has the person's id."""

    id: int
    title: str = "Tổ cải cách hành chính"
    kind: str = "supergroup"
    forum: bool = False

    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {"id": self.id, "type": self.kind, "title": self.title}
        return {**body, "is_forum": True} if self.forum else body


def private(person: Person) -> dict[str, Any]:
    """A person's private chat, as the API writes it."""
    return {"id": person.id, "type": "private", "first_name": person.name}
