"""Charts of income and spending: what comes in and from whom, what it goes for."""

import pandas as pd

from dashboard.charts.chart import CATEGORY, Chart, sentences
from dashboard.charts.lines import Line, named_lines
from dashboard.charts.sums import columns
from dashboard.languages import N_, _
from dashboard.measures import finances as measures
from dashboard.words import by, in_won, percent

NOTHING = N_("공시한 기관이 없다.")
# In million won: 조 원, and 억 원 where that would be a fraction.
TRILLION, HUNDRED_MILLION = 1 / 1_000_000, 1 / 100
SMALLEST_MOVE = 0.01
SMALLEST_POINT = 0.005
BUDGET_NOTE = N_("흐린 막대는 예산.")


def income(finances: pd.DataFrame) -> Chart:
    """Income by year: from the government, borrowed, and the rest."""
    years = _labelled(measures.finances_by_year(finances))
    unit, scale = _size(years)
    return columns(
        "finances_income",
        _("수입은 얼마인가"),
        _amount_sentence(years, "income", _("수입은")),
        sentences(
            _("단위: {unit}, 고유사업. 기금계정은 들지 않음. 빌린 돈도 수입에 듦.", unit=unit.strip()), _(BUDGET_NOTE)
        ),
        years,
        {column: _(name) for column, name in measures.INCOME.items()},
        unit,
        scale=scale,
        digits=1,
    )


def spending(finances: pd.DataFrame) -> Chart:
    """Spending by year and kind."""
    years = _labelled(measures.finances_by_year(finances))
    unit, scale = _size(years)
    return columns(
        "finances_spending",
        _("어디에 쓰나"),
        _amount_sentence(years, "personnel_cost", _("인건비는")),
        sentences(_("단위: {unit}, 고유사업. 기금계정은 들지 않음.", unit=unit.strip()), _(BUDGET_NOTE)),
        years,
        {column: _(name) for column, name in measures.SPENDING.items()},
        unit,
        scale=scale,
        digits=1,
    )


def dependence(finances: pd.DataFrame) -> Chart:
    """What part of its income the government gives: of all together, and of the median institution."""
    years = measures.finances_by_year(finances)
    settled = years[years["basis"] == "settled"].dropna(subset=["net_share"])
    x = settled["year"].tolist()
    lines = [
        Line(_("기관 중앙값"), x, (settled["median_net_share"] * 100).round(2).tolist(), CATEGORY[0]),
        Line(_("전체"), x, (settled["net_share"] * 100).round(2).tolist(), CATEGORY[1], "dash"),
    ]
    return Chart(
        "finances_dependence",
        _("정부가 주는 돈은 수입의 얼마인가"),
        _dependence_sentence(settled),
        _("단위: %, 정부순지원수입 ÷ 수입(고유사업). 결산한 해만. 전체는 합 ÷ 합."),
        named_lines(lines if x else [], "%", digits=1, yaxis={"ticksuffix": "%"}),
        lambda: _dependence_table(years),
    )


def _dependence_table(years: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("연도"): years["year"],
            _("구분"): years["basis"].map({"settled": _("결산"), "budget": _("예산")}),
            _("수입(백만 원)"): years["income"],
            _("정부지원수입(백만 원)"): years["government_support"],
            _("정부순지원수입(백만 원)"): years["net_government_support"],
            _("정부지원 비중(%)"): (years["support_share"] * 100).round(1),
            _("정부순지원 비중(%)"): (years["net_share"] * 100).round(1),
            _("정부순지원 비중, 기관 중앙값(%)"): (years["median_net_share"] * 100).round(1),
        }
    )


def _size(years: pd.DataFrame) -> tuple[str, float]:
    """The unit that fits the largest income, and how much of it a million won is."""
    return (_("조 원"), TRILLION) if years["income"].max() * TRILLION >= 1 else (_("억 원"), HUNDRED_MILLION)


def _labelled(years: pd.DataFrame) -> pd.DataFrame:
    is_settled = years["basis"] == "settled"
    labels = [
        f"{year}" if settled else _("{year}(예산)", year=year)
        for year, settled in zip(years["year"], is_settled, strict=True)
    ]
    return years.assign(label=labels, is_settled=is_settled)


def _amount_sentence(years: pd.DataFrame, column: str, what: str) -> str:
    """`what` with its particle: "수입은". Amounts in million won."""
    settled = years[years["is_settled"]]
    if settled.empty or not settled[column].iloc[-1] > 0:
        return _(NOTHING)
    first, last = settled.iloc[0], settled.iloc[-1]
    said = {"year": int(last["year"]), "what": what, "amount": in_won(last[column] * 1000)}
    if len(settled) == 1 or not first[column] > 0:
        return _("{year}년 {what} {amount}이다.", **said)
    move = last[column] / first[column] - 1
    said |= {
        "amount": by(in_won(last[column] * 1000)),
        "first": int(first["year"]),
        "before": in_won(first[column] * 1000),
        "share": percent(abs(move)),
    }
    if abs(move) < SMALLEST_MOVE:
        return _("{year}년 {what} {amount} {first}년({before})과 비슷하다.", **said)
    if move > 0:
        return _("{year}년 {what} {amount} {first}년({before})보다 {share} 많다.", **said)
    return _("{year}년 {what} {amount} {first}년({before})보다 {share} 적다.", **said)


def _dependence_sentence(settled: pd.DataFrame) -> str:
    if settled.empty:
        return _(NOTHING)
    first, last = settled.iloc[0], settled.iloc[-1]
    said = {"year": int(last["year"]), "share": percent(last["net_share"]), "median": percent(last["median_net_share"])}
    whole = _("{year}년 정부가 준 돈은 수입의 {share}이고, 기관의 중앙값은 {median}이다.", **said)
    move = last["median_net_share"] - first["median_net_share"]
    if len(settled) == 1 or abs(move) < SMALLEST_POINT:
        return whole
    since = {"first": int(first["year"]), "points": f"{abs(move) * 100:.1f}"}
    if move > 0:
        return sentences(whole, _("중앙값은 {first}년보다 {points}%p 높다.", **since))
    return sentences(whole, _("중앙값은 {first}년보다 {points}%p 낮다.", **since))
