"""The page of one posting: what it says, its results and attachments, what happened to it, and what is like it."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import streamlit as st

from dashboard.data import Data
from dashboard.dossier import Dossier
from dashboard.history import ABOUT as ABOUT_HISTORY
from dashboard.history import Event, history, seen, shown
from dashboard.index import EPOCH, PostingIndex
from dashboard.notice import notice_markdown
from dashboard.similar import POINTS_IN_WORDS, Likeness, Similar
from dashboard.takeaways.listed import listed
from dashboard.takeaways.view import View, permalink
from dashboard.ui import address
from dashboard.ui.blocks import fine_print, kept, source_line
from dashboard.ui.details import dossier_of, show_details, show_results
from dashboard.ui.takeaway import cite, download, here
from dashboard.words import days_left, escape, million_won
from data_loader.schema import POSTING_TEXTS, POSTINGS

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
UNREADABLE = "_unreadable"

Posting = dict[str, Any]


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
    dossier, asked_at = dossier_of(data, posting["posting_id"])
    st.button("목록으로", icon=":material/arrow_back:", on_click=address.write, args=({"posting": None},))
    st.title(escape(posting["title"]), anchor=False)
    _show_headline(data, posting, row)
    for flag in posting["quality_flags"]:
        if text := _flag_in_words(flag):
            st.warning(text, icon=":material/info:")
    facts, actions = st.columns([3, 2], gap="large")
    with facts:
        _show_facts(data, posting, row)
    with actions:
        _show_links(data, posting)
        _offer_takeaways(data, posting, row)
    show_details(data, dossier, posting["posting_id"])
    show_results(data, dossier, posting, asked_at)
    texts, beside = st.columns([3, 2], gap="large")
    with texts:
        _show_texts(dossier)
    with beside:
        _show_similar(data, row)
        _show_pay(data, posting["institution_code"])
        _show_history(data, dossier)
    st.caption(source_line(data.origin("postings")))


def _show_headline(data: Data, posting: Posting, row: int) -> None:
    index, rows = data.postings, np.array([row])
    headcount = "인원 미기재" if posting["headcount"] is None else f"{posting['headcount']:,}명"
    words = (
        index.names.get(("institution_code", posting["institution_code"]), posting["institution"]),
        headcount,
        index.labels("old_region", rows)[0],
        index.labels("hire", rows)[0],
    )
    left = _state(posting, index.today)
    st.markdown(f"**{escape(left)}** · {escape(' · '.join(words))}")


def _state(posting: Posting, today: date) -> str:
    """When it closes or opens, counted from today."""
    start, end = posting["start_date"], posting["end_date"]
    if start > today:
        return f"{start} 접수 시작(D-{(start - today).days})"
    return f"{days_left(end, today)}({end} 마감)" if end >= today else f"마감({end})"


def _show_facts(data: Data, posting: Posting, row: int) -> None:
    index, rows = data.postings, np.array([row])
    code = posting["institution_code"]
    name = index.names.get(("institution_code", code), posting["institution"])
    own = f" (공고에는 {posting['institution']})" if name != posting["institution"] else ""
    headcount = "적혀 있지 않음" if posting["headcount"] is None else f"{posting['headcount']:,}명"
    facts = {
        "주무부처": posting["supervising_ministry"] or "적혀 있지 않음",
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
    institution = f"**기관** [{escape(name)}](institutions?code={escape(code)}){escape(own)}"
    lines = [institution, *(f"**{label}** {escape(value)}" for label, value in facts.items())]
    st.markdown("  \n".join(lines))


def _show_texts(dossier: Dossier) -> None:
    st.markdown("## 공고 내용")
    for column in POSTING_TEXTS.columns[1:]:
        text = dossier.texts.get(column.name)
        if text is None and column.name == "missing_attachment_reason":
            continue
        words = notice_markdown(text) if text else fine_print("적힌 내용이 없습니다. 첨부 공고문을 확인하세요.")
        st.markdown(f"### {column.label}\n\n{words}")


def _show_links(data: Data, posting: Posting) -> None:
    if data.is_sample:
        st.caption("예시 공고라 잡알리오에 원문이 없습니다.")
        return
    posting_id, original = posting["posting_id"], posting["original_url"]
    homepage = data.institutions.get(posting["institution_code"], {}).get("homepage_url")
    with st.container(horizontal=True):
        st.link_button("잡알리오에서 보기", JOB_ALIO.format(posting_id), icon=":material/open_in_new:")
        st.link_button("잡알리오(휴대전화)", JOB_ALIO_MOBILE.format(posting_id), icon=":material/smartphone:")
        if original:
            is_home = urlsplit(original).path in ("", "/")
            st.link_button("기관 누리집(첫 화면)" if is_home else "기관의 원문", original, icon=":material/public:")
        elif homepage:
            st.link_button("기관 누리집", homepage, icon=":material/public:")
    if not original:
        st.caption("기관이 원문 주소를 적지 않았거나 쓸 수 없는 값을 적었습니다.")


def _offer_takeaways(data: Data, posting: Posting, row: int) -> None:
    """The deadline as a calendar file while it is to come, and the citation with the posting's own address."""
    number = str(posting["posting_id"])
    link = permalink(here()[0], "postings", {"posting": number})
    view = View(posting["title"], f"공고번호 {number}", link, data.origin("postings"), data.postings.today)
    with st.container(horizontal=True):
        if posting["end_date"] >= data.postings.today:
            download("마감일을 달력에", lambda: _event(data, row, view), view, "ics", "text/calendar", "ics_posting")
        cite(view, "posting")


def _event(data: Data, row: int, view: View) -> bytes:
    from dashboard.takeaways.calendar import event_calendar

    return event_calendar(listed(data.postings, np.array([row]))[0], view)


def _show_similar(data: Data, row: int) -> None:
    """Postings still open that are like this one, each with its reasons."""
    index = data.postings
    likeness: Likeness = kept(data.kept, "likeness", lambda: Likeness(index))
    st.markdown("## 비슷한 공고")
    found = likeness.of(row)
    if not found:
        st.caption("아직 마감하지 않은 공고 가운데 기관이나 채용분야가 같은 것이 없습니다.")
        return
    st.markdown("\n".join(_similar_line(index, similar) for similar in found))
    st.caption(POINTS_IN_WORDS)


def _similar_line(index: PostingIndex, similar: Similar) -> str:
    end = EPOCH + timedelta(days=int(index.end[similar.row]))
    title = escape(index.table.column("title")[similar.row].as_py())
    (name,) = index.labels("institution", np.array([similar.row]))
    # A hyphen that does not break the line.
    left = escape(f"{name}, {days_left(end, index.today)}".replace("-", "\u2011"))
    link = f"[{title}](postings?posting={index.posting_ids[similar.row]})"
    return f"- {link}  \n  {left}  \n  {fine_print(escape(', '.join(similar.reasons)))}"


def _show_history(data: Data, dossier: Dossier) -> None:
    st.markdown("## 이력")
    if data.is_sample:
        st.caption("예시 공고라 이력이 없습니다.")
    elif not dossier.has_ledger:
        st.caption("이 자료에는 바뀐 이력이 없습니다. 서비스 키로 거듭 받는 동안 쌓입니다.")
    else:
        events = history(dossier)
        lines = [_event_line(event) for event in events] or ["처음 본 뒤로 바뀐 것이 없습니다."]
        st.markdown(" \n".join([seen(dossier.observation), "", *lines]))
        if events:
            st.caption(ABOUT_HISTORY)


def _event_line(event: Event) -> str:
    when = f"**{escape(shown(event.at))}** " if event.at else ""
    link = f" [공고번호 {event.related}](postings?posting={event.related})" if event.related else ""
    values = f" {escape(event.before or '')} → {escape(event.after or '')}" if event.after else ""
    return f"- {when}{event.sentence}{values}{link}"


def _flag_in_words(flag: str) -> str:
    """What a quality flag says to a reader; empty for what does not concern one posting."""
    if flag.endswith(UNREADABLE):
        name = flag.removesuffix(UNREADABLE)
        label = next((c.label for c in (*POSTINGS.columns, *POSTING_TEXTS.columns) if c.name == name), name)
        return f"{label}: 적힌 값을 읽지 못해 비워 두었습니다. 원문을 확인하세요."
    return FLAGS.get(flag, "")


def _show_pay(data: Data, code: str) -> None:
    """What the institution pays, settled years only; nothing for those that do not disclose."""
    pay: tuple[int, float, float | None] | None = kept(data.kept, ("pay of", code), lambda: _last_pay(data, code))
    if pay is None:
        return
    year, average, start = pay
    st.markdown(f"## 이 기관의 보수 ({year}년 결산)")
    with st.container(horizontal=True):
        st.metric("정규직 평균", million_won(average))
        if start is not None:
            st.metric("신입 초임", million_won(start))
    st.caption(source_line(data.origin("pay")))


def _last_pay(data: Data, code: str) -> tuple[int, float, float | None] | None:
    """The last settled year with an average, that average of regular staff and the starting pay, in thousand won."""
    rows = data.table("pay").query("institution_code == @code and employment == 'regular' and basis == 'settled'")
    rows = rows.dropna(subset=["average_pay"]).sort_values("year")
    if rows.empty:
        return None
    last = rows.iloc[-1]
    starts = data.table("starting_pay").query("institution_code == @code and basis == 'settled'")
    start = starts[starts["year"] == last["year"]]["starting_pay"].dropna()
    return int(last["year"]), float(last["average_pay"]), float(start.iloc[0]) if len(start) else None
