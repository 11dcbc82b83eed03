"""The ledger of changes on screen: what was new, edited, extended, cancelled, withdrawn or posted again."""

import pandas as pd
import streamlit as st

from dashboard.data import Data
from dashboard.languages import _
from dashboard.measures.changes import CHANGE_NAMES, changes_by_day, changes_in_words
from dashboard.ui.address import choose_from, choose_page, link
from dashboard.ui.blocks import show_table, source_line

ROWS_PER_PAGE = 100
ALL = "all"


def show_changes(data: Data) -> None:
    """Counts by day and kind, then the changes themselves; each leads to its posting."""
    if "changes" not in data.snapshot.tables or data.table("changes").empty:
        st.info(
            _(
                "아직 변경 이력이 없습니다. 서비스 키로 자료를 받기 시작하면, 그때부터 새로 올라오고 고쳐지고 내려간 "
                "공고를 여기에 적습니다. 포털은 옛 내용을 남기지 않습니다."
            ),
            icon=":material/history:",
        )
        return
    origin = data.origin("changes")
    by_day = _("날마다 확인한 변경")
    about = _("포털은 고친 내용을 덮어쓰므로 우리가 본 것을 적어 둡니다. 확인한 때는 실제로 바뀐 때보다 늦습니다.")
    st.markdown(f"## {by_day}\n{about}")
    show_table(data.cached(_by_day), by_day, origin, "changes")
    st.markdown("## " + _("변경 하나하나"))
    names = {ALL: _("모두")} | {name: _(words) for name, words in CHANGE_NAMES.items()}
    kind = choose_from(_("변경"), "change", names, ALL)
    words = data.cached(_in_words)
    if kind != ALL:
        words = words[words[_("변경")] == names[kind]]
    page = choose_page("page", max(1, -(-len(words) // ROWS_PER_PAGE)))
    shown = words.iloc[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE]
    number = _("공고번호")
    links = shown.assign(**{number: [link("postings", posting=str(posting_id)) for posting_id in shown[number]]})
    column = st.column_config.LinkColumn(display_text=r"posting=(\d+)")
    st.dataframe(links, hide_index=True, key="changes", placeholder="–", column_config={number: column})
    st.caption(source_line(origin))


def _by_day(data: Data) -> pd.DataFrame:
    return changes_by_day(data.table("changes"))


def _in_words(data: Data) -> pd.DataFrame:
    return changes_in_words(data.table("changes"))
