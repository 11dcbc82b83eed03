"""How large a reader's screen is, as far as a server can know, and the few rules of style Streamlit has no setting for."""

import streamlit as st
from streamlit import runtime

# Browsers on phones say so in this word; the width itself is not told.
PHONE = "Mobi"
# What is chosen stays in sight below the header, on the page's own ground; Korean headings break between words; on small
# screens fingers find what they press.
STYLE = (
    "<style>div:has(> .st-key-chosen){position:sticky;top:var(--bar-top,0);z-index:9;background:light-dark(#fff,#12161c)}"
    ".stApp :is(h1,h2,h3){word-break:keep-all}"
    "@media (max-width:640px){div:has(> .st-key-chosen){--bar-top:3.75rem}"
    ".stApp :is(button,input,[data-baseweb=select]>div):not(.stMetric *){min-height:44px}}</style>"
)


def is_phone() -> bool:
    # A page gathered where no server runs has no reader, so no screen.
    return runtime.exists() and PHONE in st.context.headers.get("User-Agent", "")


def set_style() -> None:
    st.html(STYLE)
