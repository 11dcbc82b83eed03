"""A profile, a quote and what is missing, in words."""

from collections.abc import Iterator

from dashboard.languages import N_, _
from dashboard.matching.match import Matched
from dashboard.matching.openings import Span
from dashboard.matching.profile import Profile
from dashboard.matching.rules import Missing
from dashboard.words import number

DEGREES = {
    0: N_("고졸 미만"),
    1: N_("고졸"),
    2: N_("전문학사"),
    3: N_("학사"),
    4: N_("석사"),
    5: N_("박사"),
}
SOURCES = {
    "title": N_("제목"),
    "eligibility": N_("응시자격"),
    "preference": N_("우대내용"),
    "preference_condition": N_("우대조건"),
    "ncs_fields": N_("채용분야"),
    "work_regions": N_("근무지"),
    "hire_types": N_("고용형태"),
    "education_levels": N_("학력"),
    "career_level": N_("채용구분"),
}
MATTERS = {
    "region": N_("근무지"),
    "hire": N_("고용형태"),
    "education": N_("학력"),
    "career": N_("경력"),
    "age": N_("나이"),
    "licence": N_("자격·면허"),
    "language": N_("어학 점수"),
    "military": N_("병역"),
    "group": N_("지원 대상"),
}
MILITARY = {"done": N_("마쳤거나 면제·해당 없음"), "not": N_("아직 마치지 않음")}


def quoted(span: Span) -> str:
    """A quote with the text it stands in: 응시자격 “간호사 면허증 소지자”."""
    return f"{_(SOURCES[span.source])} “{' '.join(span.quote.split())}”"


def what(missing: Missing) -> str:
    match missing.matter:
        case "licence" | "language":
            return missing.what
        case "career" if missing.months:
            return _("경력 {months}개월", months=missing.months)
        case "education":
            return _("학력 요건")
        case matter:
            return _(MATTERS[matter])


def role_of(matched: Matched) -> str:
    """The role that suits best, empty where the posting tells of one only."""
    return matched.role.name.quote.strip() if matched.role.name else ""


def profile_in_words(profile: Profile) -> Iterator[tuple[str, str]]:
    """What a profile tells: label and value of each."""
    told = {
        _("최종학력"): "" if profile.degree is None else _(DEGREES[profile.degree]),
        _("경력"): "" if profile.career is None else _("{count}년", count=number(profile.career)),
        _("나이"): "" if profile.age is None else _("{age}세", age=profile.age),
        _("자격·면허"): ", ".join(sorted(profile.licences)),
        _("어학 점수"): ", ".join(f"{test} {score:g}" for test, score in profile.languages),
        _("병역"): _(MILITARY[profile.military]) if profile.military else "",
        _("근무지"): ", ".join(_(name) for name in sorted(profile.regions)),
        _("고용형태"): ", ".join(_(name) for name in sorted(profile.hires)),
        _("채용분야"): ", ".join(_(name) for name in sorted(profile.ncs)),
        _("하고 싶은 일"): ", ".join(profile.words),
        _("장애인"): _("예") if profile.is_disabled else "",
        _("보훈 대상"): _("예") if profile.is_veteran else "",
        _("지역인재"): _("예") if profile.is_local else "",
    }
    yield from ((label, value) for label, value in told.items() if value)
