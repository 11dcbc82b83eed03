"""How to get the same again without a click, folded away: addresses and lines for the choice on screen."""

import streamlit as st

from dashboard.languages import _
from dashboard.selection.selection import PARAMS
from dashboard.takeaways.reuse import CSV, data_address, lines
from dashboard.ui import address
from dashboard.ui.takeaway import here

CARRIED = ("lang", "data")


def offer_reuse(name: str = CSV) -> None:
    """For the postings chosen, or a whole table of another `name`."""
    more = st.expander(
        _("주소로 다시 쓰기: curl, pandas, R, 엑셀"), icon=":material/code:", key="reuse", on_change="rerun"
    )
    if not more.open:
        return
    kept = (*PARAMS, *CARRIED) if name == CSV else CARRIED
    query = {key: ",".join(values) for key, values in address.parameters().items() if key in kept}
    with more:
        st.markdown(
            _(
                "같은 조건의 지금 자료를 주소로 받습니다. 자료가 새로 공개되면 답도 달라지니 받은 날과 출처를 함께 적어 주세요."
            )
        )
        for tool, line in lines(data_address(here()[0], name, query)).items():
            st.caption(_("엑셀(데이터 → 데이터 가져오기 → 빈 쿼리)") if tool == "Excel" else tool)
            st.code(line, language=None, wrap_lines=True)
        st.caption(_("이용 허락: 공공누리·이용허락범위 제한 없음. 출처마다의 조건은 데이터 화면에 있습니다."))
