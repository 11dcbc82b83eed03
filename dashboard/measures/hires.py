"""Actual new hires as institutions disclose them on ALIO (신규채용현황). Unit: persons, decimals allowed."""

import numpy as np
import pandas as pd

from dashboard.facets import FACET
from dashboard.index import Found
from dashboard.measures.breakdown import break_down, break_down_by_month
from dashboard.measures.place import REGULAR
from dashboard.selection import Selection

SHARES = {
    "youth_new_hires": "청년",
    "women_new_hires": "여성",
    "non_capital_new_hires": "비수도권 지역인재",
    "relocated_region_new_hires": "이전지역 지역인재",
    "high_school_new_hires": "고졸",
    "disabled_new_hires": "장애인",
}


def by_year(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Sums over all institutions per year, with `is_settled` and a `label` that names a part year as one."""
    years = table.groupby(["year", "basis"], as_index=False)[columns].sum()
    years["is_settled"] = years["basis"] == "settled"
    years["label"] = years["year"].astype(str) + np.where(years["is_settled"], "", "(일부)")
    return years.sort_values("year", ignore_index=True)


def shares_by_year(new_hires: pd.DataFrame) -> pd.DataFrame:
    """Share (0–1) of each group among regular new hires per year. Groups overlap."""
    years = by_year(new_hires, ["regular_new_hires", *SHARES])
    whole = years["regular_new_hires"].where(years["regular_new_hires"] > 0)
    shares = years[list(SHARES)].div(whole, axis=0)
    return pd.concat([years[["year", "label", "is_settled"]], shares], axis=1)


def posted_and_hired(found: Found, new_hires: pd.DataFrame) -> pd.DataFrame:
    """Posted headcount of regular posts (fractional over hire types), actual regular new hires, and hires ÷ posted
    (`fill`), per settled year in which postings are complete.

    Of the selection only its choice of institutions counts: hires are not disclosed by place or field.
    """
    chosen = [pair for pair in found.selection.chosen if FACET[pair[0]].by_institution]
    owners = found.index.find(Selection(chosen=tuple(chosen)))
    if chosen:
        options = found.index.options["institution"]
        posting = break_down(owners, "institution", "postings").full > 0
        codes = [option.code for option, has in zip(options, posting, strict=True) if has]
        new_hires = new_hires[new_hires["institution_code"].isin(codes)]
    settled = by_year(new_hires, ["regular_new_hires"]).query("is_settled")
    # The first whole year of postings is 2019; the current year is incomplete.
    years = [year for year in settled["year"].tolist() if 2019 <= year < found.index.today.year]
    if not years:
        return pd.DataFrame(columns=["year", "posted", "hired", "fill"])
    first, last = (years[0] - 1970) * 12, (years[-1] - 1970) * 12 + 11
    regular = [option.code for option in found.index.options["hire"]].index(REGULAR)
    months = break_down_by_month(owners, "hire", "headcount", first, last)[:, regular]
    posted = months.reshape(-1, 12).sum(axis=1)
    hired = settled.set_index("year")["regular_new_hires"].reindex(years).to_numpy(float)
    table = pd.DataFrame({"year": years, "posted": posted, "hired": hired})
    table["fill"] = table["hired"] / table["posted"].where(table["posted"] > 0)
    return table
