"""Charts of the terms and fields of postings: shares over time, and 학력무관 by field."""

import numpy as np
import pandas as pd

from dashboard.charts.chart import CATEGORY, Chart, bars, heading, month_axis, sentences, within
from dashboard.charts.flow import BY_STATUS
from dashboard.charts.lines import Line, named_lines
from dashboard.charts.reach import counted_of, limits, nothing, unread
from dashboard.languages import N_, _
from dashboard.measures import terms as measures
from dashboard.measures.breakdown import WEIGHT_NAMES, Weight
from dashboard.measures.terms import Shares
from dashboard.selection.facets import FACET, UNSTATED
from dashboard.selection.index import Found
from dashboard.words import SMALLEST_BASE, number, percent, subject

MOST_LINES = 5
ANY_EDUCATION = "R7010"
YEAR = 12
# A share has to move by so much in a year to be worth a word, and by three standard errors: it is the largest
# move of several.
SMALLEST_MOVE = 0.01
ERRORS = 3
TITLES = {
    "replacement": N_("대체인력을 뽑는 공고"),
    "career": N_("신입과 경력"),
    "education": N_("요구하는 학력"),
    "ncs": N_("채용분야의 구성"),
}


def over_time(found: Found, key: str, weight: Weight) -> Chart:
    """Shares of a facet's options in the trailing twelve months, the largest as named lines; the choice among them is
    left aside, since what is chosen would be the whole."""
    asked, found = found, found.with_codes(key)
    counted = measures.trailing_shares(found.history, key, weight)
    places, what = _places(counted, key), within(_(WEIGHT_NAMES[weight]))
    aside = _("{facet} 조건은 따르지 않음.", facet=within(FACET[key].label)) if asked.selection.codes(key) else ""
    return Chart(
        f"share_{key}",
        _(TITLES[key]),
        _sentence(found, counted, places),
        sentences(
            _("단위: %, {what}의 비중, 균등 배분. 각 달까지 12개월.", what=what),
            aside,
            limits(found),
            _rest(counted, places),
        ),
        _lines(counted, places),
        lambda: _table(counted, places if key == "replacement" else list(range(len(counted.options)))),
    )


def many_fields(found: Found) -> Chart:
    """The share of postings that name three NCS fields or more: how coarse the tags are."""
    counted = measures.many_field_shares(found.history)
    return Chart(
        "many_fields",
        _("분야를 셋 이상 적은 공고"),
        _sentence(found, counted, [0]),
        sentences(
            _(
                "단위: %, 공고 수의 비중. NCS 코드 {many}개 이상. 각 달까지 12개월. 높을수록 분야별 수를 어림으로 읽는다.",
                many=measures.MANY_FIELDS,
            ),
            limits(found),
        ),
        _lines(counted, [0]),
        lambda: _table(counted, [0]),
    )


def any_education_by_field(found: Found) -> Chart:
    """The share of postings open to any education, by NCS field, of fields with at least thirty postings; the choice
    of education is left aside."""
    asked = found.with_codes("education")
    aside = _("학력 조건은 따르지 않음.") if found.selection.codes("education") else ""
    counted = asked.population
    shares, postings = measures.share_naming(counted, "education", ANY_EDUCATION, "ncs")
    options = counted.index.options["ncs"]
    enough = [place for place in np.flatnonzero(postings >= SMALLEST_BASE) if options[place].code != UNSTATED]
    known = sorted(map(int, enough), key=lambda place: -shares[place])
    labels, values = [options[place].label for place in known], (shares[known] * 100).tolist()
    about = _(
        "단위: %, 학력무관을 적은 공고 ÷ 그 분야의 공고, 균등 배분. 공고가 {fewest}건 미만인 분야는 뺌.",
        fewest=SMALLEST_BASE,
    )
    sentence = _any_education_sentence(labels, shares[known], postings[known]) if counted.count else nothing(asked)
    table = {_("채용분야"): labels, _("학력무관(%)"): np.round(values, 1), _("공고(건)"): postings[known].round(1)}
    return Chart(
        "any_education",
        _("학력을 가리지 않는 분야"),
        sentence,
        sentences(about, aside, counted_of(asked)),
        bars(labels, values, "%", digits=1, codes=[options[place].code for place in known]),
        lambda: pd.DataFrame(table),
    )


def _any_education_sentence(labels: list[str], shares: np.ndarray, postings: np.ndarray) -> str:
    if not labels:
        return _("공고가 {fewest}건이 넘는 분야가 없다.", fewest=SMALLEST_BASE)
    high, low = float(shares[0]), float(shares[-1])
    if len(labels) == 1:
        return _("{name} 공고의 {share}가 학력을 가리지 않는다.", name=labels[0], share=percent(high))
    spread = high * (1 - high) / float(postings[0]) + low * (1 - low) / float(postings[-1])
    if high - low <= ERRORS * spread**0.5:
        return _("학력을 가리지 않는 공고의 비율은 분야 사이에 큰 차이가 없다.")
    return _(
        "학력을 가리지 않는 공고의 비율은 {high} {most}로 가장 높고 {low} {least}로 가장 낮다.",
        high=subject(labels[0]),
        most=percent(high),
        low=subject(labels[-1]),
        least=percent(low),
    )


def _places(counted: Shares, key: str) -> list[int]:
    """The options to draw: of a yes-no question the yes, else the largest at the end of the time."""
    if key == "replacement":
        return [place for place, option in enumerate(counted.options) if option.code == "yes"]
    last = np.nan_to_num(counted.shares[-1]) if len(counted.shares) else np.zeros(len(counted.options))
    order = np.argsort(-last, kind="stable")
    return [int(place) for place in order[:MOST_LINES] if last[place] > 0]


def _lines(counted: Shares, places: list[int]) -> dict[str, object]:
    days = [f"{month}-01" for month in counted.months]
    lines = [
        Line(
            counted.options[place].label, days, _gaps(counted.shares[:, place] * 100), CATEGORY[turn],
            code=counted.options[place].code if len(places) > 1 else "",
        )
        for turn, place in enumerate(places)
        if len(days)
    ]  # fmt: skip
    return named_lines(lines, "%", digits=1, markers=False, xaxis=month_axis(), yaxis={"ticksuffix": "%"})


def _table(counted: Shares, places: list[int]) -> pd.DataFrame:
    columns = {
        heading(counted.options[place].label, "%"): (counted.shares[:, place] * 100).round(2) for place in places
    }
    return pd.DataFrame({_("월"): counted.months, **columns, _("12개월의 공고(건)"): counted.postings})


def _rest(counted: Shares, places: list[int]) -> str:
    others = int((np.nan_to_num(counted.shares[-1]) > 0).sum()) - len(places) if len(counted.shares) else 0
    if others <= 0 or len(places) < 2:
        return ""
    return _("많은 {count}개만 그림, 나머지는 표에 있음.", count=len(places))


def _sentence(found: Found, counted: Shares, places: list[int]) -> str:
    """The option whose share moved most within a year, or how much the first has."""
    if not found.count:
        return nothing(found)
    if found.selection.codes("status"):
        return _(BY_STATUS)
    if not len(counted.months) or not places or not np.isfinite(counted.shares[-1]).any():
        return unread(found) or _("아직 12개월이 차지 않았다.")
    if counted.postings[-1] < SMALLEST_BASE:
        return _("최근 12개월의 공고가 적어 비중을 말하지 않는다.")
    first = places[0]
    told = {"name": subject(counted.options[first].label), "share": percent(counted.shares[-1, first])}
    if len(counted.months) <= YEAR or not counted.postings[-1 - YEAR] >= SMALLEST_BASE:
        return _("최근 12개월에 {name} {share}이다.", **told)
    moved = {place: _move(counted, place) for place in places}
    place = max(moved, key=lambda place: abs(moved[place]))
    if not moved[place]:
        return _("최근 12개월에 {name} {share}이고, 한 해 전과 큰 차이가 없다.", **told)
    told |= {"points": number(abs(moved[place]) * 100, 1), "other": subject(counted.options[place].label)}
    return _moved_sentence(told, is_first=place == first, has_risen=moved[place] > 0)


def _moved_sentence(told: dict[str, str], *, is_first: bool, has_risen: bool) -> str:
    if is_first and has_risen:
        return _("최근 12개월에 {name} {share}로 한 해 전보다 {points}%p 늘었다.", **told)
    if is_first:
        return _("최근 12개월에 {name} {share}로 한 해 전보다 {points}%p 줄었다.", **told)
    if has_risen:
        return _("최근 12개월에 {name} {share}로 가장 많고, 한 해 사이 {other} {points}%p 늘었다.", **told)
    return _("최근 12개월에 {name} {share}로 가장 많고, 한 해 사이 {other} {points}%p 줄었다.", **told)


def _move(counted: Shares, place: int) -> float:
    """The change of a share within a year; 0 within noise."""
    now, before = counted.shares[-1, place], counted.shares[-1 - YEAR, place]
    spread = sum(
        share * (1 - share) / postings
        for share, postings in ((now, counted.effective[-1]), (before, counted.effective[-1 - YEAR]))
    )
    limit = max(SMALLEST_MOVE, ERRORS * float(np.sqrt(spread)))
    return float(now - before) if np.isfinite(now - before) and abs(now - before) > limit else 0.0


def _gaps(values: np.ndarray) -> list[float | None]:
    return [None if np.isnan(value) else round(float(value), 3) for value in values]
