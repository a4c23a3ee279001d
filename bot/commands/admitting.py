"""`nhacviec admin-code`: the one-time code that makes the first administrator."""

from __future__ import annotations

import argparse

from bot.channels import console
from bot.compose.stores import open_office, open_plan_store
from bot.desk.codes import VALID_FOR, make_code
from bot.desk.wording import say
from bot.settings import Settings
from knowledge.office.people import Deed, Role
from scheduler import clock


def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Prints the code as the last word; only its hash is kept."""
    office = open_office(open_plan_store(settings))
    deed = Deed(at=clock.now(settings.zone), action="invite", about="admin-code")
    code = make_code(office.people, Role.ADMIN, "", deed) or ""
    console.say(say("admin_code.line", hours=int(VALID_FOR.total_seconds() // 3600), code=code))
    return 0
