"""The code tables of the portal, with the period in which a code is in use.

Names and codes: 공공기관 채용정보 조회서비스 code book v1.2 (2023-11-28), plus R3027 전남광주, in the
data since July 2026. Codes the portal adds later are not an error: they are shown as themselves.
"""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

# 광주광역시 and 전라남도 became 전남광주통합특별시 on 2026-07-01; the portal still published the two old codes until:
OLD_REGIONS_LAST_DATE = date(2026, 7, 22)


@dataclass(frozen=True, slots=True)
class Code:
    """One value of a code table.

    `slug` is its readable form in a URL, `until` the last day on which it is published,
    `folds_into` the code that carries it on in a comparable time series.
    """

    code: str
    name: str
    slug: str
    until: date | None = None
    folds_into: str | None = None


def _table(*rows: Code) -> MappingProxyType[str, Code]:
    return MappingProxyType({row.code: row for row in rows})


HIRE_TYPES = _table(
    Code("R1010", "정규직", "regular"),
    Code("R1030", "무기계약직", "indefinite"),
    Code("R1040", "비정규직", "non-regular"),
    Code("R1060", "청년인턴(체험형)", "experience-intern"),
    Code("R1070", "청년인턴(채용형)", "hiring-intern"),
    Code("R1020", "계약직", "contract"),
    Code("R1050", "청년인턴", "youth-intern"),
    # None of the portal's: a recording that did not keep which of the two kinds of intern it was.
    Code("INTERN-UNKNOWN", "청년인턴(종류 미상)", "intern-unknown"),
)

CAREER_LEVELS = _table(
    Code("R2010", "신입", "entry"),
    Code("R2020", "경력", "experienced"),
    Code("R2030", "신입+경력", "either"),
    Code("R2040", "외국인 전형", "foreigner"),
)

# In the order in which the portal shows them, which is not the order of the codes.
WORK_REGIONS = _table(
    Code("R3010", "서울", "seoul"),
    Code("R3014", "부산", "busan"),
    Code("R3013", "대구", "daegu"),
    Code("R3011", "인천", "incheon"),
    Code("R3015", "광주", "gwangju", OLD_REGIONS_LAST_DATE, "R3027"),
    Code("R3012", "대전", "daejeon"),
    Code("R3016", "울산", "ulsan"),
    Code("R3026", "세종", "sejong"),
    Code("R3017", "경기", "gyeonggi"),
    Code("R3018", "강원", "gangwon"),
    Code("R3020", "충북", "chungbuk"),
    Code("R3019", "충남", "chungnam"),
    Code("R3024", "전북", "jeonbuk"),
    Code("R3023", "전남", "jeonnam", OLD_REGIONS_LAST_DATE, "R3027"),
    Code("R3027", "전남광주", "jeonnam-gwangju"),
    Code("R3021", "경북", "gyeongbuk"),
    Code("R3022", "경남", "gyeongnam"),
    Code("R3025", "제주", "jeju"),
    Code("R3030", "해외", "abroad"),
)
CAPITAL_AREA = frozenset({"R3010", "R3011", "R3017"})

NCS_FIELDS = _table(
    Code("R600001", "사업관리", "project"),
    Code("R600002", "경영.회계.사무", "business"),
    Code("R600003", "금융.보험", "finance"),
    Code("R600004", "교육.자연.사회과학", "education"),
    Code("R600005", "법률.경찰.소방.교도.국방", "law"),
    Code("R600006", "보건.의료", "health"),
    Code("R600007", "사회복지.종교", "welfare"),
    Code("R600008", "문화.예술.디자인.방송", "culture"),
    Code("R600009", "운전.운송", "transport"),
    Code("R600010", "영업판매", "sales"),
    Code("R600011", "경비.청소", "security"),
    Code("R600012", "이용.숙박.여행.오락.스포츠", "leisure"),
    Code("R600013", "음식서비스", "food-service"),
    Code("R600014", "건설", "construction"),
    Code("R600015", "기계", "machinery"),
    Code("R600016", "재료", "materials"),
    Code("R600017", "화학", "chemistry"),
    Code("R600018", "섬유.의복", "textiles"),
    Code("R600019", "전기.전자", "electrical"),
    Code("R600020", "정보통신", "ict"),
    Code("R600021", "식품가공", "food-processing"),
    Code("R600022", "인쇄.목재.가구.공예", "crafts"),
    Code("R600023", "환경.에너지.안전", "environment"),
    Code("R600024", "농림어업", "agriculture"),
    Code("R600025", "연구", "research"),
)

EDUCATION_LEVELS = _table(
    Code("R7010", "학력무관", "any"),
    Code("R7020", "중졸이하", "middle"),
    Code("R7030", "고졸", "high"),
    Code("R7040", "대졸(2~3년)", "college"),
    Code("R7050", "대졸(4년)", "bachelor"),
    Code("R7060", "석사", "master"),
    Code("R7070", "박사", "doctor"),
)

# Our own: whom a posting favours or is kept for. The first eight are those the recorded day tells.
PREFERENCE_GROUPS = _table(
    Code("local", "지역인재", "regional-talent"),
    Code("veteran", "보훈", "veteran"),
    Code("disabled", "장애", "disability"),
    Code("lowincome", "저소득", "low-income"),
    Code("defector", "북한이탈", "north-korean-defector"),
    Code("multicultural", "다문화", "multicultural"),
    Code("selfreliant", "자립준비", "self-reliant-youth"),
    Code("history", "한국사", "korean-history"),
    Code("singleparent", "한부모", "single-parent"),
    Code("careerbreak", "경력단절", "career-break"),
    Code("highschool", "고졸", "high-school"),
    Code("senior", "고령자", "senior"),
    Code("hero", "의사상자", "public-hero"),
    Code("intern", "청년인턴 경력", "former-intern"),
)

INSTITUTION_TYPES = _table(
    Code("A2001", "공기업(시장형)", "market"),
    Code("A2002", "공기업(준시장형)", "quasi-market"),
    Code("A2003", "준정부기관(기금관리형)", "fund"),
    Code("A2004", "준정부기관(위탁집행형)", "commissioned"),
    Code("A2005", "기타공공기관", "other"),
)

INSTITUTION_CLASSES = _table(
    Code("01", "SOC", "soc"),
    Code("02", "금융", "finance"),
    Code("03", "에너지", "energy"),
    Code("04", "고용보건복지", "welfare"),
    Code("05", "문화예술외교법무", "culture"),
    Code("06", "농림수산환경", "agriculture"),
    Code("07", "산업진흥정보화", "industry"),
    Code("08", "연구교육", "research"),
    Code("99", "기타", "etc"),
)

ATTACHMENT_KINDS = _table(
    Code("A", "공고문", "notice"),
    Code("B", "입사지원서", "application"),
    Code("C", "직무기술서", "job-description"),
    Code("Z", "기타", "etc"),
)


def comparable_regions(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Work regions on the 16 units that stay comparable across the merger of 2026, without repeats.

    Unknown codes stay as they are.
    """
    folded = (WORK_REGIONS[code].folds_into or code if code in WORK_REGIONS else code for code in codes)
    return tuple(dict.fromkeys(folded))


COMPARABLE_REGIONS = MappingProxyType({code: entry for code, entry in WORK_REGIONS.items() if entry.folds_into is None})

# Province names as institutions write them, old and new, by region code.
_PROVINCE_NAMES = {
    "R3010": "서울특별시 서울시",
    "R3011": "인천광역시",
    "R3012": "대전광역시",
    "R3013": "대구광역시",
    "R3014": "부산광역시",
    "R3015": "광주광역시",
    "R3016": "울산광역시",
    "R3017": "경기도",
    "R3018": "강원도 강원특별자치도",
    "R3019": "충청남도",
    "R3020": "충청북도",
    "R3021": "경상북도",
    "R3022": "경상남도",
    "R3023": "전라남도",
    "R3024": "전라북도 전북특별자치도",
    "R3025": "제주특별자치도 제주도",
    "R3026": "세종특별자치시",
    "R3027": "전남광주통합특별시",
}
PROVINCES = MappingProxyType(
    {name: code for code, names in _PROVINCE_NAMES.items() for name in (*names.split(), WORK_REGIONS[code].name)}
)
