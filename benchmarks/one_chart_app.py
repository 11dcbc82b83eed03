"""What a reader's wait in the browser is compared with: the same kind of sidebar, and one bar chart as Streamlit draws it."""

import streamlit as st

OPTIONS = 12

st.set_page_config(layout="wide")
with st.sidebar:
    st.text_input("공고 검색")
    names = ("상태", "고용형태", "근무지", "채용분야")
    chosen = [st.multiselect(name, [f"{name} {place}" for place in range(OPTIONS)]) for name in names]
changed = sum((place + 2) * len(options) for place, options in enumerate(chosen))
st.title("그래프 하나")
bars = {
    "type": "bar",
    "orientation": "h",
    "y": [f"항목 {place}" for place in range(OPTIONS)],
    "x": [(place * 7 + changed) % 13 + 1 for place in range(OPTIONS)],
}
st.plotly_chart({"data": [bars], "layout": {"height": 380}})
