from pathlib import Path

import pytest

from data_loader.errors import SettingsError
from data_loader.settings import DEFAULT_BASE_URL, DEFAULT_TIMEOUT, ROOT, Settings, load_settings


def load(secrets: Path | None = None, **environ: str) -> Settings:
    return load_settings(environ, secrets or Path("no such file"))


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    path = tmp_path / "secrets.toml"
    path.write_text('DATA_GO_KR_SERVICE_KEY = "from+secrets"\nnumber = 3\n[section]\na = "b"\n', encoding="utf-8")
    return path


def test_without_settings_the_defaults_hold() -> None:
    assert load() == Settings(ROOT / "data", DEFAULT_BASE_URL, None, DEFAULT_TIMEOUT)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("a+b/c==", "a+b/c=="), ("a%2Bb%2Fc%3D%3D", "a+b/c=="), (" a+b \n", "a+b"), ("0a1b" * 16, "0a1b" * 16)],
)
def test_either_form_of_the_key_gives_the_decoded_one(written: str, meant: str) -> None:
    assert load(DATA_GO_KR_SERVICE_KEY=written).service_key == meant


def test_the_key_may_stand_in_the_secrets_file(secrets: Path) -> None:
    assert load(secrets).service_key == "from+secrets"


def test_the_environment_comes_before_the_secrets_file(secrets: Path) -> None:
    assert load(secrets, DATA_GO_KR_SERVICE_KEY="from-environment").service_key == "from-environment"


def test_an_empty_variable_counts_as_absent(secrets: Path) -> None:
    assert load(secrets, DATA_GO_KR_SERVICE_KEY=" ").service_key == "from+secrets"
    assert load(DATA_DIR="", DATA_GO_KR_BASE_URL="", DATA_GO_KR_TIMEOUT="", DASHBOARD_TODAY="") == load()


def test_a_home_folder_is_understood() -> None:
    assert load(DATA_DIR="~/data").data_dir == Path.home() / "data"


def test_a_home_folder_nobody_has_is_an_error() -> None:
    with pytest.raises(SettingsError, match="DATA_DIR"):
        load(DATA_DIR="~no-such-user-here/data")


def test_the_base_url_loses_its_last_slash() -> None:
    assert load(DATA_GO_KR_BASE_URL="http://localhost:8000/").base_url == "http://localhost:8000"


def test_a_base_url_without_a_scheme_is_an_error() -> None:
    with pytest.raises(SettingsError, match="http://"):
        load(DATA_GO_KR_BASE_URL="apis.data.go.kr")


def test_one_timeout_holds_for_connecting_and_reading() -> None:
    assert load(DATA_GO_KR_TIMEOUT="2.5").timeout == (2.5, 2.5)


@pytest.mark.parametrize("text", ["0", "-1", "soon", "nan", "inf", "601"])
def test_a_timeout_that_makes_no_sense_is_an_error(text: str) -> None:
    with pytest.raises(SettingsError, match="DATA_GO_KR_TIMEOUT"):
        load(DATA_GO_KR_TIMEOUT=text)


def test_a_today_that_is_no_date_is_an_error() -> None:
    with pytest.raises(SettingsError, match="DASHBOARD_TODAY"):
        load(DASHBOARD_TODAY="yesterday")


@pytest.mark.parametrize("content", [b"key = ", b"\xff\xfe", b"= 3"])
def test_a_secrets_file_that_cannot_be_read_is_an_error_without_its_content(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "secrets.toml"
    path.write_bytes(b'DATA_GO_KR_SERVICE_KEY = "hush"\n' + content)
    with pytest.raises(SettingsError, match=r"secrets\.toml") as caught:
        load(path)
    assert "hush" not in str(caught.value)


def test_the_address_of_alio_can_be_set_and_is_public_unless_said_otherwise() -> None:
    assert (load().alio_base_url, load().alio_may_be_private) == ("https://www.alio.go.kr", False)
    found = load(ALIO_BASE_URL="http://127.0.0.1:9/", ALIO_ALLOW_PRIVATE="1")
    assert (found.alio_base_url, found.alio_may_be_private) == ("http://127.0.0.1:9", True)


@pytest.mark.parametrize(("name", "value"), [("ALIO_BASE_URL", "www.alio.go.kr"), ("ALIO_ALLOW_PRIVATE", "yes")])
def test_a_setting_of_alio_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load(**{name: value})


def test_the_key_is_not_shown() -> None:
    assert "hush" not in repr(load(DATA_GO_KR_SERVICE_KEY="hush"))


def test_a_missing_key_is_an_error_only_when_it_is_needed() -> None:
    with pytest.raises(SettingsError, match="기록해 둔 실제 공고"):
        load().require_key()
