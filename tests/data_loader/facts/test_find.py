"""Facts read from the words of notices."""

import time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_loader.facts.fact import Fact
from data_loader.facts.find import facts_once, find_facts
from data_loader.facts.passage import LONGEST_TEXT
from data_loader.facts.roles import OTHERS, split_roles

FIELDS = ["eligibility", "preference", "preference_condition", "notice_text", "job_description", "title"]
# Pieces of notices, so that invented texts meet the rules.
_PIECES = (
    "의사 면허 소지자|간호사|전문의 자격|행정사무|의사소통|산업기사 이상|컴퓨터활용능력 2급|한국사|1종 보통|운전면허|만 34세 이하|정년(만 60세)|미만|이상|경력 3년|1년 10개월|학력|연령|제한 없음|"
    "석사학위|박사|고졸|대졸|TOEIC 700점|텝스|(264점)|병역필 또는 면제자|병역의무 불이행|사실이 없는|장애인|국가유공자|취업지원대상자|저소득층|비수도권 지역인재|우대|가점|미부여|필수|[공통]|"
    "□ 행정직(6급)|1. 원무(조리원)|또는|및|,|·|(|)|[|]|「|」|\n|\n- |○ | |　|월 2,407,000원|1일 8시간|09:00~18:00|2026.10.01.~2026.12.31.|필요지식○|필요기술○|어느 하나에 해당하는 자|불가|벌금 300만원"
)
WORDS = _PIECES.split("|")
texts = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(WORDS), max_size=60).map("".join))


def read(text: str, field: str = "eligibility") -> list[tuple[str, str, str]]:
    return [(fact.kind, fact.value, fact.need) for fact in find_facts(text, field)]


def values(text: str, kind: str, field: str = "eligibility") -> list[str]:
    return [fact.value for fact in find_facts(text, field) if fact.kind == kind]


# Age


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("만 15세 이상 34세 이하인 자", "15-34"),
        ("만 18세 이상이면서 60세 미만인 자", "18-59"),
        ("18세 이상 ~ 만 34세 이하", "18-34"),
        ("만 60세 미만인 자", "-59"),
        ("공사 정년(만 60세)에 도달하지 않은 자", "-59"),
        ("정년(60세)을 초과하지 않는 자", "-60"),
        ("정년(만 60세)을 초과한 자는 지원 불가", "-60"),
        ("정년(만 60세) 이상자 제외", "-59"),
        ("만 18세 미만자(2008.1.1. 이후 출생자) 지원 불가", "18-"),
        ("공고일 기준 만 50세(‘75.10.24. 이전 출생자) 이상인 자", "50-"),
        ("성별·연령 제한 없음", "none"),
    ],
)
def test_an_age_limit_is_spelled_with_both_ends_meant(text: str, value: str) -> None:
    assert values(text, "age") == [value]


@pytest.mark.parametrize(
    "text",
    [
        "제대군인은 복무기간에 비례하여 최대 만 37세 이하까지 인정됨",
        "2년 이상의 복무기간을 마치고 전역한 제대군인 : 만 37세",
        "군 복무기간 1년 미만 1세, 1년 이상 2년 미만 2세 연장",
        "만 58세 이상 정규직 합격자의 경우 임금피크제 적용",
        "만 8세 이하 자녀",
        "[정년 만 60세]",
    ],
)
def test_what_is_said_of_other_ages_limits_nobody(text: str) -> None:
    assert values(text, "age") == []


# Education and career


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("박사학위 소지자", ["doctor"]),
        ("석사 학위 이상 소지자", ["master"]),
        ("관련학과 4년제 대학 졸업자", ["bachelor"]),
        ("전문학사 이상 학위 소지자", ["assoc"]),
        ("고 등 학 교  이 상  졸 업 자", ["high"]),
        ("학사학위 또는 석사학위 취득자", ["bachelor", "master"]),
        ("학력 : 제한없음", ["none"]),
        ("박사후연구원 채용, 학사 운영 업무, 대졸 수준", []),
        ("출신학교 대학교 졸업여부 등 학력관련정보 기입금지", []),
        ("전문대·대학 학위소지자 및 졸업예정자 지원 불가", []),
    ],
)
def test_degrees_are_told_from_words_that_hold_them(text: str, found: list[str]) -> None:
    assert values(text, "education") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("해당분야 경력 3년 이상인 자", ["36"]),
        ("1년 10개월 이상의 경력", ["22"]),
        ("운전경력 1년 이상인 자로 차량 운전 가능한 자", ["12"]),
        ("경력 무관", ["none"]),
        ("그 형이 확정된 후 3년이 지나지 아니한 사람", []),
        ("벌금 300만원 이상을 선고받고 5년이 지나지 아니한 자", []),
        ("최근 3년 이내에 입상한 자", []),
        ("1개월 이상 근무 시 경력증명서 발급", []),
        ("채용 예정 직무 관련 경력 1년 이상 경력자", ["12"]),
    ],
)
def test_only_years_of_work_are_a_career(text: str, found: list[str]) -> None:
    assert values(text, "career_months") == found


# Licences


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("간호사 면허증 소지자", ["간호사"]),
        ("감염관리 전문 간호사 자격증 소지자", ["감염관리전문간호사"]),
        ("내과 전문의 자격증 소지자", ["전문의"]),
        ("혈액종양내과 분과전문의 자격 소지자", ["분과전문의"]),
        ("1종 대형면허 취득 후 운전경력 1년 이상", ["운전면허1종대형"]),
        ("운전면허(2종 보통 이상) 자격증 소지자", ["운전면허2종보통"]),
        ("컴활 2급 이상 자격증 소지자", ["컴퓨터활용능력2급"]),
        ("관련분야 기사 또는 기술사 자격을 보유한 자", ["기사(분야)", "기술사(분야)"]),
        ("산업안전 또는 건설안전 산업기사 이상", ["산업안전산업기사", "건설안전산업기사"]),
        ("「간호법」에 따른 간호사", ["간호사"]),
        ("해부조직사 자격증 소지자", ["해부조직사"]),
        ("1급 소방안전관리자 자격증 소지자", ["소방안전관리자1급"]),
    ],
)
def test_licences_are_spelled_as_their_list_spells_them(text: str, found: list[str]) -> None:
    assert values(text, "licence") == found


@pytest.mark.parametrize(
    "text",
    [
        "행정사무 보조", "의사소통 능력", "기관 사업 운영", "사회복지사무원 채용", "간호사 1명 채용", "[촉탁전문의]", "지도전문의 지정 요건",
        "필기시험 과목: 국어, 영어, 한국사", "관련 자격증 소지자", "간호사(5급)", "신분증(주민등록증, 운전면허증, 여권) 지참",
    ],
)  # fmt: skip
def test_words_that_only_hold_a_licence_are_none(text: str) -> None:
    assert values(text, "licence") == []


def test_who_may_not_apply_is_excluded_not_asked_for() -> None:
    assert read("면허를 받은 간호사 (간호조무사 불가)") == [
        ("licence", "간호사", "required"),
        ("licence", "간호조무사", "excluded"),
    ]


# Languages, military duty, groups


def test_language_scores_are_told_by_their_test() -> None:
    text = "TOEIC 730점(TOEIC Speaking IM2 또는 120점, OPIc IM2, NEW TEPS 277점, TOEFL IBT 82점 등) 이상인 자"
    found = ["TOEIC 730", "TOEICSPEAKING 120", "NEWTEPS 277", "TOEFL 82"]
    assert values(text, "language_score") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("남자의 경우 병역필 또는 면제자", ["done"]),
        ("병역법 제76조에서 정한 병역의무 불이행 사실이 없는 자", ["notevaded"]),
        ("병역의무자로서 병역을 기피한 자", []),
        ("군필자는 해당 법률에 따라 연령 연장", []),
        ("고졸제한경쟁 응시자의 경우 병역사항 제한없음", []),
    ],
)
def test_military_duty_is_done_or_not_evaded(text: str, found: list[str]) -> None:
    assert values(text, "military") == found


def test_regional_talent_is_told_once_however_it_is_called() -> None:
    assert values("이전지역(부산) 지역인재", "regional_talent", "preference") == ["이전지역"]
    assert values("비수도권 지역인재, 지역인재", "regional_talent", "preference") == ["비수도권", "지역인재"]


def test_points_in_steps_are_scores_of_one_test() -> None:
    assert values("TOEIC 900점 이상: 5점, 800점 이상: 3점", "language_score", "preference") == [
        "TOEIC 900",
        "TOEIC 800",
    ]


def test_a_group_in_a_preference_is_preferred_and_among_the_requirements_required() -> None:
    assert read("장애인, 보훈대상자는 관계 법령에 따라 우대", "preference") == [
        ("disability", "yes", "preferred"),
        ("veteran", "yes", "preferred"),
    ]
    assert read("「장애인고용촉진 및 직업재활법」에 따른 장애인") == [("disability", "yes", "required")]


@pytest.mark.parametrize(
    "text",
    [
        "한국장애인고용공단 지사",
        "취업지원대상자 가점 미부여",
        "외국어 면제: 보훈 및 장애인 면제",
        "장애인복지 관련 업무 유경험자",
    ],
)
def test_a_group_that_gains_nothing_is_none(text: str) -> None:
    assert not [fact for fact in find_facts(text, "notice_text") if fact.kind in ("disability", "veteran")]


# Need, roles, alternatives


def test_a_heading_holds_until_the_next_and_a_mark_in_the_line_for_the_line() -> None:
    text = "[필수]\n- 간호사 면허증 소지자\n[우대]\n- 요양보호사 자격증 소지자"
    assert [need for _, _, need in read(text)] == ["required", "preferred"]
    text = "- (우대) 요양보호사 자격증 소지자\n- 간호사 면허증 소지자"
    assert [need for _, _, need in read(text)] == ["preferred", "required"]


def test_a_reward_at_the_end_of_the_line_makes_it_preferred_but_not_one_in_brackets() -> None:
    assert read("회계 관련전공 학사학위 이상 우대")[0] == ("education", "bachelor", "preferred")
    assert read("간호사 면허 소지자(중환자실 경력자 우대)")[0] == ("licence", "간호사", "required")


def test_each_role_has_its_own_facts() -> None:
    text = "1. 운영지원(미화청소)\n- 없음\n2. 의료기술(방사선사)\n- 방사선사 자격증 소지자\n3. 원무(조리원)\n- 한식조리사 자격증 소지자"
    assert [(fact.role, fact.value) for fact in find_facts(text, "eligibility")] == [
        ("의료기술(방사선사)", "방사선사"),
        ("원무(조리원)", "한식조리사"),
    ]


def test_a_line_about_some_of_the_roles_leaves_the_others_open() -> None:
    text = "장애인 제한경쟁 분야는 「장애인복지법」에 따른 등록장애인에 한함\n- 연령 제한 없음"
    assert [(fact.role, fact.kind) for fact in find_facts(text, "eligibility")] == [
        ("장애인 제한경쟁 분야", "disability"),
        (None, "age"),
    ]
    assert [role.name for role in split_roles(text)] == [OTHERS, "장애인 제한경쟁 분야"]


def test_alternatives_are_a_group_whose_options_stand_beside_one_another() -> None:
    text = "다음 중 하나에 해당하는 자\n1. 박사학위 소지자\n2. 석사학위 소지자로서 경력 2년 이상인 자"
    found = [(fact.value, fact.group, fact.option) for fact in find_facts(text, "eligibility")]
    assert found == [("doctor", 1, 1), ("master", 1, 2), ("24", 1, 2)]


def test_what_stands_before_or_and_is_told_to_its_end_needs_no_years() -> None:
    text = "기사자격증 소지자 또는 산업기사 자격을 취득한 후 2년 이상 해당 분야의 경력이 있는 자"
    found = [(fact.value, fact.option) for fact in find_facts(text, "eligibility")]
    assert found == [("기사(분야)", 1), ("산업기사(분야)", 2), ("24", 2)]


def test_a_list_that_ends_with_or_the_like_is_open() -> None:
    text = "1. 관련분야 학사학위 취득한 자\n2. 기타 동등한 자격이 있다고 인정되는 자"
    (fact,) = find_facts(text, "eligibility")
    assert fact.group is not None
    assert fact.is_open


def test_a_fact_of_several_roles_is_one_fact_in_several_places() -> None:
    text = "[미화]\n- 경력: 제한 없음\n[경비]\n- 경력: 제한 없음"
    ((fact, places),) = facts_once(find_facts(text, "eligibility"))
    assert fact.value == "none"
    assert [place.role for place in places] == ["미화", "경비"]


# Terms and job descriptions


def test_pay_hours_and_terms_are_read_from_notices() -> None:
    text = "보수: 월 2,416,900원 ○ 근무시간: 주 5일 근무, 1일 8시간(09:00~18:00) ○ 계약기간: 2026.10.01.~2026.12.31."
    assert [value for _, value, _ in read(text, "notice_text")] == [
        "2416900", "8/일", "09:00-18:00", "2026-10-01..2026-12-31",
    ]  # fmt: skip


def test_fines_and_converted_hours_are_neither_pay_nor_hours() -> None:
    text = "100만원 이상의 벌금형을 선고받고, 주20시간 근무 1년 근무 시 6개월로 경력 환산"
    assert read(text, "notice_text") == []


def test_the_sections_of_a_job_description_are_told_by_their_headings() -> None:
    text = "직무수행내용○사업기획및운영필요지식○관련법규필요기술○문서작성직무수행태도○적극적태도관련자격○정보처리기사참고사이트www.ncs.go.kr"
    found = {fact.value: text[fact.start : fact.end] for fact in find_facts(text, "job_description")}
    assert found == {
        "duties": "○사업기획및운영",
        "knowledge": "○관련법규",
        "skills": "○문서작성",
        "attitudes": "○적극적태도",
        "related_licences": "○정보처리기사",
    }


# For every text


@given(texts, st.sampled_from(FIELDS))
def test_every_fact_has_words_of_the_text(text: str, field: str) -> None:
    for fact in find_facts(text, field):
        assert 0 <= fact.start < fact.end <= len(text)
        assert text[fact.start : fact.end].strip() == text[fact.start : fact.end]


@given(texts, st.sampled_from(FIELDS))
def test_reading_again_finds_the_same(text: str, field: str) -> None:
    assert find_facts(text, field) == find_facts(text, field)


@given(st.lists(st.sampled_from(WORDS), max_size=40).map("".join), st.sampled_from(["eligibility", "preference"]))
def test_blanks_and_line_ends_of_another_system_change_no_value(text: str, field: str) -> None:
    changed = text.replace("\n", "\r\n").replace("(", "（").replace(",", "，")
    assert [fact.value for fact in find_facts(text, field)] == [fact.value for fact in find_facts(changed, field)]


STATED = [
    ("□ 자격: 간호사 면허증 소지자", "licence"),
    ("연령: 만 34세 이하인 자", "age"),
    ("학력: 석사학위 소지자", "education"),
    ("경력: 해당분야 3년 이상 경력자", "career_months"),
    ("어학: TOEIC 700점 이상", "language_score"),
    ("병역: 남자의 경우 병역필 또는 면제자", "military"),
    ("「장애인고용촉진 및 직업재활법」 제2조에 따른 장애인", "disability"),
    ("국가유공자 등 예우 및 지원에 관한 법률에 따른 취업지원대상자", "veteran"),
]


@pytest.mark.parametrize(("text", "kind"), STATED)
def test_without_the_words_quoted_the_fact_is_gone(text: str, kind: str) -> None:
    (fact,) = (fact for fact in find_facts(text, "eligibility") if fact.kind == kind)
    rest = text[: fact.start] + text[fact.end :]
    assert (fact.kind, fact.value) not in {(other.kind, other.value) for other in find_facts(rest, "eligibility")}


HOSTILE = [
    "가기사" * 60_000, "(" * 200_000, ")(" * 100_000, "[<「" * 60_000, "1" * 200_000, "12,345," * 28_000, "만 34세 이하 " * 20_000,
    "박사" * 100_000, "학력," * 66_000, "TOEIC 700점" * 20_000, "\n" * 200_000, "장애인" * 66_000, "「국가유공자" * 30_000, "우대" * 100_000,
    "한국사능력검정시험1급" * 18_000, "전문의" * 66_000, "10년 이상 경력" * 20_000, "[가]\n" * 50_000, "- 간호사 : 간호사 면허증 소지자\n" * 10_000,
    "하나에 해당\n- 의사 면허\n" * 8_000, "의사면허를 " * 30_000, "2025.1.1.~" * 20_000, "필요지식○" * 30_000, "건설안전·" * 40_000,
    "이전지역(부산) 지역인재 지역인재 " * 11_000, "「장애인복지법」 장애인 " * 14_000, "정년(만 60세) " * 20_000, "고졸자격증 " * 30_000,
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "field"),
    [*product(HOSTILE, ["eligibility"]), *product([text for text in HOSTILE if "\n" in text], ["notice_text"])],
    ids=lambda text: text[:12],
)
def test_a_hostile_text_takes_about_a_second_at_most(text: str, field: str) -> None:
    find_facts("의사 면허", field)
    began = time.process_time()
    find_facts(text, field)
    # A rule that is not linear takes minutes; a busy machine is not to fail this.
    assert time.process_time() - began < 3


def test_what_lies_beyond_the_longest_text_is_not_read() -> None:
    assert find_facts("가" * LONGEST_TEXT + " 간호사 면허증 소지자", "eligibility") == []


def test_a_fact_knows_where_it_stands_in_spaced_text() -> None:
    text = "  고 등 학 교   졸 업 자"
    (fact,) = find_facts(text, "eligibility")
    assert isinstance(fact, Fact)
    assert text[fact.start : fact.end] == "고 등 학 교   졸 업 자"
