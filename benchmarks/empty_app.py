"""The floor: nothing but one choice."""

import streamlit as st

st.pills("고용형태", ["정규직", "무기계약직", "비정규직"], selection_mode="multi", key="choice")
