from __future__ import annotations

import re

import pytest

from bot.cli import main
from bot.compose.stores import open_office
from bot.desk.codes import hash_of
from knowledge.office.people import Deed, Role
from knowledge.store.open import open_store
from scheduler import clock
from tests.desk.talk import ZONE


@pytest.fixture(autouse=True)
def _own_database(tmp_path, monkeypatch):
    monkeypatch.setenv("NHACVIEC_DATABASE_URL", f"sqlite:///{tmp_path}/test.sqlite3")
    monkeypatch.setenv("NHACVIEC_SAMPLES", "0")
    monkeypatch.chdir(tmp_path)


def test_the_code_is_the_last_word_and_makes_one_administrator(tmp_path, capsys):
    assert main(["admin-code"]) == 0
    code = capsys.readouterr().out.split()[-1]
    assert re.fullmatch("[0-9a-f]{32}", code)
    assert code.encode() not in (tmp_path / "test.sqlite3").read_bytes()
    store = open_store(f"sqlite:///{tmp_path}/test.sqlite3")
    people = open_office(store).people
    deed = Deed(at=clock.now(ZONE), action="use_code")
    given = {"channel": "telegram", "chat": "1", "name": "An", "deed": deed}
    account, _ = people.redeem(hash_of(code), person="1", **given)
    assert account.officer.role is Role.ADMIN
    assert people.redeem(hash_of(code), person="2", **given) is None
    store.close()


def test_each_call_gives_another_code(capsys):
    codes = set()
    for _ in range(3):
        assert main(["admin-code"]) == 0
        codes.add(capsys.readouterr().out.split()[-1])
    assert len(codes) == 3
