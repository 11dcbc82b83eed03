"""What a chart says of postings nobody has read yet: nothing about them, but that they are missing and until when."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from dashboard.charts.chart import FAINT, sentences
from dashboard.languages import N_, _
from dashboard.measures import flow
from dashboard.selection.index import Found
from dashboard.words import told
from data_loader.coverage import FIRST_DAY, span_in_words
from data_loader.sentence import joined
from data_loader.settings import KST

# So many months before the first known one show that there is more.
LEADING_MONTHS = 6
BAND_OPACITY = 0.18
NOTHING = N_("조건에 맞는 공고가 없다.")


def unread(found: Found) -> str:
    """Why nothing is said over time, and when it can be; empty where everything was read."""
    if found.history is found:
        return ""
    index = found.index
    if found.days_read.spans:
        why = _("말할 만큼 이어서 받은 기간이 짧다.")
    elif index.read_days.within(FIRST_DAY, index.until).spans:
        why = _("고른 기간의 공고를 아직 다 받지 못해 말하지 않는다.")
    else:
        why = _("접수 중인 공고만 받아 지난 기간은 말하지 않는다.")
    return sentences(why, _expected(index.expected_at, index.today))


def nothing(found: Found) -> str:
    """Of no posting found: there is none, or it may not have been read."""
    return _(NOTHING) if found.selection.codes("status") == ("open",) else unread(found) or _(NOTHING)


def limits(found: Found) -> str:
    """Which start days a chart over time rests on; empty where all of them were read."""
    spans = found.days_read.spans
    if found.history is found or not spans:
        return ""
    is_open = spans[-1].last >= found.index.until
    words = joined([span_in_words(span, is_open=is_open and span is spans[-1]) for span in spans], ", ")
    return _("{spans} 시작한 공고만. 나머지는 아직 받지 못함.", spans=told(words))


def counted_of(found: Found) -> str:
    """Whom a breakdown counts (`Found.population`), where that is not all that was asked for."""
    if found.population is found:
        return ""
    return limits(found) or _("접수 중인 공고만. 지난 공고는 아직 받지 못함.")


def unread_bands(found: Found, series: flow.Monthly) -> dict[str, Any]:
    """Pale bands over the months of a time axis that were not read, for the layout of a figure."""
    if found.history is found or not series.months:
        return {}
    spans = [(flow.month_name(first), flow.month_name(end)) for first, end in _unread_months(found, series)]
    shapes = [
        {"type": "rect", "x0": f"{first}-01", "x1": f"{end}-01", "y0": 0, "y1": 1, "yref": "paper", "fillcolor": FAINT,
         "opacity": BAND_OPACITY, "line": {"width": 0}, "layer": "below"}
        for first, end in spans
    ]  # fmt: skip
    notes = [
        {"x": f"{first}-01", "y": 1, "yref": "paper", "text": _("받지 않음"), "showarrow": False, "xanchor": "left",
         "yanchor": "top", "font": {"size": 12}}
        for first, _end in spans
    ]  # fmt: skip
    return {"shapes": shapes, "annotations": notes}


def _unread_months(found: Found, series: flow.Monthly) -> Iterator[tuple[int, int]]:
    """First month and the one after the last, of each run of months not read."""
    first, end = series.first, series.first + len(series.months)
    begin = max(flow.month_number(found.index.first_day(found.selection)), first - LEADING_MONTHS)
    if begin < first:
        yield begin, first
    holes = np.flatnonzero(np.diff(np.concatenate([[0], np.isnan(series.postings), [0]])))
    for low, high in holes.reshape(-1, 2).tolist():
        yield first + low, first + high
    last = flow.month_number(min(found.index.today, found.selection.start_to or found.index.today)) + 1
    if end < last:
        yield end, last


def _expected(moment: str, today: date) -> str:
    """When the rest is expected; empty where nobody can say, or that was a day ago."""
    at = datetime.fromisoformat(moment).astimezone(KST) + timedelta(minutes=30) if moment else None
    if at is None or at.date() < today:
        return ""
    return _("{month}월 {day}일 {hour}시쯤 받는다.", month=at.month, day=at.day, hour=at.hour)
