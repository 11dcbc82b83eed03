"""What is new: told from the ledger, the days of the figures, revisions and the list of changes."""

from datetime import date

import pandas as pd

from dashboard.languages import speaking
from dashboard.takeaways.feed import news_feed
from dashboard.takeaways.news import News, news
from data_loader.schema import CHANGES, REVISIONS
from data_loader.snapshot import Origin
from tests.dashboard.takeaways.conftest import REAL, SAMPLE, view_of

NO_REVISIONS = REVISIONS.arrow.empty_table().to_pandas()
RECORD = Origin("기록", "2025-11-03T09:30:00+09:00", is_record=True)


def changes(*rows: tuple[str, str]) -> pd.DataFrame:
    table = pd.DataFrame(
        [{"posting_id": 1, "observed_at": pd.Timestamp(when), "change": kind} for when, kind in rows],
        columns=[column.name for column in CHANGES.columns],
    )
    return table.assign(observed_at=pd.to_datetime(table["observed_at"], utc=True))


def of_kind(found: tuple[News, ...], kind: str) -> list[News]:
    return [each for each in found if each.kind == kind]


def test_a_day_of_postings_is_one_line_in_korean_time() -> None:
    seen = changes(("2025-11-02T16:00Z", "new"), ("2025-11-03T01:00Z", "new"), ("2025-11-03T02:00Z", "withdrawn"))
    (line,) = of_kind(news({"postings": REAL}, seen, NO_REVISIONS, 2), "postings")
    assert (line.day, line.text) == (date(2025, 11, 3), "새 공고 2건, 내려감 1건.")


def test_what_was_seen_long_ago_is_no_news() -> None:
    assert not of_kind(news({"postings": REAL}, changes(("2025-09-01T00:00Z", "new")), NO_REVISIONS, 1), "postings")


def test_a_record_is_told_with_its_day_and_a_sample_not_at_all() -> None:
    (line,) = of_kind(news({"postings": RECORD}, None, NO_REVISIONS, 443), "postings")
    assert line.text == "그날 접수 중이던 공고 443건을 기록했다."
    assert not of_kind(news({"postings": SAMPLE}, None, NO_REVISIONS, 443), "postings")


def test_figures_published_on_a_day_are_told_together() -> None:
    pay = Origin("알리오", "2026-08-20")
    origins = {"postings": REAL, "pay": pay, "staff": pay, "new_hires": Origin("알리오", "2026-09-01")}
    days = [each.day for each in of_kind(news(origins, None, NO_REVISIONS, 1), "figures")]
    assert days == [date(2026, 9, 1), date(2026, 8, 20)]


def test_revised_values_are_counted_and_their_institutions_named() -> None:
    revised = pd.DataFrame(
        [{"institution": "대한석탄공사", "after_as_of": date(2026, 8, 20)}] * 2, columns=NO_REVISIONS.columns
    )
    (line,) = of_kind(news({"postings": REAL}, None, revised, 1), "revision")
    assert line.text == "공시한 값 2개가 앞선 공시와 다르다(대한석탄공사)."


def test_changes_of_method_are_told_in_the_language_spoken() -> None:
    korean = of_kind(news({"postings": REAL}, None, NO_REVISIONS, 1), "method")
    with speaking("en"):
        english = of_kind(news({"postings": REAL}, None, NO_REVISIONS, 1), "method")
    assert korean
    assert any("가" <= letter <= "힣" for letter in korean[0].text)
    assert not any("가" <= letter <= "힣" for each in english for letter in each.text)


def test_the_feed_has_an_entry_for_each_that_leads_to_its_page() -> None:
    found = (
        News(date(2026, 8, 20), "figures", "<b>수치</b>", "data"),
        News(None, "method", "방법", "data?view=method"),
    )
    feed = news_feed(found, view_of(), "https://h/news.xml").decode()
    assert feed.count("<entry>") == 2
    assert "<b>" not in feed
    assert 'href="https://jobs.example.kr/data?view=method"' in feed
