"""데이터: can I trust and reuse this?"""

import streamlit as st

from dashboard.data import current_data
from dashboard.languages import _
from dashboard.ui.address import choose_from, choose_one
from dashboard.ui.blocks import announce_sample
from dashboard.ui.catalogue import show_dictionary, show_quality, show_rejected, show_sources, table_labels
from dashboard.ui.guide import show_guide, show_method
from dashboard.ui.ledger import show_changes
from dashboard.ui.news import show_news

VIEWS = {
    "sources": _("출처와 기준"),
    "news": _("새 소식"),
    "guide": _("질문으로 찾기"),
    "quality": _("품질"),
    "changes": _("변경 이력"),
    "rejected": _("제외 기록"),
    "dictionary": _("자료 사전·내려받기"),
    "method": _("계산 방법"),
}

data = current_data()
st.title(_("이 자료를 믿고 써도 되나"))
announce_sample(data)
view = choose_one(_("보기"), "view", VIEWS, "sources")
if view == "sources":
    show_sources(data)
elif view == "news":
    show_news(data)
elif view == "guide":
    show_guide()
elif view == "quality":
    show_quality(data)
elif view == "changes":
    show_changes(data)
elif view == "rejected":
    show_rejected(data)
elif view == "dictionary":
    show_dictionary(data, choose_from(_("표"), "table", table_labels(data), "postings"))
else:
    show_method()
