"""Work and family: sums against the published workbook, shares against the slow way."""

import numpy as np
import pandas as pd
import pytest

from dashboard.measures import family
from dashboard.measures.family import FEWEST_USERS
from dashboard.measures.staffing import FEWEST_STAFF
from data_loader.reference import load_reference
from data_loader.schema import WORK_FAMILY


def table(*rows: dict[str, object]) -> pd.DataFrame:
    """Rows of work_family; what is not said is missing."""
    who = {"institution_code": "C0001", "institution": "가", "year": 2025, "basis": "settled"}
    frame = pd.DataFrame([who | row for row in rows], columns=WORK_FAMILY.arrow.names)
    figures = [column.name for column in WORK_FAMILY.columns if column.kind in ("number", "won_thousand")]
    return frame.astype(dict.fromkeys(figures, float))


@pytest.fixture(scope="module")
def published() -> dict[str, pd.DataFrame]:
    return {name: load_reference()[name].data.to_pandas() for name in ("work_family", "staff")}


def test_the_published_sums_and_the_share_of_men_come_out(published: dict[str, pd.DataFrame]) -> None:
    years = family.leave_by_year(published["work_family"]).set_index("year")
    assert years["parental_leave_men"].tolist() == [3615, 5268, 5847, 6690, 9278]
    assert years["parental_leave_women"].tolist() == [16684, 18136, 18894, 18730, 20101]
    assert years["men_share"][2025] == pytest.approx(9278 / 29379)
    assert family.short_hours_by_year(published["work_family"])["short_hours"].tolist() == [
        9044,
        10189,
        11612,
        14409,
        19045,
    ]
    assert family.care_by_year(published["work_family"])["family_care_holidays"].iloc[[0, -1]].tolist() == [
        62354,
        101219,
    ]


def test_working_at_home_fell_to_a_sixth(published: dict[str, pd.DataFrame]) -> None:
    home = family.flexible_by_year(published["work_family"]).set_index("year")["work_at_home"]
    assert home[2021] == 111_639 + 73_744
    assert home[2025] == 13_684 + 15_876


def test_part_time_is_those_hired_and_those_who_changed_of_both_sexes() -> None:
    parts = {f"part_time_{way}_{sex}": value for value, (way, sex) in enumerate(
        ((way, sex) for way in ("hired", "converted") for sex in ("men", "women")), start=1)}  # fmt: skip
    assert family.flexible_by_year(table(parts))["part_time"].tolist() == [1 + 2 + 3 + 4]


def test_nobody_on_leave_has_no_share_of_men() -> None:
    years = family.leave_by_year(table({"parental_leave_men": 0, "parental_leave_women": 0, "parental_leave": 0}))
    assert np.isnan(years["men_share"].iloc[0])


def test_institutions_that_pay_nothing_for_day_care_are_not_counted() -> None:
    years = family.day_care_by_year(
        table({"day_care_cost": 500}, {"institution_code": "C0002", "day_care_cost": 0}, {"institution_code": "C0003"})
    )
    assert years[["day_care_cost", "institutions"]].iloc[0].tolist() == [500, 1]


@pytest.mark.parametrize(
    ("users", "men", "regular", "indefinite", "rate", "share"),
    [
        (10, 4, 80.0, 20.0, 0.1, 0.4),
        (10, 4, FEWEST_STAFF - 1, 0.0, np.nan, 0.4),
        (10, 4, FEWEST_STAFF - 1, 1.0, 10 / FEWEST_STAFF, 0.4),
        (FEWEST_USERS - 1, 4, 80.0, 20.0, 0.04, np.nan),
        (0, 0, 80.0, np.nan, 0.0, np.nan),
    ],
)
def test_shares_need_enough_staff_and_users(
    users: float, men: float, regular: float, indefinite: float, rate: float, share: float
) -> None:
    staff = pd.DataFrame({"institution_code": ["C0001"], "year": [2025], "regular_staff": [regular],
                          "indefinite_staff": [indefinite]})  # fmt: skip
    row = family.users_by_institution(table({"parental_leave": users, "parental_leave_men": men}), staff).iloc[0]
    assert row["leave_rate"] == pytest.approx(rate, nan_ok=True)
    assert row["men_share"] == pytest.approx(share, nan_ok=True)


def test_every_institution_and_year_keeps_its_row(published: dict[str, pd.DataFrame]) -> None:
    users = family.users_by_institution(published["work_family"], published["staff"])
    assert len(users) == len(published["work_family"])
    assert not users.duplicated(["institution_code", "year"]).any()
