"""A process that is killed with -9 loses no question and no press; counted in the server's log."""

from __future__ import annotations

import pytest

from bot.channels.telegram.channel import WORKERS
from tests.bot.telegram.killing import count_over_kills


@pytest.mark.skipif("os.name == 'nt'", reason="signals end a process at once on this system")
def test_nothing_is_lost_over_kills(tmp_path):
    count = count_over_kills(tmp_path, people=15, kills=2)
    assert (count.asked, count.lost) == (30, 0)
    assert count.repeated <= 2 * WORKERS  # only what was on its way at a kill may come twice
