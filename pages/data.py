import streamlit as st
from dashboard.data import current_data
data=current_data()
st.title("data")
