"""Events on time lines: on the day they happened, none covering another, none where there is no time."""

from datetime import date

import pandas as pd
import pytest

from dashboard.charts import hires
from dashboard.charts.chart import Chart, figure
from dashboard.charts.events import NEAR, in_order, with_events
from dashboard.charts.flow import monthly
from dashboard.charts.lines import Line, named_lines
from data_loader.reference import load_reference
from tests.dashboard.charts.conftest import FRAMES, assert_english, assert_sound, found_in
from tests.dashboard.charts.disclosed import tables_in

TOPICS = ("hires", "staff", "postings", "types")


def events() -> pd.DataFrame:
    return load_reference()["events"].data.to_pandas()


def new_hires() -> Chart:
    return hires.new_hires(tables_in("all")["new_hires"])


def lines(first: int, last: int) -> Chart:
    years = list(range(first, last + 1))
    drawn = named_lines([Line("가", years, years), Line("나", years, years)], "명")
    return Chart("lines", "제목", "문장.", "단위.", drawn, lambda: pd.DataFrame({"연도": years}))


def numbers(chart: Chart) -> dict[str, float]:
    return {note["text"]: note["x"] for note in chart.figure["layout"].get("annotations", ())}


@pytest.mark.parametrize("frame", FRAMES)
def test_a_time_line_of_postings_with_events_is_sound_in_every_situation(frame: str) -> None:
    assert_sound(with_events(monthly(found_in(frame), "postings"), events(), TOPICS))


def test_yearly_figures_with_events_are_sound_in_both_languages() -> None:
    assert_sound(with_events(new_hires(), events(), TOPICS))
    assert_english(lambda: with_events(new_hires(), events(), TOPICS))


def test_a_year_stands_for_its_days_from_half_a_step_before() -> None:
    at = numbers(with_events(new_hires(), events(), ("hires",)))
    names = {name: str(number) for number, name, *_rest in in_order(events())}
    # On an axis of names 2024 is at 3: 23 February is a seventh of the year after its beginning at 2.5.
    assert at[names["의사 집단행동"]] == pytest.approx(2.5 + 53 / 366, abs=0.02)
    assert at[names["코로나19"]] == -0.5
    on_numbers = numbers(with_events(lines(2021, 2025), events(), ("hires",)))
    assert on_numbers[names["의사 집단행동"]] == pytest.approx(2023.5 + 53 / 366, abs=0.02)


def test_months_carry_the_day_itself() -> None:
    days = [date(2020 + month // 12, month % 12 + 1, 1).isoformat() for month in range(72)]
    drawn = named_lines([Line("가", days, list(range(72)))], "건", xaxis={"type": "date"})
    chart = with_events(Chart("m", "제목", "문장.", "단위.", drawn, pd.DataFrame), events(), ("hires",))
    shapes = [shape for shape in chart.figure["layout"]["shapes"] if shape["type"] == "rect"]
    assert [(shape["x0"], shape["x1"]) for shape in shapes][-1] == ("2024-02-23", "2025-10-19")


@pytest.mark.parametrize("topics", [("hires",), TOPICS])
@pytest.mark.parametrize("years", [(2021, 2026), (2018, 2026)])
def test_no_number_covers_another(topics: tuple[str, ...], years: tuple[int, int]) -> None:
    layout = with_events(lines(*years), events(), topics).figure["layout"]
    notes = [(note["x"] / (years[1] - years[0] + 1), note["y"]) for note in layout["annotations"]]
    assert all(
        abs(x - other_x) >= NEAR * 0.99 or y != other_y
        for place, (x, y) in enumerate(notes)
        for other_x, other_y in notes[:place]
    )
    assert layout["margin"]["t"] > 16 * len({y for _x, y in notes})


def test_the_words_name_each_number_and_the_same_one_on_every_figure() -> None:
    first, second = (with_events(lines(*years), events(), ("hires",)).unit for years in ((2021, 2025), (2018, 2026)))
    assert "14 의사 집단행동 2024-02~2025-10" in first
    assert "14 의사 집단행동 2024-02~2025-10" in second
    assert "이전지역 인재" not in first


def test_a_break_of_the_series_is_drawn_where_the_chart_is_about_it() -> None:
    by_type = Chart("monthly_by_type", "제목", "문장.", "단위.", lines(2021, 2026).figure, pd.DataFrame)
    dashed = [
        s for s in with_events(by_type, events(), ()).figure["layout"]["shapes"] if s["line"].get("dash") == "dash"
    ]
    assert len(dashed) == 4
    assert with_events(lines(2021, 2026), events(), ()).figure["layout"].get("shapes", ()) == ()


@pytest.mark.parametrize(
    "chart",
    [
        Chart(
            "bars", "제목", "문장.", "단위.", figure([{"type": "bar", "x": [3, 5], "y": ["가", "나"]}]), pd.DataFrame
        ),
        Chart("one", "제목", "문장.", "단위.", figure([{"type": "bar", "x": ["2021"], "y": [5]}]), pd.DataFrame),
        Chart("none", "제목", "문장.", "단위.", figure([]), pd.DataFrame),
    ],
    ids=lambda chart: chart.key,
)
def test_a_figure_without_time_stays_as_it_is(chart: Chart) -> None:
    assert with_events(chart, events(), TOPICS) is chart


def test_every_event_has_a_source_and_an_address() -> None:
    rows = events()
    assert rows["event_code"].is_unique
    assert rows["source"].str.len().gt(5).all()
    assert rows["source_address"].str.startswith("https://").all()
    assert (rows["last_day"].isna() | (rows["last_day"] > rows["first_day"])).all()
    known = {"hires", "staff", "pay", "postings", "types", "regions", "ministries", "relocated", "youth"}
    assert {topic for bears_on in rows["bears_on"] for topic in bears_on.split()} == known
