"""When people are told, as numbers: the office's policy from `data/reminders.toml`, and whose wish holds. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from functools import cache
from importlib import resources
from typing import Any

from knowledge.agency_identity import agency_key
from knowledge.reminding.wishes import LeadScope, LeadTimes, Wishes
from scheduler.errors import PolicyFileError

_KEYS = {
    "lead": {"before", "after", "after_again", "kept_days"},
    "support": {"before", "after"},
    "leader": {"after"},
    "morning": {"hour", "quiet_from", "quiet_until"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """All counts are working days from the last day on which a task can be done in time.

    `lead_after_again` is for what comes again, and for all but the last of several days. `kept` is how long after the
    end of a plan's last year its late tasks are told of.

    After the last of `lead_after` what is late is told of with the week's first message. Nothing that no person has
    just asked for is said from `quiet_from` to `quiet_until`.
    """

    lead_before: tuple[int, ...]
    lead_after: tuple[int, ...]
    lead_after_again: tuple[int, ...]
    kept: timedelta
    support_before: tuple[int, ...]
    support_after: tuple[int, ...]
    leader_after: tuple[int, ...]
    hour: time
    quiet_from: time
    quiet_until: time

    def is_quiet(self, hour: time) -> bool:
        """Whether nobody is to be disturbed at this hour."""
        return hour >= self.quiet_from or hour < self.quiet_until


class LeadWishes:
    """The lead times that somebody wished for, looked up by who is told."""

    def __init__(self, wishes: Wishes) -> None:
        self._days = {(wish.scope, wish.name): wish.days for wish in wishes.leads}

    def find(self, *, slug: str, agency: str, officer: str) -> tuple[int, ...] | None:
        """The narrowest wish: an officer's own, an agency's, a plan's; None where nobody wished otherwise.

        Args:
            slug: the plan.
            agency: the agency for which somebody is told, as printed.
            officer: the id of an officer, "" for anybody else.
        """
        if not self._days:
            return None
        wanted = ((LeadScope.OFFICER, officer), (LeadScope.AGENCY, agency_key(agency)), (LeadScope.PLAN, slug))
        return next((self._days[each] for each in wanted if each in self._days), None)


def wish_name(scope: LeadScope, name: str) -> str:
    """What `LeadTimes.name` holds for an agency as printed, a slug or an officer's id."""
    return agency_key(name) if scope is LeadScope.AGENCY else name


def wish_for(scope: LeadScope, name: str, days: tuple[int, ...]) -> LeadTimes:
    """A wish, its days once each and the longest first."""
    return LeadTimes(scope=scope, name=wish_name(scope, name), days=tuple(sorted(set(days), reverse=True)))


@cache
def load_policy() -> Policy:
    """The policy that the product comes with.

    Raises:
        PolicyFileError: the file breaks its schema.
    """
    text = resources.files("scheduler").joinpath("data/reminders.toml").read_text(encoding="utf-8")
    return read_policy(tomllib.loads(text))


def read_policy(table: Mapping[str, Any]) -> Policy:
    """The policy of a table in the shape of `data/reminders.toml`.

    Raises:
        PolicyFileError: a key that is unknown or missing, a count below one, an hour that is none.
    """
    if table.keys() != _KEYS.keys() or any(table[part].keys() != keys for part, keys in _KEYS.items()):
        raise PolicyFileError(f"reminders.toml: needs exactly {_KEYS}")
    return Policy(
        lead_before=_counts(table["lead"]["before"]),
        lead_after=_counts(table["lead"]["after"]),
        lead_after_again=_counts(table["lead"]["after_again"]),
        kept=timedelta(days=_counts([table["lead"]["kept_days"]])[0]),
        support_before=_counts(table["support"]["before"]),
        support_after=_counts(table["support"]["after"]),
        leader_after=_counts(table["leader"]["after"]),
        hour=_hour(table["morning"]["hour"]),
        quiet_from=_hour(table["morning"]["quiet_from"]),
        quiet_until=_hour(table["morning"]["quiet_until"]),
    )


def _counts(days: Any) -> tuple[int, ...]:
    if not isinstance(days, list) or not all(type(count) is int and count > 0 for count in days):
        raise PolicyFileError(f"reminders.toml: {days!r} is no list of working days")
    return tuple(days)


def _hour(text: Any) -> time:
    try:
        return time.fromisoformat(str(text))
    except ValueError as error:
        raise PolicyFileError(f"reminders.toml: {text!r} is no hour") from error
