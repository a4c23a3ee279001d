"""The figures a plan asks for (chỉ tiêu): in its tasks, its indicator table and the prose about goals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.agency_words import canon, find_head
from knowledge.documents.model import Document
from knowledge.ingest.outline import outline
from knowledge.ingest.target_words import NUMBER, target_words
from knowledge.plan import Comparator, PlanTask, SourceSpan, Target
from nlu.text import fold, nfc

# "1% – 3% doanh thu", "từ 5% đến 10%" are ranges: neither end is the figure asked for
_PERCENT = re.compile(
    rf"(?<![\d/.,])(?<!\d[-–])(?<!%[-–])(?<!%\s[-–]\s)(?<![%\d]\sđến\s){NUMBER}\s*%(?!\s*(?:[-–]|đến)\s*\d+(?:,\d+)?\s*%)"
)
_SENTENCE = re.compile(
    r"\s*;\s*|\s*\n\s*|(?<=[\w)%])\.\s+(?=[-–]?\s*[A-ZĐÀ-Ỹ\d])|(?:^|(?<=\s)(?<!\d\s))[-–•+]\s+(?=[A-ZĐÀ-Ỹ\d≥>])"
)
_DIGIT = re.compile(r"\d")
_CUT = re.compile(r"\s*,\s*(?:và\s+)?|\s+và\s+|\s*:\s+")
# "68% …, trong đó có bằng cấp, chứng chỉ đạt 31%": what the second figure is of begins there, commas or not
_PART_OF = re.compile(r"(?:trong đó|trong số đó|riêng)\s", re.IGNORECASE)
_PASSIVE = re.compile(r"(?<=\w)\s+được\s.+", re.IGNORECASE)
# "tăng từ 50% lên 70%": where it stood is no target
_FROM = re.compile(r"từ\s+[\d.,]+\s*(?:%|(?:[^\W\d]+\s){0,2}[^\W\d]+)?\s+(?<!trở\s)(?=(?:lên|xuống)\s)", re.IGNORECASE)
_APART = re.compile(r"riêng\s+(?:tại\s+|ở\s+|đối với\s+)?", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)")
_WHEN = re.compile(
    r"^(?P<when>(?:Đến\s+(?:hết\s+|cuối\s+|trước\s+)?|Trong\s+|Từ\s+)?(?:giai đoạn|năm|quý|tháng)\s+[\dIVX/]+"
    r"(?:\s*[-–]\s*\d+)?(?:\s+năm\s+\d{4})?)\s*[:,]\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figure:
    """One figure with the words around it."""

    value: float
    unit: str
    comparator: Comparator | None
    before: str
    after: str
    when: str = ""


def read_targets(document: Document, tasks: tuple[PlanTask, ...]) -> tuple[Target, ...]:
    """The figures that a plan asks for, prose first, then tasks in order; nothing twice in one place.

    A goal that is merged over several tasks is told once, at the first of them.
    """
    found: list[Target] = []
    found.extend(_prose_targets(document))
    goal_before = ""
    for task in tasks:
        span = SourceSpan(first_line=task.source.first_line, last_line=task.source.last_line)
        merged = task.goal == goal_before and bool(read_figures(task.goal))  # "100 %" alone is each task's own
        indicator = task.key.startswith("CT.") and bool(
            task.goal
        )  # "điểm theo 83 tiêu chí" names it, the goal states it
        cells = ["" if merged else task.goal, task.product, "" if indicator else task.text]
        goal_before = task.goal or goal_before
        for cell in cells:
            read = read_figures(cell, fallback=task.text, counted=task.key.startswith("CT."))
            found.extend(replace(target, where=task.key, source=replace(span, text=cell)) for target in read)
    seen: set[tuple[str, float, str, str]] = set()
    out = []
    for target in found:
        key = (target.where, target.value, target.unit, fold(target.scope) or fold(target.indicator))
        if key not in seen:
            seen.add(key)
            out.append(target)
    return tuple(out)


def _prose_targets(document: Document) -> Iterator[Target]:
    words = target_words()
    tables = [(t.first_line, t.last_line) for t in document.tables]
    section = number = ""
    for item in outline(document):
        if item.kind == "section":
            section, number = fold(item.text), ""
            continue
        if item.kind == "number" and len(item.text) < 90:
            number = fold(item.text)
        above = f"{section} {number}"
        if any(a <= item.first_line <= b for a, b in tables) or not any(h in above for h in words.headings):
            continue
        goals = any(h in above for h in words.count_headings)
        for target in read_figures(item.text, goals=goals):
            span = SourceSpan(first_line=item.first_line, last_line=item.last_line, text=item.text)
            yield replace(target, where=item.where, source=span)


def read_figures(text: str, *, fallback: str = "", counted: bool = False, goals: bool = False) -> tuple[Target, ...]:
    """The targets that one text states, without their place.

    Args:
        text: a cell or a paragraph.
        fallback: the indicator where the text holds a figure only ("Đạt trên 96%").
        counted: the text is the target cell of an indicator table: a number alone is the target.
        goals: the text stands where a plan states its goals: a count is a target without a comparator too.

    >>> [(t.comparator.value, t.value, t.scope) for t in read_figures("Số hóa đạt 80% tại cấp sở, 30% tại cấp xã")]
    [('exact', 80.0, 'cấp sở'), ('exact', 30.0, 'cấp xã')]
    """
    if not _DIGIT.search(text):
        return ()
    plain = _FROM.sub("", _BRACKETS.sub(" ", nfc(text).replace("**", "")))
    if counted and (alone := _figure_alone(plain, fallback)):
        return (alone,)
    out: list[Target] = []
    for sentence in _sentences(plain):
        if target_words().not_goals.search(sentence):
            continue
        found = _targets_of(sentence.strip(" .;,-–"), fallback, goals=goals)
        if out and len(found) == 1 and (apart := _APART.match(found[0].indicator)):
            scope = found[0].indicator[apart.end() :]
            found = [replace(found[0], indicator=out[-1].indicator, scope=scope)]
        out.extend(found)
    return tuple(out)


def _figure_alone(text: str, indicator: str) -> Target | None:
    """The target of a cell that holds one number and its unit ("Ít nhất 02 giải"); a rate without a unit is in %."""
    found = re.fullmatch(rf"\s*(?P<words>[^\d%]*?)\s*{NUMBER}\s*(?P<unit>[^\d%;,:]{{0,30}})", text)
    if found is None or not indicator:
        return None
    comparator, _, unit = _compared(found["words"], found["unit"])
    if not unit and target_words().rate.match(indicator):
        unit = "%"
    return Target(
        indicator=indicator, comparator=comparator or Comparator.EXACT, value=_value(found["value"]), unit=unit
    )


def _value(printed: str) -> float:
    """A printed number: "2.700" is two thousand and seven hundred, "95.5" ninety-five and a half."""
    if re.fullmatch(r"\d+\.\d{1,2}", printed):
        return float(printed)
    return float(printed.replace(".", "").replace(",", "."))


def _sentences(text: str) -> list[str]:
    """The parts of a text; a semicolon inside a list of bodies parts nothing ("100% báo cáo của các Sở; UBND được")."""
    out: list[str] = []
    for part in _SENTENCE.split(text):
        if not part or not part.strip():
            continue
        last = out[-1] if out else ""
        figure = _PERCENT.search(last)
        open_ended = figure is not None and last[figure.end() :].strip() and not target_words().predicate.search(last)
        if open_ended and not _PERCENT.search(part) and find_head(canon(part.strip())):
            out[-1] = f"{last}; {part}"
        else:
            out.append(part)
    return out


def _targets_of(sentence: str, fallback: str, *, goals: bool) -> list[Target]:
    figures = _figures(sentence, goals=goals)
    out: list[Target] = []
    shared = _last_predicate(figures)
    noun_before = ""
    verb = ""
    for n, figure in enumerate(figures):
        if figure.comparator is Comparator.REDUCE_MIN:
            verb = figure.before
        elif out and not figure.before and not figure.comparator and out[-1].comparator is Comparator.REDUCE_MIN:
            figure = replace(figure, before=verb)
        inherits = bool(out) and (not figure.before or figure.before == verb)
        comparator = figure.comparator or (out[-1].comparator if inherits else Comparator.EXACT)
        indicator, scope, noun = _indicator(figure, comparator, fallback)
        if n and not figure.before and not noun:
            indicator = noun_before or (out[-1].indicator if out else fallback)
        elif n == 0 or noun:
            noun_before = noun
        if scope and shared and noun_before and not figure.before and len(figures) > 1:
            base = noun or noun_before
            indicator = base if target_words().predicate.search(base) else f"{base} {shared}"
        if figure.when:  # the day goes to the scope; a place stays in the indicator
            scope = f"{figure.when[0].lower()}{figure.when[1:]}"
            indicator = " ".join(p for p in (figure.before.rstrip("\u0000"), figure.after) if p) or indicator
        if indicator:
            out.append(
                Target(
                    indicator=_tidy(indicator),
                    comparator=comparator,
                    value=figure.value,
                    unit=figure.unit,
                    scope=_tidy(scope),
                )
            )
    return _sharing_passive(figures, out)


def _sharing_passive(figures: list[_Figure], out: list[Target]) -> list[Target]:
    """What is to be done with each of a row: "100% sổ khai sinh, 80% sổ khai tử được số hóa" digitises both."""
    passive = _PASSIVE.search(out[-1].indicator) if len(out) == len(figures) > 1 else None
    others = out[:-1]
    if passive is None or any(figure.before or figure.when for figure in figures):
        return out
    if any(target.scope or target_words().predicate.search(target.indicator) for target in others):
        return out
    return [*(replace(target, indicator=f"{target.indicator}{passive[0]}") for target in others), out[-1]]


def _figures(sentence: str, *, goals: bool) -> list[_Figure]:
    words = target_words()
    when = _WHEN.match(sentence)
    told = when["when"] if when else ""
    if when:
        sentence = sentence[when.end() :]
    marks = [(m.start(), m.end(), m["value"], "%") for m in _PERCENT.finditer(sentence)]
    if goals:
        for m in words.bound.finditer(sentence):
            said = "value" if m["value"] else "mark"
            marks.append((m.start(said), m.end(said), m[said], m["unit"] or ""))
    if goals and (alike := words.measured_alike.match(sentence)):
        marks.append((alike.start("value"), alike.end("value"), alike["value"], alike["unit"]))
    for pattern in (words.goal_count, words.further_count) if goals else (words.count,):
        for m in pattern.finditer(sentence):
            known = any(a <= m.start("value") < b for a, b, _, _ in marks)
            if not known and (pattern is not words.further_count or any(a < m.start() for a, _, _, _ in marks)):
                marks.append((m.start("value"), m.end("value"), m["value"], m["unit"]))
    marks.sort()
    starts = [0]
    for (_, end, _, _), (begin, _, _, _) in pairwise(marks):
        cuts = list(_CUT.finditer(sentence, end, begin))
        inner = next((cut for cut in cuts if _PART_OF.match(sentence, cut.end())), None)
        starts.append((inner or cuts[-1]).end() if cuts else end)
    out = []
    for n, (begin, end, value, unit) in enumerate(marks):
        before = sentence[starts[n] : begin].strip()
        after = sentence[end : starts[n + 1] if n + 1 < len(starts) else len(sentence)]
        comparator, before, after = _compared(before, after)
        if _WHEN.fullmatch(f"{before.rstrip(chr(0))}:"):
            before = ""
        if unit != "%" and before and (before.endswith("\u0000") or words.measure.fullmatch(unit)):
            after = after.strip().removeprefix(unit)
        elif unit != "%" and not after.strip():
            after = unit
        out.append(
            _Figure(
                value=_value(value),
                unit=unit,
                comparator=comparator,
                before=before,
                after=after.strip(" ,.;:-–"),
                when=told,
            )
        )
    return out


def _compared(before: str, after: str) -> tuple[Comparator | None, str, str]:
    """(how the figure is meant, the words before without that, the words after without that)."""
    comparator: Comparator | None = None
    words = target_words()
    reduces = next(r for r in words.rules if r.means is Comparator.REDUCE_MIN)
    for rule in (reduces, *words.rules):
        if found := rule.before.search(before):
            comparator = rule.means
            named = "đạt" in found[0] or "là" in found[0].split() or bool(words.rate.match(before))
            before = before[: found.start()] + (found[0] if rule is reduces else " đạt" if named else "")
            break
    for rule in words.rules:
        if (
            rule.after is not None
            and (found := rule.after.search(after))
            and not re.search(r"\d", after[: found.start()])
        ):
            comparator = comparator if comparator is Comparator.REDUCE_MIN else rule.means
            after = after[: found.start()] + after[found.end() :]
    return comparator, _stripped(before), re.sub(r"\s*,?\s*(?:trong số đó|trong đó|và)\s*$", "", after.strip(" ,"))


def _stripped(before: str) -> str:
    """The words before a figure without what only leads up to it ("… đạt tỷ lệ")."""
    words = target_words()
    raw = before
    before = words.lead_in.sub("", before.strip(" ,:"))
    listed = before.endswith(",") or raw.rstrip().endswith(",")
    marked = raw.rstrip().endswith(":") or bool(
        re.search(r"(?:đạt|tỷ lệ|là|còn|lên|xuống|:)\s*$", before, re.IGNORECASE)
    )
    while found := words.links.search(before):
        before = before[: found.start()].rstrip(" ,:")
    if found := next(
        (r.before.search(before) for r in words.rules if r.id == "toi-thieu" and r.before.search(before)), None
    ):
        before, marked = before[: found.start()].rstrip(" ,:"), True
        while found := words.links.search(before):
            before = before[: found.start()].rstrip(" ,:")
    if not marked:
        return f"{before}," if listed and before else before
    return f"{before}\u0000"  # the mark: the words before name the indicator


def _indicator(figure: _Figure, comparator: Comparator, fallback: str) -> tuple[str, str, str]:
    """(indicator, scope, the noun that later figures of the sentence share)."""
    words = target_words()
    named = figure.before.endswith("\u0000")
    before, after = figure.before.rstrip("\u0000"), figure.after
    if comparator is Comparator.REDUCE_MIN:
        verb = re.search(r"(?:cắt giảm|giảm|rút ngắn)\b", before, re.IGNORECASE)
        subject = before[: verb.start()].strip(" ,") if verb else ""
        if subject and (not after or after.lower().startswith("so với")):
            return f"{subject} {after}", "", ""  # "Tỷ lệ hộ nghèo giảm 2,5%"
        said = verb[0].capitalize() if verb else "Giảm"
        return f"{said} {after or fallback}", "", after
    if not before and not after:
        return fallback, "", ""
    if not before:
        if named and fallback and not words.predicate.search(after):
            return fallback, after, ""
        scope = words.scope.search(after)
        if scope is None or (scope.start() == 0 and not after[scope.end() :].strip()):
            only = scope["scope"] if scope else ""
            return (after, "", after) if scope is None else (fallback, only, "")
        noun = after[: scope.start()].strip(" ,")
        rest = after[scope.end() :].strip(" ,")
        return " ".join(p for p in (noun or fallback, rest) if p), scope["scope"], noun
    if named or not after:
        return before, re.sub(r"^(?:tại|ở|đối với)\s+", "", after), before
    scope = words.scope.match(after)
    if scope and not after[scope.end() :].strip():
        return before, scope["scope"], before
    return f"{before} {after}", "", before


def _last_predicate(figures: list[_Figure]) -> str:
    """What a row of figures shares at its end ("… 35% ở cấp xã được số hóa" → "được số hóa")."""
    if len(figures) < 2:
        return ""
    scope = target_words().scope.search(figures[-1].after)
    return figures[-1].after[scope.end() :].strip(" ,.") if scope else ""


def _tidy(text: str) -> str:
    return " ".join(text.replace("\u0000", "").split()).strip(" ,.;:-–")
