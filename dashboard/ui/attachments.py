"""A posting's attachments: named at once, fetched on the reader's click; a PDF is shown in the page."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from dashboard.languages import _
from dashboard.posting.dossier import Row
from dashboard.ui.address import speak_as_before
from dashboard.ui.document import show_document
from dashboard.words import escape, told
from data_loader.codes import ATTACHMENT_KINDS
from data_loader.documents.attachments import Attachment, fetch_attachment
from data_loader.documents.document import Document
from data_loader.documents.on_demand import read_attachment
from data_loader.errors import LoaderError
from data_loader.settings import load_settings

# A PDF in the page stays in the server's memory as long as it is shown.
LARGEST_SHOWN = 20 * 1024 * 1024
# A reader is waiting: seconds for a connection and for the next bytes; another try follows at once.
LONGEST_WAIT = (5.0, 10.0)
_OPENED = "opened_attachment"
JOB_DESCRIPTION = "C"


@st.fragment
def show_attachments(attachments: Sequence[Row], sample_dir: Path | None = None) -> None:
    """A button for each, which fetches it; the one last asked for stands open. Those of a sample are made in its folder."""
    speak_as_before()
    st.caption(_("예시 공고라 누르면 꾸며 낸 파일을 만듭니다.") if sample_dir else _("누르면 알리오에서 받아 옵니다."))
    for row in attachments:
        number = row["attachment_id"]
        wants = st.button(named(row), key=f"open_{number}", icon=":material/attach_file:")
        if wants:
            with st.spinner(_("파일을 만들고 있습니다.") if sample_dir else _("알리오에서 받고 있습니다.")):
                st.session_state[_OPENED] = number, _fetch(row, sample_dir)
        opened, outcome = st.session_state.get(_OPENED, (None, None))
        if opened == number:
            _show(outcome, is_job_description=row["attachment_kind"] == JOB_DESCRIPTION)


def named(row: Row) -> str:
    """Kind and name of an attachment, as Markdown."""
    kind = ATTACHMENT_KINDS.get(row["attachment_kind"])
    label = _(kind.name) if kind else row["attachment_kind"] or _("종류 미기재")
    name = row["file_name"] or _("이름 없는 파일")
    return f":gray-badge[{escape(label)}] {escape(name)}"


def _fetch(row: Row, sample_dir: Path | None) -> tuple[Attachment, Document | str] | str:
    """The attachment and what stands in it, or in a sentence why either could not be had."""
    settings = load_settings()
    connect, read = settings.timeout
    folder = sample_dir or settings.data_dir
    hasty = replace(settings, data_dir=folder, timeout=(min(connect, LONGEST_WAIT[0]), min(read, LONGEST_WAIT[1])))
    try:
        found = fetch_attachment(hasty, row["attachment_id"], datetime.now(UTC), stated_name=row["file_name"] or "")
    except LoaderError as error:
        return told(error.sentence)
    try:
        return found, read_attachment(folder, found)
    except LoaderError as error:
        return found, told(error.sentence)


def _show(outcome: tuple[Attachment, Document | str] | str, *, is_job_description: bool) -> None:
    if isinstance(outcome, str):
        st.error(escape(outcome), icon=":material/error:")
        return
    attachment, document = outcome
    _offer(attachment)
    if isinstance(document, str):
        st.caption(escape(document))
    else:
        show_document(document, is_job_description=is_job_description)


def _offer(outcome: Attachment) -> None:
    """The way to save it; a PDF stands in the page."""
    size = f"{outcome.size / 1024 / 1024:,.1f}MB" if outcome.size >= 1024 * 1024 else f"{outcome.size / 1024:,.0f}KB"
    st.download_button(
        _("내려받기({kind}, {size})", kind=outcome.kind.upper(), size=size), data=outcome.read,
        file_name=outcome.file_name, mime=outcome.media_type, icon=":material/download:",
        key=f"save_{outcome.attachment_id}", on_click="ignore",
    )  # fmt: skip
    if outcome.kind != "pdf":
        return
    if outcome.size > LARGEST_SHOWN:
        most = LARGEST_SHOWN >> 20
        st.caption(_("{most}MB가 넘어 화면에는 보이지 않습니다. 내려받아 보세요.", most=most))
        return
    try:
        content = outcome.read()
    except LoaderError as error:
        st.error(escape(told(error.sentence)), icon=":material/error:")
        return
    st.pdf(content, height=640, key=f"pdf_{outcome.attachment_id}", alt=outcome.file_name)
