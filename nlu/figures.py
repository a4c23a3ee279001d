"""Figures asked for: percentages, sums, numbers of people and of things, from targets, goals, products or the prose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from nlu.case import Case, not_covered, search
from nlu.covering import enough, speaks_of_others
from nlu.cues import Cue
from nlu.dialogue import earlier
from nlu.matching import Hit, Hits
from nlu.meaning import Decision, Intent, Understanding
from nlu.text import fold
from nlu.thresholds import THRESHOLDS as LIMIT
from nlu.world import TARGET, TASK

_CURRENCY = "đồng"
_SUMS = frozenset({"ty", "ti", "trieu", "dong", "tien"})


def answer_figures(case: Case, near: Sequence[Hit], top: Hit) -> Understanding:
    """The figures found; or the goal as it is printed, or the product where that is a number of things."""
    kinds = case.world.kinds
    targets = tuple(hit.ref for hit in near if kinds[hit.ref] == TARGET)
    tasks = tuple(hit.ref for hit in near if kinds[hit.ref] == TASK)
    counted = tuple(ref for ref in tasks if case.world.is_counted(ref)) if not _asks_for_share(case) else ()
    asked_anew = {"target", "target_word"} & case.request.features  # else a figure was asked for before: "còn …?"
    if targets and counted and asked_anew and kinds[top.ref] == TASK and not case.world.targets_in(tasks):
        targets = ()  # "mở bao nhiêu lớp" is about the task, not about a figure that is near it
    targets = targets or case.world.targets_in(tasks)
    if _asks_for_share(case):
        targets = tuple(filter(case.world.is_share, targets))
    told: dict[str, object] = {"confidence": top.coverage, "notes": case.notes(top.matches)}
    if targets:
        homes = case.world.homes
        subject = tuple(dict.fromkeys(homes[ref] for ref in targets if ref in homes))
        return case.told(Decision.ANSWER, targets=targets[: LIMIT.shown], subject=subject, **told)
    if counted:
        asked = (Intent.ASK_PRODUCT, *asked_beside(case))
        return case.told(Decision.ANSWER, intent=asked[0], fields=asked, tasks=counted[: LIMIT.shown], **told)
    stated = tuple(ref for ref in tasks if case.world.is_filled(ref, Intent.ASK_TARGET))
    if stated:
        return case.told(Decision.ANSWER, tasks=stated[: LIMIT.shown], **told)
    others = tuple(field for field in case.fields if field is not Intent.ASK_TARGET)
    if others and tasks:  # "đếm lại bao nhiêu hộ thì phải xong trước ngày nào"
        return case.told(Decision.ANSWER, intent=others[0], fields=others, tasks=tasks[: LIMIT.shown], **told)
    figures = search(case, {TARGET}, limit=1)
    asked_so = not _asks_for_share(case) or any(case.world.is_share(hit.ref) for hit in figures)
    if figures and asked_so and figures[0].coverage >= LIMIT.short_answer and not speaks_of_others(case, figures[0]):
        return answer_figures(case, figures, figures[0])  # the task found states none, the prose does
    return not_covered(case, near)


def in_unit_asked(case: Case, hits: Sequence[Hit]) -> Sequence[Hit]:
    """Of hits for a figure those in the unit asked for: "bao nhiêu %" is not answered by 120 cases a day."""
    if case.intent is not Intent.ASK_TARGET or not _asks_for_share(case):
        return hits
    return Hits(hit for hit in hits if case.world.is_share(hit.ref)) or hits


def names_another(case: Case) -> bool:
    """Whether a bare topic behind a question for a figure names a figure too: "kết nạp đảng viên?"."""
    request = case.request
    asked_before = case.intent is Intent.ASK_DETAIL and request.state.intent is Intent.ASK_TARGET
    if not asked_before or case.fields or "detail" in request.features:
        return False
    figures = search(case, {TARGET}, limit=1)
    return bool(figures) and figures[0].coverage >= LIMIT.sure


def find_another(case: Case) -> tuple[Hit, ...]:
    """The figures that a bare topic names behind a figure: "còn hộ nghèo?"; none where another question is asked."""
    anew = {"target", "target_word"} & case.request.features
    if case.intent is not Intent.ASK_TARGET or anew or "follow" not in case.request.features:
        return ()
    alone = replace(case, subject=replace(case.subject, asked=case.subject.alone or case.subject.asked))
    return tuple(hit for hit in search(alone, {TARGET}) if hit.coverage >= LIMIT.sure)


def figures_of_talk(case: Case) -> tuple[str, ...]:
    """The figures that the last turns' own words find, for a task that states none: the plan's prose may."""
    words = earlier(case.request.state.asked, case.world, weight=1.0)
    talk = replace(case, subject=replace(case.subject, asked=words))
    hits = search(talk, {TARGET}, limit=1)
    return tuple(hit.ref for hit in hits if hit.coverage >= enough(talk, hits))


def span_asked(case: Case, hits: Sequence[Hit]) -> Understanding | None:
    """The figure counted in days or hours that "mấy ngày" asks for, where it fits better than any task."""
    if case.intent is not Intent.ASK_DEADLINE:
        return None
    said = {
        case.request.reading.tokens[cue.end - 1].folded for cue in case.request.reading.cues if cue.feature == "when"
    }
    figures = search(case, {TARGET}, limit=1)
    if not figures or figures[0].coverage < LIMIT.sure or fold(case.world.unit_of(figures[0].ref)) not in said:
        return None
    if hits and hits[0].coverage >= figures[0].coverage:
        return None
    return answer_figures(replace(case, intent=Intent.ASK_TARGET, fields=(Intent.ASK_TARGET,)), figures, figures[0])


def people_counted(case: Case) -> Understanding | None:
    """The goal that is a number of people, where people are counted: "bao nhiêu người tốt nghiệp"."""
    tokens = case.request.reading.tokens
    counts = any(cue.feature == "unkept" and tokens[cue.end - 1].folded == "nguoi" for cue in case.request.reading.cues)
    if counts and case.subject.carried and (told := case.world.people_in(case.subject.tasks[0])):
        return case.told(Decision.ANSWER, intent=told, fields=(told,), tasks=case.subject.tasks, confidence=0.9)
    figures = search(case, {TASK, TARGET}) if counts and case.subject.has_content else ()
    if not figures or figures[0].coverage < enough(case, figures) or speaks_of_others(case, figures[0]):
        return None
    told = case.world.people_in(figures[0].ref)
    if told is None:
        return None
    case = replace(case, intent=told, fields=(told,))
    if case.world.kinds[figures[0].ref] == TARGET:
        return answer_figures(case, figures[:1], figures[0])
    return case.told(Decision.ANSWER, tasks=(figures[0].ref,), confidence=figures[0].coverage)


def sum_asked(case: Case) -> Understanding | None:
    """The figure that is a sum of money, where the plan asks for one: "tổng thu bao nhiêu tỷ"."""
    figures = search(case, {TARGET}) if case.subject.has_content else ()
    sums = [hit for hit in figures if _CURRENCY in case.world.unit_of(hit.ref).split()]
    asked = any(cue.feature == "unkept" and _SUMS & _said(case, cue) for cue in case.request.reading.cues)
    if not asked or not sums or sums[0].coverage < enough(case, sums) or speaks_of_others(case, sums[0]):
        return None
    case = replace(case, intent=Intent.ASK_TARGET, fields=(Intent.ASK_TARGET,))
    return answer_figures(case, sums[:1], sums[0])


def asked_beside(case: Case) -> tuple[Intent, ...]:
    """What is asked beside a figure that the product tells: "mấy lớp, ai mở"."""
    return tuple(field for field in case.fields if field not in (Intent.ASK_TARGET, Intent.ASK_PRODUCT))


def counted_beside(case: Case, ref: str) -> tuple[Intent, ...]:
    """The cell that tells how many, where a number of things is asked beside another cell: "mở mấy lớp, với ai"."""
    tokens, world = case.request.reading.tokens, case.world
    counts = [cue for cue in case.request.reading.cues if cue.feature == "how_many"]
    things = {token.folded for cue in counts for token in tokens[cue.end - 1 : cue.end + 1]}
    if {Intent.ASK_TARGET, Intent.ASK_PRODUCT} & {*case.fields}:
        return ()
    if not case.fields or not any(world.index.holds_after_number(ref, thing) for thing in things):
        return ()
    if any(world.numbers(ref, thing) for thing in things):
        return (Intent.ASK_PRODUCT,)
    return (Intent.ASK_TARGET,) if world.is_filled(ref, Intent.ASK_TARGET) else ()


def _asks_for_share(case: Case) -> bool:
    """Whether a percentage is asked for, which no number of things answers."""
    folded = [token.folded for token in case.request.reading.tokens]
    return "%" in folded or ("phan", "tram") in pairwise(folded)


def _said(case: Case, cue: Cue) -> set[str]:
    return {case.request.reading.tokens[at].folded for at in cue.used}
