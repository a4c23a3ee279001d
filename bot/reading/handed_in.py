"""One file's bytes to its plans: what is done in the process that reads it. What reads documents is loaded for one."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from bot.errors import UsageError
from bot.reading.wire import Reading
from knowledge.documents.loading import is_plan_file
from knowledge.errors import DocumentError
from knowledge.plan import Plan
from knowledge.plan_file import read_plan_file


def read_handed_in(data: bytes, name: str, *, slug: str | None = None, year: int | None = None) -> Reading:
    """The plans in a file: a plan file or the workbook of a plan as it stands, anything else as a document.

    Raises:
        KnowledgeError: the file holds no plan that can be read.
        UsageError: a plan file that is not UTF-8.
    """
    if is_plan_file(data):
        try:
            plan = read_plan_file(data.decode("utf-8-sig"), name=name)
        except UnicodeDecodeError as error:
            raise UsageError("tệp kế hoạch phải là văn bản UTF-8.") from error
        return _reviewed(plan, data, slug)
    if (written := _read_workbook(data, name)) is not None:
        return _reviewed(written, data, slug)
    return _read_document(data, name, slug, year)


def _read_workbook(data: bytes, name: str) -> Plan | None:
    """The plan that was written out as this workbook; None where it is no such workbook."""
    from knowledge.plan_cells import is_plan_workbook

    if not is_plan_workbook(data):
        return None
    from knowledge.plan_workbook_reading import read_plan_workbook

    return read_plan_workbook(data, name=name)


def _read_document(data: bytes, name: str, slug: str | None, year: int | None) -> Reading:
    from knowledge.documents.reading import read_document
    from knowledge.ingest.amendments import read_amending
    from knowledge.ingest.assembly import read_plans

    document = read_document(data, name)
    plans: tuple[Plan, ...] = ()
    refusal: DocumentError | None = None
    try:
        plans = read_plans(document, slug=slug, year=year)
    except DocumentError as error:
        refusal = error
    amending = read_amending(document, plans[0] if plans else None)
    if refusal is not None and amending is None:
        raise refusal
    return Reading(plans=plans, digest=document.digest, amending=amending)


def _reviewed(plan: Plan, data: bytes, slug: str | None) -> Reading:
    named = plan if slug is None else replace(plan, slug=slug)
    return Reading(plans=(named,), digest=hashlib.sha256(data).hexdigest(), reviewed=True)
