"""Every chart has an address of its own, which shows what the page shows."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
import requests
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware

from dashboard.server.charts import routes
from dashboard.server.guarding import Guarded
from tests.dashboard.serving import serving

HIRES = "trends-new-hires"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Over an empty folder: the recorded day and the published figures."""
    folder: Path = tmp_path_factory.mktemp("data")
    st.cache_resource.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATA_DIR", str(folder))
        patch.delenv("DASHBOARD_DATA", raising=False)
        patch.setenv("NO_PROXY", "127.0.0.1")
        with serving(Starlette(routes=routes(), middleware=[Middleware(Guarded)])) as found:
            yield f"{found}/chart"
    st.cache_resource.clear()


def get(address: str) -> requests.Response:
    return requests.get(address, timeout=60, allow_redirects=False)


def test_a_chart_alone_says_its_finding_and_has_its_table_its_citation_and_its_neighbours(address: str) -> None:
    answer = get(f"{address}/{HIRES}")
    assert answer.status_code == 200
    assert "<h1>2025년 일반정규직 신규채용은 27,276명으로" in answer.text
    assert "<td>2025</td>" in answer.text
    assert f"/chart/{HIRES}" in answer.text.partition('id="cite"')[2]
    assert 'href="trends-interns' in answer.text
    assert "<script" not in answer.text


def test_previews_of_links_to_a_chart_have_its_title_its_finding_and_its_picture(address: str) -> None:
    head = get(f"{address}/{HIRES}?view=hired").text.partition("</head>")[0]
    assert "<title>실제로 뽑은 사람 – 2025년" in head
    assert re.search(r'og:description" content="2025년 일반정규직 신규채용은 27,276명', head)
    assert f'og:image" content="{address}/{HIRES}.png?view=hired' in head


def test_a_chart_speaks_the_language_of_its_address(address: str) -> None:
    text = get(f"{address}/{HIRES}?lang=en").text
    assert '<html lang="en">' in text
    assert not re.search("[가-힣]", text.partition("<figure>")[0])


def test_only_what_is_to_be_embedded_may_be_framed_by_others(address: str) -> None:
    policies = [get(f"{address}/{HIRES}{rest}").headers["Content-Security-Policy"] for rest in ("", "/embed")]
    assert policies[0].endswith("frame-ancestors 'self'")
    assert policies[1].endswith("frame-ancestors *")


def test_a_chart_comes_as_a_file_named_by_its_title_and_day(address: str) -> None:
    answer = get(f"{address}/{HIRES}.csv")
    assert "실제로_뽑은_사람_2026-08-20.csv" in unquote(answer.headers["Content-Disposition"])
    assert "27275.81" in answer.text and "실제 자료" in answer.text
    assert get(f"{address}/{HIRES}.xlsx").content.startswith(b"PK")


@pytest.mark.parametrize("name", ["wide", "narrow"])
def test_the_picture_on_the_page_is_drawn_here_for_wide_and_narrow_screens(address: str, name: str) -> None:
    answer = get(f"{address}/{HIRES}/{name}.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert b"<svg" in answer.content


def test_a_chart_of_another_view_is_found_there(address: str) -> None:
    answer = get(f"{address}/family-welfare-totals")
    assert (answer.status_code, answer.headers["Location"]) == (307, f"{address}/family-welfare-totals?view=welfare")


@pytest.mark.parametrize("name", ["nope", "trends-nope", "..%2Fdata", "trends-new-hires.exe", "%3Cscript%3E"])
def test_a_chart_that_is_none_is_a_404_that_says_what_there_is(address: str, name: str) -> None:
    answer = get(f"{address}/{name}")
    assert answer.status_code == 404
    assert "<a href=" in answer.text and "<script>" not in answer.text


@pytest.mark.parametrize(
    "query", ["regoin=busan", "region=nowhere", "view=zzz", "lang=fr", "data=x", "q=" + "a" * 3000, "x<b>=1"]
)
def test_what_is_not_understood_is_refused_with_a_sentence(address: str, query: str) -> None:
    answer = get(f"{address}/{HIRES}?{query}")
    assert answer.status_code == 400
    assert "알 수 없는 조건이 있습니다" in answer.text and "<b>" not in answer.text


def test_what_others_hang_on_a_link_is_left_aside(address: str) -> None:
    assert get(f"{address}/{HIRES}?utm_source=letter&fbclid=1&tables=1").status_code == 200


def test_whoever_has_an_answer_is_not_sent_it_again(address: str) -> None:
    tag = get(f"{address}/{HIRES}/table").headers["ETag"]
    again = requests.get(f"{address}/{HIRES}/table", headers={"If-None-Match": tag}, timeout=60)
    assert (again.status_code, again.content) == (304, b"")
