"""Charts of work and family: parental leave, shorter hours, flexible work, care, day care."""

import pandas as pd

from dashboard.charts.chart import CATEGORY, NAMES, Chart, column_bars, figure, sentences, value_axis, within, written
from dashboard.charts.hires import persons
from dashboard.charts.lines import Line, named_lines
from dashboard.charts.sums import columns, since
from dashboard.languages import N_, _, _n
from dashboard.measures import family as measures
from dashboard.words import SMALLEST_BASE, in_won, number, particle, percent

NOTHING = N_("공시한 기관이 없다.")
COUNTS_ONLY = N_("단위: 명. 쓸 수 있던 사람의 수가 공시되지 않아 사용률은 없음.")
# In thousand won: 억 원.
HUNDRED_MILLION = 1 / 100_000


def leave(work_family: pd.DataFrame) -> Chart:
    """Persons on parental leave by sex and year; the finding is about men."""
    years = measures.leave_by_year(work_family)
    return columns(
        "family_leave",
        _("육아휴직을 쓴 사람"),
        _leave_sentence(years),
        _(COUNTS_ONLY),
        years,
        {column: _(name) for column, name in measures.LEAVE.items()},
        persons(),
    )


def men_share(work_family: pd.DataFrame) -> Chart:
    """The share of men among those on parental leave, by year."""
    years = measures.leave_by_year(work_family)
    known = years[years["is_settled"]].dropna(subset=["men_share"])
    x, y = known["year"].tolist(), (known["men_share"] * 100).round(2).tolist()
    return Chart(
        "family_men_share",
        _("육아휴직의 남성 비중"),
        _share_sentence(known),
        _("단위: %, 육아휴직을 쓴 사람 = 100."),
        named_lines([Line(_("남성 비중"), x, y, CATEGORY[0])] if x else [], "%", digits=1, yaxis={"ticksuffix": "%"}),
        lambda: pd.DataFrame(
            {
                _("연도"): years["label"],
                _("남성 비중(%)"): (years["men_share"].astype(float) * 100).round(1),
                _("남성(명)"): years["parental_leave_men"].round(1),
                _("전체(명)"): years["parental_leave"].round(1),
            }
        ),
    )


def short_hours(work_family: pd.DataFrame) -> Chart:
    """Persons on shorter hours, in pregnancy and for child care."""
    years = measures.short_hours_by_year(work_family)
    return columns(
        "family_short_hours",
        _("근무시간을 줄인 사람"),
        _count_sentence(years, "short_hours", _("단축근무를 한 사람은")),
        _("단위: 명. 임신기와 육아기 근로시간 단축."),
        years,
        {column: _(name) for column, name in measures.SHORT_HOURS.items()},
        persons(),
    )


def flexible(work_family: pd.DataFrame) -> Chart:
    """Persons in each kind of flexible work; kinds overlap, so they are lines and not stacked."""
    years = measures.flexible_by_year(work_family)
    settled = years[years["is_settled"]]
    drawn = [kind for kind in measures.FLEXIBLE if settled[kind].sum() > 0]
    lines = [
        Line(_(measures.FLEXIBLE[kind]), settled["year"].tolist(), settled[kind].tolist(), CATEGORY[place])
        for place, kind in enumerate(drawn)
    ]
    return Chart(
        "family_flexible",
        _("유연근무를 쓴 사람"),
        _flexible_sentence(settled),
        _("단위: 명. 한 사람이 여러 유형에 들 수 있어 유형끼리 더하지 않음. 남녀를 더함."),
        named_lines(lines, persons(), height=400),
        lambda: pd.DataFrame(
            {_("연도"): years["label"]}
            | {f"{_(name)}({persons().strip()})": years[kind].round(1) for kind, name in measures.FLEXIBLE.items()}
        ),
    )


def care(work_family: pd.DataFrame) -> Chart:
    """Persons who took family-care holidays, by sex."""
    years = measures.care_by_year(work_family)
    return columns(
        "family_care",
        _("가족돌봄휴가를 쓴 사람"),
        _count_sentence(years, "family_care_holidays", _("가족돌봄휴가를 쓴 사람은")),
        _("단위: 명. 하루 단위의 휴가. 30일 이상의 가족돌봄휴직은 표에."),
        years,
        {column: _(name) for column, name in measures.CARE.items()},
        persons(),
        also={"family_care_leave": _("가족돌봄휴직(명)")},
    )


def day_care(work_family: pd.DataFrame) -> Chart:
    """What institutions pay for day care, by year."""
    years, unit = measures.day_care_by_year(work_family), _("억 원")
    cost = years["day_care_cost"] * HUNDRED_MILLION
    hover = f"%{{x}}<br><b>%{{y:,.1f}}{unit}</b>"
    texts = written("" if pd.isna(value) else f"{value:,.0f}" for value in cost)
    bars = column_bars(years["label"].tolist(), cost.round(2).tolist(), hover, **texts)
    return Chart(
        "family_day_care",
        _("직장어린이집에 쓴 돈"),
        _day_care_sentence(years),
        _("단위: 억 원. 기관이 낸 운영비의 합."),
        figure([bars] if years["institutions"].any() else [], xaxis=NAMES, yaxis=value_axis()),
        lambda: pd.DataFrame(
            {
                _("연도"): years["label"],
                _("운영비(억 원)"): cost.round(1),
                _("운영비를 낸 기관(곳)"): years["institutions"],
                _("공시한 수혜인원(명)"): years["day_care_users"].round(1),
            }
        ),
    )


def _leave_sentence(years: pd.DataFrame) -> str:
    """How many men, how that moved since the first year, and women beside."""
    settled = years[years["is_settled"]]
    if settled.empty or not settled["parental_leave"].any():
        return _(NOTHING)
    last = settled.iloc[-1]
    men, women = last["parental_leave_men"], last["parental_leave_women"]
    said = {"year": int(last["year"]), "men": number(men), "women": number(women)}
    of_men, of_women = (since(years, column, persons()) for column in ("parental_leave_men", "parental_leave_women"))
    if of_men and of_women:
        return sentences(
            _("{year}년 육아휴직을 쓴 남성은 {men}명으로 {change}.", **said, change=of_men),
            _("여성은 {women}명으로 {change}.", **said, change=of_women),
        )
    return _("{year}년 육아휴직을 쓴 사람은 남성 {men}명, 여성 {women}명이다.", **said)


def _share_sentence(known: pd.DataFrame) -> str:
    if known.empty:
        return _(NOTHING)
    first, last = known.iloc[0], known.iloc[-1]
    said = {"year": int(last["year"]), "share": percent(last["men_share"])}
    if last["parental_leave"] < SMALLEST_BASE:
        return _n(
            "{year}년 육아휴직을 쓴 사람이 {count}명뿐이라 비중을 말하지 않는다.",
            round(last["parental_leave"]),
            year=said["year"],
            count=number(last["parental_leave"]),
        )
    move = last["men_share"] - first["men_share"]
    said |= {"first": int(first["year"]), "before": percent(first["men_share"]), "points": f"{abs(move) * 100:.1f}"}
    if len(known) == 1:
        return _("{year}년 육아휴직을 쓴 사람의 {share}가 남성이다.", **said)
    if abs(move) <= 2 * (last["men_share"] * (1 - last["men_share"]) / last["parental_leave"]) ** 0.5:
        return _("{year}년 육아휴직을 쓴 사람의 {share}가 남성으로 {first}년({before})과 큰 차이가 없다.", **said)
    if move > 0:
        return _("{year}년 육아휴직을 쓴 사람의 {share}가 남성으로 {first}년({before})보다 {points}%p 높다.", **said)
    return _("{year}년 육아휴직을 쓴 사람의 {share}가 남성으로 {first}년({before})보다 {points}%p 낮다.", **said)


def _count_sentence(years: pd.DataFrame, column: str, who: str) -> str:
    """`who` with its particle: "단축근무를 한 사람은"."""
    settled = years[years["is_settled"]]
    if settled.empty or not settled[column].any():
        return _(NOTHING)
    last = settled.iloc[-1]
    said = {"year": int(last["year"]), "who": who, "count": number(last[column])}
    if words := since(years, column, persons()):
        return _("{year}년 {who} {count}명으로 {change}.", **said, change=words)
    return _("{year}년 {who} {count}명이다.", **said)


def _flexible_sentence(settled: pd.DataFrame) -> str:
    """The most used kind, and what became of working at home."""
    kinds = list(measures.FLEXIBLE)
    if settled.empty or not settled.iloc[-1][kinds].sum() > 0:
        return _(NOTHING)
    last = settled.iloc[-1]
    most = max(kinds, key=lambda kind: last[kind])
    name = within(_(measures.FLEXIBLE[most]))
    used = _(
        "{year}년 가장 많이 쓴 것은 {kind} {count}명이다.",
        year=int(last["year"]),
        kind=name + particle(name, "으로", "로"),
        count=number(last[most]),
    )
    home = since(settled, "work_at_home", persons())
    return sentences(
        used, _("재택근무는 {count}명으로 {change}.", count=number(last["work_at_home"]), change=home) if home else ""
    )


def _day_care_sentence(years: pd.DataFrame) -> str:
    settled = years[years["is_settled"]]
    if settled.empty or not settled.iloc[-1]["institutions"]:
        return _("직장어린이집 운영비를 공시한 기관이 없다.")
    last = settled.iloc[-1]
    count = int(last["institutions"])
    return _n(
        "{year}년 기관 {count}곳이 직장어린이집에 {cost}을 썼다.",
        count,
        year=int(last["year"]),
        count=number(count),
        cost=in_won(last["day_care_cost"]),
    )
