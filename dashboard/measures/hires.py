"""Actual new hires as institutions disclose them on ALIO (신규채용현황). Unit: persons, decimals allowed."""

from datetime import date

import numpy as np
import pandas as pd

from dashboard.languages import N_, _
from dashboard.measures.breakdown import break_down, break_down_by_month
from dashboard.measures.place import REGULAR
from dashboard.selection.facets import FACET
from dashboard.selection.index import Found, History
from dashboard.selection.selection import Selection
from data_loader.coverage import FIRST_DAY

SHARES = {
    "youth_new_hires": N_("청년"),
    "women_new_hires": N_("여성"),
    "non_capital_new_hires": N_("비수도권 지역인재"),
    "relocated_region_new_hires": N_("이전지역 지역인재"),
    "high_school_new_hires": N_("고졸"),
    "disabled_new_hires": N_("장애인"),
}

# Regular new hires of the years before the workbook begins, as published with 339 institutions (docs/sources.md):
# another set than ours, so that they are never joined to it.
PUBLISHED_BEFORE = {2019: 40_116, 2020: 29_480}
INSTITUTIONS_BEFORE = 339

# Below, one person more or less moves the ratio by a fifth.
FEWEST_POSTED = 5


def by_year(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Sums over all institutions per year, with `is_settled` and a `label` that names a part year as one."""
    years = table.groupby(["year", "basis"], as_index=False)[columns].sum()
    years["is_settled"] = years["basis"] == "settled"
    years["label"] = [
        f"{year}" if is_settled else _("{year}(일부)", year=year)
        for year, is_settled in zip(years["year"], years["is_settled"], strict=True)
    ]
    return years.sort_values("year", ignore_index=True)


def shares_by_year(new_hires: pd.DataFrame) -> pd.DataFrame:
    """Share (0–1) of each group among regular new hires per year. Groups overlap.

    **신규채용의 구성** = 청년, 여성, 비수도권, 이전지역, 고졸, 장애인 ÷ 일반정규직 신규채용. 한 사람이 여럿에 들 수 있어 합은 100%가 아니다.
    전체는 기관 값의 합끼리 나눈다. 출처: 알리오 신규채용현황.
    """
    years = by_year(new_hires, ["regular_new_hires", *SHARES])
    whole = years["regular_new_hires"].where(years["regular_new_hires"] > 0)
    shares = years[list(SHARES)].div(whole, axis=0)
    return pd.concat([years[["year", "label", "is_settled"]], shares], axis=1)


def intern_ratio(interns: pd.DataFrame, new_hires: pd.DataFrame) -> pd.DataFrame:
    """Per year: experience-type and hiring-linked interns (persons), the share of the linked ones, interns ÷ hires.

    Columns: year, basis, is_settled, label, experience_interns, hiring_interns, linked_share, ratio.

    **인턴 비율** = 청년인턴(체험형 + 채용형) ÷ 일반정규직 신규채용. **채용형 비중** = 채용형 ÷ 청년인턴. 전체는 기관 값의 합끼리 나눈다. 인턴은
    신규채용에 들지 않는다. 출처: 알리오 신규채용현황.
    """
    kinds = ["experience_interns", "hiring_interns"]
    years = by_year(interns, kinds)
    total = years[kinds].sum(axis=1)
    hired = years["year"].map(by_year(new_hires, ["regular_new_hires"]).set_index("year")["regular_new_hires"])
    return years.assign(
        linked_share=years["hiring_interns"] / total.where(total > 0),
        ratio=total / hired.where(hired > 0).astype(float),
    )


def relocation_target(year: int) -> float:
    """The share (0–1) of its hires that a relocated institution has to take from its region; NaN before 2018.

    Source: the decree to the act on innovation cities, in force since 2018-01-25 (docs/sources.md).
    """
    return min(18 + 3 * (year - 2018), 30) / 100 if year >= 2018 else np.nan


def relocated_rate(new_hires: pd.DataFrame) -> pd.DataFrame:
    """Per year: relocated-region hires ÷ regular hires, over all institutions and over those that ever report any.

    Columns: year, basis, is_settled, label, relocated_region_new_hires, regular_new_hires, rate, reporting_hires,
    reporting_rate, target (shares 0–1), institutions (how many report any in some year).

    **이전지역 채용률** = 이전지역 지역인재 ÷ 일반정규직 신규채용. 이전지역 채용을 한 해라도 공시한 기관끼리의 값을 함께 낸다. 법정 목표는
    2018년 18%에서 해마다 3%p씩 올라 2022년부터 30%다(「혁신도시 조성 및 발전에 관한 특별법」 제29조의2와 그 시행령). 이 목표는 이전한
    기관에만, 적게 뽑는 분야와 연구·경력직 따위를 뺀 채용에 매겨져 분모가 이 값과 다르므로, 선은 비교할 눈금이고 지켰는지를 말하지 않는다.
    출처: 알리오 신규채용현황.
    """
    columns = ["relocated_region_new_hires", "regular_new_hires"]
    years = by_year(new_hires, columns)
    any_relocated = new_hires.groupby("institution_code")["relocated_region_new_hires"].sum() > 0
    codes = any_relocated.index[any_relocated]
    reporting = by_year(new_hires[new_hires["institution_code"].isin(codes)], columns).set_index("year")
    base = years["year"].map(reporting["regular_new_hires"]).fillna(0)
    relocated, hired = years["relocated_region_new_hires"], years["regular_new_hires"]
    return years.assign(
        rate=relocated / hired.where(hired > 0),
        reporting_hires=base,
        reporting_rate=relocated / base.where(base > 0),
        target=years["year"].map(relocation_target),
        institutions=len(codes),
    )


def fill_by_institution(found: Found, new_hires: pd.DataFrame, year: int) -> pd.DataFrame:
    """Per institution: posted headcount of regular posts that started in the year (fractional over hire types), its
    regular new hires, and hires ÷ posted.

    Columns: institution_code, institution, posted, hired, fill (NaN where fewer than `FEWEST_POSTED` were posted).
    Institutions without either are left out; all of them in a year whose postings were not read whole. Of the
    selection only its choice of institutions counts.

    **채움 비율** = 그해 일반정규직 신규채용(알리오) ÷ 그해 시작한 공고의 정규직 모집인원(균등 배분). 기관마다 한 해에 하나. 공고는 시작 연도,
    채용은 임용 연도 기준이고, 재공고의 인원은 다시 더해지며, 공고 없이 뽑거나 여러 해에 걸쳐 뽑는 기관이 있다. 그래서 100%를 넘을 수 있고 어림으로만
    읽는다. 모집이 5명 미만인 기관은 비율을 내지 않는다.
    """
    owners, hired = _of_chosen_institutions(found, new_hires)
    index = found.index
    if not owners.is_whole(date(year, 1, 1), date(year, 12, 31)):
        return pd.DataFrame(columns=["institution_code", "institution", "posted", "hired", "fill"])
    entry = index.facets["institution"]
    rows = owners.rows[index.month[owners.rows] // 12 == year - 1970]
    hire = index.facets["hire"]
    regular = [option.code for option in hire.options].index(REGULAR)
    share = hire.members[:, regular] / hire.sizes
    persons = index.headcount[rows] * share[hire.combination[rows]]
    posted = np.bincount(entry.combination[rows], persons, len(entry.members)) @ entry.members
    hired = hired[(hired["year"] == year) & (hired["basis"] == "settled")].set_index("institution_code")
    names = {option.code: option.label for option in entry.options} | hired["institution"].to_dict()
    table = pd.DataFrame({"posted": pd.Series(posted, [option.code for option in entry.options], dtype=float)})
    table = table.join(hired["regular_new_hires"].rename("hired").astype(float), how="outer").fillna(0.0)
    table = table[table.sum(axis=1) > 0]
    table["fill"] = table["hired"] / table["posted"].where(table["posted"] >= FEWEST_POSTED)
    table.insert(0, "institution", [names.get(code, code) for code in table.index])
    return table.rename_axis("institution_code").reset_index()


def posted_and_hired(found: Found, new_hires: pd.DataFrame) -> pd.DataFrame:
    """Posted headcount of regular posts (fractional over hire types), actual regular new hires, and hires ÷ posted
    (`fill`), per settled year in which postings are complete.

    Of the selection only its choice of institutions counts: hires are not disclosed by place or field.

    **계획과 실제**: 해마다 공고의 정규직 모집인원(균등 배분)과 알리오 신규채용을 나란히 둔다. 조건 가운데 기관에 관한 것만 따른다.
    """
    owners, new_hires = _of_chosen_institutions(found, new_hires)
    settled = by_year(new_hires, ["regular_new_hires"]).query("is_settled")
    years = [year for year in settled["year"].tolist() if _is_over_and_read(owners, year)]
    if not years:
        return pd.DataFrame(columns=["year", "posted", "hired", "fill"])
    first, last = (years[0] - 1970) * 12, (years[-1] - 1970) * 12 + 11
    regular = [option.code for option in found.index.options["hire"]].index(REGULAR)
    months = break_down_by_month(owners, "hire", "headcount", first, last)[:, regular]
    posted = months.reshape(-1, 12).sum(axis=1)[[year - years[0] for year in years]]
    hired = settled.set_index("year")["regular_new_hires"].reindex(years).to_numpy(float)
    table = pd.DataFrame({"year": years, "posted": posted, "hired": hired})
    table["fill"] = table["hired"] / table["posted"].where(table["posted"] > 0)
    return table


def _is_over_and_read(owners: History, year: int) -> bool:
    """The first whole year of postings is 2019; the current year is incomplete."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return first >= FIRST_DAY and last < owners.index.today and owners.is_whole(first, last)


def _of_chosen_institutions(found: Found, new_hires: pd.DataFrame) -> tuple[History, pd.DataFrame]:
    """All postings and hires of the institutions the selection chooses: hires are not disclosed by place or field."""
    chosen = [pair for pair in found.selection.chosen if FACET[pair[0]].by_institution]
    everything = found.index.find(Selection(chosen=tuple(chosen)))
    if chosen:
        options = found.index.options["institution"]
        posting = break_down(everything, "institution", "postings").full > 0
        codes = [option.code for option, has in zip(options, posting, strict=True) if has]
        new_hires = new_hires[new_hires["institution_code"].isin(codes)]
    return everything.history, new_hires
