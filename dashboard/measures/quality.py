"""How complete the postings are, year by year: what is filled in, what is an outlier, what is missing."""

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from dashboard.languages import N_
from dashboard.measures import notices
from dashboard.selection.index import PostingIndex
from dashboard.selection.selection import Selection

FLAG_NAMES = {
    "url_missing": N_("쓸 수 없는 원문 주소"),
    "long_window": N_("1년 넘는 공고 기간"),
    "end_before_start": N_("시작보다 앞선 마감"),
    "headcount_missing": N_("모집인원 없음"),
    "headcount_zero": N_("모집인원 0"),
    "headcount_99": N_("모집인원 99"),
    "cancelled": N_("취소된 공고"),
}


def by_year(index: PostingIndex) -> pd.DataFrame:
    """Per start year: postings, institutions, and the number of postings with each quality flag; of postings held, and
    for the years that were read whole, as far as they have gone, alone."""
    years = 1970 + index.month // 12
    institution = index.facets["institution"].combination
    flags = index.table.column("quality_flags").combine_chunks()
    parents, values = pc.list_parent_indices(flags).to_numpy(), pc.list_flatten(flags)
    table = pd.DataFrame({"year": np.unique(years)})
    table["postings"] = [int((years == year).sum()) for year in table["year"]]
    table["institutions"] = [len(np.unique(institution[years == year])) for year in table["year"]]
    for flag in FLAG_NAMES:
        flagged = years[parents[pc.equal(values, flag).to_numpy(zero_copy_only=False)]]
        table[flag] = [int((flagged == year).sum()) for year in table["year"]]
    history = index.find(Selection()).history
    if len(table) and not index.is_whole(Selection()):
        first, last = int(table["year"].min()), int(table["year"].max())
        table = table[history.years_read(first, last)[table["year"].to_numpy() - first]]
    return table.sort_values("year", ascending=False, ignore_index=True)


def windows(index: PostingIndex) -> pd.DataFrame:
    """The posting windows of all postings, where these were read, or of those open; see `notices.windows`."""
    return notices.windows(index.find(Selection()).population)
