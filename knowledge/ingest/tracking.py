"""How far a tracker says that its tasks are: the columns "Trạng thái" and "% hoàn thành" of a row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from knowledge.plan import Tracked
from knowledge.progress.reports import TaskState
from nlu.parsed import load_parsed
from nlu.text import fold

_FILE = Path(__file__).parents[1] / "data/tracking.toml"

_PERCENT = re.compile(r"(\d{1,3})(?:[.,]\d+)?\s*%?")
_FRACTION = re.compile(r"[01]?[.,]\d+")
_OF_COLUMN = {TaskState.DONE: 100, TaskState.NOT_STARTED: 0}


def read_tracked(key: str, cells: Mapping[str, str]) -> Tracked | None:
    """What the cells of a row say of the task with this key; None where they say nothing that can be read.

    Of two columns of shares the first counts. A share of work alone tells the state; where the words of the state say
    that it is done, no share says otherwise.
    """
    state, percent = read_state(cells.get("state", "")), _read_percent(cells.get("percent", "").partition(";")[0])
    if state is None and percent is None:
        return None
    if state is None:
        state = TaskState.DONE if percent == 100 else TaskState.DOING if percent else TaskState.NOT_STARTED
    return Tracked(key=key, state=state.value, percent=_OF_COLUMN.get(state, percent))


def read_state(text: str) -> TaskState | None:
    """The state that a cell names, None where it names none.

    >>> read_state("Đã hoàn thành"), read_state("Chưa đến hạn"), read_state("Phòng Tổ chức")
    (<TaskState.DONE: 'done'>, <TaskState.NOT_STARTED: 'not_started'>, None)
    """
    plain = " ".join(fold(text).split()).lstrip("-+• ")
    return next((state for state, pattern in _states().items() if pattern.match(plain)), None) if plain else None


def _read_percent(text: str) -> int | None:
    text = text.strip()
    if _FRACTION.fullmatch(text):  # a share whose format is not that of a percentage
        share = round(float(text.replace(",", ".")) * 100)
    elif found := _PERCENT.fullmatch(text):
        share = int(found[1])
    else:
        return None
    return share if 0 <= share <= 100 else None


@cache
def _states() -> dict[TaskState, re.Pattern[str]]:
    return {TaskState(rule["id"]): re.compile("|".join(rule["patterns"])) for rule in load_parsed(_FILE)["state"]}
