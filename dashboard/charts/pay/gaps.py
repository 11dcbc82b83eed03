"""Gaps of pay: between women and men, contracts, newcomers and all, and between institutions."""

import pandas as pd

from dashboard.charts.chart import CATEGORY, Chart, figure, sentences
from dashboard.charts.dots import by_type, scatter, strips
from dashboard.charts.lines import Line, named_lines
from dashboard.charts.pay.words import percents, translated
from dashboard.charts.won import pay_unit
from dashboard.languages import _, _n
from dashboard.measures import pay as measures
from dashboard.measures.pay import Pay
from dashboard.words import number, percent

# Medians over 350 institutions move by less from one disclosure to the next.
SMALLEST_RATIO_MOVE = 0.02
SMALLEST_GAP_MOVE = 0.005


def indefinite_ratio(indefinite: Pay, regular: Pay, year: int) -> Chart:
    """Pay of indefinite-term staff ÷ pay of regular staff, one dot an institution, by type."""
    table = measures.indefinite_ratio(indefinite, regular, year)
    sentence = _("둘 다 공시한 기관이 없다.")
    if len(table):
        sentence = _n(
            "무기계약직 평균보수는 정규직의 {share}다({count}곳의 중앙값).",
            len(table),
            share=percent(table["ratio"].median()),
            count=number(len(table)),
        )
    groups = by_type(table.assign(shown=table["ratio"] * 100), measures.TYPE_ORDER)
    return Chart(
        "pay_indefinite",
        _("{year}년 무기계약직 보수는 정규직의 얼마인가", year=year),
        sentence,
        _("단위: %, 같은 기관의 무기계약직 평균보수 ÷ 일반정규직 평균보수. 하는 일과 근속은 고르지 않음."),
        strips(groups, "shown", _("<b>%{text}</b><br>정규직의 %{x:.1f}%"), ticksuffix="%"),
        lambda: _ratio_table(table, _("무기계약직 ÷ 정규직(%)")),
    )


def starting_ratio(starting: Pay, year: int) -> Chart:
    """Starting pay ÷ average pay, one dot an institution, by type."""
    table = measures.starting_ratio(starting, year)
    sentence = _("둘 다 공시한 기관이 없다.")
    if len(table):
        sentence = _n(
            "{year}년 신입의 초임은 같은 기관 정규직 평균의 {share}다({count}곳의 중앙값).",
            len(table),
            year=year,
            share=percent(table["ratio"].median()),
            count=number(len(table)),
        )
    groups = by_type(table.assign(shown=table["ratio"] * 100), measures.TYPE_ORDER)
    return Chart(
        "pay_starting_ratio",
        _("{year}년 초임은 평균의 얼마인가", year=year),
        sentence,
        _("단위: %, 신입사원 초임 ÷ 같은 기관의 일반정규직 평균보수. 점 하나가 한 기관, 상자는 가운데 절반."),
        strips(groups, "shown", _("<b>%{text}</b><br>평균의 %{x:.1f}%"), ticksuffix="%"),
        lambda: _ratio_table(table, _("초임 ÷ 평균(%)")),
    )


def _ratio_table(table: pd.DataFrame, name: str) -> pd.DataFrame:
    shown = translated(table.assign(ratio=(table["ratio"] * 100).round(1)).sort_values("ratio"))
    return shown.rename(columns={"institution": _("기관"), "type": _("기관유형"), "ratio": name})


def gender(pay: Pay, year: int) -> Chart:
    """Pay gap against tenure gap, one dot an institution."""
    table = measures.gender_gap(pay, year)
    hover = _("<b>%{text}</b><br>보수 격차 %{y:.1f}%<br>근속 격차 %{x:.1f}%")
    dots = scatter(table["tenure_gap"] * 100, table["pay_gap"] * 100, table["institution"], hover)
    axis = {"ticksuffix": "%", "zeroline": True}
    return Chart(
        "pay_gender",
        _("{year}년 남녀 보수 격차와 근속 격차", year=year),
        _gender_sentence(table),
        _(
            "단위: %. 보수 격차 = 1 − 여성 평균보수 ÷ 남성 평균보수, 근속 격차도 같은 식. 한쪽이 5명 미만인 기관은 뺌. 직급과 직종은 고르지 않음."
        ),
        figure(
            dots,
            height=420,
            xaxis={**axis, "title": {"text": _("근속 격차")}},
            yaxis={**axis, "title": {"text": _("보수 격차")}},
        ),
        lambda: _gender_table(table),
    )


def _gender_sentence(table: pd.DataFrame) -> str:
    if table.empty:
        return _("비교할 만한 기관이 없다.")
    pay_gap, tenure_gap = table["pay_gap"].median(), table["tenure_gap"].median()
    less, shorter = percent(abs(pay_gap)), percent(abs(tenure_gap))
    return _n(
        "여성 평균보수는 남성보다 중앙값으로 {pay}, 근속은 {tenure}({count}곳).",
        len(table),
        pay=_("{share} 적고", share=less) if pay_gap >= 0 else _("{share} 많고", share=less),
        tenure=_("{share} 짧다", share=shorter) if tenure_gap >= 0 else _("{share} 길다", share=shorter),
        count=number(len(table)),
    )


def _gender_table(table: pd.DataFrame) -> pd.DataFrame:
    gaps = {name: (table[name] * 100).round(1) for name in ("pay_gap", "tenure_gap")}
    return translated(table.assign(**gaps)).rename(
        columns={
            "institution": _("기관"),
            "type": _("기관유형"),
            "pay_gap": _("보수 격차(%)"),
            "tenure_gap": _("근속 격차(%)"),
            "employees": _("상시 종업원 수(명)"),
        }
    )


def gender_over_years(pay: Pay) -> Chart:
    """Medians of the pay gap and of the tenure gap by settled year."""
    table = measures.gender_gap_by_year(pay)
    table = table[table["n"] > 0]
    x, pay_gaps, tenure_gaps = table["year"].tolist(), percents(table["pay_gap"]), percents(table["tenure_gap"])
    lines = [Line(_("보수 격차"), x, pay_gaps, CATEGORY[0]), Line(_("근속 격차"), x, tenure_gaps, CATEGORY[1], "dash")]
    return Chart(
        "pay_gender_years",
        _("연도별 남녀 격차"),
        _gap_since(table.iloc[0], table.iloc[-1]) if len(table) else _("비교할 만한 기관이 없다."),
        _("단위: %, 기관별 격차의 중앙값. 근속 격차를 함께 보임. 결산한 해만. 한쪽이 5명 미만인 기관은 뺌."),
        named_lines(lines if len(table) else [], "%", digits=1, yaxis={"ticksuffix": "%"}),
        lambda: pd.DataFrame(
            {
                _("연도"): x,
                _("보수 격차(%)"): pay_gaps,
                _("근속 격차(%)"): tenure_gaps,
                _("기관 수"): table["n"].to_numpy(),
            }
        ),
    )


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


def spread(pay: Pay) -> Chart:
    """P90 ÷ P10 of the institutions' values over settled years; the Gini coefficient is in the table."""
    table = measures.spread_by_year(pay)
    ratios = table["ratio"].round(3).tolist()
    axis = {"range": [1, 1.15 * max([1.1, *ratios])], "tickformat": ".1f"}
    return Chart(
        "pay_spread",
        _("기관 사이의 격차"),
        _spread_sentence(table),
        _("단위: 배, P90 ÷ P10. 기관을 하나로 셈. 기관 안의 격차는 이 자료에 없음. 지니 계수는 표에 있음."),
        named_lines([Line("P90 ÷ P10", table["year"].tolist(), ratios)], _("배"), digits=2, yaxis=axis),
        lambda: _spread_table(table),
    )


def _spread_table(table: pd.DataFrame) -> pd.DataFrame:
    unit = pay_unit()
    return pd.DataFrame(
        {
            _("연도"): table["year"],
            _("P90 ÷ P10(배)"): table["ratio"].round(3),
            _("지니 계수"): table["gini"].round(4),
            unit.heading("P10"): unit.column(table["p10"]),
            unit.heading("P90"): unit.column(table["p90"]),
            _("기관 수"): table["n"],
        }
    )


def _spread_sentence(table: pd.DataFrame) -> str:
    if table.empty:
        return _("공시한 해가 없다.")
    first, last = table.iloc[0], table.iloc[-1]
    sentence = _(
        "{year}년 상위 10% 경계의 기관은 하위 10% 경계의 {ratio}배를 준다(지니 {gini}).",
        year=int(last["year"]),
        ratio=f"{last['ratio']:.2f}",
        gini=f"{last['gini']:.3f}",
    )
    return sentences(sentence, _spread_since(first, last) if len(table) > 1 else "")


def _spread_since(first: pd.Series, last: pd.Series) -> str:
    told = {"year": int(first["year"]), "ratio": f"{first['ratio']:.2f}"}
    move = last["ratio"] - first["ratio"]
    if abs(move) < SMALLEST_RATIO_MOVE:
        return _("{year}년({ratio}배)과 큰 차이가 없다.", **told)
    if move > 0:
        return _("{year}년({ratio}배)보다 벌어졌다.", **told)
    return _("{year}년({ratio}배)보다 좁혀졌다.", **told)
