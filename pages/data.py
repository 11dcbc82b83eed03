"""데이터: can I trust and reuse this?"""

import streamlit as st

from dashboard.data import current_data
from dashboard.ui.address import choose_from, choose_one
from dashboard.ui.blocks import announce_sample
from dashboard.ui.catalogue import show_dictionary, show_quality, show_rejected, show_sources, table_labels
from dashboard.ui.guide import show_guide, show_method
from dashboard.ui.ledger import show_changes

VIEWS = {
    "sources": "출처와 기준",
    "guide": "어디서 답을 찾나",
    "quality": "품질",
    "changes": "변경 이력",
    "rejected": "따로 둔 기록",
    "dictionary": "자료 사전·내려받기",
    "method": "계산 방법",
}

data = current_data()
st.title("이 자료를 믿고 써도 되나")
announce_sample(data)
view = choose_one("보기", "view", VIEWS, "sources")
if view == "sources":
    show_sources(data)
elif view == "guide":
    show_guide()
elif view == "quality":
    show_quality(data)
elif view == "changes":
    show_changes(data)
elif view == "rejected":
    show_rejected(data)
elif view == "dictionary":
    show_dictionary(data, choose_from("표", "table", table_labels(data), "postings"))
else:
    show_method()
