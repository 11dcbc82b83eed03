"""데이터: sources, quality, dictionary; and what is shown when the data fail."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data_loader.sample import make_sample
from data_loader.schema import TABLES
from data_loader.snapshot import open_current
from tests.data_loader.conftest import posting_rows
from tests.pages.conftest import NOW
from tests.pages.reader import checked, open_page, said, selection_line, table
from tests.pages.real_postings import publish_real

VIEWS = ("sources", "guide", "quality", "changes", "rejected", "dictionary", "method")


@pytest.fixture(autouse=True)
def _nothing_is_open() -> Iterator[None]:
    """What is open stays open from test to test; here the files beneath change."""
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_shown_and_announces_the_sample(app: AppTest, view: str) -> None:
    open_page(app, "data", view=view)
    assert "무작위로 만든 예시 자료" in said(app)


def test_every_table_says_where_it_comes_from_and_whether_it_is_real(app: AppTest) -> None:
    open_page(app, "data")
    shown = table(app, "표", "출처").set_index("표")
    assert shown.loc["채용공고", ["행", "자료 구분", "기준"]].tolist() == [3000, "예시 자료", "2026-11-20 12:00"]
    assert shown.loc["직원 평균보수", "자료 구분"] == "실제 자료"
    assert "만든 때 2026-11-20 12:00+09:00" in said(app)


def test_quality_counts_every_posting_once(app: AppTest) -> None:
    open_page(app, "data", view="quality")
    assert table(app, "시작 연도")["공고"].sum() == 3000
    short = table(app, "고용형태", "중앙값(일)")["7일 이하(%)"]
    assert short.between(0, 100).all()
    assert short.max() > 1


def test_every_table_has_its_dictionary(app: AppTest, sample_dir: Path) -> None:
    for name in open_current(sample_dir).tables:
        open_page(app, "data", view="dictionary", table=name)
        assert table(app, "열", "종류")["열"].tolist() == [column.name for column in TABLES[name].columns]


def test_the_method_is_the_document_of_the_project(app: AppTest) -> None:
    open_page(app, "data", view="method")
    assert "균등 배분" in said(app)


@pytest.mark.parametrize(
    "junk", [{"view": "zzz"}, {"view": "dictionary", "table": "passwords"}, {"table": "../../etc"}]
)
def test_a_mistyped_address_shows_the_default(app: AppTest, junk: dict[str, str]) -> None:
    open_page(app, "data", **junk)


# When the data fail


def test_of_two_snapshots_a_damaged_newest_is_passed_over_and_named(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    make_sample(tmp_path, NOW, 60)
    newest = make_sample(tmp_path, NOW + timedelta(days=1), 90)
    newest.path("postings").write_bytes(b"not a table")
    open_page(app, "overview")
    assert "공고 60건" in selection_line(app)
    assert "손상" in said(app)


def test_where_everything_is_damaged_a_sentence_says_what_to_do(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    publish_real(tmp_path, posting_rows(60))
    open_current(tmp_path).path("postings").write_bytes(b"not a table")
    app.run()
    assert not app.exception
    assert "자료를 다시 만들어" in app.error[0].value


def test_a_folder_that_cannot_be_written_is_a_sentence(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("DATA_DIR", str(blocked / "data"))
    app.run()
    assert not app.exception
    assert "자료 폴더" in app.error[0].value


def test_a_setting_that_cannot_be_used_is_a_sentence(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_TODAY", "tomorrow")
    app.run()
    assert not app.exception
    assert "DASHBOARD_TODAY" in app.error[0].value


def test_once_the_data_can_be_read_the_next_visit_shows_them(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    publish_real(tmp_path, posting_rows(60))
    open_current(tmp_path).path("postings").write_bytes(b"not a table")
    app.run()
    assert app.error
    publish_real(tmp_path, posting_rows(70))
    checked(app.run())
    assert "공고 70건" in selection_line(app)


def test_a_table_of_texts_says_that_persons_are_masked_in_it_letter_by_letter(app: AppTest) -> None:
    open_page(app, "data", view="dictionary", table="posting_texts")
    (told,) = (caption.value for caption in app.caption if "가립니다" in caption.value)
    assert "\\*\\*\\*@naver" in told
