"""How notices are put up: for how many days, how late they were seen, how often again."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.index import Found, PostingIndex
from dashboard.measures.flow import FIRST_DAY
from data_loader.settings import KST
from data_loader.titles import normalise_title

LONGEST_WINDOW = 366
SHORT_WINDOW = 7
# A millisecond's work.
TITLES_AT_ONCE = 200


def windows(found: Found) -> pd.DataFrame:
    """Posting window in days (end − start + 1) by hire type: n, median, P10, P90, share of seven days or fewer.

    A posting with several hire types counts in each. Windows over a year, and ends before the start, are left out
    and counted in `left_out`. Hire types without a known window have no row.

    **공고 기간** = 마감일 − 시작일 + 1일. 고용형태마다 중앙값과 P10–P90, 이레 이하인 공고의 비율. 고용형태가 여럿인 공고는 각각에 센다(모두 세기).
    366일을 넘거나 마감이 시작보다 앞선 공고는 빼고 몇 건인지 적는다.
    """
    hire = found.index.facets["hire"]
    combination = hire.combination[found.rows]
    table = _histograms(found, combination, len(hire.members)).T @ hire.members
    rows = []
    for option, counts in zip(hire.options, table.T, strict=True):
        known = counts[1:]
        if known.sum():
            low, middle, high = (_quantile(known, share) for share in (0.1, 0.5, 0.9))
            short = known[:SHORT_WINDOW].sum() / known.sum()
            rows.append((option.label, int(known.sum()), middle, low, high, float(short), int(counts[0])))
    return pd.DataFrame(rows, columns=["hire_type", "n", "median", "p10", "p90", "short_share", "left_out"])


def windows_by_year(found: Found) -> pd.DataFrame:
    """Per start year: n, median window in days, share of seven days or fewer, `left_out`; each posting once.

    **짧은 공고의 추이** = 시작 연도마다 기간이 이레 이하인 공고 ÷ 기간을 아는 공고. 공고마다 한 번 센다. 올해는 오늘까지다.
    """
    years = 1970 + found.index.month[found.rows] // 12
    first, last = FIRST_DAY.year, found.index.today.year
    # Earlier and later starts fall into one more row at the end, which is dropped.
    place = np.where((years >= first) & (years <= last), years - first, last - first + 1)
    table = _histograms(found, place.astype(np.intp), last - first + 2)[:-1]
    known = table[:, 1:].sum(axis=1)
    shown = np.flatnonzero(known)
    return pd.DataFrame(
        {
            "year": first + shown,
            "n": known[shown].astype(int),
            "median": [_quantile(table[row, 1:], 0.5) for row in shown],
            "short_share": table[shown, 1 : SHORT_WINDOW + 1].sum(axis=1) / known[shown],
            "left_out": table[shown, 0].astype(int),
        }
    )


def lead_times(found: Found, observations: pd.DataFrame) -> pd.Series:
    """Days from the start date to the day a posting was first seen, of the found postings seen to be new.

    0: on the day it started; above: later; below: before it started. Index: posting_id.

    **늦은 공개** = 처음 본 날 − 공고 시작일. 우리가 목록을 읽기 시작한 뒤에 새로 나타난 공고만 잰다. 하루에 몇 번 읽는지에 따라 하루쯤 늦게 보일 수 있다.
    """
    rows = observations[observations["is_new"].astype(bool)]
    rows = rows[rows["posting_id"].isin(found.index.posting_ids[found.rows])]
    starts = pd.Series(found.index.start, found.index.posting_ids)
    seen = pd.to_datetime(rows["first_seen_at"], utc=True).dt.tz_convert(KST).dt.tz_localize(None)
    seen_day = seen.to_numpy("datetime64[D]").astype(np.int64)
    days = seen_day - starts.reindex(rows["posting_id"]).to_numpy(np.int64)
    return pd.Series(days, rows["posting_id"].to_numpy(), dtype="int64")


def vacancy_numbers(index: PostingIndex, give_way: Callable[[], object] = lambda: None) -> NDArray[np.intp]:
    """A number for each posting: equal for the same institution and normalised title. Unit: none; worked out once.

    `give_way` is called again and again on the way, for whoever works this out beside somebody who waits.
    """
    titles = index.table.column("title").combine_chunks().dictionary_encode()
    plain = []
    for start in range(0, len(titles.dictionary), TITLES_AT_ONCE):
        plain += [normalise_title(title) for title in titles.dictionary[start : start + TITLES_AT_ONCE].to_pylist()]
        give_way()
    # A title of nothing but 재공고 and the like says nothing about the vacancy.
    numbers = {title: place for place, title in enumerate(dict.fromkeys(plain))}
    of_title = np.array([numbers[title] for title in plain], np.int64)[titles.indices.to_numpy()]
    owner = index.facets["institution"].combination.astype(np.int64)
    keys = owner * len(numbers) + of_title
    if "" in numbers:
        empty = of_title == numbers[""]
        keys[empty] = -1 - np.flatnonzero(empty)
    unique: NDArray[np.intp] = np.unique(keys, return_inverse=True)[1]
    return unique


def repostings(found: Found, vacancies: NDArray[np.intp]) -> pd.DataFrame:
    """Per start year: postings, vacancies, and postings ÷ vacancies.

    Columns: year, total, unique, intensity (≥ 1), again_share (1 − unique ÷ total). The running year is up to today.

    **재공고 강도** = 공고 수 ÷ 서로 다른 공고 수. 같은 해에 시작한 같은 기관의 공고 가운데, 제목에서 재공고·연장·N차·정정 따위와 빈칸, 기호를 지우면
    같은 것을 하나로 본다. 해마다 같은 제목을 쓰는 공고가 섞이지 않도록 한 해 안에서만 견준다. 같은 날 함께 올린 같은 제목도 하나로 보므로
    변경 이력의 “다시 낸 공고”보다 넓다. 모집인원은 보지 않는다.
    """
    years = 1970 + found.index.month[found.rows] // 12
    inside = (years >= FIRST_DAY.year) & (years <= found.index.today.year)
    place, numbers = years[inside] - FIRST_DAY.year, vacancies[found.rows[inside]]
    spans = found.index.today.year - FIRST_DAY.year + 1
    # A flag for each vacancy and year is many times faster than sorting a million of them.
    seen = np.zeros((spans, found.index.rows + 1), bool)
    seen[place, numbers] = True
    table = pd.DataFrame({"year": FIRST_DAY.year + np.arange(spans), "total": np.bincount(place, minlength=spans)})
    table["unique"] = seen.sum(axis=1)
    return _with_intensity(table[table["total"] > 0].reset_index(drop=True))


def repostings_by(found: Found, vacancies: NDArray[np.intp], key: str, since: date) -> pd.DataFrame:
    """As `repostings`, by the options of a facet, over the postings that start on `since` or later (up to a year).

    Columns: option, total, unique, intensity, again_share. A posting with several options counts in each.
    """
    entry = found.index.facets[key]
    rows = found.rows[found.index.start[found.rows] >= (since - date(1970, 1, 1)).days]
    counted = []
    for place, option in enumerate(entry.options):
        own = vacancies[rows[(entry.members[:, place] > 0)[entry.combination[rows]]]]
        if len(own):
            counted.append((option.label, len(own), len(np.unique(own))))
    return _with_intensity(pd.DataFrame(counted, columns=["option", "total", "unique"]))


def _with_intensity(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(intensity=table["total"] / table["unique"], again_share=1 - table["unique"] / table["total"])


def _histograms(found: Found, group: NDArray[np.intp], groups: int) -> NDArray[np.float64]:
    """Postings by group (rows) and window in days (columns); column 0 holds those without a usable one."""
    days = (found.index.end[found.rows] - found.index.start[found.rows] + 1).astype(np.intp)
    days[(days < 1) | (days > LONGEST_WINDOW)] = 0
    size = LONGEST_WINDOW + 1
    counts = np.bincount(group * size + days, minlength=groups * size)
    return counts.reshape(groups, size).astype(np.float64)


def _quantile(counts: NDArray[np.float64], share: float) -> float:
    """The quantile (linear, as pandas has it) of values 1, 2, … that occur so many times each."""
    below = counts.cumsum()
    place = share * (below[-1] - 1)
    low, high = (np.searchsorted(below, bound, side="right") + 1 for bound in (np.floor(place), np.ceil(place)))
    return float(low + (high - low) * (place - np.floor(place)))
