"""Income, spending and the head's pay as institutions disclose them on ALIO. Unit: million won; pay in thousand won.

The four sheets of income (own business, net support, and both of the funds) overlap and are never added up.
"""

import pandas as pd

from dashboard.languages import N_

INCOME = {
    "government_support": N_("정부지원수입"),
    "borrowing": N_("차입금"),
    "rest": N_("그 밖의 수입"),
}
SPENDING = {
    "project_cost": N_("사업비"),
    "repayment": N_("차입상환금"),
    "personnel_cost": N_("인건비"),
    "operating_cost": N_("경상운영비"),
    "other_spending": N_("기타 지출"),
}
AMOUNTS = ("income", "spending", "personnel_cost", "government_support", "net_government_support", "borrowing")


def dependence(finances: pd.DataFrame) -> pd.DataFrame:
    """One row an institution and year: amounts (million won) and what part of its income the government stands behind.

    Columns: institution_code, institution, year, basis, income, spending, personnel_cost, government_support,
    net_government_support, support_share, net_share (0–1; NaN without income).

    **정부지원 비중** = 정부지원수입(직접지원 + 법령에 따라 맡은 사업·위탁·독점 수입) ÷ 수입. 「공공기관의 운영에 관한 법률」 제4조가 지정할 때 보는 비율에 가깝다.
    **정부순지원 비중** = 정부순지원수입(출연금, 출자금, 보조금, 부담금, 이전수입, 위탁수입 따위로 실제로 받은 돈) ÷ 수입. 둘은 겹치므로 더하지 않는다. 모두
    고유사업이며 기금계정은 들지 않는다. 수입에는 빌린 돈이 들고, 0은 미공시로 본다. 2026년은 예산이다. 출처: 알리오 수입지출현황.
    """
    income = finances["income"].where(finances["income"] > 0).astype(float)
    amounts = finances[["institution_code", "institution", "year", "basis", *AMOUNTS]]
    return amounts.assign(
        income=income,
        spending=finances["spending"].where(finances["spending"] > 0).astype(float),
        support_share=finances["government_support"] / income,
        net_share=finances["net_government_support"] / income,
    )


def finances_by_year(finances: pd.DataFrame) -> pd.DataFrame:
    """Per year and basis: sums over institutions of income, spending and their parts (million won), and both shares.

    Columns: year, basis, those of `AMOUNTS`, `SPENDING`, `rest` (income from neither government nor borrowing),
    support_share, net_share (of the sums), median_net_share (of institutions).

    **전체의 수입과 지출** = 기관 값의 합(고유사업). 기관끼리 주고받은 돈은 두 번 든다. 전체의 비중은 합 ÷ 합이고, 중앙값은 기관을 하나로 센다.
    """
    columns = list(dict.fromkeys([*AMOUNTS, *SPENDING]))
    years = finances.groupby(["year", "basis"])[columns].sum().astype(float)
    income = years["income"].where(years["income"] > 0)
    medians = dependence(finances).groupby(["year", "basis"])["net_share"].median()
    return years.assign(
        rest=years["income"] - years["government_support"] - years["borrowing"],
        support_share=years["government_support"] / income,
        net_share=years["net_government_support"] / income,
        median_net_share=medians,
    ).reset_index()


def head_pay_by_institution(head_pay: pd.DataFrame) -> pd.DataFrame:
    """The head's pay as `value` (thousand won), one row an institution and year in which it is disclosed.

    **기관장 연봉** = 상임기관장의 기본급, 수당, 복리후생비, 성과상여금의 합. 0은 미공시이거나 자리가 비어 있던 해라 뺀다. 비상임 기관장은 들지 않는다. 한 해에 기관장이
    바뀌면 그해의 값이 적을 수 있다. 예산에는 성과급이 거의 들지 않아 결산과 잇지 않는다. 출처: 알리오 임원연봉.
    """
    return head_pay.assign(value=head_pay["head_pay"]).dropna(subset=["value"])
