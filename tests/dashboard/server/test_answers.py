"""Large answers by URL: files, made once, sent in whatever part and packing a reader asks for."""

import gzip
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from dashboard.server.answers import _remove_old
from dashboard.takeaways.apart import MOST_OF_A_READER, apart
from data_loader.sample import make_sample
from tests.dashboard.serving import served

# Takes long, for what it makes and reads.
pytestmark = pytest.mark.long

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    make_sample(folder, NOW, 1500)
    return folder


@pytest.fixture(scope="module")
def address(data_dir: Path) -> Iterator[str]:
    with served(data_dir) as found:
        yield found
    apart.end()


def test_readers_who_ask_together_get_one_file(address: str, data_dir: Path) -> None:
    with ThreadPoolExecutor(8) as readers:
        bodies = {*readers.map(lambda _: requests.get(f"{address}/postings.csv", timeout=60).content, range(8))}
    assert len(bodies) == 1
    files = sorted((data_dir / "answers").glob("postings.csv-*"))
    assert [path.name.endswith(".gz") for path in files] == [False, True]


def test_a_part_of_it_can_be_asked_for_and_the_head_alone(address: str) -> None:
    whole = requests.get(f"{address}/postings.csv", headers=PLAIN, timeout=60)
    part = requests.get(f"{address}/postings.csv", headers=PLAIN | {"Range": "bytes=100-199"}, timeout=60)
    assert (part.status_code, part.content) == (206, whole.content[100:200])
    head = requests.head(f"{address}/postings.csv", headers=PLAIN, timeout=60)
    assert (head.headers["content-length"], head.content) == (f"{len(whole.content)}", b"")


def test_it_is_sent_packed_to_those_who_take_it(address: str) -> None:
    plain = requests.get(f"{address}/postings.csv", headers=PLAIN, timeout=60)
    with requests.get(
        f"{address}/postings.csv", headers={"Accept-Encoding": "gzip"}, stream=True, timeout=60
    ) as packed:
        assert gzip.decompress(packed.raw.read(decode_content=False)) == plain.content
        assert packed.headers["etag"] != plain.headers["etag"]
        known = requests.get(f"{address}/postings.csv", headers={"If-None-Match": packed.headers["etag"]}, timeout=60)
    assert known.status_code == 304


@pytest.mark.parametrize("form", ["postings.csv", "postings.parquet", "feed.xml"])
def test_what_a_reader_has_is_known_by_any_of_several_tags_and_by_its_time(address: str, form: str) -> None:
    first = requests.get(f"{address}/{form}", headers=PLAIN, timeout=60)
    for header, value in (
        ("If-None-Match", f'"other", W/{first.headers["etag"]}'),
        ("If-None-Match", "*"),
        ("If-Modified-Since", first.headers["last-modified"]),
    ):
        assert requests.get(f"{address}/{form}", headers=PLAIN | {header: value}, timeout=60).status_code == 304, value


def test_a_reader_with_too_much_waiting_is_asked_to_come_again(address: str) -> None:
    readers = [apart.start("127.0.0.1", time.sleep, 3) for _ in range(MOST_OF_A_READER)]
    refused = requests.get(f"{address}/postings.csv?lang=en&limit=1400", timeout=60)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "10")
    assert "still being made" in refused.json()["error"]
    for waiting in readers:
        waiting.cancel()


def test_files_not_asked_for_longest_go_when_there_are_too_many(tmp_path: Path) -> None:
    for age, name in enumerate(["newest", "older", "oldest"]):
        file = tmp_path / name
        file.write_bytes(b"x" * 100)
        os.utime(file, (1_000 - age, 1_000 - age))
    _remove_old(tmp_path, 250)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["newest", "older"]
