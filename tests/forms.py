"""Forms of Korean that newspapers do not use, each with what they write, and the search for them."""

import re

NOT_USED = {
    r"\d백만 원|\}백만 원": "7,140만 원 (71.4백만 원)",
    r"(?<![가-힣])이레(?![가-힣])": "최근 7일",
    r"(?<![가-힣])(?:사흘|나흘|닷새|엿새|여드레|아흐레|열흘)(?![가-힣])": "3일, 4일, …, 10일",
    r"달마다": "월별, 매달",
    r"해마다의": "연도별",
    r"차례(?!로)": "정렬, 순서",
    r"글쇠": "키보드",
    r"견[주줄준줌줍]": "비교",
    r"따로 둔 (?:기록|줄|것)": "제외 기록",
    r"나누어 세|나누어 센|나누어 셈": "균등 배분",
    r"모두 세기|모두 센": "중복 집계",
    r"열두 달": "최근 12개월, 2025년 12월~2026년 11월",
    r"어디서 답을 찾나": "질문으로 찾기",
}
# A tip beside a mark of a chart in millions has no room for two units.
_IN_A_TIP = re.compile(r"%\{+[^}]*\}+백만 원")


def forms_not_used(text: str) -> list[str]:
    """Each with its surroundings and what to write instead."""
    text = _IN_A_TIP.sub("", text)
    return [
        f"…{text[max(0, found.start() - 15) : found.end() + 10]}… → {better}"
        for pattern, better in NOT_USED.items()
        for found in re.finditer(pattern, text)
    ]
