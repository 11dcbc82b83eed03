"""Charts of what institutions disclosed on ALIO: actual new hires, interns, and posted against hired."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from dashboard.charts.chart import (
    CATEGORY,
    FAINT,
    INK,
    NAMES,
    Chart,
    Figure,
    column_bars,
    figure,
    sentences,
    value_axis,
    written,
)
from dashboard.charts.lines import Line, named_lines
from dashboard.charts.sums import stacked
from dashboard.languages import N_, _, _n
from dashboard.measures import hires
from dashboard.words import SMALLEST_BASE, change, number, percent

# More hired than this for each posted says that the postings of the year are not all there.
MOST_FILL = 3
PART_YEAR_NOTE = N_("흐린 막대는 연중 일부만 집계된 해라 다른 해와 비교할 수 없다.")
KINDS = (("posted", N_("공고의 정규직 모집인원"), FAINT), ("hired", N_("실제 신규채용"), CATEGORY[0]))


def new_hires(new_hires_table: pd.DataFrame) -> Chart:
    """Actual new hires of regular and indefinite-term staff by year; a part year is drawn pale."""
    years = hires.by_year(new_hires_table, ["regular_new_hires", "indefinite_new_hires"])
    names = {"regular_new_hires": _("일반정규직"), "indefinite_new_hires": _("무기계약직")}
    return Chart(
        "new_hires",
        _("실제로 뽑은 사람"),
        _new_hires_sentence(years[years["is_settled"]]),
        sentences(_("단위: 명, 알리오 공시 신규채용(모집인원이 아니라 실적)."), _(PART_YEAR_NOTE)),
        stacked(years, names, persons()),
        lambda: _in_persons(years, names),
    )


def new_hires_of_all(new_hires_table: pd.DataFrame) -> Chart:
    """As `new_hires` of all institutions, after the totals published of the years before, which another set of
    institutions makes: a line parts them."""
    chart = new_hires(new_hires_table)
    labels, totals = [str(year) for year in hires.PUBLISHED_BEFORE], list(hires.PUBLISHED_BEFORE.values())
    told = _(
        "{years}년은 기관 {count}곳의 발표된 합계로, 뒤의 해와 기관이 달라 잇지 않음.",
        years="·".join(labels),
        count=hires.INSTITUTIONS_BEFORE,
    )
    names = {_("연도"): labels, _("{who}(명)", who=_("일반정규직")): totals}
    return replace(
        chart,
        unit=sentences(chart.unit, told),
        figure=_after_published(chart.figure, labels, totals),
        table=lambda: pd.concat([pd.DataFrame(names), chart.table()], ignore_index=True),
    )


def _after_published(shown: Figure, labels: list[str], totals: list[int]) -> Figure:
    hover = f"%{{x}} %{{fullData.name}}<br><b>%{{y:,.0f}}{persons()}</b>"
    before = column_bars(labels, totals, hover, FAINT, name=_("일반정규직, 발표된 합계"))
    layout = {**shown["layout"], **_break_after(len(labels))}
    layout["margin"] = layout["margin"] | {"t": 28}
    return {"data": [before | written(f"{total:,}" for total in totals), *shown["data"]], "layout": layout}


def _break_after(columns: int) -> dict[str, Any]:
    """A dashed line behind so many columns, which says that others are counted there."""
    at = columns - 0.5
    line = {
        "type": "line",
        "x0": at,
        "x1": at,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": INK, "width": 1, "dash": "dash"},
    }
    note = {
        "x": at,
        "y": 1.02,
        "yref": "paper",
        "text": _("다른 집계"),
        "showarrow": False,
        "xanchor": "center",
        "yanchor": "bottom",
        "font": {"size": 12, "color": INK},
    }
    return {"shapes": [line], "annotations": [note]}


def _new_hires_sentence(settled: pd.DataFrame) -> str:
    last = settled.iloc[-1]
    told = {"year": int(last["year"]), "count": number(last["regular_new_hires"])}
    before = settled.iloc[-2]["regular_new_hires"] if len(settled) > 1 else np.nan
    if words := change(last["regular_new_hires"], before, persons(), _("전년")):
        return _("{year}년 일반정규직 신규채용은 {count}명으로 {change}.", **told, change=words)
    return _("{year}년 일반정규직 신규채용은 {count}명이다.", **told)


def hire_shares(new_hires_table: pd.DataFrame) -> Chart:
    """Shares of youth, women, non-capital, relocated-region, high-school and disabled among regular new hires."""
    shares = hires.shares_by_year(new_hires_table)
    shown = shares[shares["is_settled"]]
    lines = [
        Line(_(label), shown["year"].tolist(), _percents(shown[column]), CATEGORY[place])
        for place, (column, label) in enumerate(hires.SHARES.items())
    ]
    groups = {_("{name}(%)", name=_(name)): shares[column] * 100 for column, name in hires.SHARES.items()}
    return Chart(
        "hire_shares",
        _("누구를 뽑았나"),
        _shares_sentence(shown.iloc[-1]),
        _("단위: %, 일반정규직 신규채용 = 100. 한 사람이 여러 항목에 들 수 있다. 결산한 해만."),
        named_lines(lines, "%", digits=1, height=360, yaxis={"ticksuffix": "%"}),
        lambda: pd.DataFrame({_("연도"): shares["label"], **groups}).round(2),
    )


def _shares_sentence(last: pd.Series) -> str:
    return _(
        "{year}년 일반정규직 신규채용 가운데 청년은 {youth}, 여성은 {women}, 비수도권 지역인재는 {non_capital}였다.",
        year=int(last["year"]),
        youth=percent(last["youth_new_hires"]),
        women=percent(last["women_new_hires"]),
        non_capital=percent(last["non_capital_new_hires"]),
    )


def interns(interns_table: pd.DataFrame) -> Chart:
    """Interns by kind and year."""
    names = {"experience_interns": _("체험형"), "hiring_interns": _("채용형")}
    years = hires.by_year(interns_table, list(names))
    last = years[years["is_settled"]].iloc[-1]
    total = last["experience_interns"] + last["hiring_interns"]
    told = {"year": int(last["year"]), "count": number(total)}
    sentence = _n("{year}년 청년인턴은 {count}명이다.", round(total), **told)
    if total >= SMALLEST_BASE:
        sentence = _(
            "{year}년 청년인턴 {count}명 가운데 채용으로 이어지는 채용형은 {share}였다.",
            **told,
            share=percent(last["hiring_interns"] / total),
        )
    return Chart(
        "interns",
        _n("청년인턴", 2),
        sentence,
        sentences(_("단위: 명, 알리오 공시."), _(PART_YEAR_NOTE)),
        stacked(years, names, persons()),
        lambda: _in_persons(years, names),
    )


def intern_ratio(interns_table: pd.DataFrame, new_hires_table: pd.DataFrame) -> Chart:
    """Interns ÷ regular new hires, and the share of hiring-linked interns, by settled year."""
    years = hires.intern_ratio(interns_table, new_hires_table)
    shown = years[years["is_settled"]].dropna(subset=["ratio"])
    x = shown["year"].tolist()
    lines = [
        Line(_("인턴 ÷ 신규채용"), x, _percents(shown["ratio"]), CATEGORY[0]),
        Line(_("채용형 비중"), x, _percents(shown["linked_share"]), CATEGORY[1]),
    ]
    ratio, linked = ((years[name].astype(float) * 100).round(1) for name in ("ratio", "linked_share"))
    return Chart(
        "intern_ratio",
        _("인턴과 정규직"),
        _ratio_sentence(shown),
        _("단위: %. 청년인턴 ÷ 일반정규직 신규채용, 채용형 ÷ 청년인턴. 결산한 해만."),
        named_lines(lines if len(shown) else [], "%", digits=1, yaxis={"ticksuffix": "%"}),
        lambda: pd.DataFrame({_("연도"): years["label"], _("인턴 ÷ 신규채용(%)"): ratio, _("채용형 비중(%)"): linked}),
    )


def _ratio_sentence(shown: pd.DataFrame) -> str:
    if shown.empty:
        return _("비교할 수 있는 해가 없다.")
    last = shown.iloc[-1]
    return _(
        "{year}년에는 정규직 신규채용 100명에 청년인턴이 {count}명이었다.",
        year=int(last["year"]),
        count=f"{last['ratio'] * 100:.0f}",
    )


def relocated(new_hires_table: pd.DataFrame) -> Chart:
    """Relocated-region hires ÷ regular hires, of all institutions and of those that report any."""
    years = hires.relocated_rate(new_hires_table)
    shown = years[years["is_settled"]].dropna(subset=["rate", "reporting_rate"])
    x = shown["year"].tolist()
    lines = [
        Line(_("공시한 기관"), x, _percents(shown["reporting_rate"]), CATEGORY[0]),
        Line(_("모든 기관"), x, _percents(shown["rate"]), CATEGORY[1], "dash"),
        Line(_("법정 목표"), x, _percents(shown["target"]), INK, "dot"),
    ]
    about = _(
        "단위: %, 일반정규직 신규채용 = 100. 결산한 해만. 법정 목표는 이전한 기관의 채용 가운데 적게 뽑는 분야, 연구·경력직 따위를 "
        "뺀 것에 매겨져 분모가 다름."
    )
    return Chart(
        "relocated",
        _("이전지역에서 뽑은 사람"),
        _relocated_sentence(shown),
        about,
        named_lines(lines if len(shown) else [], "%", digits=1, yaxis={"ticksuffix": "%"}),
        lambda: _relocated_table(years),
    )


def _relocated_sentence(shown: pd.DataFrame) -> str:
    if shown.empty:
        return _("이전지역 채용을 공시한 기관이 없다.")
    last = shown.iloc[-1]
    sentence = _n(
        "{year}년 이전지역 지역인재는 정규직 신규채용의 {share}, 이전지역 채용을 공시한 {count}곳끼리는 {among}이다.",
        int(last["institutions"]),
        year=int(last["year"]),
        share=percent(last["rate"]),
        count=number(last["institutions"]),
        among=percent(last["reporting_rate"]),
    )
    return sentences(sentence, _relocated_since(shown.iloc[-2], last) if len(shown) > 1 else "")


def _relocated_table(years: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("연도"): years["label"],
            _("이전지역 지역인재(명)"): years["relocated_region_new_hires"].round(1),
            _("모든 기관(%)"): (years["rate"].astype(float) * 100).round(2),
            _("공시한 기관(%)"): (years["reporting_rate"].astype(float) * 100).round(2),
            _("법정 목표(%)"): years["target"] * 100,
        }
    )


def _relocated_since(before: pd.Series, last: pd.Series) -> str:
    """How the rate of the reporting institutions moved, where by more than chance."""
    move = last["reporting_rate"] - before["reporting_rate"]
    variances = (
        row["reporting_rate"] * (1 - row["reporting_rate"]) / max(row["reporting_hires"], 1) for row in (last, before)
    )
    points = f"{abs(move) * 100:.1f}"
    if abs(move) <= 2 * sum(variances) ** 0.5:
        return _("뒤의 것은 전년과 큰 차이가 없다.")
    if move > 0:
        return _("뒤의 것은 전년보다 {points}%p 늘었다.", points=points)
    return _("뒤의 것은 전년보다 {points}%p 줄었다.", points=points)


def persons() -> str:
    """The unit of people hired or employed, after a number: not that of openings."""
    return _n("{people}명", 2, people="")


def posted_and_hired(table: pd.DataFrame, *, is_sample: bool, unread: str = "") -> Chart:
    """Posted headcount of regular posts against actual regular new hires, by year; `unread` says why there is none."""
    return Chart(
        "posted_and_hired",
        _("공고한 만큼 뽑았나"),
        _fill_sentence(table, unread, is_sample=is_sample),
        _(
            "단위: 명. 공고는 시작 연도, 채용은 임용 연도 기준이고 한 공고에 정규직과 다른 고용형태가 섞이면 균등 배분한다. "
            "공고 없이 뽑거나 여러 해에 걸쳐 뽑는 기관이 있어 비율은 어림이다. 조건 가운데 기관에 관한 것만 따른다."
        ),
        _posted_and_hired(table),
        lambda: table.assign(fill=(table["fill"].astype(float) * 100).round(1)).rename(
            columns={
                "year": _("연도"),
                "posted": _("정규직 모집인원(명)"),
                "hired": _("신규채용(명)"),
                "fill": _("채용 ÷ 모집(%)"),
            }
        ),
    )


def _posted_and_hired(table: pd.DataFrame) -> Figure:
    years, hover = table["year"].astype(str).tolist(), f"%{{x}} %{{fullData.name}}<br><b>%{{y:,.0f}}{persons()}</b>"
    traces = [
        column_bars(years, table[column].tolist(), hover, colour, name=_(label)) for column, label, colour in KINDS
    ]
    return figure(traces, barmode="group", showlegend=True, xaxis=NAMES, yaxis=value_axis())


def _fill_sentence(table: pd.DataFrame, unread: str, *, is_sample: bool) -> str:
    known = table[(table["posted"] >= SMALLEST_BASE) & (table["fill"] <= MOST_FILL)]
    if known.empty and len(table):
        return _("공고가 그만큼 모여 있지 않아 비율을 말하지 않는다.")
    if known.empty:
        return unread or _("두 자료가 함께 있는 해가 없다.")
    last = known.iloc[-1]
    sentence = _(
        "{year}년 신규채용은 공고한 정규직 모집인원의 {share}였다.", year=int(last["year"]), share=percent(last["fill"])
    )
    return sentences(sentence, _("공고가 예시 자료라 뜻이 없는 값이다.") if is_sample else "")


def _in_persons(years: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {_("연도"): years["label"]} | {_("{who}(명)", who=label): years[column] for column, label in names.items()}
    )


def _percents(shares: pd.Series) -> list[float | None]:
    return [None if pd.isna(share) else round(share * 100, 2) for share in shares]
