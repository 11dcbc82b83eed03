"""What offices write for "nothing" into a field of codes is no option of any filter, and stands among what was not read."""

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from dashboard.data import Data, load_data
from dashboard.selection.facets import UNSTATED
from data_loader.settings import KST, Settings
from data_loader.sync.run import sync
from tests.data_loader.conftest import institution_row, posting_row
from tests.data_loader.portal_server import KEY, PortalServer

NOW = datetime(2025, 11, 3, 10, 0, tzinfo=KST)
FILLERS = ("-", "null", "NULL", "없음", "해당없음", "N/A", ".")
CODED = ("hireType", "ncsCd", "workRgn", "acbgCond")


def loaded(folder: Path, monkeypatch: pytest.MonkeyPatch, postings: list[Any], institutions: list[Any]) -> Data:
    """What the dashboard knows after a sync of these rows."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with PortalServer(postings, institutions) as portal:
        settings = Settings(folder, portal.url, KEY, timeout=(5.0, 5.0))
        sync(settings, lambda: NOW, open_only=not institutions, sleep=lambda seconds: None)
        return load_data(settings, NOW)


def options_of(data: Data) -> dict[str, list[str]]:
    return {key: [option.label for option in options] for key, options in data.postings.options.items()}


def test_fillers_in_every_field_of_codes_become_no_options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = []
    for place, filler in enumerate(FILLERS):
        fields = {f"{name}{end}": filler for name in CODED for end in ("Lst", "NmLst")}
        rows.append(posting_row(10 + place, **fields, recrutSe=filler, recrutSeNm=filler))
        rows.append(posting_row(30 + place, workRgnLst=f"R3010,{filler}", workRgnNmLst=f"서울,{filler}"))
    rows.append(posting_row(50, workRgnLst="r3010", hireTypeLst="r1010", recrutSe="r2010"))
    rows.append(posting_row(51, hireTypeLst="R1999", hireTypeNmLst="없음", instNm="-"))
    data = loaded(tmp_path, monkeypatch, rows, [])
    for key, labels in options_of(data).items():
        assert not {label for label in labels if any(label.startswith(filler) for filler in FILLERS)}, key
        assert not [option for option in data.postings.options[key] if option.code != option.code.upper() and
                    option.code[:1] == "r"]  # fmt: skip
    regions = Counter(options_of(data)["region"])
    assert regions["서울"] == 1
    counts = dict(
        zip([o.code for o in data.postings.options["region"]], data.postings.facets["region"].totals, strict=True)
    )
    assert (counts["R3010"], counts[UNSTATED]) == (len(FILLERS) + 1, len(FILLERS))
    unread = data.snapshot.read("unread_values").to_pylist()
    told = Counter(row["column"] for row in unread)
    assert told["work_regions"] == 2 * len(FILLERS)
    assert {told[column] for column in ("hire_types", "ncs_fields", "education_levels", "career_level")} == {
        len(FILLERS)
    }
    assert all("채움말" in row["reason"] for row in unread)


@pytest.mark.parametrize("filler", FILLERS)
def test_fillers_in_the_roster_become_no_options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, filler: str) -> None:
    institution = institution_row("C9999", instNm="새 기관", sprvsnInstNm=filler, ctpvNm=filler, instType=filler,
                                  instTypeNm=filler, instClsf=filler, instClsfNm=filler)  # fmt: skip
    data = loaded(tmp_path, monkeypatch, [posting_row(1, pblntInstCd="C9999")], [institution])
    for key in ("ministry", "type", "class"):
        assert [option.code for option in data.postings.options[key] if filler in (option.code, option.name)] == []
    told = {row["column"] for row in data.snapshot.read("unread_values").to_pylist()}
    assert told == {"supervising_ministry", "headquarters_region", "institution_type", "institution_class"}


def test_the_recorded_fillers_become_no_options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, real: Path) -> None:
    rows = json.loads((real / "cases" / "code_fillers.json").read_text(encoding="utf-8"))["result"]
    data = loaded(tmp_path, monkeypatch, rows, [])
    for key, options in data.postings.options.items():
        codes = {option.code for option in options}
        assert codes == {
            code if code == UNSTATED or key in ("status", "replacement", "ministry", "preference") else code.upper()
            for code in codes
        }
        assert not codes & {"-", "NULL", "NONE", "없음"}, key
    assert data.snapshot.tables["unread_values"].rows >= 2
