"""The real figures that lead a page: what institutions disclosed of hires, pay and staff in their last settled year."""

import pandas as pd
import streamlit as st

from dashboard.data import Data
from dashboard.languages import _
from dashboard.measures import family, hires, staffing
from dashboard.ui.blocks import fine_print
from dashboard.ui.institution import staffing_of
from dashboard.ui.pay import load_pay
from dashboard.words import number, pay_on_card, percent

NEEDED = ("new_hires", "pay", "starting_pay", "staff", "work_family")
Card = tuple[str, str, str | None, str]


def show_disclosed(data: Data) -> None:
    """Four cards with their change on the year before, and their source; nothing where a snapshot has none of it."""
    origins = [data.origin(name) for name in NEEDED if name in data.snapshot.tables]
    if len(origins) < len(NEEDED):
        return
    with st.grid(2, min_column_width=140):
        for label, value, before, note in data.cached(_cards):
            st.metric(
                label, value, before, delta_color="off", height="stretch", border=True, help=note,
                delta_description=_("전년보다") if before else None,
            )  # fmt: skip
    day = min(origin.as_of[:10] for origin in origins)
    words = _(
        "{year}년 결산. 출처: 공공기관 경영정보 공개시스템 ALIO(신규채용, 직원평균보수, 임직원수, 일가정 양립 현황). {day} 기준 실제 자료.",
        year="·".join(str(year) for year in data.cached(_years)),
        day=day,
    )
    st.markdown(fine_print(words))


def _years(data: Data) -> list[int]:
    """The last settled year of the cards; several where the tables are not of one vintage."""
    years = {load_pay(data, "average").settled_years[-1]}
    for name in ("new_hires", "staff", "work_family"):
        table = data.table(name)
        years.add(int(table.loc[table["basis"] == "settled", "year"].max()))
    return sorted(years)


def _cards(data: Data) -> list[Card]:
    shares = _settled(hires.shares_by_year(data.table("new_hires")))
    there = staffing.staffing_by_year(staffing_of(data))
    there = there[there["basis"] == "settled"]
    leave = family.leave_by_year(data.table("work_family"))["parental_leave_men"]
    fathers, fathers_before = (int(leave.iloc[place]) for place in (-1, -2))
    median, median_before = _median_pay(data)
    return [
        (
            _("신규채용 가운데 청년"),
            percent(float(shares["youth_new_hires"].iloc[-1])),
            _points(shares["youth_new_hires"]),
            _("15~34세 ÷ 일반정규직 신규채용. 알리오 신규채용현황."),
        ),
        (
            _("평균보수 중앙값"),
            pay_on_card(median),
            pay_on_card(median - median_before, signed=True),
            _("기관마다 하나씩인 정규직 1인당 평균보수의 가운데 값, 결산. 알리오 직원평균보수현황."),
        ),
        (
            _("결원율"),
            percent(float(there["vacancy"].iloc[-1])),
            _points(there["vacancy"]),
            _("1 − 현원 ÷ 정원, 일반정규직과 무기계약직. 알리오 임직원수현황."),
        ),
        (
            _("남성 육아휴직"),
            _("{value}명", value=number(fathers)),
            _("{value}명", value=f"{fathers - fathers_before:+,}"),
            _("한 해에 육아휴직을 쓴 남성. 알리오 일가정 양립 지원제도 운영현황."),
        ),
    ]


def _settled(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["is_settled"]]


def _points(shares: pd.Series) -> str:
    """The change of a share in percentage points."""
    return _("{value}%p", value=f"{100 * (shares.iloc[-1] - shares.iloc[-2]):+.1f}")


def _median_pay(data: Data) -> tuple[float, float]:
    """Of the last settled year and of the one before, in thousand won."""
    pay = load_pay(data, "average")
    last, before = (float(pay.in_year(year)["value"].median()) for year in pay.settled_years[:-3:-1])
    return last, before
