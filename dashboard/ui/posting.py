"""One posting: its facts, its texts, its links, the institution's pay beside it."""

from typing import Any

import numpy as np
import streamlit as st

from dashboard.data import Data
from dashboard.ui import address
from dashboard.ui.blocks import source_line
from dashboard.words import days_left, escape, million_won
from data_loader.schema import POSTING_TEXTS

JOB_ALIO = "https://job.alio.go.kr/recruitview.do?idx={}"
JOB_ALIO_MOBILE = "https://job.alio.go.kr/mobile2021/recruit/recruitView.do?idx={}"
FLAGS = {
    "long_window": "공고 기간이 1년이 넘어 기간 통계에서 뺍니다.",
    "end_before_start": "마감일이 시작일보다 앞섭니다.",
    "headcount_zero": "모집인원이 0으로 적혀 있습니다. 정하지 않았다는 뜻일 수 있습니다.",
    "headcount_99": "모집인원 99는 정하지 않았다는 뜻으로도 쓰입니다.",
    "headcount_missing": "모집인원이 적혀 있지 않습니다.",
    "cancelled": "제목에 취소된 공고라고 적혀 있습니다.",
}


def chosen_posting(data: Data) -> int | None:
    """The row of the posting the URL names; says so when there is none of that number."""
    text = st.query_params.get("posting", "")
    if not text:
        return None
    row = data.postings.row_of(int(text)) if text.isascii() and text.isdigit() and len(text) < 16 else None
    if row is None:
        st.warning(f"공고번호 {escape(text[:20])}인 공고가 이 자료에 없습니다.", icon=":material/search_off:")
    return row


def show_posting(data: Data, row: int) -> None:
    posting = data.postings.table.slice(row, 1).to_pylist()[0]
    st.button("목록으로", icon=":material/arrow_back:", on_click=address.write, args=({"posting": None},))
    st.subheader(escape(posting["title"]), anchor=False)
    for flag in posting["quality_flags"]:
        if flag in FLAGS:
            st.warning(FLAGS[flag], icon=":material/info:")
    facts, texts = st.columns([2, 3], gap="large")
    with facts:
        _show_facts(data, posting, row)
        _show_links(data, posting)
        _show_pay(data, posting["institution_code"])
    with texts:
        _show_texts(data, posting["posting_id"])
    st.caption(source_line(data.origin("postings")))


def _show_facts(data: Data, posting: dict[str, Any], row: int) -> None:
    index, rows = data.postings, np.array([row])
    code = posting["institution_code"]
    name = index.names.get(("institution_code", code), posting["institution"])
    own = f" (공고에는 {posting['institution']})" if name != posting["institution"] else ""
    headcount = "적혀 있지 않음" if posting["headcount"] is None else f"{posting['headcount']:,}명"
    facts = {
        "기관": f"{name}{own}",
        "기간": f"{posting['start_date']} ~ {posting['end_date']} ({days_left(posting['end_date'], index.today)})",
        "모집인원": headcount,
        "근무지": index.labels("old_region", rows)[0],
        "고용형태": index.labels("hire", rows)[0],
        "채용구분": index.labels("career", rows)[0],
        "채용분야": index.labels("ncs", rows)[0],
        "학력": index.labels("education", rows)[0],
        "대체인력": index.labels("replacement", rows)[0],
        "공고번호": str(posting["posting_id"]),
    }
    st.markdown("  \n".join(f"**{label}** {escape(value)}" for label, value in facts.items()))


def _show_texts(data: Data, posting_id: int) -> None:
    texts = data.texts_of(posting_id)
    for column in POSTING_TEXTS.columns[1:]:
        text = texts.get(column.name)
        if text is None and column.name == "missing_attachment_reason":
            continue
        st.markdown(f"##### {column.label}")
        if text:
            # Plain text: notices are full of characters Markdown would take for its own.
            st.text(text)
        else:
            st.caption("적힌 내용이 없습니다. 첨부 공고문을 확인하세요.")


def _show_links(data: Data, posting: dict[str, Any]) -> None:
    if data.is_sample:
        st.caption("예시 공고라 잡알리오에 원문이 없습니다.")
        return
    posting_id = posting["posting_id"]
    st.link_button("잡알리오에서 보기", JOB_ALIO.format(posting_id), icon=":material/open_in_new:")
    st.link_button("잡알리오(휴대전화)", JOB_ALIO_MOBILE.format(posting_id), icon=":material/smartphone:")
    if posting["original_url"]:
        st.link_button("기관의 원문", posting["original_url"], icon=":material/public:")
    else:
        st.caption("기관이 적은 원문 주소를 쓸 수 없습니다.")


def _show_pay(data: Data, code: str) -> None:
    """What the institution pays, settled years only; nothing for those that do not disclose."""
    rows = data.table("pay").query("institution_code == @code and employment == 'regular' and basis == 'settled'")
    starts = data.table("starting_pay").query("institution_code == @code and basis == 'settled'")
    rows, starts = rows.dropna(subset=["average_pay"]), starts.dropna(subset=["starting_pay"])
    if rows.empty:
        return
    last = rows.sort_values("year").iloc[-1]
    st.markdown(f"##### 이 기관의 보수 ({last['year']}년 결산)")
    start = starts[starts["year"] == last["year"]]
    with st.container(horizontal=True):
        st.metric("정규직 평균", million_won(last["average_pay"]))
        if len(start):
            st.metric("신입 초임", million_won(start.iloc[0]["starting_pay"]))
    st.caption(source_line(data.origin("pay")))
