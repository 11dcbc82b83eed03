"""Texts without content are told from texts with some: labelled by a reader, phrase by phrase."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loader.schema import POSTING_TEXTS
from data_loader.tables.fillers import LONGEST_FILLER, is_filler
from tests.processor import slowness

# As institutions wrote them, most of them many times.
WITHOUT_CONTENT = (
    "없음", "없음.", "-", ".", "무", "해당없음", "해당사항 없음", "별도 우대사항 없음", "N/A", "공고문 참조", "공고문 참고", "ㅇ 공고문 참조", "붙임(공고문) 참조",
    "모집공고문 참조", "직무기술서 참조", "채용공고 참조", "자세한 사항은 첨부파일의 채용공고문 참조", "직종 및 분야별 응시자격 첨부파일 참고",
    "우대조건은 공고문을 확인하여 주시기 바랍니다.", "대조건은 공고문을 확인하여 주시기 바랍니다.", "ㅇ 우대내용은 대상자별 상이(공고문 참조)",
    "모집 분야별 우대조건이 상이하므로 우대내용 확인 요망", "모집분야별 전형절차 및 방법은 첨부파일의 채용공고문을 참조",
    "○ 채용공고문 내 '신규채용자의 결격사유' 참고", '채용 공고문 내 "3. 지원자격" 및 "붙임5. 우대사항 세부내용" 참조', "기타 서류 입사지원서 파일 참고",
    "모집공고 우대사항 참조", "별첨 참조", "붙임 1 참조", "붙임의 공고문 참조", "첨부된 공고문을 참고해 주세요", "세부사항은 홈페이지 공고 참조", "별첨", "채용공고문",
    "1. 공고문 참조\n2. 공고문 참조", "직렬별 응시자격은 공고문을 확인하시기 바랍니다", "상세내용 채용 사이트 참조",
)  # fmt: skip
WITH_CONTENT = (
    "장애인", "보훈대상자", "취업지원대상자", "[필수] 제한없음", "- 성별·학력·연령·거주지 제한 없음", "직무관련 자격증 우대", "채용 분야별 경력자 우대", "법정가점, 특별가점",
    "약사 면허소지자(상세내용 공고문 참조)", "보훈대상자, 장애인 등(세부사항 공고문 참조)", "직무관련 자격증 등 자세한 내용은 공고문 참조",
    "직무관련 자격증 서류전형 반영 등 자세한 내용은 첨부파일 참조", "전산분야 자격증 소지자(첨부파일의 채용공고문을 참조)", "당사 인사규정 제9조 결격사유 참고",
    "경북대병원 인사규정 제12조에 따름", "ㅇ 각 항목별 가점 중복 적용(가점 상한 없음)\r\n  * 채용분야별 우대사항은 공고문 참조",
    "** 상세내용 첨부파일 참조 **\r\n\r\n서류심사(4배수)>면접심사(2배수)>임용대상자 선정(1배수)",
    "우대사항 없음. 단, 취업지원대상자의 경우 면접전형에서 동점자 발생 시 1순위로 선발.", "응시자격은 우리 원 홈페이지 참고(http://www.kiep.go.kr/)",
    "입사지원서 파일 미첨부: 온라인 지원, 하단 원본 URL 확인", "규정된 입사지원서 양식 없음(자유양식)", "ㅇ 직무기술서는 공고문에 포함", "서류전형 → 면접전형",
    "홈페이지", "홈페이지 참고",
    "가점 5%(공고문 참조)", "공고문 참조, 정원 3명", "진료과 전문의 자격증 소지자 등\r\n→ 보다 자세한 사항은 첨부파일의 채용공고문을 참조", "신입", "모집", "자격 제한 없음",
)  # fmt: skip


@pytest.mark.parametrize("text", WITHOUT_CONTENT)
def test_what_only_says_nothing_or_points_elsewhere_is_a_filler(text: str) -> None:
    assert is_filler(text)


@pytest.mark.parametrize("text", WITH_CONTENT)
def test_a_word_about_the_vacancy_makes_it_a_text(text: str) -> None:
    assert not is_filler(text)


@given(
    st.sampled_from(WITHOUT_CONTENT),
    st.sampled_from(["장애인", "3년", "면허 소지자", "제12조", "https://x.kr", "60세 미만"]),
)
def test_content_beside_a_filler_keeps_the_whole_text(filler: str, content: str) -> None:
    assert not is_filler(f"{content} {filler}")
    assert not is_filler(f"{filler}\n{content}")


def test_the_real_list_has_a_hundred_of_them_and_no_text_with_content_among_them(real_list: dict[str, Any]) -> None:
    texts = [
        row[column.source].strip()
        for row in real_list["result"]
        for column in POSTING_TEXTS.received
        if column.kind == "text" and row[column.source]
    ]
    # Counted by a reader of all 771 different texts: 100 without content (58 were known by the rules before).
    found = [text for text in texts if is_filler(text)]
    assert len(found) == 100
    assert set(found) <= set(WITHOUT_CONTENT) | {"해당없음.", "공고 참조"}


@pytest.mark.parametrize(
    "text", ["공고" * 70, "공고문참조" * 29 + "가", "상세 내용은 첨부 된 " * 12 + "끝", "- " * 74, "첨부 붙임 " * 24]
)
def test_no_text_takes_long(text: str) -> None:
    start = time.process_time()
    assert len(text) <= LONGEST_FILLER
    is_filler(text)
    assert time.process_time() - start < 0.05 * slowness()
