"""Counting what a reader keeps: how many postings each address finds, and how many are new to them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import requests
from starlette.applications import Starlette

from dashboard.data import Data, load_data
from dashboard.selection.selection import Selection
from dashboard.server.follow import MOST
from dashboard.server.routes import routes
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
        yield f"{found}/follow/counts.json"


@pytest.fixture(scope="module")
def data(data_dir: Path) -> Data:
    return load_data(Settings(data_dir, "http://127.0.0.1"), NOW)


def counts(address: str, *queries: dict[str, str]) -> list[Any]:
    answer = requests.get(address, {"of": [urlencode(query) for query in queries]}, timeout=30)
    assert answer.headers["cache-control"] == "no-store"
    found: list[Any] = answer.json()["of"]
    return found


def test_new_is_what_has_a_higher_number_than_the_last_seen(address: str, data: Data) -> None:
    busan = data.postings.find(Selection().with_codes("region", ["R3014"]))
    numbers = sorted(int(number) for number in data.postings.posting_ids[busan.rows])
    query = {"page": "postings", "region": "busan", "since": str(numbers[-4])}
    assert counts(address, query, {"page": "postings", "region": "busan"}) == [
        {"count": busan.count, "new": 3},
        {"count": busan.count, "new": 0},
    ]


def test_an_institution_is_counted_by_its_postings_and_a_posting_by_its_days_left(address: str, data: Data) -> None:
    code = data.postings.table.column("institution_code")[0].as_py()
    posting = int(data.postings.posting_ids[data.postings.find(Selection().with_codes("status", ["open"])).rows[0]])
    of_institution, of_posting = counts(
        address, {"page": "institutions", "code": code}, {"page": "postings", "posting": str(posting)}
    )
    assert of_institution["count"] == data.postings.find(Selection().with_codes("institution", [code])).count
    assert of_posting["left"].startswith("D-")


@pytest.mark.parametrize(
    "query",
    [
        {"page": "pay", "view": "gap"},
        {"page": "postings", "region": "atlantis"},
        {"page": "postings", "posting": "1"},
        {"data": "dreams"},
    ],
)
def test_what_cannot_be_counted_is_nothing(address: str, query: dict[str, str]) -> None:
    assert counts(address, query) == [None]


def test_nobody_has_more_counted_at_once_than_can_be_kept(address: str) -> None:
    assert len(counts(address, *({"page": "postings"} for _number in range(MOST + 20)))) == MOST
