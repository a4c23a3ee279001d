"""What only a terminal can show: tables as wide as the window, and a bar for long work. The home of rich.

Where output goes into a pipe or a file nothing of this is used: programs get plain lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text


def show_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table under its title; without headings where `columns` are empty texts. What stands in it is never markup."""
    table = Table(title=Text(title), title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    table.show_header = any(columns)
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    Console(highlight=False).print(table)


@contextmanager
def shown_progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """A line that moves while something is read, gone afterwards; what it gives is called with (page, of)."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, transient=True) as progress:
        task = progress.add_task(title, total=None)
        yield lambda page, of: progress.update(task, completed=page - 1, total=of)
