"""Rows of the services beside the list of postings, with all their fields. Every name in them is invented."""

from typing import Any

from tests.data_loader.conftest import posting_row


def stage_row(number: int, posting: int = 303_953, **changes: object) -> dict[str, Any]:
    """A stage as an open posting has it: recorded in 2026-08, but for the numbers."""
    row: dict[str, Any] = {
        "sortNo": 0,
        "cmpttRt": None,
        "aplyNope": None,
        "minStepSn": number,
        "recrutNope": None,
        "rsnOcrnYmd": None,
        "recrutPblntSn": posting,
        "maxStepSn": number,
        "recrutStepSn": number,
        "recrutPbancTtl": "보건직(임상병리사)",
    }
    return row | changes


def file_row(number: int = 3_069_638, **changes: object) -> dict[str, Any]:
    row: dict[str, Any] = {
        "sortNo": 3,
        "recrutAtchFileNo": number,
        "atchFileNm": "붙임. 채용공고문.pdf",
        "atchFileType": "A",
        "url": f"https://opendata.alio.go.kr/recruit/downloadAtchFile?recrutAtchFileNo={number}",
    }
    return row | changes


def detail(posting: int = 303_953, **changes: object) -> dict[str, Any]:
    """The detail of an open posting: the fields of the list, one attachment, one position of two stages."""
    stages = [stage_row(n, posting, minStepSn=1_255_842, maxStepSn=1_255_843) for n in (1_255_842, 1_255_843)]
    row = posting_row(posting, ongoingYn=None, files=[file_row()], steps=stages)
    return row | changes


def branch_row(number: int = 1, **changes: object) -> dict[str, Any]:
    row: dict[str, Any] = {
        "brnchSn": number,
        "brnchNm": "가나지사",
        "instCd": "C0021",
        "instNm": "국립공원공단",
        "pbadmsStdInstCd": "B553991",
        "ctpvNm": "전라북도",
        "sggNm": "남원시",
        "roadNmAddr": "가나로 1",
        "lotnoAddr": "",
        "daddr": "2층",
        "rprsTelno": "063-000-0000",
        "rprsFxno": "",
        "rprsEml": "",
        "custCntrTelno": "",
        "siteUrl": "www.example.com",
    }
    return row | changes


def facility_row(number: int = 501, **changes: object) -> dict[str, Any]:
    row: dict[str, Any] = {
        "fcltSn": number,
        "fcltNm": "대회의실",
        "fcltTypeCd": "F001003",
        "fcltTypeNm": "대형",
        "fcltTypeFullNm": "회의실 > 대형",
        "mngInstCd": "C0021",
        "pbadmsStdInstCd": "B553991",
        "instNm": "국립공원공단",
        "ctpvNm": "강원특별자치도",
        "sggNm": "원주시",
        "roadNmAddr": "혁신로 22",
        "lotnoAddr": "",
        "daddr": "본관 1층",
        "lat": 37.3225,
        "lon": 127.9786,
        "indrSe": "IN",
        "indrSeExpln": "실내",
        "chagfeeYn": "Y",
        "acptNopeExpln": "200석",
        "weekdaysTmSe": "02",
        "weekdaysTmExpln": "09:00~18:00",
        "satTmSe": "02",
        "satTmExpln": "09:00~13:00",
        "hldyTmSe": None,
        "hldyTmExpln": None,
        "tcbizDayInfo": "일요일",
        "rsvtPsbltyYn": "Y",
        "rsvtMthdSiteYn": "Y",
        "rsvtMthdTelYn": "N",
        "rsvtMthdEmlYn": "N",
        "rsvtMthdDocYn": "N",
        "rsvtMthdEtcYn": "N",
        "rsvtMthdEtcExpln": None,
        "rsvtMthdExpln": "누리집에서 예약",
        "picNm": "홍길동",
        "picDeptNm": "총무부",
        "picTelno": "033-000-0000",
        "picEml": "hong@example.com",
        "siteUrl": "https://www.example.com/room",
        "sprvsnNm": "국립공원공단",
        "sprvsnType": "01",
        "sprvsnTypeExpln": "직접",
        "utztnTrgtExpln": "누구나",
        "utztnMthdExpln": "예약한 뒤 이용",
        "utztnPayExpln": "시간당 10,000원",
        "files": [],
    }
    return row | changes


def facility_file_row(number: int = 9001, **changes: object) -> dict[str, Any]:
    row: dict[str, Any] = {
        "fcltFileNm": "전경.jpg",
        "fcltFileSn": number,
        "fileExtn": "jpg",
        "fileSe": "I",
        "url": f"https://www.example.com/files/{number}",
    }
    return row | changes


def programme_row(number: int = 701, **changes: object) -> dict[str, Any]:
    row: dict[str, Any] = {
        "bizSn": number,
        "bizNm": "탐방 해설",
        "bizExpln": "국립공원의 자연을 풀어 알린다.",
        "bizClsf": "B050202",
        "bizClsfNm": "레저",
        "instCd": "C0021",
        "instNm": "국립공원공단",
        "pbadmsStdInstCd": "B553991",
        "bizPeriodSe": "01",
        "bizPeriodSeNm": "상시",
        "bizPeriodExpln": "연중",
        "bgngYmd": None,
        "endYmd": None,
        "lifecyclLst": "02,03",
        "lifecyclNmLst": "아동청소년,청년",
        "srvcClsf": "03",
        "srvcClsfNm": "교육/상담",
        "utztnTrgtExpln": "누구나",
        "utztnMthdExpln": "누리집에서 신청",
        "utztnInqInfo": "홍길동 033-000-0000",
        "siteUrl": "www.example.com",
    }
    return row | changes
