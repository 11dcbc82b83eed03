"""What the work offers: pay, hours, shifts and how long the contract runs."""

import re
from collections.abc import Iterator

from data_loader.facts.fact import Fact
from data_loader.facts.needs import PREFERENCE_FIELDS
from data_loader.facts.passage import Passage, mentions

_MONEY = re.compile(
    r"(?P<period>월평균|월급?|연봉|연|시급|시간급|시간당|일당|일급|일)?(?:약|총)?(?P<bound>상한|최고)?(?P<first>\d{1,3}(?:,\d{3}){1,3}|\d{2,9})(?P<unit1>천원|만원|백만원|원)?"
    r"(?:~(?:하한|최저|월|연)?(?P<second>\d{1,3}(?:,\d{3}){1,3}|\d{2,9}))?(?P<unit>천원|만원|백만원|원)(?P<per>/?(?:일|월|시간|년))?"
)
# Hours; 주 5일 40시간 says nothing of a day.
LONGEST_DAY = 12
_UNITS = {"원": 1, "천원": 1_000, "만원": 10_000, "백만원": 1_000_000}
_PAY_WORDS = re.compile(
    r"급여|임금|보수|연봉|월급|시급|일급|월보수|기본급|인건비|수당|급\(|호수준|호봉|공무직|[1-9]급|초임|월$|일당|처우|지급"
)
_NOT_PAY = re.compile(
    r"벌금|과태료|응시료|수수료|면접비|교통비|실비|(?<!급)여비|상금|장학금|매출|예산|자본|출자|규모|최저임금\(|\+|식비|식대|수당\(|복지포인트|포상|해외급여|국내급여|소득|재산|자산|보증금|공사비|공사금액|도급|계약금액|이주비|정착|수령액|융자"
)
_HOURS_DAY = re.compile(
    r"(?:1?일|하루)(?:에)?(?:평균|소정근로)?(?P<hours>\d{1,2}(?:\.\d)?)시간(?!이내|초과|미만|분량|교육)"
)
_HOURS_WEEK = re.compile(
    r"(?:1?주당?|주\d일\(?(?:근무)?,?|1주일에?)(?:평균|소정근로시간)?(?P<hours>\d{2})시간(?!미만|을?기준|초과|이상|이내|근무시)\)?"
)
_CLOCK = re.compile(r"(?P<h1>\d{1,2}):(?P<m1>\d{2})(?:분)?(?:부터)?[~-](?:익일|다음날)?(?P<h2>\d{1,2}):(?P<m2>\d{2})")
_HOUR = re.compile(r"근무시간:(?P<h1>\d{1,2})시(?:부터)?~(?P<h2>\d{1,2})시")
_CLOCK_WORDS = re.compile(
    r"근무시간|근로시간|근무시각|전일근무|시간\(?$|주\d일|일\d시간|소정근로|근무\(|평일|휴게|일\(?\d시간"
)
_NOT_CLOCK = re.compile(r"접수|면접|시험|응시|입실|문의|상담|제출|점심|휴게시간:?\(?$|발표|채용설명회")
_SHIFT = re.compile(r"(?:\d조)?(?:[2-4]조?)?교대(?:제)?(?:\(?[가-힣]{0,4}\)?)?(?:근무)?(?:가|이)?(?:가능(?:한)?자?)?")
_TERM = re.compile(
    r"(?:계약일로부터|채용일로부터|임용일로부터|입사일로부터|근무시작일로부터|채용일부터|계약일부터|임용일부터|채용시~|채용시로부터|임용일~|채용일~|약)?(?P<count>\d{1,2})(?P<unit>개월|년)"
)
_DAY = r"'?(?P<y{0}>(?:20)?\d{{2}})[.년/-](?P<m{0}>\d{{1,2}})[.월/-](?P<d{0}>\d{{1,2}})일?\.?(?:\([월화수목금토일]\))?"
_DATES = re.compile(_DAY.format(1) + r"(?:부터~?|~)" + _DAY.format(2))
_TERM_WORDS = re.compile(
    r"계약기간|근무기간|고용기간|채용기간|근로기간|근로계약기간|임용기간|근무계약|인턴기간|운영기간|사업기간"
)


def terms(passage: Passage) -> Iterator[Fact]:
    """Pay, hours, shifts and length of contract, from every field but those about preferences."""
    if passage.field in PREFERENCE_FIELDS:
        return
    text = passage.squeezed
    if "원" in text:
        yield from _pay(passage)
    if "시간" in text or ":" in text:
        yield from _hours(passage)
    if "교대" in text:
        yield from _shifts(passage)
    yield from _contract_terms(passage)


def _pay(passage: Passage) -> Iterator[Fact]:
    text = passage.squeezed
    for match in mentions(_MONEY, text):
        before, after = text[max(0, match.start() - 60) : match.start()], text[match.end() : match.end() + 12]
        if _NOT_PAY.search(before[-14:] + match[0]) or re.match(
            r"이상의벌금|이하의벌금|의벌금|\(?벌금|한도|이내", after
        ):
            continue
        if not (
            _PAY_WORDS.search(before)
            or match["period"] in ("연봉", "시급", "시간급", "시간당", "일급", "일당", "월")
            or match["per"]
        ):
            continue
        first = _won(match["first"], match["unit1"] or match["unit"])
        second = _won(match["second"], match["unit"]) if match["second"] else None
        low, high = sorted((first, second if second is not None else first))
        if low < 5_000 or high > 300_000_000:
            continue
        value = f"{low}-{high}" if second is not None else f"{low}"
        yield Fact("pay", value, "stated", *passage.span(match.start(), match.end()), "terms.pay")


def _won(digits: str, unit: str) -> int:
    return int(digits.replace(",", "")) * _UNITS[unit]


def _hours(passage: Passage) -> Iterator[Fact]:
    text = passage.squeezed
    for pattern, per in ((_HOURS_DAY, "일"), (_HOURS_WEEK, "주")):
        for match in mentions(pattern, text):
            if per == "일" and float(match["hours"]) > LONGEST_DAY:
                continue
            if re.search(
                r"교육|이수|봉사|환산|예시", passage.before(match.start(), 20) + passage.after(match.end(), 26)
            ):
                continue
            span = passage.span(match.start(), match.end() - match[0].endswith(")") * (match[0].count("(") == 0))
            yield Fact("hours", f"{match['hours']}/{per}", "stated", *span, "terms.hours")
    for match in mentions(_CLOCK, text):
        near = text[max(0, match.start() - 24) : match.start()]
        if _CLOCK_WORDS.search(near) and not _NOT_CLOCK.search(near[-12:]):
            value = f"{int(match['h1']):02}:{match['m1']}-{int(match['h2']):02}:{match['m2']}"
            yield Fact("hours", value, "stated", *passage.span(match.start(), match.end()), "terms.clock")

    for match in mentions(_HOUR, text):
        value = f"{int(match['h1']):02}:00-{int(match['h2']):02}:00"
        yield Fact("hours", value, "stated", *passage.span(match.start("h1"), match.end()), "terms.clock")


def _shifts(passage: Passage) -> Iterator[Fact]:
    for match in _SHIFT.finditer(passage.squeezed):
        after = passage.after(match.end(), 26)
        if "근무" in match[0] or "가능" in match[0] or (match[0][0].isdigit() and passage.field == "eligibility"):
            if re.match(r"(?:에)?(?:따른|수당)", after):
                continue
            if passage.field == "notice_text" and "가능" not in match[0] + after:
                yield Fact("shift", "교대", "stated", *passage.span(match.start(), match.end()), "terms.shift")
            else:
                yield Fact("shift", "교대", "required", *passage.span(match.start(), match.end()), "terms.shift")


def _contract_terms(passage: Passage) -> Iterator[Fact]:
    text = passage.squeezed
    if "개월" in text or "년" in text:
        for match in mentions(_TERM, text):
            before, after = passage.before(match.start(), 30), passage.after(match.end(), 14)
            if _is_term(match[0], before, after):
                months = int(match["count"]) * (12 if match["unit"] == "년" else 1)
                if 0 < months <= 60:
                    span = passage.span(match.start(), match.end())
                    yield Fact("contract_term", f"{months}m", "stated", *span, "terms.contract")
    if "~" in text or "부터" in text:
        for match in mentions(_DATES, text):
            before = text[max(0, match.start() - 30) : match.start()]
            near = text[max(0, match.start() - 140) : match.start()]
            is_in_a_term = before.endswith("(") and re.search(r"\d개월\($", before)
            if (
                _TERM_WORDS.search(before) or is_in_a_term or ("근무기간" in near and before.endswith(":"))
            ) and not re.search("접수|공고", before[-14:]):
                value = "..".join(_iso(match, number) for number in (1, 2))
                yield Fact("contract_term", value, "stated", *passage.span(match.start(), match.end()), "terms.dates")


def _is_term(words: str, before: str, after: str) -> bool:
    if re.match(
        r"이상|이내|미만|전|(?:으)?로(?:인정|산정|계산|환산)|간의?수습|의?수습|단위|이하|이후|까지연장|차|씩|추가|후|범위",
        after,
    ):
        return False
    if re.search(r"수습|연장|경력|평가|최대|이후|최근|추가|갱신|유효", before[-12:]):
        return False
    if re.match(r"[가-힣]", words[0]) and words[0] != "약":
        return True
    if _TERM_WORDS.search(before[-14:]):
        return True
    # `○ 행정(6개월) : 1명`
    is_role = re.search(r"[가-힣]\($", before) and re.match(r"\):\d{1,3}명", after)
    return bool(is_role or re.match(r"\('?\d{2,4}\.", after))


def _iso(match: re.Match[str], number: int) -> str:
    year = match[f"y{number}"]
    year = year if len(year) == 4 else f"20{year}"
    return f"{year}-{int(match[f'm{number}']):02}-{int(match[f'd{number}']):02}"
