"""시설·사업: the map, the filters, the list, one of them in full."""

import re
import shutil
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data_loader.snapshot import NewTable, open_current, publish
from tests.pages.conftest import NOW
from tests.pages.reader import address, cards, charts, checked, data_in, open_page, said, table

FACILITIES = {"facility_map", "facility_kinds", "facility_opening"}
FILTERS = [{"region": "seoul,jeju"}, {"kind": "f005"}, {"fee": "free"}, {"open": "saturday,holiday"}, {"place": "out"},
           {"reserve": "yes"}, {"find": "체육관"}]  # fmt: skip


@pytest.mark.parametrize("params", FILTERS, ids=lambda params: next(iter(params)))
def test_every_filter_of_facilities_narrows_charts_and_list(app: AppTest, params: dict[str, str]) -> None:
    open_page(app, "facilities", **params)
    assert charts(app) == FACILITIES
    count = re.search(r" · 시설 ([\d,]+)곳", said(app))
    assert count
    assert 0 < int(count[1]) < 800
    assert "전체 · 시설" not in said(app)


@pytest.mark.parametrize(
    "params", [{}, {"field": "b03"}, {"stage": "youth,senior"}, {"service": "education"}, {"find": "사업"}]
)
def test_programmes_have_their_own_filters(app: AppTest, params: dict[str, str]) -> None:
    open_page(app, "facilities", view="programmes", **params)
    assert charts(app) == {"programme_fields"}
    assert len(table(app, "사업", "생애주기"))


def test_invented_facilities_are_announced(app: AppTest) -> None:
    open_page(app, "facilities")
    assert "무작위로 만든 예시 자료" in said(app)


def test_the_map_gives_every_facility_as_a_table(app: AppTest) -> None:
    open_page(app, "facilities")
    assert len(table(app, "위도", "경도")) == 800


def test_filters_are_written_into_the_address_and_cleared_from_it(app: AppTest) -> None:
    open_page(app, "facilities", page="3")
    checked(app.multiselect(key="offer_kind").set_value(["F005"]).run())
    assert address(app) == {"kind": "f005"}
    checked(app.multiselect(key="offer_open").set_value(["saturday", "holiday"]).run())
    assert address(app) == {"kind": "f005", "open": "holiday,saturday"}
    checked(app.text_input(key="offer_find").set_value("경기장").run())
    assert address(app)["find"] == "경기장"
    (clear,) = [button for button in app.button if button.label == "조건 모두 지우기"]
    checked(clear.click().run())
    assert address(app) == {}


def test_options_carry_what_choosing_them_would_find(app: AppTest) -> None:
    open_page(app, "facilities", region="jeju")
    options = app.multiselect(key="offer_fee").options
    counts = [int(option.rsplit(" · ", 1)[1]) for option in options]
    assert sum(counts) == len(table(app, "시설", "요금"))


def test_the_rarer_filters_are_drawn_when_opened_and_hold_anyway(app: AppTest, sample_dir: Path) -> None:
    code = data_in(sample_dir).snapshot.read("facilities")["institution_code"][0].as_py()
    open_page(app, "facilities", institution=code)
    assert not [each for each in app.multiselect if each.key == "offer_institution"]
    assert table(app, "시설", "기관")["기관"].nunique() == 1


def test_what_is_taken_away_names_the_filters_and_the_caveats_of_facilities(app: AppTest) -> None:
    open_page(app, "facilities", region="jeju")
    views = [card.view for card in cards(app)]
    assert {(view.filters, view.subject) for view in views} == {("시도 제주", "offers")}
    assert all("region=jeju" in view.url for view in views)


# One of them


def test_a_facility_opens_by_its_address_and_closes(app: AppTest) -> None:
    open_page(app, "facilities", facility="800", region="jeju")
    (closing,) = [button for button in app.button if button.label == "닫기"]
    assert "이용 방법" in said(app)
    checked(closing.click().run())
    assert address(app) == {"region": "jeju"}


def test_a_programme_opens_by_its_address(app: AppTest) -> None:
    open_page(app, "facilities", view="programmes", programme="1000")
    assert "생애주기" in said(app)
    assert [button.label for button in app.button] == ["닫기"]


@pytest.mark.parametrize(
    "junk",
    [{"facility": "0"}, {"facility": "<b>"}, {"facility": "9" * 30}, {"view": "zzz"}, {"page": "1e9"}, {"find": "\\`*_<b>"},
     {"region": "atlantis,`**`"}, {"open": "sunday"}, {"view": "programmes", "programme": "-1"}],
)  # fmt: skip
def test_a_mistyped_address_opens_all_the_same(app: AppTest, junk: dict[str, str]) -> None:
    open_page(app, "facilities", **junk)
    assert "출처" in said(app)


def test_what_is_not_known_is_named(app: AppTest) -> None:
    open_page(app, "facilities", facility="9999", region="atlantis")
    assert "번호 9999인 시설이 이 자료에 없습니다." in said(app)
    assert "시도=atlantis" in said(app)


def test_nothing_found_draws_no_empty_frame(app: AppTest) -> None:
    open_page(app, "facilities", find="없는말없는말")
    assert charts(app) == set()
    assert "조건에 맞는 시설이 없습니다." in said(app)


# Where there are none


@pytest.mark.parametrize(("view", "name"), [("facilities", "시설정보"), ("programmes", "사업정보")])
@pytest.mark.parametrize("how", ["missing", "empty"])
def test_without_them_the_page_says_how_to_get_them(
    app: AppTest, sample_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, view: str, name: str, how: str
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(sample_dir, folder)
    opened = open_current(folder)
    tables = {each: NewTable(opened.read(each), stored.origin) for each, stored in opened.tables.items()}
    tables[view] = NewTable(tables[view].data.slice(0, 0), tables[view].origin)
    if how == "missing":
        del tables[view]
        shutil.rmtree(folder / "snapshots")
        (folder / "current.json").unlink()
    publish(folder, tables, NOW)
    monkeypatch.setenv("DATA_DIR", str(folder))
    st.cache_resource.clear()
    open_page(app, "facilities", view=view)
    assert charts(app) == set()
    assert f"공공기관 {name} 조회서비스" in said(app)
    assert "출처" in said(app)
