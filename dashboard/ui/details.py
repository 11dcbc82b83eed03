"""What the portal tells about a posting only when asked for it: attachments and results of its selection."""

from datetime import UTC, datetime
from typing import Any

import streamlit as st

from dashboard.data import Data
from dashboard.languages import _
from dashboard.posting.dossier import Dossier, Dossiers, with_detail
from dashboard.posting.history import shown
from dashboard.posting.results import ABOUT, is_published, results_sentence, results_table
from dashboard.ui.attachments import show_attachments
from dashboard.ui.blocks import source_line
from dashboard.words import escape, told
from data_loader.errors import LoaderError
from data_loader.settings import load_settings
from data_loader.sync.on_demand import fetch_detail


def _dossiers(data: Data) -> Dossiers:
    return Dossiers(data.snapshot)


def dossier_of(data: Data, posting_id: int) -> tuple[Dossier, datetime | None]:
    """All there is about the posting, and when its details were asked for on a click."""
    dossier = data.cached_in_any_language(_dossiers).of(posting_id)
    asked_at, detail = fetched().get(posting_id, (None, None))
    # The store keeps what was fetched: a snapshot made since then knows it, or something newer.
    if asked_at and detail and (asked_at > data.snapshot.created_at or not dossier.has_details):
        return with_detail(dossier, detail), asked_at
    return dossier, None


def show_details(data: Data, dossier: Dossier, posting_id: int) -> None:
    """The attachments, and the way to ask for what is missing."""
    st.markdown("## " + _("첨부파일"))
    if dossier.attachments:
        show_attachments(dossier.attachments, data.snapshot.folder.parents[1] if data.is_sample else None)
    elif dossier.has_details:
        st.caption(_("기관이 올린 첨부파일이 없습니다."))
    else:
        st.caption(_("첨부파일과 전형 결과를 아직 받지 않았습니다."))
    if not data.is_sample:
        _offer_details(dossier, posting_id)


def show_results(data: Data, dossier: Dossier, posting: dict[str, Any], asked_at: datetime | None) -> None:
    st.markdown("## " + _("전형과 경쟁률"))
    if not dossier.has_details:
        st.caption(_("전형 결과를 아직 받지 않았습니다. 아는 것이 없다는 뜻이고, 결과가 없다는 뜻이 아닙니다."))
        return
    sentence = results_sentence(dossier, posting["end_date"] < data.postings.today)
    st.markdown(f"{escape(sentence)}\n\n{results_table(dossier) if dossier.positions else ''}")
    if asked_at:
        as_of = _("{moment}에 포털에서 받은 것입니다.", moment=shown(asked_at))
    else:
        as_of = source_line(data.origin("stages"))
    st.caption(f"{_(ABOUT)} {as_of}")


def _offer_details(dossier: Dossier, posting_id: int) -> None:
    """A button that asks the portal for this posting's details, where they are missing or may have changed."""
    if dossier.positions and all(map(is_published, dossier.positions)):
        return
    if not load_settings().service_key:
        if not dossier.has_details:
            st.caption(_("서비스 키를 넣으면 여기서 받아 봅니다. 지금은 잡알리오에서 보세요."))
        return
    label = _("첨부와 전형 결과 새로 받기") if dossier.has_details else _("첨부와 전형 결과 받아 보기")
    if st.button(label, key="ask_details", icon=":material/cloud_download:"):
        error = _ask_for_details(posting_id)
        if not error:
            st.rerun()
        st.error(escape(error), icon=":material/error:")


def _ask_for_details(posting_id: int) -> str:
    """Fetch and keep the details; returns why they could not be had, or nothing."""
    with st.spinner(_("포털에서 받고 있습니다.")):
        try:
            detail = fetch_detail(load_settings(), posting_id, _now)
        except LoaderError as error:
            return told(error.sentence)
    fetched()[posting_id] = (_now(), detail)
    return ""


@st.cache_resource(show_spinner=False)
def fetched() -> dict[int, tuple[datetime, dict[str, Any]]]:
    """Details fetched on a click since the server started, with when; the store keeps them for the next snapshot."""
    return {}


def _now() -> datetime:
    return datetime.now(UTC)
