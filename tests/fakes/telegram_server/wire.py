"""A request as the Bot API takes it: parameters in the query, as a form, as JSON or as multipart with files."""

from __future__ import annotations

import json
from email import policy
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qsl

from tests.fakes.telegram_server.errors import bad_request


class Upload:
    """A file within a request."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self.content = content

    def __repr__(self) -> str:
        return f"Upload({self.name!r}, {len(self.content)} bytes)"


class Params:
    """The parameters of one call, by name; reading one as a type refuses what is not of it."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name, default)
        return value if isinstance(value, str) else json.dumps(value)

    def whole(self, name: str, default: int | None = None) -> int:
        value: Any = self.values.get(name, default)
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f'invalid {name} "{value}" specified') from None

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in {"true", "1"}

    def json(self, name: str, default: Any = None) -> Any:
        value = self.values.get(name)
        if not isinstance(value, str):
            return default if value is None else value
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def upload(self, name: str) -> Upload:
        """The file of that name: PTB sends it under its own name or as attach://part."""
        value = self.values.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            value = self.values.get(value.removeprefix("attach://"))
        if not isinstance(value, Upload):
            raise bad_request(f"there is no {name} in the request")
        return value


def read_params(query: str, content_type: str, body: bytes) -> Params:
    values: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True))
    if content_type.startswith("application/json"):
        values |= json.loads(body or b"{}")
    elif content_type.startswith("multipart/form-data"):
        values |= _multipart(content_type, body)
    elif body:
        values |= dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True))
    return Params(values)


def _multipart(content_type: str, body: bytes) -> dict[str, Any]:
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message = BytesParser(policy=policy.HTTP).parsebytes(head + body)
    values: dict[str, Any] = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(content, bytes):
            raise bad_request("can't parse the form")
        filename = part.get_filename()
        values[name] = content.decode("utf-8") if filename is None else Upload(filename, content)
    return values
