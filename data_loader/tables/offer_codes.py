"""The code tables of facilities and programmes.

Names and codes: code book v1.2 of the services (2023-11-28), but for file kinds, which it does not list. A
class's code begins with the code of the class above it; the parents F003 and F006 are used and not defined.
"""

from collections.abc import Mapping
from types import MappingProxyType

from data_loader.codes import Code


def _table(text: str) -> Mapping[str, Code]:
    """Entries "code name", parted by commas; the code in small letters is the slug."""
    entries = (entry.split(maxsplit=1) for line in text.split("\n") for entry in line.split(", ") if entry.strip())
    return MappingProxyType({code: Code(code, name, code.lower()) for code, name in entries})


def _named(*rows: tuple[str, str, str]) -> Mapping[str, Code]:
    return MappingProxyType({code: Code(code, name, slug) for code, name, slug in rows})


IN_OUT = _named(("IN", "실내", "in"), ("OUT", "실외", "out"), ("ALL", "실내ㆍ실외", "all"))
OPENING = _named(("01", "24시간", "always"), ("02", "시간입력", "hours"))
HOST_TYPES = _named(("01", "직접", "own"), ("02", "유관단체", "related"))
FILE_KINDS = _named(("I", "사진", "image"))
PROGRAMME_PERIODS = _named(("01", "상시", "always"), ("02", "수시", "at-times"), ("99", "기타", "etc"))
LIFE_STAGES = _named(
    ("01", "영유아", "infant"),
    ("02", "아동청소년", "child"),
    ("03", "청년", "youth"),
    ("04", "중장년", "middle-aged"),
    ("05", "어르신", "senior"),
    ("99", "해당없음", "none"),
)
SERVICE_CLASSES = _named(
    ("01", "생활정보", "living"),
    ("02", "정책뉴스", "news"),
    ("03", "교육/상담", "education"),
    ("04", "평가/발급", "certificates"),
    ("05", "사업지원", "business"),
    ("06", "시설지원", "facilities"),
)

FACILITY_TYPES = _table("""
F001 회의실, F001001 소형, F001002 중형, F001003 대형, F002 강당, F002002 정보화교육실, F002003 소형, F002004 중형, F002005 대형
F003001 소형, F003002 중형, F003003 대형, F004 문화시설, F004001 공연장, F004002 전시실, F004004 방송실ㆍ스튜디오, F004005 도서관
F004008 박물관, F005 체육시설, F005003 농구장, F005004 배구장, F005005 배드민턴장, F005007 수영장, F005008 야구장, F005012 족구장
F005013 헬스장, F005014 축구장ㆍ운동장, F005015 테니스장, F005016 풋살장, F005017 실내체육관, F005025 탁구장, F005028 기타
F006001 소형다목적실, F006002 중형다목적실, F006003 대형다목적실, F007 숙박시설, F007003 연수원, F007004 캠핑장, F008 주차장, F008001 주차장
F009 기타시설물, F009001 구내식당, F009002 카페
""")
FACILITY_GROUP_LENGTH = 4
FACILITY_GROUPS = MappingProxyType(
    {code: FACILITY_TYPES[code] for code in FACILITY_TYPES if len(code) == FACILITY_GROUP_LENGTH}
)

PROGRAMME_CLASSES = _table("""
B01 건강, B0101 식의약품안전, B010101 식품안전, B010102 의약품안전, B010103 기타, B0102 의료지원, B010201 가정건강, B010202 건강증진
B010203 공공의료지원, B010204 분쟁조정, B010205 의학연구, B010206 중독예방치료, B010207 기타, B0103 질병치료, B010301 의료기관, B010302 기타
B0104 환경위생, B010401 검역, B010402 방역, B010403 기타, B0105 기타
B02 공공안전, B0201 공공기능, B020101 금융관리, B020102 법률, B020103 전략물자, B020104 정보화지원, B020105 조세재정, B020106 행정연구
B020107 기타, B0202 국방, B020201 국방과학, B020202 기타, B0203 산업안전, B020301 안전보건, B020302 기타, B0204 시설안전
B020401 시설안전관리, B020402 기타, B0205 기타
B03 교육연구, B0301 교육, B030101 사회교육, B030102 청소년교육, B030103 학교, B030104 기타, B0302 교육지원, B030201 과학시설
B030202 교육연구, B030203 인력개발, B030204 장학금, B030205 기타, B0303 연구개발, B030301 정책연구, B030302 학술연구, B030303 기타
B0304 기타
B04 국가인프라, B0401 교통, B040101 교통과학, B040102 도로교통, B040103 철도교통, B040104 항공교통, B040105 해상교통, B040106 기타
B0402 물류, B040201 물류시설, B040202 기타, B0403 에너지, B040301 가스에너지, B040302 석유에너지, B040303 석탄에너지, B040304 에너지관리
B040305 에너지일반, B040306 원자력에너지, B040307 전기에너지, B040308 기타, B0404 자원, B040401 산림자원, B040402 수자원, B040403 지하자원
B040404 해양자원, B040405 기타, B0405 기타
B05 문화생활, B0501 문화예술, B050101 문화시설관리, B050102 문화유산, B050103 문화진흥, B050104 방송미디어, B050105 기타, B0502 여가활동
B050201 관광, B050202 레저, B050203 기타, B0503 체육활동, B050301 스포츠, B050302 기타, B0504 기타
B06 사회복지, B0601 일반복지, B060101 근로복지, B060102 보훈복지, B060103 기타, B0602 취약계층복지, B060201 노인복지, B060202 복지시설
B060203 여성복지, B060204 장애인복지, B060205 저소득계층복지, B060206 청소년복지, B060207 기타, B0603 기타
B07 산업진흥, B0701 산업금융, B070101 공공금융, B070102 금융, B070103 보증, B070104 기타, B0702 산업발전, B070201 노사발전, B070202 무역
B070203 산업단지관리, B070204 산업연구, B070205 소상공인지원, B070206 중소기업지원, B070207 특허, B070208 기타, B0703 산업지원
B070301 과학기술산업, B070302 농림축산업, B070303 문화예술산업, B070304 식품산업, B070305 일반산업, B070306 지역의료산업, B070307 해양수산산업
B070308 기타, B0704 기타
B08 생활환경, B0801 기상기후, B080101 기상, B080102 기후, B080103 기타, B0802 소비자지원, B080201 공정거래, B080202 소비자보호
B080203 기타, B0803 자연환경, B080301 환경보존, B080302 기타, B0804 주거환경, B080401 상하수도, B080402 환경개선, B080403 기타
B0805 주택토지, B080501 부동산지원, B080502 주택, B080503 주택금융, B080504 지역개발, B080505 기타, B0806 기타
B09 취업ㆍ직업, B0901 노동연구, B090101 노동, B090102 기타, B0902 취업/직장생활, B090201 고용정보, B090202 인력개발, B090203 자격검정
B090204 직업소개, B090205 직업훈련, B090206 기타, B0903 기타
B10 해외남북교류, B1001 남북교류, B100101 남북문화체육교류, B100102 남북연구, B100103 새터민지원, B100104 기타, B1002 해외교류
B100201 재외국민지원, B100202 해외교류, B100203 해외기술협력, B100204 기타, B1003 기타
B11 기타, B1101 기타
""")
PROGRAMME_FIELD_LENGTH = 3
PROGRAMME_FIELDS = MappingProxyType(
    {code: PROGRAMME_CLASSES[code] for code in PROGRAMME_CLASSES if len(code) == PROGRAMME_FIELD_LENGTH}
)


def class_path(table: Mapping[str, Code], code: str) -> str:
    """The class with those above it, as in "건강 > 의료지원 > 기타"; an unknown code as itself."""
    if code not in table:
        return code
    above = (table[code[:length]].name for length in range(1, len(code)) if code[:length] in table)
    return " > ".join((*above, table[code].name))
