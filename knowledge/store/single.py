"""One serving process for a SQLite file: a lock of the operating system, which goes with the process that held it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import make_url

from knowledge.errors import StoreError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


@contextmanager
def only_process(url: str) -> Iterator[None]:
    """Holds the lock beside the file of a SQLite address; does nothing for other databases and ones in memory.

    Raises:
        StoreError: another process holds it, or it cannot be made.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or address.database in (None, "", ":memory:"):
        yield
        return
    path = Path(f"{address.database}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        held = path.open("a+b")
    except OSError:
        raise StoreError(f"Không tạo được tệp khóa {path}; xin kiểm tra quyền ghi.") from None
    with held:
        try:
            _lock(held)
        except OSError:
            raise StoreError(
                "Một tiến trình Nhắc Việc khác đang phục vụ trên cơ sở dữ liệu này; xin dừng tiến trình đó trước,"
                " hoặc dùng PostgreSQL để chạy nhiều tiến trình cùng lúc."
            ) from None
        yield


def _lock(held: IO[bytes]) -> None:
    if sys.platform == "win32":
        msvcrt.locking(held.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
