"""The inbox of a channel on every database, and its signing key."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from knowledge.inbox import Arrived, InboxCounts
from knowledge.store.inbox import SqlInbox, get_channel_key
from knowledge.store.open import open_store

AT = datetime(2024, 3, 11, 1, tzinfo=UTC)


def arrived(*keys: str, lane: str = "1") -> list[Arrived]:
    return [Arrived(key=key, lane=lane, body=f'{{"n": "{key}"}}') for key in keys]


@pytest.fixture
def inbox(sql_store) -> SqlInbox:
    return SqlInbox(sql_store.engine, "telegram")


def test_an_update_is_kept_once_and_in_order(inbox):
    assert [update.key for update in inbox.put(arrived("9", "5", "9"), at=AT)] == ["9", "5"]
    assert [update.key for update in inbox.put(arrived("5", "6"), at=AT)] == ["6"]
    assert [(update.key, update.body) for update in inbox.waiting()] == [
        ("9", '{"n": "9"}'),
        ("5", '{"n": "5"}'),
        ("6", '{"n": "6"}'),
    ]


def test_channels_do_not_meet(inbox, sql_store):
    inbox.put(arrived("1"), at=AT)
    other = SqlInbox(sql_store.engine, "zalo")
    assert other.waiting() == ()
    assert len(other.put(arrived("1"), at=AT)) == 1


def test_what_is_taken_up_again_is_counted_and_waits_still(inbox):
    (update,) = inbox.put(arrived("1"), at=AT)
    assert (inbox.take_up_again(update.id), inbox.take_up_again(update.id)) == (1, 2)
    assert inbox.waiting() == (update,)


def test_what_is_ended_cannot_come_again_until_it_is_cleared_away(inbox, sql_store):
    first, second = inbox.put(arrived("1", "2"), at=AT)
    inbox.finish(first.id, at=AT)
    inbox.give_up(second.id, cause="hỏng\0", at=AT + timedelta(days=1))
    assert inbox.waiting() == ()
    assert inbox.put(arrived("1", "2"), at=AT) == ()
    assert inbox.counts() == InboxCounts(waiting=0, failed=1)
    with sql_store.engine.connect() as connection:  # nothing that anybody wrote is kept of either
        assert set(map(tuple, connection.exec_driver_sql("SELECT body, lane FROM inbox"))) == {("", "")}
    inbox.clear_away(before=AT + timedelta(hours=1))
    assert [update.key for update in inbox.put(arrived("1", "2"), at=AT)] == ["1"]
    assert inbox.counts() == InboxCounts(waiting=1, failed=1)


def test_a_key_is_made_once(sql_store, database_url):
    key = get_channel_key(sql_store.engine, "telegram")
    again = open_store(database_url)
    assert len(key) == 32
    assert get_channel_key(again.engine, "telegram") == key
    assert get_channel_key(again.engine, "zalo") != key
    again.close()
