"""Numbers in a question: how many persons, which pay, how many years of a career, how long a notice runs."""

import re
from collections.abc import Iterator

from dashboard.ask.meaning import Meaning, Params

_AT_LEAST, _AT_MOST, _OVER, _UNDER = "이상|넘게", "이하|까지|이내", "초과|넘는|넘은", "미만|안되는"
_PERSONS = rf"(?:모집인원|인원|채용인원|정원)?(?P<count>[\d,]+|한|두|세|열)(?:명|인|사람)(?:을|이|도)?(?P<bound>{_AT_LEAST}|{_AT_MOST}|{_OVER}|{_UNDER})"
_BETWEEN = r"(?P<low>\d+)(?:명|인)?(?:[~∼–-]|에서|부터)(?P<high>\d+)(?:명|인)(?:사이|까지)?"
_EXACTLY = r"(?P<count>\d+)명(?:을|만)?(?=뽑|모집|채용)"
_COUNTS = {"한": 1, "두": 2, "세": 3, "열": 10}
_MONEY = r"(?:[\d.,]+|[일이삼사오육칠팔구십백천]+)(?:억|천만|백만|만|천)[\d천백만]*원?(?:도|을|이(?![상하])|대|원)?(?:이상|넘는|넘게|초과|이하|미만|안되는|대|주는|받는|넘어|밑|까지|정도)*(?:주는|받는)?"
_CAREER = (
    r"(?:경력)?(?P<years>\d{1,2}년(?:이상|이하|미만|정도|쯤|짜리|넘는)|\d{1,2}년(?=경력))(?:의|인)?(?:경력(?:자|직)?)?"
)
_CAREER_BARE = r"경력(?P<years>\d{1,2}년)(?!도|부터|이후)"
_IN_YEAR = r"\d{1,2}년차(?:인데|인|이고|입니다)?"
_NOTICE = r"(?:일주일|\d{1,2}일|이틀|사흘|보름|열흘|\d주일?)(?:도)?(?:안되는|이하|미만|이내인|밖에안되는|짜리|도안되는)"
_AGE = r"(?:만)?\d{2}(?:세|살)(?:이상|이하|미만|인데|도)?|[2-6]0대(?:도|가|인데)?"
_TOP = r"(?:top|상위)?\d{1,3}(?:위까지|위|곳|개기관|개)(?:만)?|top\d{1,3}"
_HOW_MANY_TO_ONE = r"\d+대1"


def figures_in(letters: str) -> Iterator[tuple[int, int, Meaning]]:
    """Where figures stand among letters without blanks, and what each means."""
    for match in re.finditer(_PERSONS, letters):
        yield match.start(), match.end(), Meaning("figure", params=_bounds(match))
    for match in re.finditer(_EXACTLY, letters):
        yield match.start(), match.end(), Meaning("figure", params=(("min", match["count"]), ("max", match["count"])))
    for match in re.finditer(_BETWEEN, letters):
        yield match.start(), match.end(), Meaning("figure", params=(("min", match["low"]), ("max", match["high"])))
    experienced = (("career", "experienced,either"),)
    for pattern in (_CAREER, _CAREER_BARE):
        for match in re.finditer(pattern, letters):
            yield match.start(), match.end(), Meaning("figure", params=experienced, words=match["years"])
    for match in re.finditer(_IN_YEAR, letters):
        yield match.start(), match.end(), Meaning("figure", params=experienced)
    for match in re.finditer(_MONEY, letters):
        yield match.start(), match.end(), Meaning("figure", page="pay")
    for match in re.finditer(_NOTICE, letters):
        yield match.start(), match.end(), Meaning("figure", page="notices")
    for match in re.finditer(_AGE, letters):
        yield match.start(), match.end(), Meaning("unread", words=match[0])
    for pattern in (_TOP, _HOW_MANY_TO_ONE):
        for match in re.finditer(pattern, letters):
            yield match.start(), match.end(), Meaning("generic")


def _bounds(match: re.Match[str]) -> Params:
    text = match["count"].replace(",", "")
    count = _COUNTS[text] if text in _COUNTS else int(text)
    bound = match["bound"]
    if bound in _AT_LEAST.split("|"):
        return (("min", str(count)),)
    if bound in _OVER.split("|"):
        return (("min", str(count + 1)),)
    return (("max", str(count if bound in _AT_MOST.split("|") else max(0, count - 1))),)
