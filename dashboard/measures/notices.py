"""How notices are put up: for how many days, how late they were seen, how often again."""

from collections.abc import Callable, Hashable, Sequence
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.selection.index import Found, History, PostingIndex
from data_loader.coverage import FIRST_DAY
from data_loader.settings import KST
from data_loader.tables.titles import normalise_title, rounds_of, says_again

LONGEST_WINDOW = 366
SHORT_WINDOW = 7
# A millisecond's work.
TITLES_AT_ONCE = 100
# As in the ledger of changes.
WITHIN_DAYS = 365
FOLLOWING = ("reposted", "next_round", "same_title")
# A twin starts on one day with another of the same title: another place, and no second try.
KINDS = ("first", "twin", *FOLLOWING)


def windows(found: Found) -> pd.DataFrame:
    """Posting window in days (end − start + 1) by hire type: n, median, P10, P90, share of seven days or fewer.

    A posting with several hire types counts in each. Windows over a year, and ends before the start, are left out
    and counted in `left_out`. Hire types without a known window have no row.

    **공고 기간** = 마감일 − 시작일 + 1일. 고용형태마다 중앙값과 P10–P90, 7일 이하인 공고의 비율. 고용형태가 여럿인 공고는 각각에 센다(중복 집계).
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


def windows_by_year(found: History) -> pd.DataFrame:
    """Per start year read whole: n, median window in days, share of seven days or fewer, `left_out`; each posting once.

    **짧은 공고의 추이** = 시작 연도마다 기간이 7일 이하인 공고 ÷ 기간을 아는 공고. 공고마다 한 번 센다. 올해는 오늘까지다. 다 받은 해만 낸다.
    """
    years = 1970 + found.index.month[found.rows] // 12
    first, last = FIRST_DAY.year, found.index.today.year
    # Earlier and later starts fall into one more row at the end, which is dropped.
    place = np.where((years >= first) & (years <= last), years - first, last - first + 1)
    table = _histograms(found, place.astype(np.intp), last - first + 2)[:-1]
    known = table[:, 1:].sum(axis=1)
    shown = np.flatnonzero((known > 0) & found.years_read(first, last))
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


def followings(index: PostingIndex, give_way: Callable[[], object] = lambda: None) -> NDArray[np.int8]:
    """For each posting its place in `KINDS`: what it is to an earlier one. Worked out once.

    Earlier is the nearest earlier start day, within a year, of the same institution and normalised title. A title that
    says so (재공고, 연장, 추가) makes a re-posting whether or not the earlier notice is known. `give_way` is called again
    and again on the way, for whoever works this out beside somebody who waits.
    """
    titles = index.table.column("title").combine_chunks().dictionary_encode()
    plain: list[str] = []
    again: list[bool] = []
    rounds: list[tuple[int, ...]] = []
    for start in range(0, len(titles.dictionary), TITLES_AT_ONCE):
        some = titles.dictionary[start : start + TITLES_AT_ONCE].to_pylist()
        plain += [normalise_title(title) for title in some]
        again += [says_again(title) for title in some]
        rounds += [rounds_of(title) for title in some]
        give_way()
    of_title = titles.indices.to_numpy()
    kinds = _kinds(_vacancies(index, _numbered(plain)[of_title], plain), index.start, _numbered(rounds)[of_title])
    kinds[np.array(again, bool)[of_title]] = KINDS.index("reposted")
    return kinds


def _numbered(values: Sequence[Hashable]) -> NDArray[np.int64]:
    """Equal numbers for equal values; 0 for the empty one."""
    numbers: dict[Hashable, int] = {type(values[0])(): 0} if values else {}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values], np.int64)


def _vacancies(index: PostingIndex, of_title: NDArray[np.int64], plain: Sequence[str]) -> NDArray[np.int64]:
    """A number for each posting: equal for the same institution and normalised title."""
    owner = index.facets["institution"].combination.astype(np.int64)
    keys: NDArray[np.int64] = owner * (len(plain) + 1) + of_title
    # A title of nothing but 재공고 and the like says nothing about the vacancy.
    empty = of_title == 0
    keys[empty] = -1 - np.flatnonzero(empty)
    return keys


def _kinds(vacancy: NDArray[np.int64], start: NDArray[np.int32], rounds: NDArray[np.int64]) -> NDArray[np.int8]:
    """What each posting is by its vacancy, first day and round alone."""
    order = np.lexsort((-np.arange(len(vacancy)), start, vacancy))
    own, days = vacancy[order], start[order].astype(np.int64)
    is_first_of_vacancy = np.diff(own, prepend=own[:1] - 1) != 0
    is_first_of_day = is_first_of_vacancy | (np.diff(days, prepend=days[:1] - 1) != 0)
    # The last posting of the day before, in each row of a day: it stands just before that day's first one.
    first_of_day = np.maximum.accumulate(np.where(is_first_of_day, np.arange(len(own)), 0))
    before = np.maximum(first_of_day - 1, 0)
    follows = (first_of_day > 0) & (own[before] == own) & (days - days[before] <= WITHIN_DAYS)
    turn = rounds[order]
    kinds = np.where(is_first_of_day, KINDS.index("first"), KINDS.index("twin"))
    kinds[follows] = np.where(turn != turn[before], KINDS.index("next_round"), KINDS.index("same_title"))[follows]
    found = np.empty(len(own), np.int8)
    found[order] = kinds
    return found


def repostings(found: History, followings: NDArray[np.int8]) -> pd.DataFrame:
    """Per start year read whole: postings by what they are to an earlier one; see `followings`.

    Columns: year, total, each of `KINDS`, and the shares of total `reposted_share`, `next_round_share`,
    `same_title_share` (the last two NaN after a year not read). The running year is up to today.

    **재공고 비율** = 제목에 재공고·연장·추가·정정 따위가 적힌 공고 ÷ 전체 공고, 시작 연도별. **다음 차수**는 같은 기관이 앞선 1년 안에 시작한 공고와 제목이
    같고 차수(N차, 제N회, 제N호)만 다른 공고(제48차 다음의 제49차), **같은 제목**은 다시 올렸다고 적지 않고 같은 제목을 다시 쓴 공고다. 셋을 섞지 않는다. 같은 날
    함께 올린 같은 제목은 다른 자리로 보아 어디에도 넣지 않는다. 제목은 재공고·연장·N차·정정 따위와 빈칸, 기호를 지우고 비교한다. 모집인원은 보지 않는다.
    """
    years = 1970 + found.index.month[found.rows] // 12
    inside = (years >= FIRST_DAY.year) & (years <= found.index.today.year)
    place = years[inside] - FIRST_DAY.year
    spans = found.index.today.year - FIRST_DAY.year + 1
    cells = place * len(KINDS) + followings[found.rows[inside]]
    is_read = found.years_read(FIRST_DAY.year, found.index.today.year)
    # What a posting follows lies up to a year before it: in the year after one not read that is not known.
    is_known = is_read & np.concatenate([[True], is_read[:-1]])
    table = pd.DataFrame({"year": FIRST_DAY.year + np.arange(spans), "is_read": is_read, "is_known": is_known})
    table = _with_shares(table, np.bincount(cells, minlength=spans * len(KINDS)).reshape(spans, len(KINDS)))
    table.loc[~table["is_known"], ["next_round_share", "same_title_share"]] = np.nan
    return table[table.pop("is_read")].drop(columns="is_known").reset_index(drop=True)


def repostings_by(found: History, followings: NDArray[np.int8], key: str, since: date) -> pd.DataFrame:
    """As `repostings`, by the options of a facet, over the postings that start on `since` or later (up to a year).

    Column `option` in place of year. A posting with several options counts in each.
    """
    entry = found.index.facets[key]
    rows = found.rows[found.index.start[found.rows] >= (since - date(1970, 1, 1)).days]
    cells = entry.combination[rows] * len(KINDS) + followings[rows]
    counts = np.bincount(cells, minlength=len(entry.members) * len(KINDS)).reshape(len(entry.members), len(KINDS))
    table = pd.DataFrame({"option": [option.label for option in entry.options]})
    return _with_shares(table, (entry.members.T @ counts).astype(np.int64))


def _with_shares(table: pd.DataFrame, counts: NDArray[np.int64]) -> pd.DataFrame:
    """The table with its counts by kind and what they are of the total; without the rows of nothing."""
    table = table.assign(total=counts.sum(axis=1), **dict(zip(KINDS, counts.T, strict=True)))
    table = table[table["total"] > 0].reset_index(drop=True)
    return table.assign(**{f"{kind}_share": table[kind] / table["total"] for kind in FOLLOWING})


def _histograms(found: Found, group: NDArray[np.intp], groups: int) -> NDArray[np.float64]:
    """Postings by group (rows) and window in days (columns); column 0 holds those without a usable one."""
    days = (found.index.stated_end[found.rows] - found.index.start[found.rows] + 1).astype(np.intp)
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
