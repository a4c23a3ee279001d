"""Files that harm, or only look as if: made small, out of a Word plan of two tasks."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache

import docx

HEAD = ("UBND XÃ PHÚ AN", "Số: 27/KH-UBND", "KẾ HOẠCH", "Cải cách hành chính năm 2024")
ROWS = (("TT", "Nội dung", "Chủ trì", "Thời gian"), ("1", "Rà soát", "Văn phòng", "Quý I/2024"))
TEXT = "\n".join((*HEAD, *("\t".join(row) for row in ROWS))).encode()
_DOCUMENT = "word/document.xml"
_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@cache
def word_plan() -> bytes:
    """A plan that any reader reads."""
    document = docx.Document()
    for line in HEAD:
        document.add_paragraph(line)
    table = document.add_table(rows=len(ROWS), cols=len(ROWS[0]))
    for row, texts in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def changed(change: Callable[[str, bytes], bytes] = lambda _, part: part, **more: bytes) -> bytes:
    """The plan with its parts changed, and with further ones."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_plan())) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, part in more.items():
            new.writestr(name, part)
    return made.getvalue()


def with_body(xml: str) -> bytes:
    """The plan with another text."""
    whole = f'<?xml version="1.0" encoding="UTF-8"?><w:document {_SPACE}><w:body>{xml}</w:body></w:document>'
    return changed(lambda name, part: whole.encode() if name == _DOCUMENT else part)


def packed_too_tightly() -> bytes:
    return changed(**{"word/media.xml": b" " * 30_000_000})


def of_too_many_parts() -> bytes:
    return changed(**{f"word/{number}.xml": b"<a/>" for number in range(2_100)})


def unpacked_too_large() -> bytes:
    """Says of its text that it is of 300 MB: whoever believes it takes that much memory before reading."""
    data = bytearray(word_plan())
    at = data.index(_DOCUMENT.encode(), data.index(b"PK\x01\x02")) - 46
    struct.pack_into("<II", data, at + 20, 250_000_000, 300_000_000)
    return bytes(data)


def inside_another() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("ke-hoach.docx", word_plan())
    return made.getvalue()


def declaring(entities: str, encoding: str = "UTF-8") -> bytes:
    """The plan with a document type in front of its text."""

    def declare(name: str, part: bytes) -> bytes:
        if name != _DOCUMENT:
            return part
        body = part.decode().split("?>", 1)[1]
        return f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE d [{entities}]>{body}'.encode(encoding)

    return changed(declare)


def multiplying() -> bytes:
    more = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return declaring(f'<!ENTITY a0 "ha">{more}')


def fetching() -> bytes:
    return declaring('<!ENTITY x SYSTEM "file:///etc/passwd">')


def fetching_in_wide_letters() -> bytes:
    return declaring('<!ENTITY x SYSTEM "file:///etc/passwd">', "UTF-16")


def leading_outside() -> bytes:
    return changed(**{"../../evil.xml": b"<a/>"})


def leading_to_a_drive() -> bytes:
    return changed(**{"C:\\evil.xml": b"<a/>"})


def locked_parts() -> bytes:
    data = bytearray(word_plan())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def locked_whole() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)


def cut_short() -> bytes:
    return word_plan()[: len(word_plan()) // 2]


def torn_inside() -> bytes:
    return changed(lambda name, part: part[: len(part) // 2] if name == _DOCUMENT else part)


def damaged_inside() -> bytes:
    data = bytearray(word_plan())
    at = data.index(_DOCUMENT.encode()) + 60
    data[at : at + 200] = bytes(200)
    return bytes(data)


def without_text() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/other.xml", b"<a/>")
    return made.getvalue()


def empty_archive() -> bytes:
    return b"PK\x05\x06" + bytes(18)


def with_macros() -> bytes:
    return changed(**{"word/vbaProject.bin": bytes(100)})


def nested_deeply() -> bytes:
    noise = random.Random(1)
    opening = "".join(f'<w:tbl w:a="{noise.random()}"><w:tr><w:tc>' for _ in range(3_000))
    return with_body(opening + "</w:tc></w:tr></w:tbl>" * 3_000)


def too_wide() -> bytes:
    """A table of 40,000 columns."""
    noise = random.Random(1)

    def cell(text: object) -> str:
        return f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    heads = "".join(cell(ROWS[0][n] if n < 4 else noise.random()) for n in range(40_000))
    rows = "".join(f"<w:tr>{''.join(cell(noise.random()) for _ in range(40_000))}</w:tr>" for _ in range(2))
    return with_body(f"<w:tbl><w:tr>{heads}</w:tr>{rows}</w:tbl>")


def too_long() -> bytes:
    """Half a million short paragraphs."""
    noise = random.Random(1)
    return with_body("".join(f"<w:p><w:r><w:t>{noise.random()}</w:t></w:r></w:p>" for _ in range(500_000)))


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first being its catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


_CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"


def pdf_that_swells() -> bytes:
    """A page whose text is 400 MB, packed twice."""
    packer = zlib.compressobj(9)
    once = b"".join([*(packer.compress(b"0 0 m " * 1_000_000) for _ in range(67)), packer.flush()])
    twice = zlib.compress(once, 9)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    text = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (len(twice), twice)
    return pdf(_CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, text)


def pdf_of_many_pages() -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 100_003))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return pdf(_CATALOGUE, b"<</Type/Pages/Kids[%s]/Count 100000>>" % kids, *[page] * 100_000)


def pdf_in_a_ring() -> bytes:
    return pdf(_CATALOGUE, b"<</Type/Pages/Kids[2 0 R]/Count 1>>")


def locked_pdf() -> bytes:
    key = b"<</Filter/Standard/V 1/R 2/P -44/O<%s>/U<%s>>>" % (b"ab" * 32, b"cd" * 32)
    plain = pdf(_CATALOGUE, b"<</Type/Pages/Kids[]/Count 0>>", key)
    return plain.replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]")


def torn_pdf() -> bytes:
    return pdf(_CATALOGUE, b"<</Type/Pages/Kids[3 0 R]/Count 1>>")[:60]


def of_kind(content_type: str) -> bytes:
    """The plan as Word saves it under another name for its main part: with macros, as a template."""
    usual = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return changed(lambda name, part: part.replace(usual, content_type.encode()) if name.endswith("s].xml") else part)


def strict() -> bytes:
    """The plan in the variant of the format that has other namespaces."""
    usual, other = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"

    def rename(_: str, part: bytes) -> bytes:
        for old, new in (
            (b"wordprocessingml/2006/main", b"wordprocessingml/main"),
            (b"officeDocument/2006", b"officeDocument"),
        ):
            part = part.replace(usual + old, other + new)
        return part

    return changed(rename)


def with_inserted_file() -> bytes:
    """The plan with a place where Word is to insert another file."""
    return changed(
        lambda name, part: part.replace(b"<w:body>", b"<w:body><w:altChunk/>") if name == _DOCUMENT else part
    )


def reaching_too_far() -> bytes:
    """One cell that says it reaches over a hundred million columns."""
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="100000000"/></w:tcPr><w:p><w:r><w:t>TT</w:t></w:r></w:p></w:tc>'
    return with_body(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")


def slides() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("ppt/presentation.xml", "<p/>")
    return made.getvalue()


def mail() -> bytes:
    return b"From: a@example.vn\r\nSubject: KH\r\n 2024\r\nMIME-Version: 1.0\r\n\r\n" + TEXT


def mail_of_outlook() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "__substg1.0_0037001F".encode("utf-16-le") + bytes(600)


def packed_otherwise() -> bytes:
    return b"Rar!\x1a\x07\x01\x00" + bytes(100)


def picture_of_a_phone() -> bytes:
    return b"\x00\x00\x00\x18ftypheic" + bytes(200)


def locked_open_document() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", random.Random(1).randbytes(500))
        archive.writestr("META-INF/manifest.xml", "<m:file-entry><m:encryption-data/></m:file-entry>")
    return made.getvalue()
