"""A file → a `Document`: bytes, text, lines, then tables by every known layout and paragraphs of what is left."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from knowledge.documents.encoding import decode
from knowledge.documents.layouts.bare_cells import find_bare_tables
from knowledge.documents.layouts.cell_lines import find_cell_line_tables
from knowledge.documents.layouts.found import Found, has_heading
from knowledge.documents.layouts.html_tables import find_html_tables
from knowledge.documents.layouts.labelled import find_labelled_table
from knowledge.documents.layouts.markdown import find_markdown_tables
from knowledge.documents.layouts.pipes import find_pipe_tables
from knowledge.documents.layouts.spaced import find_csv_tables, find_spaced_tables
from knowledge.documents.layouts.tabs import find_tab_tables
from knowledge.documents.model import Block, Document, Paragraph, Table
from knowledge.documents.paragraphs import join_html_lines, read_paragraphs
from knowledge.documents.side_by_side import letterhead_rows, read_columns
from knowledge.documents.wrapping import wrap_width
from knowledge.errors import DocumentError

MAX_BYTES: Final = 5_000_000  # a plan of a thousand tasks as text is under one million
_NOT_YET = {".docx", ".doc", ".pdf", ".xlsx", ".xls", ".odt", ".rtf"}
_MAGIC = ((b"%PDF-", ".pdf"), (b"PK\x03\x04", ".docx"), (b"\xd0\xcf\x11\xe0", ".doc"), (b"{\\rtf", ".rtf"))
# A web page saved on one line: its blocks get lines of their own, for all that is known of a place is its line.
_TABLE_BESIDE_TEXT = re.compile(r"</(?:p|div|h\d|center)>[ \t]*<table\b|</table>[ \t]*<(?:p|div|h\d)\b", re.IGNORECASE)
_BLOCK_TAG = re.compile(r"<(?:table|tr|p|div|h\d|li|br)\b|(?<=</table>)(?=.)", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\r|\n|\x0b|\x0c|\u2028|\u2029|\x85")


def load_document(path: Path) -> Document:
    """Reads a file.

    Raises:
        DocumentError: missing, empty, too large, binary, of a kind not read yet, or in an unknown encoding.
    """
    try:
        return read_document(load_bytes(path), path.name)
    except DocumentError as error:
        error.path = path
        raise


def load_bytes(path: Path) -> bytes:
    """The bytes of a file that may hold a plan.

    Raises:
        DocumentError: missing, too large, or not to be opened.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _too_large(path.name)
        return path.read_bytes()
    except IsADirectoryError:
        raise DocumentError(f"{path.name} là thư mục, không phải tệp văn bản.", path=path) from None
    except FileNotFoundError:
        raise DocumentError(f"Không tìm thấy tệp {path}.", path=path) from None
    except OSError as error:
        raise DocumentError(f"Không mở được tệp {path}: {error.strerror}.", path=path) from None


def read_document(data: bytes, name: str) -> Document:
    """Reads the bytes of a file called `name`.

    Raises:
        DocumentError: as `load_document`.
    """
    if len(data) > MAX_BYTES:
        raise _too_large(name)
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise DocumentError(f"Tệp {name} rỗng, không có gì để đọc.")
    kind = next((suffix for magic, suffix in _MAGIC if data.startswith(magic)), Path(name).suffix.lower())
    if kind in _NOT_YET:
        raise DocumentError(
            f"Tệp {name} là loại {kind} chưa đọc được; hãy lưu kế hoạch thành tệp văn bản .txt rồi nhập lại."
        )
    decoded = decode(data, name)
    text = decoded.text
    if _TABLE_BESIDE_TEXT.search(text):
        text = _BLOCK_TAG.sub(r"\n\g<0>", text)
    lines = tuple(_LINE_END.split(text.replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", "")))
    if lines and not lines[-1]:
        lines = lines[:-1]
    return Document(
        name=name,
        digest=hashlib.sha256(data).hexdigest(),
        lines=lines,
        blocks=read_blocks(lines),
        note=decoded.note,
    )


def read_blocks(lines: Sequence[str]) -> tuple[Block, ...]:
    """Tables and paragraphs of a text in order; a table without known headings is none: its cells are paragraphs."""
    width = wrap_width([line for line in lines if "\t" not in line and line.count("|") < 2])
    taken = [False] * len(lines)
    blocks: list[Block] = []
    layouts: tuple[Callable[[Sequence[str]], list[Found]], ...] = (
        find_html_tables,
        find_markdown_tables,
        lambda free: find_pipe_tables(free, width),
        find_cell_line_tables,
        find_tab_tables,
    )
    for find in layouts:
        free = ["" if done else line for line, done in zip(lines, taken, strict=True)]
        blocks += _tables(find(free), taken)
    if not blocks:
        for find in (find_spaced_tables, find_csv_tables, find_bare_tables):
            blocks += _tables(find(lines), taken)
            if blocks:
                break
    paragraphs = _paragraphs(lines, taken, width)
    if not blocks and (labelled := find_labelled_table(paragraphs)):
        blocks.append(labelled)
    return _in_order(sorted(blocks, key=lambda table: table.first_line), paragraphs)


def _in_order(tables: Sequence[Block], paragraphs: Sequence[Paragraph]) -> tuple[Block, ...]:
    """Tables among the paragraphs; these keep their order, which beside a letterhead is not that of the lines."""
    blocks: list[Block] = []
    waiting = list(tables)
    for paragraph in paragraphs:
        while waiting and waiting[0].first_line <= paragraph.first_line:
            blocks.append(waiting.pop(0))
        blocks.append(paragraph)
    return (*blocks, *waiting)


def _tables(found: Iterable[Found], taken: list[bool]) -> list[Table]:
    """Tables among the finds: the first must have headings, later ones of the layout may be its pages."""
    tables: list[Table] = []
    for find in found:
        if not tables and not has_heading(find.rows):
            continue
        if tables and not has_heading(find.rows) and max(len(row.cells) for row in find.rows) < 3:
            continue
        taken[find.first : find.last + 1] = [True] * (find.last + 1 - find.first)
        tables.append(Table(rows=find.rows))
    return tables


def _paragraphs(lines: Sequence[str], taken: Sequence[bool], width: int) -> tuple[Paragraph, ...]:
    free: list[tuple[int, str]] = []
    left = ["" if done else line for line, done in zip(lines, taken, strict=True)]
    heads = letterhead_rows([*find_html_tables(left), *find_markdown_tables(left)])
    covered = -1
    for index, (line, done) in enumerate(zip(lines, taken, strict=True)):
        if index in heads:
            covered, side_by_side = heads[index]
            free += [(index + 1, text) for text in side_by_side]
        if not done and index > covered:
            text = "" if line.strip() == "|" else line.strip(" |\t") if line.startswith("|") else line
            text = text.rstrip("\t |") if text.startswith("\t") else text
            free.append((index + 1, text))
    return read_paragraphs(read_columns(join_html_lines(free)), width)


def _too_large(name: str) -> DocumentError:
    return DocumentError(f"Tệp {name} lớn hơn {MAX_BYTES // 1_000_000} MB, quá lớn đối với một kế hoạch.")
