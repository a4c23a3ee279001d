"""The figures a plan asks for (chỉ tiêu): in its tasks, its indicator table and the prose about goals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from knowledge.agency_words import canon, find_head, load_table
from knowledge.documents.model import Document
from knowledge.ingest.outline import outline
from knowledge.plan import Comparator, PlanTask, SourceSpan, Target
from nlu.text import fold, nfc

_NUMBER = r"(?P<value>\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)"
# "1% – 3% doanh thu" is a range: neither end is the figure asked for
_PERCENT = re.compile(rf"(?<![\d/.,])(?<!\d[-–])(?<!%[-–])(?<!%\s[-–]\s){_NUMBER}\s*%(?!\s*[-–]\s*\d+\s*%)")
_SENTENCE = re.compile(
    r"\s*;\s*|\s*\n\s*|(?<=[\w)%])\.\s+(?=[-–]?\s*[A-ZĐÀ-Ỹ\d])|(?:^|(?<=\s))[-–•+]\s+(?=[A-ZĐÀ-Ỹ\d≥>])"
)
_CUT = re.compile(r"\s*,\s*(?:và\s+)?|\s+và\s+|\s*:\s+")
_BRACKETS = re.compile(r"\([^()]*\)")
_WHEN = re.compile(
    r"^(?P<when>(?:Đến\s+(?:hết\s+|cuối\s+|trước\s+)?|Trong\s+|Từ\s+)?(?:giai đoạn|năm|quý|tháng)\s+[\dIVX/]+"
    r"(?:\s*[-–]\s*\d+)?(?:\s+năm\s+\d{4})?)\s*[:,]\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparatorRule:
    """One way a figure is compared; patterns match right before and right after it."""

    id: str
    means: Comparator
    before: re.Pattern[str]
    after: re.Pattern[str] | None
    examples: tuple[str, ...]
    counter: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    rules: tuple[ComparatorRule, ...]
    links: re.Pattern[str]
    lead_in: re.Pattern[str]
    not_goals: re.Pattern[str]
    count: re.Pattern[str]
    scope: re.Pattern[str]
    predicate: re.Pattern[str]
    rate: re.Pattern[str]
    compound: re.Pattern[str]
    headings: tuple[str, ...]


_LISTS = {"comparator": {"id", "means", "before", "after", "examples", "counter"}}
_KEYS = {
    "words": {"links", "not_goals", "not_units", "scopes", "predicates", "goal_headings", "rates", "compound_units"}
}


def _any(words: list[str]) -> str:
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True)) + ")"


@cache
def _words() -> _Words:
    data = load_table("targets.toml", _KEYS, _LISTS)
    words = data["words"]
    rules = tuple(
        ComparatorRule(
            id=rule["id"],
            means=Comparator(rule["means"]),
            before=re.compile(rf"(?<!\w){_any(rule['before'])}\s*(?:đạt\s*|là\s*)?$", re.IGNORECASE),
            after=re.compile(rf"^\s*{_any(rule['after'])}(?!\w)", re.IGNORECASE) if rule["after"] else None,
            examples=tuple(rule["examples"]),
            counter=tuple(rule["counter"]),
        )
        for rule in data["comparator"]
    )
    strong = [w for rule in data["comparator"] if rule["id"] == "toi-thieu" for w in rule["before"]]
    return _Words(
        rules=rules,
        links=re.compile(rf"(?:^|\s+){_any(words['links'])}\s*$", re.IGNORECASE),
        lead_in=re.compile(r"^(?:trong số đó|trong đó|đồng thời|và|phấn đấu)\s*,?\s+", re.IGNORECASE),
        not_goals=re.compile(_any(words["not_goals"]), re.IGNORECASE),
        count=re.compile(
            rf"(?<!\w){_any(strong)}\s*{_NUMBER}\s+(?!{_any(words['not_units'])}(?!\w))"
            r"(?P<unit>[^\W\d]+(?:\s[^\W\d]+)?)",
            re.IGNORECASE,
        ),
        scope=re.compile(
            rf"(?<!\w)(?:tiếp nhận\s+)?{_any(words['scopes'])}\s+(?P<scope>.+?)"
            rf"(?=\s+{_any(words['predicates'])}(?!\w)|$)",
            re.IGNORECASE,
        ),
        predicate=re.compile(rf"(?<!\w){_any(words['predicates'])}(?!\w)", re.IGNORECASE),
        rate=re.compile(rf"{_any(words['rates'])}(?!\w)", re.IGNORECASE),
        compound=re.compile(rf"{_any(words['compound_units'])}(?!\w)", re.IGNORECASE),
        headings=tuple(map(fold, words["goal_headings"])),
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


def comparator_rules() -> tuple[ComparatorRule, ...]:
    """The rules by which a figure is compared, in the order they are tried."""
    return _words().rules


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
        cells = ["" if merged else task.goal, task.product, task.text]
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
    headings = _words().headings
    tables = [(t.first_line, t.last_line) for t in document.tables]
    under_goal = number_goal = False
    for item in outline(document):
        if item.kind == "section":
            under_goal = any(h in fold(item.text) for h in headings)
            number_goal = False
            continue
        if item.kind == "number" and len(item.text) < 90:
            number_goal = any(h in fold(item.text) for h in headings)
        if not (under_goal or number_goal) or any(a <= item.first_line <= b for a, b in tables):
            continue
        for target in read_figures(item.text):
            span = SourceSpan(first_line=item.first_line, last_line=item.last_line, text=item.text)
            yield replace(target, where=item.where, source=span)


def read_figures(text: str, *, fallback: str = "", counted: bool = False) -> tuple[Target, ...]:
    """The targets that one text states, without their place.

    Args:
        text: a cell or a paragraph.
        fallback: the indicator where the text holds a figure only ("Đạt trên 96%").
        counted: a bare number is a percentage too (the target cell of an indicator table).

    >>> [(t.comparator.value, t.value, t.scope) for t in read_figures("Số hóa đạt 80% tại cấp sở, 30% tại cấp xã")]
    [('exact', 80.0, 'cấp sở'), ('exact', 30.0, 'cấp xã')]
    """
    plain = _BRACKETS.sub(" ", nfc(text).replace("**", ""))
    if counted and (bare := re.fullmatch(rf"\s*(?P<words>[^\d%]*?)\s*{_NUMBER}\s*", plain)):
        plain = f"{bare['words']} {bare['value']}%"
    out: list[Target] = []
    for sentence in _sentences(plain):
        if not _words().not_goals.search(sentence):
            out.extend(_targets_of(sentence.strip(" .;,-–"), fallback))
    return tuple(out)


def _sentences(text: str) -> list[str]:
    """The parts of a text; a semicolon inside a list of bodies parts nothing ("100% báo cáo của các Sở; UBND được")."""
    out: list[str] = []
    for part in _SENTENCE.split(text):
        if not part or not part.strip():
            continue
        last = out[-1] if out else ""
        figure = _PERCENT.search(last)
        open_ended = figure is not None and last[figure.end() :].strip() and not _words().predicate.search(last)
        if open_ended and not _PERCENT.search(part) and find_head(canon(part.strip())):
            out[-1] = f"{last}; {part}"
        else:
            out.append(part)
    return out


def _targets_of(sentence: str, fallback: str) -> list[Target]:
    figures = _figures(sentence)
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
            indicator = base if _words().predicate.search(base) else f"{base} {shared}"
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
    return out


def _figures(sentence: str) -> list[_Figure]:
    words = _words()
    when = _WHEN.match(sentence)
    told = when["when"] if when else ""
    if when:
        sentence = sentence[when.end() :]
    marks = [(m.start(), m.end(), m["value"], "%") for m in _PERCENT.finditer(sentence)]
    for m in words.count.finditer(sentence):
        if not any(a <= m.start("value") < b for a, b, _, _ in marks):
            unit = m["unit"] if words.compound.match(m["unit"]) else m["unit"].split()[0]
            marks.append((m.start("value"), m.end("value"), m["value"], unit))
    marks.sort()
    starts = [0]
    for (_, end, _, _), (begin, _, _, _) in pairwise(marks):
        cuts = list(_CUT.finditer(sentence, end, begin))
        starts.append(cuts[-1].end() if cuts else end)
    out = []
    for n, (begin, end, value, unit) in enumerate(marks):
        before = sentence[starts[n] : begin].strip()
        after = sentence[end : starts[n + 1] if n + 1 < len(starts) else len(sentence)]
        comparator, before, after = _compared(before, after)
        if unit != "%":
            after = after.strip()
        out.append(
            _Figure(
                value=float(value.replace(".", "").replace(",", ".")),
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
    words = _words()
    reduces = next(r for r in words.rules if r.means is Comparator.REDUCE_MIN)
    for rule in (reduces, *words.rules):
        if found := rule.before.search(before):
            comparator = rule.means
            named = "đạt" in found[0] or "là" in found[0].split() or bool(words.rate.match(before))
            before = before[: found.start()] + (found[0] if rule is reduces else " đạt" if named else "")
            break
    for rule in words.rules:
        if rule.after is not None and (found := rule.after.match(after)):
            comparator = comparator if comparator is Comparator.REDUCE_MIN else rule.means
            after = after[found.end() :]
    return comparator, _stripped(before), re.sub(r"\s*,?\s*(?:trong số đó|trong đó|và)\s*$", "", after.strip(" ,"))


def _stripped(before: str) -> str:
    """The words before a figure without what only leads up to it ("… đạt tỷ lệ")."""
    words = _words()
    raw = before
    before = words.lead_in.sub("", before.strip(" ,:"))
    listed = before.endswith(",") or raw.rstrip().endswith(",")
    marked = bool(re.search(r"(?:đạt|tỷ lệ|là|:)\s*$", before, re.IGNORECASE))
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
    words = _words()
    named = figure.before.endswith("\u0000")
    before, after = figure.before.rstrip("\u0000"), figure.after
    if comparator is Comparator.REDUCE_MIN:
        verb = re.search(r"(?:cắt giảm|giảm|rút ngắn)\b", before, re.IGNORECASE)
        said = verb[0].capitalize() if verb else "Giảm"
        return (
            f"{said} {after or fallback}",
            "",
            after,
        )
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
    scope = _words().scope.search(figures[-1].after)
    return figures[-1].after[scope.end() :].strip(" ,.") if scope else ""


def _tidy(text: str) -> str:
    return " ".join(text.replace("\u0000", "").split()).strip(" ,.;:-–")
