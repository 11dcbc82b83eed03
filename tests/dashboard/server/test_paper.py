"""Pages for paper by URL: about whatever a permalink chooses, or a clear refusal."""

from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
import requests
from starlette.applications import Starlette

from dashboard.data import Data, load_data
from dashboard.selection.selection import Selection
from dashboard.server.routes import routes
from dashboard.takeaways import list_page
from data_loader.sample import make_sample
from data_loader.settings import Settings
from tests.dashboard.serving import served, serving

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    make_sample(folder, NOW, 2000)
    return folder


@pytest.fixture(scope="module")
def address(data_dir: Path) -> Iterator[str]:
    with served(data_dir), serving(Starlette(routes=routes())) as found:
        yield found


@pytest.fixture(scope="module")
def data(data_dir: Path) -> Data:
    return load_data(Settings(data_dir, "http://127.0.0.1"), NOW)


def read(address: str, **params: str) -> str:
    answer = requests.get(address, params, timeout=60)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


@pytest.mark.parametrize(
    ("params", "title"),
    [
        ({}, "공공기관 한 쪽 요약"),
        ({"region": "busan"}, "부산 한 쪽 요약"),
        ({"ministry": "국토교통부"}, "국토교통부 한 쪽 요약"),
        ({"institution": "C0247"}, "한국전력공사 한 쪽 요약"),
        ({"code": "C0247", "view": "people"}, "한국전력공사 한 쪽 요약"),
        ({"theme": "pay"}, "공공기관 임금 한 쪽 요약"),
        ({"region": "busan", "hire": "regular"}, "근무지 부산, 고용형태 정규직 한 쪽 요약"),
        ({"lang": "en", "region": "busan"}, "One page on Busan"),
    ],
)
def test_the_brief_is_about_what_the_address_chooses(address: str, params: dict[str, str], title: str) -> None:
    assert f"<h1>{title}</h1>" in read(f"{address}/brief", **params)


def test_the_brief_of_a_sample_says_so_beside_its_postings(address: str) -> None:
    assert 'class="sample"' in read(f"{address}/brief")
    assert 'class="sample"' not in read(f"{address}/brief", theme="pay")


def test_the_brief_names_an_address_that_shows_it_again(address: str) -> None:
    page = read(f"{address}/brief", region="busan,daegu", theme="hires")
    assert f"{address}/brief?region=busan,daegu&theme=hires" in page


@pytest.mark.parametrize("query", ["region=atlantis", "theme=weather", "data=dreams"])
def test_what_is_not_understood_is_refused_by_name(address: str, query: str) -> None:
    answer = requests.get(f"{address}/brief?{query}", timeout=60)
    assert answer.status_code == 400
    assert query.partition("=")[2] in answer.text


def test_the_list_holds_every_posting_found(address: str, data: Data) -> None:
    found = data.postings.find(Selection().with_codes("region", ["R3014"]).with_codes("status", ["open"]))
    page = read(f"{address}/print", region="busan", status="open")
    assert page.count("<tr><td>") == found.count


def test_a_list_too_long_for_paper_says_how_much_of_it_is_there(data: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.dashboard.takeaways.conftest import view_of

    monkeypatch.setattr(list_page, "MOST_ROWS", 5)
    page = list_page.list_page(data.postings.find(Selection()), view_of()).decode()
    assert page.count("<tr><td>") == 5
    assert "앞의 5건만 인쇄합니다" in page


def test_paper_a_reader_has_already_is_not_sent_again(address: str) -> None:
    first = requests.get(f"{address}/print?region=busan", timeout=60)
    again = requests.get(f"{address}/print?region=busan", headers={"If-None-Match": first.headers["etag"]}, timeout=60)
    assert (again.status_code, again.content) == (304, b"")
