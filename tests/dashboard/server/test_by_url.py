"""Data by URL: what a program gets is what a reader sees, or a clear refusal."""

import ast
import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import fromstring

import pyarrow.parquet as pq
import pytest
import requests

from dashboard.data import Data, load_data
from dashboard.selection.index import Found
from dashboard.selection.selection import DISPLAY_PARAMS, PARAMS, parse_query
from data_loader.sample import make_sample
from data_loader.settings import Settings
from data_loader.tables.persons import mask_table
from tests.dashboard.serving import served

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[3]
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    make_sample(folder, NOW, 2000)
    return folder


@pytest.fixture(scope="module")
def address(data_dir: Path) -> Iterator[str]:
    with served(data_dir) as found:
        yield found


@pytest.fixture(scope="module")
def data(data_dir: Path) -> Data:
    return load_data(Settings(data_dir, "http://127.0.0.1"), NOW)


def find(data: Data, **params: str) -> Found:
    selection, unknown = parse_query({key: [value] for key, value in params.items()}, data.postings.options)
    assert not unknown
    return data.postings.find(selection)


def ids_of(found: Found) -> list[int]:
    return [int(number) for number in found.index.posting_ids[found.rows]]


@pytest.mark.parametrize("params", [{}, {"region": "busan"}, {"hire": "regular", "from": "2024-01"}])
def test_csv_json_and_parquet_hold_exactly_what_the_page_shows(
    address: str, data: Data, params: dict[str, str]
) -> None:
    wanted = ids_of(find(data, **params))
    text = requests.get(f"{address}/postings.csv", params, timeout=30).content.decode("utf-8-sig")
    assert [int(row["posting_id"]) for row in csv.DictReader(io.StringIO(text))] == wanted
    table = pq.read_table(io.BytesIO(requests.get(f"{address}/postings.parquet", params, timeout=30).content))
    assert table.column("posting_id").to_pylist() == wanted
    answer = requests.get(f"{address}/postings.json", params, timeout=30).json()
    assert answer["total"] == len(wanted)
    assert [row["posting_id"] for row in answer["records"]] == wanted[:1000]


def test_json_is_paged_and_says_where_to_go_on(address: str, data: Data) -> None:
    read: list[int] = []
    offset: int | None = 0
    while offset is not None:
        answer = requests.get(f"{address}/postings.json", {"limit": "700", "offset": str(offset)}, timeout=30).json()
        read += [row["posting_id"] for row in answer["records"]]
        offset = answer["next_offset"]
    assert read == ids_of(find(data))


def test_the_feed_and_the_calendar_name_postings_of_the_selection(address: str, data: Data) -> None:
    wanted = find(data, region="busan", status="open")
    feed = fromstring(requests.get(f"{address}/feed.xml?region=busan&status=open", timeout=30).content)
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert sorted(titles) == sorted(wanted.index.table.column("title").take(wanted.rows).to_pylist())
    calendar = requests.get(f"{address}/calendar.ics?region=busan&status=open", timeout=30)
    assert calendar.headers["content-type"] == "text/calendar; charset=utf-8"
    assert calendar.text.count("BEGIN:VEVENT") == wanted.count


def test_the_data_package_describes_the_columns_the_csv_has(address: str) -> None:
    package = requests.get(f"{address}/datapackage.json", timeout=30).json()
    described = [field["name"] for field in package["resources"][0]["schema"]["fields"]]
    text = requests.get(f"{address}/postings.csv?limit=1", timeout=30).content.decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(text))) == described


def test_a_whole_table_comes_as_it_lies_in_the_snapshot(address: str, data: Data) -> None:
    answer = requests.get(f"{address}/tables/new_hires.parquet", timeout=30)
    assert pq.read_table(io.BytesIO(answer.content)).equals(data.snapshot.read("new_hires"))
    assert requests.get(f"{address}/tables/..%2Fmanifest.parquet", timeout=30).status_code == 404


def test_a_sample_says_so_in_its_file_name(address: str) -> None:
    answer = requests.get(f"{address}/postings.csv?limit=1", timeout=30)
    assert answer.headers["content-disposition"] == 'inline; filename="sample-postings.csv"'


@pytest.mark.parametrize("form", ["postings.csv", "feed.xml", "tables/pay.parquet"])
def test_what_a_reader_has_already_is_not_sent_again(address: str, form: str) -> None:
    first = requests.get(f"{address}/{form}", timeout=30)
    again = requests.get(f"{address}/{form}", headers={"If-None-Match": first.headers["etag"]}, timeout=30)
    assert (again.status_code, again.content) == (304, b"")
    other = requests.get(f"{address}/{form}?region=busan", headers={"If-None-Match": first.headers["etag"]}, timeout=30)
    assert other.status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "region=atlantis",
        "from=yesterday",
        "colour=red",
        "limit=-1",
        "limit=many",
        "offset=1e3",
        "min=%00",
        "q=a&unheard=1",
        "lang=fr",
        "lang=",
        "lang=en&lang=xx",
    ],
)
def test_what_is_not_understood_is_refused_by_name_and_not_left_out(address: str, query: str) -> None:
    answer = requests.get(f"{address}/postings.csv?{query}", timeout=30)
    assert answer.status_code == 400
    assert re.search("알 수 없는 조건|unknown filters", json.loads(answer.text)["error"])


def test_the_search_of_the_page_works_in_the_address(address: str, data: Data) -> None:
    answer = requests.get(f"{address}/postings.json", {"q": "간호"}, timeout=30).json()
    assert answer["total"] == find(data, q="간호").count > 0


# Languages

FORMS = ["postings.csv", "postings.json", "postings.parquet", "feed.xml", "calendar.ics", "datapackage.json"]


def answered(address: str, form: str, **params: str) -> requests.Response:
    return requests.get(f"{address}/{form}", {"region": "busan", "limit": "300"} | params, timeout=30)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_speaks_the_language_asked_for(address: str, form: str) -> None:
    korean, same, english = (answered(address, form, **params) for params in ({}, {"lang": "ko"}, {"lang": "en"}))
    assert (korean.status_code, english.status_code) == (200, 200)
    assert same.content == korean.content != english.content
    assert (korean.headers["content-language"], english.headers["content-language"]) == ("ko", "en")
    assert len({answer.headers["etag"] for answer in (korean, english)}) == 2


def test_a_long_english_answer_is_english_to_its_end(address: str) -> None:
    text = requests.get(f"{address}/postings.csv", {"lang": "en"}, timeout=30).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 2000
    for name in ("work_regions_name", "hire_types_name", "ncs_fields_name", "Source", "Kind of data"):
        assert not [row[name] for row in rows if re.search("[가-힣]", row[name])], name


def test_links_in_an_english_answer_stay_english(address: str) -> None:
    root = address.removesuffix("data")
    feed = fromstring(answered(address, "feed.xml", lang="en").content)
    links = {link.get("rel"): link.get("href") for link in feed.iter(f"{ATOM}link") if link.get("rel") == "self"}
    assert links == {"self": f"{root}data/feed.xml?region=busan&lang=en"}
    pages = [link.get("href") for link in feed.iter(f"{ATOM}link") if link.get("rel") == "alternate"]
    events = answered(address, "calendar.ics", lang="en").text.replace("\r\n ", "")
    pages += re.findall(r"^URL:(.*)$", events, re.MULTILINE)
    assert len(pages) > 2
    assert all("lang=en" in urlsplit(str(page)).query for page in pages)


def test_a_korean_feed_names_its_own_address_without_a_language(address: str) -> None:
    feed = fromstring(answered(address, "feed.xml").content)
    assert feed.findtext(f"{ATOM}id") == f"{address}/feed.xml?region=busan"


@pytest.mark.parametrize(("path", "status"), [("postings.csv?colour=red", 400), ("tables/nothing.parquet", 404)])
def test_a_refusal_is_english_where_english_was_asked_for(address: str, path: str, status: int) -> None:
    answer = requests.get(f"{address}/{path}", {"lang": "en"}, timeout=30)
    assert answer.status_code == status
    assert not re.search("[가-힣]", answer.json()["error"])


def test_a_table_refuses_a_language_nobody_speaks_here(address: str) -> None:
    assert requests.get(f"{address}/tables/pay.parquet?lang=fr", timeout=30).status_code == 400
    assert requests.get(f"{address}/tables/pay.parquet?lang=en", timeout=30).status_code == 200


# Which data


@pytest.mark.parametrize(("kind", "total"), [("real", 443), ("sample", 2000)])
def test_an_address_may_choose_between_what_is_real_and_the_sample(address: str, kind: str, total: int) -> None:
    answer = requests.get(f"{address}/postings.json?data={kind}&limit=1", timeout=30).json()
    assert (answer["total"], answer["is_sample"]) == (total, kind == "sample")


def test_its_own_address_keeps_a_choice_that_is_not_the_usual_one(address: str) -> None:
    real = requests.get(f"{address}/feed.xml?data=real&limit=1", timeout=30).text
    assert "data=real" in real
    assert "data=" not in requests.get(f"{address}/feed.xml?limit=1", timeout=30).text


@pytest.mark.parametrize("path", ["postings.csv", "tables/postings.parquet"])
def test_data_nobody_has_are_refused(address: str, path: str) -> None:
    answer = requests.get(f"{address}/{path}?data=live", timeout=30)
    assert answer.status_code == 400
    assert "data=live" in answer.json()["error"]


# The address of a page


@pytest.mark.parametrize(
    "shown",
    [
        "view=calendar",
        "sort=closing&page=3",
        "tables=1",
        "view=list&count=all&by=hire&year=2025",
        "code=C0247&compare=C0021",
        "data=sample",
    ],
)
def test_the_address_of_a_page_can_be_pasted(address: str, data: Data, shown: str) -> None:
    answer = requests.get(f"{address}/postings.json?region=busan&{shown}", timeout=30)
    assert answer.status_code == 200
    assert answer.json()["total"] == find(data, region="busan").count


def test_every_parameter_a_page_writes_is_known_here() -> None:
    written = set()
    places = {"choose_one": 1, "choose_from": 1, "choose_text": 1, "choose_page": 0, "choose_switch": 1}
    for path in (*ROOT.glob("pages/*.py"), *ROOT.glob("dashboard/ui/*.py")):
        for call in (
            node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
        ):
            name = ast.unparse(call.func).rsplit(".", 1)[-1]
            if name in places and isinstance(call.args[places[name]], ast.Constant):
                written.add(call.args[places[name]].value)
            if name == "link":
                written |= {keyword.arg for keyword in call.keywords if keyword.arg}
    assert {"view", "sort", "page"} <= written
    assert written <= {*DISPLAY_PARAMS, *PARAMS, "lang", "data"}


@pytest.mark.parametrize("wrong", ["regoin=busan", "view=list&colour=red", "region=nowhere", "viewx=1"])
def test_a_filter_that_is_none_is_refused_still(address: str, wrong: str) -> None:
    answer = requests.get(f"{address}/postings.csv?{wrong}", timeout=30)
    assert answer.status_code == 400


@pytest.mark.parametrize("text", ["%", "…", "!!!", "()", "ㄱ", "-", '""'])
@pytest.mark.parametrize("form", FORMS)
def test_a_search_for_nothing_is_refused_in_a_sentence(address: str, form: str, text: str) -> None:
    answer = requests.get(f"{address}/{form}", {"q": text}, timeout=30)
    assert answer.status_code == 400
    assert f"검색어 “{text}”" in answer.json()["error"]


@pytest.mark.parametrize(
    "name", ["nope.csv", "postings.xlsx", "postings", "tables/nope.txt", "tables/", "tables/a/b.parquet", "%3Cb%3E"]
)
def test_a_name_that_is_none_says_what_there_is(address: str, name: str) -> None:
    answer = requests.get(f"{address}/{name}", timeout=30)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/json"
    if not name.endswith("b.parquet"):
        assert {"postings.csv", "feed.xml", "tables/pay.parquet"} <= set(answer.json()["available"])
        for other in answer.json()["available"]:
            assert requests.head(f"{address}/{other}", timeout=30).status_code == 200


def test_a_table_of_texts_comes_masked(address: str, data: Data) -> None:
    answer = requests.get(f"{address}/tables/posting_texts.parquet", timeout=30)
    given, kept = pq.read_table(io.BytesIO(answer.content)), data.snapshot.read("posting_texts")
    assert given.schema.equals(kept.schema)
    assert given.to_pylist() == mask_table("posting_texts", kept).to_pylist()
