from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from knowledge.errors import RuleFileError
from knowledge.office import rights
from knowledge.office.people import Role
from knowledge.office.rights import Action, Relation, Where, may

GRID = Path(__file__).parents[2] / "cases" / "rights.txt"
ROLES = (None, Role.VIEWER, Role.FOCAL, Role.LEADER, Role.ADMIN)


def grid() -> dict[tuple[Action, Where, Role | None], str]:
    lines = [line.split() for line in GRID.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {
        (Action(action), Where(where), role): cell
        for action, where, *cells in lines
        for role, cell in zip(ROLES, cells, strict=True)
    }


CELLS = list(product(Action, Where, ROLES, Relation))


def test_the_grid_tells_every_cell_once():
    lines = [line for line in GRID.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert set(grid()) == set(product(Action, Where, ROLES))
    assert len(lines) == len(Action) * len(Where)
    assert len(CELLS) >= 200


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("where", Where)
@pytest.mark.parametrize("role", ROLES, ids=str)
@pytest.mark.parametrize("relation", Relation)
def test_each_cell(action, where, role, relation):
    wanted = {".": False, "+": True, "L": relation is Relation.LEAD}[grid()[action, where, role]]
    assert may(role, action, where, relation) is wanted


@pytest.mark.parametrize(
    "table",
    [
        "",
        "[ask]\n",
        "[fly]\nprivate = []\n",
        "[ask]\nabroad = []\n",
        '[ask]\nprivate = ["king"]\n',
        '[ask]\nprivate = ["focal@moon"]\n',
    ],
)
def test_a_table_with_a_slip_is_refused(table, tmp_path, monkeypatch):
    file = tmp_path / "rights.toml"
    rest = (
        "".join(f"[{action}]\n" for action in Action if action is not Action.ASK)
        if table.startswith("[ask]\np")
        else ""
    )
    file.write_text(table + rest, encoding="utf-8")
    monkeypatch.setattr(rights, "FILE", file)
    with pytest.raises(RuleFileError):
        rights.rights.__wrapped__()
