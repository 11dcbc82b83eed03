"""한눈에, and what every page that counts postings owes the address."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data_loader.reference import load_reference
from data_loader.snapshot import NewTable, Origin, publish
from data_loader.tables.tidy import tidy_postings
from tests.pages.reader import (
    address,
    charts,
    checked,
    expected_line,
    find,
    open_page,
    plain,
    said,
    selection_line,
)

POSTING_PAGES = ("overview", "postings", "places", "trends")
# 채용 추이 begins with actual hires, which take no filter.
MONTHS = {"trends": {"view": "months"}}
NOTHING = "조건에 맞는 공고가 없다."
CHARTS = {"new_hires", "monthly", "by_region", "by_hire", "by_ncs", "by_institution", "by_type"}


def of_postings(app: AppTest) -> list[Any]:
    """The cards below those of what institutions disclosed."""
    return list(app.metric)[4:]


def test_the_first_screen_says_how_many_how_fresh_and_that_it_is_a_sample(app: AppTest, sample_dir: Path) -> None:
    open_page(app, "overview")
    assert selection_line(app) == f"{expected_line(find(sample_dir))} · 기준 2026-11-20 12:00"
    assert "무작위로 만든 예시 자료" in said(app)
    assert charts(app) == CHARTS
    assert [metric.label for metric in app.metric] == [
        "신규채용 가운데 청년",
        "평균보수 중앙값",
        "결원율",
        "남성 육아휴직",
        "접수 중인 공고",
        "접수 중인 모집인원",
        "최근 7일 새 공고",
        "7일 안에 마감",
    ]
    assert of_postings(app)[0].value == f"{find(sample_dir, status='open').count:,}건"


def test_the_findings_are_sentences_of_the_page(app: AppTest) -> None:
    open_page(app, "overview")
    (text,) = [
        plain(element.value) for element in app.markdown if "\n- " in element.value and " · 공고 " in element.value
    ]
    lines = text.splitlines()[2:]
    assert len(lines) == 3
    assert all(line.endswith(".") for line in lines)


@pytest.mark.parametrize(
    ("page", "params"),
    [
        ("overview", {"region": "busan,gyeongnam"}),
        ("overview", {"institution": "C0001", "max": "5"}),
        ("postings", {"hire": "regular", "from": "2024-01", "min": "2"}),
        ("places", {"status": "open"}),
        ("trends", {"view": "months", "ncs": "health", "type": "other", "to": "2023-06", "q": "간호"}),
    ],
)
def test_the_address_decides_what_is_counted(app: AppTest, sample_dir: Path, page: str, params: dict[str, str]) -> None:
    open_page(app, page, **params)
    filters = {name: value for name, value in params.items() if name != "view"}
    assert selection_line(app).startswith(expected_line(find(sample_dir, **filters)))
    assert address(app) == params


@pytest.mark.parametrize("page", POSTING_PAGES)
def test_where_nothing_is_found_a_sentence_says_so(app: AppTest, page: str) -> None:
    open_page(app, page, q="없는말없는말", **MONTHS.get(page, {}))
    assert "공고 0건" in selection_line(app)
    assert "조건에 맞는 공고가 없" in said(app)
    assert "nan" not in said(app)


@pytest.mark.parametrize("page", POSTING_PAGES)
def test_what_an_address_mistypes_is_named_and_left_out(app: AppTest, sample_dir: Path, page: str) -> None:
    junk = {"region": "busan,atlantis", "from": "yesterday", "min": "-3", "view": MONTHS.get(page, {}).get("view", "zzz"), "measure": "9", "count": "x",
            "units": "18", "by": "-", "page": "abc", "sort": "q", "year": "9999", "tables": "maybe", "what": "ever"}  # fmt: skip
    # 지도 shows twelve months where nothing else is asked for.
    open_page(app, page, **junk, **({"period": "all"} if page == "places" else {}))
    assert selection_line(app).startswith(expected_line(find(sample_dir, region="busan")))
    assert "근무지=atlantis, from=yesterday, min=-3" in said(app)


def test_a_mistyped_address_cannot_put_a_link_on_the_page(app: AppTest) -> None:
    open_page(app, "overview", region="[여기](http://evil.example)", q="[여기](http://evil.example) **굵게**")
    marks = [element.value for element in (*app.markdown, *app.warning) if "evil" in element.value]
    assert len(marks) == 2
    for mark in marks:
        assert "](http" not in mark
        assert "\\[여기\\]" in mark


# Choosing


@pytest.mark.parametrize(
    ("key", "code", "params"),
    [
        ("filter_region", "R3010", {"region": "seoul"}),
        ("filter_ncs", "R600006", {"ncs": "health"}),
        ("filter_hire", "R1010", {"hire": "regular"}),
    ],
)
def test_choosing_from_a_list_changes_numbers_and_address(
    app: AppTest, sample_dir: Path, key: str, code: str, params: dict[str, str]
) -> None:
    open_page(app, "overview")
    checked(app.multiselect(key=key).set_value([code]).run())
    assert selection_line(app).startswith(expected_line(find(sample_dir, **params)))
    assert address(app) == params


def test_choosing_another_option_adds_to_what_was_chosen(app: AppTest, sample_dir: Path) -> None:
    open_page(app, "overview", region="seoul")
    checked(app.multiselect(key="filter_hire").set_value(["R1010"]).run())
    assert selection_line(app).startswith(expected_line(find(sample_dir, region="seoul", hire="regular")))
    checked(app.multiselect(key="filter_hire").set_value(["R1010", "R1040"]).run())
    assert address(app) == {"region": "seoul", "hire": "non-regular,regular"}
    checked(app.multiselect(key="filter_hire").set_value([]).run())
    assert address(app) == {"region": "seoul"}


def test_every_option_shows_how_many_it_would_find(app: AppTest, sample_dir: Path) -> None:
    open_page(app, "overview", region="seoul")
    options = app.multiselect(key="filter_hire").options
    count = find(sample_dir, region="seoul", hire="regular").count
    assert f"정규직 · {count:,}" in options
    assert f"부산 · {find(sample_dir, region='busan').count:,}" in app.multiselect(key="filter_region").options


def test_searching_a_title_goes_into_the_address(app: AppTest, sample_dir: Path) -> None:
    open_page(app, "overview")
    checked(app.text_input(key="filter_q").set_value(" 간호 ").run())
    assert address(app) == {"q": "간호"}
    assert selection_line(app).startswith(expected_line(find(sample_dir, q="간호")))


def test_one_button_clears_all_filters(app: AppTest, sample_dir: Path) -> None:
    open_page(app, "overview", region="seoul", hire="regular", q="간호")
    (clear,) = [button for button in app.button if button.label == "모두 지우기"]
    checked(clear.click().run())
    assert address(app) == {}
    assert selection_line(app).startswith(expected_line(find(sample_dir)))
    assert not [button for button in app.button if button.label == "모두 지우기"]


def test_the_choice_goes_along_to_another_page(app: AppTest, sample_dir: Path) -> None:
    open_page(app, "overview", region="seoul")
    app.query_params.clear()
    # The harness runs a page without the frame, which would say where the reader is.
    app.session_state["page"] = "postings"
    checked(app.switch_page("pages/postings.py").run())
    assert selection_line(app).startswith(expected_line(find(sample_dir, region="seoul")))
    assert address(app) == {"region": "seoul"}


# Tables and cards


def test_what_closes_soon_is_listed_nearest_first(app: AppTest) -> None:
    open_page(app, "overview")
    [closing] = [element.value for element in app.markdown if "곧 마감하는 공고" in element.value]
    left = re.findall(r"^\| D\u2011(day|\d+) \| \[.+\]\(postings\?posting=\d+\)", closing, re.MULTILINE)
    days = [0 if day == "day" else int(day) for day in left]
    assert 0 < len(days) <= 10
    assert days == sorted(days)


def test_cards_ignore_a_choice_of_status_and_compare_no_cut_span(app: AppTest) -> None:
    open_page(app, "overview")
    whole = [(metric.value, metric.delta) for metric in of_postings(app)]
    app.query_params["status"] = "closed"
    checked(app.run())
    assert [(metric.value, metric.delta) for metric in of_postings(app)] == whole
    app.query_params["from"] = "2026-01"
    checked(app.run())
    assert {metric.delta for metric in of_postings(app)} == {""}


# Real data


@pytest.fixture(scope="session")
def real_dir(real_list: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with every posting open on 2025-11-03."""
    folder = tmp_path_factory.mktemp("real")
    base = load_reference()
    tidy = tidy_postings(real_list["result"], base["institutions"].data)
    origin = Origin("재정경제부, 공공기관 채용정보", "2025-11-03T10:00:00+09:00")
    publish(
        folder,
        {name: NewTable(data, origin) for name, data in tidy.with_findings.items()},
        datetime(2025, 11, 3, 1, tzinfo=UTC),
        base,
    )
    return folder


@pytest.fixture
def real_app(app: AppTest, real_dir: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("DATA_DIR", str(real_dir))
    monkeypatch.setenv("DASHBOARD_TODAY", "2025-11-03")
    return app


def test_real_postings_are_counted_and_no_sample_is_announced(real_app: AppTest) -> None:
    open_page(real_app, "overview")
    assert selection_line(real_app).startswith("전체 · 받은 공고 379건 · ")
    assert of_postings(real_app)[0].value == "379건"
    assert "예시" not in said(real_app)
    assert "실제 자료" in said(real_app)


@pytest.mark.parametrize(
    ("page", "params"),
    [
        ("postings", {}),
        ("postings", {"view": "calendar"}),
        ("places", {"view": "seats"}),
        ("places", {"view": "fields", "measure": "regular_share"}),
        ("trends", {}),
        ("trends", {"view": "years"}),
        ("data", {"view": "quality"}),
        ("data", {"view": "rejected"}),
    ],
)
def test_every_page_draws_real_postings_without_a_word_of_a_sample(
    real_app: AppTest, page: str, params: dict[str, str]
) -> None:
    open_page(real_app, page, **params)
    assert "예시" not in said(real_app)
    assert "nan" not in said(real_app)


def test_a_real_posting_leads_to_its_original(real_app: AppTest) -> None:
    open_page(real_app, "postings", posting="292519")
    urls = [element.url for element in real_app.get("link_button")]
    assert "https://job.alio.go.kr/recruitview.do?idx=292519" in urls
    assert all(url.startswith(("https://", "http://")) for url in urls)


def test_an_empty_real_selection_is_told_everywhere(real_app: AppTest) -> None:
    open_page(real_app, "overview", q="없는말없는말", tables="1")
    assert NOTHING in said(real_app)
