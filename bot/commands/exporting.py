"""`nhacviec export`: a stored plan as a file."""

from __future__ import annotations

import argparse

from bot.channels import console
from bot.commands.batch import reason_of
from bot.compose import open_plan_store
from bot.errors import UsageError
from bot.settings import Settings
from knowledge.plan_file import render_plan_file


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Writes the plan file; the other formats are announced, not faked."""
    if arguments.format != "toml":
        raise UsageError(f"phiên bản này chưa xuất được dạng {arguments.format}; hãy dùng --format toml.")
    store = open_plan_store(settings)
    plan = store.find_plan(arguments.plan)
    if plan is None:
        known = ", ".join(store.slugs()) or "chưa có kế hoạch nào"
        raise UsageError(f"không có kế hoạch “{arguments.plan}” (đang có: {known}).")
    try:
        console.write_text(arguments.output, render_plan_file(plan))
    except BrokenPipeError:
        raise
    except FileNotFoundError as error:
        raise UsageError(f"không ghi được tệp {arguments.output}: chưa có thư mục này.") from error
    except OSError as error:
        raise UsageError(f"không ghi được tệp {arguments.output}: {reason_of(error)}.") from error
    return 0
