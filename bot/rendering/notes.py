"""Remarks as sentences."""

from __future__ import annotations

from collections.abc import Mapping

from bot.answers import Answer, Note
from bot.rendering.phrases import phrase
from bot.rendering.words import place_words, task_words


def note_words(note: Note, answer: Answer, marks: Mapping[str, str] | None = None) -> str:
    """One remark as a sentence; `marks` tell the plans apart, by slug, where several are spoken of."""
    marks = marks or {}
    values = dict(note.values)
    match note.code:
        case "next_due":
            year, month, day = values["day"].split("-")
            slug, _, key = values["ref"].partition("/")
            place = place_words(key)
            return phrase(
                "note.next_due",
                place=phrase("place.in_plan", plan=marks[slug], place=place) if slug in marks else place,
                task=task_words(values["task"]),
                day=f"{day}/{month}/{year}",
            )
        case "other_role":
            return phrase(f"note.other_role_{values['role']}", agency=answer.scope.agency, count=values["count"])
        case _:
            return phrase(f"note.{note.code}", **values)
