"""관심: what did I keep, and what is new in it?"""

import streamlit as st

from dashboard.languages import _
from dashboard.ui.follow import show_kept

st.title(_("내가 담은 화면과 공고"))
st.markdown(
    _(
        "담은 것은 이 브라우저에만 있고 계정도 서버의 기록도 없습니다. 주소를 복사하면 다른 기기나 다른 사람에게 그대로 건넬 수 있습니다. 새 공고 수는 마지막으로 연 "
        "뒤에 올라온 것을 셉니다."
    )
)
show_kept()
