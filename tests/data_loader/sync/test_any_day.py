"""Any day from 0001-01-01 to 9999-12-31 may stand in a notice: it is kept as it is and spoils nothing else."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pytest

from data_loader.export import csv_chunks
from data_loader.settings import Settings
from data_loader.sync.audit import audit
from data_loader.sync.run import sync
from tests.data_loader import portal_server
from tests.data_loader.conftest import NOW, institution_row, posting_row
from tests.data_loader.portal_server import PortalServer
from tests.data_loader.service_rows import detail, facility_row, programme_row, stage_row

LIST = portal_server.RECRUITMENT
ODD = [(f"{first:%Y%m%d}".zfill(8), f"{last:%Y%m%d}".zfill(8)) for first, last in (
    (date.min, date.max), (date.min, date.min), (date.max, date.max), (date(1, 12, 31), date(2025, 11, 30)),
    (date(2025, 11, 3), date.max), (date(9999, 1, 1), date(1, 1, 2)), (date(1600, 2, 29), date(2262, 4, 12)))]  # fmt: skip


def days_of(snapshot: Any) -> dict[int, tuple[date, date]]:
    rows = snapshot.read("postings", ["posting_id", "start_date", "end_date"]).to_pylist()
    return {row["posting_id"]: (row["start_date"], row["end_date"]) for row in rows}


def test_any_day_of_a_posting_goes_all_the_way(portal: PortalServer, settings: Settings) -> None:
    portal.rows[portal_server.FACILITIES] = [facility_row()]
    portal.rows[portal_server.PROGRAMMES] = [programme_row(bgngYmd="00010101", endYmd="99991231")]
    portal.rows[portal_server.INSTITUTIONS] = [institution_row(fndnYmd="00010101")]
    portal.rows[LIST] += [
        posting_row(n, pbancBgngYmd=first, pbancEndYmd=last) for n, (first, last) in enumerate(ODD, 1)
    ]
    stage = stage_row(9, 1, rsnOcrnYmd="99991231")
    portal.details[portal_server.RECRUITMENT_DETAIL] = {1: detail(1, steps=[stage])}
    first = sync(settings, lambda: NOW, sleep=lambda seconds: None).snapshot
    for number, (start, end) in enumerate(ODD, 1):
        assert [f"{day:%Y%m%d}".zfill(8) for day in days_of(first)[number]] == [start, end]
    assert first.tables["rejected"].rows == 0
    assert first.read("institutions").filter(pc.invert(first.read("institutions")["is_former"]))[
        "founded_date"
    ].to_pylist() == [date.min]
    # Two more appear, one is withdrawn, one moves from one end of time to the other.
    portal.rows[LIST] = [row for row in portal.rows[LIST] if row["recrutPblntSn"] != 5]
    portal.rows[LIST] += [
        posting_row(400_001, pbancBgngYmd="00010101"),
        posting_row(400_002, pbancBgngYmd="99991231", pbancEndYmd="99991231"),
    ]
    portal.rows[LIST][0] = posting_row(290_025, pbancEndYmd="99991231")
    later = NOW + timedelta(days=8)
    second = sync(settings, lambda: later, sleep=lambda seconds: None, accept=True).snapshot
    assert days_of(second)[290_025] == (date(2025, 11, 3), date.max)
    changes = {(row["posting_id"], row["change"]) for row in second.read("changes").to_pylist()}
    assert {(400_001, "new"), (290_025, "extended"), (5, "withdrawn")} <= changes
    assert not [line for line in audit(settings.data_dir, later) if "시작일" not in line and "마감일" not in line]
    text = b"".join(
        part if isinstance(part, bytes) else part.encode() for part in csv_chunks(second.read("postings"))
    ).decode()
    assert "0001-01-01" in text
    assert "9999-12-31" in text


def test_the_recorded_notice_without_an_end_is_open(portal: PortalServer, settings: Settings, real: Path) -> None:
    rows = json.loads((real / "cases" / "end_99991231.json").read_text(encoding="utf-8"))["result"]
    portal.rows[LIST] += rows
    snapshot = sync(settings, lambda: NOW, open_only=True, sleep=lambda seconds: None).snapshot
    assert days_of(snapshot)[900_001] == (date(2026, 11, 1), date.max)


@pytest.mark.parametrize("text", ["00000101", "10000-01-01", "99991232", "20250230", "-00010101"])
def test_what_is_no_day_is_set_aside(portal: PortalServer, settings: Settings, text: str) -> None:
    portal.rows[LIST].append(posting_row(1, pbancEndYmd=text))
    snapshot = sync(settings, lambda: NOW, open_only=True, sleep=lambda seconds: None).snapshot
    assert (snapshot.tables["postings"].rows, snapshot.tables["rejected"].rows) == (25, 1)
