"""Plans made up by Hypothesis, and one small plan to change: whatever a reader of documents could give."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from knowledge.plan import (
    AfterEvent,
    Amendment,
    Amends,
    BeforeEvent,
    ByDate,
    ByReference,
    Comparator,
    Deadline,
    Duty,
    DutyRole,
    Every,
    OnDemand,
    Plan,
    PlanHead,
    PlanTask,
    ReadingWarning,
    Recurring,
    Section,
    SourceSpan,
    Standing,
    Target,
    TaskAmendment,
    Unit,
    Unread,
    Within,
)
from nlu.text import nfc

# NUL and lone surrogates are in no text that a document reader lets through, and PostgreSQL refuses both.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40).map(nfc)
NAMES = TEXTS.filter(str.strip)
TUPLES = st.lists(TEXTS, max_size=3).map(tuple)
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
COUNTS = st.integers(0, 400)


@st.composite
def spans(draw: st.DrawFn, *, texts: SearchStrategy[str] = TEXTS) -> SourceSpan:
    first = draw(st.integers(0, 5000))
    return SourceSpan(first_line=first, last_line=first + draw(st.integers(0, 9)), text=draw(texts))


def deadlines() -> SearchStrategy[Deadline]:
    read = {"source": spans(), "rule": TEXTS}
    figures = {
        "day": st.none() | st.integers(1, 31),
        "month": st.none() | st.integers(1, 12),
        "month_of_quarter": st.none() | st.integers(1, 3),
    }
    periods = st.tuples(DAYS, DAYS).map(sorted)
    relative = {"offset": COUNTS, "unit": st.sampled_from(Unit), "event": TEXTS, **read}
    return st.one_of(
        st.builds(ByDate, due=DAYS, exclusive=st.booleans(), **read),
        st.builds(
            lambda ends, source, rule: Within(start=ends[0], end=ends[1], source=source, rule=rule),
            periods,
            **read,
        ),
        st.builds(Recurring, every=st.sampled_from(Every), exclusive=st.booleans(), **figures, **read),
        st.builds(AfterEvent, **relative),
        st.builds(BeforeEvent, **relative),
        st.builds(Standing, **read),
        st.builds(OnDemand, **read),
        st.builds(ByReference, document=TEXTS, **read),
        st.builds(Unread, text=TEXTS, reason=TEXTS, **read),
    )


def tasks() -> SearchStrategy[PlanTask]:
    return st.builds(
        PlanTask,
        key=NAMES,
        text=TEXTS,
        section_key=TEXTS,
        goal=TEXTS,
        product=TEXTS,
        leads=TUPLES,
        supports=TUPLES,
        time=TEXTS,
        deadlines=st.lists(deadlines(), max_size=3).map(tuple),
        legal_basis=TEXTS,
        note=TEXTS,
        repairs=TUPLES,
        source=spans(),
    )


def amendments() -> SearchStrategy[Amendment]:
    change = st.builds(TaskAmendment, key=NAMES, does=st.sampled_from(Amends), field=TEXTS, before=TEXTS, after=TEXTS)
    changes = st.lists(change, max_size=2).map(tuple)
    return st.builds(Amendment, document=NAMES, signed_on=st.none() | DAYS, changes=changes)


def plans(slug: str = "mau") -> SearchStrategy[Plan]:
    real = st.floats(allow_nan=False, allow_infinity=False).map(
        lambda figure: figure + 0.0
    )  # no plan means minus nought
    figures = real | st.integers(-1000, 1000).map(float)
    targets = st.builds(
        Target,
        indicator=TEXTS,
        comparator=st.sampled_from(Comparator),
        value=figures,
        unit=TEXTS,
        scope=TEXTS,
        where=TEXTS,
        source=spans(),
    )
    duties = st.builds(Duty, unit=TEXTS, text=TEXTS, role=st.sampled_from(DutyRole), where=TEXTS, source=spans())
    heads = st.builds(
        PlanHead,
        title=TEXTS,
        number=TEXTS,
        issuer=TEXTS,
        signed_on=st.none() | DAYS,
        signer=TEXTS,
        signer_title=TEXTS,
        year=st.integers(1900, 2200),
        parent_documents=TUPLES,
    )
    sections = st.builds(Section, key=NAMES, title=TEXTS)
    warnings = st.builds(ReadingWarning, line=COUNTS, message=TEXTS)
    return st.builds(
        Plan,
        slug=st.just(slug),
        head=heads,
        sections=st.lists(sections, max_size=3, unique_by=lambda item: item.key).map(tuple),
        tasks=st.lists(tasks(), max_size=4, unique_by=lambda item: item.key).map(tuple),
        targets=st.lists(targets, max_size=3).map(tuple),
        duties=st.lists(duties, max_size=3).map(tuple),
        amendments=st.lists(amendments(), max_size=2).map(tuple),
        warnings=st.lists(warnings, max_size=3).map(tuple),
    )


def small_plan(slug: str = "mau") -> Plan:
    """Three tasks, one of each kind of thing."""
    lines = SourceSpan(first_line=4, last_line=5, text="1.1 …")
    return Plan(
        slug=slug,
        head=PlanHead(
            title="Kế hoạch mẫu",
            number="12/KH-UBND",
            issuer="UBND xã",
            signed_on=date(2024, 1, 18),
            year=2024,
            parent_documents=("Kế hoạch số 1/KH-UBND",),
        ),
        sections=(Section(key="1", title="Chung"), Section(key="2", title="Riêng")),
        tasks=(
            PlanTask(
                key="1.1",
                section_key="1",
                text="Rà soát thủ tục",
                leads=("Sở Tư pháp",),
                supports=("Các Sở, ban, ngành", "Văn phòng"),
                time="Trước ngày 31/01",
                deadlines=(
                    ByDate(due=date(2024, 1, 31), exclusive=True, source=lines, rule="before-day"),
                    Standing(source=lines),
                ),
                repairs=("Ô bị dồn trái.",),
                source=lines,
            ),
            PlanTask(key="1.2", section_key="1", text="Báo cáo", leads=("SỞ TƯ PHÁP",)),
            PlanTask(key="2.1", section_key="2", text="Tập huấn", leads=("Văn phòng",)),
        ),
        targets=(Target(indicator="hồ sơ số hóa", comparator=Comparator.MIN, value=70.5, where="1.1"),),
        duties=(Duty(unit="Sở Nội vụ", text="theo dõi", role=DutyRole.LEAD, where="III.1"),),
        warnings=(ReadingWarning(line=9, message="Ô trống."),),
    )


def with_task(plan: Plan, key: str, **changes: object) -> Plan:
    """The plan with one task changed."""
    changed = tuple(replace(task, **changes) if task.key == key else task for task in plan.tasks)
    return replace(plan, tasks=changed)
