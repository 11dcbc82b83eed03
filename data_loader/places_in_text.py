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

import pyarrow as pa
import pyarrow.compute as pc

from data_loader.codes import PROVINCES, WORK_REGIONS
from data_loader.municipalities import Municipality, load_municipalities
from data_loader.schema import POSTING_TEXTS, WORKPLACES

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
OFFICES = (
    "지사|지점|지부|지회|지소|사업소|사업처|사업단|사무소|출장소|분소|분원|영업소|관리소|관리단|관리처|수도지사|본부|본사|본원|"
    "센터|병원|의료원|요양원|혈액원|혈액센터|캠퍼스|교육원|연수원|수련원|연구소|연구원|연구센터|발전소|발전본부|복합|기지본부|공항|"
    "물류센터|우편집중국|박물관|수목원|휴양림|호국원|현충원|생태원|체험관|전시관|과학관"
)
# `태백산국립공원사무소`: a park may spread over several municipalities.
_OFFICE = re.compile(rf"(?!산국립공원)[가-힣]{{0,8}}?(?:{OFFICES})")
_OWN_OFFICE = re.compile(rf"(?:권|시|군|구|근로자|산재|요양|보훈|적십자|국제|열병합)?(?:{OFFICES})")
_FOLLOWS_A_NAME = re.compile(rf"(?:에서?|의|내|등|소재|지역|권역?|관내|일대|일원)?$|{_OFFICE.pattern}")
_ABOUT_RESIDENTS = re.compile(
    r"\s*(?:및\s*\S+\s*)?(?:인근\s*)?(?:거주|주민|시민|군민|구민|출신|소재\s*(?:대학|학교|고등))"
)
# `한국도로공사화성지사` is two words.
_WORD = re.compile(r"[가-힣]+?(?:공사|공단)(?=[가-힣]{2})|[가-힣]+")
_BETWEEN_ITEMS = re.compile(r"\s*[,·ㆍ/‧、]\s*")
_BEFORE_A_LIST = re.compile(rf"(?:{OFFICES})\s*[(\[]\s*(?:\w+[,·]\s*)*$")

_LABEL = re.compile(
    r"근\s*무\s*(?:예\s*정\s*)?(?:지\s*역|지|장\s*소|처)(?:\s*주소)?(?![가-힣])|사무실\s*위치|근무\s*사업[소장](?![가-힣])"
)
_NEXT_SUBJECT = re.compile(r"접수|면접|전형|문의|우대|응시|제출|숙소|사택|교육\s*장소|근무\s*시간")
_HAS_LABEL = r"근\s*무\s*(예\s*정\s*)?(지|장\s*소|처|사업)|사무실\s*위치"


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


def named_workplaces(title: str, texts: Sequence[str | None], regions: Sequence[str]) -> list[Named]:
    """The municipalities named as workplace, each once, in the order of the words.

    `regions`: the posting's comparable work regions; where it has none, only names that are unique count.
    """
    found: dict[str, Named] = {}
    labelled = [(passage, True) for text in texts for passage in _labelled(text)]
    for passage, is_labelled in [(title, False), *labelled]:
        for mention in _accepted(passage, is_labelled):
            for municipality in _meant(mention, regions):
                found.setdefault(municipality.code, Named(municipality.code, _around(passage, mention)))
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


def _labelled(text: str | None) -> Iterator[str]:
    """What stands behind each label of a workplace: the rest of its line, or the line below."""
    for label in _LABEL.finditer(text or ""):
        lines = (text or "")[label.end() : label.end() + LONGEST_PASSAGE].split("\n")
        line = next((line for line in lines[:2] if re.search("[가-힣]{2}", line)), "")
        subject = _NEXT_SUBJECT.search(line)
        yield label[0] + (line[: subject.start()] if subject else line)


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
        name = _longest(letters, names)
        if name:
            end = start + len(name)
            before = province if own != letters else None
            found.append(_Mention(start, end, name, letters[len(name) :], names[name][0], before))
        if own != letters:
            province = None
    return _without_districts(found, text)


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


def _accepted(text: str, is_labelled: bool) -> Iterator[_Mention]:
    """The mentions that name a workplace."""
    mentions = _mentions(text)
    listed = _listed(mentions, text) if len(mentions) > 1 else set()
    for mention in mentions:
        if _ABOUT_RESIDENTS.match(text, mention.end):
            continue
        is_word = not mention.rest
        is_sure = mention.name not in AMBIGUOUS
        if (
            (mention.is_full and _FOLLOWS_A_NAME.match(mention.rest))
            or (_OFFICE if is_sure else _OWN_OFFICE).match(mention.rest)
            or mention in listed
            or (is_word and (mention.province is not None or (is_sure and (is_labelled or _is_alone(text, mention)))))
        ):
            yield mention


def _is_alone(text: str, mention: _Mention) -> bool:
    """`(평택)`, `[세종]`."""
    return text[mention.start - 1 : mention.start] in ("(", "[") and text[mention.end : mention.end + 1] in (")", "]")


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
