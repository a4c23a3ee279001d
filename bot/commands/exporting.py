"""`nhacviec export`: a stored plan as a file."""

from __future__ import annotations

import argparse

from bot.channels import console
from bot.commands.batch import reason_of
from bot.compose.stores import open_plan_store
from bot.errors import UsageError
from bot.settings import Settings
from knowledge.plan import Plan
from scheduler import clock


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Writes the plan as a plan file, a workbook or a calendar."""
    if arguments.format == "xlsx" and arguments.output is None and console.shows_output():
        raise UsageError("sổ tính không in ra màn hình được; hãy ghi vào tệp với -o TỆP.xlsx.")
    store = open_plan_store(settings)
    plan = store.find_plan(arguments.plan)
    if plan is None:
        known = ", ".join(store.slugs()) or "chưa có kế hoạch nào"
        raise UsageError(f"không có kế hoạch “{arguments.plan}” (đang có: {known}).")
    try:
        console.write_content(arguments.output, _content(plan, arguments.format, settings))
    except BrokenPipeError:
        raise
    except FileNotFoundError as error:
        raise UsageError(f"không ghi được tệp {arguments.output}: chưa có thư mục này.") from error
    except OSError as error:
        raise UsageError(f"không ghi được tệp {arguments.output}: {reason_of(error)}.") from error
    return 0


def _content(plan: Plan, form: str, settings: Settings) -> bytes:
    # Each writer is loaded where it is needed: a calendar does without the library of workbooks.
    if form == "xlsx":
        from knowledge.plan_workbook import render_workbook

        return render_workbook(plan)
    if form == "ics":
        from scheduler.icalendar import calendar_name, due_events, render_icalendar

        events = due_events(plan, plan.tasks)
        text = render_icalendar(events, name=calendar_name(plan), stamp=clock.now(settings.zone))
    else:
        from knowledge.plan_file import render_plan_file

        text = render_plan_file(plan)
    return text.encode("utf-8", "replace")
