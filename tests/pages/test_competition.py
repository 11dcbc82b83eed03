"""경쟁률: coverage first, then ratios, their groups, stages, pay, and the list."""

import io
import shutil
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.data import Data, load_data
from dashboard.ui.competition import load_positions, position_table, positions_with_postings
from data_loader.settings import Settings
from data_loader.snapshot import NewTable, open_current, publish
from tests.pages.conftest import NOW
from tests.pages.reader import address, cards, charts, checked, data_in, find, open_page, said, table, tables

ALWAYS = {"competition_coverage", "competition_distribution"}
SPLITS = ("ncs", "region", "hire", "institution", "type", "year")


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize("count", ["fractional", "full", "single"])
def test_ratios_are_split_by_every_facet_in_every_counting_mode(app: AppTest, split: str, count: str) -> None:
    open_page(app, "competition", by=split, count=count)
    assert charts(app) == ALWAYS | {f"competition_by_{split}"}
    assert "nan" not in said(app)


@pytest.mark.parametrize(("view", "chart"), [("stages", "competition_funnel"), ("pay", "competition_pay")])
def test_stages_and_pay_have_a_view_of_their_own(app: AppTest, view: str, chart: str) -> None:
    open_page(app, "competition", view=view)
    assert charts(app) == ALWAYS | {chart}
    assert all(len(made) for made in tables(app))


def test_coverage_stands_before_any_ratio(app: AppTest) -> None:
    open_page(app, "competition")
    words = said(app)
    assert words.index("전형 결과를 공개했다") < words.index("대 1")


def test_the_filters_of_the_side_narrow_the_positions(app: AppTest, sample_dir: Path) -> None:
    open_page(app, "competition", view="list", region="busan")
    found = find(sample_dir, region="busan")
    positions = load_positions(data_in(sample_dir))
    assert positions is not None
    assert f"모집 분야 {len(positions.of(found).rated):,}개" in said(app)
    assert f"공고 {found.count:,}건" in said(app)


@pytest.mark.parametrize("params", [{"q": "없는말없는말"}, {"status": "open"}])
def test_without_a_ratio_the_page_says_so_and_draws_no_empty_frame(app: AppTest, params: dict[str, str]) -> None:
    open_page(app, "competition", **params)
    assert charts(app) == set()
    assert "경쟁률을 알 수 있는 모집 분야가 없습니다." in said(app)


@pytest.mark.parametrize(
    "junk",
    [{"view": "zzz"}, {"by": "<b>"}, {"count": "1e9"}, {"region": "atlantis"}, {"view": "list", "page": "999999"},
     {"view": "list", "sort": "price", "page": "-1", "find": "`*_<b>"}],
)  # fmt: skip
def test_a_mistyped_address_opens_all_the_same(app: AppTest, junk: dict[str, str]) -> None:
    open_page(app, "competition", **junk)
    assert charts(app) >= ALWAYS


# The list


def test_the_list_begins_with_the_hardest_and_links_to_the_posting(app: AppTest) -> None:
    open_page(app, "competition", view="list")
    shown = table(app, "경쟁률", "공고")
    assert shown["경쟁률"].is_monotonic_decreasing
    assert shown["공고"].str.fullmatch(r"postings\?posting=\d+").all()
    assert (shown["경쟁률"] - shown["지원자(명)"] / shown["선발(명)"]).abs().max() < 1e-9
    open_page(app, "competition", view="list", sort="low")
    assert table(app, "경쟁률", "공고")["경쟁률"].is_monotonic_increasing


def test_the_search_is_in_the_address_and_finds_names_and_institutions(app: AppTest) -> None:
    open_page(app, "competition", view="list")
    checked(app.text_input(key="choice_find").set_value("간호").run())
    assert address(app) == {"view": "list", "find": "간호"}
    assert table(app, "모집 분야")["모집 분야"].str.contains("간호").all()
    checked(app.text_input(key="choice_find").set_value("없는말없는말").run())
    assert "찾는 모집 분야가 없습니다." in said(app)


def test_the_file_holds_the_columns_of_the_source_and_of_the_posting(sample_dir: Path) -> None:
    data = data_in(sample_dir)
    positions = load_positions(data)
    assert positions is not None
    chosen = positions.of(find(sample_dir, hire="regular"))
    whole = positions_with_postings(positions, chosen.rated).to_pandas()
    shown = position_table(positions, chosen.rated).to_pandas()
    assert {"posting_id", "first_stage_id", "disclosed_ratio", "title", "institution"} <= set(whole.columns)
    assert whole["ratio"].tolist() == shown["경쟁률"].tolist()
    assert ("postings?posting=" + whole["posting_id"].astype(str)).tolist() == shown["공고"].tolist()
    assert len(io.StringIO(whole.to_csv()).readlines()) == len(chosen.rated) + 1


def test_what_is_taken_away_names_the_filters_of_the_postings(app: AppTest) -> None:
    open_page(app, "competition", region="busan")
    views = [card.view for card in cards(app)]
    assert {(view.filters, view.subject) for view in views} == {("근무지 부산", "postings")}


# Where there are no results


def without(folder: Path, source: Path, *tables: str) -> Path:
    """A copy of a data folder whose snapshot never had these tables."""
    shutil.copytree(source, folder)
    opened = open_current(folder)
    kept = {name: NewTable(opened.read(name), stored.origin) for name, stored in opened.tables.items()}
    shutil.rmtree(folder / "snapshots")
    (folder / "current.json").unlink()
    publish(folder, {name: new for name, new in kept.items() if name not in tables}, NOW)
    return folder


def test_before_any_details_the_page_says_how_to_get_them(
    app: AppTest, sample_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = without(tmp_path / "data", sample_dir, "stages", "competitions", "attachments")
    monkeypatch.setenv("DATA_DIR", str(folder))
    st.cache_resource.clear()
    open_page(app, "competition", region="busan")
    assert charts(app) == set()
    assert "python -m data_loader sync" in said(app)
    assert "출처" in said(app)


def test_invented_results_are_never_joined_to_real_postings(sample_dir: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(sample_dir, folder)
    opened = open_current(folder)
    origin = opened.tables["postings"].origin
    real = {"source": "포털", "as_of": origin.as_of}
    publish(folder, {"postings": NewTable(opened.read("postings"), type(origin)(**real))}, NOW)
    assert load_positions(_loaded(folder)) is None
    assert load_positions(_loaded(sample_dir)) is not None


def test_without_attachments_coverage_is_told_of_the_postings_with_stages(sample_dir: Path, tmp_path: Path) -> None:
    positions = load_positions(_loaded(without(tmp_path / "data", sample_dir, "attachments")))
    assert positions is not None
    assert positions.is_detailed.all()


def test_a_table_of_no_results_is_as_none_at_all(sample_dir: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(sample_dir, folder)
    opened = open_current(folder)
    empty = opened.read("competitions").slice(0, 0)
    publish(folder, {"competitions": NewTable(empty, opened.tables["competitions"].origin)}, NOW)
    assert load_positions(_loaded(folder)) is None


def _loaded(folder: Path) -> Data:
    return load_data(Settings(folder, "http://127.0.0.1"), NOW)
