"""The head of a plan: number, issuer, day, signer, title, year and the documents it carries out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from knowledge.agency_splitting import is_bare
from knowledge.agency_words import agency_words, canon, find_head
from knowledge.document_number import DocumentNumber, find_document_numbers
from knowledge.documents.model import Block, Document, Paragraph
from knowledge.ingest.head_words import head_words
from knowledge.ingest.recasing import recase_name, recase_title
from knowledge.ingest.years import PlanYears, one_year, read_years
from knowledge.plan import ReadingWarning
from nlu.later import later

NUMBER_LINE = later(r"^\s*Số\s*:?\s*(?P<rest>[\d\s]*[/-].*)$", re.IGNORECASE)
_DATE = later(r"ngày\s*(?P<day>\d{1,2})?\s*tháng\s*(?P<month>\d{1,2})?\s*năm\s*(?P<year>20\d\d)", re.IGNORECASE)
_SHORT_DATE = later(r"ngày\s*(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>20\d\d)", re.IGNORECASE)
DATE_LINE = later(r"^(?P<place>[^\d,;.]{2,40}?)\s*,\s*ngày\b.*\bnăm\s*20\d\d\s*\.?$", re.IGNORECASE)
ATTACHED = later(r"^\(\s*(?:Ban hành\s+)?(?:Đính\s+)?kèm theo\b(?P<rest>.*)", re.IGNORECASE)
_NOTE_BEHIND = later(r"(?<=\S)\s+(?P<note>\((?:Ban hành\s+)?(?:Đính\s+)?kèm theo\b[^()]*\)?)\s*$", re.IGNORECASE)
_ATTACHED_BY = later(r"(?:20\d\d|/\S+)\s+của\s+(?P<issuer>[^()]+?)\s*\)?\s*$", re.IGNORECASE)
KIND_LINE = later(r"^(?P<kind>(?:KẾ HOẠCH|CHƯƠNG TRÌNH)(?: HÀNH ĐỘNG| CÔNG TÁC)?|ĐỀ ÁN|PHƯƠNG ÁN)(?P<rest>\s.*)?$")
_NOTICES = ("THÔNG BÁO", "CHỈ THỊ", "HƯỚNG DẪN")  # what gives tasks in sentences, its subject on the line below
PREAMBLE = later(r"^(?:[-–]\s*)?(?:Căn cứ|Thực hiện|Triển khai|Theo|Xét)\b", re.IGNORECASE)
_NAME = later(
    r"^(?=.*[a-zđà-ỹ])[A-ZĐÀ-Ỹ][a-zđà-ỹ]*(?:['’][A-ZĐÀ-Ỹ]?[a-zđà-ỹ]+)?"
    r"(?:[\s-]+[A-ZĐÀ-Ỹ][a-zđà-ỹ]*(?:['’][A-ZĐÀ-Ỹ]?[a-zđà-ỹ]+)?\.?){0,5}$"
)
_SIGNED = later(r"\s*\((?:đã\s+)?k[ýí][^()]*\)\s*$", re.IGNORECASE)
_BODY_BEGINS = later(r"^(?:I\s*[.:]|Điều 1\b|QUYẾT ĐỊNH\s*:)")
_LEVEL_WORDS = later(r"(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)$", re.IGNORECASE)
_HEAD_LINES = 60  # paragraphs in which a head is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadReading:
    """What the head of a document says; empty, None or () where it is not printed.

    `years` is None where they cannot be told. `parent_documents` are the documents that the preamble names, as printed
    ("Kế hoạch số 302/KH-UBND ngày 30/12/2023"), each once, in order.
    """

    number: str = ""
    issuer: str = ""
    signed_on: date | None = None
    signer: str = ""
    signer_title: str = ""
    title: str = ""
    years: PlanYears | None = None
    parent_documents: tuple[str, ...] = ()
    warnings: tuple[ReadingWarning, ...] = ()

    @property
    def year(self) -> int | None:
        """The plan's year, None where it cannot be told."""
        return self.years.year if self.years else None


def read_head(document: Document, *, year: int | None = None) -> HeadReading:
    """Reads the head of a plan.

    Args:
        document: the whole document.
        year: the plan's year where a person told it; it wins over what is printed.
    """
    document = _with_notes_apart(document)
    paragraphs = document.paragraphs
    warnings: list[ReadingWarning] = []
    attached = [(p, ATTACHED.match(p.text)) for p in paragraphs]
    notes = [p for p, found in attached if found]
    number, signed_on = _number(paragraphs, notes, warnings)
    place, printed_on, printed_year = _date_line(paragraphs)
    signed_on = printed_on or signed_on or _note_date(notes)
    printed_year = printed_year or next((found for note in notes if (found := _any_year(note.text))), None)
    title, title_at = _title(document)
    signer, signer_title = _signer(paragraphs)
    head = HeadReading(
        number=number,
        issuer=_issuer(paragraphs, notes, place),
        signed_on=signed_on,
        signer=signer,
        signer_title=signer_title,
        title=title,
        years=one_year(year) if year else read_years(title, signed_on=signed_on, printed=printed_year),
        parent_documents=_parents(paragraphs),
    )
    if not title:
        warnings.append(ReadingWarning(line=1, message="Không thấy tên kế hoạch ở đầu văn bản."))
    if signed_on is None:
        warnings.append(ReadingWarning(line=title_at or 1, message="Văn bản không in đủ ngày ký."))
    if not signer:
        warnings.append(ReadingWarning(line=title_at or 1, message="Không thấy người ký."))
    return replace(head, warnings=tuple(warnings))


def _with_notes_apart(document: Document) -> Document:
    """The document with "(Kèm theo Quyết định số … ngày …)" in paragraphs of their own, where titles end in them."""
    blocks: list[Block] = []
    for at, block in enumerate(document.blocks):
        note = _NOTE_BEHIND.search(block.text) if isinstance(block, Paragraph) and at < _HEAD_LINES else None
        if isinstance(block, Paragraph) and note:
            blocks += [replace(block, text=block.text[: note.start()]), replace(block, text=note["note"])]
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def _number(
    paragraphs: Sequence[Paragraph], notes: Sequence[Paragraph], warnings: list[ReadingWarning]
) -> tuple[str, date | None]:
    for paragraph in paragraphs[:_HEAD_LINES]:
        line = NUMBER_LINE.match(paragraph.text)
        if line and len(paragraph.text) < 60:
            found = find_document_numbers(paragraph.text)
            if found:
                return found[0].number, found[0].signed_on
            warnings.append(
                ReadingWarning(line=paragraph.first_line, message=f"Số văn bản để trống: “{paragraph.text.strip()}”.")
            )
            return "", None
    for note in notes:
        found = find_document_numbers(note.text)
        if found:
            return found[-1].number, found[-1].signed_on
    warnings.append(ReadingWarning(line=1, message="Văn bản không in số."))
    return "", None


def _date_line(paragraphs: Sequence[Paragraph]) -> tuple[str, date | None, int | None]:
    for paragraph in paragraphs[:_HEAD_LINES]:
        line = DATE_LINE.match(paragraph.text.strip())
        if line:
            return line["place"].strip(), _day(paragraph.text), _any_year(paragraph.text)
    return "", None, None


def _day(text: str) -> date | None:
    found = _DATE.search(text) or _SHORT_DATE.search(text)
    if not found or not found["day"] or not found["month"]:
        return None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def _any_year(text: str) -> int | None:
    found = _DATE.search(text)
    return int(found["year"]) if found else None


def _note_date(notes: Sequence[Paragraph]) -> date | None:
    return next((day for note in notes if (day := _day(note.text))), None)


def _title(document: Document) -> tuple[str, int]:
    """(readable title, line); the plan's own title where it stands behind a decision."""
    paragraphs = document.paragraphs
    tables = [table.first_line for table in document.tables]
    best: tuple[str, list[str], int] | None = None
    for at, paragraph in enumerate(paragraphs):
        line = KIND_LINE.match(paragraph.text.strip())
        if line is None or (line["rest"] and not line["rest"].isupper() and at > 12):
            continue
        parts = [line["rest"].strip()] if line["rest"] else []
        for follow in paragraphs[at + 1 : at + 6]:
            text = follow.text.strip()
            behind_table = any(paragraph.first_line < line < follow.first_line for line in tables)
            if behind_table or _ends_title(text, parts) or len(" ".join(parts)) > 400:
                break
            parts.append(text)
        if parts:
            best = (line["kind"], parts, paragraph.first_line)
            break
    body = " ".join(p.text for p in paragraphs)
    if best is not None:
        title = re.sub(r"^V/v\b", "Về việc", recase_title(" ".join(best[1]), body), flags=re.IGNORECASE)
        kind = best[0].capitalize()
        return f"{kind} {title[0].lower() + title[1:] if _lowers(title) else title}", best[2]
    for at, paragraph in enumerate(paragraphs[:12]):
        text = paragraph.text.strip()
        subject = paragraphs[at + 1].text.strip() if text in _NOTICES and at + 1 < len(paragraphs) else ""
        if subject and not _ends_title(subject, ()):
            said = recase_title(subject, body)
            return f"{text.capitalize()} {said[0].lower() + said[1:] if _lowers(said) else said}", paragraph.first_line
        if text.isupper() and len(text.split()) > 5 and not text.startswith(("CỘNG", "ỦY", "UỶ")):
            return recase_title(text, body), paragraph.first_line
    return "", 0


def _ends_title(text: str, parts: Sequence[str]) -> bool:
    """Whether a paragraph below "KẾ HOẠCH" is no part of the title, given the parts before it.

    "Thực hiện Chương trình …" is the title where nothing stands above it, and the preamble below one.
    """
    if text.endswith((":", ";")) or head_words().preambles.match(text):
        return True
    if not parts:
        return False
    return head_words().title_ends.match(text) is not None or parts[0].isupper() != text.isupper()


def _lowers(title: str) -> bool:
    """Whether the first word of a title may lose its capital behind "Kế hoạch"."""
    first = title.split()[0]
    return first[1:].islower() or len(first) == 1


def _issuer(paragraphs: Sequence[Paragraph], notes: Sequence[Paragraph], place: str) -> str:
    found = ""
    for note in notes:
        by = _ATTACHED_BY.search(note.text)
        if by:
            found = by["issuer"].strip(" .,;")
            break
    header = _header(paragraphs, place)
    same_body = canon(_short(header)).startswith(canon(_short(found))[:6])
    if header and (not found or (same_body and len(header) > len(_short(found)))):
        found = header
    if not found:
        for paragraph in paragraphs[:_HEAD_LINES]:
            says = head_words().issues.search(paragraph.text)
            if says:
                found = says["issuer"].strip()
                break
    found = _short(found)
    if place and _LEVEL_WORDS.search(found) and canon(place) not in canon(found):
        found = f"{found} {place}"
    return found


def _short(name: str) -> str:
    """An issuer the way offices write it: "Ủy ban nhân dân Tỉnh" → "UBND tỉnh"."""
    name = re.sub(
        r"^(?:Chủ tịch|(?:Chi cục |Tổng cục |Cục |Viện |Bộ )trưởng|Giám đốc|Hiệu trưởng)\s+(?=[A-ZĐ])", "", name
    )
    name = re.sub(r"(?i)\b(?:ủy|uỷ) ban nhân dân\b", "UBND", name)
    return re.sub(
        r"(?<=\s)(Tỉnh|Thành phố|Thành Phố|Huyện|Phường|Xã|Thị xã)\b",
        lambda m: m[1].lower(),
        re.sub(r"^Tp\b", "thành phố", name),
    )


def _header(paragraphs: Sequence[Paragraph], place: str) -> str:
    """The issuer of the capital lines on top ("ỦY BAN NHÂN DÂN / TỈNH …", "UBND TỈNH … / SỞ …"), else ""."""
    lines: list[str] = []
    for paragraph in paragraphs[:_HEAD_LINES]:
        text = paragraph.text.strip(" -")
        if not text.isupper() or len(text) > 90:
            if lines:
                break
            continue
        if text.startswith(
            ("CỘNG H", "KẾ HOẠCH", "QUYẾT ĐỊNH", "SỐ", "TM", "KT", "PHỤ LỤC", "BAN HÀNH", "CHƯƠNG TRÌNH")
        ):
            if lines:
                break
            continue
        low = canon(text)
        begins = find_head(low) is not None and not head_words().post.fullmatch(text)
        level = bool(agency_words().level.match(low))
        if begins or (lines and level):
            lines.append(text)
        elif lines and is_bare(canon(lines[-1])):  # "BAN QUẢN LÝ" over "KHU KINH TẾ VÂN ĐỒN"
            lines[-1] = f"{lines[-1]} {text}"
        elif lines:
            break
        if low.startswith("chủ tịch ủy ban"):
            lines[-1] = text[len("CHỦ TỊCH ") :]
            break
    if not lines:
        return ""
    name = lines[-1]
    if len(lines) > 1 and agency_words().level.match(canon(name)):
        name = " ".join(lines[-2:])
    elif len(lines) > 1 and canon(name) == "văn phòng":
        name = f"{name} {' '.join(lines[:-1])}"
    return recase_name(name, body=" ".join(p.text for p in paragraphs), place=place)


def _signer(paragraphs: Sequence[Paragraph]) -> tuple[str, str]:
    """(name, title) of who signed: the name under the last line of capitals that is a post."""
    for at, paragraph in enumerate(paragraphs):
        text = _SIGNED.sub("", paragraph.text.strip())
        if not text.isupper() or len(text) > 90:
            continue
        post = head_words().post.fullmatch(text)
        if post is None:
            continue
        for follow in paragraphs[at + 1 : at + 4]:
            name = head_words().rank.sub("", " ".join(follow.text.split()))
            if _NAME.match(name) or head_words().surname.match(name):
                words = [w if w.endswith(".") else w[0] + w[1:].lower() for w in name.split()]
                return " ".join(words), _post_name(post["post"])
            if follow.text.strip().isupper() or not name.startswith("("):  # "(Đã ký)" may stand between
                break
    return "", ""


def _post_name(post: str) -> str:
    """A post as written in a sentence: "PHÓ CHÁNH VĂN PHÒNG" → "Phó Chánh Văn phòng"."""
    low = post.lower()
    parts = [p for p in re.split(r"^(phó|quyền)\s", low) if p]
    body = parts[-1].replace("văn phòng", "Văn phòng").replace("thanh tra", "Thanh tra")
    return " ".join([*(p.capitalize() for p in parts[:-1]), body[0].upper() + body[1:]])


def _parents(paragraphs: Sequence[Paragraph]) -> tuple[str, ...]:
    found: dict[str, DocumentNumber] = {}
    inside = False
    for paragraph in paragraphs[:_HEAD_LINES]:
        text = paragraph.text.strip()
        if _BODY_BEGINS.match(text):
            break
        if PREAMBLE.match(text):
            inside = True
        elif inside and not text[:1].islower() and not text[:1].isdigit():
            inside = False
        if not inside or text.isupper():
            continue
        for document in find_document_numbers(text):
            found.setdefault(document.number, document)
    return tuple(_printed(d) for d in found.values())


def _printed(document: DocumentNumber) -> str:
    text = re.sub(r"(\d)\s*/\s*", r"\1/", document.text)
    return text[0].upper() + text[1:] if document.kind else f"Văn bản số {document.number}"
