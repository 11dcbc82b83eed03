"""On which terms and in which fields: shares of postings or headcount, over time and by option."""

from dataclasses import dataclass

import numpy as np

from dashboard.languages import N_
from dashboard.measures import flow
from dashboard.measures.breakdown import Weight, break_down, break_down_by_month
from dashboard.selection.index import Found, History, Numbers
from dashboard.selection.selection import Option

YEAR = 12
MANY_FIELDS = 3


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares (0–1) of `options` (columns) in the twelve months up to each of `months` (rows, since 1970-01).

    `postings`: how many postings those twelve months hold. `effective`: how many equal ones would make the shares as
    uncertain, (Σ weight)² ÷ Σ weight², which is far less where a few postings bring most of the headcount. NaN where
    there is nothing to share.
    """

    months: list[str]
    options: tuple[Option, ...]
    shares: Numbers
    postings: Numbers
    effective: Numbers


def trailing_shares(found: History, key: str, weight: Weight) -> Shares:
    """Shares of the options of a facet in the trailing twelve months, fractional; empty below twelve whole months.

    **조건의 비중**(대체인력, 채용구분, 학력, 채용분야) = 그 값의 공고(또는 모집인원) ÷ 전체, 다 받은 12개월마다. 값이 k개인 공고는 1/k씩 균등 배분해
    더하면 100%다. 적지 않은 공고도 전체에 든다. 한 해 사이의 변화는 1%p와 표본오차의 세 배를 모두 넘을 때만 말한다. 모집인원은 큰 공고 몇 건에
    흔들리므로 오차를 유효 공고 수 (Σ인원)² ÷ Σ인원²로 잰다.
    """
    series = flow.monthly(found)
    months = len(series.complete(weight))
    options = found.index.options[key]
    if months < YEAR:
        return Shares([], options, np.zeros((0, len(options))), np.zeros(0), np.zeros(0))
    table = break_down_by_month(found, key, weight, series.first, series.first + months - 1)
    sums = _trailing(table)
    whole = sums.sum(axis=1, keepdims=True)
    shares = np.divide(sums, whole, out=np.full_like(sums, np.nan), where=whole > 0)
    postings = _trailing(series.postings[:months, None])[:, 0]
    effective = postings
    if weight == "headcount":
        effective = found.cached_in_any_language(_effective, series.first, months)
    return Shares(series.months[YEAR - 1 : months], options, shares, postings, effective)


def many_field_shares(found: History) -> Shares:
    """Share of postings with three or more NCS fields in the trailing twelve months, as the only option.

    **분야가 셋 이상인 공고** = NCS 코드를 세 개 이상 적은 공고 ÷ 전체 공고, 다 받은 12개월마다. 분야 표시가 얼마나 성긴지 보는 눈금이다. 기관이 넉넉히
    적는 일이 많아(정보통신으로 적힌 공고 30건을 읽어 보니 정보통신 일은 약 7%였다) 분야별 수는 어림으로 읽는다.
    """
    series = flow.monthly(found)
    months = len(series.complete("postings"))
    option = (Option("many", "many", N_("분야가 셋 이상인 공고")),)
    if months < YEAR:
        return Shares([], option, np.zeros((0, 1)), np.zeros(0), np.zeros(0))
    index, field = found.index, found.index.facets["ncs"]
    rows = found.rows[(index.month[found.rows] >= series.first) & (index.month[found.rows] < series.first + months)]
    many = rows[(field.sizes >= MANY_FIELDS)[field.combination[rows]]]
    counts = np.bincount(index.month[many] - series.first, minlength=months).astype(float)
    sums, postings = _trailing(counts[:, None]), _trailing(series.postings[:months, None])
    shares = np.divide(sums, postings, out=np.full_like(sums, np.nan), where=postings > 0)
    return Shares(series.months[YEAR - 1 : months], option, shares, postings[:, 0], postings[:, 0])


def share_naming(found: Found, key: str, code: str, by: str) -> tuple[Numbers, Numbers]:
    """Share (0–1) of the postings of each option of `by` that name `code` in facet `key`, and how many there are.

    A posting with k options of `by` counts 1/k in each, above and below. NaN without postings.

    **학력무관 비율** = 학력에 학력무관을 적은 공고 ÷ 전체 공고, 채용분야별. 분야가 k개인 공고는 분자와 분모에서 1/k씩 센다. 학력무관과 다른 학력을
    함께 적은 공고도 든다.
    """
    named, split = found.index.facets[key], found.index.facets[by]
    has = named.members[:, [option.code for option in named.options].index(code)] > 0
    rows = found.rows[has[named.combination[found.rows]]]
    counted = np.bincount(split.combination[rows], minlength=len(split.members)) / split.sizes
    everything = break_down(found, by, "postings").fractional
    naming = counted @ split.members
    shares = np.divide(naming, everything, out=np.full_like(everything, np.nan), where=everything > 0)
    return shares, everything


def _effective(found: History, first: int, months: int) -> Numbers:
    """Kish's effective number of postings by headcount, in the trailing twelve months."""
    index = found.index
    rows = found.rows[(index.month[found.rows] >= first) & (index.month[found.rows] < first + months)]
    persons, month = index.headcount[rows], index.month[rows] - first
    table = np.column_stack([np.bincount(month, weights, months) for weights in (persons, persons**2)])
    whole, squares = _trailing(table.astype(np.float64)).T
    number = np.full(len(whole), np.nan)
    np.divide(whole**2, squares, out=number, where=squares > 0)
    return number


def _trailing(table: Numbers) -> Numbers:
    """Sums of twelve rows, one row for each month that has eleven before it; NaN where one of them is not known."""
    result: Numbers = np.apply_along_axis(flow.trailing_sum, 0, table)[YEAR - 1 :]
    return result
