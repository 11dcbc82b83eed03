"""The hard rules: what a role asks for that a person does not have, with the words that ask for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dashboard.matching.openings import Need, Opening, Role, Span
from dashboard.matching.profile import Profile

_DEGREES = {"none": 0, "high": 1, "assoc": 2, "bachelor": 3, "master": 4, "doctor": 5}
_CODED_DEGREES = {"학력무관": 0, "중졸이하": 0, "고졸": 1, "대졸(2~3년)": 2, "대졸(4년)": 3, "석사": 4, "박사": 5}
_DEGREE_NAMES = ("학력", "고졸", "전문학사", "학사", "석사", "박사")
_YOUTH = 34
_INTERNS = ("청년인턴", "청년인턴(체험형)", "청년인턴(채용형)")
_OF_A_ROLE = ("licence", "career", "education")
_KEPT = {
    "disability": re.compile("장애"),
    "veteran": re.compile("보훈|취업지원|국가유공"),
    "regional_talent": re.compile("지역\\s?인재"),
}
_OTHERS_TOO = re.compile("일반|신입|공개경쟁")
_KINDS = (
    *("licence", "education", "career_months", "age", "disability", "veteran"),
    *("regional_talent", "language_score", "military"),
)


@dataclass(frozen=True, slots=True)
class Missing:
    """`matter`: region, hire, education, career, age, licence, language, military, group; `what` in words; `because` the words that ask for it.

    `months` of work asked for, where that is the matter. Where `is_open`, the text tells of further ways to meet it that have not been read.
    """

    matter: str
    what: str
    because: Span
    is_open: bool = False
    months: int = 0


def missing_for_all(opening: Opening, profile: Profile) -> list[Missing]:
    """What the coded fields ask for, of whatever role."""
    found = []
    if profile.regions and opening.regions and not opening.regions & profile.region_codes:
        found.append(Missing("region", "근무지", opening.coded_span("work_regions")))
    hires = opening.coded["hire_types"]
    if profile.hires and hires and not profile.hires & set(hires):
        found.append(Missing("hire", "고용형태", opening.coded_span("hire_types")))
    levels = [_CODED_DEGREES.get(name, 0) for name in opening.coded["education_levels"]]
    if levels and profile.degree is not None and min(levels) > profile.degree:
        found.append(Missing("education", _DEGREE_NAMES[min(levels)], opening.coded_span("education_levels")))
    if profile.career == 0 and opening.coded["career_level"] == ("경력",):
        found.append(Missing("career", "경력", opening.coded_span("career_level")))
    if opening.coded["career_level"] == ("외국인 전형",):
        found.append(Missing("group", "외국인", opening.coded_span("career_level")))
    is_for_the_young = hires and set(hires) <= {*_INTERNS}
    if is_for_the_young and profile.age is not None and profile.age > _YOUTH and not _tells_age(opening):
        found.append(Missing("age", "나이", opening.coded_span("hire_types")))
    return found


def missing_for(opening: Opening, role: Role, profile: Profile) -> list[Missing]:
    """What a role's texts ask for and the person lacks. What the profile leaves open is taken as met."""
    single = [need for need in role.required if need.group is None and need.kind in _KINDS]
    found = [
        *_licences([need for need in single if need.kind == "licence"], profile, is_one=role.name is not None),
        *_least([need for need in single if need.kind == "education"], profile, _DEGREES),
        *_least([need for need in single if need.kind == "career_months"], profile, None),
        *(_missing(need) for need in single if need.kind in ("age", "military") and not _met(need, profile)),
        *_languages([need for need in single if need.kind == "language_score"], profile),
        *_kept_for_others(opening, role, [need for need in single if need.kind in _KEPT], profile),
        *_groups([need for need in role.required if need.group is not None and need.kind in _KINDS], profile),
        *(
            Missing("licence", f"{need.value} 지원 불가", need.sentence)
            for need in role.excluded
            if need.kind == "licence" and need.value in profile.held
        ),
    ]
    of_a_role = [one for one in found if one.matter in _OF_A_ROLE]
    if role.name is None and len(of_a_role) > 1 and _meets_a_licence(role, profile.held):
        # Its texts are not told apart by role, and one of their roles is within reach.
        found = [replace(one, is_open=True) if one in of_a_role else one for one in found]
    name = role.name.quote if role.name else ""
    if role.name and re.search("장애", name) and not profile.is_disabled and not _asks(role, "disability"):
        found.append(Missing("group", "장애인", role.name))
    if role.name and re.search("보훈", name) and not profile.is_veteran and not _asks(role, "veteran"):
        found.append(Missing("group", "보훈 대상", role.name))
    return found


def _meets_a_licence(role: Role, held: frozenset[str]) -> bool:
    return any(need.kind == "licence" and need.value in held for need in role.required)


def _is_for_all(opening: Opening, role: Role, need: Need) -> bool:
    """Whether a role is kept for a group: its name or the title says so. A line among others may be of one way in only."""
    pattern = _KEPT[need.kind]
    if role.name and pattern.search(role.name.quote):
        return True
    return bool(pattern.search(opening.title_span.quote)) and not _OTHERS_TOO.search(opening.title)


def _licences(needs: list[Need], profile: Profile, *, is_one: bool) -> Iterator[Missing]:
    """Licences of one line are alternatives. Where lines are not told apart by role, they may be of several."""
    lines: dict[tuple[str, int], list[Need]] = {}
    for need in needs:
        lines.setdefault((need.span.source, need.line), []).append(need)
    lacking = [line[0] for line in lines.values() if not any(_met(need, profile) for need in line)]
    meets_some = len(lacking) < len(lines)
    if lacking and not is_one and not meets_some:
        yield _missing(lacking[0])
    else:
        yield from (_missing(need, not is_one) for need in lacking)


def _languages(needs: list[Need], profile: Profile) -> Iterator[Missing]:
    """Scores of several tests are alternatives. Of a test the reader told nothing about nothing is known."""
    if needs and profile.languages and not any(_met(need, profile) for need in needs):
        told = {test for test, _ in profile.languages}
        of_theirs = [need for need in needs if need.value.rpartition(" ")[0] in told]
        yield _missing((of_theirs or needs)[0], is_open=not of_theirs)


def _kept_for_others(opening: Opening, role: Role, needs: list[Need], profile: Profile) -> Iterator[Missing]:
    for need in needs:
        is_for_all = _is_for_all(opening, role, need)
        # A quota for 지역인재 is told beside everybody else's.
        if not _met(need, profile) and (is_for_all or need.kind != "regional_talent"):
            yield _missing(need, not is_for_all)


def _least(needs: list[Need], profile: Profile, degrees: dict[str, int] | None) -> Iterator[Missing]:
    """Of several lengths or degrees the lowest decides: each is another way in."""
    sized = [(degrees.get(need.value, 0) if degrees else _months(need.value), need) for need in needs]
    if sized:
        need = min(sized, key=lambda item: item[0])[1]
        if not _met(need, profile):
            yield _missing(need)


def _groups(needs: list[Need], profile: Profile) -> Iterator[Missing]:
    by_group: dict[tuple[str, int], list[Need]] = {}
    for need in needs:
        assert need.group is not None
        by_group.setdefault(need.group, []).append(need)
    for group in by_group.values():
        options: dict[int, list[Need]] = {}
        for need in group:
            options.setdefault(need.option, []).append(need)
        lacking = [[need for need in option if not _met(need, profile)] for option in options.values()]
        if all(lacking):
            fewest = min(lacking, key=len)
            yield from (_missing(need, group[0].is_open) for need in fewest)


def _met(need: Need, profile: Profile) -> bool:
    match need.kind:
        case "licence":
            return _holds(need.value, profile)
        case "education":
            return profile.degree is None or profile.degree >= _DEGREES.get(need.value, 0)
        case "career_months":
            return profile.career is None or profile.career * 12 >= _months(need.value)
        case "age":
            return profile.age is None or _within(profile.age, need.value)
        case "disability":
            return profile.is_disabled
        case "regional_talent":
            return profile.is_local
        case "military":
            return need.value != "done" or profile.military != "not"
        case "language_score":
            return not profile.languages or _reaches(need.value, profile)
        case _:
            return profile.is_veteran


def _reaches(asked: str, profile: Profile) -> bool:
    """Whether a score is held: 800 of TOEIC for `TOEIC 700`."""
    test, _, score = asked.rpartition(" ")
    return any(own == test and held >= float(score) for own, held in profile.languages)


def _holds(licence: str, profile: Profile) -> bool:
    """A licence without its level is taken to be of any: 사회복지사 for 사회복지사1급."""
    return licence in profile.held or re.sub(r"[1-6]급$", "", licence) in profile.licences


def _within(age: int, limits: str) -> bool:
    low, _, high = limits.partition("-")
    return limits == "none" or ((not low or age >= int(low)) and (not high or age <= int(high)))


def _months(value: str) -> int:
    return int(value) if value.isdigit() else 0


def _missing(need: Need, is_open: bool = False) -> Missing:
    matter, what = _in_words(need)
    return Missing(matter, what, need.sentence, is_open, _months(need.value) if matter == "career" else 0)


def _in_words(need: Need) -> tuple[str, str]:
    match need.kind:
        case "licence":
            return "licence", need.value
        case "education":
            return "education", _DEGREE_NAMES[_DEGREES.get(need.value, 0)]
        case "career_months":
            months = _months(need.value)
            return "career", f"경력 {months // 12}년" if months % 12 == 0 else f"경력 {months}개월"
        case "age":
            return "age", "나이"
        case "disability":
            return "group", "장애인"
        case "regional_talent":
            return "group", "지역인재"
        case "military":
            return "military", "병역"
        case "language_score":
            return "language", need.value
        case _:
            return "group", "보훈 대상"


def _tells_age(opening: Opening) -> bool:
    return any(_asks(role, "age") for role in opening.roles)


def _asks(role: Role, kind: str) -> bool:
    return any(need.kind == kind for need in role.required)
