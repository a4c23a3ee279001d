from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import inspect, make_url, text

from knowledge.errors import StoreError
from knowledge.store.engine import make_engine
from knowledge.store.open import open_store

ROOT = Path(__file__).parents[2]


def test_folder_and_file_are_made(tmp_path):
    open_store(f"sqlite:///{tmp_path}/a/b/c.sqlite3").close()
    assert (tmp_path / "a/b/c.sqlite3").is_file()


def test_sqlite_runs_with_wal_foreign_keys_and_patience(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/c.sqlite3")
    with store.engine.connect() as connection:
        pragma = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    store.close()
    assert pragma == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 10_000}


def test_a_database_in_memory_works_too():
    store = open_store("sqlite://")
    assert store.slugs() == ()
    store.close()


@pytest.mark.parametrize("new", [True, False])
def test_a_current_database_is_opened_and_a_new_one_made_without_alembic_and_the_orm(database_url, new):
    if not new:
        open_store(database_url).close()
    script = (
        "import sys; from knowledge.store.open import open_store; store = open_store(sys.argv[1]); "
        "print(store.slugs(), [name for name in ('alembic', 'mako', 'sqlalchemy.orm') if name in sys.modules])"
    )
    command = [sys.executable, "-c", script, database_url]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=30)
    assert said.stdout == "() []\n"


@pytest.mark.parametrize("version", ["0999", "khác"])
def test_a_database_of_a_newer_version_is_left_alone(database_url, version):
    open_store(database_url).close()
    engine = make_engine(database_url)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    with pytest.raises(StoreError, match="bản Nhắc Việc mới hơn"):
        open_store(database_url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == version
    engine.dispose()


def test_a_file_that_is_no_database(tmp_path):
    file = tmp_path / "ke-hoach.txt"
    file.write_text("Kế hoạch " * 1000, encoding="utf-8")
    with pytest.raises(StoreError, match="không phải là tệp SQLite"):
        open_store(f"sqlite:///{file}")
    assert file.read_text(encoding="utf-8") == "Kế hoạch " * 1000


def test_a_damaged_database(tmp_path):
    file = tmp_path / "c.sqlite3"
    open_store(f"sqlite:///{file}").close()
    content = bytearray(file.read_bytes())
    content[100:4000] = b"\xff" * 3900
    file.write_bytes(content)
    with pytest.raises(StoreError, match="hỏng"):
        open_store(f"sqlite:///{file}")


def test_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "a").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="Không tạo được thư mục"):
        open_store(f"sqlite:///{tmp_path}/a/c.sqlite3")


def test_a_path_that_is_a_folder(tmp_path):
    with pytest.raises(StoreError, match="Không mở được"):
        open_store(f"sqlite:///{tmp_path}")


def test_an_empty_database_that_is_only_for_reading(tmp_path):
    (tmp_path / "c.sqlite3").write_bytes(b"")
    with pytest.raises(StoreError, match="chỉ cho đọc"):
        open_store(f"sqlite:///file:{tmp_path}/c.sqlite3?mode=ro&uri=true")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ai:matkhau@127.0.0.1:1/x",
        "postgres://ai:matkhau@127.0.0.1:1/x",
        "postgresql+psycopg://ai:matkhau@127.0.0.1:1/x?connect_timeout=1",
        "postgresql://ai:matkhau@may-chu.invalid/x",
        "mysql://ai:matkhau@127.0.0.1/x",
        "không phải địa chỉ matkhau",
        "postgresql://ai:matkhau@127.0.0.1:cổng/x",
        "",
    ],
)
def test_an_address_that_leads_nowhere_is_told_in_one_sentence_without_it(url):
    with pytest.raises(StoreError) as caught:
        open_store(url)
    said = str(caught.value)
    assert "matkhau" not in said
    assert "127.0.0.1" not in said
    assert "\n" not in said
    assert said.endswith(".")


def test_a_database_that_breaks_later_is_told_plainly_too(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/c.sqlite3")
    with store.engine.connect() as connection:
        connection.exec_driver_sql("DROP TABLE teaching")
        connection.commit()
    with pytest.raises(StoreError, match="thiếu bảng"):
        store.teachings()
    store.close()


def test_tables_of_another_program_are_left_alone(database_url):
    engine = make_engine(database_url)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.exec_driver_sql("CREATE TABLE plan (id INTEGER)")
    with pytest.raises(StoreError, match="của một chương trình khác"):
        open_store(database_url)
    assert inspect(engine).get_table_names() == ["plan"]
    engine.dispose()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"database": "khong_co"}, "chưa có cơ sở dữ liệu này"),
        ({"username": "khong_ai"}, "từ chối tên hoặc mật khẩu"),
        ({"port": 1}, "Không kết nối được"),
        ({"host": "may-chu.invalid"}, "Không tìm thấy máy chủ"),
    ],
)
def test_what_a_server_refuses_is_told_apart(postgres_url, change, says):
    url = make_url(postgres_url).set(**change)
    with pytest.raises(StoreError, match=says):
        open_store(url.render_as_string(hide_password=False))
