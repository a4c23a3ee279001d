"""Who may do what, where: the table of `rights.toml`, and the one question asked of it."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path

from knowledge.errors import RuleFileError
from knowledge.office.people import Role

ANYONE = "anyone"
FILE = Path(__file__).parent.parent / "data" / "rights.toml"


class Action(StrEnum):
    """What a person may want to do; explained in the table."""

    ASK = "ask"
    GET_REPORT = "get_report"
    REPORT_PROGRESS = "report_progress"
    APPROVE_PROGRESS = "approve_progress"
    REPORT_EVENT = "report_event"
    REVOKE_EVENT = "revoke_event"
    SET_REMINDER = "set_reminder"
    SWITCH_REMINDERS = "switch_reminders"
    SEE_LEDGER = "see_ledger"
    DELEGATE = "delegate"
    SEE_SELF = "see_self"
    REQUEST_ACCESS = "request_access"
    INVITE = "invite"
    DECIDE_ACCESS = "decide_access"
    SEE_DEEDS = "see_deeds"
    IMPORT_PLAN = "import_plan"
    SET_CALENDAR = "set_calendar"
    BIND_GROUP = "bind_group"
    SET_LISTENING = "set_listening"
    SELF_CHECK = "self_check"


class Where(StrEnum):
    """The kind of chat: private, a group bound to plans, a group bound to none."""

    PRIVATE = "private"
    BOUND = "bound"
    UNBOUND = "unbound"


class Relation(StrEnum):
    """What a person's office, or the one they stand in for, has to do with a task; OTHER too where there is no task."""

    LEAD = "lead"
    SUPPORT = "support"
    OTHER = "other"


def may(role: Role | None, action: Action, where: Where, relation: Relation = Relation.OTHER) -> bool:
    """Whether a person (None = without a role) may do this here.

    >>> may(Role.FOCAL, Action.REPORT_PROGRESS, Where.PRIVATE, Relation.LEAD)
    True
    >>> may(None, Action.ASK, Where.PRIVATE)
    False
    """
    allowed = rights()[action, where]
    if ANYONE in allowed:
        return True
    return role is not None and (role.value in allowed or f"{role.value}@{relation.value}" in allowed)


@cache
def rights() -> dict[tuple[Action, Where], frozenset[str]]:
    """The table: who is allowed each action in each place.

    Raises:
        RuleFileError: an action is missing, or something is none of ours.
    """
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    known = {ANYONE, *Role, *(f"{role}@{relation}" for role in Role for relation in Relation)}
    for name in {*tables, *Action}:
        places = tables.get(name)
        if name not in set(Action) or not isinstance(places, dict) or not places.keys() <= set(Where):
            raise RuleFileError(f"Tệp rights.toml: phần [{name}] sai hoặc thiếu.", path=FILE, rule=name)
        strange = {str(who) for allowed in places.values() for who in allowed} - known
        if strange:
            raise RuleFileError(f"Tệp rights.toml, [{name}]: không có “{strange.pop()}”.", path=FILE, rule=name)
    return {
        (action, where): frozenset(tables[action.value].get(where.value, ())) for action in Action for where in Where
    }
