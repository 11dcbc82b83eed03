"""Every column we keep, one line each: our name, the source's field, its kind, its Korean name, a note.

Source field names appear here and nowhere else. Kinds:

    id           positive whole number, required: a record without it cannot be used
    code, codes  one code, or a list of distinct codes in the order given (source: comma list)
    name         one line of text, kept as it is but for blanks at its ends
    text         several lines; line ends unified, control characters removed, fillers become null
    count        whole number ≥ 0, null when not given
    date         calendar day
    time         moment, in Korean time (KST), to the second
    flag         Y or N
    url          address usable in a browser, repaired where the meaning is clear, else null
    year         calendar year
    number       measured quantity; the unit stands in the note
    won_thousand amount in thousand won
    won_million  amount in million won
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

import pyarrow as pa

SCHEMA_VERSION = 5

Kind = Literal[
    "id",
    "code",
    "codes",
    "name",
    "label",
    "text",
    "count",
    "date",
    "flag",
    "url",
    "year",
    "number",
    "won_thousand",
    "won_million",
    "names",
    "time",
]

_ARROW_TYPES: dict[Kind, pa.DataType] = {
    "id": pa.int64(),
    "code": pa.string(),
    "codes": pa.list_(pa.string()),
    "names": pa.list_(pa.string()),
    "name": pa.string(),
    "label": pa.string(),
    # Offices paste the same paragraphs into notice after notice.
    "text": pa.dictionary(pa.int32(), pa.string()),
    "count": pa.int32(),
    "date": pa.date32(),
    # Parquet keeps no whole seconds; a fixed offset needs no time zone files.
    "time": pa.timestamp("ms", tz="+09:00"),
    "flag": pa.bool_(),
    "url": pa.string(),
    "year": pa.int16(),
    "number": pa.float64(),
    "won_thousand": pa.int64(),
    "won_million": pa.int64(),
}
# Columns of these kinds hold figures, which are measured, corrected and compared.
FIGURE_KINDS: frozenset[Kind] = frozenset({"number", "won_thousand", "won_million"})


@dataclass(frozen=True, slots=True)
class Column:
    """`source` is empty for what we derive; `source_names` is the field with a code field's display names.

    A record without a `required` value is kept aside with the reason.
    """

    name: str
    source: str
    kind: Kind
    label: str
    note: str = ""
    source_names: str = ""
    required: bool = False

    @property
    def arrow_type(self) -> pa.DataType:
        return _ARROW_TYPES[self.kind]


@dataclass(frozen=True, slots=True)
class Table:
    """A table is called what a row of it is, in the plural. `ignored`: source fields left out, and why.

    `personal`: source fields about a contact person, which are kept nowhere. `inside`: the field of another
    service's record in which the rows stand as a list. `volatile`: source fields that change by themselves as
    the days pass, which makes no other version of a record.
    """

    name: str
    label: str
    columns: tuple[Column, ...]
    ignored: Mapping[str, str] = field(default_factory=dict)
    personal: tuple[str, ...] = ()
    inside: str = ""
    volatile: frozenset[str] = frozenset()

    @property
    def arrow(self) -> pa.Schema:
        return pa.schema([(column.name, column.arrow_type) for column in self.columns])

    @property
    def received(self) -> tuple[Column, ...]:
        """The columns that come from the source, in order."""
        return tuple(column for column in self.columns if column.source)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


# Y on the postings that are open on the day of asking; as a filter of the list, it gives only those.
OPEN_FLAG = "ongoingYn"

POSTINGS = Table(
    "postings",
    "채용공고",
    (
        Column("posting_id", "recrutPblntSn", "id", "공고번호", "등록 순서에 가까운 일련번호", required=True),
        Column(
            "institution_code",
            "pblntInstCd",
            "code",
            "기관코드",
            "기관 이름은 바뀌므로 결합은 이 코드로",
            required=True,
        ),
        Column("institution", "instNm", "name", "기관", "공고에 적힌 이름", required=True),
        Column("title", "recrutPbancTtl", "name", "공고 제목", required=True),
        Column("start_date", "pbancBgngYmd", "date", "시작일", "다시 등록한 공고는 수년 전일 수 있음", required=True),
        Column("end_date", "pbancEndYmd", "date", "마감일", required=True),
        Column("headcount", "recrutNope", "count", "모집인원", "단위: 명. 0과 99는 미정을 뜻하기도 함"),
        Column("hire_types", "hireTypeLst", "codes", "고용형태", "복수", "hireTypeNmLst"),
        Column("ncs_fields", "ncsCdLst", "codes", "채용분야", "NCS 대분류, 복수", "ncsCdNmLst"),
        Column("work_regions", "workRgnLst", "codes", "근무지", "공고에 적힌 그대로, 복수", "workRgnNmLst"),
        Column("career_level", "recrutSe", "code", "채용구분", "", "recrutSeNm"),
        Column("education_levels", "acbgCondLst", "codes", "학력", "복수", "acbgCondNmLst"),
        Column("is_replacement", "replmprYn", "flag", "대체인력"),
        Column("original_url", "srcUrl", "url", "원문 주소", "쓸 수 없는 주소는 비움"),
        Column("comparable_regions", "", "codes", "근무지(비교 가능 16개 시도)", "광주와 전남을 전남광주로 묶음"),
        Column("institution_type", "", "code", "기관유형", "기관코드로 결합. 예전 기관은 비어 있음"),
        Column("institution_class", "", "code", "기관분류", "기관코드로 결합"),
        Column("supervising_ministry", "", "name", "주무부처", "기관코드로 결합. 2026년 부처 이름"),
        Column(
            "withdrawn_date",
            "",
            "date",
            "내려간 날",
            "마감일 전에 목록에서 사라진 것을 확인한 날(한국 시각). 다시 나타나면 비움",
        ),
        Column("preference_groups", "", "codes", "우대 대상", "우대조건과 본문에서 읽음. 그 대상만 뽑는 공고도 포함"),
        Column("duration_days", "", "count", "공고 기간", "마감일 − 시작일 + 1일. 이상값은 비움"),
        Column("quality_flags", "", "names", "품질 표시", "이상값의 표시. 읽지 못해 비운 열은 열 이름_unreadable"),
    ),
    MappingProxyType(
        {
            "pbadmsStdInstCd": "기관 표에 같은 값이 있음",
            "ongoingYn": "날짜로 다시 계산함",
            "decimalDay": "날짜로 다시 계산함",
            "files": "목록 응답에서는 늘 비어 있음",
            "steps": "목록 응답에서는 늘 비어 있음",
        }
    ),
    volatile=frozenset({OPEN_FLAG, "decimalDay"}),
)

POSTING_TEXTS = Table(
    "posting_texts",
    "공고 본문",
    (
        Column("posting_id", "recrutPblntSn", "id", "공고번호", required=True),
        Column("eligibility", "aplyQlfcCn", "text", "응시자격"),
        Column("selection_process", "scrnprcdrMthdExpln", "text", "전형절차·방법"),
        Column("preference_condition", "prefCondCn", "text", "우대조건"),
        Column("preference", "prefCn", "text", "우대내용"),
        Column("disqualification", "disqlfcRsn", "text", "결격사유"),
        Column("missing_attachment_reason", "nonatchRsn", "text", "첨부 미등록 사유"),
    ),
)

WORKPLACES = Table(
    "workplaces",
    "공고가 밝힌 시·군·구",
    (
        Column("posting_id", "", "id", "공고번호"),
        Column(
            "municipality_code",
            "",
            "code",
            "시·군·구",
            "통계청 2018년 코드. 이름과 시도는 `data_loader/reference/municipalities.csv`",
        ),
        Column("passage", "", "text", "근거", "시·군·구를 근무지로 적은 대목. 제목이나 본문에서"),
    ),
)

_SOURCE = Column("source", "", "name", "글", "posting_texts의 열 이름, title은 공고 제목, document:해시는 첨부파일")
_SPAN = (
    Column("start", "", "count", "시작", "그 글에서의 자리. 첫 글자가 0"),
    Column("end", "", "count", "끝", "그 글에서의 자리. 이 자리의 글자는 들지 않음"),
)

ROLES = Table(
    "roles",
    "모집 분야",
    (
        Column("posting_id", "", "id", "공고번호"),
        Column("role_no", "", "count", "분야 번호", "공고 안에서 1부터. 분야가 둘 이상 나뉘어 적힌 공고에만 있음"),
        Column("name", "", "name", "모집 분야"),
        Column("headcount", "", "count", "모집인원", "단위: 명. 적혀 있을 때만"),
        _SOURCE,
        *_SPAN,
    ),
)

FACTS = Table(
    "facts",
    "글에서 읽은 사실",
    (
        Column("posting_id", "", "id", "공고번호"),
        Column("role_no", "", "count", "분야 번호", "비어 있으면 모든 분야"),
        Column(
            "kind",
            "",
            "name",
            "종류",
            "licence 자격·면허, education 학력, career_months 경력, age 나이, language_score 어학, military 병역, "
            "disability 장애, veteran 보훈, regional_talent 지역인재, other_group 그 밖의 대상, pay 보수, hours 시간, "
            "shift 교대, contract_term 계약기간",
        ),
        Column("value", "", "name", "값", "나이 15-34, 학력 bachelor, 경력 36(개월)처럼. none은 제한 없음"),
        Column("need", "", "name", "구분", "required 필수, preferred 우대, stated 적혀 있음, excluded 지원 불가"),
        Column("group_no", "", "count", "묶음", "같은 묶음은 하나만 갖추면 됨. 비어 있으면 홀로"),
        Column("option_no", "", "count", "묶음의 갈래", "같은 갈래의 것은 모두 갖춰야 함"),
        Column("group_is_open", "", "flag", "다른 길", "묶음에 읽지 못한 갈래(그 밖에 인정되는 자 등)가 더 있음"),
        _SOURCE,
        *_SPAN,
        Column("rule_id", "", "name", "규칙"),
        Column("rules_version", "", "count", "규칙의 판"),
    ),
)

JD_SECTIONS = Table(
    "jd_sections",
    "직무기술서의 항목",
    (
        Column("sha256", "", "name", "파일의 해시"),
        Column("posting_id", "", "id", "공고번호"),
        Column("role_no", "", "count", "분야 번호", "roles의 번호. 모르면 비움"),
        Column(
            "section",
            "",
            "name",
            "항목",
            "duties 직무수행내용, knowledge 지식, skills 기술, attitudes 태도, related_licences 관련 자격, "
            "basic 직업기초능력",
        ),
        Column("item_no", "", "count", "순서", "항목 안에서 1부터"),
        Column("words", "", "name", "적힌 말", "한 줄로, 200자까지. 많이 적힌 말을 세는 데 씀"),
        *_SPAN,
    ),
)

UNKNOWN_LICENCES = Table(
    "unknown_licences",
    "명단에 없는 자격 이름",
    (
        Column("name", "", "name", "적힌 이름"),
        Column("postings", "", "count", "공고 수", "단위: 건"),
        Column("posting_id", "", "id", "공고번호", "그렇게 적은 공고 가운데 가장 새것"),
    ),
)

LICENCES = Table(
    "licences",
    "자격·면허의 이름",
    (
        Column("licence", "", "name", "이름"),
        Column("kind", "", "name", "구분", "국가기술자격, 국가전문자격, 공인민간 등"),
        Column("field", "", "name", "직무분야", "Q-Net의 분류. 국가기술자격에만"),
        Column("aliases", "", "name", "다르게 적는 이름", "여럿이면 세로줄로 나눔"),
        Column("former_names", "", "name", "예전 이름", "여럿이면 세로줄로 나눔"),
        Column("certainty", "", "name", "확실한 정도", "likely 목록과 일치, unverified 확인 전, former 예전 이름"),
        Column("source", "", "name", "출처"),
        Column("vintage", "", "year", "기준 연도"),
    ),
)

NCS_CLASSES = Table(
    "ncs_classes",
    "NCS 분류",
    (
        Column("major_code", "", "code", "대분류"),
        Column("major", "", "name", "대분류 이름"),
        Column("middle_code", "", "code", "중분류"),
        Column("middle", "", "name", "중분류 이름"),
        Column("minor_code", "", "code", "소분류"),
        Column("minor", "", "name", "소분류 이름"),
    ),
)

INSTITUTIONS = Table(
    "institutions",
    "공공기관",
    (
        Column("institution_code", "instCd", "code", "기관코드", required=True),
        Column("institution", "instNm", "label", "기관", required=True),
        Column("standard_institution_code", "pbadmsStdInstCd", "name", "행정표준기관코드"),
        Column("institution_type", "instType", "code", "기관유형", "", "instTypeNm"),
        Column("institution_class", "instClsf", "code", "기관분류", "", "instClsfNm"),
        Column("supervising_ministry", "sprvsnInstNm", "label", "주무부처"),
        Column("headquarters_region", "ctpvNm", "label", "본사 시도", "근무지 코드로 바꾸어 둠"),
        Column("homepage_url", "siteUrl", "url", "홈페이지"),
        Column("founded_date", "fndnYmd", "date", "설립일"),
        Column("is_designated", "dsgnYn", "flag", "지정 여부"),
        Column("is_subsidiary", "laygInstYn", "flag", "부설기관 여부"),
        Column("is_former", "", "flag", "예전 기관", "지금 명단에 없지만 예전 공고에 나오는 코드"),
    ),
    MappingProxyType(
        {
            "sprvsnInstCd": "새 부처의 코드가 코드집에 없어 이름을 씀",
            "frgnYn": "쓰지 않음",
            "sggNm": "도로명이 섞여 있음",
            "roadNmAddr": "쓰지 않음",
            "lotnoAddr": "쓰지 않음",
            "daddr": "쓰지 않음",
            "rprsTelno": "쓰지 않음",
            "rprsFxno": "쓰지 않음",
            "rprsEml": "쓰지 않음",
            "custCntrTelno": "쓰지 않음",
        }
    ),
)

STAGES = Table(
    "stages",
    "전형 단계",
    (
        Column("stage_id", "recrutStepSn", "id", "단계번호", "작을수록 앞 단계", required=True),
        Column("posting_id", "recrutPblntSn", "id", "공고번호", required=True),
        Column("position", "recrutPbancTtl", "name", "모집 분야", "단계의 이름은 원천에 없음"),
        Column("group_number", "sortNo", "count", "모집 분야의 순서"),
        Column("first_stage_id", "minStepSn", "id", "첫 단계번호", "같은 모집 분야의 단계는 이 번호가 같음"),
        Column("last_stage_id", "maxStepSn", "id", "마지막 단계번호"),
        Column("applicants", "aplyNope", "count", "지원자", "단위: 명. 결과를 공개하기 전에는 비어 있음"),
        Column("selected", "recrutNope", "count", "선발", "단위: 명. 결과를 공개하기 전에는 비어 있음"),
        Column(
            "competition_ratio",
            "cmpttRt",
            "number",
            "경쟁률",
            "첫 단계 지원자 ÷ 마지막 단계 선발. 마지막 단계에만 적히며, 0은 대개 뽑힌 사람이 없음",
        ),
        Column("decided_date", "rsnOcrnYmd", "date", "확정일"),
    ),
    inside="steps",
)

ATTACHMENTS = Table(
    "attachments",
    "첨부파일",
    (
        Column("attachment_id", "recrutAtchFileNo", "id", "첨부번호", required=True),
        Column("posting_id", "recrutPblntSn", "id", "공고번호", required=True),
        Column("order", "sortNo", "count", "순서"),
        Column("attachment_kind", "atchFileType", "code", "첨부 종류"),
        Column("file_name", "atchFileNm", "name", "파일 이름"),
        Column("extension", "", "name", "확장자", "파일 이름에서. 소문자, 점 없이"),
        Column("download_url", "", "url", "내려받는 주소", "첨부번호로 만든 알리오 주소"),
    ),
    MappingProxyType({"url": "받을 수 없는 주소여서 첨부번호로 다시 만듦"}),
    inside="files",
)

# Real attachments count up from one; those of the sample are numbered from here on and made when asked for.
FIRST_SAMPLE_ATTACHMENT = 900_000_000

DOCUMENT_TEXTS = Table(
    "document_texts",
    "첨부파일의 글",
    (
        Column("attachment_id", "", "id", "첨부번호"),
        Column("posting_id", "", "id", "공고번호", "공고가 자료에 없으면 비움"),
        Column("sha256", "", "name", "내용의 해시", "SHA-256. 같은 파일은 한 번만 읽음"),
        Column("member", "", "name", "압축 안의 이름", "ZIP 안의 파일마다 한 행. 다른 파일은 비움"),
        Column(
            "document_type",
            "",
            "name",
            "글의 갈래",
            "notice 공고문, job_description 직무기술서. 비어 있으면(지원서 양식 등) 조건을 읽지 않음",
        ),
        Column("kind", "", "name", "형식", "이름이 아니라 내용으로 알아본 것. 모르면 unknown"),
        Column(
            "status",
            "",
            "name",
            "읽은 결과",
            "read: 읽음, scan: 그림뿐, password: 암호, distribution: 배포용, drm: DRM, damaged: 손상, "
            "too_large: 한도 넘음, unsupported: 읽지 않는 형식",
        ),
        Column("pages", "", "count", "쪽수", "PDF의 쪽, XLSX의 시트. 형식에 없으면 비움"),
        Column("chars", "", "count", "글자 수", "빈칸 포함"),
        Column("hangul", "", "count", "한글 글자 수"),
        Column("flags", "", "names", "표시", "고치거나 알아 둘 것의 이름. docs/operations.md에 풀이"),
        Column("reader", "", "name", "판독기"),
        Column("reader_version", "", "name", "판독기의 판"),
    ),
)

COMPETITIONS = Table(
    "competitions",
    "모집 분야별 경쟁률",
    (
        Column("posting_id", "", "id", "공고번호"),
        Column("first_stage_id", "", "id", "첫 단계번호", "공고 안에서 모집 분야를 가리킴"),
        Column("group_number", "", "count", "모집 분야의 순서"),
        Column("position", "", "name", "모집 분야"),
        Column("stage_count", "", "count", "단계 수"),
        Column("applicants", "", "count", "지원자", "첫 단계의 지원자. 단위: 명"),
        Column("selected", "", "count", "최종 선발", "마지막 단계의 선발. 단위: 명"),
        Column("ratio", "", "number", "계산한 경쟁률", "지원자 ÷ 최종 선발. 하나라도 없거나 선발이 0이면 비움"),
        Column("disclosed_ratio", "", "number", "공개한 경쟁률", "마지막 단계에 적힌 값 그대로"),
        Column("decided_date", "", "date", "확정일", "마지막 단계의 확정일"),
    ),
)

_OFFICE_IGNORED = MappingProxyType(
    {
        "pbadmsStdInstCd": "기관 표에 같은 값이 있음",
        "rprsTelno": "쓰지 않음",
        "rprsFxno": "쓰지 않음",
        "rprsEml": "쓰지 않음",
        "custCntrTelno": "쓰지 않음",
    }
)
_ADDRESS = (
    Column("region", "ctpvNm", "label", "시도", "근무지 코드로 바꾸어 둠. 모르는 이름은 그대로"),
    Column("municipality", "sggNm", "name", "시군구", "도로명이 섞여 있음"),
    Column("road_address", "roadNmAddr", "name", "도로명 주소"),
    Column("lot_address", "lotnoAddr", "name", "지번 주소"),
    Column("address_detail", "daddr", "name", "상세 주소"),
)

BRANCHES = Table(
    "branches",
    "지역사무소",
    (
        Column("branch_id", "brnchSn", "id", "사무소번호", "함께 싣는 목록에는 번호가 없어 비움", required=True),
        Column("institution_code", "instCd", "code", "기관코드", required=True),
        Column("institution", "instNm", "label", "기관"),
        Column("branch", "brnchNm", "name", "사무소", required=True),
        *_ADDRESS,
        Column("homepage_url", "siteUrl", "url", "홈페이지"),
        Column("is_head_office", "", "flag", "본사", "함께 싣는 목록에만. 포털은 지역사무소만 주므로 비움"),
    ),
    _OFFICE_IGNORED,
)

FACILITIES = Table(
    "facilities",
    "공공시설",
    (
        Column("facility_id", "fcltSn", "id", "시설번호", required=True),
        Column("facility", "fcltNm", "name", "시설", required=True),
        Column("facility_type", "fcltTypeCd", "code", "시설 종류", "", "fcltTypeNm"),
        Column("facility_type_path", "fcltTypeFullNm", "name", "시설 종류의 전체 이름"),
        Column("facility_group", "", "code", "시설 대분류", "시설 종류 코드의 앞 네 글자"),
        Column("institution_code", "mngInstCd", "code", "기관코드", "관리하는 기관"),
        Column("institution", "instNm", "label", "기관"),
        *_ADDRESS,
        Column("latitude", "lat", "number", "위도", "단위: 도. 위도와 경도가 모두 0이면 비움"),
        Column("longitude", "lon", "number", "경도", "단위: 도"),
        Column("in_out", "indrSe", "code", "실내외", "", "indrSeExpln"),
        Column("is_paid", "chagfeeYn", "flag", "유료"),
        Column("fee", "utztnPayExpln", "text", "이용 요금"),
        Column("capacity", "acptNopeExpln", "text", "수용 인원"),
        Column("weekday_hours_kind", "weekdaysTmSe", "code", "평일 개방 구분"),
        Column("weekday_hours", "weekdaysTmExpln", "text", "평일 운영 시간"),
        Column("saturday_hours_kind", "satTmSe", "code", "토요일 개방 구분"),
        Column("saturday_hours", "satTmExpln", "text", "토요일 운영 시간"),
        Column("holiday_hours_kind", "hldyTmSe", "code", "공휴일 개방 구분"),
        Column("holiday_hours", "hldyTmExpln", "text", "공휴일 운영 시간"),
        Column("closed_days", "tcbizDayInfo", "text", "휴무일"),
        Column("is_reservable", "rsvtPsbltyYn", "flag", "예약 가능"),
        Column("is_reserved_online", "rsvtMthdSiteYn", "flag", "누리집으로 예약"),
        Column("is_reserved_by_phone", "rsvtMthdTelYn", "flag", "전화로 예약"),
        Column("is_reserved_by_email", "rsvtMthdEmlYn", "flag", "전자우편으로 예약"),
        Column("is_reserved_by_document", "rsvtMthdDocYn", "flag", "문서로 예약"),
        Column("is_reserved_otherwise", "rsvtMthdEtcYn", "flag", "다른 방법으로 예약"),
        Column("other_reservation", "rsvtMthdEtcExpln", "text", "다른 예약 방법"),
        Column("reservation", "rsvtMthdExpln", "text", "예약 방법"),
        Column("audience", "utztnTrgtExpln", "text", "이용 대상"),
        Column("usage", "utztnMthdExpln", "text", "이용 방법"),
        Column("host_type", "sprvsnType", "code", "주최 구분", "", "sprvsnTypeExpln"),
        Column("host", "sprvsnNm", "name", "주최"),
        Column("homepage_url", "siteUrl", "url", "홈페이지"),
    ),
    MappingProxyType({"pbadmsStdInstCd": "기관 표에 같은 값이 있음", "files": "facility_files 표로 나눔"}),
    personal=("picNm", "picDeptNm", "picTelno", "picEml"),
)

FACILITY_FILES = Table(
    "facility_files",
    "공공시설의 파일",
    (
        Column("file_id", "fcltFileSn", "id", "파일번호", required=True),
        Column("facility_id", "fcltSn", "id", "시설번호", required=True),
        Column("file_name", "fcltFileNm", "name", "파일 이름"),
        Column("extension", "fileExtn", "name", "확장자"),
        Column("file_kind", "fileSe", "code", "파일 종류"),
        Column("file_url", "url", "url", "주소"),
    ),
    inside="files",
)

PROGRAMMES = Table(
    "programmes",
    "주요사업",
    (
        Column("programme_id", "bizSn", "id", "사업번호", required=True),
        Column("programme", "bizNm", "name", "사업", required=True),
        Column("description", "bizExpln", "text", "사업 설명"),
        Column("programme_class", "bizClsf", "code", "사업 분류", "세 단계 가운데 적힌 단계까지", "bizClsfNm"),
        Column("programme_field", "", "code", "사업 대분류", "사업 분류 코드의 앞 세 글자"),
        Column("institution_code", "instCd", "code", "기관코드", required=True),
        Column("institution", "instNm", "label", "기관"),
        Column("programme_period", "bizPeriodSe", "code", "사업 기간 형식", "", "bizPeriodSeNm"),
        Column("period_text", "bizPeriodExpln", "text", "사업 기간"),
        Column("start_date", "bgngYmd", "date", "시작일", "대부분 비어 있음"),
        Column("end_date", "endYmd", "date", "종료일", "대부분 비어 있음"),
        Column("life_stages", "lifecyclLst", "codes", "생애주기", "복수", "lifecyclNmLst"),
        Column("service_class", "srvcClsf", "code", "편의서비스 분류", "", "srvcClsfNm"),
        Column("audience", "utztnTrgtExpln", "text", "이용 대상"),
        Column("usage", "utztnMthdExpln", "text", "이용 방법"),
        Column("homepage_url", "siteUrl", "url", "홈페이지"),
    ),
    MappingProxyType({"pbadmsStdInstCd": "기관 표에 같은 값이 있음"}),
    # 이용문의: the name and the number of whoever answers questions.
    personal=("utztnInqInfo",),
)

# The columns of an ALIO sheet; beside them one per year ("2021년"). Each row is one item (항목) of one
# institution, and the columns below name their item as `source`.
ALIO_INSTITUTION = "기관명"
ALIO_EMPLOYMENT = "구분"
ALIO_ITEM = "항목"
ALIO_PARENT = "상위기관"
ALIO_IGNORED = MappingProxyType({"기관유형": "기관 표에 같은 값이 있음", "주무부처": "기관 표에 같은 값이 있음"})
EMPLOYMENTS = MappingProxyType(
    {
        "정규직(일반정규직)": "regular",
        "정규직(무기계약직)": "indefinite",
        "정규직(단시간 무기계약직)": "indefinite_part_time",
    }
)

_WHO = (
    Column("institution_code", "", "code", "기관코드", "기관 이름으로 같은 때의 명단에서 찾음"),
    Column("institution", ALIO_INSTITUTION, "name", "기관"),
    Column("year", "", "year", "연도"),
)
_PAY_ITEMS = (
    Column("base_pay", "기본급", "won_thousand", "기본급", "총액이 미공시이면 비움"),
    Column("fixed_allowance", "고정수당", "won_thousand", "고정수당", "총액이 미공시이면 비움"),
    Column("performance_allowance", "실적수당", "won_thousand", "실적수당", "환수로 음수일 수 있음"),
    Column("welfare_pay", "급여성 복리후생비", "won_thousand", "급여성 복리후생비", "총액이 미공시이면 비움"),
    Column("bonus", "성과상여금", "won_thousand", "성과상여금", "경영평가 성과급을 포함"),
    Column("evaluation_bonus", "(경영평가 성과급)", "won_thousand", "경영평가 성과급", "성과상여금에 이미 들어 있음"),
    Column("other_pay", "기타", "won_thousand", "기타", "총액이 미공시이면 비움"),
)
_BASIS = (
    Column("basis", "", "name", "기준", "settled: 결산, budget: 예산, part_year: 연중 일부"),
    Column("as_of", "", "date", "공시 기준일", "이 행이 실린 문서의 날. 그 뒤에 바뀐 값의 날은 revisions에"),
)

PAY = Table(
    "pay",
    "직원 평균보수",
    (
        *_WHO,
        Column("employment", ALIO_EMPLOYMENT, "name", "고용 구분", "regular, indefinite, indefinite_part_time"),
        *_BASIS,
        *_PAY_ITEMS,
        Column("average_pay", "1인당 평균보수액", "won_thousand", "1인당 평균보수", "0은 미공시이므로 비움"),
        Column("average_pay_men", "1인당 평균보수액 - 남성", "won_thousand", "1인당 평균보수(남성)", "0은 비움"),
        Column("average_pay_women", "1인당 평균보수액 - 여성", "won_thousand", "1인당 평균보수(여성)", "0은 비움"),
        Column("employees", "상시 종업원수", "number", "상시 종업원 수", "전일제 환산, 단위: 명. 미공시이면 비움"),
        Column("employees_men", "상시 종업원수 - 남성", "number", "상시 종업원 수(남성)", "전일제 환산, 단위: 명"),
        Column("employees_women", "상시 종업원수 - 여성", "number", "상시 종업원 수(여성)", "전일제 환산, 단위: 명"),
        Column("tenure_months", "평균근속연수(개월)", "number", "평균 근속", "단위: 개월. 보수 없는 0은 비움"),
        Column("tenure_months_men", "평균근속연수(개월) - 남성", "number", "평균 근속(남성)", "단위: 개월"),
        Column("tenure_months_women", "평균근속연수(개월) - 여성", "number", "평균 근속(여성)", "단위: 개월"),
    ),
    MappingProxyType(
        {
            "평균임금 비율(남성)": "보수액으로 다시 계산함",
            "평균임금 비율(여성)": "보수액으로 다시 계산함",
        }
    ),
)

STARTING_PAY = Table(
    "starting_pay",
    "신입사원 초임",
    (
        *_WHO,
        *_BASIS,
        *_PAY_ITEMS,
        Column("starting_pay", "합계", "won_thousand", "신입사원 초임", "0은 미공시이므로 비움"),
    ),
)

NEW_HIRES = Table(
    "new_hires",
    "신규채용",
    (
        *_WHO,
        *_BASIS,
        Column("executive_new_hires", "상임임원총신규채용", "number", "상임임원 신규채용", "단위: 명"),
        Column("regular_new_hires", "일반정규직총신규채용", "number", "일반정규직 신규채용", "단위: 명, 소수 가능"),
        Column("youth_new_hires", "청년", "number", "청년", "15~34세, 일반정규직 가운데"),
        Column("women_new_hires", "여성", "number", "여성", "일반정규직 가운데"),
        Column("disabled_new_hires", "장애인", "number", "장애인", "일반정규직 가운데"),
        Column("non_capital_new_hires", "비수도권지역인재", "number", "비수도권 지역인재", "일반정규직 가운데"),
        Column("relocated_region_new_hires", "이전지역지역인재", "number", "이전지역 지역인재", "일반정규직 가운데"),
        Column("high_school_new_hires", "고졸인력", "number", "고졸", "일반정규직 가운데"),
        Column("indefinite_new_hires", "정규직(무기계약직)신규채용", "number", "무기계약직 신규채용", "단위: 명"),
    ),
)

INTERNS = Table(
    "interns",
    "청년인턴 채용",
    (
        *_WHO,
        *_BASIS,
        Column("experience_interns", "총인턴채용-체험형", "number", "체험형 인턴", "단위: 명"),
        Column("hiring_interns", "총인턴채용-채용형", "number", "채용형 인턴", "단위: 명"),
        Column("women_experience_interns", "여성-체험형", "number", "체험형 인턴(여성)"),
        Column("women_hiring_interns", "여성-채용형", "number", "채용형 인턴(여성)"),
        Column("disabled_experience_interns", "장애인-체험형", "number", "체험형 인턴(장애인)"),
        Column("disabled_hiring_interns", "장애인-채용형", "number", "채용형 인턴(장애인)"),
    ),
)

STAFF = Table(
    "staff",
    "임직원 수",
    (
        *_WHO,
        *_BASIS,
        Column("executives_authorised", "임원-상임임원정원(A)", "number", "상임임원 정원", "단위: 명"),
        Column("regular_authorised", "정규직-일반정규직-정원-계(B)", "number", "일반정규직 정원"),
        Column("regular_staff", "정규직-일반정규직-현원-계", "number", "일반정규직 현원"),
        Column("regular_full_time_staff", "정규직-일반정규직-현원-전일제", "number", "일반정규직 현원(전일제)"),
        Column("regular_part_time_staff", "정규직-일반정규직-현원-단시간", "number", "일반정규직 현원(단시간)"),
        Column("indefinite_authorised", "정규직-무기계약직-정원-계(C)", "number", "무기계약직 정원"),
        Column("indefinite_staff", "정규직-무기계약직-현원-계", "number", "무기계약직 현원"),
        Column("indefinite_full_time_staff", "정규직-무기계약직-현원-전일제", "number", "무기계약직 현원(전일제)"),
        Column("indefinite_part_time_staff", "정규직-무기계약직-현원-단시간", "number", "무기계약직 현원(단시간)"),
        Column("authorised_staff", "임직원 총계(A+B+C)", "number", "임직원 정원", "상임임원 + 일반정규직 + 무기계약직"),
        Column("women_staff", "여성 현원-합계", "number", "여성 현원"),
        Column("women_executives", "여성 현원-임원", "number", "여성 임원"),
        Column("women_regular_staff", "여성 현원-정규직", "number", "여성 정규직 현원"),
        Column("fixed_term_full_time_staff", "비정규직-기간제-전일제", "number", "기간제(전일제)"),
        Column("fixed_term_part_time_staff", "비정규직-기간제-단시간", "number", "기간제(단시간)"),
        Column("fixed_term_staff", "비정규직-기간제-계", "number", "기간제"),
        Column("other_non_regular_staff", "비정규직-기타", "number", "기타 비정규직"),
        Column("dispatched_staff", "비정규직-소속외 인력-파견", "number", "파견"),
        Column("contracted_staff", "비정규직-소속외 인력-용역(민간)", "number", "용역(민간)"),
        Column("subcontracted_staff", "비정규직-소속외 인력-사내하도급", "number", "사내하도급"),
        Column("outside_staff", "비정규직-소속외 인력-계", "number", "소속 외 인력"),
        Column("subsidiary_staff", "자회사", "number", "자회사 인력"),
        Column("trainees", "연수직", "number", "연수직"),
    ),
    MappingProxyType(
        dict.fromkeys(
            (
                "임원-기관장-상임정원",
                "임원-기관장-상임현원",
                "임원-기관장-비상임",
                "임원-이사-상임정원",
                "임원-이사-상임현원",
                "임원-이사-비상임",
                "임원-감사-상임정원",
                "임원-감사-상임현원",
                "임원-감사-비상임",
                "임원-기타",
                "정규직-일반정규직-정원-임금피크제 별도정원",
                "정규직-일반정규직-정원-탄력정원",
                "정규직-무기계약직-정원-임금피크제 별도정원",
                "정규직-무기계약직-정원-탄력정원",
                "비정규직-기간제-정규직전환-전환계획(D)",
                "비정규직-기간제-정규직전환-전환실적(E)",
                "비정규직-기간제-정규직전환-전환비율(E/D)",
                "비정규직-소속외 인력-정규직전환-전환계획(F)",
                "비정규직-소속외 인력-정규직전환-전환실적(G)",
                "비정규직-소속외 인력-정규직전환-전환비율(G/F)",
            ),
            "쓰지 않음",
        )
    ),
)

_LEAVE = (
    Column("parental_leave_men", "남성 사용자 수", "number", "육아휴직 사용자(남성)", "단위: 명. 그해에 쓴 사람"),
    Column("parental_leave_women", "여성 사용자 수", "number", "육아휴직 사용자(여성)", "단위: 명. 그해에 쓴 사람"),
    Column("parental_leave", "전체 사용자 수", "number", "육아휴직 사용자", "단위: 명. 남성 + 여성"),
)
_BIRTH_LEAVE = (
    Column("birth_leave", "출산휴가 사용자 수", "number", "출산휴가 사용자", "단위: 명"),
    Column("spouse_birth_leave", "배우자 출산휴가 사용자 수", "number", "배우자 출산휴가 사용자", "단위: 명"),
)
_SHORT_HOURS = (
    Column("short_hours_pregnancy", "임신기 단축 근무제", "number", "임신기 단축근무 사용자", "단위: 명"),
    Column("short_hours_childcare", "육아기 단축 근무제", "number", "육아기 단축근무 사용자", "단위: 명"),
    Column(
        "short_hours_after_leave",
        "육아휴직 기사용인원",
        "number",
        "단축근무자 가운데 육아휴직을 쓴 적 있는 사람",
        "단위: 명. 합계에 따로 더하지 않음",
    ),
    Column("short_hours", "합계", "number", "단축근무 사용자", "단위: 명. 임신기 + 육아기"),
)
MEN, WOMEN = "남", "여"
SEXES = MappingProxyType({MEN: ("men", "남성"), WOMEN: ("women", "여성")})


def _by_sex(name: str, source: str, label: str, note: str = "") -> tuple[Column, ...]:
    """Two columns; the sheet holds them side by side in each year, so the source is the item and the sex."""
    return tuple(
        Column(f"{name}_{ours}", f"{source} {sex}", "number", f"{label}({shown})", f"단위: 명.{note and f' {note}'}")
        for sex, (ours, shown) in SEXES.items()
    )


_FLEXIBLE_WORK = (
    *_by_sex("part_time_hired", "시간선택제-채용-계-인원수", "시간선택제로 채용"),
    *_by_sex("part_time_converted", "시간선택제-전환-계-인원수", "시간선택제로 전환"),
    *_by_sex("staggered_hours", "탄력근무제-전체-시차출퇴근형-인원수", "시차출퇴근"),
    *_by_sex("chosen_hours", "탄력근무제-전체-근무시간선택형-인원수", "근무시간 선택"),
    *_by_sex("compressed_hours", "탄력근무제-전체-집약근무형-인원수", "집약근무"),
    *_by_sex("flexible_hours", "탄력근무제-전체-계-인원수", "탄력근무", "시차출퇴근 + 근무시간 선택 + 집약근무"),
    *_by_sex("discretionary_work", "재량근무제-전체-재량근무제-인원수", "재량근무"),
    *_by_sex("work_at_home", "원격근무제-전체-재택근무형-인원수", "재택근무"),
    *_by_sex("smart_work", "원격근무제-전체-스마트워크근무형-인원수", "스마트워크"),
    *_by_sex("remote_work", "원격근무제-전체-계-인원수", "원격근무", "재택근무 + 스마트워크"),
)
_FAMILY_CARE_HOLIDAYS = (
    Column("family_care_holidays_men", "가족돌봄휴가 남성", "number", "가족돌봄휴가 사용자(남성)", "단위: 명"),
    Column("family_care_holidays_women", "가족돌봄휴가 여성", "number", "가족돌봄휴가 사용자(여성)", "단위: 명"),
    Column("family_care_holidays", "가족돌봄휴가 전체", "number", "가족돌봄휴가 사용자", "단위: 명. 하루 단위의 휴가"),
)
_FAMILY_CARE_LEAVE = (
    Column("family_care_leave_men", "가족돌봄휴직 남성", "number", "가족돌봄휴직 사용자(남성)", "단위: 명"),
    Column("family_care_leave_women", "가족돌봄휴직 여성", "number", "가족돌봄휴직 사용자(여성)", "단위: 명"),
    Column("family_care_leave", "가족돌봄휴직 전체", "number", "가족돌봄휴직 사용자", "단위: 명. 30일 이상의 휴직"),
)
_DAY_CARE = (
    Column(
        "day_care_cost",
        "금액",
        "won_thousand",
        "직장어린이집 운영비",
        "한 해의 여러 줄을 더함. 공시하지 않은 기관은 비움",
    ),
    Column(
        "day_care_users",
        "수혜인원",
        "number",
        "직장어린이집 수혜인원",
        "단위: 명. 여러 줄을 더함: 재원이 둘이면 한 사람이 두 번 들 수 있음",
    ),
)

WORK_FAMILY = Table(
    "work_family",
    "일·가정 양립",
    (
        *_WHO,
        *_BASIS,
        *_LEAVE,
        *_BIRTH_LEAVE,
        *_SHORT_HOURS,
        *_FLEXIBLE_WORK,
        *_FAMILY_CARE_HOLIDAYS,
        *_FAMILY_CARE_LEAVE,
        *_DAY_CARE,
    ),
    MappingProxyType(
        dict.fromkeys(
            (
                "남성 육아휴직 사용률",
                "여성 육아휴직 사용률",
                "배우자 출산휴가 법정일수 사용자수",
                "배우자 출산휴가 법정일수 사용률",
            ),
            "모든 기관이 모든 해에 0이라 뜻이 없음",
        )
        | {
            f"시간선택제-{way}-{kind}-{unit}": "계의 인원수만 씀"
            for way in ("채용", "전환")
            for kind in ("정규직(일반정규직)", "정규직(무기계약직)", "비정규직", "계")
            for unit in ("인원수", "전일제환산")
            if (kind, unit) != ("계", "인원수")
        }
        | dict.fromkeys(
            ("고용형태", "상세내역", "소요재원", "조건-대상", "조건-비고"), "받은 문서에 글자가 없고 거의 모두 0임"
        )
    ),
)

WELFARE = Table(
    "welfare",
    "복리후생비",
    (
        *_WHO,
        Column("employment", ALIO_EMPLOYMENT, "name", "고용 구분", "executive, regular, indefinite, non_regular"),
        *_BASIS,
        Column("welfare_in_pay", "소계(A)", "won_thousand", "급여성 복리후생비", "예산으로 쓴 것. 사내복지기금은 들지 않음"),
        Column("welfare_beside_pay", "소계(B)", "won_thousand", "비급여성 복리후생비", "예산으로 쓴 것"),
        Column("welfare", "총계(A+B)", "won_thousand", "복리후생비", "급여성 + 비급여성. 예산으로 쓴 것"),
    ),
    MappingProxyType(
        {
            f"{way} > {item}": "합계만 씀"
            for way in ("급여성", "비급여성")
            for item in (
                "보육비", "학자금", "의료비 및 건강검진비", "주택자금", "생활안정자금", "경조비 및 유족위로금", "선택적복지제도",
                "기념품비", "행사지원비", "경로효친비", "문화여가비", "재해보상 및 재해부조", "기타",
            )
        }
    ),
)  # fmt: skip

_INCOME = "수입 > "
_DIRECT, _INDIRECT = f"{_INCOME}정부지원수입 > 직접지원 > ", f"{_INCOME}정부지원수입 > 간접지원 > "
_NET = "정부순지원수입 > "
_INCOME_AND_SPENDING = (
    Column("direct_contributions", f"{_DIRECT}출연금", "won_million", "직접지원 출연금"),
    Column("direct_subsidies", f"{_DIRECT}보조금", "won_million", "직접지원 보조금"),
    Column("direct_levies", f"{_DIRECT}부담금", "won_million", "직접지원 부담금"),
    Column("direct_transfers", f"{_DIRECT}이전수입", "won_million", "직접지원 이전수입"),
    Column("direct_incidental", f"{_DIRECT}부대수입", "won_million", "직접지원 부대수입"),
    Column(
        "indirect_business", f"{_INDIRECT}사업수입", "won_million", "간접지원 사업수입", "법령에 따라 맡은 일의 수입"
    ),
    Column("indirect_consignment", f"{_INDIRECT}위탁수입", "won_million", "간접지원 위탁수입"),
    Column("indirect_monopoly", f"{_INDIRECT}독점수입", "won_million", "간접지원 독점수입"),
    Column("indirect_incidental", f"{_INDIRECT}부대수입", "won_million", "간접지원 부대수입"),
    Column("government_support", f"{_INCOME}정부지원수입 > 소계", "won_million", "정부지원수입", "직접지원 + 간접지원"),
    Column("other_business", f"{_INCOME}기타사업수입", "won_million", "기타사업수입"),
    Column("incidental", f"{_INCOME}부대수입", "won_million", "부대수입"),
    Column("capital", f"{_INCOME}출자금", "won_million", "출자금"),
    Column("borrowing", f"{_INCOME}차입금", "won_million", "차입금", "빌린 돈도 수입에 듦"),
    Column("other_income", f"{_INCOME}기타", "won_million", "기타 수입"),
    Column("income", f"{_INCOME}수입합계", "won_million", "수입"),
    Column("personnel_cost", "지출 > 인건비", "won_million", "인건비"),
    Column("operating_cost", "지출 > 경상운영비", "won_million", "경상운영비"),
    Column("project_cost", "지출 > 사업비", "won_million", "사업비"),
    Column("repayment", "지출 > 차입상환금", "won_million", "차입상환금"),
    Column("other_spending", "지출 > 기타", "won_million", "기타 지출"),
    Column("spending", "지출 > 지출합계", "won_million", "지출"),
)
_NET_SUPPORT = (
    Column("net_contributions", f"{_NET}출연금", "won_million", "순지원 출연금"),
    Column("net_capital", f"{_NET}출자금", "won_million", "순지원 출자금"),
    Column("net_subsidies", f"{_NET}보조금", "won_million", "순지원 보조금"),
    Column("net_levies", f"{_NET}부담금", "won_million", "순지원 부담금"),
    Column("net_transfers", f"{_NET}이전수입", "won_million", "순지원 이전수입"),
    Column("net_consignment", f"{_NET}위탁수입", "won_million", "순지원 위탁수입"),
    Column("net_other", f"{_NET}기타수입", "won_million", "순지원 기타수입"),
    Column(
        "net_government_support",
        f"{_NET}합계",
        "won_million",
        "정부순지원수입",
        "나라에서 실제로 받은 돈. 정부지원수입과 겹치므로 더하지 않음",
    ),
)

FINANCES = Table("finances", "수입·지출(고유사업)", (*_WHO, *_BASIS, *_INCOME_AND_SPENDING, *_NET_SUPPORT))

FUND_FINANCES = Table(
    "fund_finances",
    "수입·지출(기금계정)",
    (
        *_WHO,
        Column("fund", "기금명", "name", "기금", "한 기금을 두 기관이 나누어 맡기도 함"),
        *_BASIS,
        *_INCOME_AND_SPENDING,
        *_NET_SUPPORT,
    ),
)

HEAD_PAY = Table(
    "head_pay",
    "기관장 연봉",
    (
        *_WHO,
        *_BASIS,
        *_PAY_ITEMS,
        Column("head_pay", "합계", "won_thousand", "기관장 연봉", "상임기관장. 0은 미공시이거나 비어 있던 해라 비움"),
    ),
)


@dataclass(frozen=True, slots=True)
class Form:
    """How a sheet of ALIO is laid out: which columns of which table it fills, in which units.

    `item` is the header over the items. `kind` is the header over what else tells rows apart, if any: `kinds` turns
    its names into ours (all of them as they are where it is empty), `other_kinds` are left out. `word` has to stand in
    the sheet's title where its items do not tell what it is about; in the columns' `source` it stands before the item.
    `sexes`: each year has a column for men and one for women. `by_line`: a row is a line of an account with its year,
    and the columns below are headers; the lines of a year are added up.
    """

    table: Table
    columns: tuple[Column, ...]
    units: frozenset[str]
    item: str = ALIO_ITEM
    kind: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)
    other_kinds: frozenset[str] = frozenset()
    word: str = ""
    has_sexes: bool = False
    by_line: bool = False

    @property
    def items(self) -> Mapping[str, tuple[tuple[Column, str], ...]]:
        """By the item as the sheet has it: the columns it fills, each with its sex where the sheet has two."""
        found: dict[str, list[tuple[Column, str]]] = {}
        for column in self.columns:
            name = column.source.removeprefix(f"{self.word} ") if self.word else column.source
            name, sex = name.rsplit(" ", 1) if self.has_sexes else (name, "")
            found.setdefault(name, []).append((column, sex))
        return {name: tuple(columns) for name, columns in found.items()}


ALIO_YEAR = "연도"
PERSONS, THOUSAND_WON, MILLION_WON = "명", "천원", "백만원"


def _figures(table: Table) -> tuple[Column, ...]:
    return tuple(column for column in table.columns if column.kind in FIGURE_KINDS)


_IN_PERSONS = frozenset({PERSONS})
_IN_MILLIONS = frozenset({MILLION_WON})
WELFARE_EMPLOYMENTS = MappingProxyType(
    {
        "임원": "executive",
        "정규직(일반정규직)": "regular",
        "정규직(무기계약직)": "indefinite",
        "비정규직": "non_regular",
    }
)
FORMS = (
    Form(PAY, _figures(PAY), frozenset({THOUSAND_WON, PERSONS, "월"}), kind=ALIO_EMPLOYMENT, kinds=EMPLOYMENTS),
    Form(STARTING_PAY, _figures(STARTING_PAY), frozenset({THOUSAND_WON, PERSONS})),
    Form(NEW_HIRES, _figures(NEW_HIRES), _IN_PERSONS),
    Form(INTERNS, _figures(INTERNS), _IN_PERSONS),
    Form(STAFF, _figures(STAFF), frozenset({PERSONS, "%"})),
    Form(WORK_FAMILY, _LEAVE, _IN_PERSONS, item=ALIO_EMPLOYMENT),
    Form(WORK_FAMILY, _BIRTH_LEAVE, _IN_PERSONS, item=ALIO_EMPLOYMENT),
    Form(WORK_FAMILY, _SHORT_HOURS, _IN_PERSONS, item=ALIO_EMPLOYMENT),
    Form(WORK_FAMILY, _FLEXIBLE_WORK, _IN_PERSONS, has_sexes=True),
    Form(WORK_FAMILY, _FAMILY_CARE_HOLIDAYS, _IN_PERSONS, item=ALIO_EMPLOYMENT, word="가족돌봄휴가"),
    Form(WORK_FAMILY, _FAMILY_CARE_LEAVE, _IN_PERSONS, item=ALIO_EMPLOYMENT, word="가족돌봄휴직"),
    Form(WORK_FAMILY, _DAY_CARE, frozenset({THOUSAND_WON, PERSONS}), item=ALIO_YEAR, by_line=True),
    Form(WELFARE, _figures(WELFARE), frozenset({THOUSAND_WON}), kind=ALIO_EMPLOYMENT, kinds=WELFARE_EMPLOYMENTS),
    Form(FINANCES, _INCOME_AND_SPENDING, _IN_MILLIONS),
    Form(FINANCES, _NET_SUPPORT, _IN_MILLIONS),
    Form(FUND_FINANCES, _INCOME_AND_SPENDING, _IN_MILLIONS, kind="기금명"),
    Form(FUND_FINANCES, _NET_SUPPORT, _IN_MILLIONS, kind="기금명"),
    Form(
        HEAD_PAY,
        _figures(HEAD_PAY),
        frozenset({THOUSAND_WON}),
        kind=ALIO_EMPLOYMENT,
        kinds=MappingProxyType({"상임기관장": ""}),
        other_kinds=frozenset({"상임이사", "상임감사", "비상임이사", "비상임감사", "상임임원 평균보수(연봉)"}),
    ),
)
# Sheets beside those above, by what stands under 구분 in every row of theirs.
ALIO_SHEETS_LEFT_OUT = MappingProxyType(
    {
        "사내복지기금 조성현황": "기금은 예산이 아니고 공시한 기관이 셋 가운데 하나가 안 됨",
        "무상": "복리후생비의 항목별 내역이라 합계에 이미 들어 있음",
        "유상": "빌려준 돈이라 쓴 돈이 아님",
    }
)

# ALIO's statistics search: a row per institution, one item a search, the newest year first. Items known by number,
# by table, column and kind of employment → (report form, item); all others come from the workbooks.
ALIO_SEARCH_CODE = "apbaId"
ALIO_SEARCH_NAME = "apbaNa"
ALIO_SEARCH_UNIT = "itmsUnitNm"
ALIO_SEARCH_YEARS = ("yy0", "yy1", "yy2", "yy3", "yy4", "yy5")
ALIO_SEARCH_ITEMS: Mapping[tuple[str, str, str | None], tuple[str, str]] = MappingProxyType(
    {
        ("pay", "average_pay", "regular"): ("20601", "GI0101"),
        ("pay", "average_pay_men", "regular"): ("20601", "GI0111"),
        ("pay", "average_pay_women", "regular"): ("20601", "GI0112"),
        ("pay", "employees", "regular"): ("20601", "GI0109"),
        ("pay", "tenure_months", "regular"): ("20601", "GI0110"),
        ("pay", "average_pay", "indefinite"): ("20601", "GI0301"),
        ("starting_pay", "starting_pay", None): ("20601", "GI0208"),
        ("new_hires", "regular_new_hires", None): ("20402", "GI010201"),
    }
)

REVISIONS = Table(
    "revisions",
    "고쳐진 공시",
    (
        Column("table", "", "name", "표"),
        Column("institution_code", "", "code", "기관코드"),
        Column("institution", "", "name", "기관"),
        Column("employment", "", "name", "고용 구분", "보수와 복리후생비의 고용 구분, 기금의 이름. 다른 표에는 없음"),
        Column("year", "", "year", "연도"),
        Column("column", "", "name", "열"),
        Column("before", "", "number", "앞선 값", "단위는 그 열의 것. 비어 있으면 미공시"),
        Column("after", "", "number", "나중 값", "단위는 그 열의 것. 비어 있으면 미공시"),
        Column("before_as_of", "", "date", "앞선 기준일"),
        Column("after_as_of", "", "date", "나중 기준일"),
        Column("source", "", "name", "알게 된 출처", "이 차이를 알게 해 준 문서나 조회"),
    ),
)

CHANGES = Table(
    "changes",
    "변경 이력",
    (
        Column("posting_id", "", "id", "공고번호"),
        Column("observed_at", "", "time", "확인한 때", "우리가 알아챈 때. 실제로 바뀐 때는 그보다 앞섬"),
        Column(
            "change",
            "",
            "name",
            "변경",
            "new: 새 공고, edited: 고침, extended: 마감 연장, shortened: 마감 단축, cancelled: 취소, "
            "withdrawn: 내려감, returned: 다시 나타남, reposted: 재공고, next_round: 다음 차수, same_title: 같은 제목의 공고",
        ),
        Column("column", "", "name", "바뀐 열"),
        Column("before", "", "name", "바뀌기 전", "긴 글은 달라진 곳의 둘레만"),
        Column("after", "", "name", "바뀐 뒤", "긴 글은 달라진 곳의 둘레만"),
        Column("related_posting_id", "", "id", "앞선 공고", "다시 낸 공고가 잇는 공고번호"),
    ),
)

OBSERVATIONS = Table(
    "observations",
    "관측",
    (
        Column("posting_id", "", "id", "공고번호"),
        Column("first_seen_at", "", "time", "처음 본 때"),
        Column("last_seen_at", "", "time", "마지막으로 본 때"),
        Column(
            "missing_since",
            "",
            "time",
            "보이지 않은 때",
            "있어야 할 목록에 없었던 첫 읽기가 시작한 때. 있으면 비어 있음",
        ),
        Column(
            "is_new",
            "",
            "flag",
            "새로 나타남",
            "그 자리의 목록을 다 읽어 둔 뒤에 나타남. 아니면 처음 본 때는 등록한 때와 상관없음",
        ),
        Column("edits", "", "count", "고친 횟수", "본 것만"),
    ),
)

CPI = Table(
    "cpi",
    "소비자물가지수",
    (
        Column("year", "", "year", "연도"),
        Column("index", "", "number", "소비자물가지수", "2020년 = 100, 연평균"),
    ),
)

POPULATION = Table(
    "population",
    "주민등록인구",
    (
        Column("region", "", "code", "시도", "근무지 코드"),
        Column("year", "", "year", "연도", "연말 기준"),
        Column("population", "", "count", "주민등록인구", "단위: 명"),
    ),
)

EVENTS = Table(
    "events",
    "사건",
    (
        Column("event_code", "", "code", "사건 코드"),
        Column("event", "", "name", "사건"),
        Column("first_day", "", "date", "첫날"),
        Column("last_day", "", "date", "끝날", "하루의 일은 비어 있음"),
        Column("is_break", "", "flag", "계열이 끊김", "앞뒤의 수가 같은 것을 세지 않음"),
        Column(
            "bears_on",
            "",
            "name",
            "관련된 수",
            "hires, staff, pay, postings, types, regions, ministries, relocated, youth",
        ),
        Column("is_sure", "", "flag", "확실함", "독립된 출처가 둘 이상"),
        Column("source", "", "name", "출처"),
        Column("source_address", "", "url", "출처의 주소"),
    ),
)

REJECTED = Table(
    "rejected",
    "쓰지 못한 기록",
    (
        Column("table", "", "name", "표"),
        Column("key", "", "name", "기록의 키"),
        Column("reason", "", "name", "까닭"),
        Column("record", "", "text", "받은 그대로의 기록"),
    ),
)

UNREAD_VALUES = Table(
    "unread_values",
    "읽지 못한 값",
    (
        Column("table", "", "name", "표"),
        Column("key", "", "name", "기록의 키"),
        Column("column", "", "name", "열", "이 기록에서 비워 둔 열"),
        Column("reason", "", "name", "까닭"),
        Column("value", "", "text", "받은 그대로의 값"),
    ),
)

CODE_NAMES = Table(
    "code_names",
    "코드 이름",
    (
        Column("column", "", "name", "열"),
        Column("code", "", "code", "코드"),
        Column("label", "", "name", "이름", "코드집에 없으면 자료에 적힌 이름"),
        Column("is_known", "", "flag", "코드집에 있음"),
        Column("records", "", "count", "기록 수"),
    ),
)

TABLES: MappingProxyType[str, Table] = MappingProxyType(
    {
        table.name: table
        for table in (
            POSTINGS,
            POSTING_TEXTS,
            WORKPLACES,
            ROLES,
            FACTS,
            JD_SECTIONS,
            UNKNOWN_LICENCES,
            STAGES,
            ATTACHMENTS,
            DOCUMENT_TEXTS,
            COMPETITIONS,
            INSTITUTIONS,
            BRANCHES,
            FACILITIES,
            FACILITY_FILES,
            PROGRAMMES,
            PAY,
            STARTING_PAY,
            NEW_HIRES,
            INTERNS,
            STAFF,
            WORK_FAMILY,
            WELFARE,
            FINANCES,
            FUND_FINANCES,
            HEAD_PAY,
            REVISIONS,
            CHANGES,
            OBSERVATIONS,
            CPI,
            POPULATION,
            EVENTS,
            LICENCES,
            NCS_CLASSES,
            REJECTED,
            UNREAD_VALUES,
            CODE_NAMES,
        )
    }
)

VOLATILE_FIELDS = frozenset(name for table in TABLES.values() for name in table.volatile)
_PERSONAL_FIELDS = frozenset(name for table in TABLES.values() for name in table.personal)
# `pic` is the services' short form of "person in charge".
_PERSONAL_PREFIX = "pic"


def is_personal(source: str) -> bool:
    """Whether a source field is about a contact person: its value is kept nowhere."""
    return source in _PERSONAL_FIELDS or source.startswith(_PERSONAL_PREFIX)


# The rows of a list mostly share their fields.
@lru_cache(maxsize=256)
def personal_among(sources: tuple[str, ...]) -> frozenset[str]:
    """Which of these source fields are about a contact person."""
    return frozenset(source for source in sources if is_personal(source))
