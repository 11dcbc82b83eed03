"""One institution, and its peers: those of its type."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa

from dashboard.measures import flow
from dashboard.measures.breakdown import Weight, break_down
from dashboard.selection.index import EPOCH, Found, History, Numbers
from dashboard.selection.selection import Option

FEWEST_PEERS = 5


@dataclass(frozen=True, slots=True)
class Mix:
    """Shares (0–1) of the options of a facet among an institution's postings, and among those of its peers."""

    options: tuple[Option, ...]
    own: Numbers
    peers: Numbers
    total: float


def names_used(found: History) -> list[tuple[str, date, date]]:
    """The names under which the found postings stand, each with the start of its first and last posting, newest first.

    **쓴 이름** = 그 기관코드의 공고에 적힌 기관 이름들과, 그 이름을 쓴 첫 공고와 마지막 공고의 시작일. 명단에 옛 이름이 없으므로 공고에서 읽는다.
    """
    rows = found.rows
    names = found.index.table.column("institution").take(pa.array(rows)).combine_chunks().dictionary_encode()
    number = names.indices.to_numpy()
    used = []
    for own in np.unique(number):
        days = found.index.start[rows[number == own]]
        first, last = (EPOCH + timedelta(days=int(day)) for day in (days.min(), days.max()))
        used.append((str(names.dictionary[int(own)].as_py()), first, last))
    return sorted(used, key=lambda entry: entry[1:], reverse=True)


def peer_band(table: pd.DataFrame, value: str, peers: set[str]) -> pd.DataFrame:
    """P10, median and P90 of a value over the peers, per year and basis; years with fewer than five have no row.

    `table`: rows of institution_code, year, basis and `value`; missing values count nowhere.

    **같은 유형**의 띠는 기관유형이 같은 다른 기관들의 P10–P90, 선은 중앙값이다. 값이 있는 기관이 다섯 곳이 안 되는 해는 그리지 않는다.
    """
    rows = table.loc[table["institution_code"].isin(peers), ["year", "basis", value]].dropna(subset=[value])
    grouped = rows.groupby(["year", "basis"])[value]
    band = grouped.quantile(np.array([0.1, 0.5, 0.9])).unstack().reindex(columns=[0.1, 0.5, 0.9])
    band.columns = pd.Index(["p10", "median", "p90"])
    band.insert(0, "n", grouped.size())
    return band[band["n"] >= FEWEST_PEERS].reset_index().sort_values("year", ignore_index=True)


def calendar_shares(found: History, weight: Weight) -> tuple[Numbers, int]:
    """Share (0–1) of each calendar month in the whole years of postings, and how many years; NaN without any.

    **공고의 리듬** = 온전히 받은 해(2019년부터)에 그 달에 시작한 공고 ÷ 그 해들의 공고. 12개월을 더하면 100%다.
    """
    series = flow.monthly(found)
    values = series.complete(weight)
    begin = -series.first % 12
    table = values[begin : begin + 12 * max(0, (len(values) - begin) // 12)].reshape(-1, 12)
    table = table[np.isfinite(table).all(axis=1)]
    years, months = len(table), table.sum(axis=0)
    whole = months.sum()
    return (months / whole, years) if whole > 0 else (np.full(12, np.nan), years)


def mix(found: Found, peers: Found | None, key: str, weight: Weight = "postings") -> Mix:
    """How an institution's postings spread over a facet, beside those of its peers; fractional, adds up to 1.

    `peers`: all postings of its type, its own among them; None where the type is unknown, which makes theirs NaN.

    **구성과 같은 유형** = 그 값의 공고 ÷ 그 기관의 모든 공고. 값이 k개인 공고는 1/k씩 균등 배분한다. 회색은 같은 유형의 다른 기관들을 합한 것이다.
    """
    own = break_down(found, key, weight)
    others = break_down(peers, key, weight).fractional if peers else own.fractional
    return Mix(own.options, _shares(own.fractional), _shares(np.maximum(others - own.fractional, 0.0)), own.total)


def _shares(values: Numbers) -> Numbers:
    whole = values.sum()
    # What is left of a difference of equal sums is no posting.
    return values / whole if whole > 1e-9 else np.full(len(values), np.nan)
