"""What a message means, as values: the language floor's answer to the floors above. No prose, no plan, no clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Intent(StrEnum):
    """What a message asks for; the names of the public contract."""

    ASK_LEAD = "ask_lead"
    ASK_SUPPORT = "ask_support"
    ASK_DEADLINE = "ask_deadline"
    ASK_PRODUCT = "ask_product"
    ASK_TARGET = "ask_target"
    ASK_BASIS = "ask_basis"
    ASK_DETAIL = "ask_detail"
    ASK_DUTY = "ask_duty"
    LIST_BY_AGENCY = "list_by_agency"
    LIST_BY_TIME = "list_by_time"
    LIST_OVERDUE = "list_overdue"
    LIST_BY_TOPIC = "list_by_topic"
    MY_TASKS = "my_tasks"
    COUNT = "count"
    PLAN_INFO = "plan_info"
    COMPARE = "compare"
    REPORT_DONE = "report_done"
    REPORT_EVENT = "report_event"
    REMIND_ME = "remind_me"
    GREET = "greet"
    HELP = "help"
    OUT_OF_SCOPE = "out_of_scope"


class Facet(StrEnum):
    """What is asked of an intent that tells several things; an answer leads with it."""

    SIGNER = "signer"
    SIGNED_ON = "signed_on"
    NUMBER = "number"
    ISSUER = "issuer"
    PARENTS = "parents"  # the documents that a plan stands on
    AMENDMENTS = "amendments"
    EARLIER = "earlier"  # what a cell said before it was changed
    TASKS = "tasks"
    TARGETS = "targets"
    LEADS = "leads"
    SUPPORTS = "supports"
    BLANK = "blank"  # tasks that leave the asked cell blank
    STANDING = "standing"  # tasks done all the time, every month …
    TIMED = "timed"  # tasks with a time that are not only done all the time
    ON_DEMAND = "on_demand"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    SOONEST = "soonest"  # tasks due before all others
    LATEST = "latest"
    CLOSING = "closing"  # thanks, or that nothing more is wanted


NARROWING = frozenset(
    {Facet.BLANK, Facet.STANDING, Facet.TIMED, Facet.ON_DEMAND, Facet.MONTH, Facet.QUARTER, Facet.HALF_YEAR, Facet.YEAR}
)
"""What limits a list without a topic: a blank cell, or how often a task is done."""


class Decision(StrEnum):
    """What to do with the message; the statuses of the public contract."""

    ANSWER = "answered"
    CLARIFY = "clarify"
    UNKNOWN = "unknown"
    SILENT = "silent"


class Reason(StrEnum):
    """Why a message is not answered."""

    NONE = ""
    NOT_COVERED = "not_covered"  # content words that no task covers: `missing` names them
    NO_SUCH_KEY = "no_such_key"  # "mục XII.4" of a plan that has none
    OTHER_PLAN = "other_plan"  # another place or plan than the chat is bound to
    OTHER_YEAR = "other_year"  # a year the plan does not speak of
    NO_SUCH_AGENCY = "no_such_agency"  # an agency the plan does not name
    BLANK_CELL = "blank_cell"  # the plan leaves the asked cell blank
    FALSE_PREMISE = "false_premise"  # rests on something the plan does not say
    NO_PLAN = "no_plan"  # the store is empty
    NO_ASKER = "no_asker"  # "việc của tôi" and nobody knows whose
    OUT_OF_SCOPE = "out_of_scope"  # none of the assistant's business
    TOO_LONG = "too_long"  # the message was longer than is read


class AgencyRole(StrEnum):
    """In which role an agency is asked for."""

    ANY = "any"
    LEAD = "lead"
    SUPPORT = "support"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWindow:
    """Whole days asked for, both ends included, with the words that said so ("quý II", "tuần này")."""

    start: date
    end: date
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordNote:
    """Why one word of the message counted: the reading it got, and the cue, field or synonym it matched, or ""."""

    typed: str
    reading: str
    matched: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked of a whole plan, so that it can be asked of another ("Lâm Đồng thì sao")."""

    features: frozenset[str]
    agencies: tuple[str, ...] = ()
    topic: str = ""
    window: TimeWindow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueState:
    """What the next message of the same person in the same chat may lean on. A value in, a new value out.

    `tasks`, `choices` and `listed` are refs ("quang-nam/VI.8"); `asked` are the words of the last subject;
    `question` is the last turn's where it asked for no single task.
    """

    intent: Intent | None = None
    fields: tuple[Intent, ...] = ()
    tasks: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    choice_labels: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    agency: str = ""
    role: AgencyRole = AgencyRole.ANY
    window: TimeWindow | None = None
    asked: str = ""
    question: Question | None = None
    clarified: int = 0
    turn: int = 0
    expires_at: datetime | None = None


START = DialogueState()


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What a message asks, about what, and what to do with it.

    Refs name what was handed in to be searched: a task is "slug/key"; a target "slug/target/N"; a duty
    "slug/duty/N" (N counts from 0 in document order). `fields` are all the things asked at once, main one first, each
    one of the ask_ intents ("ai chủ trì và hạn khi nào" = lead, deadline). `tasks` best first.
    `subject` are the tasks that the targets found stand in.
    `agency` is a name as the plans print it, or as the asker's office is called; empty = none asked.
    `namesakes` are what the plans print for an office called so: "Biên phòng" is another body in each of them.
    `rivals` are two or more agencies whose tasks are to be compared in number.
    `facets` are the parts of an answer that are asked for by name, in the order asked.
    `among` = only the tasks of the list just shown are asked about.
    """

    utterance: str
    decision: Decision
    intent: Intent
    fields: tuple[Intent, ...] = ()
    tasks: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    agency: str = ""
    namesakes: tuple[str, ...] = ()
    role: AgencyRole = AgencyRole.ANY
    window: TimeWindow | None = None
    section: str = ""
    topic: str = ""
    rivals: tuple[str, ...] = ()
    facets: tuple[Facet, ...] = ()
    among: bool = False
    reason: Reason = Reason.NONE
    missing: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    confidence: float = 0.0
    notes: tuple[WordNote, ...] = field(default=(), compare=False)

    @property
    def narrowing(self) -> tuple[Facet, ...]:
        """The facets that limit a list; "không có hạn mà làm thường xuyên" asks how often, not for blank cells."""
        limits = tuple(facet for facet in self.facets if facet in NARROWING)
        return tuple(facet for facet in limits if facet is not Facet.BLANK) or limits
