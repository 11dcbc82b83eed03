"""Work and family as institutions disclose it on ALIO (일·가정 양립 지원제도 운영현황). Unit: persons, or thousand won."""

import pandas as pd

from dashboard.languages import N_
from dashboard.measures.hires import by_year
from dashboard.measures.staffing import FEWEST_STAFF, KEY

LEAVE = {"parental_leave_women": N_("여성"), "parental_leave_men": N_("남성")}
SHORT_HOURS = {"short_hours_childcare": N_("육아기"), "short_hours_pregnancy": N_("임신기")}
CARE = {"family_care_holidays_women": N_("여성"), "family_care_holidays_men": N_("남성")}
FLEXIBLE = {
    "chosen_hours": N_("근무시간 선택"),
    "staggered_hours": N_("시차출퇴근"),
    "work_at_home": N_("재택근무"),
    "part_time": N_("시간선택제"),
    "smart_work": N_("스마트워크"),
    "compressed_hours": N_("집약근무"),
    "discretionary_work": N_("재량근무"),
}
SEXES = ("men", "women")
PART_TIME = ("part_time_hired", "part_time_converted")
# Of fewer, one person more or less moves the share of men by a fifth.
FEWEST_USERS = 5


def leave_by_year(work_family: pd.DataFrame) -> pd.DataFrame:
    """Per year: parental leave taken by women and by men (persons), their sum, and the share of men (0–1).

    **육아휴직** = 그해에 육아휴직을 쓴 사람 수의 합. **남성 비중** = 남성 사용자 ÷ 전체 사용자. 알리오의 사용률과 법정일수 사용자 수는 모든 기관이
    모든 해에 0이라 쓰지 않는다. 쓸 수 있던 사람이 몇인지 공시하지 않으므로 사용률은 낼 수 없다. 0명과 미공시는 구별되지 않는다. 출처: 알리오
    일가정 양립 지원제도 운영현황.
    """
    years = by_year(work_family, [*LEAVE, "parental_leave"])
    total = years["parental_leave"]
    return years.assign(men_share=years["parental_leave_men"] / total.where(total > 0))


def short_hours_by_year(work_family: pd.DataFrame) -> pd.DataFrame:
    """Per year: persons on shorter hours in pregnancy and for child care, and both together.

    **단축근무** = 임신기와 육아기 근로시간 단축을 쓴 사람 수의 합. 육아휴직을 이미 쓴 사람도 육아기 단축근무를 쓸 수 있어 육아휴직과 더하지 않는다.
    """
    return by_year(work_family, [*SHORT_HOURS, "short_hours"])


def flexible_by_year(work_family: pd.DataFrame) -> pd.DataFrame:
    """Per year: persons in each kind of flexible work, women and men together. One person may be in several.

    **유연근무** = 유형마다 그해에 쓴 사람 수. 한 사람이 여러 유형을 쓸 수 있어 유형끼리 더하지 않는다. 시간선택제는 그렇게 채용된 사람과 전환한 사람이다.
    """
    table = work_family[["year", "basis"]].assign(**{kind: _both(work_family, kind) for kind in FLEXIBLE})
    return by_year(table, list(FLEXIBLE))


def care_by_year(work_family: pd.DataFrame) -> pd.DataFrame:
    """Per year: persons who took family-care holidays (days), by sex and in all, and family-care leave (months).

    **가족돌봄** = 가족돌봄휴가(하루 단위)와 가족돌봄휴직(30일 이상)을 쓴 사람 수. 둘은 다른 제도라 더하지 않는다.
    """
    return by_year(work_family, [*CARE, "family_care_holidays", "family_care_leave"])


def day_care_by_year(work_family: pd.DataFrame) -> pd.DataFrame:
    """Per year: cost of day care (thousand won), institutions that bear any, and users as disclosed (persons).

    **직장어린이집** = 기관이 낸 운영비의 합과, 운영비를 낸 기관 수. 한 기관이 여러 줄로 공시하면 더한다. 수혜인원은 재원이 둘이면 두 번 적히기도 해 표에만
    둔다. 위탁 보육을 하거나 어린이집이 없는 기관은 들지 않는다.
    """
    years = by_year(work_family, ["day_care_cost", "day_care_users"])
    paying = work_family[work_family["day_care_cost"] > 0].groupby("year").size()
    return years.assign(institutions=years["year"].map(paying).fillna(0).astype(int))


def users_by_institution(work_family: pd.DataFrame, staff: pd.DataFrame) -> pd.DataFrame:
    """One row an institution and year: persons, and shares (0–1) of staff at the year's end (regular, indefinite-term).

    Columns: institution_code, institution, year, basis, parental_leave, parental_leave_men, men_share, leave_rate,
    short_hours, flexible_hours, flexible_rate. A share is NaN where staff is below 30, men's share below five users.

    **직원 대비 육아휴직** = 육아휴직 사용자 ÷ 그해 말 현원(일반정규직과 무기계약직). 직원의 나이와 성별에 따라 다르므로 제도가 좋고 나쁨을 말하지 않는다.
    현원이 30명 미만인 기관은 뺀다. 기관의 남성 비중은 사용자가 5명 미만이면 내지 않는다.

    **직원 대비 탄력근무** = 시차출퇴근, 근무시간 선택, 집약근무를 쓴 사람의 합 ÷ 현원. 한 사람이 여럿에 들거나 비정규직이 들어 100%를 넘기도 한다.
    """
    present = staff["regular_staff"].fillna(0) + staff["indefinite_staff"].fillna(0)
    known = staff[KEY].assign(present=present.where(present >= FEWEST_STAFF))
    table = work_family.merge(known, on=KEY, how="left")
    users = table["parental_leave"]
    flexible = _both(table, "flexible_hours")
    return table[[*KEY, "institution", "basis", "parental_leave", "parental_leave_men", "short_hours"]].assign(
        men_share=table["parental_leave_men"] / users.where(users >= FEWEST_USERS),
        leave_rate=users / table["present"],
        flexible_hours=flexible,
        flexible_rate=flexible / table["present"],
    )


def _both(table: pd.DataFrame, kind: str) -> pd.Series:
    """Women and men of a kind of flexible work; missing where neither is disclosed."""
    kinds = PART_TIME if kind == "part_time" else (kind,)
    columns = [f"{name}_{sex}" for name in kinds for sex in SEXES]
    return table[columns].sum(axis=1, min_count=1).astype(float)
