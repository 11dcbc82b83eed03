"""The overview as it is usually written: a cached frame, `explode`, Plotly Express, Streamlit's own settings.

It is here to be measured against; `benchmarks` reads its file name.
"""

import os
from datetime import timedelta
from pathlib import Path

import pandas as pd
import plotly.express as px
import streamlit as st

LISTS = {"filter_region": "comparable_regions", "filter_ncs": "ncs_fields", "filter_hire": "hire_types"}
HIRE_TYPES = {"정규직": "R1010", "비정규직": "R1040"}


@st.cache_data
def load_postings() -> pd.DataFrame:
    folder = Path(os.environ["DATA_DIR"]) / "snapshots"
    postings = pd.read_parquet(max(folder.glob("[0-9]*")) / "postings.parquet")
    for column in ("start_date", "end_date"):
        postings[column] = pd.to_datetime(postings[column])
    return postings


def having(postings: pd.DataFrame, column: str, chosen: list[str]) -> pd.DataFrame:
    if not chosen:
        return postings
    return postings[postings[column].apply(lambda values: any(value in chosen for value in values))]


def by_value(postings: pd.DataFrame, column: str) -> pd.DataFrame:
    rows = postings.explode(column) if column in LISTS.values() else postings
    return rows.groupby(column)["headcount"].sum().nlargest(12).reset_index()


st.set_page_config(layout="wide")
postings = load_postings()
today = postings["start_date"].max()
with st.sidebar:
    chosen = st.pills("고용형태", list(HIRE_TYPES), selection_mode="multi", key="filter_hire")
    found = having(postings, "hire_types", [HIRE_TYPES[name] for name in chosen])
    for key, label in (("filter_region", "근무지"), ("filter_ncs", "채용분야")):
        options = sorted(postings[LISTS[key]].explode().dropna().unique())
        found = having(found, LISTS[key], st.multiselect(label, options, key=key))
open_now = found[(found["start_date"] <= today) & (found["end_date"] >= today)]
week = timedelta(days=6)
cards = {
    "접수 중인 공고": len(open_now),
    "접수 중인 모집인원": int(open_now["headcount"].sum()),
    "최근 7일 새 공고": len(found[found["start_date"].between(today - week, today)]),
    "7일 안에 마감": len(found[found["end_date"].between(today, today + week)]),
}
for column, (label, value) in zip(st.columns(4), cards.items(), strict=True):
    column.metric(label, value)
monthly = found.groupby(found["start_date"].dt.strftime("%Y-%m"))["headcount"].sum().reset_index()
st.plotly_chart(px.bar(monthly, x="start_date", y="headcount"), key="monthly")
for name in ("comparable_regions", "hire_types", "ncs_fields", "institution_type", "institution"):
    st.plotly_chart(px.bar(by_value(open_now, name), x="headcount", y=name, orientation="h"), key=name)
closing = open_now.nsmallest(10, "end_date")
st.dataframe(closing[["title", "institution", "headcount", "start_date", "end_date"]], hide_index=True)
