"""What a button carries: a letter for what it does, then short parts, parted by dots; ASCII, far below 40 bytes."""

from __future__ import annotations

import hashlib

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def payload(does: str, *parts: str | int) -> str:
    """The payload of a button; whole numbers are written short.

    >>> payload("f", 3, 1295)
    'f.3.zz'
    """
    return ".".join([does, *(short(part) if isinstance(part, int) else part for part in parts)])


def short(number: int) -> str:
    """A whole number from 0 in base 36."""
    told = ""
    while number >= len(_DIGITS):
        number, rest = divmod(number, len(_DIGITS))
        told = _DIGITS[rest] + told
    return _DIGITS[number] + told


def read_number(part: str) -> int:
    """The number that `short` wrote, -1 for anything else.

    >>> read_number(short(987654321)), read_number("Ž"), read_number("")
    (987654321, -1, -1)
    """
    if not part or len(part) > 12 or any(digit not in _DIGITS for digit in part):
        return -1
    return int(part, len(_DIGITS))


def read_numbers(parts: str, count: int) -> tuple[int, ...]:
    """Exactly `count` numbers parted by dots; all of them -1 where it is anything else.

    >>> read_numbers("3.zz", 2), read_numbers("3", 2)
    ((3, 1295), (-1, -1))
    """
    numbers = tuple(map(read_number, parts.split(".")))
    return numbers if len(numbers) == count and -1 not in numbers else (-1,) * count


def plan_key(slug: str) -> str:
    """A plan's own short name, which a button can carry whatever the slug is."""
    return hashlib.blake2s(slug.encode(), digest_size=5).hexdigest()
