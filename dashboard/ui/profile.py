"""A reader's profile: asked for, kept in their session alone, put into the address only where they tick it, and beside
it up to two others to compare with."""

from typing import Any

import streamlit as st

from dashboard.data import Data
from dashboard.languages import N_, _
from dashboard.matching.openings import Opening, openings
from dashboard.matching.profile import DEGREES as DEGREE_NUMBERS
from dashboard.matching.profile import MOST_ITEMS, Profile, licence_name, profile_of
from dashboard.matching.words import DEGREES, MILITARY
from dashboard.ui.address import parameters, write
from data_loader import codes

PROFILE, IN_ADDRESS, KEPT = "match_profile", "match_in_address", "match_kept"
MOST_KEPT = 2
LONGEST_CAREER, OLDEST = 60, 100
_CHOICES = {
    "regions": (N_("근무지"), codes.WORK_REGIONS),
    "hire": (N_("고용형태"), codes.HIRE_TYPES),
    "ncs": (N_("채용분야"), codes.NCS_FIELDS),
}
# What may stand in an address, in this order; never whether somebody is disabled, a veteran, or served.
_ADDRESSABLE = {
    "edu": N_("최종학력"), "career": N_("경력(년)"), "age": N_("나이"), "lic": N_("자격·면허"), "lang": N_("어학 점수"),
    "regions": N_("근무지"), "hire": N_("고용형태"), "ncs": N_("채용분야"), "words": N_("하고 싶은 일"),
}  # fmt: skip
_IN_ADDRESS_AS = "my_{}"
_LISTS = ("lic", "regions", "hire", "ncs")
_NUMBERS = {"edu": DEGREE_NUMBERS[-1], "career": LONGEST_CAREER, "age": OLDEST}
BETWEEN = ","

Given = dict[str, Any]


def ask_profile(data: Data) -> Profile | None:
    """Draw the profile's fields and return what they say; None while they say nothing."""
    _take_from_address(data)
    with st.container(border=True):
        _ask_what_one_has(data)
        for column, (key, (label, table)) in zip(st.columns(3), _CHOICES.items(), strict=True):
            names = [code.name for code in table.values() if code.until is None]
            column.multiselect(_(label), names, format_func=_, placeholder=_("모두"), **_field(key))
        _ask_more()
        _offer_address()
    return told_profile()


def told_profile() -> Profile | None:
    """What the reader has told of themselves in this session; None where that is nothing."""
    return _profile(st.session_state.get(PROFILE, {}))


def kept_profiles() -> list[Profile]:
    """The others of this session, to compare with."""
    return [profile for given in st.session_state.get(KEPT, []) if (profile := _profile(given))]


def offer_keeping(profile: Profile) -> None:
    """Keep this profile, to change it and compare; or forget those kept."""
    kept = kept_profiles()
    with st.container(horizontal=True):
        if len(kept) < MOST_KEPT and profile not in kept:
            st.button(
                _("이 프로필을 두고 비교하기"), icon=":material/compare_arrows:", on_click=_keep_profile, key="match_keep",
                help=_("둔 뒤에 자격이나 경력을 바꾸면 결과를 나란히 봅니다. 이 탭에만 둡니다."),
            )  # fmt: skip
        if kept:
            st.button(_("비교할 프로필 지우기"), icon=":material/delete:", on_click=_forget_kept, key="match_forget")


def open_postings(data: Data) -> tuple[Opening, ...]:
    """The open postings made ready to be matched, once for all readers."""
    return data.cached_in_any_language(_openings)


def _openings(data: Data) -> tuple[Opening, ...]:
    return openings(data.snapshot, data.today)


def _ask_what_one_has(data: Data) -> None:
    first = st.columns([2, 1, 1, 4])
    first[0].selectbox(
        _("최종학력"), list(DEGREES), index=None, format_func=lambda degree: _(DEGREES[degree]),
        placeholder=_("선택"), **_field("edu"),
    )  # fmt: skip
    first[1].number_input(_("경력(년)"), 0, LONGEST_CAREER, value=None, **_field("career"))
    first[2].number_input(_("나이"), 15, OLDEST, value=None, **_field("age"))
    first[3].multiselect(
        _("자격·면허"), data.cached_in_any_language(_licences), max_selections=MOST_ITEMS,
        placeholder=_("없음. 이름으로 찾기"), **_field("lic"),
    )  # fmt: skip


def _ask_more() -> None:
    row = st.columns([4, 2, 2], vertical_alignment="bottom")
    row[0].text_input(
        _("하고 싶은 일(쉼표로 나누어)"), max_chars=200, placeholder=_("예: 간호사, 병동"), **_field("words")
    )
    row[1].text_input(_("어학 점수"), max_chars=100, placeholder=_("예: TOEIC 800, 뉴텝스 300"), **_field("lang"))
    row[2].selectbox(
        _("병역"), list(MILITARY), index=None, format_func=lambda state: _(MILITARY[state]), placeholder=_("선택"),
        **_field("military"),
    )  # fmt: skip
    with st.container(horizontal=True):
        st.checkbox(_("장애인"), **_field("disabled"))
        st.checkbox(_("보훈 대상"), **_field("veteran"))
        st.checkbox(_("지역인재(이전지역 학교 졸업)"), **_field("local"))


def _field(name: str) -> dict[str, Any]:
    """A field's key, with its value put back: Streamlit forgets a field that another page does not draw."""
    key = f"{PROFILE}_{name}"
    profile = st.session_state.setdefault(PROFILE, {})
    if key not in st.session_state and name in profile:
        st.session_state[key] = profile[name]
    return {"key": key, "on_change": _keep, "args": (name,)}


def _keep(name: str) -> None:
    st.session_state.setdefault(PROFILE, {})[name] = st.session_state[f"{PROFILE}_{name}"]
    _write_address()


def _profile(given: Given) -> Profile | None:
    told = {name: value for name, value in given.items() if _is_told(value)}
    told |= {name: _parts(told[name]) for name in ("words", "lang") if name in told}
    try:
        return profile_of(told) if told else None
    except ValueError:
        # Scores that are none: the rest of the profile stands.
        del told["lang"]
        return profile_of(told) if told else None


def _is_told(value: Any) -> bool:
    """No experience is told too: 0 is not False."""
    return value is not None and value is not False and value not in ("", [])


def has_unread_scores() -> bool:
    """Whether scores were typed that cannot be read."""
    profile = told_profile()
    return bool(_parts(st.session_state.get(PROFILE, {}).get("lang") or "")) and not (profile and profile.languages)


def _parts(text: str) -> list[str]:
    return [part.strip()[:MOST_ITEMS] for part in text.split(BETWEEN) if part.strip()][:MOST_ITEMS]


def _licences(data: Data) -> list[str]:
    """Licences of the reference table and of the open postings."""
    known = {licence_name(name) for name in data.table("licences")["licence"]}
    asked = {
        need.value
        for opening in open_postings(data)
        for role in opening.roles
        for need in (*role.required, *role.preferred)
        if need.kind == "licence" and "(" not in need.value
    }
    return sorted(known | asked)


# The address


def _offer_address() -> None:
    with st.popover(_("주소에 넣기"), icon=":material/link:"):
        st.caption(_("고른 것만 주소에 들어가, 주소를 가진 사람이 봅니다. 장애·보훈·병역은 넣지 않습니다."))
        key = f"{IN_ADDRESS}_field"
        st.session_state[key] = [name for name in _ADDRESSABLE if name in st.session_state.get(IN_ADDRESS, ())]
        st.pills(
            _("주소에 넣을 것"), list(_ADDRESSABLE), selection_mode="multi", key=key,
            format_func=lambda name: _(_ADDRESSABLE[name]), on_change=_tick,
        )  # fmt: skip


def _tick() -> None:
    st.session_state[IN_ADDRESS] = frozenset(st.session_state[f"{IN_ADDRESS}_field"])
    _write_address()


def _write_address() -> None:
    profile, ticked = st.session_state.get(PROFILE, {}), st.session_state.get(IN_ADDRESS, frozenset())
    values = {name: profile.get(name) for name in _ADDRESSABLE}
    write({_IN_ADDRESS_AS.format(name): _written(value) if name in ticked else None for name, value in values.items()})


def _written(value: Any) -> str | None:
    if not _is_told(value):
        return None
    return BETWEEN.join(value) if isinstance(value, list) else str(value)


def _take_from_address(data: Data) -> None:
    """Whoever comes by an address with a part of a profile starts from it; what makes no sense is passed over."""
    if PROFILE in st.session_state:
        return
    given = {name: "".join(parameters().get(_IN_ADDRESS_AS.format(name), ())) for name in _ADDRESSABLE}
    taken = {name: value for name, text in given.items() if _is_told(value := _read(data, name, text))}
    st.session_state[PROFILE], st.session_state[IN_ADDRESS] = taken, frozenset(taken)


def _read(data: Data, name: str, text: str) -> Any:
    if name in _NUMBERS:
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else -1
        return number if (15 if name == "age" else 0) <= number <= _NUMBERS[name] else None
    if name not in _LISTS:
        return text[:100]
    known = data.cached_in_any_language(_licences) if name == "lic" else _current_names(name)
    return [part for part in _parts(text) if part in known]


def _current_names(name: str) -> list[str]:
    return [code.name for code in _CHOICES[name][1].values() if code.until is None]


# Others to compare with


def _keep_profile() -> None:
    kept = st.session_state.setdefault(KEPT, [])
    if len(kept) < MOST_KEPT:
        kept.append(dict(st.session_state.get(PROFILE, {})))


def _forget_kept() -> None:
    st.session_state[KEPT] = []
