"""What `streamlit run` finds: page configuration and navigation, nothing else."""

import streamlit as st

from dashboard.languages import SEVERAL, _, _n
from dashboard.ui.address import speak_as_asked
from dashboard.ui.frame import run_page

speak_as_asked()
st.set_page_config(page_title=_("공공채용 한눈에"), page_icon="app/static/icon.png", layout="wide")
run_page(
    lambda: {
        _("채용"): [
            st.Page("pages/overview.py", title=_("한눈에"), icon=":material/dashboard:", default=True),
            st.Page("pages/postings.py", title=_("채용공고"), icon=":material/list_alt:"),
            st.Page("pages/mine.py", title=_("관심"), icon=":material/star:"),
            st.Page("pages/match.py", title=_("맞춤 공고"), icon=":material/person_search:"),
            st.Page("pages/places.py", title=_("근무지 지도"), icon=":material/map:"),
            st.Page("pages/trends.py", title=_("채용 추이"), icon=":material/trending_up:"),
            st.Page("pages/competition.py", title=_("경쟁률"), icon=":material/groups:"),
            st.Page("pages/skills.py", title=_("요구 역량"), icon=":material/school:"),
        ],
        _n("기관", SEVERAL): [
            st.Page("pages/institutions.py", title=_n("기관", SEVERAL), icon=":material/account_balance:"),
            st.Page("pages/pay.py", title=_("임금"), icon=":material/payments:"),
            st.Page("pages/family.py", title=_("일과 가정·재정"), icon=":material/family_restroom:"),
            st.Page("pages/facilities.py", title=_("시설·사업"), icon=":material/stadium:"),
        ],
        _("이 자료에 대하여"): [
            st.Page("pages/data.py", title=_("데이터"), icon=":material/database:"),
        ],
    }
)
