"""근무지 지도: map, shares, fields, headquarters."""

from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.reader import address, charts, checked, find, open_page, said, table

VIEWS = {"capital": "capital_share", "fields": "specialisation", "seats": "seat_and_work"}


@pytest.mark.parametrize(("view", "chart"), VIEWS.items())
@pytest.mark.parametrize("measure", ["headcount", "postings", "per_100000", "regular_share"])
def test_every_view_draws_its_chart_beside_the_map(app: AppTest, view: str, chart: str, measure: str) -> None:
    open_page(app, "places", view=view, measure=measure, period="all")
    assert charts(app) == {"province_map", "province_bars", chart}


@pytest.mark.parametrize("count", ["full", "fractional", "single"])
@pytest.mark.parametrize("units", ["16", "17"])
def test_every_counting_mode_is_named(app: AppTest, count: str, units: str) -> None:
    open_page(app, "places", count=count, units=units)
    names = {"full": "중복 집계", "fractional": "균등 배분", "single": "하나만 적은 공고"}
    assert f"단위: 명, {names[count]}(" in said(app)
    assert charts(app) >= {"province_map", "province_bars"}


def test_a_chosen_region_keeps_the_map_whole(app: AppTest, sample_dir: Path) -> None:
    open_page(app, "places", region="busan", period="all", tables="1")
    shown = table(app, "근무지", "중복 집계(명)").set_index("근무지")["중복 집계(명)"]
    assert shown["부산"] == find(sample_dir, region="busan").headcount
    assert (shown > 0).sum() > 10


def test_without_days_chosen_the_map_is_of_the_last_twelve_whole_months(app: AppTest, sample_dir: Path) -> None:
    open_page(app, "places", measure="postings", tables="1")
    until = find(sample_dir).index.until
    first = until.replace(year=until.year - 1, day=1)
    last = until.replace(day=1) - timedelta(days=1)
    chosen = find(sample_dir, **{"from": f"{first:%Y-%m}", "to": f"{last:%Y-%m}"})
    assert table(app, "근무지", "균등 배분(건)")["균등 배분(건)"].sum() == pytest.approx(chosen.count, abs=1)
    period = f"{first.year}년 {first.month}월~{last.year}년 {last.month}월"
    assert f"최근 12개월({period})입니다. [받은 기간 모두 보기](places?measure=postings&tables=1&period=all" in said(
        app
    )


@pytest.mark.parametrize("asked", [{"period": "all"}, {"from": "2018-07"}, {"status": "open"}])
def test_who_asks_for_other_days_gets_them(app: AppTest, sample_dir: Path, asked: dict[str, str]) -> None:
    open_page(app, "places", measure="postings", tables="1", **asked)
    found = find(sample_dir, **{name: value for name, value in asked.items() if name != "period"})
    assert table(app, "근무지", "균등 배분(건)")["균등 배분(건)"].sum() == pytest.approx(found.count, abs=1)


def test_concentration_is_told_of_all_regions(app: AppTest) -> None:
    open_page(app, "places")
    whole = [metric.value for metric in app.metric]
    assert [metric.label for metric in app.metric] == ["지역 집중도(HHI, 16곳)", "지니 계수(16곳)"]
    open_page(app, "places", region="busan")
    assert [metric.value for metric in app.metric] == whole
    open_page(app, "places", q="없는말없는말")
    assert [metric.value for metric in app.metric] == ["–", "–"]


def test_persons_per_head_name_whom_they_are_counted_against(app: AppTest, sample_dir: Path) -> None:
    open_page(app, "places", measure="per_100000", tables="1")
    assert "시도별 인구 10만 명당 모집인원" in said(app)
    assert "2025년 말 주민등록인구(행정안전부)" in said(app)
    rates = table(app, "근무지", "인구 10만 명당 모집인원(명)").set_index("근무지")
    seoul = rates.loc["서울"]
    assert seoul["인구 10만 명당 모집인원(명)"] == round(seoul["균등 배분(명)"] / 9_299_548 * 100_000)


def test_data_that_do_not_know_who_lives_where_offer_no_rate(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.ui.places.RESIDENTS", "not_yet")
    open_page(app, "places", measure="per_100000")
    assert "시도별 모집인원" in said(app)
    assert app.button_group(key="choice_measure").options == ["모집인원", "공고 수", "정규직 공고 비율"]


def test_what_is_shown_is_chosen_side_by_side(app: AppTest) -> None:
    open_page(app, "places")
    checked(app.button_group(key="choice_measure").set_value("postings").run())
    checked(app.button_group(key="choice_units").set_value("17").run())
    assert address(app) == {"measure": "postings", "units": "17"}
    assert "시도별 공고 수" in said(app)


@pytest.mark.parametrize("units", ["16", "17"])
def test_tiles_stand_in_for_the_map(app: AppTest, units: str) -> None:
    open_page(app, "places", map="tiles", units=units)
    assert charts(app) == {"province_tiles", "province_bars", "capital_share"}


def test_municipalities_come_with_their_coverage_first(app: AppTest, sample_dir: Path) -> None:
    open_page(app, "places", map="municipalities", measure="postings", period="all")
    assert charts(app) == {"municipality_map", "by_municipality", "capital_share"}
    assert f"공고 {find(sample_dir).count:,}건 가운데" in said(app)
    assert "시·군·구를 밝혔다" in said(app)


def test_municipalities_of_a_chosen_region_only(app: AppTest) -> None:
    open_page(app, "places", map="municipalities", region="busan", tables="1")
    assert set(table(app, "시·군·구", "중복 집계(명)")["시도"]) == {"부산"}


def test_data_from_before_municipalities_were_found_say_so(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.ui.places.TABLE", "not_yet")
    open_page(app, "places", map="municipalities")
    assert charts(app) == {"capital_share"}
    assert "시·군·구가 아직 없습니다" in app.info[0].value


def test_no_period_is_marked_as_chosen_while_twelve_months_stand_in(app: AppTest) -> None:
    open_page(app, "places")
    assert app.button_group(key="period").value is None
    checked(app.button_group(key="period").set_value("all").run())
    assert address(app)["period"] == "all"
    assert app.button_group(key="period").value == "all"
