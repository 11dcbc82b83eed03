"""The simulated portal, rows of the right shape, and a folder for the data."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from data_loader.alio.service import known_items
from data_loader.reference import load_reference
from data_loader.settings import Settings
from tests.data_loader.alio_server import AlioServer
from tests.data_loader.portal_server import KEY, PortalServer

# A busy machine is no failure.
hypothesis_settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("calm")

KST = timezone(timedelta(hours=9))
NOW = datetime(2025, 11, 3, 10, 0, tzinfo=KST)


def posting_row(number: int, **changes: object) -> dict[str, Any]:
    """A row of the recruitment list with all its fields."""
    row: dict[str, Any] = {
        "recrutPblntSn": number,
        "pblntInstCd": "C0021",
        "pbadmsStdInstCd": "B553991",
        "instNm": "국립공원공단",
        "ncsCdLst": "R600002",
        "ncsCdNmLst": "경영.회계.사무",
        "hireTypeLst": "R1040",
        "hireTypeNmLst": "비정규직",
        "workRgnLst": "R3022",
        "workRgnNmLst": "경남",
        "recrutSe": "R2030",
        "recrutSeNm": "신입+경력",
        "prefCondCn": "장애인",
        "recrutNope": 1,
        "pbancBgngYmd": "20251103",
        "pbancEndYmd": "20251111",
        "recrutPbancTtl": f"기간제 직원 채용 {number}",
        "srcUrl": "https://www.knps.or.kr/",
        "replmprYn": "N",
        "aplyQlfcCn": "제한 없음",
        "disqlfcRsn": "인사규정에 따름",
        "scrnprcdrMthdExpln": "서류, 면접",
        "prefCn": "없음",
        "acbgCondLst": "R7010",
        "acbgCondNmLst": "학력무관",
        "nonatchRsn": None,
        "ongoingYn": "Y",
        "decimalDay": 8,
        "files": [],
        "steps": [],
    }
    return row | changes


def posting_rows(count: int) -> list[Any]:
    """Rows with running numbers, newest first."""
    return [posting_row(number) for number in range(290_000 + count, 290_000, -1)]


def institution_row(code: str = "C0021", **changes: object) -> dict[str, Any]:
    """A row of the institutions list with all its fields."""
    row: dict[str, Any] = {
        "instCd": code,
        "instNm": "국립공원공단",
        "pbadmsStdInstCd": "B553991",
        "instClsf": "06",
        "instClsfNm": "농림수산환경",
        "instType": "A2004",
        "instTypeNm": "준정부기관(위탁집행형)",
        "sprvsnInstCd": "A1025",
        "sprvsnInstNm": "기후에너지환경부",
        "dsgnYn": "Y",
        "laygInstYn": "N",
        "fndnYmd": "19870701",
        "frgnYn": "N",
        "ctpvNm": "강원특별자치도",
        "sggNm": "원주시",
        "roadNmAddr": "혁신로 22",
        "lotnoAddr": "",
        "daddr": "",
        "rprsTelno": "033-769-9300",
        "rprsFxno": "",
        "rprsEml": "",
        "custCntrTelno": "",
        "siteUrl": "www.knps.or.kr",
    }
    return row | changes


@pytest.fixture
def memory_dir(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one, for tests in which a disk would mostly be waited for."""
    memory = Path("/dev/shm")
    parent = str(memory if os.access(memory, os.W_OK) else tmp_path)
    with TemporaryDirectory(prefix="public-jobs-", dir=parent) as folder:
        yield Path(folder)


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> Iterator[PortalServer]:
    """A portal with 25 postings of one institution."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with PortalServer(posting_rows(25), [institution_row()]) as server:
        yield server


@pytest.fixture
def settings(portal: PortalServer, tmp_path: Path) -> Settings:
    return Settings(tmp_path / "data", portal.url, KEY, timeout=(5.0, 5.0))


@pytest.fixture(scope="session")
def real_figures() -> dict[tuple[str, str], list[dict[str, Any]]]:
    """What the search would answer if it knew exactly the bundled figures of 2021 to 2026."""
    tables = {name: new.data.to_pylist() for name, new in load_reference().items()}
    figures: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for item in known_items():
        rows: dict[str, dict[str, Any]] = {}
        for row in tables[item.table]:
            if row.get("employment") == item.employment:
                told = rows.setdefault(
                    row["institution_code"],
                    {
                        "apbaId": row["institution_code"],
                        "apbaNa": row["institution"],
                        "apbaTypeNm": "",
                        "itmsUnitNm": "",
                    },
                )
                value = row[item.column.name]
                told[f"yy{2026 - row['year']}"] = "-" if value is None else f"{value:,}"
        figures[item.form, item.number] = list(rows.values())
    return figures


@pytest.fixture
def alio(monkeypatch: pytest.MonkeyPatch) -> Iterator[AlioServer]:
    """An ALIO without files and figures."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with AlioServer() as server:
        yield server


@pytest.fixture
def alio_settings(alio: AlioServer, tmp_path: Path) -> Settings:
    return Settings(tmp_path / "data", alio.url, timeout=(5.0, 5.0), alio_base_url=alio.url, alio_may_be_private=True)


def assert_free_of_key(folder: Path) -> None:
    """No file below the folder holds the key in any form."""
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert KEY.encode() not in content, path
            assert b"c2ltdWxhdGVk" not in content, path
