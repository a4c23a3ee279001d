"""From plans to the texts and names that the language floor searches; the only file that knows both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from knowledge.agencies import read_agencies
from knowledge.agency_identity import aliases, covers
from knowledge.document_number import find_document_numbers
from knowledge.plan import ByDate, Plan, PlanTask, Within
from knowledge.spoken_names import spoken_names
from nlu import gazetteer
from nlu.matching import Entry
from nlu.meaning import Intent
from nlu.text import fold, folded_words, squeeze
from nlu.world import DUTY, SECTION, TARGET, TASK, PlanText, TaskFacts, World

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_COUNTED = re.compile(
    r"\d(?<!ngày \d)(?<!tháng \d)(?<!năm \d)(?<!quý \d)(?<!số \d)(?<!khoản \d)(?<!điều \d)(?<![\d./]\d)"
    r"[\d.,]*\s?(?:%|[a-zà-ỹđ])"
)
"""A number of things ("120 km", "08 công trình"), not a day or the number of a document. The digit stands first: a
pattern that begins with what must not stand before it is tried at each letter."""
_HELPING = "ho tro"
_PEOPLE_WORDS = (
    r"(?:người|lao động|học viên|học sinh|sinh viên|thanh niên|trẻ em|phụ nữ|hội viên|đoàn viên|đảng viên|cán bộ"
    r"|công chức|viên chức|giáo viên|bác sĩ|thí sinh|lượt khách|công nhân|nông dân)\b"
)
_PEOPLE = re.compile(_PEOPLE_WORDS)
_COUNTED_PEOPLE = re.compile(rf"\d\s+{_PEOPLE_WORDS}")
_OFFICE_OF = re.compile(
    r"^(?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND|Văn phòng UBND|Văn phòng|HĐND)\s+"
    r"(?P<place>(?:tỉnh|thành phố|TP\.?|quận|huyện|thị xã|phường|xã|thị trấn)\s+(?P<bare>.+))$"
)
_NUMBERED = re.compile(r"\d\s*/\s*(?:\d{4}\s*/\s*)?[A-ZĐ]")  # cheap: most texts name no document
_LONGEST_NAME = 80  # a longer "unit" is a clause, not a name
_FORMAL_WORDS = ("Liên hiệp ", " Cộng sản Hồ Chí Minh", " Việt Nam", "Ủy ban ", "Ban Thường trực ")
"""What nobody says of a mass organisation's name: "Hội Liên hiệp Phụ nữ", "Đoàn Thanh niên Cộng sản Hồ Chí Minh"."""
_SHORTEST_NAME = 8
_LONGEST_PLACE = 4  # syllables
_KIND_OF_OFFICE = re.compile(r"(?:Phòng|Khoa|Ban|Tổ|Trung tâm|Chi cục|Văn phòng)\s+(?=[A-ZĐÀ-Ỹ])")
_SHORTEST_INITIALS, _LONGEST_INITIALS = 3, 6
_LEVEL_TAIL = re.compile(r"\s+(?:tỉnh|huyện|xã|phường|thị xã|thành phố|quận|thị trấn)(?:\s+[A-ZĐ].*)?$")
_FIRST_PART = re.compile(r" và | [-–] |, ")
_ALL_OF_LEVEL = re.compile(
    r"^(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+(?:(?:các|cấp)\s+.+|(?:xã|phường|thị trấn|huyện),.+)$"
)
_LEVEL_WORD = re.compile(r"\b(?:xã|phường|thị trấn|huyện|thị xã|thành phố|đặc khu)\b")
_THE_MANY = re.compile(r"^Các\s+", re.IGNORECASE)
_PLACES_OF_PEOPLE = frozenset({"khu pho", "to dan pho", "thon ban", "thon, buon", "truong hoc", "chi bo", "chi hoi"})
"""Of "Các khu phố" people say "khu phố"; of "Các đơn vị" nobody says "đơn vị" and means them."""
_AND_THE = re.compile(r" và (?=các )")
_OFFICE_WORD = re.compile(r"^(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+(?=(?:các|cấp)\s)")
_INSTITUTION = re.compile(
    r"^(?:Trường (?=Đại học|Cao đẳng))?(?P<kind>Bệnh viện|Đại học|Cao đẳng|Học viện|Trung tâm Y tế)\s+(?P<own>.+)$",
    re.I,
)
_OF_INSTITUTION = re.compile(r"\b(?:đa khoa|chuyên khoa|khu vực|tỉnh|thành phố|huyện|trung ương)\s+", re.IGNORECASE)
"""What nobody says of an institution's name: "Bệnh viện Đa khoa khu vực Tây Bắc" is "Bệnh viện Tây Bắc"."""
_DOCUMENTS = {"QĐ": "quyết định", "NQ": "nghị quyết", "CTr": "chương trình", "ĐA": "đề án", "CT": "chỉ thị"}
"""What a plan is called by the sign of its number: "467/QĐ-UBND" is "quyết định 467"."""
_PLACE_TAIL = re.compile(r"(?P<place>(?:tỉnh|thành phố|huyện|thị xã|phường|xã|thị trấn)\s+(?P<bare>[A-ZĐ].*))$")


def build_world(plans: Iterable[Plan], teachings: Iterable[tuple[str, str]] = ()) -> World:
    """The world of these plans and of what keepers taught ((said, printed), oldest first)."""
    return World(tuple(map(_plan_text, plans)), teachings=teachings, covers=covers)


def _plan_text(plan: Plan) -> PlanText:
    sections = {section.key: section.title for section in plan.sections}
    agencies = dict.fromkeys(name for task in plan.tasks for name in (*task.leads, *task.supports))
    duties: dict[str, tuple[str, ...]] = {}
    for at, duty in enumerate(plan.duties):
        for unit in _units(duty.unit):
            duties[unit] = (*duties.get(unit, ()), f"{plan.slug}/duty/{at}")
    agencies |= dict.fromkeys(unit for unit in duties if len(unit) <= _LONGEST_NAME)
    tasks = {task.key: task for task in plan.tasks}
    names = tuple(dict.fromkeys(_names(plan)))
    taken = agencies.keys() | {*names}
    return PlanText(
        slug=plan.slug,
        names=names,
        year=plan.head.year,
        years=_years(plan),
        entries=tuple(_entries(plan, sections)),
        tasks={
            f"{plan.slug}/{task.key}": TaskFacts(
                key=task.key,
                section=task.section_key,
                leads=task.leads,
                supports=task.supports,
                filled=frozenset(_filled(task)),
                is_indicator=task.key.startswith("CT."),
                helps=_HELPING in fold(task.text),
                counted=_COUNTED.search(task.product) is not None,
                times=frozenset(word for word in folded_words(task.time) if word.isalpha()),
            )
            for task in plan.tasks
        },
        sections=sections,
        agencies=tuple(
            (name, tuple(said for said in (*_called(name), *_own(name, plan)) if said == name or said not in taken))
            for name in agencies
        ),
        homes={
            f"{plan.slug}/target/{at}": f"{plan.slug}/{target.where}"
            for at, target in enumerate(plan.targets)
            if target.where in tasks and target.stands_in(tasks[target.where])
        },
        people=dict(_people(plan)),
        units={f"{plan.slug}/target/{at}": target.unit for at, target in enumerate(plan.targets)},
        head=(("text", plan.head.title), ("text", plan.head.issuer), ("text", plan.head.signer)),
        duties=duties,
    )


def _people(plan: Plan) -> Iterator[tuple[str, Intent]]:
    for at, target in enumerate(plan.targets):
        if _PEOPLE.match(f"{target.unit} ") or (target.unit == "%" and _PEOPLE.match(target.indicator)):
            yield f"{plan.slug}/target/{at}", Intent.ASK_TARGET
    for task in plan.tasks:
        if _COUNTED_PEOPLE.search(task.goal):
            yield f"{plan.slug}/{task.key}", Intent.ASK_TARGET
        elif _COUNTED_PEOPLE.search(task.product):
            yield f"{plan.slug}/{task.key}", Intent.ASK_PRODUCT


def _entries(plan: Plan, sections: dict[str, str]) -> Iterator[Entry]:
    tasks = {task.key: task for task in plan.tasks}
    for task in plan.tasks:
        yield Entry(
            ref=f"{plan.slug}/{task.key}", group=plan.slug, kind=TASK, fields=tuple(_task_fields(task, sections))
        )
    for at, target in enumerate(plan.targets):
        home = tasks.get(target.where)
        fields = [("text", target.indicator), ("scope", target.scope)]
        if home is not None and target.stands_in(home):
            fields += [("goal", home.text), ("lead", "; ".join(home.leads))]
        yield Entry(ref=f"{plan.slug}/target/{at}", group=plan.slug, kind=TARGET, fields=tuple(fields))
    for at, duty in enumerate(plan.duties):
        yield Entry(
            ref=f"{plan.slug}/duty/{at}",
            group=plan.slug,
            kind=DUTY,
            fields=(("text", duty.text), ("unit", duty.unit)),
        )
    for key, title in sections.items():
        yield Entry(ref=f"{plan.slug}/section/{key}", group=plan.slug, kind=SECTION, fields=(("text", title),))


def _task_fields(task: PlanTask, sections: dict[str, str]) -> Iterator[tuple[str, str]]:
    yield "text", task.text
    yield "goal", task.goal
    yield "product", task.product
    yield "section", sections.get(task.section_key, "")
    yield "lead", "; ".join(task.leads)
    yield "support", "; ".join(task.supports)
    yield "basis", task.legal_basis
    yield "time", task.time


@cache
def _units(heading: str) -> tuple[str, ...]:
    """The bodies that a heading of the prose speaks to: "Hội Nông dân, Liên minh Hợp tác xã" are two."""
    return read_agencies(heading).names or (heading,)


def _called(name: str) -> Iterator[str]:
    """What people may call an agency."""
    yield from aliases(name)
    yield from spoken_names(name)
    for said in (_levels_said, _place_said, _shorter, _initials, _parts):
        yield from said(name)


def _own(name: str, plan: Plan) -> Iterator[str]:
    """What the committee that issued a plan is called where the plan prints it bare: "UBND" as "UBND phường"."""
    issuer = _OFFICE_OF.match(plan.head.issuer)
    if issuer is not None and name in ("UBND", "Ủy ban nhân dân", "Uỷ ban nhân dân"):
        level = issuer["place"].removesuffix(issuer["bare"]).strip()
        yield from (f"UBND {level}", f"ủy ban {level}")


def _shorter(name: str) -> Iterator[str]:
    """A collective as people say it: "Các Sở, Ban, ngành" → "Sở, Ban, ngành", "UBND cấp xã" → "cấp xã"."""
    head = _FIRST_PART.split(name)[0]
    if head != name and len(head.split()) > 2 and not _THE_MANY.match(name):  # "Sở Giáo dục" of "Sở Giáo dục và …"
        yield head
    if len(name.split()) > 3:  # "Trạm Y tế phường" as "Trạm Y tế", never "Công an xã" as "Công an"
        yield from _without_level(name)
    for formal in _FORMAL_WORDS:
        if formal in name and len(bare := squeeze(name.replace(formal, ""))) > _SHORTEST_NAME:
            yield bare
            yield from _without_level(bare)
    for pattern in (_THE_MANY, _OFFICE_WORD):
        bare = pattern.sub("", name)
        if bare != name and ("," in bare or bare.startswith(("cấp ", "các ")) or fold(bare) in _PLACES_OF_PEOPLE):
            yield bare


def _parts(name: str) -> Iterator[str]:
    """The bodies that one name joins.

    >>> [*_parts("Trưởng thôn, trưởng buôn")], [*_parts("Mặt trận xã và các đoàn thể")], [*_parts("Sở Nội vụ")]
    (['Trưởng thôn', 'trưởng buôn'], ['Mặt trận xã', 'các đoàn thể', 'đoàn thể'], [])
    """
    parts = _AND_THE.split(name)
    listed = name.split(", ")
    if len(listed) > 1 and len({fold(part.split()[0]) for part in listed if part.strip()}) == 1:
        parts = listed
    for part in parts if len(parts) > 1 else ():
        bare = _THE_MANY.sub("", part)
        if " " in bare:
            yield from dict.fromkeys((part, bare))


def _initials(name: str) -> Iterator[str]:
    """The first letters of a name without the kind of office: "Khoa Kiểm soát nhiễm khuẩn" as "KSNK"."""
    head = _KIND_OF_OFFICE.match(name)
    letters = "".join(word[0] for word in re.findall(r"[^\W\d_]+", name[head.end() :]) if word != "và") if head else ""
    if _SHORTEST_INITIALS <= len(letters) <= _LONGEST_INITIALS:
        yield letters.upper()


def _levels_said(name: str) -> Iterator[str]:
    """All offices of a level as people say them: "UBND các xã, phường" as "xã phường", "các xã", "cấp xã"."""
    found = _ALL_OF_LEVEL.match(name)
    if found is not None:
        levels = _LEVEL_WORD.findall(found[0])
        if len(levels) > 1:
            yield from (" ".join(levels), f"các {' '.join(levels)}")
        for level in levels:
            yield from (f"các {level}", f"cấp {level}", f"UBND các {level}", f"UBND cấp {level}", f"mấy {level}")
            yield from (f"UBND {level}", f"ủy ban {level}")


def _place_said(name: str) -> Iterator[str]:
    """The committee of one place as people say it.

    >>> [*_place_said("UBND huyện Di Linh")], [*_place_said("UBND xã, phường")], [*_place_said("Văn phòng UBND tỉnh")]
    (['huyện Di Linh'], [], [])
    """
    found = _OFFICE_OF.match(name)
    if found is not None and found["bare"][0].isupper() and found.start("place") == len(name.split()[0]) + 1:
        yield found["place"]


def _without_level(name: str) -> Iterator[str]:
    """The name without its level: "Hội Phụ nữ xã" as "Hội Phụ nữ"."""
    bare = _LEVEL_TAIL.sub("", name)
    if bare != name and " " in bare:  # "UBND huyện Di Linh" is not "UBND"
        yield bare


def _filled(task: PlanTask) -> Iterator[Intent]:
    cells = (
        (Intent.ASK_LEAD, task.leads),
        (Intent.ASK_SUPPORT, task.supports),
        (Intent.ASK_DEADLINE, task.time),
        (Intent.ASK_PRODUCT, task.product),
        (Intent.ASK_TARGET, task.goal),
        (Intent.ASK_BASIS, task.legal_basis or _names_document(f"{task.text} {task.time} {task.goal}")),
        (Intent.ASK_DETAIL, task.text),
    )
    return (field for field, cell in cells if cell)


def _names_document(text: str) -> bool:
    return _NUMBERED.search(text) is not None and bool(find_document_numbers(text))


def _names(plan: Plan) -> Iterator[str]:
    """What people may call a plan: its issuer and that one's aliases, its place, its number, its slug."""
    issuer = plan.head.issuer
    yield plan.slug.replace("-", " ")
    if issuer:
        yield issuer
        yield from aliases(issuer)
        if issuer.startswith("Sở "):  # "Sở Khoa học"
            yield from _shorter(issuer)
    if institution := _INSTITUTION.match(issuer):  # the kind alone tells it where no other plan is of one
        kind, own = institution.groups()
        yield from (kind, f"{kind} {own}", f"{kind} {_OF_INSTITUTION.sub('', own)}")
    if office := _office_at(issuer):  # "Sở Giáo dục và Đào tạo Nam Định"
        name, place = office
        yield place
        yield from (f"{called} {place}" for called in (*aliases(name), *_shorter(name)))
    for pattern in (_OFFICE_OF, _PLACE_TAIL):
        found = pattern.search(issuer)
        if found is not None:
            yield found["place"]
            yield found["bare"]
    if plan.head.number:
        yield plan.head.number
        number, _, sign = plan.head.number.partition("/")
        for kind in dict.fromkeys(("kế hoạch", _DOCUMENTS.get(sign.partition("-")[0], "kế hoạch"))):
            yield f"{kind} {number}"
            yield f"{kind} số {number}"


def _office_at(issuer: str) -> tuple[str, str] | None:
    """A department's name and the place behind it; None where no known place ends the issuer's name."""
    words = issuer.split()
    if words[:1] != ["Sở"]:
        return None
    for length in range(_LONGEST_PLACE, 0, -1):
        place = " ".join(words[-length:])
        if len(words) > length + 1 and tuple(folded_words(place)) in gazetteer.places():
            return " ".join(words[:-length]), place
    return None


def _years(plan: Plan) -> frozenset[int]:
    """The years that the plan speaks of: its own, and those of its deadlines, tasks and targets."""
    years = {plan.head.year}
    for task in plan.tasks:
        for deadline in task.deadlines:
            match deadline:
                case ByDate(due=due):
                    years.add(due.year)
                case Within(start=start, end=end):
                    years.update(range(start.year, end.year + 1))
                case _:
                    continue
        years.update(map(int, _YEAR.findall(f"{task.text} {task.goal} {task.product}")))
    for target in plan.targets:
        years.update(map(int, _YEAR.findall(f"{target.indicator} {target.scope}")))
    return frozenset(years)
