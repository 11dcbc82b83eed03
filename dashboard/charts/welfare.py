"""Charts of welfare cost: a head by contract, and in all."""

import pandas as pd

from dashboard.charts.chart import CATEGORY, Chart
from dashboard.charts.lines import Line, named_lines
from dashboard.charts.sums import columns
from dashboard.charts.won import pay_unit
from dashboard.languages import N_, _
from dashboard.measures import welfare as measures
from dashboard.words import by, in_won, percent

NOTHING = N_("공시한 기관이 없다.")
# In thousand won: 억 원.
HUNDRED_MILLION = 1 / 100_000
SMALLEST_DIFFERENCE = 0.02


def a_head(table: pd.DataFrame) -> Chart:
    """Cost ÷ employees of all together by contract and year. `table`: as `welfare_a_head`."""
    years, unit = measures.a_head_by_year(table), pay_unit()
    lines = [
        Line(_(measures.KINDS[kind]), own["year"].tolist(), unit.drawn(own["whole"]), CATEGORY[place])
        for place, kind in enumerate(measures.A_HEAD)
        if len(own := years[years["employment"] == kind])
    ]
    # A head's cost is about a fortieth of its pay.
    digits = unit.digits and unit.digits + 1
    return Chart(
        "welfare_a_head",
        _("한 사람에게 쓴 복리후생비"),
        _a_head_sentence(years),
        _(
            "단위: {unit}/년. 예산으로 쓴 복리후생비의 합 ÷ 상시 종업원의 합. 사내복지기금은 들지 않음.",
            unit=unit.name.strip(),
        ),
        named_lines(lines, unit.name, digits=digits),
        lambda: _a_head_table(years),
    )


def _a_head_table(years: pd.DataFrame) -> pd.DataFrame:
    unit = pay_unit()
    return pd.DataFrame(
        {
            _("연도"): years["year"],
            _("고용 구분"): years["employment"].map({kind: _(name) for kind, name in measures.KINDS.items()}),
            _("기관 수"): years["n"],
            unit.heading(_("1인당")): unit.column(years["whole"]),
            unit.heading(_("기관 중앙값")): unit.column(years["median"]),
        }
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
        return _of_one_kind(wide.iloc[:, 0].dropna())
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


def _of_one_kind(own: pd.Series) -> str:
    return _(
        "{year}년 {kind} 1인당 복리후생비는 {value}이다.",
        year=int(own.index[-1]),
        kind=_(measures.KINDS[str(own.name)]),
        value=in_won(own.iloc[-1]),
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
