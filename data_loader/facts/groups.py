"""Groups a posting favours or is kept for: disabled people, veterans, regional talent and others."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from data_loader.facts.fact import Fact, Kind, Need
from data_loader.facts.needs import PREFERENCE_FIELDS, is_denied, need_at
from data_loader.facts.passage import Passage, mentions

# 「장애인복지법」 in brackets, or a law's name without them, is no group.
_IN_BRACKETS = re.compile(r"<[^<>\n]{2,60}>")
_BY_NAME = re.compile(r"(?:예우및지원에관한법률|고용촉진및직업재활법|등에관한법률)(?:시행[령규칙]{1,2})?")
_BEFORE_A_LAW = re.compile(r"[가-힣·]{0,12}$")

_DISABILITY = re.compile(
    r"(?=[<장제법등중경복Ii])(?:"
    r"장애인(?:등록증|복지카드)(?=[^\n]{0,14}소지)|복지카드\(장애인\)소지|[Ii]ndividualswithdisabilities|"
    r"(?:<?장애인[^<>\n]{0,30}법[^<>\n]{0,6}>?)?(?:제\d조(?:제\d[항호]){0,2}(?:의규정)?에(?:따른|의한|해당하는)|법(?:률)?(?:시행령)?(?:>|에|상)?(?:의한|의거|따른|따라|정한)?)?"
    r"(?:등록|중증|경증)?장애인(?:제한(?:경쟁|채용)?)?"
    r"|장애(?=제한|전형|\)|인?우대|등급|대상자|우대|가점|:)"
    r")"
)
_NOT_DISABILITY = re.compile(
    r"장애인(?:등록증|복지카드)(?=[^\n]{0,14}소지)|복지카드\(장애인\)소지|[Ii]ndividualswithdisabilities|"
    r"^(?:고용|복지|증명|취업|체육|개발원|직업|활동|의무|인식|등록증|학교|평생|콜택시|시설|단체|총연합|기업|표준|편의|생산품|스포츠|올림픽|선수|대회|가족|지원센터|단기|서비스|를위한|에대한|관련|고용공단|훈련|생활|거주|주간|보조|자립|이동|학생|아동|인의가점|보호|의경우면제|응시자|등응시자|등의?편의|여부|진단서|이아닌|은필기|은면접|이용|인권|차별|관리|정책|분야|등의?편의|국제)"
)
_NOT_AFTER_INSTITUTION = re.compile(r"(?:한국|대한|전국|국립|청각|시각|지체|발달|정신|비|필요한|시도|구)$")
_VETERAN_WORD = r"(?:국가)?보훈(?:\()?(?:취업지원)?대상자|(?:국가)?유공자|취업(?:지원|보호)(?:및|·)?\(?(?:지원|보호)?\)?대상자?|보훈보상대상자|독립유공자|참전유공자"
_VETERAN = re.compile(
    r"(?=[국보취독참유Ii])(?:"
    rf"(?:국가유공(?:자)?(?:등)?(?:,|및|·|/|또는)?)?(?:{_VETERAN_WORD})(?:\((?:국가)?보훈(?:대상자)?\)|\(국가유공자\))?(?:(?:,|및|·|/)(?:{_VETERAN_WORD}))?"
    r"|취업지원(?=[,(]|$)|[Ii]ndividualseligibleforemploymentassistance"
    r"|보훈(?=제한|대상|특별|가점|가산|자녀|\(|\)|:|자|청?이?추천|우대|,|및|·|/|\n|$)"
    r")"
)
_NOT_VETERAN = re.compile(
    r"^(?:등)?(?:예우|여부|증명|단체|병원|공단|지원에관한|심사|처|청|부|법(?!정)|관계(?!법)|지청|확인|의료|회관|관련(?!법)|교육|요양|섬김|연금|복지사?)"
)
_FREED = re.compile(r"^[^\n.]{0,26}(?:면제|예외|제외)")
_REGIONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "이전지역",
        re.compile(
            r"(?:본사)?이전(?:기관|공공기관)?(?:의)?(?:지역)(?:\([^()\n]{0,30}\)?)?(?:의)?(?:지역)?(?:인재)?|(?:혁신도시|이전공공기관)(?:[가-힣]{0,4})지역인재|본사이전지역인재"
        ),
    ),
    (
        "비수도권",
        re.compile(
            r"비수도권(?!\(|지역학교|지역의|지역소재|소재|학교|대학|지방학교)(?:지역)?(?:의)?(?:지방)?(?:인재)?|지방인재|지방대(?:학)?(?:출신|졸업|인재)"
        ),
    ),
    ("지역인재", re.compile(r"(?<!비수도권)(?<!이전)지역인재(?!육성|채용목표)")),
)
_NOT_REGION = re.compile(r"^(?:육성|전형별|채용목표|추천)|^(?:소재지|지방자치)")
_OTHERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "저소득층",
        re.compile(
            r"저소득(?:층|계층|자|가구|가정)?|(?:국민)?기초생활(?:보장)?(?:법상|법에따른)?(?:의)?(?:수급(?:자|권자|대상자)?|대상자)|차상위(?:계층)?(?:자)?"
        ),
    ),
    ("북한이탈주민", re.compile(r"북한이탈(?:주민|청소년)|새터민|탈북민")),
    ("다문화", re.compile(r"다문화(?:가족|가정)?(?:구성원|자녀|의자녀)?")),
    (
        "자립준비청년",
        re.compile(
            r"자립(?:준비|지원)(?:청년|아동)|자립준비|보호종료(?:아동|청년)|(?:가정위탁|아동복지시설)보호(?:종료)?아동"
        ),
    ),
    ("한부모", re.compile(r"한부모(?:가족|가정)?")),
    ("경력단절여성", re.compile(r"경력단절(?:여성|자|인)?|경력보유여성")),
    ("고령자", re.compile(r"(?:준)?고령자|(?:신)?중장년|장년층?(?=우대|가점|,)|어르신우대")),
    (
        "고졸",
        re.compile(r"고졸(?:인재|자|학력자|전형|채용|예정자|출신|\(예정\)자)?(?!이상|수준|부문|급)|고등학교졸업자"),
    ),
    ("의사상자", re.compile(r"의사상자|의상자|의사자(?!격)")),
    (
        "청년인턴",
        re.compile(r"청년인턴|체험형인턴|(?:본원|우리원|공사|공단|기관|당사|자사|진흥원|재단)?인턴(?:경력|수료|근무)"),
    ),
)
# One of these has to be there: what most texts lack is told faster so.
_GIVEAWAYS = {
    "이전지역": ("이전", "혁신도시"),
    "비수도권": ("비수도권", "지방"),
    "지역인재": ("지역인재",),
    "저소득층": ("저소득", "기초생활", "차상위"),
    "북한이탈주민": ("북한이탈", "새터민", "탈북"),
    "다문화": ("다문화",),
    "자립준비청년": ("자립", "보호종료", "아동"),
    "한부모": ("한부모",),
    "경력단절여성": ("경력단절", "경력보유여성"),
    "고령자": ("고령", "장년", "어르신"),
    "고졸": ("고졸", "고등학교졸업자"),
    "의사상자": ("의사상자", "의상자", "의사자"),
    "청년인턴": ("인턴",),
}


_FAVOURED: tuple[tuple[Kind, tuple[tuple[str, re.Pattern[str]], ...]], ...] = (
    ("regional_talent", _REGIONS),
    ("other_group", _OTHERS),
)


def groups(passage: Passage) -> Iterator[Fact]:
    """The groups a passage favours or is kept for."""
    text = passage.squeezed
    laws = _Laws(text)
    if "장애" in text or "disabilities" in text:
        yield from _disability(passage, laws)
    if "보훈" in text or "유공자" in text or "취업" in text or "eligible" in text:
        yield from _veterans(passage, laws)
    told: set[int] = set()
    for kind, patterns in _FAVOURED:
        for name, pattern in patterns:
            if any(word in text for word in _GIVEAWAYS[name]):
                for fact in _favoured(passage, laws, kind, name, pattern):
                    # 이전지역(부산) 지역인재 is one group.
                    if name != "지역인재" or fact.start not in told:
                        if kind == "regional_talent":
                            told.update(range(fact.start, fact.end))
                        yield fact


# The law alone: 「국가유공자 …에 관한 법률」 제29조에 해당하는 자.
_ENTITLED = r"(?:[^\n]{0,40}?(?:해당하는|해당되는|따른|따라|의한|의거|적용)[^\n]{0,12}?(?:자(?![가-힣])|사람|대상|등록자|가점|가산|우대)|[^\n]{0,40}?해당자)"
_ENTITLED_BY_IT = re.compile(
    r"[^<>\n]{0,24}>?[^<>\n]{0,16}?(?:지원대상자|보호대상자|수급자|수급권자|의자녀|구성원|가족|대상자|해당하는자|해당자|아동|이탈주민)"
)
# 「장애인복지법」 제59조의3 bars people from working with the disabled.
_NO_ENTITLEMENT = re.compile(r"제59조|취업제한|선고|학대|않|아니")
_DISABILITY_LAW = re.compile(r"<?장애인(?:고용촉진|복지법)[^<>\n]{0,24}>?" + _ENTITLED)
_VETERAN_LAW = re.compile(r"<?국가유공자등?예우[^<>\n]{0,24}>?" + _ENTITLED)


def _by_law(passage: Passage, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, Need]]:
    for match in mentions(pattern, passage.squeezed):
        if is_denied(passage, match.start(), match.end()) or _NO_ENTITLEMENT.search(match[0]):
            continue
        if passage.field in PREFERENCE_FIELDS:
            yield match.start(), match.end(), "preferred"
        elif passage.field == "eligibility":
            yield match.start(), match.end(), "required"


class _Laws:
    def __init__(self, text: str) -> None:
        self._spans: list[tuple[int, int]] = []
        if "법" in text:
            self._spans += (match.span() for match in mentions(_IN_BRACKETS, text))
            for match in mentions(_BY_NAME, text):
                before = _BEFORE_A_LAW.search(text, max(0, match.start() - 12), match.start())
                self._spans.append((before.start() if before else match.start(), match.end()))
            self._spans.sort()
        self._starts = [start for start, _ in self._spans]

    def hold(self, start: int, end: int) -> bool:
        """Whether a law's name holds the words from `start` to `end`."""
        at = bisect_right(self._starts, start)
        return any(end <= last for _, last in self._spans[max(0, at - 2) : at])


def _disability(passage: Passage, laws: _Laws) -> Iterator[Fact]:
    text, found = passage.squeezed, list[tuple[int, int, Need]]()
    for match in mentions(_DISABILITY, text):
        start, end = match.span()
        core = text.rfind("장애", start, end)
        if laws.hold(core, end) or _NOT_DISABILITY.match(text[end : end + 8]):
            continue
        if passage.field == "notice_text" and "인" not in match[0]:
            continue
        if _NOT_AFTER_INSTITUTION.search(text[max(0, core - 3) : core]) and "인" in match[0]:
            continue
        need = _group_need(passage, start, end)
        if need:
            found.append((start, end, need))
    if not found:
        found = [*_by_law(passage, _DISABILITY_LAW)]
    yield from _without_asides(passage, "disability", found)


def _veterans(passage: Passage, laws: _Laws) -> Iterator[Fact]:
    text, found = passage.squeezed, list[tuple[int, int, Need]]()
    for match in mentions(_VETERAN, text):
        start, end = match.span()
        if laws.hold(start, end) or _NOT_VETERAN.match(text[end : end + 6]):
            continue
        need = _group_need(passage, start, end)
        if need and not (passage.field == "notice_text" and match[0] == "보훈"):
            found.append((start, end, need))
    if not found:
        found = [*_by_law(passage, _VETERAN_LAW)]
    yield from _without_asides(passage, "veteran", found)


def _without_asides(passage: Passage, kind: Kind, found: list[tuple[int, int, Need]]) -> Iterator[Fact]:
    """A role's name that tells the group in brackets is taken only where no sentence does."""
    text = passage.squeezed
    told = [one for one in found if passage.field != "eligibility" or not _is_aside(text, one[0], one[1])]
    for start, end, need in told or found:
        yield Fact(kind, "yes", need, *passage.span(start, end), f"group.{kind}")


def _is_aside(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] == "(" and bool(re.match(r"[가-힣]{0,6}\)", text[end : end + 8]))


def _group_need(passage: Passage, start: int, end: int) -> Need | None:
    """Kept for the group or favouring it; None where it is only mentioned."""
    text = passage.squeezed
    if is_denied(passage, start, end):
        return None
    after, before = passage.after(end, 40), passage.before(start, 40)
    if passage.field in PREFERENCE_FIELDS:
        return "preferred"
    if _FREED.match(after) or re.search(r"일반/$|수준[가-힣/]{0,8}$", before):
        return None
    words = text[start:end]
    if (
        "제한" in words
        or re.match(r"^(?:\([가-힣]{0,4}\))?(?:만지원|만응시|에한|에한정|전형(?!별|단계)|제한|한정|구분모집)", after)
        or re.search(r"(?:제한경쟁|제한채용|제한)[(\[:]?$", before)
    ):
        return "required"
    need = need_at(passage, start, end)
    if passage.field == "notice_text":
        is_demand = need == "required" and re.match(r"^[^\n]{0,6}(?:인자|에해당하는자|이어야|으로등록)", after)
        return "required" if is_demand else "preferred"
    return need if need != "excluded" else None


def _favoured(passage: Passage, laws: _Laws, kind: Kind, name: str, pattern: re.Pattern[str]) -> Iterator[Fact]:
    text = passage.squeezed
    for match in mentions(pattern, text):
        start, end = match.span()
        entitled = _ENTITLED_BY_IT.match(text[end : end + 44]) if laws.hold(start, end) else None
        if entitled:
            end += entitled.end()
        if laws.hold(start, end) or (kind == "regional_talent" and _NOT_REGION.match(text[end : end + 6])):
            continue
        need = _favour_need(passage, name, start, end)
        if need:
            yield Fact(kind, name, need, *passage.span(start, end), f"group.{name}")


def _favour_need(passage: Passage, name: str, start: int, end: int) -> Need | None:
    if is_denied(passage, start, end):
        return None
    if passage.field in PREFERENCE_FIELDS:
        if name == "고졸" and re.search(r"제한경쟁\($|전문$", passage.before(start, 8)):
            return None
        if name == "의사상자" and passage.squeezed[end : end + 2] == "소통":
            return None
        return "preferred"
    need = need_at(passage, start, end)
    after = passage.after(end, 60)
    if passage.field == "notice_text":
        if re.match(r"(?:\(?[가-힣]{0,2}\)?)?(?:등록)?(?:증명서|확인서)", after):
            return None
        if name == "고졸" and passage.squeezed[start - 1 : start] == "(":
            return None
        if name == "비수도권" and "인재" not in passage.squeezed[start:end]:
            return None
        if name in ("청년인턴", "고령자", "고졸") and need != "preferred":
            return None
        if re.match(r"^[^\n]{0,30}공개채용시우대", after):
            return None
        return "preferred"
    if need == "preferred" and name != "고졸":
        return "preferred"
    is_kept = re.match(r"^(?:\)|에한|만|제한|전형|인자|로서|에해당)", after) or re.search(
        "제한경쟁|제한채용", passage.before(start, 12)
    )
    return "required" if is_kept and name not in ("고졸", "청년인턴", "고령자") else None
