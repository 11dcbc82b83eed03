"""Charts of welfare cost: a head by contract, and in all."""

import pandas as pd

from dashboard.charts.chart import CATEGORY, Chart
from dashboard.charts.lines import Line, named_lines
from dashboard.charts.sums import columns
from dashboard.languages import N_, _
from dashboard.measures import welfare as measures
from dashboard.words import by, in_won, percent

NOTHING = N_("공시한 기관이 없다.")
# In thousand won: 만 원, 억 원.
TEN_THOUSAND, HUNDRED_MILLION = 1 / 10, 1 / 100_000
SMALLEST_DIFFERENCE = 0.02


def a_head(table: pd.DataFrame) -> Chart:
    """Cost ÷ employees of all together by contract and year. `table`: as `welfare_a_head`."""
    years = measures.a_head_by_year(table)
    lines = []
    for place, kind in enumerate(measures.A_HEAD):
        own = years[years["employment"] == kind]
        if len(own):
            y = (own["whole"] * TEN_THOUSAND).round(2).tolist()
            lines.append(Line(_(measures.KINDS[kind]), own["year"].tolist(), y, CATEGORY[place]))
    return Chart(
        "welfare_a_head",
        _("한 사람에게 쓴 복리후생비"),
        _a_head_sentence(years),
        _("단위: 만 원/년. 예산으로 쓴 복리후생비의 합 ÷ 상시 종업원의 합. 사내복지기금은 들지 않음."),
        named_lines(lines, _("만 원")),
        lambda: pd.DataFrame(
            {
                _("연도"): years["year"],
                _("고용 구분"): years["employment"].map({kind: _(name) for kind, name in measures.KINDS.items()}),
                _("기관 수"): years["n"],
                _("1인당(천 원)"): years["whole"].round(1),
                _("기관 중앙값(천 원)"): years["median"].round(1),
            }
        ),
    )


def totals(welfare: pd.DataFrame) -> Chart:
    """Welfare cost of each kind of staff by year, stacked."""
    years = measures.totals_by_year(welfare)
    years = years.assign(label=years["year"].astype(str), is_settled=True)
    return columns(
        "welfare_totals",
        _("복리후생비 총액"),
        _totals_sentence(years),
        _("단위: 억 원. 예산으로 쓴 것. 사내복지기금은 들지 않음."),
        years,
        {kind: _(name) for kind, name in measures.KINDS.items()},
        _("억 원"),
        scale=HUNDRED_MILLION,
        digits=1,
    )


def _a_head_sentence(years: pd.DataFrame) -> str:
    """How indefinite-term staff stand to regular staff in the last year of both."""
    wide = years.pivot_table(index="year", columns="employment", values="whole")
    if wide.empty:
        return _(NOTHING)
    known = wide.reindex(columns=list(measures.A_HEAD)).dropna()
    if known.empty:
        kind = str(wide.columns[0])
        own = wide[kind].dropna()
        return _(
            "{year}년 {kind} 1인당 복리후생비는 {value}이다.",
            year=int(own.index[-1]),
            kind=_(measures.KINDS[kind]),
            value=in_won(own.iloc[-1]),
        )
    regular, indefinite = (float(known[kind].iloc[-1]) for kind in measures.A_HEAD)
    said = {"year": int(known.index[-1]), "regular": in_won(regular), "indefinite": by(in_won(indefinite))}
    if not regular > 0:
        return _(NOTHING)
    ratio = indefinite / regular
    if abs(ratio - 1) < SMALLEST_DIFFERENCE:
        return _("{year}년 1인당 복리후생비는 무기계약직 {indefinite} 일반정규직({regular})과 비슷하다.", **said)
    return _(
        "{year}년 1인당 복리후생비는 무기계약직 {indefinite} 일반정규직({regular})의 {share}다.",
        **said,
        share=percent(ratio),
    )


def _totals_sentence(years: pd.DataFrame) -> str:
    if years.empty or not years["total"].iloc[-1] > 0:
        return _(NOTHING)
    last = years.iloc[-1]
    said = {"year": int(last["year"]), "total": in_won(last["total"])}
    first = years.iloc[0]
    if len(years) == 1 or not first["total"] > 0:
        return _("{year}년 복리후생비는 모두 {total}이다.", **said)
    move = last["total"] / first["total"] - 1
    said |= {"total": by(in_won(last["total"])), "first": int(first["year"]), "share": percent(abs(move))}
    if abs(move) < SMALLEST_DIFFERENCE:
        return _("{year}년 복리후생비는 모두 {total} {first}년과 비슷하다.", **said)
    if move > 0:
        return _("{year}년 복리후생비는 모두 {total} {first}년보다 {share} 많다.", **said)
    return _("{year}년 복리후생비는 모두 {total} {first}년보다 {share} 적다.", **said)
