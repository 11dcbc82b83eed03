"""Settings, from the environment or, where there is none, from Streamlit's secrets file."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta, timezone
from pathlib import Path
from urllib.parse import unquote, urlsplit

from data_loader.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
SECRETS_FILE = ROOT / ".streamlit" / "secrets.toml"
# Korea has kept one offset since 1988; a fixed one needs no time zone files.
KST = timezone(timedelta(hours=9), "KST")
DEFAULT_BASE_URL = "https://apis.data.go.kr"
DEFAULT_ALIO_BASE_URL = "https://www.alio.go.kr"
# From abroad the portal often takes its time; more than this and the connection is dead.
DEFAULT_TIMEOUT = (10.0, 20.0)
LONGEST_TIMEOUT = 600


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the data are and how the portal is reached. The key is in its decoded form, never shown.

    `timeout` is the seconds to wait for a connection, and for the next bytes of an answer.
    """

    data_dir: Path
    base_url: str
    service_key: str | None = field(default=None, repr=False)
    timeout: tuple[float, float] = DEFAULT_TIMEOUT
    # The day the dashboard takes for today, to show a recorded state again.
    today: date | None = None
    # Where attachments and the figures of ALIO are fetched, and whether its host may be in a private network.
    alio_base_url: str = DEFAULT_ALIO_BASE_URL
    alio_may_be_private: bool = False
    # Whether, as long as nothing was received, the invented postings are shown and not the record: to try out.
    shows_sample: bool = False
    # From which level on the loader writes what it does to stderr; empty for not at all.
    log_level: str = ""
    # Where readers open the site, for links, feeds and citations; empty for wherever a request came to.
    public_url: str = ""

    @property
    def sample_dir(self) -> Path:
        """A data folder of its own, so that invented and real postings never mix."""
        return self.data_dir / "sample"

    def require_key(self) -> str:
        if not self.service_key:
            raise SettingsError(
                "공공데이터포털 서비스 키가 없습니다. 환경 변수 DATA_GO_KR_SERVICE_KEY 또는 "
                ".streamlit/secrets.toml에 키를 넣어 주세요. 키 없이도 기록해 둔 실제 공고로 대시보드를 볼 수 있습니다."
            )
        return self.service_key


def load_settings(environ: Mapping[str, str] = os.environ, secrets_file: Path = SECRETS_FILE) -> Settings:
    """Read the settings. An empty value counts as absent.

    The portal hands out an encoded and a decoded form of each key; either may be given, and the
    encoded one is decoded here, once, because the HTTP client encodes it again.
    """
    values = {**_read_secrets(secrets_file), **{name: value for name, value in environ.items() if value.strip()}}
    key = unquote(values.get("DATA_GO_KR_SERVICE_KEY", "").strip())
    return Settings(
        data_dir=_read_path(values.get("DATA_DIR", str(ROOT / "data"))),
        base_url=_read_address(values, "DATA_GO_KR_BASE_URL", DEFAULT_BASE_URL),
        service_key=key or None,
        timeout=_read_timeout(values),
        today=_read_today(values),
        alio_base_url=_read_address(values, "ALIO_BASE_URL", DEFAULT_ALIO_BASE_URL),
        alio_may_be_private=_read_switch(values, "ALIO_ALLOW_PRIVATE"),
        shows_sample=_read_data(values),
        log_level=values.get("LOG_LEVEL", "").strip().upper(),
        public_url=_read_public_url(values),
    )


def _read_address(values: Mapping[str, str], name: str, default: str) -> str:
    address = values.get(name, default).strip().rstrip("/")
    if not address.startswith(("https://", "http://")):
        raise SettingsError("{name}은 http:// 또는 https://로 시작해야 합니다.", name=name)
    return address


def _read_public_url(values: Mapping[str, str]) -> str:
    address = _read_address(values, "PUBLIC_URL", "") if values.get("PUBLIC_URL") else ""
    parts = urlsplit(address)
    if address and (not parts.hostname or parts.query or parts.fragment or parts.username):
        raise SettingsError("PUBLIC_URL은 https://jobs.example.go.kr/jobs처럼 물음표와 #이 없는 주소여야 합니다.")
    return address


def _read_switch(values: Mapping[str, str], name: str) -> bool:
    text = values.get(name, "").strip()
    if text not in ("", "0", "1"):
        raise SettingsError("{name}은 켜려면 1, 끄려면 0으로 적어 주세요.", name=name)
    return text == "1"


def _read_data(values: Mapping[str, str]) -> bool:
    text = values.get("DASHBOARD_DATA", "").strip()
    if text not in ("", "sample"):
        raise SettingsError("DASHBOARD_DATA는 비워 두거나 sample로 적어 주세요.")
    return text == "sample"


def _read_path(text: str) -> Path:
    try:
        return Path(text.strip()).expanduser()
    except RuntimeError:
        raise SettingsError("DATA_DIR의 ~가 가리키는 홈 폴더를 찾을 수 없습니다. 전체 경로를 적어 주세요.") from None


def _read_timeout(values: Mapping[str, str]) -> tuple[float, float]:
    text = values.get("DATA_GO_KR_TIMEOUT", "").strip()
    if not text:
        return DEFAULT_TIMEOUT
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= LONGEST_TIMEOUT:
        raise SettingsError("DATA_GO_KR_TIMEOUT은 0보다 크고 {most} 이하인 초여야 합니다.", most=LONGEST_TIMEOUT)
    return seconds, seconds


def _read_today(values: Mapping[str, str]) -> date | None:
    text = values.get("DASHBOARD_TODAY", "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise SettingsError("DASHBOARD_TODAY는 2026-11-22처럼 연-월-일로 적어 주세요.") from None


def _read_secrets(path: Path) -> dict[str, str]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise SettingsError("{file} 파일을 읽을 수 없습니다. TOML 형식인지 확인해 주세요.", file=path.name) from None
    return {name: value for name, value in table.items() if isinstance(value, str) and value.strip()}
