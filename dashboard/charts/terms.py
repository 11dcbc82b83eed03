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
from dashboard.selection.facets import UNSTATED
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
    """Shares of a facet's options in the trailing twelve months, the largest as named lines."""
    counted = measures.trailing_shares(found.history, key, weight)
    places = _places(counted, key)
    what = within(_(WEIGHT_NAMES[weight]))
    return Chart(
        f"share_{key}",
        _(TITLES[key]),
        _sentence(found, counted, places),
        sentences(
            _("단위: %, {what}의 비중, 균등 배분. 각 달까지 12개월.", what=what),
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
    """The share of postings open to any education, by NCS field, of fields with at least thirty postings."""
    asked, found = found, found.population
    shares, postings = measures.share_naming(found, "education", ANY_EDUCATION, "ncs")
    options = found.index.options["ncs"]
    known = [place for place in range(len(options)) if postings[place] >= SMALLEST_BASE and options[place].code != UNSTATED]  # fmt: skip
    known.sort(key=lambda place: -shares[place])
    labels = [options[place].label for place in known]
    values = [float(shares[place] * 100) for place in known]
    sentence = _("공고가 {fewest}건이 넘는 분야가 없다.", fewest=SMALLEST_BASE) if found.count else nothing(asked)
    if len(known) > 1:
        sentence = _(
            "학력을 가리지 않는 공고의 비율은 {high} {most}로 가장 높고 {low} {least}로 가장 낮다.",
            high=subject(labels[0]),
            most=percent(values[0] / 100),
            low=subject(labels[-1]),
            least=percent(values[-1] / 100),
        )
        ends = [(float(shares[place]), float(postings[place])) for place in (known[0], known[-1])]
        if values[0] - values[-1] <= 100 * ERRORS * float(np.sqrt(sum(share * (1 - share) / n for share, n in ends))):
            sentence = _("학력을 가리지 않는 공고의 비율은 분야 사이에 큰 차이가 없다.")
    elif known:
        told = {"name": labels[0], "share": percent(values[0] / 100)}
        sentence = _("{name} 공고의 {share}가 학력을 가리지 않는다.", **told)
    return Chart(
        "any_education",
        _("학력을 가리지 않는 분야"),
        sentence,
        sentences(
            _(
                "단위: %, 학력무관을 적은 공고 ÷ 그 분야의 공고, 균등 배분. 공고가 {fewest}건 미만인 분야는 뺌.",
                fewest=SMALLEST_BASE,
            ),
            counted_of(asked),
        ),
        bars(labels, values, "%", digits=1, codes=[options[place].code for place in known]),
        lambda: pd.DataFrame(
            {
                _("채용분야"): labels,
                _("학력무관(%)"): [round(value, 1) for value in values],
                _("공고(건)"): postings[known].round(1),
            }
        ),
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
    told["points"] = number(abs(moved[place]) * 100, 1)
    if place == first:
        if moved[place] > 0:
            return _("최근 12개월에 {name} {share}로 한 해 전보다 {points}%p 늘었다.", **told)
        return _("최근 12개월에 {name} {share}로 한 해 전보다 {points}%p 줄었다.", **told)
    told["other"] = subject(counted.options[place].label)
    if moved[place] > 0:
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
