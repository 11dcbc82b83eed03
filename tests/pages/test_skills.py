"""요구 역량: coverage first, then what is asked for, one licence, and the passages that say so."""

import shutil
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.measures import skills as measures
from dashboard.ui.skills import _passage_table, load_demand
from data_loader.sample import make_sample
from data_loader.snapshot import NewTable, open_current, publish
from tests.pages.conftest import NOW
from tests.pages.reader import charts, data_in, find, open_page, said, table

LICENCE = "한국사능력검정시험3급"


@pytest.mark.parametrize(
    ("view", "drawn"),
    [("licences", {"skills_licence"}), ("groups", {"skills_groups"}), ("years", {"skills_years"}),
     ("terms", {"skills_education", "skills_career", "skills_age", "skills_language"}), ("split", {"skills_by_ncs"}), ("planner", set()),
     ("written", {"skills_written_knowledge"})],
)  # fmt: skip
def test_coverage_stands_before_every_view(app: AppTest, view: str, drawn: set[str]) -> None:
    open_page(app, "skills", view=view)
    assert charts(app) == drawn | {"skills_coverage"}
    assert "응시자격을 읽었다" in said(app)
    assert "nan" not in said(app)


@pytest.mark.parametrize("view", ["licences", "groups", "years", "terms", "split", "planner", "licence", "written"])
def test_with_nothing_found_every_view_says_so(app: AppTest, view: str) -> None:
    open_page(app, "skills", view=view, q="없는말없는말")
    assert charts(app) == set()
    assert "조건에 맞는 공고가 없다." in said(app)


@pytest.mark.parametrize(
    "params", [{"view": "zzz"}, {"view": "split", "by": "<b>"}, {"view": "licence", "licence": "`<b>*"}]
)
def test_a_mistyped_address_opens_all_the_same(app: AppTest, params: dict[str, str]) -> None:
    open_page(app, "skills", **params)
    assert "skills_coverage" in charts(app)


def test_every_figure_can_be_had_as_a_table(app: AppTest) -> None:
    open_page(app, "skills")
    assert len(table(app, "읽은 것")) == len(measures.READINGS)
    assert {"필수(건)", "우대(건)"} <= set(table(app, "자격·면허").columns)


def test_one_licence_is_shown_with_the_passages_that_name_it(app: AppTest) -> None:
    open_page(app, "skills", view="licence", licence=LICENCE)
    assert charts(app) >= {"skills_where_region", "skills_where_institution", "skills_together", "skills_years"}
    shown = table(app, "대목")
    assert shown["대목"].str.replace(" ", "").str.contains("한국사").all()
    assert all(passage in line for passage, line in zip(shown["대목"], shown["앞뒤"], strict=True))
    assert shown["공고"].str.contains(r"postings\?posting=\d+").all()


def test_a_licence_nobody_found_names_stays_the_one_asked_for(app: AppTest) -> None:
    open_page(app, "skills", view="licence", licence=LICENCE, q="없는말없는말")
    assert "이 자격을 적은 공고가 없습니다." in said(app)
    assert LICENCE in said(app)


def test_the_file_of_passages_cuts_the_texts_where_the_facts_say(sample_dir: Path) -> None:
    data, found = data_in(sample_dir), find(sample_dir)
    demand = load_demand(data)
    assert demand is not None
    rows = measures.rows_naming(found, demand, LICENCE)[:40]
    written = _passage_table(data, found, LICENCE, rows).to_pylist()
    texts = {str(number): data.texts_of(number) for number in found.index.posting_ids[rows].tolist()}
    columns = {"응시자격": "eligibility", "우대내용": "preference", "우대조건": "preference_condition"}
    assert {row["공고"] for row in written} == set(texts)
    for row in written:
        if row["글"] in columns:
            text = texts[row["공고"]][columns[row["글"]]]
            assert text[row["시작"] : row["끝"]] == row["대목"]


def test_a_licence_that_only_an_attached_notice_names_is_quoted_from_it(app: AppTest, sample_dir: Path) -> None:
    facts = data_in(sample_dir).snapshot.read("facts").to_pandas().query("kind == 'licence'")
    attached = facts[facts["source"].str.startswith("document:")]
    licence = attached["value"].iloc[0]
    open_page(app, "skills", view="licence", licence=licence)
    shown = table(app, "대목")
    shown = shown[shown["글"] == "첨부파일"]
    assert len(shown)
    assert shown["대목"].str.len().gt(0).all()
    assert all(passage in line for passage, line in zip(shown["대목"], shown["앞뒤"], strict=True))


def test_what_job_descriptions_write_leads_to_the_postings_that_write_it(app: AppTest) -> None:
    open_page(app, "skills", view="written", section="skills")
    assert charts(app) == {"skills_coverage", "skills_written_skills"}
    assert "직무기술서를 읽었다" in said(app)
    shown = table(app, "공고 제목", "기관")
    assert shown["공고"].str.contains(r"postings\?posting=\d+").all()


def test_where_no_job_description_was_read_the_page_says_how(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_sample(tmp_path, NOW, 300)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    st.cache_resource.clear()
    open_page(app, "skills", view="written")
    assert "아직 직무기술서를 글로 읽은 것이 없습니다." in said(app)


def test_the_planners_table_has_a_row_for_each_field_region_and_year(app: AppTest) -> None:
    open_page(app, "skills", view="planner", region="busan")
    shown = table(app, "채용분야", "근무지", "시작 연도")
    assert not shown.duplicated(["채용분야", "근무지", "시작 연도"]).any()
    assert (shown["자격 필수(건)"] <= shown["읽은 공고(건)"]).all()
    assert shown["많이 적힌 자격(건)"].str.len().gt(0).any()


def test_the_recorded_day_says_that_it_has_no_texts_and_offers_the_sample(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DASHBOARD_DATA")
    open_page(app, "skills")
    assert "본문과 첨부가 없어 요구하는 자격·면허를 말할 수 없습니다." in said(app)
    assert "예시 자료로 보기" in [button.label for button in app.button]
    assert charts(app) == {"by_education", "by_career", "any_education"}


def test_before_facts_are_read_the_page_says_how_to_get_them(
    app: AppTest, sample_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(sample_dir, folder)
    opened = open_current(folder)
    kept = {
        name: NewTable(opened.read(name), stored.origin) for name, stored in opened.tables.items() if name != "facts"
    }
    shutil.rmtree(folder / "snapshots")
    (folder / "current.json").unlink()
    publish(folder, kept, NOW)
    monkeypatch.setenv("DATA_DIR", str(folder))
    st.cache_resource.clear()
    open_page(app, "skills")
    assert "아직 공고에서 읽은 사실이 없습니다." in said(app)
