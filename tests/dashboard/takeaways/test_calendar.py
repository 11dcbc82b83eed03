"""Deadlines as a calendar, read back by the library and line by line."""

from datetime import UTC, date, datetime

import icalendar
import numpy as np
import pytest

from dashboard.takeaways.calendar import calendar, event_calendar, moment_of
from dashboard.takeaways.listed import listed
from tests.dashboard.conftest import TODAY
from tests.dashboard.takeaways.conftest import EVIL, LONG, MARKUP, SAMPLE, found_of, titled, view_of


def read(file: bytes) -> tuple[icalendar.Calendar, list[icalendar.Event]]:
    whole = icalendar.Calendar.from_ical(file)
    return whole, list(whole.walk("VEVENT"))


def test_a_deadline_is_an_all_day_event_on_the_last_day() -> None:
    (event,) = read(calendar(found_of({"end_date": date(2025, 11, 10)}), view_of()))[1]
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2025, 11, 10), date(2025, 11, 11))
    assert event["dtstart"].to_ical() == b"20251110"


def test_the_event_says_who_what_and_where_to_read_on() -> None:
    (event,) = read(calendar(found_of({"title": "간호사 채용", "headcount": 1200}), view_of()))[1]
    assert str(event["summary"]) == "마감: 한국가공사 간호사 채용"
    assert str(event["url"]) == "https://job.alio.go.kr/recruitview.do?idx=900000"
    for words in ("모집인원: 1,200명", "근무지: 서울", "고용형태: 비정규직", "재정경제부 공공데이터포털", "실제 자료"):
        assert words in str(event["description"])


def test_an_event_keeps_its_identity_when_the_deadline_moves() -> None:
    before, after = (
        read(calendar(found_of({"end_date": day}), view_of()))[1][0] for day in (date(2025, 11, 5), date(2025, 11, 20))
    )
    assert before["uid"] == after["uid"] == "posting-900000@korea-public-jobs"


def test_the_stamp_is_the_time_of_the_data_so_the_same_data_make_the_same_file() -> None:
    found = titled("가", "나")
    (event, _) = read(calendar(found, view_of()))[1]
    assert event["dtstamp"].dt == datetime(2025, 11, 3, 0, 30, tzinfo=UTC)
    assert calendar(found, view_of()) == calendar(found, view_of())


@pytest.mark.parametrize(
    ("as_of", "hour"), [("2025-11-03", 15), ("2025-11-03T09:00:00", 0), ("2025-11-03T09:00:00+00:00", 9)]
)
def test_times_without_a_zone_are_korean(as_of: str, hour: int) -> None:
    assert moment_of(as_of).astimezone(UTC).hour == hour


def test_what_is_over_is_left_out_and_the_nearest_comes_first() -> None:
    ends = [date(2025, 11, 20), date(2025, 11, 2), TODAY, date(2025, 11, 7)]
    events = read(calendar(found_of(*({"end_date": end} for end in ends)), view_of()))[1]
    assert [event["dtstart"].dt for event in events] == [TODAY, date(2025, 11, 7), date(2025, 11, 20)]


def test_a_calendar_that_was_cut_says_so() -> None:
    whole, events = read(calendar(titled("가", "나", "다"), view_of(), most=2))
    assert len(events) == 2
    assert "3건 가운데 마감이 가까운 2건만" in str(whole["x-wr-caldesc"])
    assert "가운데" not in str(read(calendar(titled("가"), view_of()))[0]["x-wr-caldesc"])


def test_the_calendar_says_filters_source_and_address() -> None:
    about = str(read(calendar(titled("가"), view_of()))[0]["x-wr-caldesc"])
    for words in (view_of().filters, view_of().source_line, view_of().url):
        assert words in about


def test_a_sample_is_marked_in_every_event_and_never_leads_to_a_real_posting() -> None:
    (event,) = read(calendar(titled("가"), view_of(SAMPLE)))[1]
    assert str(event["uid"]).startswith("sample-")
    assert "예시 자료" in str(event["description"])
    assert str(event["url"]) == view_of().url + "&posting=900000"


@pytest.mark.parametrize("title", EVIL)
def test_any_title_stays_within_its_line(title: str) -> None:
    file = calendar(titled(title), view_of())
    (event,) = read(file)[1]
    assert "\n" not in str(event["summary"])
    assert {line.split(b":")[0].split(b";")[0] for line in file.split(b"\r\n") if line and not line.startswith(b" ")} <= {
        b"BEGIN", b"END", b"VERSION", b"PRODID", b"METHOD", b"X-WR-CALDESC", b"X-WR-CALNAME", b"REFRESH-INTERVAL", b"SUMMARY",
        b"DTSTART", b"DTEND", b"STATUS", b"DTSTAMP", b"UID", b"DESCRIPTION", b"TRANSP", b"URL",
    }  # fmt: skip


def test_marks_that_separate_values_are_escaped() -> None:
    file = calendar(titled("가, 나; 다\\라"), view_of())
    assert "가\\, 나\\; 다\\\\라" in file.decode().replace("\r\n ", "")


def test_no_line_is_longer_than_the_standard_allows() -> None:
    file = calendar(titled(LONG, MARKUP * 5), view_of(filters=LONG, url="https://h/?q=" + "%EA" * 300))
    assert max(map(len, file.split(b"\r\n"))) <= 75
    file.decode()


def test_nothing_found_is_a_calendar_without_events() -> None:
    assert read(calendar(found_of({"end_date": date(2024, 1, 1)}), view_of()))[1] == []


def test_one_posting_is_a_calendar_of_one_event() -> None:
    found = titled("가", "나")
    (posting,) = listed(found.index, np.array([1]))
    (event,) = read(event_calendar(posting, view_of()))[1]
    assert str(event["summary"]).endswith("나")


def test_a_posting_called_off_is_marked_so_that_calendars_strike_it_out_and_no_other_is() -> None:
    events = read(calendar(titled("[공고취소] 간호사 채용", "간호사 채용"), view_of()))[1]
    assert [str(event["status"]) for event in events] == ["CANCELLED", "CONFIRMED"]
    assert str(events[0]["summary"]).endswith("[취소] [공고취소] 간호사 채용")
    assert "[취소]" not in str(events[1]["summary"])
    assert "상태: 취소된 공고" in str(events[0]["description"])
    assert "상태: 접수 중" in str(events[1]["description"])


def test_a_posting_that_has_not_begun_says_so() -> None:
    later = {"start_date": date(2025, 11, 20), "end_date": date(2025, 11, 30)}
    (event,) = read(calendar(found_of(later), view_of()))[1]
    assert "상태: 접수 예정" in str(event["description"])
