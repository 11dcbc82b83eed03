"""Years and months of work asked for: 관련 경력 3년 이상, 1년 10개월 이상의 경력, 경력 무관."""

import re
from collections.abc import Iterator

from data_loader.facts.fact import Fact
from data_loader.facts.needs import need_at
from data_loader.facts.passage import Passage, mentions

_LENGTH = re.compile(
    r"(?=[만\d])(?:"
    r"(?<![\d.'~:-])(?:만)?(?:(?P<years>\d{1,2})(?:년|년차)(?:간)?\*?(?:(?P<more>\d{1,2})개?월)?|(?P<months>\d{1,3})개월)(?:간)?\*?"
    r"(?P<word>이상|초과|\(?(?:이상))?"
    r")"
)
_WORK = re.compile(
    r"경력|경험|근무|종사|재직|실무|수행|전임의|펠로우|임상|진료|운전|지도|전임강사|강의|연구|수련|활동|업무|사무|운영|보직|조교|교직|군경력|봉직|개업|활용|직위"
)
_FOLLOWING_WORK = re.compile(
    r"^(?:의|인|동안|간|,|\(|\)|이상)?[^\n.]{0,26}?(?:경력|경험|근무|종사|재직|실무|수행|수료|임상|진료|운전|강의|연구|활동)"
)
_OTHER_MATTERS = re.compile(
    r"최근$|단절|연속하여|의무근무|의무복무|벌금|징역|금고|선고|집행|확정|지나지|경과|처분|파면|해임|취소|유예|계약기간|수습|공고일기준$|유효|퇴직|해고|(?<![예별규])정직(?!무|원)|입사$|전입|보존|보관|반환|제대군인|복무기간|복무를"
)
_NOT_AFTER = re.compile(
    r"^(?:이)?(?:지나지|경과|내에|이내|미만|까지|전|뒤|후|동안(?:응시|지원)|단위|마다|간?(?:유효|응시|보관|제한|연장))|^\d{1,2}(?:년|세)미만|^(?:의)?(?:벌금|징역|금고)|^\d세|^중단|^인정|^근무(?:시|하면|할경우)"
)
_NOT_WORK = re.compile(
    r"^[^\n]{0,14}(?:거주|계약|체류|유지|학업|재학|보유기간|수습)|^[^\n]{0,6}단절|^(?:이상)?[^\n]{0,6}근무(?:이|가)?가능"
)
_LESS = re.compile(r"^이상\d{1,2}년미만")
# 청년인턴 근무경력 6개월 이상: of the interns' own reward.
_INTERNS = re.compile(r"인턴[^\n]{0,16}$|^[^\n]{0,12}인턴")
LONGEST_YEARS = 40


def careers(passage: Passage) -> Iterator[Fact]:
    """Each length of work, in months at least."""
    text = passage.squeezed
    for match in mentions(_LENGTH, text):
        months = _months(match)
        if months and _is_career(passage, match, months):
            need = need_at(passage, match.start(), match.end())
            if need != "excluded":
                place = passage.span(*_quoted(passage, match))
                yield Fact("career_months", str(months), need, *place, "career.length")
    for start, end, words in passage.unlimited:
        if "경력" in words:
            yield Fact("career_months", "none", "stated", *passage.span(start, end), "career.none")


def _months(match: re.Match[str]) -> int:
    if match["months"]:
        return int(match["months"])
    return int(match["years"]) * 12 + int(match["more"] or 0)


def _quoted(passage: Passage, match: re.Match[str]) -> tuple[int, int]:
    after = re.match(
        r"(?:의)?(?:관련)?(?:분야)?(?:실무)?(?:경력|근무|실무|종사|재직|경험)",
        passage.squeezed[match.end() : match.end() + 14],
    )
    return match.start(), match.end() + (after.end() if after else 0)


def _is_career(passage: Passage, match: re.Match[str], months: int) -> bool:
    text, start, end = passage.squeezed, match.start(), match.end()
    if months > LONGEST_YEARS * 12:
        return False
    before, after = passage.before(start, 34), passage.after(end, 40)
    if _NOT_AFTER.match(after) or _NOT_WORK.match(after) or _LESS.match(text[end - 2 : end + 8]):
        return False
    if _OTHER_MATTERS.search(before[-16:]) or _INTERNS.search(before) or _INTERNS.match(after[:14]):
        return False
    is_at_least = match["word"] is not None
    if not is_at_least:
        # `경력 3년`, `1년 경력자`, `5년차`
        return bool(
            re.match(r"(?:의)?(?:이상의)?(?:실무|관련|근무)?(?:경력|경험)(?:자|이있|보유|을|이상|필요)", after)
            and not re.search(r"주\d{2}시간|환산", before + after)
        )
    near = before[-24:]
    return bool(_WORK.search(near) or _FOLLOWING_WORK.match(after))
