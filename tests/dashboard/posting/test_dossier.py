"""All about one posting, out of whatever tables a snapshot has."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from dashboard.posting.dossier import Dossiers, in_order, with_detail
from data_loader.schema import CHANGES, OBSERVATIONS, WORKPLACES
from data_loader.snapshot import NewTable, Origin, open_current, publish
from tests.dashboard.conftest import postings

NOW = datetime.fromisoformat("2025-11-03T09:30:00+09:00")
ORIGIN = Origin("시험", NOW.isoformat())


def detail(number: int) -> dict[str, Any]:
    """A detail as the portal answers it: two positions, the second one first, and two files."""
    step = {"recrutPblntSn": number, "aplyNope": None, "recrutNope": None, "cmpttRt": None, "rsnOcrnYmd": None}
    return {
        "recrutPblntSn": number,
        "steps": [
            step | {"recrutStepSn": 12, "minStepSn": 12, "maxStepSn": 12, "sortNo": 1, "recrutPbancTtl": "둘째"},
            step | {"recrutStepSn": 13, "minStepSn": 13, "maxStepSn": 13, "sortNo": 0, "recrutPbancTtl": "첫째"},
        ],
        "files": [
            {"sortNo": None, "recrutAtchFileNo": 1, "atchFileNm": "나.pdf", "atchFileType": "Z", "url": ""},
            {"sortNo": 1, "recrutAtchFileNo": 2, "atchFileNm": "가.pdf", "atchFileType": "A", "url": ""},
        ],
    }


def dossiers(folder: Path, **tables: pa.Table) -> Dossiers:
    everything = {"postings": postings({}), **tables}
    publish(folder, {name: NewTable(table, ORIGIN) for name, table in everything.items()}, NOW)
    return Dossiers(open_current(folder))


def test_a_snapshot_with_postings_alone_has_an_empty_dossier(tmp_path: Path) -> None:
    dossier = dossiers(tmp_path).of(900_000)
    assert not (dossier.texts or dossier.stages or dossier.attachments or dossier.changes or dossier.observation)
    assert not dossier.has_details and not dossier.has_ledger


def test_the_municipalities_a_posting_names_come_with_the_words_that_name_them(tmp_path: Path) -> None:
    rows = [
        {"posting_id": 900_000, "municipality_code": "32050", "passage": "[태백병원] 간호사"},
        {"posting_id": 5, "municipality_code": "11010", "passage": "서울 종로구"},
    ]
    found = dossiers(tmp_path, workplaces=pa.Table.from_pylist(rows, schema=WORKPLACES.arrow))
    assert [row["passage"] for row in found.of(900_000).workplaces] == ["[태백병원] 간호사"]


def test_a_detail_just_received_takes_its_place_in_order(tmp_path: Path) -> None:
    dossier = with_detail(dossiers(tmp_path).of(7), detail(7))
    assert dossier.has_details
    assert [position["position"] for position in dossier.positions] == ["첫째", "둘째"]
    assert [row["file_name"] for row in dossier.attachments] == ["가.pdf", "나.pdf"]


def test_the_ledger_is_read_with_those_that_followed(tmp_path: Path) -> None:
    changes = [
        {"posting_id": 7, "observed_at": NOW, "change": "new"},
        {"posting_id": 9, "observed_at": NOW, "change": "reposted", "related_posting_id": 7},
    ]
    observations = [
        {"posting_id": 7, "first_seen_at": NOW, "last_seen_at": NOW, "missing_since": None, "is_new": True, "edits": 0}
    ]
    found = dossiers(
        tmp_path,
        changes=pa.Table.from_pylist(changes, schema=CHANGES.arrow),
        observations=pa.Table.from_pylist(observations, schema=OBSERVATIONS.arrow),
    )
    dossier = found.of(7)
    assert [row["change"] for row in dossier.changes] == ["new"]
    assert dossier.followed_by == ((9, "reposted"),)
    assert dossier.observation and dossier.observation["first_seen_at"] == NOW
    assert found.of(8).has_ledger and not found.of(8).observation


def test_a_dossier_read_once_is_kept(tmp_path: Path) -> None:
    found = dossiers(tmp_path)
    assert found.of(7) is found.of(7)


@pytest.mark.parametrize("numbers", [[3, None, 1], [None, 3, 1]])
def test_empty_values_come_last(numbers: list[int | None]) -> None:
    assert [row["n"] for row in in_order([{"n": number} for number in numbers], "n")] == [1, 3, None]
