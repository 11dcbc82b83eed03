"""Without a key: the recorded day is what is shown, real figures lead, and the sample comes only by choice."""

import csv
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.words import million_won
from data_loader.reference import FOLDER
from data_loader.sample import make_sample
from tests.pages.conftest import NOW
from tests.pages.reader import address, charts, checked, open_page, said, selection_line

RECORD = "2026-10-11에 접수 중이던 공고 443건, 실제 기록"
OFFER = "예시 자료로 보기"


@pytest.fixture
def keyless(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The app as a newcomer starts it: no key, an empty data folder."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DASHBOARD_DATA")
    return app


def rows(table: str) -> list[dict[str, str]]:
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def offers(app: AppTest) -> list[str]:
    return [button.label for button in app.button if button.label == OFFER]


@pytest.mark.parametrize(
    ("page", "params"),
    [
        ("overview", {}),
        ("postings", {}),
        ("postings", {"view": "calendar"}),
        ("postings", {"posting": "305869"}),
        ("skills", {}),
        ("places", {}),
        ("places", {"view": "seats", "map": "municipalities"}),
        ("institutions", {}),
        ("institutions", {"code": "C0008", "view": "postings"}),
        ("data", {"view": "quality"}),
        ("data", {"view": "changes"}),
    ],
)
def test_pages_work_on_the_recorded_day_and_say_so(keyless: AppTest, page: str, params: dict[str, str]) -> None:
    open_page(keyless, page, **params)
    assert RECORD in said(keyless)
    assert "예시" not in said(keyless)
    assert "nan" not in said(keyless)


def test_the_first_screen_holds_real_figures_that_a_recount_gives(keyless: AppTest) -> None:
    open_page(keyless, "overview")
    hires = {
        year: sum(float(row["regular_new_hires"] or 0) for row in rows("new_hires") if row["year"] == year)
        for year in ("2024", "2025")
    }
    youth = sum(float(row["youth_new_hires"] or 0) for row in rows("new_hires") if row["year"] == "2025")
    pay = sorted(
        int(row["average_pay"])
        for row in rows("pay")
        if (row["year"], row["employment"]) == ("2025", "regular")
        and row["average_pay"]
        and float(row["employees"] or 5) >= 5
    )
    median = (pay[len(pay) // 2] + pay[(len(pay) - 1) // 2]) / 2
    shown = {metric.label: (metric.value, metric.delta) for metric in keyless.metric}
    change = 100 * (hires["2025"] / hires["2024"] - 1)
    assert f"{hires['2025']:,.0f}명으로 전년보다 {change:.1f}% 늘었다" in said(keyless)
    assert shown["신규채용 가운데 청년"][0] == f"{100 * youth / hires['2025']:.1f}%"
    assert shown["평균보수 중앙값"][0] == million_won(median)
    assert "2025년 결산" in said(keyless)
    assert shown["접수 중인 공고"][0] == "443건"
    assert shown["접수 중인 모집인원"][0] == "4,091명"
    assert selection_line(keyless) == "전체 · 공고 443건 · 모집인원 4,091명 · 기준 2026-10-11 03:25"


def test_hires_open_the_trends(keyless: AppTest) -> None:
    open_page(keyless, "trends")
    assert {"new_hires", "hire_shares"} <= charts(keyless)
    assert "27,276명" in said(keyless)
    assert "예시" not in said(keyless)


def test_hires_open_the_trends_of_the_record_whatever_is_chosen(keyless: AppTest) -> None:
    open_page(keyless, "trends", hire="regular")
    assert {"new_hires", "hire_shares"} <= charts(keyless)


@pytest.mark.parametrize(
    ("page", "params", "chart", "sentence"),
    [
        ("trends", {"view": "months"}, "new_hires", "하루의 기록으로는"),
        ("trends", {"view": "staff"}, "new_hires", "하루의 기록으로는"),
        ("competition", {}, "new_hires", "경쟁률을 말할 수 없습니다"),
        ("facilities", {}, "offices", "서비스 키로 받습니다"),
        ("facilities", {"view": "programmes"}, "offices", "서비스 키로 받습니다"),
    ],
)
def test_what_a_day_cannot_tell_is_said_with_what_is_real_and_the_sample_offered(
    keyless: AppTest, page: str, params: dict[str, str], chart: str, sentence: str
) -> None:
    open_page(keyless, page, **params)
    assert charts(keyless) == {chart}
    assert sentence in said(keyless)
    assert offers(keyless)


def test_a_posting_leads_to_its_original_by_its_number(keyless: AppTest) -> None:
    open_page(keyless, "postings", posting="305869")
    urls = [element.url for element in keyless.get("link_button")]
    assert "https://job.alio.go.kr/recruitview.do?idx=305869" in urls
    assert "기록하지 않았습니다" in said(keyless)
    assert "적힌 내용이 없습니다" not in said(keyless)


def test_a_search_needs_no_texts(keyless: AppTest) -> None:
    open_page(keyless, "postings", q="간호")
    assert "본문 색인을 만드는 중" not in said(keyless)


def test_offices_are_counted_without_the_head_office(keyless: AppTest) -> None:
    open_page(keyless, "institutions", code="C0247")
    own = [row for row in rows("branches") if row["institution_code"] == "C0247"]
    assert f"지사 {len([row for row in own if row['is_head_office'] == 'false'])}" in said(keyless)


# The sample by choice


@pytest.fixture
def with_sample(keyless: AppTest, tmp_path: Path) -> AppTest:
    """A sample has been asked for and made before."""
    make_sample(tmp_path / "sample", NOW, 400)
    return keyless


def test_an_address_may_ask_for_the_sample(with_sample: AppTest) -> None:
    open_page(with_sample, "overview", data="sample")
    assert "무작위로 만든 예시 자료" in said(with_sample)
    assert "공고 400건" in selection_line(with_sample)


def test_whoever_chooses_the_sample_reads_it_on_the_next_page_until_they_choose_again(with_sample: AppTest) -> None:
    app = checked(with_sample.run())
    checked(app.button(key="other_data").click().run())
    assert address(app) == {"data": "sample"}
    assert "무작위로 만든 예시 자료" in said(app)
    app.query_params.clear()
    checked(app.switch_page("pages/places.py").run())
    assert "무작위로 만든 예시 자료" in said(app)


def test_back_to_what_is_real(with_sample: AppTest) -> None:
    with_sample.query_params["data"] = "sample"
    app = checked(with_sample.run())
    checked(app.button(key="other_data").click().run())
    assert address(app) == {}
    assert RECORD in said(app)


@pytest.mark.parametrize("junk", ["SAMPLE", "live", "<b>"])
def test_data_nobody_has_are_the_usual_ones(with_sample: AppTest, junk: str) -> None:
    open_page(with_sample, "overview", data=junk)
    assert RECORD in said(with_sample)


def test_links_on_a_page_keep_the_choice(with_sample: AppTest) -> None:
    open_page(with_sample, "overview", data="sample")
    links = "\n".join(element.value for element in with_sample.markdown)
    assert "data=sample" in links
