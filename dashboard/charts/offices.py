"""Where institutions have their offices beside the head office, as a list of them says."""

import pandas as pd

from dashboard.charts.chart import Chart, bars
from dashboard.languages import _
from dashboard.measures.offices import by_region
from dashboard.words import number

# Of these the list has exactly 500, head offices among them: it was cut there.
CUT_OFF = ("R3010", "R3017")


def offices(branches: pd.DataFrame) -> Chart:
    """Branch offices by region, the most first."""
    table = by_region(branches).rename_axis("place").reset_index()
    labels = [_(name) for name in table["region"]]
    return Chart(
        "offices",
        _("지역사무소는 어디에 있나"),
        _sentence(table, labels),
        _("단위: 곳. 광주와 전남은 전남광주로 묶음. 서울과 경기는 목록이 500곳에서 끝나 실제로는 더 많을 수 있음."),
        bars(labels, table["offices"].astype(float).tolist(), _("곳")),
        lambda: pd.DataFrame({_("시도"): labels, _("사무소(곳)"): table["offices"]}),
    )


def _sentence(table: pd.DataFrame, labels: list[str]) -> str:
    """How many there are, and where the most where the list is whole."""
    whole = table[~table["code"].isin(CUT_OFF)]
    if whole.empty:
        return _("목록에 지역사무소가 없다.")
    most = whole.iloc[0].to_dict()
    return _(
        "목록에 있는 지역사무소는 본사를 빼고 {total}곳이고, 서울과 경기 밖에서는 {first}에 {count}곳으로 가장 많다.",
        total=number(table["offices"].sum()), first=labels[most["place"]], count=number(most["offices"]),
    )  # fmt: skip
