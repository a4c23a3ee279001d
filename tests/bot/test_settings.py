from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import load_settings

NO_FILE = Path("/nonexistent/.env")


def test_defaults_live_in_the_users_data_folder(tmp_path):
    settings = load_settings({"XDG_DATA_HOME": str(tmp_path)}, env_file=NO_FILE)
    assert settings.database_url == f"sqlite:///{tmp_path}/nhacviec/nhacviec.sqlite3"
    assert str(settings.zone) == "Asia/Ho_Chi_Minh"
    assert settings.samples
    assert settings.segment is None


def test_the_environment_wins_over_the_file(tmp_path):
    env = tmp_path / ".env"
    env.write_text('# ghi chú\nexport NHACVIEC_SAMPLES="0"\nNHACVIEC_TIMEZONE=Asia/Bangkok\n', encoding="utf-8")
    settings = load_settings({"NHACVIEC_TIMEZONE": "UTC", "NHACVIEC_SEGMENT": "0"}, env_file=env)
    assert not settings.samples
    assert settings.segment is False
    assert str(settings.zone) == "UTC"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NHACVIEC_DATABASE_URL", "nhacviec.sqlite3"),
        ("NHACVIEC_DATABASE_URL", "mysql://localhost/x"),
        ("NHACVIEC_TIMEZONE", "Asia/Nowhere"),
        ("NHACVIEC_TIMEZONE", "../etc/passwd"),
        ("NHACVIEC_SAMPLES", "maybe"),
        ("NHACVIEC_SEGMENT", "yes"),
    ],
)
def test_a_bad_value_names_its_variable(name, value):
    with pytest.raises(SettingsError, match=name) as caught:
        load_settings({name: value}, env_file=NO_FILE)
    assert caught.value.variable == name


def test_a_bad_line_of_the_file_is_named(tmp_path):
    env = tmp_path / ".env"
    env.write_text("NHACVIEC_SAMPLES=0\nkhông phải cấu hình\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="dòng 2"):
        load_settings({}, env_file=env)
