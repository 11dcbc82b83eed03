"""Where the branch offices are: what the list tells, and where it was cut."""

import pandas as pd

from dashboard.charts.offices import offices
from data_loader.reference import load_reference
from tests.dashboard.charts.conftest import assert_english, assert_sound


def test_the_region_with_the_most_offices_is_sought_where_the_list_is_whole() -> None:
    chart = offices(load_reference()["branches"].data.to_pandas())
    assert_sound(chart)
    assert chart.sentence == (
        "목록에 있는 지역사무소는 본사를 빼고 3,673곳이고, 서울과 경기 밖에서는 전남광주에 399곳으로 가장 많다."
    )
    assert "500곳" in chart.unit


def test_it_speaks_english() -> None:
    assert_english(lambda: offices(load_reference()["branches"].data.to_pandas()))


def test_without_an_office_the_sentence_says_so() -> None:
    chart = offices(pd.DataFrame({"region": ["R3010"], "is_head_office": [True]}))
    assert_sound(chart)
    assert chart.sentence == "목록에 지역사무소가 없다."
