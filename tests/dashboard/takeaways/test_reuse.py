"""Lines a reader can paste."""

import pytest

from dashboard.takeaways.reuse import data_address, lines


def test_the_address_has_the_filters_of_the_page_below_the_path_of_the_site() -> None:
    given = data_address("https://x.kr/jobs/", "postings.csv", {"region": "busan,gyeongnam", "q": "간호 사"})
    assert given == "https://x.kr/jobs/data/postings.csv?region=busan,gyeongnam&q=%EA%B0%84%ED%98%B8+%EC%82%AC"


@pytest.mark.parametrize("text", ['"; rm -rf ~; "', "`id`", "$(id)", "\\", "'"])
def test_nothing_a_reader_typed_ends_the_quotation(text: str) -> None:
    address = data_address("https://x.kr", "postings.csv", {"q": text})
    assert not {*'"`$\\'} & {*address}
    assert all(line.count(address) == 1 for line in lines(address).values())


def test_a_whole_table_is_read_as_parquet() -> None:
    assert {*lines("https://x.kr/data/tables/pay.parquet")} == {"curl", "pandas", "R"}
    assert "read_parquet" in lines("https://x.kr/data/tables/pay.parquet")["pandas"]
