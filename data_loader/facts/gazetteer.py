"""The names of licences as rules look them up: every name, alias and former name, by its first two characters."""

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "reference" / "licences.csv"

_LEVEL = re.compile(r"\(?(?:준?[1-9]급)\)?$")
_BRACKETS = re.compile(r"\([^()]*\)")
TECHNICAL = re.compile(r"(?:기술사|기능장|산업기사|기사|기능사)$")
# Written in notices, not in the list: short forms and names with a level right behind them.
_SHORT_FORMS = {
    "한국사능력검정": "한국사능력검정시험",
    "한국사능력시험": "한국사능력검정시험",
    "한국사능력": "한국사능력검정시험",
    "한국사검정": "한국사능력검정시험",
    "한국사": "한국사능력검정시험",
    "한국사인증": "한국사능력검정시험",
    "KBS한국어능력": "KBS한국어능력시험",
    "한국실용글쓰기검정": "한국실용글쓰기",
    "한국실용글쓰기검정시험": "한국실용글쓰기",
    "한국실용글쓰기": "한국실용글쓰기",
    "실용글쓰기": "한국실용글쓰기",
    "한국실용글쓰기시험": "한국실용글쓰기",
    "국어능력인증": "국어능력인증시험",
    "국어능력인증시험": "국어능력인증시험",
    "컴활": "컴퓨터활용능력",
    "화물운송종사자격": "화물운송종사",
    "화물운송자격": "화물운송종사",
    "버스운전자격": "버스운전",
    "한국사능력검정능력": "한국사능력검정시험",
    "수의사": "수의사",
    "보건의료정보관리사": "보건의료정보관리사",
    "교원": "교원",
    "의무기록사": "의무기록사",
    "노무사": "공인노무사",
    "회계사": "공인회계사",
    "CPA": "공인회계사",
    "KICPA": "공인회계사",
    "정신건강간호사": "정신건강간호사",
    "정신건강사회복지사": "정신건강사회복지사",
    "정신건강임상심리사": "정신건강임상심리사",
    "정신건강전문요원": "정신건강전문요원",
    "정신건강작업치료사": "정신건강작업치료사",
    "항해사": "항해사",
    "기관사": "기관사",
    "조리기능사": "조리기능사",
    "조리사": "조리사",
    "사서": "사서",
    "정사서": "정사서",
    "응급구조사": "응급구조사",
    "중등학교정교사": "중등학교정교사",
    "MOSMASTER": "MOS",
    "산림기사": "산림기사",
    "소방안전관리자": "소방안전관리자",
    "전기공사기사": "전기공사기사",
}
# Names that are words of everyday language: a level or 자격, 면허 has to follow at once.
_COMMON = frozenset(
    (
        "한국사",
        "비서",
        "교원",
        "사서",
        "한국사능력",
        "워드프로세서",
        "보세사",
        "위생사",
        "FAT",
        "TAT",
        "MOS",
        "CFA",
        "FRM",
        "CFP",
        "CIA",
        "BLS",
        "ACLS",
        "PMP",
        "ITQ",
        "GTQ",
        "DIAT",
        "CISA",
        "CISSP",
        "CCNA",
        "AFPK",
        "소방안전관리자",
        "교통안전관리자",
        "보건교사",
        "영양교사",
        "사서교사",
        "학예사",
        "개인정보관리사",
        "영상의학과",
        "기관사",
        "항해사",
        "도선사",
        "조산사",
        "안경사",
        "CPA",
    )
)
_NOT_NAMES = frozenset({"TEST", "준사서"})


@dataclass(frozen=True, slots=True)
class Name:
    """A way to write a licence. `value`: as facts spell it, without the level; `is_sure`: the name itself says licence."""

    written: str
    value: str
    is_sure: bool
    is_common: bool
    is_levelled: bool


@lru_cache(maxsize=1)
def names_by_start() -> dict[str, tuple[Name, ...]]:
    """First two characters → the names that begin so, longest first."""
    found: dict[str, dict[str, Name]] = {}
    levelled = _levelled()
    for written, value in _written().items():
        if len(written) < 2 or written in _NOT_NAMES:
            continue
        is_sure = bool(TECHNICAL.search(written)) or (
            len(written) >= 6 and not written.endswith(("사", "원", "자", "가"))
        )
        found.setdefault(written[:2], {})[written] = Name(
            written, value, is_sure, written in _COMMON, value in levelled
        )
    return {start: tuple(sorted(names.values(), key=lambda name: -len(name.written))) for start, names in found.items()}


def _written() -> dict[str, str]:
    found: dict[str, str] = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["kind"] == "어학" and "한국" not in row["licence"] and "국어" not in row["licence"]:
                continue
            value = _bare(row["licence"])
            found.setdefault(value, value)
            for alias in filter(None, row["aliases"].split("|")):
                found.setdefault(_bare(alias), value)
            # A former name stays as it is written; the list says what it is called today.
            for former in filter(None, row["former_names"].split("|")):
                found.setdefault(_bare(former), _bare(former))
    return {written.upper(): value for written, value in {**found, **_SHORT_FORMS}.items()}


def _levelled() -> frozenset[str]:
    """Names that come in levels."""
    with FILE.open(encoding="utf-8", newline="") as file:
        names = [row["licence"] for row in csv.DictReader(file)]
    return frozenset({_bare(name) for name in names if re.search(r"[1-9]급\)?$", name)}) | _ALSO_LEVELLED


_ALSO_LEVELLED = frozenset(
    [
        "한국사능력검정시험",
        "KBS한국어능력시험",
        "한국실용글쓰기",
        "국어능력인증시험",
        "요양보호사",
        "항해사",
        "기관사",
        "청소년지도사",
        "청소년상담사",
        "응급구조사",
        "정사서",
        "사회복지사",
        "보육교사",
        "언어재활사",
        "정신건강전문요원",
        "정신건강간호사",
        "정신건강사회복지사",
        "정신건강임상심리사",
        "한자능력검정",
        "무역영어",
        "워드프로세서",
        "평생교육사",
        "건강가정사",
        "한국어교원",
        "생활스포츠지도사",
        "전문스포츠지도사",
        "노인스포츠지도사",
        "유소년스포츠지도사",
        "소방안전관리자",
        "네트워크관리사",
        "리눅스마스터",
        "회계관리",
        "ERP정보관리사",
        "직업능력개발훈련교사",
        "학예사",
        "문화예술교육사",
        "상담심리사",
        "전문상담사",
        "심리상담사",
        "FAT",
        "TAT",
        "ITQ",
        "GTQ",
        "DIAT",
        "장례지도사",
        "정교사",
        "중등학교정교사",
        "유치원정교사",
        "응급구조사",
        "병원행정사",
        "장애인재활상담사",
        "전산세무",
        "전산회계",
        "국어능력인증",
        "기업회계",
        "컴퓨터활용능력",
        "비서",
        "경영지도사",
        "물류관리사",
        "유통관리사",
        "주거복지사",
        "언어치료사",
    ]
)


def _bare(name: str) -> str:
    """Without blanks, brackets and level: 소방설비기사(기계분야) → 소방설비기사, 컴활 1급 → 컴활."""
    bare = _LEVEL.sub("", _BRACKETS.sub("", "".join(name.split())))
    return re.sub(r"^[1-9]급", "", bare)
