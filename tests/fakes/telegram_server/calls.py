"""What goes wrong with a call, and what is kept of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

SENDING = frozenset({"sendMessage", "sendPhoto", "sendDocument", "editMessageText", "editMessageReplyMarkup"})
"""The methods that show something in a chat."""


class Fault(Enum):
    """What goes wrong with a call."""

    CUT_BEFORE = "the connection is cut and nothing was accepted"
    CUT_AFTER = "it is accepted, and then the connection is cut"
    BAD_GATEWAY = "502, and nothing was accepted"
    FLOOD = "429 with retry_after 1"
    FORBIDDEN = "403 bot was blocked by the user"
    CONFLICT = "409 another poller"
    NO_ENTITIES = "400 can't parse entities"


@dataclass(frozen=True)
class Call:
    """One call that was answered: `result` where it was accepted, else `error`."""

    method: str
    params: dict[str, Any]
    at: float
    result: Any = None
    error: str = ""

    @property
    def chat(self) -> int:
        return int(self.params.get("chat_id", 0))

    @property
    def text(self) -> str:
        """What a person sees, markup taken out."""
        result = self.result if isinstance(self.result, dict) else {}
        return str(result.get("text", result.get("caption", "")))

    @property
    def message(self) -> int:
        return int(self.result["message_id"])

    @property
    def buttons(self) -> dict[str, str]:
        """Label → data or address."""
        rows = self.result.get("reply_markup", {}).get("inline_keyboard", [])
        return {button["text"]: button.get("callback_data", button.get("url", "")) for row in rows for button in row}
