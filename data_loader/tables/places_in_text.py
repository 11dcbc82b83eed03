"""Which municipalities a posting's own words name as the place of work, with the passage that says so.

Titles name the office (`[태백병원]`, `순천지사, 광양지사`), the place (`(경남 창원시)`) or a list of offices (`관내
지사(원주, 홍천, 강릉)`); texts name it behind a label (`근무지 : 전남 영광군`). Addresses for applications, interviews
and residents are no workplaces and stay out. The posting's regions decide between places of the same name, and
what contradicts them is not taken.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from data_loader.codes import PROVINCES, WORK_REGIONS
from data_loader.schema import POSTING_TEXTS, WORKPLACES
from data_loader.tables.municipalities import Municipality, load_municipalities

TEXTS = ("eligibility", "selection_process", "preference")
GWANGJU_REGION = "R3027"
# Characters of a passage: a line at most, and not on to the next subject where the lines were lost.
LONGEST_PASSAGE = 150
SHOWN_AROUND = 25
LONGEST_NAME = len("전남광주통합특별시")

# Short names that are words of everyday language as well, or the beginning of one.
_EVERYDAY_WORDS = (
    "강진 강화 고성 공주 광산 구리 기장 남동 남해 달성 동안 동작 동해 단원 무안 보은 부여 사상 상당 상주 서원 성산 성주 수성 수영 수정 연제 영광 영동 영양 예산 오산 음성 의성 이천 인제 "
    "장성 장수 중원 진도 청도 청양 화성"
)
AMBIGUOUS = frozenset(_EVERYDAY_WORDS.split())
# What institutions call a place of theirs, in the order of how often real notices and lists of branch offices do.
OFFICES = (
    "지사|지점|지부|지회|지소|지청|사업소|사업처|사업단|사업팀|사무소|출장소|분소|분원|영업소|관리소|관리단|관리처|수도지사|본부|본사|본원|"
    "센터|병원|의료원|요양원|혈액원|혈액센터|캠퍼스|교육원|연수원|수련원|연구소|연구원|연구센터|발전소|발전본부|복합|기지본부|공항|"
    "물류센터|우편집중국|우체국|박물관|수목원|휴양림|호국원|현충원|생태원|체험관|전시관|과학관|검사소|시험장|광업소|변전소|변환소|전력소|정수장|"
    "양수(?![가-힣])|수력(?![가-힣])|청사|조직은행|방송국|교통방송|복지관|복지회관|회관|선수촌|수련관|체육관|경마공원|휴게소|지원단|기지|"
    "정비창|산업단지|산단|스피존|국악방송"
)
_ANY_OFFICE = re.compile(OFFICES)
# `태백산국립공원사무소`: a park may spread over several municipalities.
_OFFICE = re.compile(rf"(?!산국립공원)[가-힣]{{0,8}}?(?:{OFFICES})")
# `영덕2현대화사업팀`, `부여2차현대화사업팀`: the offices of one place are counted.
_COUNTED_OFFICE = re.compile(rf"\d{{1,2}}차?[가-힣]{{0,8}}?(?:{OFFICES})")
# What may stand between a name that is an everyday word as well and the office named after it.
_OWN_OFFICE = re.compile(
    r"(?:권?주거복지|권|시|군|구|[동서남북중]부?|근로자|산재|요양|보훈|적십자|국제|열병합|현대화|전력|상담|수도|재기|"
    rf"교통안전체험교육|바이오화력|자동차|건설기계|사업(?=본부))?(?:{OFFICES})"
)
# `노원 서민금융통합지원센터`, `창원 동부지사`.
_OFFICE_APART = re.compile(rf" [가-힣]{{0,12}}?(?:{OFFICES})(?![가-힣])")
# `영동북부(고성)지사`.
_OFFICE_BEHIND_BRACKET = re.compile(rf"\)(?:{OFFICES})")
_FOLLOWS_A_NAME = re.compile(rf"(?:에서?|의|내|등|소재|지역|권역?|관내|일대|일원)?$|{_OFFICE.pattern}")
_ABOUT_RESIDENTS = re.compile(
    r"\s*(?:및\s*\S+\s*)?(?:인근\s*)?(?:거주|주민|시민|군민|구민|출신|소재\s*(?:대학|학교|고등))"
)
# `한국도로공사화성지사` is two words.
_WORD = re.compile(r"[가-힣]+?(?:공사|공단)(?=[가-힣]{2})|[가-힣]+")
_CLOSED = re.compile(r"[\d-]*[)\]]")
_BETWEEN_ITEMS = re.compile(r"\s*[,·ㆍ/‧、]\s*")
_BEFORE_A_LIST = re.compile(rf"(?:{OFFICES})\s*[(\[]\s*(?:\w+[,·]\s*)*$")

_LABEL = re.compile(
    r"근\s*무\s*(?:예\s*정\s*)?(?:지\s*역|지|장\s*소|처)(?:\s*주소)?(?![가-힣])|사무실\s*위치|근무\s*사업[소장](?![가-힣])|기관\s*소재지"
)
# Behind these stands how many are sought for which office; a place alone may be anything there.
_OFFICE_LABEL = re.compile(
    r"(?:채용|모집|선발)\s*(?:예정\s*)?(?:인원|분야|부문|단위|부서|기관)|(?:근무|배치)\s*(?:예정\s*)?(?:부서|기관)|모집\s*내용"
)
_ITEM = re.compile(r"\s*[-–∙·•ㆍ*](?!\s*(?:채용|담당|급여|보수|계약|업무|직무))")
_NEXT_SUBJECT = re.compile(r"접수|면접|전형|문의|우대|응시|제출|숙소|사택|교육\s*장소|근무\s*시간")
_HAS_LABEL = (
    r"근\s*무\s*(예\s*정\s*)?(지|장\s*소|처|사업|부서|기관)|사무실\s*위치|기관\s*소재지|배치\s*(예정\s*)?(부서|기관)|"
    r"(채용|모집|선발)\s*(예정\s*)?(인원|분야|부문|단위|부서|기관)|모집\s*내용"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A municipality's code, and the words that name it."""

    municipality_code: str
    passage: str


@dataclass(frozen=True, slots=True)
class _Mention:
    """A name in a text. `rest`: what follows within the word; `is_full`: with 시, 군 or 구, so no other word."""

    start: int
    end: int
    name: str
    rest: str
    is_full: bool
    province: str | None


class _Passage(NamedTuple):
    """Where to look. `is_place`: a place is expected there; `is_list`: offices may stand there, and other things."""

    text: str
    is_place: bool = False
    is_list: bool = False


def named_workplaces(title: str, texts: Sequence[str | None], regions: Sequence[str]) -> list[Named]:
    """The municipalities named as workplace, each once, in the order of the words.

    `regions`: the posting's comparable work regions; where it has none, only names that are unique count.
    """
    found: dict[str, Named] = {}
    passages = [_Passage(title), *(passage for text in texts for passage in _labelled(text))]
    for text, is_place, is_list in passages:
        for mention in _accepted(text, is_place=is_place):
            if is_list and not _is_office(mention, text):
                continue
            for municipality in _meant(mention, regions):
                found.setdefault(municipality.code, Named(municipality.code, _around(text, mention)))
    return list(found.values())


def workplaces(postings: pa.Table, posting_texts: pa.Table) -> pa.Table:
    """The table of that name: a row per posting and municipality named.

    That work in 세종 is in 세종 adds nothing: counted without being named, it would tower above all that have to be.
    """
    texts = _labelled_texts(posting_texts)
    rows: list[dict[str, object]] = []
    # Most titles hold no name at all, which one pass over all of them tells.
    has_name = pc.match_substring_regex(postings["title"], "|".join(_names()))
    columns = (postings[name].to_pylist() for name in ("posting_id", "title", "comparable_regions"))
    for posting_id, title, regions, is_promising in zip(*columns, has_name.to_pylist(), strict=True):
        labelled = texts.get(posting_id, ())
        found = named_workplaces(title, labelled, regions) if is_promising or labelled else []
        rows += [
            {"posting_id": posting_id, "municipality_code": named.municipality_code, "passage": named.passage}
            for named in found
        ]
    return pa.Table.from_pylist(rows, schema=WORKPLACES.arrow)


def _labelled_texts(posting_texts: pa.Table) -> dict[int, list[str]]:
    """Posting number → its texts in which a workplace is labelled at all, which are few."""
    found: dict[int, list[str]] = {}
    for name in TEXTS:
        column = posting_texts[POSTING_TEXTS.column(name).name].combine_chunks()
        # Each distinct text is looked at once.
        has_label = pc.fill_null(pc.match_substring_regex(column.dictionary, _HAS_LABEL).take(column.indices), False)
        chosen = posting_texts.select(["posting_id", name]).filter(has_label)
        for posting_id, text in zip(chosen["posting_id"].to_pylist(), chosen[name].to_pylist(), strict=True):
            found.setdefault(posting_id, []).append(text)
    return found


def _labelled(text: str | None) -> Iterator[_Passage]:
    """What stands behind each label of a workplace, and behind each of what is sought."""
    for label in _LABEL.finditer(text or ""):
        line, items = _behind(text or "", label)
        yield _Passage(line, is_place=True)
        yield from (_Passage(item) for item in items)
    for label in _OFFICE_LABEL.finditer(text or ""):
        line, _ = _behind(text or "", label)
        if _ANY_OFFICE.search(line, len(label[0])):
            yield _Passage(line, is_list=True)


def _behind(text: str, label: re.Match[str]) -> tuple[str, list[str]]:
    """The rest of a label's line, or the line below, and the items listed under it."""
    lines = text[label.end() : label.end() + LONGEST_PASSAGE].split("\n")
    number = next((number for number, line in enumerate(lines[:2]) if re.search("[가-힣]{2}", line)), None)
    if number is None:
        return "", []
    items = takewhile(_ITEM.match, lines[number + 1 :])
    return label[0] + _to_next_subject(lines[number]), [_to_next_subject(item) for item in items]


def _to_next_subject(line: str) -> str:
    subject = _NEXT_SUBJECT.search(line)
    return line[: subject.start()] if subject else line


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[bool, tuple[Municipality, ...]]]:
    """Name → whether it is a full one, and whom it may mean."""
    found: dict[str, tuple[bool, tuple[Municipality, ...]]] = {}
    for municipality in load_municipalities():
        for name in _names_of(municipality):
            others = found.get(name, (False, ()))[1]
            found[name] = (name[-1] in "시군구", (*others, municipality))
    return found


def _names_of(municipality: Municipality) -> set[str]:
    names = {municipality.name, *municipality.aliases}
    full = {name for name in names if re.fullmatch("[가-힣]+", name)}
    short = {name[:-1] for name in full if len(name) > 2 and name[-1] in "시군구"}
    # What is a province's name by itself means the province; 광주 in 경기 is left to `_meant`.
    return full | {name for name in short if name not in PROVINCES or name in ("광주", "세종")}


@lru_cache(maxsize=1)
def _provinces() -> dict[str, str]:
    """A province as addresses write it → the comparable region."""
    cities = {f"{name}시": PROVINCES[name] for name in ("서울", "부산", "대구", "인천", "대전", "울산")}
    return {name: WORK_REGIONS[code].folds_into or code for name, code in {**PROVINCES, **cities}.items()}


def _mentions(text: str) -> list[_Mention]:
    """Every name that begins a word, with the province before it."""
    names, provinces = _names(), _provinces()
    found: list[_Mention] = []
    province, province_end = None, -1
    for word in _WORD.finditer(text):
        letters, start = word[0], word.start()
        if province is not None and text[province_end:start].strip(" \t\u3000"):
            province = None
        own = _longest(letters, provinces)
        if own == letters:
            province, province_end = provinces[own], word.end()
            # 세종 is a province and a municipality, 광주 may be the one in 경기.
            if own not in names:
                continue
        elif own and _longest(letters[len(own) :], names) and own not in names:
            province, letters, start = provinces[own], letters[len(own) :], start + len(own)
        before = province if own != letters else None
        found += _mentions_in(letters, start, before)
        if own != letters:
            province = None
    return _without_districts(found, text)


def _mentions_in(letters: str, start: int, province: str | None) -> Iterator[_Mention]:
    """The name that begins a word, and the one that follows it where an office is named after both."""
    names = _names()
    name = _longest(letters, names)
    # 의정부 + 시험장 and not 의정부시 + 험장.
    if name and names[name][0] and name[:-1] in names and not _FOLLOWS_A_NAME.match(letters[len(name) :]):
        name = name[:-1]
    if not name:
        return
    rest = letters[len(name) :]
    yield _Mention(start, start + len(name), name, rest, names[name][0], province)
    second = _longest(rest, names)
    if second and _OWN_OFFICE.match(rest, len(second)):
        middle = start + len(name)
        yield _Mention(middle, middle + len(second), second, rest[len(second) :], names[second][0], province)


def _longest(letters: str, names: Mapping[str, object]) -> str | None:
    return next((letters[:n] for n in range(min(len(letters), LONGEST_NAME), 1, -1) if letters[:n] in names), None)


def _without_districts(mentions: list[_Mention], text: str) -> list[_Mention]:
    """`포항시 남구` is 포항, and no other 남구."""
    return [
        mention
        for before, mention in zip([None, *mentions], mentions, strict=False)
        if not (
            before and before.name[-1] == "시" and mention.name[-1] == "구" and text[before.end : mention.start] == " "
        )
    ]


def _accepted(text: str, *, is_place: bool) -> Iterator[_Mention]:
    """The mentions that name a workplace; `is_place`: where one is expected, a name is enough."""
    mentions = _mentions(text)
    listed = _listed(mentions, text) if len(mentions) > 1 else set()
    for mention in mentions:
        if _ABOUT_RESIDENTS.match(text, mention.end):
            continue
        is_word = not mention.rest
        is_sure = mention.name not in AMBIGUOUS
        if (
            (mention.is_full and _FOLLOWS_A_NAME.match(mention.rest))
            or _is_office(mention, text)
            or mention in listed
            or (is_word and (mention.province is not None or (is_sure and (is_place or _is_alone(text, mention)))))
        ):
            yield mention


def _is_office(mention: _Mention, text: str) -> bool:
    """`서산권지사`, `창원자동차검사소`, `영덕2현대화사업팀`."""
    is_sure = mention.name not in AMBIGUOUS
    if not mention.rest:
        is_apart = is_sure and _OFFICE_APART.match(text, mention.end)
        is_in_brackets = text[mention.start - 1 : mention.start] == "(" and _OFFICE_BEHIND_BRACKET.match(
            text, mention.end
        )
        return bool(is_apart or is_in_brackets or _COUNTED_OFFICE.match(text, mention.end))
    second = _longest(mention.rest, _names())
    return (
        mention.rest == "역"
        or bool((_OFFICE if is_sure else _OWN_OFFICE).match(mention.rest))
        or bool(second and _OWN_OFFICE.match(mention.rest, len(second)))
    )


def _is_alone(text: str, mention: _Mention) -> bool:
    """`(평택)`, `[세종]`, `[동탄26-5]`."""
    return text[mention.start - 1 : mention.start] in ("(", "[") and bool(_CLOSED.match(text, mention.end))


def _listed(mentions: list[_Mention], text: str) -> set[_Mention]:
    """Names in a list of offices: behind `지사(`, before one that is an office, or several sure ones together."""
    found: set[_Mention] = set()
    runs: list[list[_Mention]] = []
    for mention in mentions:
        gap = text[runs[-1][-1].end : mention.start] if runs else ""
        # Names that are no municipalities may stand between: `원주, 대관령, 홍천`.
        if runs and re.fullmatch(rf"(?:{_BETWEEN_ITEMS.pattern}[가-힣]{{2,4}})*{_BETWEEN_ITEMS.pattern}", gap):
            runs[-1].append(mention)
        else:
            runs.append([mention])
    for run in runs:
        is_office = bool(_OWN_OFFICE.match(run[-1].rest) or _OFFICE.match(run[-1].rest))
        sure = [mention for mention in run if mention.name not in AMBIGUOUS and not mention.rest]
        if len(run) > 1 and (is_office or len(sure) > 1 or _BEFORE_A_LIST.search(text[: run[0].start])):
            found |= {mention for mention in run if not mention.rest or (mention is run[-1] and is_office)}
    return found


def _meant(mention: _Mention, regions: Sequence[str]) -> list[Municipality]:
    """The one municipality a mention can mean within the posting's regions; none where that is open."""
    candidates = [
        place
        for place in _names()[mention.name][1]
        if (not regions or place.region in regions) and mention.province in (None, place.region)
    ]
    is_gwangju = mention.name in ("광주", "광주시") and mention.province is None
    if len(candidates) != 1 or (is_gwangju and (not regions or GWANGJU_REGION in regions)):
        return []
    return candidates


def _around(text: str, mention: _Mention) -> str:
    """A few words before and after."""
    start, end = max(0, mention.start - SHOWN_AROUND), mention.end + SHOWN_AROUND
    words = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{words}{'…' if end < len(text) else ''}"
