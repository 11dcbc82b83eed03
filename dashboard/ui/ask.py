"""One box on every page: a question leads to the view that answers it, and says how it was read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import streamlit as st

from dashboard.ask.lexicon import load_institutions
from dashboard.ask.meaning import Meaning, Piece
from dashboard.ask.reading import Reading, read
from dashboard.data import Data
from dashboard.languages import N_, _, _n
from dashboard.search.institutions import load_abbreviations
from dashboard.search.letters import fold_word
from dashboard.selection.selection import clean_text, parse_query, several
from dashboard.takeaways.titles import title_of
from dashboard.ui import address
from dashboard.ui.profile import PROFILE
from dashboard.words import escape, number
from data_loader.codes import COMPARABLE_REGIONS

QUESTION, CHIPS = "asked", "asked_pieces"
# What was asked last, and whether the way to its answer is still to be gone.
ASKED, IS_NEW = "question", "question_is_new"
SAID_KINDS = ("filter", "text", "licence", "view", "institution", "period", "closing", "figure")
MOST_SUGGESTED = 5
POSTINGS_TOO = ("postings", "places", "trends", "competition", "skills")
EXAMPLE = N_("예: 부산 간호사 정규직, 한전 평균연봉, 수도권 쏠림")
_PAGES = {"overview": ""}


def show_box(data: Data, page: str) -> None:
    """The box; under it, where something was asked and `page` shows the answer, how it was read."""
    state = st.session_state
    st.text_input(
        _("무엇이든 물어보세요"), key=QUESTION, placeholder=_(EXAMPLE), icon=":material/search:", max_chars=100,
        label_visibility="collapsed", on_change=_ask,
    )  # fmt: skip
    question = state.get(ASKED, "")
    if not question:
        return
    reading = read(question, data.today)
    if state.pop(IS_NEW, False) and reading.is_understood:
        _go(reading)
    if not reading.is_understood:
        _say_not_understood(data, question)
    elif _is_shown(reading, page):
        _say_reading(data, reading, question)


def _ask() -> None:
    """For callbacks: what is in the box now."""
    _ask_for(st.session_state[QUESTION])


def _ask_for(text: str) -> None:
    st.session_state[QUESTION] = st.session_state[ASKED] = clean_text(text)
    st.session_state[IS_NEW] = True


def _keep_chosen(pieces: Mapping[str, str]) -> None:
    """Ask again without the pieces that were taken off."""
    kept = st.session_state[CHIPS]
    _ask_for(" ".join(pieces[label] for label in pieces if label in kept))


def _go(reading: Reading) -> None:
    if reading.page == "match":
        _tell_profile(reading)
    st.switch_page(f"pages/{reading.page}.py", query_params={**reading.params(), **address.carried()})


def _tell_profile(reading: Reading) -> None:
    """The profile's fields hold what the question said."""
    regions = [entry.name for entry in COMPARABLE_REGIONS.values() if entry.slug in reading.filters.get("region", ())]
    told = {"regions": regions, "words": str(reading.filters.get("q", ""))}
    st.session_state.setdefault(PROFILE, {}).update({name: value for name, value in told.items() if value})


def _is_shown(reading: Reading, page: str) -> bool:
    """Whether the page still shows what was asked: a choice made since is another question."""
    shown = {key: ",".join(values) for key, values in address.parameters().items()}
    return page == _PAGES.get(reading.page, reading.page) and reading.params().items() <= shown.items()


def _say_reading(data: Data, reading: Reading, question: str) -> None:
    pieces = dict(_said(data, reading.pieces))
    if pieces:
        st.session_state[CHIPS] = list(pieces)
        st.pills(
            _("이렇게 읽었습니다. 누르면 그 말을 빼고 다시 찾습니다."), list(pieces), key=CHIPS, selection_mode="multi",
            on_change=_keep_chosen, args=(pieces,),
        )  # fmt: skip
    st.caption("  \n".join(_remarks(data, reading, question)))


def _said(data: Data, pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    """What each piece was read as, and the words for it."""
    told: dict[str, str] = {}
    for piece in pieces:
        if piece.meaning.kind in SAID_KINDS:
            label = f"{piece.words} → {meant}" if (meant := _meant(data, piece.meaning, piece.words)) else piece.words
            told[label] = piece.words
        elif piece.meaning.kind not in ("particle", "unread") and told:
            # Words that lean belong to what stands before them: taken off alone they would say something else.
            last = next(reversed(told))
            told[last] = f"{told[last]} {piece.words}"
    yield from told.items()


def _meant(data: Data, meaning: Meaning, words: str) -> str:
    """What the words stand for, where that is not what they say."""
    if meaning.kind == "institution":
        names = [load_institutions()[code] for code in (meaning.codes if meaning.page == "all" else meaning.codes[:1])]
        told = several(names)
    elif meaning.kind == "view":
        told = (
            title_of(_PAGES.get(meaning.page, meaning.page)).rpartition(" – ")[0] if meaning.page != "postings" else ""
        )
    else:
        selection, _unknown = parse_query({key: (value,) for key, value in meaning.params}, data.postings.options)
        told = "" if selection.is_empty or selection.text == words else selection.in_words(data.postings.options)
    return "" if told == words else told


def _remarks(data: Data, reading: Reading, question: str) -> Iterator[str]:
    """What was not understood; what else may be meant; where else the answer stands."""
    if reading.unknown:
        words = ", ".join(f"“{escape(word)}”" for word in reading.unknown)
        yield _("이해하지 못했거나 여기에 쓸 수 없어 뺀 말: {words}", words=words)
    if reading.merged:
        names = "·".join(dict.fromkeys(reading.merged))
        yield _("{names}: 2026년 7월 22일 뒤로는 광주와 전남을 가를 수 없어 전남광주로 찾았습니다.", names=names)
    if reading.others:
        links = " · ".join(_profile(code) for code in reading.others[:MOST_SUGGESTED])
        yield _("다른 기관을 찾으셨나요? {links}", links=links)
    if links := " · ".join(_elsewhere(data, reading)):
        yield _("다른 화면에서 보기: {links}", links=links)
    if reading.unknown:
        yield from _in_texts(data, reading.unknown)


def _elsewhere(data: Data, reading: Reading) -> Iterator[str]:
    """The same postings on other pages, with how many there are."""
    postings = replace(reading, page="postings", view={})
    selection, _unknown = parse_query(
        {key: (value,) for key, value in postings.params().items()}, data.postings.options
    )
    if selection.is_empty or reading.page in ("facilities", "data"):
        return
    for page in POSTINGS_TOO:
        if page != reading.page:
            told = title_of(page).rpartition(" – ")[0]
            if page == "postings":
                found = data.postings.find(selection).count
                told = _n("{title} {count}건", found, title=told, count=number(found))
            yield f"[{told}]({address.link(page, **postings.params())})"


def _in_texts(data: Data, words: Sequence[str]) -> Iterator[str]:
    """Words nobody taught us may stand in postings or in names."""
    for word in words[:MOST_SUGGESTED]:
        selection, _unknown = parse_query({"q": (word,)}, data.postings.options)
        found = data.postings.find(selection).count if selection.text else 0
        if found:
            told = _n("“{word}” 적힌 공고 {count}건", found, word=escape(word), count=number(found))
            yield f"[{told}]({address.link('postings', q=word)})"
    if links := " · ".join(_profile(code) for code in _named(" ".join(words))):
        yield _("이름이 비슷한 기관: {links}", links=links)


def _say_not_understood(data: Data, question: str) -> None:
    st.info(
        _("“{question}”에는 답할 자료가 없거나 뜻을 알지 못했습니다. 공공기관의 채용·보수·경쟁률·인력·시설을 물어보세요.", question=escape(question)),
        icon=":material/help:",
    )  # fmt: skip
    guide = _("[질문으로 찾기]({link})", link=address.link("data", view="guide"))
    st.caption("  \n".join([*_in_texts(data, [question]), guide]))


def _named(text: str) -> list[str]:
    """Institutions whose name or short name holds the text, or is held by it."""
    letters = fold_word(text)
    if len(letters) < 2:
        return []
    names = {code: fold_word(name) for code, name in load_institutions().items()}
    found = [code for code, name in names.items() if letters in name]
    found += [code for short, codes in load_abbreviations().items() if letters in short for code in codes]
    return list(dict.fromkeys(found))[:MOST_SUGGESTED]


def _profile(code: str) -> str:
    return f"[{escape(load_institutions()[code])}]({address.link('institutions', code=code)})"
