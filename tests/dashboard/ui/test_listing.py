"""The list of postings: order, pages, what is shown."""

from datetime import date

import numpy as np
from hypothesis import given, settings

from dashboard.languages import speaking
from dashboard.selection.index import Found
from dashboard.selection.positions import PositionIndex, StageIndex
from dashboard.selection.selection import Selection
from dashboard.ui import listing
from tests.dashboard.conftest import ANY_ROWS, Row, index_of, selections
from tests.dashboard.results import JOINED, joined


def found_of(*rows: Row) -> Found:
    return index_of(*rows).find(Selection())


def test_newest_numbers_come_first() -> None:
    found = found_of({}, {}, {})
    assert listing.ordered_rows(found, "newest").tolist() == [0, 1, 2]


def test_closing_order_is_open_ones_by_deadline_then_closed_ones_latest_first() -> None:
    days = (date(2025, 10, 1), date(2025, 11, 20), date(2025, 11, 3), date(2025, 11, 2), date(2026, 1, 1))
    found = found_of(*({"start_date": date(2025, 9, 1), "end_date": day} for day in days))
    assert listing.ordered_rows(found, "closing").tolist() == [2, 1, 4, 3, 0]


def test_the_largest_headcount_comes_first_and_equals_stay_newest_first() -> None:
    found = found_of(*({"headcount": n} for n in (1, 5, None, 5, 9)))
    assert listing.ordered_rows(found, "headcount").tolist() == [4, 1, 3, 0, 2]


@settings(max_examples=15)
@given(rows=ANY_ROWS, selection=selections())
def test_pages_hold_every_posting_found_once(rows: list[Row], selection: Selection) -> None:
    found = index_of(*rows).find(selection)
    for order in listing.ORDERS:
        ordered = listing.ordered_rows(found, order)
        pages = [listing.page_of(ordered, page + 1) for page in range(listing.page_count(found))]
        assert sorted(np.concatenate(pages).tolist()) == found.rows.tolist()
        assert all(len(page) <= listing.ROWS_PER_PAGE for page in pages)


def test_what_closes_soon_is_open_and_nearest() -> None:
    days = (date(2025, 11, 1), date(2025, 11, 30), date(2025, 11, 4))
    found = found_of(*({"start_date": date(2025, 9, 1), "end_date": day} for day in days))
    assert listing.closing_soon(found, 1).tolist() == [2]
    assert listing.closing_soon(found, 10).tolist() == [2, 1]


def test_a_row_shows_names_and_days_left() -> None:
    found = found_of({"work_regions": ["R3015", "R3010"], "hire_types": ["R1010", "R1040"], "headcount": None,
                      "end_date": date(2025, 11, 5), "institution": "옛 이름"})  # fmt: skip
    (row,) = listing.display_table(found.index, found.rows).to_pylist()
    assert row == {
        "마감": "D-2", "공고 제목": "직원 채용", "기관": "한국가공사", "근무지": "서울·전남광주", "고용형태": "정규직·비정규직",
        "인원(명)": None, "마감일": date(2025, 11, 5), "채용분야": "경영.회계.사무", "시작일": date(2025, 10, 27),
    }  # fmt: skip


def test_the_list_is_headed_and_named_in_english() -> None:
    found = found_of({"work_regions": ["R3010"], "hire_types": ["R1010"], "end_date": date(2025, 11, 2)})
    with speaking("en"):
        (row,) = listing.display_table(found.index, found.rows).to_pylist()
    assert row == {
        "Closes": "Closed", "Title": "직원 채용", "Institution": "한국가공사", "Workplace": "Seoul", "Employment type": "Regular",
        "People": 1, "Deadline": date(2025, 11, 2), "Job field": "Management, accounting, clerical",
        "Start date": date(2025, 10, 27),
    }  # fmt: skip


def test_what_closes_first_is_told_in_english() -> None:
    found = found_of({"headcount": None})
    with speaking("en"):
        head, _rule, line = listing.closing_table(found, 10).splitlines()
    assert head == "| Closes | Posting |"
    assert f"(postings?posting={found.index.posting_ids[0]}&lang=en)" in line
    assert line.endswith("한국가공사, Seoul, Non\\-regular, openings not stated |")


@settings(max_examples=15)
@given(together=JOINED, selection=selections())
def test_the_hardest_postings_come_first_and_those_without_results_after_them(
    together: tuple[PositionIndex, StageIndex], selection: Selection
) -> None:
    positions, _stages = together
    found = positions.index.find(selection)
    ratios = {row: slow_ratio(positions, row) for row in found.rows.tolist()}
    rated = sorted((row for row, ratio in ratios.items() if ratio), key=lambda row: (-(ratios[row] or 0), row))
    others = [row for row in found.rows.tolist() if not ratios[row]]
    assert listing.ordered_rows(found, listing.COMPETITION, positions).tolist() == rated + others


def slow_ratio(positions: PositionIndex, row: int) -> float | None:
    """Applicants ÷ selected of the positions of a posting that tell both."""
    posting_id = int(positions.index.posting_ids[row])
    told = [
        (each["applicants"], each["selected"])
        for each in positions.table.to_pylist()
        if each["posting_id"] == posting_id and None not in (each["applicants"], each["selected"])
    ]
    applicants, selected = (sum(pair[place] for pair in told) for place in (0, 1))
    return applicants / selected if applicants and selected else None


def test_the_order_by_competition_says_how_many_postings_have_a_ratio() -> None:
    positions, _stages = joined([{}, {}, {}], [[([30, 6], 3)], [([5], None)], [([8], 2), ([2], 0)]])
    found = positions.index.find(Selection())
    assert listing.ordered_rows(found, listing.COMPETITION, positions).tolist() == [0, 2, 1]
    assert positions.of_postings[[0, 2]].tolist() == [10.0, 5.0]
    sentence = listing.order_in_words(found, positions)
    assert sentence.startswith("찾은 공고 3건 가운데 결과를 공개한 2건이 경쟁률 높은 것부터 먼저 나오고")


def test_without_results_the_order_by_competition_is_that_of_the_newest_and_says_so() -> None:
    found = found_of({}, {})
    assert listing.ordered_rows(found, listing.COMPETITION).tolist() == [0, 1]
    assert listing.order_in_words(found, None).startswith("이 자료에는 전형 결과가 없어")
    positions, _stages = joined([{}, {}], [[([5], None)]])
    found = positions.index.find(Selection())
    assert listing.order_in_words(found, positions) == "찾은 공고 가운데 결과를 공개한 것이 없어 새 공고부터 보입니다."
