"""Which view answers my question, and how each number is made."""

import streamlit as st

from dashboard.languages import N_, _
from dashboard.method import document

QUESTIONS = (
    (N_("지금 어디서 누구를 뽑나?"), "pages/overview.py", N_("한눈에")),
    (N_("내 조건에 맞는 공고는?"), "pages/postings.py", N_("채용공고")),
    (N_("일자리는 수도권에 몰려 있나?"), "pages/places.py", N_("근무지 지도")),
    (N_("채용이 줄고 있나? 어떤 일자리가?"), "pages/trends.py", N_("채용 추이")),
    (N_("들어가기는 얼마나 어려운가?"), "pages/competition.py", N_("경쟁률")),
    (N_("얼마를 주나? 남녀 차이는?"), "pages/pay.py", N_("임금")),
    (N_("빌릴 수 있는 시설은? 나를 위한 사업은?"), "pages/facilities.py", N_("시설·사업")),
)


def show_guide() -> None:
    for question, page, title in QUESTIONS:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{_(question)}**", width="stretch")
            st.page_link(page, label=_(title), icon=":material/arrow_forward:")
    st.markdown(
        _(
            "모든 화면에서 왼쪽 조건과 보기를 고르면 주소에 그대로 남습니다. 주소를 복사하면 같은 화면이 열립니다. "
            "**표로 보고 내려받기·인용**을 켜면 모든 그림이 표가 되고, 표는 CSV와 엑셀로, 그림은 PNG와 SVG로 내려받고 "
            "인용 문구를 복사할 수 있습니다."
        )
    )


def show_method() -> None:
    text = document().read_text(encoding="utf-8")
    st.markdown(text.split("\n", 1)[1])
