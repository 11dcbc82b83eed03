import streamlit as st
from dashboard.data import current_data
from dashboard.ui.filters import choose_postings, say_selection
data=current_data()
st.title("postings")
say_selection(choose_postings(data), data.origin("postings"))
