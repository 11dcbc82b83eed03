"""A reader's profile, which stands in their session alone, and the open postings that suit it, with the words that say so."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from dashboard.data import Data
from dashboard.languages import N_, _
from dashboard.matching.match import Matched, Result, match
from dashboard.matching.openings import Opening, Span, openings
from dashboard.matching.profile import MOST_ITEMS, Profile, licence_name, profile_of
from dashboard.matching.rules import Missing
from dashboard.ui.address import link
from dashboard.ui.posting import JOB_ALIO
from dashboard.words import escape, number
from data_loader import codes

PROFILE = "match_profile"
MOST_LISTED = 20
MOST_REASONS = 4
LONGEST_CAREER, OLDEST = 60, 100
_DEGREES = {
    0: N_("고졸 미만"),
    1: N_("고졸"),
    2: N_("전문학사"),
    3: N_("학사"),
    4: N_("석사"),
    5: N_("박사"),
}
_SOURCES = {
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
_MATTERS = {
    "region": N_("근무지"),
    "hire": N_("고용형태"),
    "education": N_("학력"),
    "career": N_("경력"),
    "age": N_("나이"),
    "licence": N_("자격·면허"),
    "group": N_("지원 대상"),
}
_CHOICES = {
    "regions": (N_("근무지"), codes.WORK_REGIONS),
    "hire": (N_("고용형태"), codes.HIRE_TYPES),
    "ncs": (N_("채용분야"), codes.NCS_FIELDS),
}


def ask_profile(data: Data) -> Profile | None:
    """Draw the profile's fields and return what they say; None while they say nothing."""
    with st.container(border=True):
        first = st.columns([2, 1, 1, 4])
        with first[0]:
            st.selectbox(
                _("최종학력"), list(_DEGREES), index=None, format_func=lambda degree: _(_DEGREES[degree]),
                placeholder=_("선택"), key=_kept("edu"), on_change=_keep, args=("edu",),
            )  # fmt: skip
        with first[1]:
            st.number_input(
                _("경력(년)"), 0, LONGEST_CAREER, value=None, key=_kept("career"), on_change=_keep, args=("career",)
            )
        with first[2]:
            st.number_input(_("나이"), 15, OLDEST, value=None, key=_kept("age"), on_change=_keep, args=("age",))
        with first[3]:
            st.multiselect(
                _("자격·면허"), data.cached_in_any_language(_licences), max_selections=MOST_ITEMS,
                placeholder=_("없음. 이름으로 찾기"), key=_kept("lic"), on_change=_keep, args=("lic",),
            )  # fmt: skip
        for column, (key, (label, table)) in zip(st.columns(3), _CHOICES.items(), strict=True):
            names = [code.name for code in table.values() if code.until is None]
            column.multiselect(
                _(label), names, format_func=_, placeholder=_("모두"), key=_kept(key), on_change=_keep, args=(key,)
            )
        last = st.columns([4, 1, 1], vertical_alignment="bottom")
        last[0].text_input(
            _("하고 싶은 일(쉼표로 나누어)"),
            max_chars=200,
            placeholder=_("예: 간호사, 병동"),
            key=_kept("words"),
            on_change=_keep,
            args=("words",),
        )
        last[1].checkbox(_("장애인"), key=_kept("disabled"), on_change=_keep, args=("disabled",))
        last[2].checkbox(_("보훈 대상"), key=_kept("veteran"), on_change=_keep, args=("veteran",))
    given = {
        name: value for name, value in st.session_state.get(PROFILE, {}).items() if value not in (None, "", [], False)
    }
    words = [word.strip()[:MOST_ITEMS] for word in given.get("words", "").split(",") if word.strip()]
    return profile_of({**given, "words": words[:MOST_ITEMS]}) if given else None


def _kept(name: str) -> str:
    """A field's key, with its value put back: Streamlit forgets a field that another page does not draw."""
    key = f"{PROFILE}_{name}"
    profile = st.session_state.setdefault(PROFILE, {})
    if key not in st.session_state and name in profile:
        st.session_state[key] = profile[name]
    return key


def _keep(name: str) -> None:
    st.session_state.setdefault(PROFILE, {})[name] = st.session_state[f"{PROFILE}_{name}"]


def result_for(data: Data, profile: Profile) -> Result:
    """Worked out anew for each reader, and kept for nobody."""
    return match(data.cached_in_any_language(_openings), profile)


def _openings(data: Data) -> tuple[Opening, ...]:
    return openings(data.snapshot, data.today)


def _licences(data: Data) -> list[str]:
    """Licences of the reference table and of the open postings."""
    known = {licence_name(name) for name in data.table("licences")["licence"]}
    asked = {
        need.value
        for opening in data.cached_in_any_language(_openings)
        for role in opening.roles
        for need in (*role.required, *role.preferred)
        if need.kind == "licence" and "(" not in need.value
    }
    return sorted(known | asked)


def say_nothing_asked(data: Data) -> None:
    count = len(data.cached_in_any_language(_openings))
    st.markdown(_("위에 하나라도 적으면 열린 공고 **{count}건** 가운데 맞는 것을 찾습니다.", count=number(count)))


def say_counts(result: Result) -> None:
    """One sentence with all the counts."""
    st.markdown(
        _(
            "열린 공고 **{total}건** 가운데 지원할 수 없는 것 {hidden}건, 한 가지만 갖추면 되는 것 {near}건, 공고문을 봐야 아는 것 "
            "**{look}건**입니다. 남은 {left}건 중 잘 맞는 것은 **{shown}건**입니다.",
            total=number(result.total),
            hidden=number(len(result.hidden)),
            near=number(len(result.near)),
            look=number(len(result.look)),
            left=number(len(result.shown) + len(result.more) + len(result.rest)),
            shown=number(len(result.shown) + len(result.more)),
        )
    )


def show_suiting(result: Result) -> None:
    """What suits, each with the words that say so."""
    st.subheader(_("잘 맞는 공고"))
    if not result.shown:
        st.markdown(_("적힌 말로 잘 맞는다고 할 수 있는 공고가 없습니다. 조건을 줄이거나 아래의 공고를 보세요."))
    for matched in result.shown:
        with st.container(border=True):
            st.markdown("  \n".join(_lines(matched)))
    if result.more:
        st.caption(
            _(
                "한 기관에서 세 건, 모두 열 건까지만 보였습니다. 잘 맞는 공고가 {count}건 더 있습니다.",
                count=number(len(result.more)),
            )
        )


def _lines(matched: Matched) -> Iterable[str]:
    role = matched.role.name
    yield f"**{_title(matched.opening)}**" + (f" · {escape(role.quote.strip())}" if role else "")
    yield _("{institution} · 마감 {day}", institution=escape(matched.opening.institution), day=matched.opening.end_date)
    yield " · ".join(_quoted(reason.span) for reason in matched.reasons[:MOST_REASONS])
    if matched.opening.is_thin:
        yield _("응시자격은 공고문에 있습니다: [잡알리오에서 보기]({url})", url=_alio(matched.opening))


def _title(opening: Opening) -> str:
    return f"[{escape(opening.title.strip())}]({link('postings', posting=str(opening.posting_id))})"


def _alio(opening: Opening) -> str:
    return JOB_ALIO.format(opening.posting_id)


def _quoted(span: Span) -> str:
    return f"{_(_SOURCES[span.source])} “{escape(' '.join(span.quote.split()))}”"


def show_near(result: Result) -> None:
    """Postings that lack one thing, by that thing."""
    if not result.near:
        return
    st.subheader(_("한 가지만 갖추면"))
    by_what: dict[str, list[Matched]] = {}
    for matched in result.near:
        by_what.setdefault(_what(matched.missing[0]), []).append(matched)
    for what, group in sorted(by_what.items(), key=lambda item: -len(item[1])):
        titles = "  \n".join(f"{_title(each.opening)} · {_quoted(each.missing[0].because)}" for each in group)
        st.markdown(_("**{what}**: {count}건 더", what=escape(what), count=number(len(group))) + f"  \n{titles}")


def _what(missing: Missing) -> str:
    match missing.matter:
        case "licence":
            return missing.what
        case "career" if missing.months:
            return _("경력 {months}개월", months=missing.months)
        case "education":
            return _("학력 요건")
        case matter:
            return _(_MATTERS[matter])


def show_look(result: Result) -> None:
    """Postings of which only the notice tells, with the way to it."""
    if not result.look:
        return
    st.subheader(_("확인이 필요한 공고"))
    st.markdown(
        _(
            "공고에 적힌 것만으로는 알 수 없어 공고문을 봐야 합니다. 가까운 것부터 {count}건까지 보입니다.",
            count=MOST_LISTED,
        )
    )
    for matched in result.look[:MOST_LISTED]:
        reasons = " · ".join(_quoted(reason.span) for reason in matched.reasons[:2])
        notice = _("[잡알리오에서 공고문 보기]({url})", url=_alio(matched.opening))
        words = f"{_title(matched.opening)} · {escape(matched.opening.institution)} · {notice}"
        st.markdown(f"{words}  \n{reasons}" if reasons else words)


def show_out_of_reach(result: Result) -> None:
    """All that are out of reach, with the words that decide."""
    if not result.hidden:
        return
    st.subheader(_("지원할 수 없는 것과 까닭"))
    counted = result.out_of_reach_by_matter().most_common()
    st.markdown(" · ".join(f"{_(_MATTERS[matter])} **{number(count)}**" for matter, count in counted))
    rows = [
        (
            link("postings", posting=str(matched.opening.posting_id)),
            matched.opening.title.strip(),
            matched.opening.institution,
            _(_MATTERS[matched.missing[0].matter]),
            " ".join(matched.missing[0].because.quote.split()),
        )
        for matched in result.hidden
    ]
    columns = [_("보기"), _("공고"), _("기관"), _("까닭"), _("적힌 말")]
    st.dataframe(
        pd.DataFrame(rows, columns=columns), hide_index=True, key="match_hidden",
        column_config={columns[0]: st.column_config.LinkColumn(display_text=":material/open_in_new:")},
    )  # fmt: skip
