"""Charts of pay. Amounts are drawn in million won, settled years as a line, the budget as a hollow mark apart."""

from typing import Any

import numpy as np
import pandas as pd

from dashboard.charts.chart import (
    CATEGORY,
    FAINT,
    FAINT_OPACITY,
    INK,
    Chart,
    figure,
    listed,
    row_height,
    sentences,
    value_axis,
    within,
)
from dashboard.charts.labels import broken
from dashboard.charts.lines import Line, named_lines
from dashboard.languages import N_, _, _n
from dashboard.measures import pay as measures
from dashboard.measures.pay import MEASURES, PARTS, Pay
from dashboard.words import million_won, number, particle, percent, subject, topic

MILLION = 1000
# Medians over 350 institutions move by less from one disclosure to the next.
SMALLEST_RATIO_MOVE = 0.02
SMALLEST_GAP_MOVE = 0.005
MOST_MOVED = 8
# So much at each end would leave no room for the rest.
OUTSIDE = 0.01
BANDS = (
    (0, 30, N_("3천만 원 미만")),
    (30, 40, N_("3천만~4천만 원")),
    (40, 50, N_("4천만~5천만 원")),
    (50, np.inf, N_("5천만 원 이상")),
)
GROUP_TITLES = {"ministry": N_("{year}년 주무부처별 {measure}"), "region": N_("{year}년 본사 시도별 {measure}")}


def over_years(pay: Pay, cpi: pd.DataFrame) -> Chart:
    """Median over institutions by year, nominal and in won of the last settled year, with P10–P90 as a band."""
    years = measures.by_year(pay)
    settled, budget = years[years["basis"] == "settled"], years[years["basis"] != "settled"]
    base = int(settled["year"].max())
    in_real = measures.real(settled["median"], settled["year"], cpi, base)
    x = settled["year"].tolist()
    traces = [
        {"type": "scatter", "mode": "lines", "x": x + x[::-1], "fill": "toself", "hoverinfo": "skip",
         "y": ((settled["p90"] / MILLION).tolist() + (settled["p10"] / MILLION).tolist()[::-1]),
         "line": {"width": 0, "color": CATEGORY[0]}, "opacity": 0.15, "name": _("가운데 80%(P10~P90)")},
        _line(x, settled["median"], _("중앙값"), CATEGORY[0]),
        _line(x, in_real, _("중앙값({year}년 가격)", year=base), CATEGORY[1], dash="dot"),
        _line(x, settled["weighted_mean"], _("종업원 수로 가중한 평균"), CATEGORY[2]),
        {"type": "scatter", "mode": "markers", "x": budget["year"].tolist(), "y": (budget["median"] / MILLION).tolist(),
         "name": _("예산(결산과 비교할 수 없음)"), "marker": {"symbol": "circle-open", "size": 10, "color": CATEGORY[0]},
         "hovertemplate": _("%{x}년 예산 중앙값<br><b>%{y:.1f}백만 원</b><extra></extra>")},
    ]  # fmt: skip
    unit = _(
        "단위: 백만 원/년. 결산 {count}개 해와 예산을 따로 그림. 실질은 소비자물가지수(국가데이터처, 2020=100)로 {base}년 가격.",
        count=len(x),
        base=base,
    )
    return Chart(
        "pay_over_years",
        _("연도별 {measure}", measure=_(MEASURES[pay.measure])),
        _sentence_over_years(pay, settled, in_real),
        sentences(unit, _left_out(pay)),
        figure(traces, showlegend=True, height=380, xaxis={"dtick": 1, "tickformat": "d", "showgrid": False},
               yaxis=value_axis(rangemode="normal")),
        lambda: years.assign(
            basis=np.where(years["basis"] == "settled", _("결산"), _("예산")),
            real=measures.real(years["median"], years["year"], cpi, base),
        ).rename(columns={"year": _("연도"), "basis": _("결산·예산"), "n": _("기관 수"), "median": _("중앙값(천 원)"),
                          "mean": _("단순평균(천 원)"), "weighted_mean": _("가중평균(천 원)"), "p10": _("P10(천 원)"),
                          "p90": _("P90(천 원)"), "real": _("중앙값({year}년 가격, 천 원)", year=base)}).round(0),
    )  # fmt: skip


def _sentence_over_years(pay: Pay, settled: pd.DataFrame, in_real: pd.Series) -> str:
    first, last = settled.iloc[0], settled.iloc[-1]
    told = {
        "year": int(last["year"]),
        "measure": topic(_(MEASURES[pay.measure])),
        "amount": million_won(last["median"]),
        "first": int(first["year"]),
        "nominal": _growth(first["median"], last["median"]),
        "real": _growth(in_real.iloc[0], in_real.iloc[-1]),
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
    rows = pay.in_year(year)
    groups = [(name, rows[rows["type"] == name]) for name in measures.TYPE_ORDER]
    groups = [(name, group) for name, group in groups if len(group)]
    traces = [
        _box(
            name, group["value"] / MILLION, group["institution"], _("<b>%{text}</b><br>%{x:.1f}백만 원<extra></extra>")
        )
        for name, group in groups
    ]
    means = measures.means_by_type(pay, year)
    traces += [
        {"type": "scatter", "mode": "markers", "y": means["type"].map(_).tolist(), "x": _millions(means[column]), "name": _(label),
         "marker": {"symbol": symbol, "size": 11, "color": CATEGORY[1]},
         "hovertemplate": _("<b>%{{y}}</b> {name}<br>%{{x:.1f}}백만 원<extra></extra>", name=_(label))}
        for column, label, symbol in (("mean", N_("단순평균"), "diamond"), ("weighted_mean", N_("가중평균"), "diamond-open"))
    ]  # fmt: skip
    medians = {name: group["value"].median() for name, group in groups}
    sentence = _("공시한 기관이 없다.")
    if medians:
        high, low = max(medians, key=medians.__getitem__), min(medians, key=medians.__getitem__)
        sentence = _(
            "중앙값은 {high} {most}으로 가장 높고 {low} {least}으로 가장 낮다.",
            high=subject(_(high)),
            most=million_won(medians[high]),
            low=subject(_(low)),
            least=million_won(medians[low]),
        )
        if medians[high] == medians[low]:
            names = listed(map(_, medians))
            sentence = _("중앙값은 {types} 모두 {amount}이다.", types=names, amount=million_won(medians[high]))
    unit = _(
        "단위: 백만 원/년. 점 하나가 한 기관({count}곳), 상자는 가운데 절반, 마름모는 단순평균, 빈 마름모는 종업원 수로 가중한 평균.",
        count=number(len(rows)),
    )
    return Chart(
        "pay_by_type",
        _("{year}년 기관유형별 {measure}", year=year, measure=_(MEASURES[pay.measure])),
        sentence,
        sentences(unit, _left_out(pay, year)),
        figure(traces, height=110 + 68 * len(groups), xaxis=value_axis(rangemode="normal"),
               yaxis=_type_axis([name for name, _group in groups])),
        lambda: _named(rows[["institution", "type", "ministry", "region", "value"]].sort_values("value", ascending=False))
        .rename(columns={"institution": _("기관"), "type": _("기관유형"), "ministry": _("주무부처"), "region": _("본사"),
                         "value": _("{measure}(천 원)", measure=_(MEASURES[pay.measure]))}),
    )  # fmt: skip


def indefinite_ratio(indefinite: Pay, regular: Pay, year: int) -> Chart:
    """Pay of indefinite-term staff ÷ pay of regular staff, one dot an institution, by type."""
    table = measures.indefinite_ratio(indefinite, regular, year)
    groups = [(name, table[table["type"] == name]) for name in measures.TYPE_ORDER]
    groups = [(name, group) for name, group in groups if len(group)]
    hover = _("<b>%{text}</b><br>정규직의 %{x:.1f}%<extra></extra>")
    traces = [_box(name, group["ratio"] * 100, group["institution"], hover) for name, group in groups]
    sentence = _("둘 다 공시한 기관이 없다.")
    if len(table):
        sentence = _n(
            "무기계약직 평균보수는 정규직의 {share}다({count}곳의 중앙값).",
            len(table),
            share=percent(table["ratio"].median()),
            count=number(len(table)),
        )
    return Chart(
        "pay_indefinite",
        _("{year}년 무기계약직 보수는 정규직의 얼마인가", year=year),
        sentence,
        _("단위: %, 같은 기관의 무기계약직 평균보수 ÷ 일반정규직 평균보수. 하는 일과 근속은 고르지 않음."),
        figure(traces, height=110 + 68 * len(groups), xaxis=value_axis(ticksuffix="%"),
               yaxis=_type_axis([name for name, _group in groups])),
        lambda: _named(table.assign(ratio=(table["ratio"] * 100).round(1)).sort_values("ratio"))
        .rename(columns={"institution": _("기관"), "type": _("기관유형"), "ratio": _("무기계약직 ÷ 정규직(%)")}),
    )  # fmt: skip


def by_group(pay: Pay, year: int, column: str, label: str) -> Chart:
    """Medians by ministry or headquarters region, of groups with at least three institutions."""
    groups = pay.in_year(year).groupby(column)["value"].agg(["median", "size"]).query("size >= 3")
    groups = groups.sort_values("median", ascending=False)
    labels = [broken(_(name)) for name in groups.index]
    trace = {
        "type": "bar", "orientation": "h", "x": (groups["median"] / MILLION).tolist(), "y": labels,
        "marker": {"color": CATEGORY[0]}, "text": [f"{value / MILLION:.1f}" for value in groups["median"]],
        "textposition": "outside", "cliponaxis": False, "customdata": groups["size"].tolist(),
        "hovertemplate": _("<b>%{y}</b><br>중앙값 %{x:.1f}백만 원(%{customdata}곳)<extra></extra>"),
    }  # fmt: skip
    sentence = _("비교할 만한 묶음이 없다.")
    if len(groups):
        first = groups.iloc[0]
        name, told = _(str(first.name)), {"amount": million_won(first["median"]), "count": int(first["size"])}
        sentence = _("{group} {amount}으로 가장 높다({count}곳의 중앙값).", group=subject(name), **told)
        if len(groups) == 1:
            sentence = _("비교할 만한 묶음이 {group}({amount}, {count}곳) 하나뿐이다.", group=name, **told)
    return Chart(
        f"pay_by_{column}",
        _(GROUP_TITLES[column], year=year, measure=_(MEASURES[pay.measure])),
        sentence,
        sentences(_("단위: 백만 원/년, 기관 중앙값. 기관이 세 곳이 안 되는 묶음은 뺌."), _left_out(pay, year)),
        figure([trace], height=60 + row_height(labels) * len(groups), margin={"l": 8, "r": 48, "t": 4, "b": 8}, xaxis=value_axis(),
               yaxis={"autorange": "reversed", "showgrid": False}),
        lambda: _named(groups.reset_index()).rename(
            columns={column: _(label), "median": _("중앙값(천 원)"), "size": _("기관 수")}),
    )  # fmt: skip


def bands(pay: Pay) -> Chart:
    """Starting pay in the bands the press uses, share of institutions by settled year."""
    years = pay.settled_years
    shares = pd.DataFrame(
        {_(label): [float(pay.in_year(year)["value"].between(low * MILLION, high * MILLION, inclusive="left").mean())
                 for year in years] for low, high, label in BANDS},
        index=years,
    )  # fmt: skip
    tones = ("#000012", "#000014", "#000016", "#000018")
    traces = [
        {"type": "bar", "name": label, "x": [str(year) for year in years], "y": (shares[label] * 100).tolist(),
         "marker": {"color": tone}, "hovertemplate": _("%{{x}}년 {name}<br><b>%{{y:.1f}}%</b><extra></extra>", name=label)}
        for tone, label in zip(tones, shares, strict=True)
    ]  # fmt: skip
    last = shares.iloc[-1]
    return Chart(
        "pay_bands",
        _("초임은 어느 구간에 있나"),
        _("{year}년 초임이 4천만 원 이상인 기관은 {many}, 3천만 원에 못 미치는 기관은 {few}이다.",
          year=years[-1], many=percent(last.iloc[2] + last.iloc[3]), few=percent(last.iloc[0])),
        _("단위: %, 초임을 공시한 기관 = 100. 결산한 해만."),
        figure(traces, barmode="stack", showlegend=True, xaxis={"type": "category", "showgrid": False},
               yaxis=value_axis(ticksuffix="%", range=[0, 100])),
        lambda: (shares * 100).round(1).rename_axis(_("연도")).reset_index(),
    )  # fmt: skip


def composition(pay: Pay, year: int) -> Chart:
    """Mean parts of pay by institution type."""
    table = measures.composition(pay, year)
    traces = [
        {"type": "bar", "orientation": "h", "name": _(label), "y": table["type"].map(_).tolist(),
         "x": (table[column] / MILLION).tolist(), "marker": {"color": CATEGORY[place]},
         "hovertemplate": _("%{{y}} {name}<br><b>%{{x:.1f}}백만 원</b><extra></extra>", name=_(label))}
        for place, (column, label) in enumerate(PARTS.items())
    ]  # fmt: skip
    total = table[list(PARTS)].sum(axis=1)
    share = table["base_pay"] / total
    sentence = _("공시한 기관이 없다.")
    if len(table):
        low, high = int(share.to_numpy().argmin()), int(share.to_numpy().argmax())
        lowest, name = percent(share[low]), str(table["type"][low])
        sentence = _("기본급 비중은 {type}에서 {share}로 가장 낮다.", type=_(name), share=lowest)
        if share[low] == share[high]:
            names = listed(map(_, table["type"]))
            sentence = _("기본급 비중은 {types} 모두 {share}이다.", types=names, share=lowest)
    return Chart(
        "pay_composition",
        _("{year}년 보수는 무엇으로 이루어지나", year=year),
        sentence,
        _("단위: 백만 원/년, 기관 단순평균. 경영평가 성과급은 성과상여금에 들어 있음."),
        figure(traces, barmode="stack", showlegend=True, height=140 + 44 * len(table), xaxis=value_axis(),
               yaxis=_type_axis(table["type"].tolist()), legend={"orientation": "h", "x": 0, "y": 1.02,
               "yanchor": "bottom", "traceorder": "normal"}),
        lambda: _named(table).rename(
            columns={"type": _("기관유형"), "n": _("기관 수"),
                     **{part: _("{measure}(천 원)", measure=_(label)) for part, label in PARTS.items()}}).round(0),
    )  # fmt: skip


def gender(pay: Pay, year: int) -> Chart:
    """Pay gap against tenure gap, one dot an institution."""
    table = measures.gender_gap(pay, year)
    trace = _dots(table["tenure_gap"] * 100, table["pay_gap"] * 100, table["institution"],
                  _("<b>%{text}</b><br>보수 격차 %{y:.1f}%<br>근속 격차 %{x:.1f}%<extra></extra>"))  # fmt: skip
    sentence = _("비교할 만한 기관이 없다.")
    if len(table):
        pay_gap, tenure_gap = table["pay_gap"].median(), table["tenure_gap"].median()
        less, shorter = percent(abs(pay_gap)), percent(abs(tenure_gap))
        sentence = _n(
            "여성 평균보수는 남성보다 중앙값으로 {pay}, 근속은 {tenure}({count}곳).",
            len(table),
            pay=_("{share} 적고", share=less) if pay_gap >= 0 else _("{share} 많고", share=less),
            tenure=_("{share} 짧다", share=shorter) if tenure_gap >= 0 else _("{share} 길다", share=shorter),
            count=number(len(table)),
        )
    return Chart(
        "pay_gender",
        _("{year}년 남녀 보수 격차와 근속 격차", year=year),
        sentence,
        _("단위: %. 보수 격차 = 1 − 여성 평균보수 ÷ 남성 평균보수, 근속 격차도 같은 식. 한쪽이 5명 미만인 기관은 뺌. 직급과 직종은 고르지 않음."),
        figure([trace], height=420, xaxis={"ticksuffix": "%", "title": {"text": _("근속 격차")}, "zeroline": True},
               yaxis={"ticksuffix": "%", "title": {"text": _("보수 격차")}, "zeroline": True}),
        lambda: _named(table.assign(pay_gap=(table["pay_gap"] * 100).round(1),
                                    tenure_gap=(table["tenure_gap"] * 100).round(1)))
        .rename(columns={"institution": _("기관"), "type": _("기관유형"), "pay_gap": _("보수 격차(%)"),
                         "tenure_gap": _("근속 격차(%)"), "employees": _("상시 종업원 수(명)")}),
    )  # fmt: skip


def against_tenure(pay: Pay, year: int) -> Chart:
    """Average pay against average tenure."""
    rows = pay.in_year(year)
    rows = rows[rows["tenure_months"] > 0]
    trace = _dots(rows["tenure_months"] / 12, rows["value"] / MILLION, rows["institution"],
                  _("<b>%{text}</b><br>근속 %{x:.1f}년<br>%{y:.1f}백만 원<extra></extra>"))  # fmt: skip
    varies = len(rows) > 2 and rows["value"].nunique() > 1 and rows["tenure_months"].nunique() > 1
    relation = rows["value"].corr(rows["tenure_months"]) if varies else np.nan
    name = _(MEASURES[pay.measure])
    sentence = _("비교할 만한 기관이 없다.")
    if not np.isnan(relation):
        sentence = _(
            "근속과 {measure}의 상관계수는 {relation}이다({count}곳).",
            measure=name,
            relation=f"{relation:.2f}",
            count=number(len(rows)),
        )
    return Chart(
        "pay_tenure",
        _("{year}년 근속과 보수", year=year),
        sentence,
        _("단위: 백만 원/년. 가로: 평균 근속(년). 상관은 원인을 뜻하지 않음."),
        figure([trace], height=420, xaxis={"ticksuffix": _("년"), "rangemode": "tozero"},
               yaxis=value_axis(rangemode="normal")),
        lambda: _named(rows[["institution", "type", "tenure_months", "value"]]).rename(
            columns={"institution": _("기관"), "type": _("기관유형"), "tenure_months": _("근속(개월)"),
                     "value": _("{measure}(천 원)", measure=name)}),
    )  # fmt: skip


def against_hires(pay: Pay, new_hires: pd.DataFrame, year: int) -> Chart:
    """Change of pay against change of new hires, in four quadrants."""
    table = measures.pay_and_hires(pay, new_hires, year)
    table = table[table["hires"] + table["hires_change"].abs() > 0]
    inside = _within(table["change"], OUTSIDE) & _within(table["hires_change"], OUTSIDE)
    far = len(table) - int(inside.sum())
    shown = table[inside]
    trace = _dots(shown["change"] * 100, shown["hires_change"], shown["institution"],
                  _("<b>%{text}</b><br>보수 %{x:+.1f}%<br>신규채용 %{y:+,.0f}명<extra></extra>"))  # fmt: skip
    name = _(MEASURES[pay.measure])
    and_name = name + particle(name, "과", "와")
    both = ((table["change"] > 0) & (table["hires_change"] > 0)).sum()
    corners = (
        (1, 1, _("보수↑ 채용↑")),
        (0, 1, _("보수↓ 채용↑")),
        (1, 0, _("보수↑ 채용↓")),
        (0, 0, _("보수↓ 채용↓")),
    )
    notes = [
        {"x": x, "y": y, "xref": "paper", "yref": "paper", "text": text, "showarrow": False,
         "xanchor": "right" if x else "left", "yanchor": "top" if y else "bottom", "font": {"color": INK}}
        for x, y, text in corners
    ]  # fmt: skip
    sentence = _("전년과 비교할 수 있는 기관이 없다.")
    if len(table):
        sentence = _(
            "전년보다 {measure} 일반정규직 신규채용이 모두 늘어난 곳은 {count}곳 가운데 {both}곳이다.",
            measure=and_name,
            count=number(len(table)),
            both=number(both),
        )
    unit = _(
        "가로: {measure}의 전년 대비(%), 세로: 신규채용의 전년 차이(명). 채용이 두 해 모두 없던 기관은 뺌.",
        measure=within(name),
    )
    return Chart(
        "pay_hires",
        _("{year}년 {measure} 채용은 함께 움직였나", year=year, measure=and_name),
        sentence,
        sentences(unit, _("멀리 떨어진 {count}곳은 표에만 있음.", count=far) if far else ""),
        figure([trace], height=420, annotations=notes, xaxis={"ticksuffix": "%", "zeroline": True},
               yaxis={"tickformat": ",", "zeroline": True}),
        lambda: _named(table.assign(change=(table["change"] * 100).round(1))).rename(
            columns={"institution": _("기관"), "type": _("기관유형"), "change": _("{measure} 전년 대비(%)", measure=name),
                     "hires_change": _("채용 차이(명)"), "hires": _("신규채용(명)")}),
    )  # fmt: skip


def growth(pay: Pay, cpi: pd.DataFrame) -> Chart:
    """The change of the median institution on the year before, nominal and real."""
    table = measures.growth(pay, cpi)
    x = table["year"].astype(str).tolist()
    traces = [
        {"type": "bar", "name": _(label), "x": x, "y": _percents(table[column]),
         "marker": {"color": colour}, "opacity": FAINT_OPACITY if colour == FAINT else 1,
         "hovertemplate": _("%{{x}}년 {name}<br><b>%{{y:+.1f}}%</b><extra></extra>", name=_(label))}
        for column, label, colour in (("nominal", N_("명목"), FAINT), ("real", N_("실질"), CATEGORY[0]))
    ]  # fmt: skip
    sentence = _("전년과 비교할 수 있는 기관이 없다.")
    if len(table):
        last = table.iloc[-1]
        told = {
            "year": int(last["year"]),
            "measure": topic(_(MEASURES[pay.measure])),
            "nominal": _moved(last["nominal"]),
            "real": _moved(last["real"]),
        }
        sentence = (
            _("{year}년 {measure} 기관 중앙값으로 {nominal}고, 물가를 빼면 {real}다.", **told)
            if np.isfinite(last["real"])
            else _("{year}년 {measure} 기관 중앙값으로 {nominal}다. 물가지수가 없어 실질은 비교할 수 없다.", **told)
        )
    return Chart(
        "pay_growth",
        _("한 해에 얼마나 올랐나"),
        sentence,
        _("단위: 전년 대비 %. 두 해를 모두 결산한 기관의 상승률의 중앙값. 실질은 소비자물가지수로 뺌."),
        figure(traces, barmode="group", showlegend=True, xaxis={"type": "category", "showgrid": False},
               yaxis=value_axis(ticksuffix="%", zeroline=True)),
        lambda: table.assign(**{name: (table[name] * 100).round(2) for name in ("nominal", "real", "p10", "p90")}).rename(
            columns={"year": _("연도"), "n": _("기관 수"), "nominal": _("명목(%)"), "real": _("실질(%)"),
                     "p10": _("명목 P10(%)"), "p90": _("명목 P90(%)")}),
    )  # fmt: skip


def spread(pay: Pay) -> Chart:
    """P90 ÷ P10 of the institutions' values over settled years; the Gini coefficient is in the table."""
    table = measures.spread_by_year(pay)
    x = table["year"].tolist()
    sentence, since = _("공시한 해가 없다."), ""
    if len(table):
        last = table.iloc[-1]
        sentence = _(
            "{year}년 상위 10% 경계의 기관은 하위 10% 경계의 {ratio}배를 준다(지니 {gini}).",
            year=int(last["year"]),
            ratio=f"{last['ratio']:.2f}",
            gini=f"{last['gini']:.3f}",
        )
    if len(table) > 1:
        since = _spread_since(table.iloc[0], table.iloc[-1])
    return Chart(
        "pay_spread",
        _("기관 사이의 격차"),
        sentences(sentence, since),
        _("단위: 배, P90 ÷ P10. 기관을 하나로 셈. 기관 안의 격차는 이 자료에 없음. 지니 계수는 표에 있음."),
        named_lines([Line("P90 ÷ P10", x, table["ratio"].round(3).tolist())], _("배"), digits=2,
                    yaxis={"range": [1, 1.15 * max([1.1, *table["ratio"]])], "tickformat": ".1f"}),
        lambda: pd.DataFrame({_("연도"): x, _("P90 ÷ P10(배)"): table["ratio"].round(3),
                              _("지니 계수"): table["gini"].round(4), _("P10(천 원)"): table["p10"].round(),
                              _("P90(천 원)"): table["p90"].round(), _("기관 수"): table["n"]}),
    )  # fmt: skip


def _spread_since(first: pd.Series, last: pd.Series) -> str:
    told = {"year": int(first["year"]), "ratio": f"{first['ratio']:.2f}"}
    move = last["ratio"] - first["ratio"]
    if abs(move) < SMALLEST_RATIO_MOVE:
        return _("{year}년({ratio}배)과 큰 차이가 없다.", **told)
    return (
        _("{year}년({ratio}배)보다 벌어졌다.", **told) if move > 0 else _("{year}년({ratio}배)보다 좁혀졌다.", **told)
    )


def starting_ratio(starting: Pay, year: int) -> Chart:
    """Starting pay ÷ average pay, one dot an institution, by type."""
    table = measures.starting_ratio(starting, year)
    groups = [(name, table[table["type"] == name]) for name in measures.TYPE_ORDER]
    groups = [(name, group) for name, group in groups if len(group)]
    hover = _("<b>%{text}</b><br>평균의 %{x:.1f}%<extra></extra>")
    traces = [_box(name, group["ratio"] * 100, group["institution"], hover) for name, group in groups]
    sentence = _("둘 다 공시한 기관이 없다.")
    if len(table):
        sentence = _n(
            "{year}년 신입의 초임은 같은 기관 정규직 평균의 {share}다({count}곳의 중앙값).",
            len(table),
            year=year,
            share=percent(table["ratio"].median()),
            count=number(len(table)),
        )
    return Chart(
        "pay_starting_ratio",
        _("{year}년 초임은 평균의 얼마인가", year=year),
        sentence,
        _("단위: %, 신입사원 초임 ÷ 같은 기관의 일반정규직 평균보수. 점 하나가 한 기관, 상자는 가운데 절반."),
        figure(traces, height=110 + 68 * len(groups), xaxis=value_axis(ticksuffix="%", rangemode="normal"),
               yaxis=_type_axis([name for name, _group in groups])),
        lambda: _named(table.assign(ratio=(table["ratio"] * 100).round(1)).sort_values("ratio"))
        .rename(columns={"institution": _("기관"), "type": _("기관유형"), "ratio": _("초임 ÷ 평균(%)")}),
    )  # fmt: skip


def rank_changes(pay: Pay, year: int) -> Chart:
    """The institutions that rose and fell most in rank on the year before."""
    table = measures.rank_changes(pay, year)
    rose = table[table["rise"] > 0].head(MOST_MOVED)
    fell = table[table["rise"] < 0].tail(MOST_MOVED)
    shown = pd.concat([rose, fell])
    names = [broken(name) for name in shown["institution"]]
    trace = {
        "type": "bar", "orientation": "h", "x": shown["rise"].tolist(), "y": names,
        "marker": {"color": [CATEGORY[0]] * len(rose) + [CATEGORY[1]] * len(fell)},
        "text": [f"{rise:+d}" for rise in shown["rise"]], "textposition": "outside", "cliponaxis": False,
        "customdata": shown[["rank_before", "rank"]].to_numpy().tolist(),
        "hovertemplate": _("<b>%{y}</b><br>%{customdata[0]}위 → %{customdata[1]}위<extra></extra>"),
    }  # fmt: skip
    sentence = _("전년과 비교할 수 있는 기관이 없다.") if table.empty else _("순위가 바뀐 기관이 없다.")
    if len(rose):
        first = rose.iloc[0]
        sentence = _(
            "{institution}의 순위가 {before}위에서 {now}위로 가장 많이 올랐다({count}곳 가운데).",
            institution=first["institution"],
            before=int(first["rank_before"]),
            now=int(first["rank"]),
            count=number(len(table)),
        )
    return Chart(
        "pay_rank_changes",
        _("{year}년 {measure} 순위가 크게 바뀐 곳", year=year, measure=_(MEASURES[pay.measure])),
        sentence,
        _("단위: 순위(위로 오르면 +). 오른 곳과 내린 곳을 {count}곳까지. 두 해를 모두 결산한 기관끼리.", count=MOST_MOVED),
        figure([trace], height=80 + row_height(names) * max(len(shown), 2), margin={"l": 8, "r": 48, "t": 4, "b": 8},
               xaxis={"tickformat": "d", "zeroline": True, "nticks": 5, "range": [1.25 * min([-1, *shown["rise"]]),
                                                                            1.25 * max([1, *shown["rise"]])]},
               yaxis={"type": "category", "autorange": "reversed", "showgrid": False}),
        lambda: _named(table.drop(columns="institution_code").round({"before": 0, "value": 0})).rename(
            columns={"institution": _("기관"), "type": _("기관유형"), "rank_before": _("전년 순위"), "rank": _("순위"),
                     "rise": _("변동"), "before": _("전년(천 원)"), "value": _("올해(천 원)")}),
    )  # fmt: skip


def gender_over_years(pay: Pay) -> Chart:
    """Medians of the pay gap and of the tenure gap by settled year."""
    table = measures.gender_gap_by_year(pay)
    table = table[table["n"] > 0]
    x = table["year"].tolist()
    lines = [
        Line(_("보수 격차"), x, _percents(table["pay_gap"]), CATEGORY[0]),
        Line(_("근속 격차"), x, _percents(table["tenure_gap"]), CATEGORY[1], "dash"),
    ]
    return Chart(
        "pay_gender_years",
        _("연도별 남녀 격차"),
        _gap_since(table.iloc[0], table.iloc[-1]) if len(table) else _("비교할 만한 기관이 없다."),
        _("단위: %, 기관별 격차의 중앙값. 근속 격차를 함께 보임. 결산한 해만. 한쪽이 5명 미만인 기관은 뺌."),
        named_lines(lines if len(table) else [], "%", digits=1, yaxis={"ticksuffix": "%"}),
        lambda: pd.DataFrame({_("연도"): x, _("보수 격차(%)"): _percents(table["pay_gap"]),
                              _("근속 격차(%)"): _percents(table["tenure_gap"]), _("기관 수"): table["n"].to_numpy()}),
    )  # fmt: skip


def _gap_since(first: pd.Series, last: pd.Series) -> str:
    """The pay gap of the last year against that of the first, which may be the same."""
    move = last["pay_gap"] - first["pay_gap"]
    told = {
        "year": int(last["year"]),
        "share": percent(last["pay_gap"]),
        "first": int(first["year"]),
        "before": percent(first["pay_gap"]),
        "points": f"{abs(move) * 100:.1f}",
    }
    if first["year"] == last["year"]:
        return _("{year}년 보수 격차의 중앙값은 {share}이다.", **told)
    if abs(move) < SMALLEST_GAP_MOVE:
        return _("{year}년 보수 격차의 중앙값은 {share}로 {first}년({before})과 큰 차이가 없다.", **told)
    if move > 0:
        return _("{year}년 보수 격차의 중앙값은 {share}로 {first}년보다 {points}%p 커졌다.", **told)
    return _("{year}년 보수 격차의 중앙값은 {share}로 {first}년보다 {points}%p 줄었다.", **told)


def _line(x: list[int], values: pd.Series, name: str, colour: str, dash: str = "solid") -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines+markers", "x": x, "name": name, "line": {"color": colour, "width": 2, "dash": dash},
        "y": [None if pd.isna(value) else float(value) / MILLION for value in values],
        "hovertemplate": _("%{{x}}년 {name}<br><b>%{{y:.1f}}백만 원</b><extra></extra>", name=name),
    }  # fmt: skip


def _type_axis(types: list[str]) -> dict[str, Any]:
    """Types of institutions from the top down; their English names are too long for one line."""
    names = [_(name) for name in types]
    broken = [name.replace(" (", " <br>(") for name in names]
    return {"autorange": "reversed", "showgrid": False, "tickvals": names, "ticktext": broken}


def _box(name: str, x: pd.Series, text: pd.Series, hover: str) -> dict[str, Any]:
    return {
        "type": "box", "orientation": "h", "x": x.astype(float).round(3).tolist(), "y": [_(name)] * len(x), "name": _(name),
        "boxpoints": "all", "jitter": 0.6, "pointpos": 0, "text": text.tolist(), "hoveron": "points",
        "marker": {"color": CATEGORY[0], "size": 5, "opacity": 0.45}, "line": {"color": FAINT, "width": 1.2},
        "fillcolor": "rgba(0,0,0,0)", "hovertemplate": hover,
    }  # fmt: skip


def _dots(x: pd.Series, y: pd.Series, text: pd.Series, hover: str) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "markers", "x": x.astype(float).round(3).tolist(), "y": y.astype(float).round(3).tolist(),
        "text": text.tolist(), "marker": {"color": CATEGORY[0], "size": 7, "opacity": 0.5}, "hovertemplate": hover,
    }  # fmt: skip


def _left_out(pay: Pay, year: int | None = None) -> str:
    count = pay.suppressed.get(year, 0) if year else sum(pay.suppressed.values())
    return _("종업원 5명 미만이라 가린 값 {count}개.", count=count) if count else ""


def _growth(before: float, now: float) -> str:
    """The stem of "9.2% 올랐다"; empty where one of the two is unknown."""
    share = now / before - 1
    if np.isnan(share):
        return ""
    if abs(share) < 0.0005:
        return _("그대로였")
    size = percent(abs(share))
    return _("{share} 올랐", share=size) if share > 0 else _("{share} 내렸", share=size)


def _named(table: pd.DataFrame) -> pd.DataFrame:
    """The table with types, ministries and regions in the language spoken; institutions keep their names."""
    return table.assign(**{name: table[name].map(_) for name in ("type", "ministry", "region") if name in table})


def _within(values: pd.Series, share: float) -> pd.Series:
    """Whether a value lies between the quantiles `share` and 1 − `share`."""
    low, high = values.quantile([share, 1 - share]) if len(values) else (0.0, 0.0)
    return values.between(low, high)


def _moved(share: float) -> str:
    """The stem of "9.2% 올랐다"."""
    return _growth(1.0, 1.0 + share)


def _millions(values: pd.Series) -> list[float | None]:
    return [None if pd.isna(value) else float(value) / MILLION for value in values]


def _percents(values: pd.Series) -> list[float | None]:
    return [None if pd.isna(value) else round(float(value) * 100, 2) for value in values]
