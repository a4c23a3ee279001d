"""What a message is understood against: the texts and names of the plans, handed in, and the language's own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from nlu import gazetteer, lexical
from nlu.compounds import Compounds, load_compounds
from nlu.cues import CueFinder, load_cues
from nlu.expansions import Expansions, longest_from
from nlu.keys import lies_in
from nlu.matching import Entry
from nlu.meaning import Intent
from nlu.names import Name, NameFinder
from nlu.noise import NoiseReader, Reading
from nlu.spelling import Spelling
from nlu.spoken import load_spoken
from nlu.syllables import is_syllable
from nlu.text import WorkedOut, fold, folded_words
from nlu.timex_rules import time_rules
from nlu.timex_slots import UNITS
from nlu.tone import tone_last
from nlu.topics import TopicIndex
from nlu.vocabulary import Vocabulary

TASK, TARGET, DUTY, SECTION, PLAN = "task", "target", "duty", "section", "plan"

_TIME_WORDS = frozenset({"ngay", "thang", "quy", "nam", "tuan", "ky"})

_SAID = 4  # so often counts a line of what is said
_PRINTED = 2  # most of what is asked for is said in the words that the plans print
_SAID_OFTEN = 8  # what questions are made of is said oftener than anything that a plan prints

_HEADS = frozenset({"phong", "ban", "khoa", "to", "hoi", "trung", "chi", "van", "doan", "cong"})
"""First words of offices' names that people leave out."""

Segment = Callable[[str], tuple[tuple[str, ...], ...]]
"""Tells the words of a text, each as its folded syllables (`nlu.segment.segments`)."""

FIELD_WEIGHTS: Mapping[str, float] = {
    "text": 1.0,
    "goal": 0.85,
    "product": 0.85,
    "scope": 0.8,
    "section": 0.55,
    "lead": 0.7,
    "support": 0.5,
    "basis": 0.8,
    "time": 0.6,
    "unit": 0.8,
}
"""How much a word found in each field tells; a task's own words most, its table section least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFacts:
    """What the dialogue needs of a task beside its text.

    `filled` are the cells that are not blank; `counted` = its product is a number of things ("20 lớp tập huấn");
    `helps` = helping is what it is about ("Hỗ trợ hợp tác xã …"); `times` are the folded words of its time cell.
    """

    key: str
    section: str
    leads: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    filled: frozenset[Intent] = frozenset()
    is_indicator: bool = False
    counted: bool = False
    helps: bool = False
    times: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanText:
    """One plan as the language floor sees it.

    `names` are what people may call the plan (its place, issuer, number); `head` is what else tells it from others
    (title, issuer, signer), as fields; `agencies` are (printed name, aliases);
    `years` are the years that the plan speaks of; `homes` tells the task that states a target, by the target's ref;
    `people` tells of the targets and tasks that state a number of people which question it answers; `units` what each
    target is counted in; `duties` the refs of each unit's duties; `tasks` are the facts of each task by ref, in
    document order.
    """

    slug: str
    names: tuple[str, ...]
    year: int
    years: frozenset[int]
    entries: tuple[Entry, ...]
    tasks: Mapping[str, TaskFacts]
    sections: Mapping[str, str] = field(default_factory=dict)
    agencies: tuple[tuple[str, tuple[str, ...]], ...] = ()
    homes: Mapping[str, str] = field(default_factory=dict)
    head: tuple[tuple[str, str], ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, Intent] = field(default_factory=dict)
    duties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class World:
    """Everything a message is read against; made once, read by every message."""

    def __init__(
        self,
        plans: Sequence[PlanText],
        *,
        teachings: Iterable[tuple[str, str]] = (),
        covers: Callable[[str, str], bool] = lambda _collective, _agency: False,
    ) -> None:
        self.plans: dict[str, PlanText] = {plan.slug: plan for plan in plans}
        self.tasks: dict[str, TaskFacts] = {ref: facts for plan in plans for ref, facts in plan.tasks.items()}
        self.indicators = frozenset(ref for ref, facts in self.tasks.items() if facts.is_indicator)
        self.homes: dict[str, str] = {target: task for plan in plans for target, task in plan.homes.items()}
        self.kinds: dict[str, str] = {entry.ref: entry.kind for plan in plans for entry in plan.entries}
        self.printed = {plan.slug: frozenset(name for name, _ in plan.agencies) for plan in plans}
        self._covers = covers
        self.cues: CueFinder = load_cues()
        self.small = lexical.small_words()
        self.small_reach = longest_from(self.small)
        self.kept: dict[tuple[str, ...], list[lexical.Phrase]] = {}
        for phrase in chain.from_iterable(lexical.kept_phrases().values()):
            self.kept.setdefault(phrase.folded, []).append(phrase)
        self.kept_reach = longest_from(self.kept)
        self.taught = tuple(teachings)
        self._short = _abbreviation_readings()
        self.index = TopicIndex(
            (entry for plan in plans for entry in plan.entries), weights=FIELD_WEIGHTS, spell=self.spell
        )
        # Apart from the texts: a title's words would make the plan's own topic look common in them.
        heads = (Entry(ref=plan.slug, group=plan.slug, kind=PLAN, fields=plan.head) for plan in plans)
        self.heads = TopicIndex(heads, weights=FIELD_WEIGHTS, spell=self.spell)
        self.vocabulary = self._vocabulary(plans)
        foreign = frozenset(row[0] for row in self.cues.vocabulary if len(row) == 1 and not is_syllable(row[0]))
        self.noise = NoiseReader(self.vocabulary, chat=_chat_readings(), short=self._short, literal=foreign)
        self.names = NameFinder(self._names(plans), spell=self.spell)
        self.expansions = Expansions(self.taught, spell=self.spell)
        self._name_parts = WorkedOut(self._parts_of_names)
        self._titles = WorkedOut(self._folded_titles)
        self._compounds: Compounds | None = None
        self._segment: Segment | None = None

    def spell(self, folded: str) -> Sequence[str] | None:
        """The long folded form of an abbreviation that has one meaning, or None."""
        readings = self._short.get(folded)
        return readings[0][0] if readings and len(readings) == 1 else None

    def whole_words(self, text: str, folded: Sequence[str], places: Iterable[int]) -> tuple[int, ...]:
        """Places of a message's words and those of the syllables that make up one word with them, in order."""
        compounds = self._compounds or load_compounds()
        if self._segment is not None:
            compounds = compounds.learning((self._segment(text),))
        return compounds.completed(folded, frozenset(places))

    def learn_compounds(self, segment: Segment) -> None:
        """Lets a segmenter tell words in the plans' texts, now, and in each message of which something is not found.

        Takes up to a second; may run beside questions, whose answers it does not change.
        """
        texts = dict.fromkeys(
            text for plan in self.plans.values() for entry in plan.entries for _, text in entry.fields if text
        )
        self._compounds = load_compounds().learning(map(segment, texts))
        self._segment = segment

    def plan_of(self, ref: str) -> str:
        """The slug a ref belongs to."""
        return ref.split("/", 1)[0]

    def covered(self, agency: str, slugs: Iterable[str]) -> bool:
        """Whether a plan names a collective that takes this agency in ("Các Sở, ban, ngành" and a Sở)."""
        return any(self._covers(name, agency) for slug in slugs for name, _ in self.plans[slug].agencies)

    def is_filled(self, ref: str, field: Intent) -> bool:
        """Whether a task's cell for this question is not blank; True for what has no cells."""
        facts = self.tasks.get(ref)
        return facts is None or field in facts.filled

    def unit_of(self, target: str) -> str:
        """What a target is counted in: "%", "tỷ đồng"."""
        return self.plans[self.plan_of(target)].units.get(target, "")

    def is_share(self, ref: str) -> bool:
        """Whether a target is in percent, or a task states one that is."""
        return any(self.unit_of(target) == "%" for target in (ref, *self.targets_in((ref,))))

    def people_in(self, ref: str) -> Intent | None:
        """The question that a number of people answers: a figure, or the product of a task; None where none does."""
        return self.plans[self.plan_of(ref)].people.get(ref)

    def called(self, name: Sequence[str], slugs: Iterable[str]) -> tuple[str, ...]:
        """The agencies of these plans of whose name people said a part: "Ủy ban Kiểm tra" of "… Đảng ủy".

        A part is a name without its first word or two ("Phòng", "Trung tâm") or without its end.
        """
        said = tuple(name)
        return tuple(
            dict.fromkeys(
                printed
                for slug in slugs
                for printed, part in self._name_parts[slug].get(said[0], ())
                if part[: len(said)] == said
            )
        )

    def _parts_of_names(self, slug: str) -> Mapping[str, Sequence[tuple[str, tuple[str, ...]]]]:
        """The agencies that a plan prints, with what is left of their names from each word that people begin with."""
        parts: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for printed, _ in self.plans[slug].agencies:
            words = folded_words(printed)
            left_out = 2 if words and words[0] in _HEADS else 0
            for at, word in enumerate(words[: left_out + 1]):
                parts.setdefault(word, []).append((printed, words[at:]))
        return parts

    def heads_section(self, words: Sequence[str], slugs: Iterable[str]) -> bool:
        """Whether the title of a table section holds these folded words side by side."""
        said = f" {' '.join(words)} "
        return any(said in self._titles[slug] for slug in slugs)

    def _folded_titles(self, slug: str) -> str:
        """The titles of a plan's sections, a mark between any two."""
        return " | ".join(["", *(" ".join(folded_words(title)) for title in self.plans[slug].sections.values()), ""])

    def is_counted(self, ref: str) -> bool:
        """Whether a task's product is a number of things."""
        facts = self.tasks.get(ref)
        return facts is not None and facts.counted

    def numbers(self, ref: str, thing: str) -> bool:
        """Whether a task's product tells a number of these things: "14 vụ việc", "200 người"."""
        facts = self.tasks.get(ref)
        return facts is not None and facts.counted and self.index.holds_after_number(ref, thing)

    def helps(self, ref: str) -> bool:
        """Whether helping is what a task is about."""
        facts = self.tasks.get(ref)
        return facts is not None and facts.helps

    def leads_include(self, ref: str, agency: str) -> bool:
        """Whether a task is led by this agency, or by a collective that takes it in."""
        facts = self.tasks.get(ref)
        return facts is not None and any(
            fold(lead) == fold(agency) or self._covers(lead, agency) for lead in facts.leads
        )

    def speaks_of_year(self, ref: str, year: int) -> bool:
        """Whether a text is about a year: its plan's own, or one that it prints."""
        return year == self.plans[self.plan_of(ref)].year or self.index.holds(ref, str(year))

    def duties_of(self, unit: str, slugs: Iterable[str]) -> tuple[str, ...]:
        """The duties that the prose gives to a unit, its own before those of collectives that take it in."""
        given = [(name, refs) for slug in slugs for name, refs in self.plans[slug].duties.items()]
        own = (ref for name, refs in given if name == unit for ref in refs)
        shared = (ref for name, refs in given if name != unit and self._covers(name, unit) for ref in refs)
        return (*own, *shared)

    def gives_tasks(self, agency: str, slugs: Iterable[str], *, by_name: bool = False) -> bool:
        """Whether any task names the agency, by name or (unless `by_name`) in a collective."""
        called = fold(agency)
        return any(
            called == fold(name) or (not by_name and self._covers(name, agency))
            for slug in slugs
            for facts in self.plans[slug].tasks.values()
            for name in (*facts.leads, *facts.supports)
        )

    def has_duties(self, unit: str, slugs: Iterable[str]) -> bool:
        """Whether the prose gives a unit duties under its own name."""
        return any(unit in self.plans[slug].duties for slug in slugs)

    def states_time(self, ref: str) -> bool:
        """Whether a text prints a day, a month or a period: a duty that can answer when."""
        return self.index.holds_any(ref, _TIME_WORDS)

    def targets_of_year(self, year: int, slugs: Iterable[str]) -> tuple[str, ...]:
        """The targets that print a year."""
        wanted = set(slugs)
        return tuple(
            ref
            for ref, kind in self.kinds.items()
            if kind == TARGET and self.plan_of(ref) in wanted and self.index.holds(ref, str(year))
        )

    def tasks_in(self, section: str) -> tuple[str, ...]:
        """The tasks of a section ("slug/key"), in document order."""
        slug, _, key = section.partition("/")
        return tuple(ref for ref, facts in self.plans[slug].tasks.items() if lies_in(facts.section, key))

    def targets_in(self, refs: Iterable[str]) -> tuple[str, ...]:
        """The targets that these tasks state."""
        wanted = set(refs)
        return tuple(target for target, task in self.homes.items() if task in wanted)

    def _vocabulary(self, plans: Sequence[PlanText]) -> Vocabulary:
        rules = lexical.typo_rules()
        vocabulary = Vocabulary(rules.neighbours, Spelling(rules.confusions))
        vocabulary.add(self.index.sequences(), times=_PRINTED)
        vocabulary.add(self.heads.sequences())
        vocabulary.add(folded_words(name) for plan in plans for row in plan.agencies for name in (row[0], *row[1]))
        vocabulary.add(folded_words(name) for plan in plans for name in plan.names)
        vocabulary.add_forms(tone_last(w) for plan in plans for name in plan.names for w in name.split())
        vocabulary.add(self.cues.vocabulary, times=_SAID_OFTEN)
        vocabulary.add_pairs(self.cues.pairs)
        vocabulary.add(self.small)
        vocabulary.add(p.folded for group in lexical.synonyms() for p in (*group.said, *group.printed))
        vocabulary.add(reading[0] for readings in self._short.values() for reading in readings)
        vocabulary.add(gazetteer.places())
        vocabulary.add(_times_said())
        vocabulary.add(map(folded_words, load_spoken()), times=_SAID)
        vocabulary.add_forms({form: _PRINTED * count for form, count in self.index.marked_forms().items()})
        written = (
            *(row.phrase.written for rows in self.small.values() for row in rows),
            *(p.written for group in lexical.synonyms() for p in (*group.said, *group.printed)),
        )
        vocabulary.add_forms(_forms_said(self.cues.written, times=_SAID_OFTEN))
        vocabulary.add_forms(_forms_said(written))
        vocabulary.add_forms(_forms_said(load_spoken(), times=_SAID))
        vocabulary.add_forms(_forms_said(place.name for rows in gazetteer.places().values() for place in rows))
        vocabulary.add_written(self.index.written, times=_PRINTED)
        vocabulary.add_written(lambda: _written_words(self.cues.written), times=_SAID_OFTEN)
        vocabulary.add_written(lambda: _written_words(load_spoken()), times=_SAID)
        vocabulary.add_written(lambda: _written_words(written))
        return vocabulary

    def _names(self, plans: Sequence[PlanText]) -> Iterable[Name]:
        for plan in plans:
            for called in plan.names:
                yield Name(kind="plan", id=plan.slug, called=called)
            for printed, aliases in plan.agencies:
                for called in (printed, *aliases):
                    yield Name(kind="agency", id=printed, called=called)
        for renaming in gazetteer.renamings():
            if renaming.kind in ("department", "ministry", "party"):
                for phrase in (*renaming.old, *renaming.new):
                    yield Name(kind="agency", id=phrase.written, called=phrase.written)
        for readings in lexical.abbreviations().values():
            for short in readings:
                if short.kind == "agency" and len(short.long[0].folded) > 2:
                    yield Name(kind="agency", id=short.long[0].written, called=short.long[0].written)
        for rows in gazetteer.places().values():
            for place in rows:
                yield Name(kind="place", id=place.name, called=place.name)
        for said, printed in self.taught:
            agency = next((name for plan in plans for name, _ in plan.agencies if fold(name) == fold(printed)), None)
            if agency is not None:
                yield Name(kind="agency", id=agency, called=said)


def _forms_said(phrases: Iterable[str], *, times: int = 1) -> Counter[str]:
    """How the words of phrases are written, tone mark last, and how often."""
    said: Counter[str] = Counter()
    for word, count in Counter(" ".join(phrases).replace(",", " ").replace("?", " ").lower().split()).items():
        said[tone_last(word)] += count * times
    return said


def _written_words(phrases: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The words of each phrase as they are written, tone mark last."""
    for phrase in phrases:
        yield tuple(map(tone_last, phrase.replace(",", " ").replace("?", " ").lower().split()))


def _times_said() -> Iterator[tuple[str, ...]]:
    """Times as people say them: what slips in a time are mended towards."""
    rules = time_rules()
    for rule in rules.rules:
        if rule.make != "none":
            yield from map(folded_words, rule.examples)
    yield from ((unit, *when) for unit in UNITS for when in rules.lexicon.whens)


def _chat_readings() -> dict[str, tuple[Reading, ...]]:
    """Chat spellings, and behind them the abbreviations that need company: both are read only where nothing else is."""
    weak = {
        form: tuple((phrase.folded, 0.4 / (1 + at), "") for row in rows for at, phrase in enumerate(row.long))
        for form, rows in lexical.abbreviations().items()
        if form.isalpha() and len(form) > 1 and not is_syllable(form) and not all(row.strong for row in rows)
    }
    return weak | {
        short: tuple((r.phrase.folded, r.weight, _one_written(r.phrase)) for r in word.readings)
        for short, word in lexical.chat_words().items()
        if len(short) > 1 or word.at == "any"
    }


def _one_written(phrase: lexical.Phrase) -> str:
    """How a phrase of one word is written, "" for a longer one."""
    return phrase.written.lower() if len(phrase.folded) == 1 else ""


def _abbreviation_readings() -> dict[str, tuple[Reading, ...]]:
    """Abbreviations that may be expanded wherever they stand; those that need capitals or company are left alone."""
    readings: dict[str, tuple[Reading, ...]] = {}
    for form, rows in lexical.abbreviations().items():
        if form.isalpha() and len(form) > 1 and all(row.strong and not row.exact for row in rows):
            longs = dict.fromkeys(phrase.folded for row in rows for phrase in row.long)
            readings[form] = tuple((long, 1.0 / (1 + at), "") for at, long in enumerate(longs))
    return readings
