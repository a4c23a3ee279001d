"""Lines of text → blocks: tables by every known layout, and paragraphs of what is left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from knowledge.documents.layouts.bare_cells import find_bare_tables
from knowledge.documents.layouts.barred import find_barred_tables
from knowledge.documents.layouts.cell_lines import find_cell_line_tables
from knowledge.documents.layouts.found import Found, has_heading
from knowledge.documents.layouts.html_tables import find_html_tables
from knowledge.documents.layouts.labelled import find_labelled_table
from knowledge.documents.layouts.markdown import find_markdown_tables
from knowledge.documents.layouts.pipes import find_pipe_tables
from knowledge.documents.layouts.spaced import find_csv_tables, find_spaced_tables
from knowledge.documents.layouts.tabs import find_tab_tables
from knowledge.documents.model import Block, Paragraph, Table
from knowledge.documents.paragraphs import join_html_lines, read_paragraphs
from knowledge.documents.side_by_side import letterhead_rows, read_columns
from knowledge.documents.wrapping import wrap_width


def read_blocks(lines: Sequence[str], tables: Sequence[Table] = ()) -> tuple[Block, ...]:
    """Tables and paragraphs of a text in order; a table without known headings is none: its cells are paragraphs.

    Where `tables` are known already, with the lines that they take, no others are looked for.
    """
    taken = [False] * len(lines)
    blocks = list(tables)
    for table in tables:
        taken[table.first_line - 1 : table.last_line] = [True] * (table.last_line - table.first_line + 1)
    loose = (line for line, done in zip(lines, taken, strict=True) if not done)
    width = wrap_width([line for line in loose if "\t" not in line and line.count("|") < 2])
    layouts: tuple[Callable[[Sequence[str]], list[Found]], ...] = (
        find_html_tables,
        find_markdown_tables,
        lambda free: find_pipe_tables(free, width),
        find_barred_tables,
        find_cell_line_tables,
        find_tab_tables,
    )
    for find in layouts if not tables else ():
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


def _in_order(tables: Sequence[Table], paragraphs: Sequence[Paragraph]) -> tuple[Block, ...]:
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
