"""Facts of documents that were read."""

from data_loader.facts.documents import ReadDocument, document_tables, section_items, source_of

JD = "직무수행내용○사업기획-예산편성필요지식○관련법규○통계필요기술○문서작성직무수행태도○적극적태도"


def test_a_job_description_is_split_into_the_items_of_its_sections() -> None:
    facts, sections = document_tables([ReadDocument("ab", 7, JD, True)])
    assert facts.num_rows == 0
    found = [(row["section"], row["item_no"], JD[row["start"] : row["end"]]) for row in sections.to_pylist()]
    assert found == [
        ("duties", 1, "사업기획"),
        ("duties", 2, "예산편성"),
        ("knowledge", 1, "관련법규"),
        ("knowledge", 2, "통계"),
        ("skills", 1, "문서작성"),
        ("attitudes", 1, "적극적태도"),
    ]


def test_facts_of_a_notice_name_the_document_that_states_them() -> None:
    text = "응시자격 ○ 간호사 면허증 소지자"
    facts, sections = document_tables([ReadDocument("cd", 8, text, False)])
    (row,) = facts.to_pylist()
    assert (row["posting_id"], row["source"], text[row["start"] : row["end"]]) == (8, source_of("cd"), "간호사 면허증")
    assert sections.num_rows == 0


def test_items_are_parted_by_lines_and_bullets_and_are_never_blank() -> None:
    text = "- 법규 이해\n- 문서 작성\n\n  ○ 통계 분석 "
    assert [text[start:end] for start, end in section_items(text, 0, len(text))] == [
        "법규 이해",
        "문서 작성",
        "통계 분석",
    ]
    assert list(section_items(" \n - \n", 0, 6)) == []
