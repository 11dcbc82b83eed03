"""What institutions pay: over the years, by type, ministry and region, and in which band they start."""

from typing import Any

import numpy as np
import pandas as pd

from dashboard.charts.chart import (
    CATEGORY,
    NAMES,
    ROWS,
    Chart,
    Figure,
    column_bars,
    figure,
    listed,
    row_bars,
    row_height,
    sentences,
    value_axis,
    written,
)
from dashboard.charts.dots import by_type as rows_by_type
from dashboard.charts.dots import strips
from dashboard.charts.labels import broken
from dashboard.charts.lines import Line, band, named_lines
from dashboard.charts.pay.words import grown, left_out, translated
from dashboard.charts.won import pay_unit
from dashboard.languages import N_, _
from dashboard.measures import pay as measures
from dashboard.measures.pay import MEASURES, Pay
from dashboard.words import million_won, number, percent, subject, topic

# In thousand won.
BANDS = (
    (0, 30_000, N_("3천만 원 미만")),
    (30_000, 40_000, N_("3천만~4천만 원")),
    (40_000, 50_000, N_("4천만~5천만 원")),
    (50_000, np.inf, N_("5천만 원 이상")),
)
TONES = ("#000012", "#000014", "#000016", "#000018")
GROUP_TITLES = {"ministry": N_("{year}년 주무부처별 {measure}"), "region": N_("{year}년 본사 시도별 {measure}")}
SMALLEST_GROUP = 3
MEANS = (("mean", N_("단순평균"), "diamond"), ("weighted_mean", N_("가중평균"), "diamond-open"))


def over_years(pay: Pay, cpi: pd.DataFrame) -> Chart:
    """Median over institutions by year, nominal and in won of the last settled year, with P10–P90 as a band."""
    years = measures.by_year(pay)
    settled = years[years["basis"] == "settled"]
    base = int(settled["year"].max())
    in_real = measures.real(settled["median"], settled["year"], cpi, base)
    about = _(
        "단위: {unit}/년. 회색 띠는 가운데 80%(P10~P90). 결산 {count}개 해를 잇고 예산(빈 점)은 따로. 실질은 소비자물가지수(국가데이터처, "
        "2020=100)로 {base}년 가격.",
        unit=pay_unit().name.strip(),
        count=len(settled),
        base=base,
    )
    return Chart(
        "pay_over_years",
        _("연도별 {measure}", measure=_(MEASURES[pay.measure])),
        _sentence_over_years(pay, settled, in_real),
        sentences(about, left_out(pay)),
        _lines_over_years(years, in_real, base),
        lambda: _table_over_years(years, measures.real(years["median"], years["year"], cpi, base), base),
    )


def _lines_over_years(years: pd.DataFrame, in_real: pd.Series, base: int) -> Figure:
    unit = pay_unit()
    settled, budget = years[years["basis"] == "settled"], years[years["basis"] != "settled"]
    x = settled["year"].tolist()
    low, high = (unit.drawn(settled[name]) for name in ("p10", "p90"))
    lines = [
        Line(_("중앙값"), x, unit.drawn(settled["median"]), CATEGORY[0]),
        Line(_("중앙값({year}년 가격)", year=base), x, unit.drawn(in_real), CATEGORY[1], "dot"),
        Line(_("가중평균"), x, unit.drawn(settled["weighted_mean"]), CATEGORY[2], "dash"),
    ]
    hollow = {
        "type": "scatter",
        "mode": "markers",
        "x": budget["year"].tolist(),
        "y": unit.drawn(budget["median"]),
        "marker": {"symbol": "circle-open", "size": 10, "color": CATEGORY[0]},
        "hovertemplate": _(
            "%{{x}}년 예산 중앙값<br><b>%{{y:{format}}}{unit}</b><extra></extra>", format=unit.format, unit=unit.name
        ),
    }
    known = [line for line in lines if any(y is not None for y in line.y)]
    behind = [*band(x, low, high), *([hollow] if len(budget) else [])]
    return named_lines(known, unit.name, digits=unit.digits, height=380, behind=behind, yaxis={"rangemode": "normal"})


def _table_over_years(years: pd.DataFrame, in_real: pd.Series, base: int) -> pd.DataFrame:
    unit = pay_unit()
    names = {
        "median": _("중앙값"),
        "mean": _("단순평균"),
        "weighted_mean": _("가중평균"),
        "p10": "P10",
        "p90": "P90",
    }
    amounts = {unit.heading(name): unit.column(years[column]) for column, name in names.items()}
    return pd.DataFrame(
        {
            _("연도"): years["year"],
            _("결산·예산"): np.where(years["basis"] == "settled", _("결산"), _("예산")),
            _("기관 수"): years["n"],
            **amounts,
            unit.heading(_("중앙값, {year}년 가격", year=base)): unit.column(in_real),
        }
    )


def _sentence_over_years(pay: Pay, settled: pd.DataFrame, in_real: pd.Series) -> str:
    first, last = settled.iloc[0], settled.iloc[-1]
    told = {
        "year": int(last["year"]),
        "measure": topic(_(MEASURES[pay.measure])),
        "amount": million_won(last["median"]),
        "first": int(first["year"]),
        "nominal": grown(first["median"], last["median"]),
        "real": grown(in_real.iloc[0], in_real.iloc[-1]),
    }
    if len(settled) == 1:
        return _("{year}년 {measure} 기관 중앙값 {amount}이다.", **told)
    if not told["real"]:
        return _(
            "{year}년 {measure} 기관 중앙값 {amount}으로 {first}년과 비교해 {nominal}고, 물가지수가 없어 실질은 비교할 수 없다.",
            **told,
        )
    return _(
        "{year}년 {measure} 기관 중앙값 {amount}으로 {first}년과 비교해 {nominal}고, 물가를 빼면 {real}다.", **told
    )


def by_type(pay: Pay, year: int) -> Chart:
    """One dot an institution, with the quartiles of its type."""
    unit, rows = pay_unit(), pay.in_year(year)
    groups = rows_by_type(rows.assign(shown=unit.column(rows["value"])), measures.TYPE_ORDER)
    about = _(
        "단위: {unit}/년. 점 하나가 한 기관({count}곳), 상자는 가운데 절반, 마름모는 단순평균, 빈 마름모는 종업원 수로 가중한 평균.",
        unit=unit.name.strip(),
        count=number(len(rows)),
    )
    hover = f"<b>%{{text}}</b><br>%{{x:{unit.format}}}{unit.name}"
    return Chart(
        "pay_by_type",
        _("{year}년 기관유형별 {measure}", year=year, measure=_(MEASURES[pay.measure])),
        _sentence_by_type({name: group["value"].median() for name, group in groups}),
        sentences(about, left_out(pay, year)),
        strips(groups, "shown", hover, marks=_means(measures.means_by_type(pay, year)) if groups else ()),
        lambda: _table_by_type(pay, rows),
    )


def _means(means: pd.DataFrame) -> list[dict[str, Any]]:
    unit = pay_unit()
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": unit.drawn(means[column]),
            "y": means["type"].map(_).tolist(),
            "marker": {"symbol": symbol, "size": 11, "color": CATEGORY[1]},
            "hovertemplate": f"<b>%{{y}}</b> {_(label)}<br>%{{x:{unit.format}}}{unit.name}<extra></extra>",
        }
        for column, label, symbol in MEANS
    ]


def _table_by_type(pay: Pay, rows: pd.DataFrame) -> pd.DataFrame:
    unit = pay_unit()
    table = translated(rows.sort_values("value", ascending=False))
    return pd.DataFrame(
        {
            _("기관"): table["institution"],
            _("기관유형"): table["type"],
            _("주무부처"): table["ministry"],
            _("본사"): table["region"],
            unit.heading(_(MEASURES[pay.measure])): unit.column(table["value"]),
        }
    )


def _sentence_by_type(medians: dict[str, float]) -> str:
    if not medians:
        return _("공시한 기관이 없다.")
    high, low = max(medians, key=medians.__getitem__), min(medians, key=medians.__getitem__)
    if medians[high] == medians[low]:
        names = listed(map(_, medians))
        return _("중앙값은 {types} 모두 {amount}이다.", types=names, amount=million_won(medians[high]))
    return _(
        "중앙값은 {high} {most}으로 가장 높고 {low} {least}으로 가장 낮다.",
        high=subject(_(high)),
        most=million_won(medians[high]),
        low=subject(_(low)),
        least=million_won(medians[low]),
    )


def by_group(pay: Pay, year: int, column: str, label: str) -> Chart:
    """Medians by ministry or headquarters region, of groups with at least three institutions."""
    unit = pay_unit()
    groups = pay.in_year(year).groupby(column)["value"].agg(["median", "size"])
    groups = groups[groups["size"] >= SMALLEST_GROUP].sort_values("median", ascending=False)
    about = _("단위: {unit}/년, 기관 중앙값. 기관이 세 곳이 안 되는 묶음은 뺌.", unit=unit.name.strip())
    names = groups.reset_index()
    return Chart(
        f"pay_by_{column}",
        _(GROUP_TITLES[column], year=year, measure=_(MEASURES[pay.measure])),
        _sentence_by_group(groups),
        sentences(about, left_out(pay, year)),
        _group_bars(groups),
        lambda: pd.DataFrame(
            {
                _(label): translated(names)[column],
                unit.heading(_("중앙값")): unit.column(names["median"]),
                _("기관 수"): names["size"],
            }
        ),
    )


def _group_bars(groups: pd.DataFrame) -> Figure:
    unit = pay_unit()
    labels, values = [broken(_(str(name))) for name in groups.index], unit.drawn(groups["median"])
    hover = _("<b>%{{y}}</b><br>중앙값 %{{x:{format}}}{unit}(%{{customdata}}곳)", format=unit.format, unit=unit.name)
    texts = written(f"{value:{unit.format}}" for value in values)
    return figure(
        [row_bars(labels, values, hover, customdata=groups["size"].tolist(), **texts)],
        height=60 + row_height(labels) * len(groups),
        margin={"l": 8, "r": 56, "t": 4, "b": 8},
        xaxis=value_axis(nticks=4),
        yaxis=ROWS,
    )


def _sentence_by_group(groups: pd.DataFrame) -> str:
    if groups.empty:
        return _("비교할 만한 묶음이 없다.")
    first = groups.iloc[0]
    name, told = _(str(first.name)), {"amount": million_won(first["median"]), "count": int(first["size"])}
    if len(groups) == 1:
        return _("비교할 만한 묶음이 {group}({amount}, {count}곳) 하나뿐이다.", group=name, **told)
    return _("{group} {amount}으로 가장 높다({count}곳의 중앙값).", group=subject(name), **told)


def bands(pay: Pay) -> Chart:
    """Starting pay in the bands the press uses, share of institutions by settled year."""
    years = pay.settled_years
    in_band = [
        [float(pay.in_year(year)["value"].between(low, high, inclusive="left").mean()) for low, high, _name in BANDS]
        for year in years
    ]
    shares = pd.DataFrame(in_band, columns=[_(label) for _low, _high, label in BANDS], index=years)
    last = shares.iloc[-1]
    sentence = _(
        "{year}년 초임이 4천만 원 이상인 기관은 {many}, 3천만 원에 못 미치는 기관은 {few}이다.",
        year=years[-1],
        many=percent(last.iloc[2] + last.iloc[3]),
        few=percent(last.iloc[0]),
    )
    return Chart(
        "pay_bands",
        _("초임은 어느 구간에 있나"),
        sentence,
        _("단위: %, 초임을 공시한 기관 = 100. 결산한 해만."),
        _band_columns(shares),
        lambda: (shares * 100).round(1).rename_axis(_("연도")).reset_index(),
    )


def _band_columns(shares: pd.DataFrame) -> Figure:
    years = [str(year) for year in shares.index]
    traces = [
        column_bars(
            years, (shares[label] * 100).tolist(), "%{x} %{fullData.name}<br><b>%{y:.1f}%</b>", tone, name=label
        )
        for tone, label in zip(TONES, shares, strict=True)
    ]
    axis = value_axis(ticksuffix="%", range=[0, 100])
    return figure(traces, barmode="stack", showlegend=True, xaxis=NAMES, yaxis=axis)
