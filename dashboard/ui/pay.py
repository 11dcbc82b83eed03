"""Pay tables: loaded once per snapshot, ranked with search."""

import pandas as pd
import streamlit as st

from dashboard.data import Data
from dashboard.measures import pay as measures
from dashboard.measures.pay import MEASURES, Pay
from dashboard.ui.address import choose_text
from dashboard.ui.blocks import kept, show_table
from data_loader.snapshot import Origin


def load_pay(data: Data, measure: str) -> Pay:
    pay: Pay = kept(
        data.kept,
        ("pay rows", measure),
        lambda: measures.pay_by_institution(
            measure, data.table("pay"), data.table("starting_pay"), data.table("institutions")
        ),
    )
    return pay


def show_ranking(pay: Pay, year: int, origin: Origin) -> None:
    """All institutions by value, narrowed by a search over name, ministry and type."""
    ranked = measures.ranking(pay, year)
    words = choose_text("기관·부처·유형 찾기", "find", "예: 전력, 보건복지부").casefold().split()
    everything = ranked["institution"] + " " + ranked["ministry"] + " " + ranked["type"]
    ranked = ranked[[all(word in text for word in words) for text in everything.str.casefold()]]
    st.markdown(f"#### {year}년 {MEASURES[pay.measure]} 순위\n{len(ranked):,}곳")
    if ranked.empty:
        st.info("찾는 기관이 없습니다. 다른 낱말로 찾아 보세요.")
        return
    show_table(_display(ranked, pay), f"{year}년 {MEASURES[pay.measure]} 순위", origin, "ranking")


def _display(ranked: pd.DataFrame, pay: Pay) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "순위": ranked["rank"],
            "기관": ranked["institution"],
            "기관유형": ranked["type"],
            "주무부처": ranked["ministry"],
            "본사": ranked["region"],
            f"{MEASURES[pay.measure]}(천 원)": ranked["value"].astype(int),
            "전년 대비(%)": (ranked["change"] * 100).round(1),
            "상시 종업원 수(명)": ranked["employees"],
        }
    )
    if pay.measure == "starting":
        table["초임 ÷ 평균보수"] = (ranked["value"] / ranked["average_pay"]).astype(float).round(3)
    return table
