"""Pick and compare on 채용 추이 and 임금, and events on their time lines."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.reader import address, charts, checked, open_page, said


def test_two_provinces_stand_against_each_other_at_their_address(app: AppTest) -> None:
    open_page(app, "trends", view="compare", compare="busan,daegu")
    assert charts(app) == {"compared"}
    assert "2025년 정규직 신규채용은 부산" in said(app)
    assert "예시" not in said(app)
    checked(app.multiselect(key="choice_compare").set_value(["seoul", "busan"]).run())
    assert address(app) == {"view": "compare", "compare": "seoul,busan"}
    assert "정규직 신규채용은 서울" in said(app)


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"compare": "교육부,국토교통부", "form": "share"}, "정규직 신규채용의 몫은 교육부"),
        ({"compare": "C0247,C0268", "indicator": "average_pay", "form": "index"}, "정규직 평균보수의 지수는 한국전력공사"),
        ({"compare": "market,other", "indicator": "staff", "years": "2023-2025"}, "현원은 공기업(시장형)"),
    ],
)  # fmt: skip
def test_the_address_tells_what_is_compared_in_which_form(app: AppTest, params: dict[str, str], words: str) -> None:
    open_page(app, "trends", view="compare", **params)
    assert words in said(app)
    assert "nan" not in said(app)


def test_beyond_five_each_has_a_small_figure(app: AppTest) -> None:
    open_page(app, "trends", view="compare", compare="seoul,busan,daegu,incheon,daejeon,ulsan")
    assert charts(app) == {"compared", *(f"compared_{place}" for place in range(6))}


@pytest.mark.parametrize(
    "junk",
    [
        {"compare": "<script>,zzz"},
        {"form": "share", "indicator": "average_pay"},
        {"type": "market", "institution": "C0001"},
    ],
)
def test_a_mistyped_comparison_still_opens(app: AppTest, junk: dict[str, str]) -> None:
    open_page(app, "trends", view="compare", **junk)
    assert "nan" not in said(app)


def test_pay_is_compared_by_the_measure_chosen(app: AppTest) -> None:
    open_page(app, "pay", view="compare", measure="indefinite", compare="market,quasi-market")
    assert charts(app) == {"compared"}
    assert "무기계약직 평균보수는 공기업(시장형)" in said(app)


def test_events_are_switched_off_in_the_address_and_named_with_their_source(app: AppTest) -> None:
    open_page(app, "trends")
    (folded,) = [expander for expander in app.expander if expander.label == "사건과 출처"]
    assert "https://www.kmib.co.kr" in folded.markdown[0].value
    checked(app.toggle(key="choice_events").set_value(False).run())
    assert address(app) == {"events": "0"}
    assert not [expander for expander in app.expander if expander.label == "사건과 출처"]
