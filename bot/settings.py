"""What an installation sets: read once from the environment and a `.env` file, checked, then frozen."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.channels.settings import TelegramSettings, load_telegram
from bot.errors import SettingsError

DATABASE_URL = "NHACVIEC_DATABASE_URL"
TIMEZONE = "NHACVIEC_TIMEZONE"
SAMPLES = "NHACVIEC_SAMPLES"
SEGMENT = "NHACVIEC_SEGMENT"
WATCH_PORT = "NHACVIEC_WATCH_PORT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The checked settings.

    `samples` says whether an empty database is filled with the bundled plans; `segment` whether words are told by
    underthesea, None where it is left to the command: only those that live long load it. `telegram` is None where no
    token is set. `watch_port` is where `serve` answers /health and /metrics to this machine, None = nowhere.
    """

    database_url: str
    zone: ZoneInfo
    samples: bool
    segment: bool | None = None
    telegram: TelegramSettings | None = None
    watch_port: int | None = None


def load_settings(environ: Mapping[str, str] | None = None, *, env_file: Path = Path(".env")) -> Settings:
    """Reads the settings; the environment wins over `env_file`, a variable set to nothing counts as not set.

    Raises:
        SettingsError: a value cannot be used; the sentence names its variable.
    """
    given = {**_read_env_file(env_file), **(os.environ if environ is None else environ)}
    present = {name: value.strip() for name, value in given.items() if name.startswith("NHACVIEC_")}
    values = {name: value for name, value in present.items() if value}
    return Settings(
        database_url=_database_url(values.get(DATABASE_URL), given),
        zone=_zone(values.get(TIMEZONE, "Asia/Ho_Chi_Minh")),
        samples=_switch(SAMPLES, values.get(SAMPLES, "1")),
        segment=_switch(SEGMENT, values[SEGMENT]) if SEGMENT in values else None,
        telegram=load_telegram(values),
        watch_port=_port(WATCH_PORT, values[WATCH_PORT]) if WATCH_PORT in values else None,
    )


def _read_env_file(path: Path) -> dict[str, str]:
    """NAME=value lines; `#` comments, `export ` and quotes are allowed; other lines are an error."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"Không đọc được tệp cấu hình {path}: {error}.", variable=str(path)) from error
    values = {}
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        name, sign, value = stripped.removeprefix("export ").partition("=")
        if not sign or not name.strip().isidentifier():
            raise SettingsError(f"Tệp {path}, dòng {number} không có dạng TÊN=giá trị.", variable=str(path))
        values[name.strip()] = _unquoted(value.strip())
    return values


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value.split(" #", 1)[0].rstrip()


def _database_url(value: str | None, environ: Mapping[str, str]) -> str:
    if value is None:
        data = environ.get("XDG_DATA_HOME", "").strip()
        try:
            folder = Path(data) if data else Path.home() / ".local" / "share"
        except RuntimeError as error:  # no home folder can be told
            raise SettingsError(
                f"Hãy đặt {DATABASE_URL}: không tìm được thư mục dữ liệu.", variable=DATABASE_URL
            ) from error
        return f"sqlite:///{folder / 'nhacviec' / 'nhacviec.sqlite3'}"
    scheme, sign, _ = value.partition("://")
    if not sign or scheme.split("+")[0] not in {"sqlite", "postgresql"}:
        raise SettingsError(
            f"{DATABASE_URL} phải có dạng sqlite:///đường-dẫn hoặc postgresql://….", variable=DATABASE_URL
        )
    return value


def _zone(value: str) -> ZoneInfo:
    try:
        return ZoneInfo(value)
    except (
        OSError,
        ValueError,
    ) as error:  # an unknown key is a KeyError of zoneinfo's own; a folder an OSError
        raise _bad_zone(value) from error
    except KeyError as error:
        raise _bad_zone(value) from error


def _bad_zone(value: str) -> SettingsError:
    return SettingsError(f"{TIMEZONE}: không có múi giờ “{value}” (ví dụ đúng: Asia/Ho_Chi_Minh).", variable=TIMEZONE)


def _switch(name: str, value: str) -> bool:
    if value not in {"0", "1"}:
        raise SettingsError(f"{name} chỉ nhận 0 hoặc 1, không nhận “{value}”.", variable=name)
    return value == "1"


def _port(name: str, value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= 65_535:
        raise SettingsError(f"{name} phải là số cổng từ 1 đến 65535, không phải “{value}”.", variable=name)
    return int(value)
