"""What was read of an attached file: one sentence, and the text to look at."""

import pandas as pd
import streamlit as st

from dashboard.charts.skills import KIND_NAMES, NEED_NAMES, SECTION_NAMES, value_words
from dashboard.languages import N_, _
from dashboard.posting.passages import marked, numbered
from data_loader.documents.document import Document
from data_loader.facts.documents import ReadDocument, document_tables

# What is shown stays in the server's memory as long as it is shown; notices have 3,000 to 15,000 characters.
LONGEST_SHOWN = 30_000
HEIGHT = 520
FACT = ("kind", "value", "need", "start", "end")
_SENTENCES = {
    "scan": N_("쪽이 그림뿐인 스캔 문서라 글을 읽지 못했습니다."),
    "password": N_("암호가 걸린 문서라 글을 읽지 못했습니다."),
    "distribution": N_("배포용 문서라 글을 읽지 못했습니다."),
    "drm": N_("DRM이 걸린 문서라 글을 읽지 못했습니다."),
    "damaged": N_("손상된 파일이라 글을 읽지 못했습니다."),
    "too_large": N_("문서가 너무 커서 글을 읽지 못했습니다."),
    "unsupported": N_("글을 읽지 않는 형식입니다."),
}


def show_document(document: Document, *, is_job_description: bool = False) -> None:
    """The outcome of reading it, and on demand the text with what it asks for marked in it."""
    st.caption(outcome_of(document))
    text = document.text[:LONGEST_SHOWN]
    if not text.strip():
        return
    found = asked_in(text, is_job_description)
    marks, numbers = numbered(list(zip(found.pop("start"), found.pop("end"), strict=True)))
    found.insert(0, _("번호"), numbers)
    label = _("읽은 글과 거기서 읽은 것 {count}가지", count=len(found)) if numbers else _("읽은 글")
    with st.expander(label, icon=":material/notes:"):
        words, beside = st.columns([3, 2]) if numbers else (st.container(), None)
        with words.container(height=HEIGHT, border=False):
            st.markdown(marked(text, marks))
        if beside:
            beside.dataframe(found, hide_index=True, height=HEIGHT)
        if document.chars > LONGEST_SHOWN:
            st.caption(_("앞의 {most:,}자만 보입니다.", most=LONGEST_SHOWN))


def asked_in(text: str, is_job_description: bool) -> pd.DataFrame:
    """What a document asks for, a row each in their order: what it is, its value, the need; `start` and `end`."""
    facts, sections = document_tables([ReadDocument("", 0, text, is_job_description)])
    rows = [
        (_(KIND_NAMES[kind]), value_words(kind, value), _(NEED_NAMES[need]), start, end)
        for kind, value, need, start, end in zip(*(facts[name].to_pylist() for name in FACT), strict=True)
        if kind in KIND_NAMES
    ]
    columns = zip(*(sections[name].to_pylist() for name in ("section", "words", "start", "end")), strict=True)
    rows += [(_(SECTION_NAMES[section]), words, "", start, end) for section, words, start, end in columns]
    rows.sort(key=lambda row: row[3:])
    return pd.DataFrame(rows, columns=[_("종류"), _("값"), _("구분"), "start", "end"])


def outcome_of(document: Document) -> str:
    """In a sentence, whether its text could be read; of a ZIP, of how many of its files."""
    if document.status != "read":
        return _(_SENTENCES[document.status])
    if not document.text.strip():
        return _("문서에 글이 없습니다.")
    if document.members:
        read = sum(bool(member.text) for member in document.members)
        return _(
            "압축 안의 파일 {total}개 가운데 {read}개에서 글 {chars:,}자를 읽었습니다.",
            total=len(document.members), read=read, chars=document.chars,
        )  # fmt: skip
    return _("글 {chars:,}자를 읽었습니다.", chars=document.chars)
