"""The stores of the office in the database of the plans."""

from __future__ import annotations

from sqlalchemy import Engine

from knowledge.office.chats import Office
from knowledge.store.added_days import SqlAddedDays
from knowledge.store.ledger import SqlLedger
from knowledge.store.office_chats import SqlChats, SqlPendingPlans
from knowledge.store.office_people import SqlPeople
from knowledge.store.progress import SqlProgress
from knowledge.store.progress_events import SqlEvents
from knowledge.store.shown_lists import SqlShownLists
from knowledge.store.wishes import SqlWishes


def office_of(engine: Engine) -> Office:
    """The office that is kept beside the plans of a `SqlPlanStore` (its `engine`)."""
    return Office(
        people=SqlPeople(engine),
        chats=SqlChats(engine),
        pending=SqlPendingPlans(engine),
        progress=SqlProgress(engine),
        events=SqlEvents(engine),
        days=SqlAddedDays(engine),
        lists=SqlShownLists(engine),
        wishes=SqlWishes(engine),
        ledger=SqlLedger(engine),
    )
