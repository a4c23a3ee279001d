"""`nhacviec plans`: the stored plans, and how one of them came to be what it is."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from bot.channels import console
from bot.compose.stores import open_plan_store
from bot.errors import UsageError
from bot.rendering.amendments import amendment_lines
from bot.rendering.changes import change_line, change_rows
from bot.rendering.imports import report_lines
from bot.rendering.phrases import phrase
from bot.rendering.words import day_words, plan_words
from bot.settings import Settings
from knowledge.plan import Plan
from knowledge.query import ImportRecord, PlanStore


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Lists the plans, a line each; with `--plan` the versions of one: when, from what, what changed."""
    store = open_plan_store(settings)
    if arguments.plan is None:
        for each in store.plans():
            if arguments.json:
                console.say_json(_plan_json(each, store))
            else:
                console.say(_line(each, store))
        return 0
    plan = store.find_plan(arguments.plan)
    if plan is None:
        raise UsageError(phrase("plans.no_such_plan", slug=arguments.plan, known=", ".join(store.slugs())))
    versions = store.history(plan.slug)
    if arguments.json:
        for number, version in enumerate(versions, start=1):
            console.say_json(_version_json(number, version))
        return 0
    console.say(_line(plan, store))
    for number, version in enumerate(versions, start=1):
        for line in _version_lines(number, version, settings):
            console.say(line)
    for amendment in plan.amendments:
        for line in amendment_lines(amendment):
            console.say(line)
    return 0


def _line(plan: Plan, store: PlanStore) -> str:
    return phrase(
        "plans.line",
        slug=plan.slug,
        plan=plan_words(plan),
        tasks=len(plan.tasks),
        versions=len(store.history(plan.slug)),
        amendments=len(plan.amendments),
    )


def _version_lines(number: int, version: ImportRecord, settings: Settings) -> Iterator[str]:
    at = version.imported_at.astimezone(settings.zone)
    source = version.source_name or phrase("plans.by_hand")
    yield phrase("plans.version", number=number, day=day_words(at.date()), time=f"{at:%H:%M}", source=source)
    for line in report_lines(version.report):
        yield phrase("plans.change", line=line)
    for row in change_rows(version.report.cells, whole=True):
        yield phrase("plans.change", line=change_line(row))


def _plan_json(plan: Plan, store: PlanStore) -> dict[str, Any]:
    return {
        "slug": plan.slug,
        "title": plan.head.title,
        "number": plan.head.number,
        "tasks": len(plan.tasks),
        "versions": len(store.history(plan.slug)),
        "amendments": [amendment.document for amendment in plan.amendments],
    }


def _version_json(number: int, version: ImportRecord) -> dict[str, Any]:
    report = version.report
    return {
        "version": number,
        "at": version.imported_at.isoformat(),
        "source": version.source_name,
        "added": [change.key for change in report.added],
        "gone": [change.key for change in report.gone],
        "edited": [{"key": change.key, "fields": list(change.fields)} for change in report.edited],
        "cells": [
            {"key": cell.key, "does": cell.does, "field": cell.field, "before": cell.before, "after": cell.after}
            for cell in report.cells
        ],
    }
