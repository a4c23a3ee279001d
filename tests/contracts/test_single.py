"""Of two processes on one SQLite file the second is told so."""

from __future__ import annotations

import subprocess
import sys

import pytest

from knowledge.errors import StoreError
from knowledge.store.single import only_process

HOLD = """
import sys
from knowledge.store.single import only_process
with only_process(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_the_second_is_refused_until_the_first_has_died(tmp_path):
    url = f"sqlite:///{tmp_path}/folder/x.sqlite3"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout.readline() == "held\n"
        with pytest.raises(StoreError, match="đang phục vụ"), only_process(url):
            pass
        child.kill()
        child.wait(20)
    with only_process(url):
        pass


@pytest.mark.parametrize("url", ["sqlite://", "postgresql://a@127.0.0.1/b"])
def test_other_databases_need_none(url):
    with only_process(url), only_process(url):
        pass
