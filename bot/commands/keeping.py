"""`nhacviec ledger`: what was owed to whom, in which message it went, how it ended."""

from __future__ import annotations

import argparse

from bot.channels import console
from bot.compose.stores import open_office, open_plan_store
from bot.rendering.ledger import name_in, obligation_json, render_counts, render_obligation
from bot.rendering.phrases import phrase
from bot.settings import Settings
from knowledge.reminding.ledger import ObligationState
from knowledge.reminding.reminder import Recipient, RecipientKind
from scheduler import clock


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Prints the latest first, or with `--counts` how many there are of each."""
    store = open_plan_store(settings)
    office = open_office(store)
    ledger = office.ledger
    if arguments.counts:
        counts = ledger.counts(clock.now(settings.zone))
        if arguments.json:
            console.say_json({state.value: number for state, number in counts.obligations.items()})
        else:
            console.say("\n".join(render_counts(counts, zone=settings.zone)))
        return 0
    officer = arguments.officer
    found = ledger.obligations(
        states=[ObligationState(state) for state in arguments.state or ()],
        recipient=None if officer is None else Recipient(kind=RecipientKind.OFFICER, name=str(officer)),
        slug=arguments.plan or "",
        limit=arguments.limit,
    )
    name = name_in(office)
    for one in found:
        if arguments.json:
            console.say_json(obligation_json(one, zone=settings.zone))
        else:
            console.say(render_obligation(one, name=name, zone=settings.zone))
    if not found and not arguments.json:
        console.say(phrase("ledger.empty"))
    return 0
