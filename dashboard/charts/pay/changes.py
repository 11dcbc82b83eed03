"""How pay moves: growth, ranks, and hires beside it."""

import numpy as np
import pandas as pd

from dashboard.charts.chart import (
    CATEGORY,
    FAINT,
    INK,
    NAMES,
    ROWS,
    Chart,
    Figure,
    column_bars,
    figure,
    row_bars,
    row_height,
    sentences,
    value_axis,
    within,
    written,
)
from dashboard.charts.dots import scatter
from dashboard.charts.labels import broken
from dashboard.charts.pay.words import moved, percents, translated
from dashboard.charts.won import pay_unit
from dashboard.languages import N_, _
from dashboard.measures import pay as measures
from dashboard.measures.pay import MEASURES, Pay
from dashboard.words import number, particle, topic

MOST_MOVED = 8
# So much at each end would leave no room for the rest.
OUTSIDE = 0.01
KINDS = (("nominal", N_("명목"), FAINT), ("real", N_("실질"), CATEGORY[0]))
CORNERS = ((1, 1, N_("보수↑ 채용↑")), (0, 1, N_("보수↓ 채용↑")), (1, 0, N_("보수↑ 채용↓")), (0, 0, N_("보수↓ 채용↓")))


def growth(pay: Pay, cpi: pd.DataFrame) -> Chart:
    """The change of the median institution on the year before, nominal and real."""
    table = measures.growth(pay, cpi)
    years = table["year"].astype(str).tolist()
    traces = [
        column_bars(years, percents(table[column]), "%{x} %{fullData.name}<br><b>%{y:+.1f}%</b>", colour, name=_(label))
        for column, label, colour in KINDS
    ]
    axis = value_axis(ticksuffix="%", zeroline=True)
    return Chart(
        "pay_growth",
        _("한 해에 얼마나 올랐나"),
        _growth_sentence(pay, table),
        _("단위: 전년 대비 %. 두 해를 모두 결산한 기관의 상승률의 중앙값. 실질은 소비자물가지수로 뺌."),
        figure(traces, barmode="group", showlegend=True, xaxis=NAMES, yaxis=axis),
        lambda: _growth_table(table),
    )


def _growth_sentence(pay: Pay, table: pd.DataFrame) -> str:
    if table.empty:
        return _("전년과 비교할 수 있는 기관이 없다.")
    last = table.iloc[-1]
    told = {
        "year": int(last["year"]),
        "measure": topic(_(MEASURES[pay.measure])),
        "nominal": moved(last["nominal"]),
        "real": moved(last["real"]),
    }
    if np.isfinite(last["real"]):
        return _("{year}년 {measure} 기관 중앙값으로 {nominal}고, 물가를 빼면 {real}다.", **told)
    return _("{year}년 {measure} 기관 중앙값으로 {nominal}다. 물가지수가 없어 실질은 비교할 수 없다.", **told)


def _growth_table(table: pd.DataFrame) -> pd.DataFrame:
    names = {"nominal": _("명목(%)"), "real": _("실질(%)"), "p10": _("명목 P10(%)"), "p90": _("명목 P90(%)")}
    shares = {name: (table[name] * 100).round(2) for name in names}
    return table.assign(**shares).rename(columns={"year": _("연도"), "n": _("기관 수"), **names})


def rank_changes(pay: Pay, year: int) -> Chart:
    """The institutions that rose and fell most in rank on the year before."""
    table = measures.rank_changes(pay, year)
    return Chart(
        "pay_rank_changes",
        _("{year}년 {measure} 순위가 크게 바뀐 곳", year=year, measure=_(MEASURES[pay.measure])),
        _rank_sentence(table),
        _(
            "단위: 순위(위로 오르면 +). 오른 곳과 내린 곳을 {count}곳까지. 두 해를 모두 결산한 기관끼리.",
            count=MOST_MOVED,
        ),
        _rank_bars(table[table["rise"] > 0].head(MOST_MOVED), table[table["rise"] < 0].tail(MOST_MOVED)),
        lambda: _rank_table(table),
    )


def _rank_bars(rose: pd.DataFrame, fell: pd.DataFrame) -> Figure:
    shown = pd.concat([rose, fell])
    names, rises = [broken(name) for name in shown["institution"]], shown["rise"].tolist()
    hover = _("<b>%{y}</b><br>%{customdata[0]}위 → %{customdata[1]}위")
    trace = row_bars(names, rises, hover, customdata=shown[["rank_before", "rank"]].to_numpy().tolist())
    trace |= written(f"{rise:+d}" for rise in rises)
    trace["marker"] = {"color": [CATEGORY[0]] * len(rose) + [CATEGORY[1]] * len(fell)}
    reach = [1.25 * min([-1, *rises]), 1.25 * max([1, *rises])]
    return figure(
        [trace],
        height=80 + row_height(names) * max(len(shown), 2),
        margin={"l": 8, "r": 48, "t": 4, "b": 8},
        xaxis={"tickformat": "d", "zeroline": True, "nticks": 5, "range": reach},
        yaxis=ROWS,
    )


def _rank_sentence(table: pd.DataFrame) -> str:
    if table.empty:
        return _("전년과 비교할 수 있는 기관이 없다.")
    first = table.iloc[0]
    if not first["rise"] > 0:
        return _("순위가 바뀐 기관이 없다.")
    return _(
        "{institution}의 순위가 {before}위에서 {now}위로 가장 많이 올랐다({count}곳 가운데).",
        institution=first["institution"],
        before=int(first["rank_before"]),
        now=int(first["rank"]),
        count=number(len(table)),
    )


def _rank_table(table: pd.DataFrame) -> pd.DataFrame:
    unit, shown = pay_unit(), translated(table)
    return pd.DataFrame(
        {
            _("기관"): shown["institution"],
            _("기관유형"): shown["type"],
            _("전년 순위"): shown["rank_before"],
            _("순위"): shown["rank"],
            _("변동"): shown["rise"],
            unit.heading(_("전년")): unit.column(shown["before"]),
            unit.heading(_("올해")): unit.column(shown["value"]),
        }
    )


def against_hires(pay: Pay, new_hires: pd.DataFrame, year: int) -> Chart:
    """Change of pay against change of new hires, in four quadrants."""
    table = measures.pay_and_hires(pay, new_hires, year)
    table = table[table["hires"] + table["hires_change"].abs() > 0]
    inside = _within(table["change"], OUTSIDE) & _within(table["hires_change"], OUTSIDE)
    far, name = len(table) - int(inside.sum()), _(MEASURES[pay.measure])
    about = _(
        "가로: {measure}의 전년 대비(%), 세로: 신규채용의 전년 차이(명). 채용이 두 해 모두 없던 기관은 뺌.",
        measure=within(name),
    )
    return Chart(
        "pay_hires",
        _("{year}년 {measure} 채용은 함께 움직였나", year=year, measure=name + particle(name, "과", "와")),
        _hires_sentence(table, name),
        sentences(about, _("멀리 떨어진 {count}곳은 표에만 있음.", count=far) if far else ""),
        _quadrants(table[inside]),
        lambda: _hires_table(table, name),
    )


def _quadrants(shown: pd.DataFrame) -> Figure:
    hover = _("<b>%{text}</b><br>보수 %{x:+.1f}%<br>신규채용 %{y:+,.0f}명")
    notes = [
        {
            "x": x,
            "y": y,
            "xref": "paper",
            "yref": "paper",
            "text": _(text),
            "showarrow": False,
            "xanchor": "right" if x else "left",
            "yanchor": "top" if y else "bottom",
            "font": {"color": INK},
        }
        for x, y, text in CORNERS
    ]
    return figure(
        scatter(shown["change"] * 100, shown["hires_change"], shown["institution"], hover),
        height=420,
        annotations=notes,
        xaxis={"ticksuffix": "%", "zeroline": True},
        yaxis={"tickformat": ",", "zeroline": True},
    )


def _hires_sentence(table: pd.DataFrame, name: str) -> str:
    if table.empty:
        return _("전년과 비교할 수 있는 기관이 없다.")
    both = ((table["change"] > 0) & (table["hires_change"] > 0)).sum()
    return _(
        "전년보다 {measure} 일반정규직 신규채용이 모두 늘어난 곳은 {count}곳 가운데 {both}곳이다.",
        measure=name + particle(name, "과", "와"),
        count=number(len(table)),
        both=number(both),
    )


def _hires_table(table: pd.DataFrame, name: str) -> pd.DataFrame:
    return translated(table.assign(change=(table["change"] * 100).round(1))).rename(
        columns={
            "institution": _("기관"),
            "type": _("기관유형"),
            "change": _("{measure} 전년 대비(%)", measure=name),
            "hires_change": _("채용 차이(명)"),
            "hires": _("신규채용(명)"),
        }
    )


def _within(values: pd.Series, share: float) -> pd.Series:
    """Whether a value lies between the quantiles `share` and 1 − `share`."""
    low, high = values.quantile([share, 1 - share]) if len(values) else (0.0, 0.0)
    return values.between(low, high)
