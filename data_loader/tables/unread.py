"""The table of what attachments say, before anybody has read one."""

from data_loader.schema import DOCUMENT_TEXTS
from data_loader.sentence import Sentence
from data_loader.snapshot import NewTable, Origin

SOURCE = "공고의 첨부파일에서 읽음"


def unread_documents(as_of: str, *, is_sample: bool) -> NewTable:
    """No rows, and the sentence that says why. `as_of`: an ISO time."""
    origin = Origin(SOURCE, as_of, is_sample, coverage=Sentence("아직 첨부파일을 읽지 않았습니다."))
    return NewTable(DOCUMENT_TEXTS.arrow.empty_table(), origin)
