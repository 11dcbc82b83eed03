import streamlit as st
from dashboard.data import current_data
from dashboard.ui.filters import choose_postings
data=current_data()
st.title("postings")
found=choose_postings(data)
st.write(found.selection.in_words(data.postings.options), found.count, found.headcount)
