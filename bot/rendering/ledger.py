"""The ledger of reminders as lines for whoever looks after it: what was owed to whom, how it ended, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

from bot.rendering.phrases import phrase
from knowledge.office.chats import Office
from knowledge.reminding.ledger import LedgerCounts, Obligation, ObligationState
from knowledge.reminding.reminder import Recipient, RecipientKind


def render_obligation(one: Obligation, *, name: Callable[[Recipient], str], zone: tzinfo) -> str:
    """One line."""
    said = phrase(f"ledger.state_{one.state.value}")
    if one.cause is not None:
        said = phrase("ledger.because", state=said, cause=phrase(f"ledger.cause_{one.cause.value}"))
    if one.dispatch:
        said = phrase("ledger.in_message", state=said, dispatch=one.dispatch)
    reminder = one.reminder
    return phrase(
        "ledger.line",
        at=f"{reminder.at.astimezone(zone):%d/%m/%Y %H:%M}",
        task="/".join(reminder.task),
        due=f"{reminder.due_on:%d/%m/%Y}",
        kind=phrase(f"ledger.kind_{reminder.kind.value}"),
        recipient=name(reminder.recipient),
        said=said,
    )


def render_counts(counts: LedgerCounts, *, zone: tzinfo) -> tuple[str, ...]:
    """How many there are of each, the open ones first; one line where there is nothing."""
    numbers = ((state, counts.obligations.get(state, 0)) for state in ObligationState)
    lines = [
        phrase("ledger.count", state=phrase(f"ledger.state_{state.value}"), number=number)
        for state, number in numbers
        if number
    ] or [phrase("ledger.empty")]
    if counts.oldest_due is not None:
        lines.append(phrase("ledger.oldest", at=f"{counts.oldest_due.astimezone(zone):%d/%m/%Y %H:%M}"))
    return tuple(lines)


def obligation_json(one: Obligation, *, zone: tzinfo) -> dict[str, object]:
    """One object, for machines."""
    reminder = one.reminder
    return {
        "at": reminder.at.astimezone(zone).isoformat(),
        "task": "/".join(reminder.task),
        "due": reminder.due_on.isoformat(),
        "kind": reminder.kind.value,
        "step": reminder.step,
        "part": reminder.part.value,
        "recipient": str(reminder.recipient),
        "agency": reminder.agency,
        "state": one.state.value,
        "cause": None if one.cause is None else one.cause.value,
        "dispatch": one.dispatch or None,
        "ended_at": None if one.ended_at is None else one.ended_at.astimezone(zone).isoformat(),
    }


def name_in(office: Office) -> Callable[[Recipient], str]:
    """Names recipients as the office knows them: an officer by name, a group by title."""
    titles = {str(chat.id): chat.title for chat in office.chats.groups()}
    names = {str(officer.id): officer.name for officer in office.people.officers()}

    def name(recipient: Recipient) -> str:
        match recipient.kind:
            case RecipientKind.OFFICER:
                return names.get(recipient.name) or phrase("ledger.forgotten", number=recipient.name)
            case RecipientKind.GROUP:
                return phrase("ledger.group", title=titles.get(recipient.name, recipient.name))
            case RecipientKind.AGENCY:
                return recipient.name

    return name
