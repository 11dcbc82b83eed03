"""Charts of hires against those who are there, and against what was posted."""

import numpy as np
import pandas as pd

from dashboard.charts.chart import CATEGORY, FAINT, Chart, Figure, figure, sentences
from dashboard.charts.dots import scatter
from dashboard.charts.hires import MOST_FILL
from dashboard.charts.lines import Line, named_lines
from dashboard.languages import N_, _
from dashboard.measures import staffing as measures
from dashboard.words import SMALLEST_BASE, number, percent

# Both change by this much from one disclosure to the next.
SMALLEST_MOVE = 0.002
IN_PERSONS = ("hires", "regular_before", "staff", "authorised")
SENTENCES = {
    "hiring_rate": (
        N_("일반정규직 채용률을 낼 수 있는 해가 없다."),
        N_("{year}년 일반정규직 채용률은 {share}이다."),
        N_("{year}년 일반정규직 채용률은 {share}로 전년({before})과 큰 차이가 없다."),
        N_("{year}년 일반정규직 채용률은 {share}로 전년보다 {points}%p 높아졌다."),
        N_("{year}년 일반정규직 채용률은 {share}로 전년보다 {points}%p 낮아졌다."),
    ),
    "vacancy": (
        N_("결원율을 낼 수 있는 해가 없다."),
        N_("{year}년 결원율은 {share}이다."),
        N_("{year}년 결원율은 {share}로 전년({before})과 큰 차이가 없다."),
        N_("{year}년 결원율은 {share}로 전년보다 {points}%p 높아졌다."),
        N_("{year}년 결원율은 {share}로 전년보다 {points}%p 낮아졌다."),
    ),
}


def hiring_rate(table: pd.DataFrame) -> Chart:
    """Regular new hires ÷ regular staff of the year before: of all together, and of the median institution."""
    years = measures.staffing_by_year(table).dropna(subset=["hiring_rate"])
    x = years["year"].tolist()
    lines = [
        Line(_("전체"), x, _percent(years["hiring_rate"]), CATEGORY[0]),
        Line(_("기관 중앙값"), x, _percent(years["median_hiring_rate"]), CATEGORY[1], "dash"),
    ]
    return Chart(
        "hiring_rate",
        _("한 해에 몇 퍼센트를 새로 뽑나"),
        _move_sentence("hiring_rate", years["year"], years["hiring_rate"]),
        _("단위: %, 신규채용 ÷ 전년 말 현원(일반정규직). 결산한 해만. 중앙값은 현원 30명 이상인 기관."),
        named_lines(_drawable(lines), "%", digits=1, yaxis={"ticksuffix": "%"}),
        lambda: _rates(years, {"hires": _("신규채용(명)"), "regular_before": _("전년 말 현원(명)"),
                               "hiring_rate": _("채용률(%)"), "median_hiring_rate": _("기관 중앙값(%)")}),
    )  # fmt: skip


def vacancy(table: pd.DataFrame) -> Chart:
    """Vacancy by year: of all together, and of the median institution; a part year is a hollow mark."""
    years = measures.staffing_by_year(table)
    settled, part = years[years["basis"] == "settled"], years[years["basis"] != "settled"]
    x = settled["year"].tolist()
    lines = [
        Line(_("전체"), x, _percent(settled["vacancy"]), CATEGORY[0]),
        Line(_("기관 중앙값"), x, _percent(settled["median_vacancy"]), CATEGORY[1], "dash"),
    ]
    hollow = [
        {"type": "scatter", "mode": "markers", "x": part["year"].tolist(), "y": _percent(part["vacancy"]),
         "marker": {"symbol": "circle-open", "size": 9, "color": CATEGORY[0]},
         "hovertemplate": _("%{x}년 한때<br><b>%{y:.1f}%</b><extra></extra>")}
    ]  # fmt: skip
    return Chart(
        "vacancy",
        _("정원을 얼마나 비워 두나"),
        _move_sentence("vacancy", settled["year"], settled["vacancy"]),
        _("단위: %, 1 − 현원 ÷ 정원(일반정규직과 무기계약직, 임원 제외). 빈 점은 올해 한때의 값. 중앙값은 정원 30명 이상인 기관."),
        named_lines(_drawable(lines), "%", digits=1, behind=hollow if len(part) else [], yaxis={"ticksuffix": "%"}),
        lambda: _rates(years, {"staff": _("현원(명)"), "authorised": _("정원(명)"), "vacancy": _("결원율(%)"),
                               "median_vacancy": _("기관 중앙값(%)")}),
    )  # fmt: skip


def fill(table: pd.DataFrame, year: int, *, is_sample: bool) -> Chart:
    """Posted against hired, a dot an institution, on logarithmic axes; on the line both are equal."""
    about = _(
        "단위: 명(로그 눈금). 가로는 공고의 정규직 모집인원(균등 배분), 세로는 실제 신규채용, 점선은 둘이 같을 때. 공고는 시작 연도, 채용은 임용 연도 "
        "기준이라 어림이며, 재공고의 인원은 다시 더해진다. 어느 쪽이든 없는 기관은 표에만 있다."
    )
    return Chart(
        "fill",
        _("{year}년 기관마다 공고한 만큼 뽑았나", year=year),
        _fill_sentence(table["fill"].dropna(), year, is_sample=is_sample),
        about,
        _fill_figure(table[(table["posted"] >= 1) & (table["hired"] >= 1)]),
        lambda: _fill_table(table),
    )


def _fill_figure(shown: pd.DataFrame) -> Figure:
    x, y = (shown[name].astype(float).map(np.log10) for name in ("posted", "hired"))
    most = max([1.0, *x, *y])
    equal = {
        "type": "scatter",
        "mode": "lines",
        "x": [0, most],
        "y": [0, most],
        "hoverinfo": "skip",
        "line": {"color": FAINT, "width": 1, "dash": "dot"},
    }
    hover = _("<b>%{text}</b><br>모집 %{customdata[0]:,.0f}명<br>채용 %{customdata[1]:,.0f}명")
    dots, *names = scatter(x, y, shown["institution"], hover)
    dots["customdata"] = shown[["posted", "hired"]].round(1).to_numpy().tolist()
    axes = (_log_axis(_("공고한 인원"), most), _log_axis(_("뽑은 인원"), most))
    return figure([equal, dots, *names], height=420, xaxis=axes[0], yaxis=axes[1])


def _fill_sentence(known: pd.Series, year: int, *, is_sample: bool) -> str:
    if len(known) < SMALLEST_BASE or known.median() > MOST_FILL:
        return _("공고와 채용을 함께 비교할 기관이 많지 않아 비율을 말하지 않는다.")
    told = {"year": year, "share": percent(known.median()), "count": number(len(known))}
    return sentences(
        _("{year}년 신규채용은 공고한 정규직 모집인원의 {share}였다({count}곳의 중앙값).", **told),
        _("공고가 예시 자료라 뜻이 없는 값이다.") if is_sample else "",
    )


def _fill_table(table: pd.DataFrame) -> pd.DataFrame:
    ordered = table.sort_values("posted", ascending=False)
    return pd.DataFrame(
        {
            _("기관"): ordered["institution"],
            _("정규직 모집인원(명)"): ordered["posted"].round(1),
            _("신규채용(명)"): ordered["hired"].round(1),
            _("채용 ÷ 모집(%)"): (ordered["fill"].astype(float) * 100).round(1),
        }
    )


def _log_axis(title: str, most: float) -> dict[str, object]:
    """Powers of ten over logarithms: images know no axis of their own for them."""
    powers = list(range(int(most) + 2))
    return {
        "tickvals": powers, "ticktext": [f"{10**power:,}" for power in powers], "title": {"text": title},
        "range": [-0.1, most + 0.1],
    }  # fmt: skip


def _move_sentence(share: str, years: pd.Series, values: pd.Series) -> str:
    """The newest value, and its change within a year in percentage points."""
    known = pd.DataFrame({"year": years, "value": values}).dropna()
    unknown, level, same, higher, lower = SENTENCES[share]
    if known.empty:
        return _(unknown)
    last = known.iloc[-1]
    told = {"year": int(last["year"]), "share": percent(last["value"])}
    before = known[known["year"] == last["year"] - 1]["value"]
    if before.empty:
        return _(level, **told)
    move = last["value"] - before.iloc[0]
    if abs(move) < SMALLEST_MOVE:
        return _(same, before=percent(before.iloc[0]), **told)
    return _(higher if move > 0 else lower, points=number(abs(move) * 100, 1), **told)


def _percent(values: pd.Series) -> list[float | None]:
    return [None if pd.isna(value) else round(float(value) * 100, 2) for value in values]


def _drawable(lines: list[Line]) -> list[Line]:
    return [line for line in lines if any(value is not None for value in line.y)]


def _rates(years: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    part = np.where(years["basis"] == "settled", "", _("(일부)"))
    table = pd.DataFrame({_("연도"): years["year"].astype(str) + part})
    for column, label in columns.items():
        is_share = column not in IN_PERSONS
        table[label] = (years[column].astype(float) * 100).round(2) if is_share else years[column].round()
    return table
