"""Remarks as sentences."""

from __future__ import annotations

from bot.answers import Answer, Note
from bot.rendering.phrases import phrase
from bot.rendering.words import place_words, task_words


def note_words(note: Note, answer: Answer) -> str:
    """One remark as a sentence."""
    values = dict(note.values)
    match note.code:
        case "next_due":
            year, month, day = values["day"].split("-")
            key = values["ref"].partition("/")[2]
            return phrase(
                "note.next_due",
                place=place_words(key),
                task=task_words(values["task"]),
                day=f"{day}/{month}/{year}",
            )
        case "other_role":
            return phrase(f"note.other_role_{values['role']}", agency=answer.scope.agency, count=values["count"])
        case _:
            return phrase(f"note.{note.code}", **values)
