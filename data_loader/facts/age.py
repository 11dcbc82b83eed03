"""Age limits: 15세 이상 34세 이하, 만 60세 미만, 정년(만 60세)을 초과한 자는 지원 불가, 연령 제한 없음."""

import re
from collections.abc import Iterator

from data_loader.facts.fact import Fact, Need
from data_loader.facts.needs import need_at
from data_loader.facts.passage import Passage, mentions

_NOTE = r"(?:\([^()\n]{0,40}\))?"
_RANGE = re.compile(
    r"(?=[만1-9])(?:"
    rf"(?:만)?(?P<low>[1-9]\d)세?{_NOTE}(?:이상(?:인자)?(?:이면서|이고|인자로서?|부터|에서|의|,|~|-|및)?|~|-|부터|에서)"
    rf"(?:정년\(?)?(?:만)?(?P<high>[1-9]\d)세\)?{_NOTE}(?P<word>이하|미만|까지)?"
    r")"
)
_ONE = re.compile(
    r"(?=[만1-9])(?:"
    rf"(?:만)?(?P<age>[1-9]\d)세{_NOTE}\)?(?P<word>이하|미만|이상|초과|이내|까지)"
    r")"
)
_RETIRE = re.compile(
    r"정년(?:연령|나이)?(?:인|은|이|:|,|의)?[(\[]?[가-힣A-Za-z]{0,8}?(?::|은|인)?(?:만)?(?P<age>[1-9]\d)세[)\]]?(?:\)|\])?"
)
_NOT_REACHED = re.compile(
    r"^(?:연령)?(?:에|이|가|을|를)?(?:도달하지|도래하지|도달되지|도래되지|달하지|해당하지|초과하지|넘지|지나지|경과하지)(?:않|아니|못)"
)
_REACHED = re.compile(r"^(?:연령)?(?:에|이|가)?(?:도달|도래|해당)(?:한|하는|된|되는|자)")
_OVER = re.compile(r"^(?:연령)?(?:을|를)?(?:초과|넘은|넘는|경과)")
_BAR = re.compile(r"(?:지원|응시|채용|임용|입사|접수|근무)?(?:이|가|은|는)?(?:불가|제외|할수없|제한|불허|불가능|안됨)")
_EXTENSION = re.compile(r"제대군인|복무기간|복무한|군복무|전역|연장|상한|비례|최대")


def ages(passage: Passage) -> Iterator[Fact]:
    """Each age limit; `-59` and the like name the oldest age that may apply."""
    text = passage.squeezed
    taken = -1
    if "세" in text:
        for start, end, value, need in _numbered(passage):
            if start >= taken:
                taken = end
                place = passage.span(start, end)
                yield Fact("age", value, need, *place, "age.limit")
    for start, end, words in passage.unlimited:
        if "연령" in words or "나이" in words:
            yield Fact("age", "none", "stated", *passage.span(start, end), "age.none")


def _numbered(passage: Passage) -> Iterator[tuple[int, int, str, Need]]:
    text = passage.squeezed
    found = [
        *((match.start(), _range(passage, match)) for match in mentions(_RANGE, text)),
        *((match.start(), _before_retirement(match)) for match in mentions(_AGE_OF_RETIREMENT, text)),
        *((match.start(), _retirement(passage, match)) for match in mentions(_RETIRE, text)),
        *((match.start(), _single(passage, match)) for match in mentions(_ONE, text)),
    ]
    found.sort(key=lambda item: item[0])
    for _, limit in found:
        if limit is not None:
            start, end, value = limit
            need = need_at(passage, start, end)
            yield start, end, value, "required" if need == "excluded" else need


_AGE_OF_RETIREMENT = re.compile(r"(?:만)?(?P<age>[56]\d)세정년(?:이내|이하|미만)")


_Limit = tuple[int, int, str] | None


def _range(passage: Passage, match: re.Match[str]) -> _Limit:
    if match["word"] is None and not re.search(r"이상|~|부터", match[0]):
        return None
    low, high = int(match["low"]), int(match["high"])
    high -= match["word"] == "미만"
    if not 14 <= low < high <= 80 or re.match(r"\s*자녀", passage.squeezed[match.end() : match.end() + 6]):
        return None
    return match.start(), match.end(), f"{low}-{high}"


def _retirement(passage: Passage, match: re.Match[str]) -> _Limit:
    """`정년(만 60세) 미만`, `정년(만 60세)에 도달하는 자 제외`; the bare 정년 만 60세 limits nobody."""
    text, age = passage.squeezed, int(match["age"])
    if not 50 <= age <= 80:
        return None
    rest = text[match.end() : match.end() + 30]
    # `정년(60세 미만)`
    inner = re.match(r"(미만|이하|이내|초과|이상)", rest)
    if inner:
        end = match.end() + inner.end()
        word, after = inner[1], text[end : end + 24].split("\n")[0]
        if word in ("이상", "초과"):
            barred = _BAR.search(after)
            if barred is None:
                return None
            return match.start(), end + barred.end(), f"-{age - (word == '이상')}"
        return match.start(), end, f"-{age - (word == '미만')}"
    kept = _NOT_REACHED.match(rest)
    if kept:
        beyond = re.search("초과|넘|지나|경과", kept[0])
        return match.start(), match.end() + kept.end(), f"-{age - (beyond is None)}"
    line = rest.split("\n")[0]
    if _OVER.match(line) and (barred := _BAR.search(line)):
        return match.start(), match.end() + barred.end(), f"-{age}"
    if _REACHED.match(line) and (barred := _BAR.search(line)):
        return match.start(), match.end() + barred.end(), f"-{age - 1}"
    within = re.match(r"(?:정년)?(?:범위)?(?:이내|이전)", line)
    if within:
        return match.start(), match.end() + within.end(), f"-{age - 1}"
    return None


def _before_retirement(match: re.Match[str]) -> _Limit:
    """`만 65세 정년 이내`."""
    return match.start(), match.end(), f"-{int(match['age']) - 1}"


def _single(passage: Passage, match: re.Match[str]) -> _Limit:
    text, age, word = passage.squeezed, int(match["age"]), match["word"]
    before = passage.before(match.start(), 40)
    after = re.sub(r"^(인?자?)\([^()\n]{0,30}\)", r"\1", passage.after(match.end(), 60))[:40]
    if _is_about_others(passage, before, after, age):
        return None
    barred = _BAR.search(after[:16])
    start, end = match.start(), match.end()
    prefix = re.search(r"정년[(\[]?$", before)
    if prefix:
        start -= len(prefix[0])
    if word in ("이상", "초과"):
        if barred and not re.match(r".{0,3}제한없", after):
            return start, end + barred.end(), f"-{age - (word == '이상')}"
        if re.match(r"인?(?:자녀|정규직합격자|고령|준고령|장년)", after) and passage.field != "eligibility":
            return None
        return (start, end, f"{age + (word == '초과')}-") if age >= 14 else None
    if barred and age <= 25:
        return start, end, f"{age + (word in ('이하', '까지', '이내'))}-"
    # Nobody is hired only below 25: 만 18세 미만인 자녀, 미만의 최종 합격자.
    if age <= 25 or (word in ("까지", "이내") and not re.search("연령|나이|정년|응시", before)):
        return None
    if text[end : end + 2] == "불가":
        return None
    return start, end, f"-{age - (word == '미만')}"


def _is_about_others(passage: Passage, before: str, after: str, age: int) -> bool:
    if re.match(r".{0,6}(?:자녀|아동|영유아|임금피크|이용자|고객|까지인정|로연장|까지연장)", after):
        return True
    if "임금피크" in after:
        return True
    if re.search(r"(?:자녀|아동|영유아)[가-힣]{0,4}\(?$", before):
        return True
    if re.search(r"최대$|상한을?$", before):
        return True
    return 35 <= age <= 37 and bool(_EXTENSION.search(before) and re.search("연장|복무|전역", before + after))
