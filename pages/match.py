"""맞춤 공고: which open postings suit me, why, and why not the others?"""

import streamlit as st

from dashboard.data import current_data
from dashboard.languages import _
from dashboard.ui.blocks import announce_sample, source_line
from dashboard.ui.match import (
    compare_profiles,
    offer_results,
    result_for,
    say_counts,
    say_nothing_asked,
    show_look,
    show_near,
    show_out_of_reach,
    show_suiting,
)
from dashboard.ui.profile import ask_profile, has_unread_scores

data = current_data()
st.title(_("어느 공고가 나에게 맞나"))
announce_sample(data)
st.info(_("프로필은 이 탭에만 있습니다. 저장하거나 기록하지 않으며, 탭을 닫으면 사라집니다."), icon=":material/lock:")
profile = ask_profile(data)
if has_unread_scores():
    st.warning(_("어학 점수를 읽지 못했습니다. TOEIC 800처럼 시험과 점수를 적어 주세요."), icon=":material/error:")
if profile is None:
    say_nothing_asked(data)
else:
    result = result_for(data, profile)
    say_counts(result)
    offer_results(data, profile, result)
    compare_profiles(data, profile, result)
    show_suiting(data, result)
    show_near(result)
    show_look(data, result)
    show_out_of_reach(result)
st.caption(source_line(data.origin("postings")))
