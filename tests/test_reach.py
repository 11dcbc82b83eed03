"""Three histories read in part, through a local portal: nothing is said of days not read, and all that is said is true."""

import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.charts import competition, concentration, flow, institution, notices, place, provinces, terms, years
from dashboard.charts.chart import Chart
from dashboard.charts.hires import posted_and_hired
from dashboard.data import Data, load_data
from dashboard.findings import overview_findings
from dashboard.measures import flow as flow_measures
from dashboard.measures import hires, quality
from dashboard.measures.breakdown import Weight, break_down
from dashboard.measures.notices import followings
from dashboard.selection.index import Found
from dashboard.selection.positions import PositionIndex
from dashboard.selection.selection import Selection
from dashboard.takeaways import records
from dashboard.takeaways.brief import TABLES, brief
from dashboard.takeaways.brief_page import brief_page
from dashboard.takeaways.calendar import calendar
from dashboard.takeaways.citation import in_bibtex, in_english, in_korean
from dashboard.takeaways.datapackage import datapackage
from dashboard.takeaways.feed import atom_feed
from dashboard.takeaways.image import svg
from dashboard.takeaways.view import View
from dashboard.takeaways.workbook import write_postings
from dashboard.ui.cards import _headline
from dashboard.ui.takeaway import table_csv
from data_loader.settings import Settings
from tests import states
from tests.pages.reader import open_page, plain, said
from tests.states import State, day_of

APP = Path(__file__).resolve().parent.parent / "streamlit_app.py"
SECONDS = 60
CARDS = ("접수 중인 공고", "접수 중인 모집인원", "최근 7일 새 공고", "최근 7일 새로 시작", "7일 안에 마감")
NAMES = ("open list", "smallest", "two years", "cut year")
HEADCOUNT: Weight = "headcount"
# What is told of institutions comes from ALIO, the dates of single postings from themselves.
OF_OTHERS = re.compile(
    r"결산|평균보수|초임|알리오|ALIO|신규채용|채용률|결원율|주민등록인구|통계청|R30|^\||^- \[|^\[|^\d+\. |^- \d{4}-\d\d-\d\d \[|^기관유형|~\d{4}-|마감해|부터 \d{4}-\d\d-\d\d까지"
)
YEAR = re.compile(r"(20[0-3]\d)(?:년|-\d\d)")
OVER_TIME = re.compile(
    r"전년|작년보다|한 해 전|앞선 12개월|최근 12개월에|최근 1년|12개월(?:의|에|은|간)|평균 달의|늘었다|줄었다|높아졌다|낮아졌다"
)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, State]:
    """Each state, made when it is first asked for."""
    return {}


@pytest.fixture(params=NAMES)
def state(request: pytest.FixtureRequest, made: dict[str, State], tmp_path_factory: pytest.TempPathFactory) -> State:
    name: str = request.param
    if name not in made:
        folder = tmp_path_factory.mktemp("state")
        if name == "open list":
            made[name] = states.only_the_open_list(folder, request.getfixturevalue("real_list")["result"])
        else:
            made[name] = {"smallest": states.smallest, "two years": states.two_years, "cut year": states.cut_year}[name](folder)  # fmt: skip
    return made[name]


def data_of(state: State) -> Data:
    now = datetime.combine(state.today, datetime.min.time(), UTC) + timedelta(hours=1)
    return load_data(Settings(state.folder, "http://127.0.0.1", today=state.today), now)


@pytest.fixture
def data(state: State) -> Data:
    return data_of(state)


@pytest.fixture
def found(data: Data) -> Found:
    return data.postings.find(Selection())


def persons(rows: Any) -> int:
    return sum(row["recrutNope"] or 0 for row in rows)


def read_whole(state: State, first: date, last: date) -> bool:
    return any(low <= first and last <= high for low, high in state.read)


def year_read(state: State, year: int) -> bool:
    """Whether a year was read, as far as it has gone."""
    return read_whole(state, date(year, 1, 1), min(date(year, 12, 31), state.today))


def charts_over_time(found: Found) -> dict[str, Chart]:
    kinds = followings(found.index)
    return {
        "monthly": flow.monthly(found, HEADCOUNT),
        "trailing": flow.trailing(found, HEADCOUNT),
        "monthly by": flow.monthly_by(found, "hire", HEADCOUNT),
        "seasonality": flow.seasonality(found, "postings"),
        "yearly": flow.yearly(found, "postings"),
        "same": years.same_institutions(found, "postings"),
        "index": years.adjusted_index(found, "postings"),
        "capital": place.capital_share(found, HEADCOUNT, "fractional"),
        "hire": terms.over_time(found, "career", "postings"),
        "fields": terms.many_fields(found),
        "short": notices.short_windows(found),
        "again": notices.repostings(found, kinds),
        "again by hire": notices.repostings_by_hire(found, kinds),
        "rhythm": institution.calendar(found, found),
        "beside": institution.side_by_side({"모두": found}),
    }


def breakdowns(found: Found) -> dict[str, Chart]:
    return {
        "by": flow.by_facet(found, "region"),
        "lorenz": concentration.lorenz(found, HEADCOUNT),
        "map": provinces.province_map(found, provinces.Look(HEADCOUNT, "fractional")),
        "quotients": place.specialisation(found, HEADCOUNT),
        "windows": notices.windows(found),
        "education": terms.any_education_by_field(found),
        "mix": institution.mix(found, found, "hire", "고용형태"),
    }


# What is counted equals an independent count


def test_each_month_drawn_was_read_and_equals_a_count(state: State, found: Found) -> None:
    series = flow_measures.monthly(found.history)
    for place_, (posted, planned) in enumerate(zip(series.postings, series.headcount, strict=True)):
        month = series.first + place_
        first = date(1970 + month // 12, month % 12 + 1, 1)
        last = min((first + timedelta(days=31)).replace(day=1) - timedelta(days=1), state.today)
        if read_whole(state, first, last):
            rows = state.within(first, last)
            assert (posted, planned) == (len(rows), persons(rows)), first
        else:
            assert np.isnan(posted)
            assert np.isnan(planned)
    drawn = {f"{day}" for low, high in state.read for day in (low, high)}
    assert bool(series.months) is bool(drawn)


def test_each_year_drawn_was_read_and_equals_a_count(state: State, found: Found) -> None:
    counted = flow_measures.year_on_year(found.history, "postings")
    drawn = dict(zip(counted["years"].astype(int).tolist(), counted["all"].tolist(), strict=True))
    known = [year for year in range(2019, state.today.year) if year_read(state, year)]
    assert [year for year, value in drawn.items() if not np.isnan(value)] == known
    for year in known:
        assert drawn[year] == len(state.within(date(year, 1, 1), date(year, 12, 31)))


def test_breakdowns_count_days_read_or_what_is_open(state: State, found: Found) -> None:
    expected = state.counted or state.open_now
    assert found.population.count == len(expected)
    assert break_down(found.population, "region").total == persons(expected)


def test_the_cards_equal_a_count(state: State, found: Found) -> None:
    open_now, headcount, new, closing = _headline(found)
    assert open_now.value == f"{len(state.open_now):,}건"
    assert headcount.value == f"{persons(state.open_now):,}명"
    week = state.today - timedelta(days=6)
    is_read = read_whole(state, week, state.today)
    started = (
        state.within(week, state.today) if is_read else [r for r in state.open_now if day_of(r, "pbancBgngYmd") >= week]
    )
    assert new.value == f"{len(started):,}건"
    assert ("접수 중" in new.note) is not is_read
    soon = [row for row in state.open_now if day_of(row, "pbancEndYmd") <= state.today + timedelta(days=6)]
    assert closing.value == f"{len(soon):,}건"
    for card in (open_now, headcount, closing):
        assert card.change is None
        assert card.trend == []


def test_hires_are_compared_with_years_read_alone(state: State, data: Data, found: Found) -> None:
    table = hires.posted_and_hired(found, data.table("new_hires"))
    assert all(year_read(state, int(year)) for year in table["year"])
    for year in range(2021, state.today.year):
        filled = hires.fill_by_institution(found, data.table("new_hires"), year)
        assert bool(len(filled)) is year_read(state, year)


def test_quality_is_told_of_years_read_alone(state: State, data: Data) -> None:
    table = quality.by_year(data.postings)
    assert all(year_read(state, int(year)) for year in table["year"] if year > 2018)


def test_results_are_told_of_days_read_alone(state: State, data: Data, found: Found) -> None:
    empty = pa.Table.from_pylist([], schema=data.snapshot.read("competitions").schema)
    positions = PositionIndex(data.postings, empty, np.array([row["recrutPblntSn"] for row in state.truth]))
    chart = competition.coverage(found, positions)
    shown = chart.table()
    assert all(year_read(state, int(year)) for year in shown.iloc[:, 0] if int(year) > 2018)


# What is said


def claims(text: str) -> Iterator[str]:
    """Sentences of postings, one a line."""
    for line in text.splitlines():
        yield from re.split(r"(?<=다\.)\s+|(?<=함\.)\s+", line)


def assert_says_nothing_of_what_was_not_read(state: State, text: str) -> None:
    held = {
        year for year in range(2018, state.today.year + 1) if year_read(state, year) or (year == 2018 and state.read)
    }
    held |= {year for low, high in state.read for year in range(low.year, high.year + 1)}
    for sentence in claims(text):
        if OF_OTHERS.search(sentence) or "받지 못" in sentence or "받았습니다" in sentence:
            continue
        years = {int(year) for year in YEAR.findall(sentence)}
        if sentence.startswith(("시작일", "전체", "근무지")) or "기준" in sentence:
            continue
        assert years <= held, sentence
        if not state.read:
            assert not OVER_TIME.search(sentence), sentence


def test_no_sentence_of_a_chart_or_finding_is_about_days_not_read(state: State, found: Found) -> None:
    told = [chart.sentence for chart in (charts_over_time(found) | breakdowns(found)).values()]
    for sentence in [*told, *overview_findings(found)]:
        assert_says_nothing_of_what_was_not_read(state, sentence)


def test_a_chart_over_time_of_nothing_read_is_empty_and_says_why(state: State, found: Found) -> None:
    for name, chart in charts_over_time(found).items():
        if not state.read:
            assert chart.is_empty, name
            assert "접수 중인 공고만 받아" in chart.sentence, name


def test_no_figure_holds_what_is_no_number(state: State, found: Found) -> None:
    for name, chart in (charts_over_time(found) | breakdowns(found)).items():
        assert json.dumps(chart.figure, allow_nan=False, default=lambda value: value.item()), name


def test_breakdowns_name_whom_they_count(state: State, found: Found) -> None:
    for chart in breakdowns(found).values():
        assert "아직 받지 못함" in chart.unit or "접수 중인 공고의" in chart.title


def test_months_between_that_were_not_read_are_a_gap_with_a_band(
    made: dict[str, State], tmp_path_factory: pytest.TempPathFactory
) -> None:
    state = made.setdefault(
        "cut year", states.cut_year(tmp_path_factory.mktemp("state")) if "cut year" not in made else made["cut year"]
    )
    chart = flow.monthly(data_of(state).postings.find(Selection()), "postings")
    bars, _pale, line = chart.figure["data"]
    drawn = dict(zip(bars["x"], bars["y"], strict=True))
    assert all(drawn[f"2025-{month:02}-01"] is None for month in range(1, 13))
    assert drawn["2024-12-01"] is not None
    assert dict(zip(line["x"], line["y"], strict=True))["2026-06-01"] is None
    assert [(shape["x0"], shape["x1"]) for shape in chart.figure["layout"]["shapes"]] == [("2025-01-01", "2026-01-01")]
    assert [note["text"] for note in chart.figure["layout"]["annotations"]] == ["받지 않음"]


@pytest.fixture
def app(state: State, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    monkeypatch.setenv("DATA_DIR", str(state.folder))
    monkeypatch.setenv("DASHBOARD_TODAY", state.today.isoformat())
    st.cache_resource.clear()
    yield AppTest.from_file(str(APP), default_timeout=SECONDS)
    st.cache_resource.clear()


ADDRESSES: tuple[tuple[str, dict[str, str]], ...] = (
    ("overview", {}),
    ("overview", {"from": "2024-01", "to": "2024-12"}),
    ("overview", {"status": "open"}),
    ("postings", {}),
    ("places", {"view": "capital"}),
    ("places", {"view": "seats", "measure": "per_100000"}),
    ("trends", {"view": "months"}),
    ("trends", {"view": "years"}),
    ("trends", {"view": "terms"}),
    ("trends", {"view": "notices"}),
    ("trends", {"view": "staff"}),
    ("institutions", {"code": "C0021", "view": "postings"}),
    ("institutions", {"compare": "C0021,C0247"}),
    ("competition", {}),
    ("data", {"view": "quality"}),
)


def said_of_postings(app: AppTest, state: State) -> str:
    """Every text of a page but the charts and lines of other sources, which are of another day."""
    elements = (*app.title, *app.markdown, *app.caption, *app.warning, *app.info)
    texts = [plain(element.value) for element in elements]
    day = re.compile(r"(\d{4}-\d\d-\d\d)(?: \d\d:\d\d)? 기준 실제 자료")
    return "\n".join(text for text in texts if all(found == f"{state.today}" for found in day.findall(text)))


def test_no_page_says_anything_of_days_not_read(state: State, app: AppTest) -> None:
    for page, params in ADDRESSES:
        app.query_params.clear()
        open_page(app, page, **params)
        shown = "\n".join(line for line in said_of_postings(app, state).splitlines() if " = " not in line)
        assert_says_nothing_of_what_was_not_read(state, shown)
        assert "받지 못" in said(app) or "뒤." in said(app), page
        assert all(not metric.delta for metric in app.metric if metric.label in CARDS), page


# What is taken away


def test_whatever_is_taken_away_says_what_was_read(state: State, data: Data, found: Found) -> None:
    origin = data.origin("postings")
    coverage = origin.coverage
    assert coverage
    view = View("채용공고", "전체", "http://localhost/postings", origin, state.today)
    chart = flow.monthly(found)
    pack = io.BytesIO()
    write_postings(found, view, pack)
    book = openpyxl.load_workbook(pack)
    page = brief_page(
        brief(data.postings.find(Selection().with_codes("institution", ["C0021"])), _tables(data)),
        view,
        data.origin("pay"),
    ).decode()
    texts = {
        "caveats": "\n".join(str(cell.value) for row in book["주의사항"] for cell in row),
        "picture": svg(chart, view).decode(),
        "brief": page,
        "korean": in_korean(view).replace(coverage.rstrip("."), coverage),
        "calendar": calendar(found, view).decode().replace("\r\n ", "").replace("\\,", ","),
        "feed": atom_feed(found, view, "http://localhost/feed").decode(),
        "json": b"".join(records.json_parts(found, view, 0, 1)).decode(),
        "package": json.loads(datapackage(view))["description"],
        "csv": b"".join(records.csv_parts(found, view, 0, 1)).decode(),
        "table": table_csv(chart.table() if len(chart.table()) else breakdowns(found)["by"].table(), origin).decode(),
    }
    for name, text in texts.items():
        assert coverage in text, name
    for cited in (in_english(view), in_bibtex(view)):
        assert "postings" in cited.lower() or "공고" in cited
    metadata = pq.read_schema(io.BytesIO(records.parquet(found, view))).metadata
    assert metadata[b"coverage"].decode() == coverage
    assert json.loads(datapackage(view))["coverage"] == coverage


def test_a_brief_tells_no_year_that_was_not_read(state: State, data: Data) -> None:
    made = brief(data.postings.find(Selection().with_codes("institution", ["C0021"])), _tables(data))
    facts = {fact.label: fact.value for fact in made.facts}
    months = flow_measures.monthly(data.postings.find(Selection().with_codes("institution", ["C0021"])).history)
    is_known = bool(np.isfinite(flow_measures.trailing_sum(months.complete("postings"))[-1:]).any())
    assert (facts["최근 12개월 공고"] != "–") is is_known
    for chart in made.charts:
        assert_says_nothing_of_what_was_not_read(state, chart.sentence)
    has_year = read_whole(state, state.today - timedelta(days=364), state.today)
    assert any(chart.title.startswith("최근 1년") for chart in made.charts) is has_year


def _tables(data: Data) -> dict[str, Any]:
    return {name: data.table(name) for name in TABLES}


def test_posted_and_hired_says_why_it_is_empty() -> None:
    table = hires.pd.DataFrame(columns=["year", "posted", "hired", "fill"])
    assert posted_and_hired(table, is_sample=False, unread="받지 않았다.").sentence == "받지 않았다."
