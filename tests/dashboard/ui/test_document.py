"""What was read of an attached file, on screen."""

from typing import get_args

import pytest

from dashboard.ui.document import asked_in, outcome_of
from data_loader.documents.document import Document, Status

UNREAD = [status for status in get_args(Status) if status != "read"]


@pytest.mark.parametrize("status", UNREAD)
def test_each_status_has_its_sentence(status: Status) -> None:
    sentences = {outcome_of(Document("pdf", other)) for other in UNREAD}
    assert len(sentences) == len(UNREAD)
    assert "읽" in outcome_of(Document("pdf", status))


def test_a_text_is_counted_in_letters() -> None:
    assert outcome_of(Document("hwp", "read", "가" * 1_200)) == "글 1,200자를 읽었습니다."
    assert outcome_of(Document("hwp", "read", " \n")) == "문서에 글이 없습니다."


def test_of_a_zip_it_says_how_many_of_its_files_could_be_read() -> None:
    members = (Document("hwp", "read", "가나"), Document("pdf", "scan"))
    told = outcome_of(Document("zip", "read", "가나", members=members))
    assert told == "압축 안의 파일 2개 가운데 1개에서 글 2자를 읽었습니다."


def test_what_a_document_asks_for_is_told_with_its_words() -> None:
    text = "응시자격\n- 전기기사 자격증 소지자\n- 학력 제한 없음\n"
    asked = asked_in(text, is_job_description=False)
    assert ["자격·면허", "전기기사", "필수"] in asked.iloc[:, :3].to_numpy().tolist()
    assert "전기기사" in [text[start:end][:4] for start, end in zip(asked["start"], asked["end"], strict=True)]
    assert asked_in("담당자에게 문의하세요.", is_job_description=False).empty


def test_what_a_job_description_lists_is_told_by_section_in_its_words() -> None:
    text = "필요지식\n○ 관련 법규\n필요기술\n○ 문서 작성\n"
    asked = asked_in(text, is_job_description=True)
    assert asked.iloc[:, :2].to_numpy().tolist() == [["필요지식", "관련 법규"], ["필요기술", "문서 작성"]]
