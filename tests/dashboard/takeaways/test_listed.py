"""Postings as feeds and calendars name them."""

from datetime import date

import numpy as np

from dashboard.takeaways.listed import listed, not_over
from tests.dashboard.takeaways.conftest import SAMPLE, TURNED, found_of, titled, view_of


def test_a_posting_is_told_in_words() -> None:
    found = found_of({"work_regions": ["R3015", "R3010"], "headcount": None})
    (posting,) = listed(found.index, found.rows)
    assert posting.regions == "서울·광주"
    assert "모집인원: 적혀 있지 않음" in posting.facts
    assert "기간: 2025-10-27 ~ 2025-11-10" in posting.facts


def test_titles_are_on_one_line_without_marks_of_direction() -> None:
    found = titled(TURNED)
    assert listed(found.index, found.rows)[0].title == "채용 공고 끝"


def test_a_real_posting_is_read_at_the_portal_and_a_sample_here() -> None:
    found = titled("가")
    (posting,) = listed(found.index, found.rows)
    assert posting.address_in(view_of()) == "https://job.alio.go.kr/recruitview.do?idx=900000"
    here = posting.address_in(view_of(SAMPLE, url="http://h/postings?region=busan,jeju&posting=1"))
    assert here == "http://h/postings?region=busan,jeju&posting=900000"


def test_no_rows_are_no_postings() -> None:
    assert listed(titled("가").index, np.array([], np.intp)) == []


def test_what_is_not_over_is_counted_beyond_the_limit() -> None:
    found = found_of({"end_date": date(2025, 11, 9)}, {"end_date": date(2025, 11, 5)}, {"end_date": date(2025, 11, 1)})
    rows, count = not_over(found, 1)
    assert count == 2
    assert [posting.end_date for posting in listed(found.index, rows)] == [date(2025, 11, 5)]
