"""Charts of how hard it is to get in. Ratios stand on a logarithmic scale: 2 to 4 is as far as 100 to 200."""

import math
from typing import Any

import numpy as np
import pandas as pd

from dashboard.charts.chart import (
    CATEGORY,
    NAMES,
    PALE,
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
from dashboard.charts.reach import limits, unread
from dashboard.charts.won import pay_unit
from dashboard.languages import N_, _
from dashboard.measures import competition as measures
from dashboard.measures.breakdown import MODE_NAMES, MODE_NOTES, Mode
from dashboard.measures.competition import BY_YEAR, FEWEST_POSITIONS
from dashboard.selection.facets import FACET
from dashboard.selection.index import Found
from dashboard.selection.positions import FoundPositions, PositionIndex, StageIndex
from dashboard.words import SMALLEST_BASE, million_won, number, percent, subject

SPLITS = {key: FACET[key].name for key in ("ncs", "region", "hire", "institution", "type")} | {BY_YEAR: N_("시작 연도")}
RATIO = N_("경쟁률 = 첫 단계 지원자 ÷ 최종 선발")
MOST_GROUPS = 25
TICKS = (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000, 3000, 10000, 30000, 100000)
# Few applicants for one post make few ratios: finer bars would show gaps between whole numbers.
BARS_PER_DECADE = 5
# A year is named where it discloses so much less than all of them together.
SMALLEST_GAP = 0.05


def ratio_words(ratio: float) -> str:
    """12.04 → "12.0 대 1", the way the press writes it."""
    return _("{ratio} 대 1", ratio=number(ratio, 1))


def coverage(found: Found, positions: PositionIndex) -> Chart:
    """What share of the closed postings disclose results, by start year."""
    years = measures.coverage_by_year(found.history, positions)
    closed, received, disclosing = (int(years[name].sum()) for name in ("closed", "received", "disclosing"))
    about = _(
        "단위: %, 시작 연도별. 상세를 받은 마감 공고 가운데 지원자와 최종 선발을 하나라도 적은 공고. "
        "갓 마감한 공고는 아직 전형 중일 수 있음. 상세를 받은 공고가 {fewest}건이 안 되는 해는 비움.",
        fewest=FEWEST_POSITIONS,
    )
    return Chart(
        "competition_coverage",
        _("마감한 공고 가운데 결과를 공개한 비율"),
        (unread(found) if not closed else "") or _coverage_sentence(years, closed, received, disclosing),
        sentences(about, limits(found)),
        _coverage_columns(years),
        lambda: years.assign(share=(years["share"].astype(float) * 100).round(1)).rename(
            columns={
                "year": _("시작 연도"),
                "closed": _("마감한 공고"),
                "received": _("상세를 받은 공고"),
                "disclosing": _("결과를 공개한 공고"),
                "share": _("공개한 비율(%)"),
            }
        ),
    )


def _coverage_columns(years: pd.DataFrame) -> Figure:
    counted = zip(years["share"], years["received"], strict=True)
    shares = [round(share * 100, 1) if n >= FEWEST_POSITIONS else None for share, n in counted]
    hover = _(
        "<b>%{x}년 공고의 %{y:.1f}%</b><br>결과를 공개한 공고 %{customdata[0]:,}건"
        "<br>상세를 받은 공고 %{customdata[1]:,}건<br>마감한 공고 %{customdata[2]:,}건"
    )
    bars = column_bars(
        years["year"].astype(str).tolist(),
        shares,
        hover,
        customdata=years[["disclosing", "received", "closed"]].to_numpy().tolist(),
        **written("" if share is None else f"{share:.0f}%" for share in shares),
    )
    axis = value_axis("%", range=[0, 112], tickvals=[0, 25, 50, 75, 100])
    return figure([bars], height=300, xaxis=NAMES, yaxis=axis)


def distribution(chosen: FoundPositions) -> Chart:
    """Positions by ratio, with the quartiles."""
    low, middle, high = measures.quartiles(chosen)
    logs = np.log10(chosen.ratios)
    edges = _edges(logs)
    counts = np.histogram(logs, edges / BARS_PER_DECADE)[0]
    spans = [(10 ** (edge / BARS_PER_DECADE), 10 ** ((edge + 1) / BARS_PER_DECADE)) for edge in edges[:-1].tolist()]
    about = _("단위: 모집 분야 수. {ratio}, 가로는 로그 눈금.", ratio=_(RATIO))
    return Chart(
        "competition_distribution",
        _("모집 분야의 경쟁률은 어떻게 흩어져 있나"),
        _distribution_sentence(chosen, low, middle, high),
        sentences(about, left_out_words(chosen), limits(chosen.found)),
        _histogram(chosen, edges, counts, spans, (low, middle, high)),
        lambda: pd.DataFrame(
            {
                _("경쟁률(대 1) 이상"): [round(low, 2) for low, _high in spans],
                _("경쟁률(대 1) 미만"): [round(high, 2) for _low, high in spans],
                _("모집 분야 수"): counts,
            }
        ),
    )


def _histogram(
    chosen: FoundPositions,
    edges: np.ndarray,
    counts: np.ndarray,
    spans: list[tuple[float, float]],
    quartiles: tuple[float, float, float],
) -> Figure:
    told = [_("{low}~{high} 대 1", low=number(low, 1), high=number(high, 1)) for low, high in spans]
    places = ((edges[:-1] + 0.5) / BARS_PER_DECADE).tolist()
    bars = column_bars(places, counts.tolist(), _("%{customdata}<br><b>모집 분야 %{y:,}개</b>"), customdata=told)
    return figure(
        [bars],
        height=300,
        bargap=0.06,
        margin={"l": 8, "r": 16, "t": 64, "b": 8},
        xaxis=ratio_axis(chosen.ratios, showgrid=False),
        yaxis=value_axis(),
        **(_quartile_marks(*quartiles) if len(chosen.ratios) >= FEWEST_POSITIONS else {}),
    )


def _quartile_marks(low: float, middle: float, high: float) -> dict[str, Any]:
    named = ((low, _("하위 25%"), "right"), (middle, _("중앙값"), "left"), (high, _("상위 25%"), "left"))
    return {
        "shapes": [_upright(value) for value, _name, _anchor in named],
        "annotations": [_above(*mark, level) for level, mark in enumerate(named)],
    }


def by_group(chosen: FoundPositions, key: str, mode: Mode) -> Chart:
    """Median and middle half of each group's ratios, groups with enough positions only."""
    groups = measures.quartiles_by(chosen, key, mode)
    groups = groups[groups["n"] > 0]
    enough = groups[groups["n"] >= FEWEST_POSITIONS]
    largest = enough.sort_values("n", ascending=False, kind="stable").head(MOST_GROUPS)
    shown = largest.sort_index() if key == BY_YEAR else largest.sort_values("median", ascending=False, kind="stable")
    few, counting = len(groups) - len(enough), {"mode": _(MODE_NAMES[mode]), "note": _(MODE_NOTES[mode])}
    unit = sentences(
        _("단위: 대 1(로그 눈금). 점은 중앙값, 띠는 가운데 절반. {ratio}.", ratio=_(RATIO)),
        _("연도는 공고마다 하나.") if key == BY_YEAR else _("{mode}({note}).", **counting),
        _("모집 분야가 {fewest}개가 안 되는 {few}개 묶음은 뺌.", fewest=FEWEST_POSITIONS, few=few) if few else "",
        _("모집 분야가 많은 {most}개만 그림.", most=MOST_GROUPS) if len(enough) > len(shown) else "",
        limits(chosen.found),
    )
    return Chart(
        f"competition_by_{key}",
        _("{facet}별 경쟁률", facet=within(_(SPLITS[key]))),
        _years_sentence(enough) if key == BY_YEAR else _groups_sentence(enough),
        unit,
        _group_rows(shown),
        lambda: _group_table(enough, key),
    )


def _group_rows(shown: pd.DataFrame) -> Figure:
    labels = [broken(label) for label in shown["label"]]
    return figure(
        [_middle_halves(shown, labels), _medians(shown, labels)],
        height=90 + (row_height(labels) + 10) * len(shown),
        margin={"l": 8, "r": 32, "t": 8, "b": 8},
        xaxis=ratio_axis(shown[["q1", "q3"]].to_numpy().ravel(), side="top"),
        yaxis=ROWS,
    )


def _middle_halves(shown: pd.DataFrame, labels: list[str]) -> dict[str, Any]:
    ends = zip(np.log10(shown["q1"]), np.log10(shown["q3"]), strict=True)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for low, high in ends for x in (low, high, None)],
        "y": [y for label in labels for y in (label, label, None)],
        "line": {"color": CATEGORY[0], "width": 6},
        "opacity": PALE,
        "hoverinfo": "skip",
    }


def _medians(shown: pd.DataFrame, labels: list[str]) -> dict[str, Any]:
    told = [
        [f"{row.median:,.1f}", f"{row.q1:,.1f}", f"{row.q3:,.1f}", f"{row.n:,}", row.code] for row in shown.itertuples()
    ]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": np.log10(shown["median"]).tolist(),
        "y": labels,
        "text": [f"{value:,.1f}" for value in shown["median"]],
        "textposition": "top center",
        "cliponaxis": False,
        "marker": {"color": CATEGORY[0], "size": 10},
        "textfont": {"size": 11},
        "customdata": told,
        "hovertemplate": _(
            "<b>%{y}</b><br>중앙값 %{customdata[0]} 대 1<br>가운데 절반 %{customdata[1]}~%{customdata[2]} 대 1"
            "<br>모집 분야 %{customdata[3]}개<extra></extra>"
        ),
    }


def _group_table(enough: pd.DataFrame, key: str) -> pd.DataFrame:
    names = {
        "label": _(SPLITS[key]),
        "n": _("모집 분야 수"),
        "weight": _("센 무게"),
        "q1": _("하위 25%(대 1)"),
        "median": _("중앙값(대 1)"),
        "q3": _("상위 25%(대 1)"),
    }
    rounded = enough.drop(columns="code").round({"weight": 1, "q1": 2, "median": 2, "q3": 2})
    return rounded.rename(columns=names)


def funnel(chosen: FoundPositions, stages: StageIndex) -> Chart:
    """Of those who apply, how many are left at each stage, for the commonest numbers of stages."""
    table = measures.funnels(chosen, stages)
    whole = table.groupby("stage_count")["persons"].transform("first")
    table = table.assign(share=table["persons"] / whole, label=[_step(row) for row in table.itertuples()])
    about = _(
        "단위: %, 첫 단계 지원자 합계 = 100. 단계 수가 같은 모집 분야끼리 더함. 단계의 이름은 원천에 없어 차례로 적음. "
        "모든 단계의 수를 공개한 모집 분야만."
    )
    return Chart(
        "competition_funnel",
        _("지원에서 최종 선발까지"),
        _funnel_sentence(table),
        sentences(about, limits(chosen.found)),
        _funnel_bars(table),
        lambda: pd.DataFrame(
            {
                _("단계 수"): table["stage_count"],
                _("단계"): table["label"],
                _("모집 분야 수"): table["n"],
                _("인원(명)"): table["persons"],
                _("첫 단계의(%)"): (table["share"] * 100).round(2),
            }
        ),
    )


def _funnel_bars(table: pd.DataFrame) -> Figure:
    groups = [rows for _count, rows in table.groupby("stage_count")]
    return figure(
        [_funnel_of(rows, tone) for tone, rows in zip(CATEGORY, groups, strict=False)],
        height=max(160, 60 + 30 * len(table)),
        barmode="overlay",
        margin={"l": 8, "r": 130, "t": 4, "b": 8},
        xaxis={"range": [0, 100], "showticklabels": False, "showgrid": False},
        yaxis=ROWS,
    )


def _funnel_of(rows: pd.DataFrame, tone: str) -> dict[str, Any]:
    """The stages of the positions with so many of them."""
    hover = _("<b>%{y}</b><br>첫 단계 지원자의 %{x:.1f}%<br>%{customdata[0]}명(모집 분야 %{customdata[1]}개)")
    counts = [(number(persons), number(n)) for persons, n in zip(rows["persons"], rows["n"], strict=True)]
    texts = [
        _("{share} ({persons}명)", share=percent(share), persons=persons)
        for share, (persons, _n) in zip(rows["share"], counts, strict=True)
    ]
    values = (rows["share"] * 100).round(2).tolist()
    return row_bars(
        rows["label"].tolist(), values, hover, tone, customdata=[list(pair) for pair in counts], **written(texts)
    )


def against_pay(chosen: FoundPositions, starting_pay: pd.DataFrame) -> Chart:
    """Median ratio against starting pay, one dot an institution."""
    table, unit = measures.against_starting_pay(chosen, starting_pay), pay_unit()
    left_out, hidden = table.attrs.get("left_out", 0), ""
    if left_out:
        told = {"fewest": FEWEST_POSITIONS, "count": left_out}
        hidden = _("모집 분야가 {fewest}개가 안 되거나 초임을 공시하지 않은 {count}곳은 뺌.", **told)
    axes = _(
        "세로: 기관의 경쟁률 중앙값(대 1, 로그 눈금), 가로: 신입사원 초임({unit}/년, 알리오 실제 자료의 마지막 결산). "
        "점 하나가 한 기관.",
        unit=unit.name.strip(),
    )
    return Chart(
        "competition_pay",
        _("초임이 높은 곳이 경쟁도 심한가"),
        _pay_sentence(table),
        sentences(axes, hidden, limits(chosen.found)),
        _against_pay(table),
        lambda: _pay_table(table),
    )


def _against_pay(table: pd.DataFrame) -> Figure:
    unit = pay_unit()
    hover = _(
        "<b>%{{text}}</b><br>경쟁률 중앙값 %{{customdata[0]}} 대 1(모집 분야 %{{customdata[1]}}개)"
        "<br>초임 %{{x:{format}}}{unit}(%{{customdata[2]}}년 결산)",
        format=unit.format,
        unit=unit.name,
    )
    dots, *names = scatter(unit.column(table["starting_pay"]), np.log10(table["median"]), table["institution"], hover)
    dots["customdata"] = [[f"{row.median:,.1f}", f"{row.n:,}", row.year] for row in table.itertuples()]
    ratios = ratio_axis(table["median"].to_numpy())
    return figure([dots, *names], height=420, xaxis=value_axis(rangemode="normal"), yaxis=ratios)


def _pay_table(table: pd.DataFrame) -> pd.DataFrame:
    unit = pay_unit()
    return pd.DataFrame(
        {
            _("기관"): table["institution"],
            _("모집 분야 수"): table["n"],
            _("경쟁률 중앙값(대 1)"): table["median"].round(2),
            unit.heading(_("초임")): unit.column(table["starting_pay"]),
            _("결산 연도"): table["year"],
        }
    )


def left_out_words(chosen: FoundPositions) -> str:
    """Which positions have no ratio, and why; for the reader who adds up."""
    counted = measures.tally(chosen)
    reasons = (
        (counted.nobody_selected, _("뽑힌 사람이 없는 {count}개", count=number(counted.nobody_selected))),
        (counted.no_applicants, _("지원자가 0으로 적힌 {count}개", count=number(counted.no_applicants))),
        (counted.undisclosed, _("결과를 공개하지 않은 {count}개", count=number(counted.undisclosed))),
    )
    parts = [why for count, why in reasons if count]
    return _("{parts}는 뺌.", parts=", ".join(parts)) if parts else _("빠진 모집 분야 없음.")


def ratio_axis(ratios: np.ndarray, **more: Any) -> dict[str, Any]:
    """An axis of log₁₀ of the ratio that is written in ratios, from the lowest to the highest."""
    low, high = (float(ratios.min()), float(ratios.max())) if len(ratios) else (1.0, 100.0)
    below, above = (
        max([t for t in TICKS if t <= low], default=TICKS[0]),
        min([t for t in TICKS if t >= high], default=high),
    )
    ticks = [tick for tick in TICKS if below <= tick <= above]
    reach = [math.log10(min(below, low)) - 0.06, math.log10(max(above, high)) + 0.06]
    texts = [f"{tick:,g}" for tick in ticks]
    return {"tickvals": [math.log10(tick) for tick in ticks], "ticktext": texts, "range": reach, **more}


def _edges(logs: np.ndarray) -> np.ndarray:
    """Edges of the bars in parts of a power of ten, so that 1 is one of them."""
    if not len(logs):
        return np.array([0, 1])
    scaled = logs * BARS_PER_DECADE
    # Rounded: the logarithm of 10 must not fall into the bar below it.
    low, high = math.floor(round(scaled.min(), 6)), math.floor(round(scaled.max(), 6)) + 1
    return np.arange(low, high + 1)


def _upright(value: float) -> dict[str, Any]:
    at = math.log10(value)
    line = {"color": CATEGORY[1], "width": 1.5, "dash": "dot"}
    return {"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper", "line": line}


def _above(value: float, name: str, anchor: str, level: int) -> dict[str, Any]:
    return {
        "x": math.log10(value),
        "y": 1.02 + 0.09 * level,
        "yref": "paper",
        "text": f"{name} {value:,.1f}",
        "showarrow": False,
        "xanchor": anchor,
        "yanchor": "bottom",
        "font": {"size": 12},
    }


def _step(row: Any) -> str:
    if row.step > row.stage_count:
        return _("{stages}단계 전형 · 최종 선발", stages=row.stage_count)
    if row.step == 1:
        return _("{stages}단계 전형 · 1차 지원", stages=row.stage_count)
    return _("{stages}단계 전형 · {step}차 응시", stages=row.stage_count, step=row.step)


def _coverage_sentence(years: pd.DataFrame, closed: int, received: int, disclosing: int) -> str:
    if not closed:
        return _("조건에 맞는 마감한 공고가 없다.")
    if not received:
        return _("마감한 공고 {closed}건의 상세를 아직 받지 못했다.", closed=number(closed))
    told = {"received": number(received), "count": number(disclosing), "share": percent(disclosing / received)}
    sentence = _("마감한 공고 {received}건 가운데 {count}건({share})이 전형 결과를 공개했다.", **told)
    if received != closed:
        sentence = _(
            "마감한 공고 {received}건(마감한 {closed}건 가운데 상세를 받은 것) 가운데 {count}건({share})이 전형 결과를 공개했다.",
            closed=number(closed),
            **told,
        )
    enough = years[years["received"] >= SMALLEST_BASE]
    if len(enough) < 2 or enough["share"].min() > disclosing / received - SMALLEST_GAP:
        return sentence
    worst = enough.iloc[int(enough["share"].to_numpy().argmin())]
    least = _("{year}년 공고는 {share}만 알 수 있다.", year=int(worst["year"]), share=percent(worst["share"]))
    return sentences(sentence, least)


def _distribution_sentence(chosen: FoundPositions, low: float, middle: float, high: float) -> str:
    n = len(chosen.ratios)
    if not n:
        return _("경쟁률을 알 수 있는 모집 분야가 없다.")
    if n < SMALLEST_BASE:
        return _("경쟁률을 알 수 있는 모집 분야가 {count}개뿐이라 중앙값을 말하지 않는다.", count=n)
    return _(
        "모집 분야 {count}개의 중앙값은 {median}이고, 가운데 절반은 {low}에서 {high} 사이다.",
        count=number(n),
        median=ratio_words(middle),
        low=ratio_words(low),
        high=ratio_words(high),
    )


def _groups_sentence(groups: pd.DataFrame) -> str:
    """Highest and lowest median of the groups that hold enough, where they differ by more than chance."""
    enough = groups[groups["n"] >= SMALLEST_BASE]
    if len(enough) < 2:
        return _("모집 분야가 {fewest}개 이상인 묶음이 둘이 되지 않아 비교하지 않는다.", fewest=SMALLEST_BASE)
    medians = enough["median"].to_numpy()
    high, low = enough.iloc[int(medians.argmax())], enough.iloc[int(medians.argmin())]
    if not differ(high, low):
        told = {"fewest": SMALLEST_BASE, "count": len(enough)}
        return _("모집 분야가 {fewest}개 이상인 묶음 {count}개의 중앙값은 우연의 범위 안에서 같다.", **told)
    return _(
        "중앙값은 {high} {most}로 가장 높고 {low} {least}로 가장 낮다(모집 분야 {fewest}개 이상인 {count}개 묶음 가운데).",
        high=subject(high["label"]),
        most=ratio_words(high["median"]),
        low=subject(low["label"]),
        least=ratio_words(low["median"]),
        fewest=SMALLEST_BASE,
        count=len(enough),
    )


def _years_sentence(years: pd.DataFrame) -> str:
    enough = years[years["n"] >= SMALLEST_BASE]
    if len(enough) < 2:
        return _("모집 분야가 {fewest}개 이상인 해가 둘이 되지 않아 비교하지 않는다.", fewest=SMALLEST_BASE)
    first, last = enough.iloc[0], enough.iloc[-1]
    told = {
        "year": last["label"],
        "now": ratio_words(last["median"]),
        "earlier": first["label"],
        "before": ratio_words(first["median"]),
    }
    if not differ(first, last):
        return _("{year}년 공고의 중앙값은 {now}로 {earlier}년({before})과 큰 차이가 없다.", **told)
    if last["median"] > first["median"]:
        sentence = _("{year}년 공고의 중앙값은 {now}로 {earlier}년({before})보다 높다.", **told)
    else:
        sentence = _("{year}년 공고의 중앙값은 {now}로 {earlier}년({before})보다 낮다.", **told)
    return sentences(sentence, _("공개한 비율이 해마다 다름을 함께 볼 것."))


def differ(one: pd.Series, other: pd.Series) -> bool:
    """Whether two medians lie further apart than twice the standard error of their difference, in logarithms.

    The standard error of a median is about 1.253 σ ÷ √n, and σ about a 1.349th of the distance of the quartiles.
    """
    errors = [1.253 * math.log(group["q3"] / group["q1"]) / 1.349 / math.sqrt(group["n"]) for group in (one, other)]
    return abs(math.log(one["median"] / other["median"])) > 2 * math.hypot(*errors)


def _funnel_sentence(table: pd.DataFrame) -> str:
    enough = table[table["n"] >= SMALLEST_BASE]
    if enough.empty:
        return _("모든 단계의 수를 공개한 모집 분야가 모자라 말하지 않는다.")
    commonest = enough[enough["n"] == enough["n"].max()]
    last = commonest[commonest["stage_count"] == commonest["stage_count"].iloc[0]].iloc[-1]
    return _(
        "가장 많은 {stages}단계 전형({count}개)에서는 지원자 100명 가운데 {selected}명이 최종 선발되었다.",
        stages=int(last["stage_count"]),
        count=number(last["n"]),
        selected=number(last["share"] * 100, 1),
    )


def _pay_sentence(table: pd.DataFrame) -> str:
    n = len(table)
    varies = n > 2 and table["median"].nunique() > 1 and table["starting_pay"].nunique() > 1
    if n < SMALLEST_BASE or not varies:
        return _("비교할 수 있는 기관이 {count}곳이라 관계를 말하지 않는다.", count=n)
    relation = float(np.corrcoef(table["starting_pay"], np.log(table["median"]))[0, 1])
    told = {"count": n, "relation": number(relation, 2)}
    if abs(relation) <= 2 / math.sqrt(n):
        return _(
            "기관 {count}곳(초임 중앙값 {middle})에서 초임과 경쟁률 사이에 뚜렷한 관계가 없다(상관계수 {relation}).",
            middle=million_won(table["starting_pay"].median()),
            **told,
        )
    if relation > 0:
        sentence = _("초임이 높은 기관일수록 경쟁률이 높은 편이다(기관 {count}곳, 상관계수 {relation}).", **told)
    else:
        sentence = _("초임이 높은 기관일수록 경쟁률이 낮은 편이다(기관 {count}곳, 상관계수 {relation}).", **told)
    return sentences(sentence, _("상관은 원인을 뜻하지 않는다."))
