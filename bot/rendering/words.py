"""Small pieces of sentences: shortened texts, days, figures, places and sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import Final

from bot.rendering.phrases import phrase
from knowledge.plan import Plan, Target

TASK_LENGTH: Final = 90
VALUE_LENGTH: Final = 400
ALIKE: Final = 4
"""Words that two texts open with from which on they look alike on a button."""

_KIND = re.compile(r"/(?:\d{4}/)?([^\W\d_]+)")
_INNER_BULLET = re.compile(r"(?<=[;:.,])\s+[-–+•]\s+")
_BULLET = re.compile(r"^\s*[-–+•*]\s+", re.MULTILINE)


def one_line(text: str, *, limit: int = VALUE_LENGTH) -> str:
    r"""A cell on one line: list dashes become semicolons, the closing mark goes, the rest is as printed.

    >>> one_line("- Kế hoạch rà soát;\n- Quyết định phê duyệt.")
    'Kế hoạch rà soát; Quyết định phê duyệt'
    """
    parts = (_BULLET.sub("", line).strip() for line in text.splitlines())
    joined = ""
    for part in filter(None, parts):
        joined += part if not joined else (" " if joined[-1] in ";:,." else "; ") + part
    flat = _INNER_BULLET.sub(" ", " ".join(joined.split()))
    return shortened(flat.rstrip(" ;.,"), limit)


def shortened(text: str, limit: int = TASK_LENGTH) -> str:
    """The text cut at a word, with an ellipsis, to at most `limit` letters.

    >>> shortened("Rà soát, đánh giá thủ tục hành chính", 15)
    'Rà soát, đánh…'
    """
    text = " ".join(text.split()).rstrip(" ;.")
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(' ,;:-(“"') + "…"


def task_words(text: str, limit: int = TASK_LENGTH) -> str:
    """The name of a task in a sentence: one line, shortened."""
    return shortened(one_line(text, limit=10_000), limit)


def told_apart(texts: Sequence[str]) -> tuple[str, ...]:
    """The texts in their order, each from the first word on that no other one has at that place.

    What two of them open with is left out where it is longer than a phone shows of a button.

    >>> told_apart(["Rà soát các thủ tục của tỉnh", "Rà soát các thủ tục của xã", "Báo cáo"])
    ('…tỉnh', '…xã', 'Báo cáo')
    """
    split = [text.split() for text in texts]
    return tuple(
        f"…{' '.join(words[shared:])}" if ALIKE <= shared < len(words) else text
        for text, words, shared in zip(texts, split, map(partial(_shared, split), range(len(split))), strict=True)
    )


def _shared(split: Sequence[Sequence[str]], at: int) -> int:
    """How many words the text at that place opens with that another one opens with too."""
    opened = (
        next((n for n, (own, their) in enumerate(zip(split[at], other, strict=False)) if own != their), len(other))
        for place, other in enumerate(split)
        if place != at
    )
    return max(opened, default=0)


def cell_name(field: str) -> str:
    """What people call a cell of a task."""
    return phrase("import_field.deadlines" if field == "time" else f"import_field.{field}")


def day_words(day: date) -> str:
    """15/03/2024."""
    return f"{day:%d/%m/%Y}"


def span_words(start: date, end: date) -> str:
    """11/03/2024 – 17/03/2024, or the one day."""
    if start == end:
        return day_words(start)
    return phrase("place.days", start=day_words(start), end=day_words(end))


def figure_words(target: Target) -> str:
    """A figure as “tối thiểu 45%”: a comma for decimals, a space before a unit that is a word."""
    number = f"{target.value:g}".replace(".", ",")
    unit = target.unit.strip()
    value = f"{number}{unit}" if unit in {"%", ""} else f"{number} {unit}"
    return phrase(f"figures.{target.comparator.value}", value=value)


def place_words(key: str) -> str:
    """“mục 4.1”; a further task of the same printed row is told by its place in it."""
    printed, sign, nth = key.partition("#")
    return phrase("place.nth", key=printed, nth=nth) if sign else phrase("place.task", key=key)


def places_words(keys: Iterable[str]) -> str:
    """Several places of one plan, the word said once.

    >>> places_words(["I.1", "II.4#2"])
    'mục I.1, II.4 (việc thứ 2)'
    """
    places = ""
    for key in keys:
        printed, sign, nth = key.partition("#")
        told = phrase("place.nth_next", key=printed, nth=nth) if sign else key
        places = phrase("place.and_next", places=places, key=told) if places else place_words(key)
    return places


def plan_words(plan: Plan) -> str:
    """How a plan is called in a source: number and issuer, or what of them it prints."""
    head = plan.head
    number, issuer = " ".join(head.number.split()), " ".join(head.issuer.split())
    kind = _kind_of(number)
    if number and issuer:
        return phrase("place.plan_numbered", kind=kind, number=number, issuer=issuer)
    if number:
        return phrase("place.plan_number_only", kind=kind, number=number, year=head.year)
    if issuer:
        return phrase("place.plan_issuer_only", issuer=issuer, year=head.year)
    return phrase("place.plan_title_only", title=shortened(head.title or plan.slug))


def plan_marks(plans: Iterable[Plan]) -> dict[str, str]:
    """By slug, what tells plans apart at the head of a line whose source is cited in full below; {} for one plan.

    Who issued them where no two are of one issuer, else the number; how they are called in full where it has neither.
    """
    told = {plan.slug: plan for plan in plans}
    if len(told) < 2:
        return {}
    issuers = [" ".join(plan.head.issuer.split()) for plan in told.values()]
    if all(issuers) and len(set(issuers)) == len(issuers):
        return dict(zip(told, issuers, strict=True))
    return {slug: " ".join(plan.head.number.split()) or plan_words(plan) for slug, plan in told.items()}


def _kind_of(number: str) -> str:
    """The kind of document that a number belongs to: a plan may be issued under a decision's number.

    >>> _kind_of("170/KH-VP"), _kind_of("467/QĐ-UBND"), _kind_of("")
    ('KH', 'QĐ', 'KH')
    """
    found = _KIND.search(number)
    return found[1] if found else "KH"


def source_line(places: Iterable[tuple[Plan, str]]) -> str:
    """The last line of an answer: each plan once, with the printed places ("" = the plan as a whole) behind it."""
    by_plan: dict[str, tuple[Plan, dict[str, None]]] = {}
    for plan, key in places:
        known = by_plan.setdefault(plan.slug, (plan, {}))[1]
        if key:
            known[key] = None
    sources = [", ".join(filter(None, (plan_words(plan), places_words(known)))) for plan, known in by_plan.values()]
    return phrase("place.source", sources="; ".join(sources)) if sources else ""
