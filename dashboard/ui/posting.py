"""The page of one posting: what it says, its results and attachments, what happened to it, and what is like it."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import streamlit as st

from dashboard.data import Data
from dashboard.languages import N_, _, _n
from dashboard.posting.dossier import Dossier
from dashboard.posting.history import ABOUT as ABOUT_HISTORY
from dashboard.posting.history import Event, history, seen, shown
from dashboard.posting.notice import notice_markdown
from dashboard.posting.similar import POINTS_IN_WORDS, Likeness, Similar
from dashboard.selection.index import EPOCH, PostingIndex
from dashboard.takeaways.listed import JOB_ALIO, listed
from dashboard.takeaways.view import View, permalink
from dashboard.ui import address
from dashboard.ui.blocks import fine_print, source_line
from dashboard.ui.details import dossier_of, show_details, show_results
from dashboard.ui.match import show_fit
from dashboard.ui.takeaway import cite, download, here
from dashboard.words import days_left, escape, million_won, number
from data_loader.schema import POSTING_TEXTS, POSTINGS
from data_loader.settings import load_settings
from data_loader.tables.municipalities import load_municipalities

JOB_ALIO_MOBILE = "https://job.alio.go.kr/mobile2021/recruit/recruitView.do?idx={}"
FLAGS = {
    "long_window": N_("공고 기간이 1년이 넘어 기간 통계에서 뺍니다."),
    "end_before_start": N_("마감일이 시작일보다 앞섭니다."),
    "headcount_zero": N_("모집인원이 0으로 적혀 있습니다. 정하지 않았다는 뜻일 수 있습니다."),
    "headcount_99": N_("모집인원 99는 정하지 않았다는 뜻으로도 쓰입니다."),
    "headcount_missing": N_("모집인원이 적혀 있지 않습니다."),
    "cancelled": N_("제목에 취소된 공고라고 적혀 있습니다."),
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
        st.warning(
            _("공고번호 {number}인 공고가 이 자료에 없습니다.", number=escape(text[:20])), icon=":material/search_off:"
        )
    return row


def show_posting(data: Data, row: int) -> None:
    posting = data.postings.table.slice(row, 1).to_pylist()[0]
    dossier, asked_at = dossier_of(data, posting["posting_id"])
    st.button(_("목록으로"), icon=":material/arrow_back:", on_click=address.write, args=({"posting": None},))
    st.title(escape(posting["title"]), anchor=False)
    _show_headline(data, posting, row)
    for flag in posting["quality_flags"]:
        if text := _flag_in_words(flag):
            st.warning(text, icon=":material/info:")
    facts, actions = st.columns([3, 2], gap="large")
    with facts:
        _show_facts(data, posting, row, dossier)
    with actions:
        _show_links(data, posting)
        _offer_takeaways(data, posting, row)
    show_fit(data, posting["posting_id"])
    if not data.is_record or dossier.has_details or load_settings().service_key:
        show_details(data, dossier, posting["posting_id"])
        show_results(data, dossier, posting, asked_at)
    # A record has no texts to stand beside.
    texts, beside = (None, st.container()) if data.is_record else st.columns([3, 2], gap="large")
    if texts:
        with texts:
            _show_texts(dossier)
    with beside:
        _show_similar(data, row)
        _show_pay(data, posting["institution_code"])
        _show_history(data, dossier)
    st.caption(source_line(data.origin("postings")))


def _show_headline(data: Data, posting: Posting, row: int) -> None:
    index, rows = data.postings, np.array([row])
    words = (
        index.names.get(("institution_code", posting["institution_code"]), posting["institution"]),
        _persons(posting) or _("인원 미기재"),
        index.labels("old_region", rows)[0],
        index.labels("hire", rows)[0],
    )
    left = _state(posting, index.today)
    st.markdown(f"**{escape(left)}** · {escape(' · '.join(words))}")


def _state(posting: Posting, today: date) -> str:
    """When it closes or opens, counted from today."""
    start, end = posting["start_date"], posting["end_date"]
    if withdrawn := posting["withdrawn_date"]:
        return _("내려감({day}에 목록에 없음을 확인, 마감일 {end})", day=withdrawn, end=end)
    if start > today:
        return _("{start} 접수 시작(D-{days})", start=start, days=(start - today).days)
    if end >= today:
        return _("{left}({end} 마감)", left=days_left(end, today), end=end)
    return _("마감({end})", end=end)


def _days_left(posting: Posting, today: date) -> str:
    return days_left(posting["end_date"], today, posting["withdrawn_date"])


def _persons(posting: Posting) -> str:
    headcount = posting["headcount"]
    return "" if headcount is None else _n("{count}명", headcount, count=number(headcount))


def _show_facts(data: Data, posting: Posting, row: int, dossier: Dossier) -> None:
    index, rows = data.postings, np.array([row])
    code, ministry = posting["institution_code"], posting["supervising_ministry"]
    name = index.names.get(("institution_code", code), posting["institution"])
    own = _(" (공고에는 {name})", name=posting["institution"]) if name != posting["institution"] else ""
    facts = {
        _("기관유형"): index.labels("type", rows)[0],
        _("주무부처"): _(ministry) if ministry else _("적혀 있지 않음"),
        _("기간"): f"{posting['start_date']} ~ {posting['end_date']} ({_days_left(posting, index.today)})",
        _("모집인원"): _persons(posting) or _("적혀 있지 않음"),
        _("근무지"): index.labels("old_region", rows)[0],
        _("고용형태"): index.labels("hire", rows)[0],
        _("채용구분"): index.labels("career", rows)[0],
        _("채용분야"): index.labels("ncs", rows)[0],
        _("학력"): index.labels("education", rows)[0],
        _("대체인력"): index.labels("replacement", rows)[0],
        _("공고번호"): str(posting["posting_id"]),
    }
    link = f"[{escape(name)}]({address.link('institutions', code=code)}){escape(own)}"
    lines = [_("**기관** {link}", link=link), *(f"**{label}** {escape(value)}" for label, value in facts.items())]
    st.markdown("  \n".join([*lines, *_municipality_lines(dossier)]))


def _municipality_lines(dossier: Dossier) -> list[str]:
    """The municipalities the posting's own words name as workplace, each with those words."""
    names = {place.code: place.label for place in load_municipalities()}
    lines = []
    for row in dossier.workplaces:
        place = escape(_(names.get(row["municipality_code"], "")) or str(row["municipality_code"]))
        evidence = fine_print(_("근거: “{passage}”", passage=escape(row["passage"] or "")))
        lines.append(_("**글에서 찾은 시·군·구** {place}", place=place) + f"  \n{evidence}")
    return lines


def _show_texts(dossier: Dossier) -> None:
    st.markdown("## " + _("공고 내용"))
    for column in POSTING_TEXTS.columns[1:]:
        text = dossier.texts.get(column.name)
        if text is None and column.name == "missing_attachment_reason":
            continue
        words = notice_markdown(text) if text else fine_print(_("적힌 내용이 없습니다. 첨부 공고문을 확인하세요."))
        st.markdown(f"### {_(column.label)}\n\n{words}")


def _show_links(data: Data, posting: Posting) -> None:
    if data.is_sample:
        st.caption(_("예시 공고라 잡알리오에 원문이 없습니다."))
        return
    posting_id, original = posting["posting_id"], posting["original_url"]
    homepage = data.institutions.get(posting["institution_code"], {}).get("homepage_url")
    with st.container(horizontal=True):
        st.link_button(_("잡알리오에서 보기"), JOB_ALIO.format(posting_id), icon=":material/open_in_new:")
        st.link_button(_("잡알리오(휴대전화)"), JOB_ALIO_MOBILE.format(posting_id), icon=":material/smartphone:")
        if original:
            label = _("기관 누리집(첫 화면)") if urlsplit(original).path in ("", "/") else _("기관의 원문")
            st.link_button(label, original, icon=":material/public:")
        elif homepage:
            st.link_button(_("기관 누리집"), homepage, icon=":material/public:")
    if data.is_record:
        st.caption(_("본문, 첨부파일과 원문 주소는 기록하지 않았습니다. 잡알리오에서 보세요."))
    elif not original:
        st.caption(_("기관이 원문 주소를 적지 않았거나 쓸 수 없는 값을 적었습니다."))


def _offer_takeaways(data: Data, posting: Posting, row: int) -> None:
    """The deadline as a calendar file while it is to come, and the citation with the posting's own address."""
    posting_id = str(posting["posting_id"])
    link = permalink(here()[0], "postings", {"posting": posting_id, **address.carried()})
    words = _("공고번호 {number}", number=posting_id)
    view = View(posting["title"], words, link, data.origin("postings"), data.postings.today)
    with st.container(horizontal=True):
        if posting["end_date"] >= data.postings.today and not posting["withdrawn_date"]:
            download(_("마감일을 달력에"), lambda: _event(data, row, view), view, "ics", "text/calendar", "ics_posting")
        cite(view, "posting")


def _event(data: Data, row: int, view: View) -> bytes:
    from dashboard.takeaways.calendar import event_calendar

    return event_calendar(listed(data.postings, np.array([row]))[0], view)


def _show_similar(data: Data, row: int) -> None:
    """Postings still open that are like this one, each with its reasons."""
    index = data.postings
    likeness = index.cached(Likeness)
    st.markdown("## " + _("비슷한 공고"))
    found = likeness.of(row)
    if not found:
        st.caption(_("아직 마감하지 않은 공고 가운데 기관이나 채용분야가 같은 것이 없습니다."))
        return
    st.markdown("\n".join(_similar_line(index, similar) for similar in found))
    st.caption(_(POINTS_IN_WORDS))


def _similar_line(index: PostingIndex, similar: Similar) -> str:
    end = EPOCH + timedelta(days=int(index.end[similar.row]))
    title = escape(index.table.column("title")[similar.row].as_py())
    (name,) = index.labels("institution", np.array([similar.row]))
    # A hyphen that does not break the line.
    left = escape(f"{name}, {days_left(end, index.today)}".replace("-", "\u2011"))
    where = address.link("postings", posting=str(index.posting_ids[similar.row]))
    return f"- [{title}]({where})  \n  {left}  \n  {fine_print(escape(', '.join(similar.reasons)))}"


def _show_history(data: Data, dossier: Dossier) -> None:
    st.markdown("## " + _("이력"))
    if data.is_sample:
        st.caption(_("예시 공고라 이력이 없습니다."))
    elif not dossier.has_ledger:
        st.caption(_("이 자료에는 바뀐 이력이 없습니다. 서비스 키로 거듭 받는 동안 쌓입니다."))
    else:
        events = history(dossier)
        lines = [_event_line(event) for event in events] or [_("처음 본 뒤로 바뀐 것이 없습니다.")]
        st.markdown(" \n".join([seen(dossier.observation), "", *lines]))
        if events:
            st.caption(_(ABOUT_HISTORY))


def _event_line(event: Event) -> str:
    when = f"**{escape(shown(event.at))}** " if event.at else ""
    words = _("공고번호 {number}", number=event.related)
    where = address.link("postings", posting=str(event.related))
    link = f" [{words}]({where})" if event.related else ""
    values = f" {escape(event.before or '')} → {escape(event.after or '')}" if event.after else ""
    return f"- {when}{event.sentence}{values}{link}"


def _flag_in_words(flag: str) -> str:
    """What a quality flag says to a reader; empty for what does not concern one posting."""
    if flag.endswith(UNREADABLE):
        name = flag.removesuffix(UNREADABLE)
        label = next((_(c.label) for c in (*POSTINGS.columns, *POSTING_TEXTS.columns) if c.name == name), name)
        return _("{label}: 적힌 값을 읽지 못해 비워 두었습니다. 원문을 확인하세요.", label=label)
    return _(FLAGS.get(flag, ""))


def _show_pay(data: Data, code: str) -> None:
    """What the institution pays, settled years only; nothing for those that do not disclose."""
    pay: tuple[int, float, float | None] | None = data.cached(_last_pay, code)
    if pay is None:
        return
    year, average, start = pay
    st.markdown(_("## 이 기관의 보수 ({year}년 결산)", year=year))
    with st.container(horizontal=True):
        st.metric(_("정규직 평균"), million_won(average))
        if start is not None:
            st.metric(_("신입 초임"), million_won(start))
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
