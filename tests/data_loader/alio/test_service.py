"""ALIO's statistics search: a real local server says the real figures, and every fault one can think of."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loader.alio.figures import ImportResult
from data_loader.alio.service import import_online, parse_figure
from data_loader.errors import PortalError, StoreError
from data_loader.lock import writer_lock
from data_loader.reference import load_reference
from data_loader.settings import Settings
from data_loader.snapshot import Snapshot, current_id, open_current
from tests.data_loader.alio_server import HOME_PAGE, AlioServer, Answer, search_answer

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
AVERAGE, STARTING, HIRES = ("20601", "GI0101"), ("20601", "GI0208"), ("20402", "GI010201")

Import = Callable[..., ImportResult]


@pytest.fixture
def alio(alio: AlioServer, real_figures: dict[tuple[str, str], list[dict[str, Any]]]) -> AlioServer:
    alio.figures = {key: [dict(row) for row in rows] for key, rows in real_figures.items()}
    return alio


@pytest.fixture
def run(alio_settings: Settings) -> Import:
    def import_now(**options: Any) -> ImportResult:
        given = {"settings": alio_settings, "now": NOW, "sleep": lambda seconds: None} | options
        return import_online(**given)

    return import_now


def told(alio: AlioServer, item: tuple[str, str], code: str) -> dict[str, Any]:
    return next(row for row in alio.figures[item] if row["apbaId"] == code)


def of(snapshot: Snapshot, table: str, **wanted: object) -> list[dict[str, Any]]:
    found = snapshot.read(table).to_pylist()
    return [row for row in found if all(row[column] == value for column, value in wanted.items())]


def test_the_figures_known_before_are_found_again_and_nothing_is_revised(run: Import, alio: AlioServer) -> None:
    result = run()
    assert result.warnings == ()
    for name in ("pay", "starting_pay", "new_hires", "staff", "revisions"):
        assert result.snapshot.read(name).equals(load_reference()[name].data), name
    # 355 institutions are four pages of each item, one call after the other.
    assert len([asked for asked in alio.asked if asked.params["itemNo"] == "GI0101"]) == 4
    assert {asked.params["countPerPage"] for asked in alio.asked} == {"100"}
    assert alio.most_at_once == 1


def test_a_table_says_which_of_its_items_were_looked_up(run: Import) -> None:
    origin = run().snapshot.tables["pay"].origin
    assert origin.as_of == "2026-08-20"
    assert origin.source.startswith(
        "공공기관 경영정보 공개시스템 ALIO, 직원평균보수현황.xlsx; 알리오 통계 조회(2026-11-22): "
    )
    assert "무기계약직 1인당 평균보수" in origin.source
    assert run().snapshot.tables["pay"].origin == origin
    assert run().snapshot.tables["staff"].origin.source == load_reference()["staff"].origin.source


def test_a_corrected_figure_takes_the_place_of_the_earlier_one_and_is_told(run: Import, alio: AlioServer) -> None:
    told(alio, AVERAGE, "C0057")["yy1"] = "41,279"
    result = run()
    (row,) = of(result.snapshot, "revisions")
    assert (row["institution"], row["year"], row["column"], row["employment"]) == (
        "대한석탄공사",
        2025,
        "average_pay",
        "regular",
    )
    assert (row["before"], row["after"]) == (42_339, 41_279)
    assert (row["before_as_of"], row["after_as_of"]) == (date(2026, 8, 20), TODAY)
    assert row["source"].startswith("알리오 통계 조회(2026-11-22)")
    (pay,) = of(result.snapshot, "pay", institution_code="C0057", year=2025, employment="regular")
    # The row is still the workbook's, but for the one value.
    assert (pay["average_pay"], pay["as_of"]) == (41_279, date(2026, 8, 20))
    assert "다른 값 1개" in " ".join(result.warnings)


def test_a_figure_left_out_erases_nothing(run: Import, alio: AlioServer) -> None:
    told(alio, AVERAGE, "C0247")["yy1"] = "-"
    told(alio, STARTING, "C0247")["yy1"] = ""
    told(alio, HIRES, "C0247")["yy1"] = None
    snapshot = run().snapshot
    for name in ("pay", "starting_pay", "new_hires"):
        assert snapshot.read(name).equals(load_reference()[name].data), name


def test_pay_of_zero_is_not_reported_and_nobody_hired_is_a_figure(run: Import, alio: AlioServer) -> None:
    told(alio, STARTING, "C0247")["yy1"] = "0"
    told(alio, HIRES, "C0247")["yy1"] = "0"
    rows = of(run().snapshot, "revisions")
    assert [(row["table"], row["after"]) for row in rows] == [("new_hires", 0)]


def test_after_new_year_the_newest_figures_may_still_be_those_of_last_year(run: Import) -> None:
    snapshot = run(now=datetime(2027, 1, 10, tzinfo=UTC)).snapshot
    assert snapshot.read("pay").equals(load_reference()["pay"].data)


def test_a_new_year_has_the_items_that_were_looked_up_and_no_others(run: Import, alio: AlioServer) -> None:
    for rows in alio.figures.values():
        for row in rows:
            values = [row[f"yy{back}"] for back in range(6)]
            row |= {f"yy{back}": value for back, value in enumerate([values[0], *values[:5]])}
    snapshot = run(now=datetime(2027, 9, 1, tzinfo=UTC)).snapshot
    (row,) = of(snapshot, "pay", institution_code="C0247", year=2027, employment="regular")
    assert (row["basis"], row["average_pay"], row["base_pay"]) == ("budget", 87_389, None)
    assert row["as_of"] == date(2027, 9, 1)
    (settled,) = of(snapshot, "pay", institution_code="C0247", year=2026, employment="regular")
    # What the budget said of the other items is not what was settled.
    assert (settled["basis"], settled["average_pay"], settled["base_pay"]) == ("settled", 87_389, None)
    assert of(snapshot, "pay", institution_code="C0247", year=2021)[0]["base_pay"] is not None


def shifted_meaning(alio: AlioServer) -> None:
    alio.figures[AVERAGE] = [dict(row) for row in alio.figures[STARTING]]


def other_unit(alio: AlioServer) -> None:
    for row in alio.figures[AVERAGE]:
        row["itmsUnitNm"] = "백만원"


def fewer_rows(alio: AlioServer) -> None:
    del alio.figures[AVERAGE][200:]


def repeated_row(alio: AlioServer) -> None:
    alio.figures[AVERAGE][250] = alio.figures[AVERAGE][0]


def lost_year(alio: AlioServer) -> None:
    del alio.figures[AVERAGE][3]["yy2"]


def no_rows(alio: AlioServer) -> None:
    alio.figures[AVERAGE] = []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (shifted_meaning, "들이지 않았습니다"),
        (fewer_rows, "덜 왔을 수"),
        (other_unit, "백만원"),
        (repeated_row, "두 번 왔습니다"),
        (lost_year, "알던 모양이 아니거나"),
        (no_rows, "비어 있습니다"),
    ],
)
def test_an_item_that_cannot_be_trusted_is_left_out_and_the_others_are_taken(
    run: Import, alio: AlioServer, change: Callable[[AlioServer], None], said: str
) -> None:
    change(alio)
    told(alio, STARTING, "C0247")["yy1"] = "41,000"
    result = run()
    (warning,) = (line for line in result.warnings if line.startswith("1인당 평균보수: "))
    assert said in warning
    assert result.snapshot.read("pay").equals(load_reference()["pay"].data)
    assert [row["after"] for row in of(result.snapshot, "revisions")] == [41_000]


def test_where_no_item_can_be_trusted_nothing_is_published(
    run: Import, alio: AlioServer, alio_settings: Settings
) -> None:
    alio.figures = {}
    with pytest.raises(PortalError, match="통합 문서"):
        run()
    assert current_id(alio_settings.data_dir) is None


def test_unknown_institutions_and_unreadable_figures_are_kept_aside(run: Import, alio: AlioServer) -> None:
    alio.figures[AVERAGE].append(alio.figures[AVERAGE][0] | {"apbaId": "C9999", "apbaNa": "새 기관"})
    told(alio, AVERAGE, "C0247")["yy1"] = "약 9천만"
    result = run()
    rows = of(result.snapshot, "rejected")
    assert [row["reason"].split(":")[0] for row in rows] == ["수가 아님", "명단에 없는 기관코드"]
    assert json.loads(rows[0]["record"])["yy1"] == "약 9천만"
    assert result.snapshot.tables["pay"].origin.rejected == 2
    assert of(result.snapshot, "pay", institution_code="C0247", year=2025)[0]["average_pay"] == 96_381


FAULTS = {
    "HTTP 500": Answer(500),
    "a web page": Answer(body=HOME_PAGE),
    "half the JSON": Answer(body=search_answer([], 1).body[:20]),
    "cut": replace(search_answer([{"apbaId": "C0247"}], 1), cut=True),
    "empty": Answer(),
}


@pytest.mark.parametrize("answer", FAULTS.values(), ids=FAULTS.keys())
def test_what_may_pass_is_tried_again(run: Import, alio: AlioServer, answer: Answer) -> None:
    alio.script(None, answer, answer)
    assert run().warnings == ()


@pytest.mark.parametrize("answer", [Answer(403, b"Forbidden"), Answer(302, headers={"Location": "/"}), Answer(404)])
def test_a_refusal_is_an_error_at_once_and_publishes_nothing(
    run: Import, alio: AlioServer, alio_settings: Settings, answer: Answer
) -> None:
    alio.script(answer)
    with pytest.raises(PortalError, match=f"HTTP {answer.status}"):
        run()
    assert len(alio.asked) == 1
    assert current_id(alio_settings.data_dir) is None


@pytest.mark.parametrize("status", ["fail", None])
def test_an_answer_that_says_it_failed_is_not_taken(run: Import, alio: AlioServer, status: str | None) -> None:
    alio.script(search_answer(alio.figures[AVERAGE][:100], 4, status))
    assert any(line.startswith("1인당 평균보수: ") for line in run().warnings)


def test_a_private_address_is_refused(run: Import, alio: AlioServer, alio_settings: Settings) -> None:
    with pytest.raises(PortalError, match="사설망"):
        run(settings=replace(alio_settings, alio_may_be_private=False))
    assert alio.asked == []


def test_a_broken_certificate_is_an_error_that_says_so(run: Import, alio: AlioServer, alio_settings: Settings) -> None:
    with pytest.raises(PortalError, match="REQUESTS_CA_BUNDLE"):
        run(settings=replace(alio_settings, alio_base_url=alio.url.replace("http:", "https:")))


def test_while_another_writer_is_at_work_nothing_is_published(run: Import, alio_settings: Settings) -> None:
    with writer_lock(alio_settings.data_dir, "sync"), pytest.raises(StoreError, match="sync"):
        run()


def test_a_later_workbook_does_not_undo_what_was_looked_up_after_it(
    run: Import, alio: AlioServer, alio_settings: Settings
) -> None:
    told(alio, AVERAGE, "C0057")["yy1"] = "41,279"
    run()
    told(alio, AVERAGE, "C0057")["yy1"] = "42,000"
    run(now=datetime(2026, 10, 1, tzinfo=UTC))
    (row,) = of(open_current(alio_settings.data_dir), "pay", institution_code="C0057", year=2025, employment="regular")
    assert row["average_pay"] == 41_279


@pytest.mark.parametrize(
    ("value", "figure"),
    [("96,381", 96_381), ("96381", 96_381), (" 1,234.5 ", 1_234.5), (7, 7), (0.5, 0.5), ("0", 0)]
    + [(missing, None) for missing in ("", "-", " ", None)],
)
def test_a_figure_is_read_as_written(value: object, figure: float | None) -> None:
    assert parse_figure(value) == figure


@pytest.mark.parametrize("value", ["1,23", "-5", "1e5", "약 3", "٣", True, float("nan"), float("inf"), -1, [], {}])
def test_what_is_no_figure_is_an_error(value: object) -> None:
    with pytest.raises(ValueError, match="수가 아님"):
        parse_figure(value)


@given(st.floats(0, 1e12) | st.integers(0, 10**12))
def test_a_figure_survives_being_written_with_commas(value: float) -> None:
    assert parse_figure(f"{value:,.2f}") == pytest.approx(value, abs=0.01)
    assert parse_figure(value) == value


@given(st.text() | st.integers() | st.floats() | st.none() | st.booleans() | st.lists(st.integers()))
def test_any_value_is_a_figure_missing_or_an_error(value: object) -> None:
    try:
        figure = parse_figure(value)
    except ValueError:
        return
    assert figure is None or figure >= 0
