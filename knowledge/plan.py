"""What a plan (kế hoạch) says, as values: no file, no database, no clock.

lead = cơ quan chủ trì, support = cơ quan phối hợp, product = kết quả/sản phẩm, goal = mục tiêu,
duty = nhiệm vụ ở phần Tổ chức thực hiện, target = chỉ tiêu.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSpan:
    """Where a value stands in its document: lines counted from 1, both ends included; 0 where not known.

    In a file that has no lines of its own they are those of its text, and `place` says in Vietnamese where that is
    printed ("trang 3, bảng 1, hàng 5"); else `place` is empty.
    """

    first_line: int = 0
    last_line: int = 0
    text: str = ""
    place: str = ""


NOWHERE = SourceSpan()


class Every(StrEnum):
    """The period of a recurring deadline."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


class Unit(StrEnum):
    """What a relative deadline counts: calendar days or working days (ngày làm việc)."""

    DAY = "day"
    WORKING_DAY = "working_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What every deadline carries: the words it was read from and the rule that read them.

    Neither takes part in comparison: two deadlines are equal when they mean the same.
    """

    source: SourceSpan = field(default=NOWHERE, compare=False)
    rule: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByDate(_Read):
    """A day: "chậm nhất ngày 15/3" (inclusive) or "trước ngày 15/3" (exclusive: `due` itself is printed, not met)."""

    due: date
    exclusive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Within(_Read):
    """A period of whole days, both ends included: a quarter, months, a year, a range of years."""

    start: date
    end: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring(_Read):
    """Once a period; `day` of the month where printed ("ngày 17 của tháng cuối quý": day 17, month_of_quarter 3)."""

    every: Every
    day: int | None = None
    month_of_quarter: int | None = None
    month: int | None = None
    exclusive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterEvent(_Read):
    """`offset` units after an event; offset 0 = at once ("ngay sau khi …")."""

    offset: int
    unit: Unit
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeEvent(_Read):
    """`offset` units before an event."""

    offset: int
    unit: Unit
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing(_Read):
    """Thường xuyên: the whole time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDemand(_Read):
    """Khi có yêu cầu, đột xuất: when it is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByReference(_Read):
    """The time stands in another document, named or not ("theo Kế hoạch số …", "theo kế hoạch")."""

    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread(_Read):
    """Words that no rule reads ("chưa đọc được"), with the reason; never a guess."""

    text: str
    reason: str = ""


Deadline = ByDate | Within | Recurring | AfterEvent | BeforeEvent | Standing | OnDemand | ByReference | Unread


class Comparator(StrEnum):
    """How a target's figure is meant: at least, exactly, at most, cut by at least."""

    MIN = "min"
    EXACT = "exact"
    MAX = "max"
    REDUCE_MIN = "reduce_min"


class DutyRole(StrEnum):
    """What a unit does in a duty: leads it, supports it, or simply does it."""

    LEAD = "lead"
    SUPPORT = "support"
    DO = "do"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A numbered part of the task table: `key` is unique in the plan ("I", "PL1.II", "VII(2)", "3")."""

    key: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTask:
    """One task (nhiệm vụ) of a plan.

    `section_key` is empty where the table has no sections. `leads` and `supports` hold one agency each, as
    printed, in document order. `time` is the printed cell; `deadlines` is what it means, and holds an `Unread` for
    what no rule reads. `repairs` says in Vietnamese what was put right by sense; empty = read as printed.
    """

    key: str
    text: str
    section_key: str = ""
    goal: str = ""
    product: str = ""
    leads: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    time: str = ""
    deadlines: tuple[Deadline, ...] = ()
    legal_basis: str = ""
    note: str = ""
    repairs: tuple[str, ...] = ()
    source: SourceSpan = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A figure the plan asks for (chỉ tiêu): "tối thiểu 70% hồ sơ … được số hóa".

    `where` is the key of the task that states it ("CT.2"), or the printed place in the prose ("I.1.e").
    """

    indicator: str
    comparator: Comparator
    value: float
    unit: str = "%"
    scope: str = ""
    where: str = ""
    source: SourceSpan = field(default=NOWHERE, compare=False)

    def stands_in(self, task: PlanTask) -> bool:
        """Whether a task states this figure: prose may number its items as the table does ("I.4")."""
        line, cells = self.source.first_line, task.source
        return self.where == task.key and (not line or cells.first_line <= line <= cells.last_line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What the prose part (Tổ chức thực hiện) asks of a unit; `where` is the printed place ("III.1.a")."""

    unit: str
    text: str
    role: DutyRole = DutyRole.DO
    where: str = ""
    source: SourceSpan = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanHead:
    """Who issued a plan, when, under which number; None or empty where the document does not print it."""

    title: str
    number: str = ""
    issuer: str = ""
    signed_on: date | None = None
    signer: str = ""
    signer_title: str = ""
    year: int
    parent_documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingWarning:
    """Something a person should look at: a line (with its `place`, as in `SourceSpan`) and one Vietnamese sentence."""

    line: int
    message: str
    place: str = ""


class Amends(StrEnum):
    """What an amendment does to a task."""

    ADD = "add"
    CHANGE = "change"
    DROP = "drop"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAmendment:
    """One cell that was changed, or a task that was added or dropped.

    `field` is the cell of a change ("time", "leads", …), else empty; `before` and `after` are its words, of a task
    added or dropped the task's own. In a `Revision` the further cells of a dropped task follow it, and `key` is empty
    for what the plan's head says.
    """

    key: str
    does: Amends
    field: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A later document that changed the plan (sửa đổi, bổ sung): the plan holds what it says.

    `document` is as people name it ("Quyết định số 456/QĐ-UBND").
    """

    document: str
    signed_on: date | None = None
    changes: tuple[TaskAmendment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What changed in the stored plan without any document that amends it: the file `source` was read anew.

    `source` is empty where a clerk put cells right.
    """

    source: str
    made_on: date
    changes: tuple[TaskAmendment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """How far a tracker says that the task with this key is: a `TaskState`, and the share done where it is told."""

    key: str
    state: str
    percent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A whole plan under its slug, in document order; with what amended it, oldest first.

    `revisions` are what a store knows of how it came to be so, oldest first. `tracked` is what its document says of
    progress; it is no part of the plan and kept by no store of plans.
    """

    slug: str
    head: PlanHead
    sections: tuple[Section, ...] = ()
    tasks: tuple[PlanTask, ...] = ()
    targets: tuple[Target, ...] = ()
    duties: tuple[Duty, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    warnings: tuple[ReadingWarning, ...] = field(default=(), compare=False)
    revisions: tuple[Revision, ...] = field(default=(), compare=False, repr=False)
    tracked: tuple[Tracked, ...] = field(default=(), compare=False)
