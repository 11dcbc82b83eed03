"""The feed, parsed as a reader of feeds would."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest

from dashboard.takeaways import feed
from dashboard.takeaways.feed import atom_feed
from dashboard.takeaways.moments import Moments
from tests.dashboard.takeaways.conftest import EVIL, SAMPLE, TURNED, found_of, titled, view_of

FEED_URL = "https://jobs.example.kr/data/feed.xml?region=busan&q=%EA%B0%84"
NAMES = {"a": feed.ATOM}


def read(file: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(file)


def texts(root: ElementTree.Element, path: str) -> list[str | None]:
    return [node.text for node in root.findall(path, NAMES)]


def test_the_feed_has_what_the_standard_requires() -> None:
    root = read(atom_feed(titled("가", "나"), view_of(), FEED_URL))
    assert texts(root, "a:id") == [FEED_URL]
    assert texts(root, "a:title") == ["공공채용 한눈에: 채용공고(근무지 부산·경남)"]
    assert texts(root, "a:updated") == ["2025-11-03T00:30:00Z"]
    assert texts(root, "a:author/a:name") == ["공공채용 한눈에"]
    links = {node.get("rel"): node.get("href") for node in root.findall("a:link", NAMES)}
    assert links == {"self": FEED_URL, "alternate": view_of().url}
    for entry in root.findall("a:entry", NAMES):
        assert all(entry.find(f"a:{name}", NAMES) is not None for name in ("id", "title", "updated", "link"))


def test_an_entry_is_named_by_the_address_of_its_posting() -> None:
    root = read(atom_feed(titled("가", "나"), view_of(), FEED_URL))
    assert texts(root, "a:entry/a:id") == [
        f"https://job.alio.go.kr/recruitview.do?idx={number}" for number in (900000, 899999)
    ]


def test_the_last_registered_comes_first_whatever_its_first_day() -> None:
    found = found_of(
        {"title": "새로 등록", "start_date": date(2024, 1, 1)}, {"title": "먼저 등록", "start_date": date(2025, 11, 1)}
    )
    assert texts(read(atom_feed(found, view_of(), FEED_URL)), "a:entry/a:title") == [
        "한국가공사: 새로 등록",
        "한국가공사: 먼저 등록",
    ]


def test_a_posting_added_to_the_data_appears() -> None:
    before, after = ([{"title": title} for title in names] for names in (["나"], ["가", "나"]))
    assert len(texts(read(atom_feed(found_of(*before), view_of(), FEED_URL)), "a:entry/a:id")) == 1
    assert len(texts(read(atom_feed(found_of(*after), view_of(), FEED_URL)), "a:entry/a:id")) == 2


def test_the_feed_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    found = titled("가", "나", "다")
    assert len(texts(read(atom_feed(found, view_of(), FEED_URL, most=2)), "a:entry/a:id")) == 2
    monkeypatch.setattr(feed, "MOST_ENTRIES", 1)
    assert len(texts(read(atom_feed(found, view_of(), FEED_URL, most=9)), "a:entry/a:id")) == 1


def test_no_entry_is_newer_than_the_data() -> None:
    root = read(atom_feed(found_of({"start_date": date(2025, 12, 1)}, {}), view_of(), FEED_URL))
    moments = [datetime.fromisoformat(str(text)) for text in texts(root, "a:entry/a:updated")]
    assert max(moments) <= datetime.fromisoformat("2025-11-03T00:30:00Z")


def test_a_sample_says_so_and_takes_nobodys_address() -> None:
    root = read(atom_feed(titled("가"), view_of(SAMPLE), FEED_URL))
    assert str(texts(root, "a:entry/a:id")[0]).startswith("tag:")
    assert "예시 자료" in str(texts(root, "a:subtitle")[0])
    assert "예시 자료" in str(texts(root, "a:entry/a:summary")[0])
    assert "alio" not in ElementTree.tostring(root).decode()


@pytest.mark.parametrize("title", EVIL)
def test_any_title_is_plain_text_in_valid_xml(title: str) -> None:
    file = atom_feed(titled(title), view_of(title=title, filters=title), FEED_URL)
    root = read(file)
    assert not root.findall(".//script") and not root.findall(".//b")
    assert not set(file.decode()) & set("\x00\x0b\x1b\x85\u202e\u2066\ufffe")


def test_markup_in_a_title_is_shown_letter_by_letter() -> None:
    root = read(atom_feed(titled("<b>굵게</b> & 나"), view_of(), FEED_URL))
    assert texts(root, "a:entry/a:title") == ["<b>굵게</b> & 나: <b>굵게</b> & 나"]


def test_marks_of_direction_cannot_turn_the_reader_around() -> None:
    assert "채용 공고 끝" in str(texts(read(atom_feed(titled(TURNED), view_of(), FEED_URL)), "a:entry/a:title")[0])


def test_nothing_found_is_a_feed_without_entries() -> None:
    assert texts(read(atom_feed(found_of(), view_of(), FEED_URL)), "a:entry") == []


# When

APPEARED, CHANGED = datetime(2025, 10, 28, 1, tzinfo=UTC), datetime(2025, 10, 30, 2, tzinfo=UTC)


def times_of(moments: Moments, start: date = date(2025, 10, 27)) -> tuple[str | None, str | None]:
    found = found_of({"start_date": start})
    root = read(atom_feed(found, view_of(), FEED_URL, moments=lambda ids: dict.fromkeys(ids, moments)))
    return texts(root, "a:entry/a:published")[0], texts(root, "a:entry/a:updated")[0]


def test_a_posting_seen_to_appear_was_published_then_and_not_on_its_first_day() -> None:
    assert times_of(Moments(APPEARED, APPEARED)) == ("2025-10-28T01:00:00Z", "2025-10-28T01:00:00Z")


def test_a_posting_is_updated_when_its_last_change_was_seen() -> None:
    assert times_of(Moments(APPEARED, CHANGED)) == ("2025-10-28T01:00:00Z", "2025-10-30T02:00:00Z")


def test_where_nobody_saw_it_appear_the_first_day_stands() -> None:
    assert times_of(Moments()) == ("2025-10-26T15:00:00Z", "2025-10-26T15:00:00Z")
    assert times_of(Moments(None, CHANGED)) == ("2025-10-26T15:00:00Z", "2025-10-30T02:00:00Z")


def test_no_posting_is_updated_before_it_is_published() -> None:
    assert times_of(Moments(None, CHANGED), start=date(2025, 11, 20)) == ("2025-10-30T02:00:00Z",) * 2


def test_the_ledger_is_asked_for_the_postings_listed_only() -> None:
    asked: list[Sequence[int]] = []

    def moments(posting_ids: Sequence[int]) -> dict[int, Moments]:
        asked.append(posting_ids)
        return {}

    atom_feed(titled("가", "나", "다"), view_of(), FEED_URL, most=2, moments=moments)
    assert asked == [[900000, 899999]]


def test_a_posting_called_off_says_so_in_its_title_its_category_and_its_summary() -> None:
    root = read(atom_feed(titled("간호사 채용(채용취소)", "간호사 채용"), view_of(), FEED_URL))
    assert texts(root, "a:entry/a:title") == [
        "간호사 채용(채용취소): [취소] 간호사 채용(채용취소)",
        "간호사 채용: 간호사 채용",
    ]
    terms = [
        [node.get("term") for node in entry.findall("a:category", NAMES)] for entry in root.findall("a:entry", NAMES)
    ]
    assert terms == [["비정규직", "취소된 공고"], ["비정규직", "접수 중"]]
    assert "상태: 취소된 공고" in str(texts(root, "a:entry/a:summary")[0])
