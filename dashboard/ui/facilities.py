"""Facilities and programmes on screen: their filters, their list, one of them in full."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import streamlit as st

from dashboard.data import Data
from dashboard.languages import N_, _
from dashboard.measures import facilities as measures
from dashboard.selection.offers import TEXT, Filter, FoundOffers, OfferIndex, parse_choice
from dashboard.selection.selection import LONGEST_QUERY, Option, clean_text
from dashboard.takeaways.offer_rows import (
    facility_facts,
    facility_rows,
    programme_facts,
    programme_rows,
    with_code_names,
)
from dashboard.ui import address, figure
from dashboard.ui.blocks import picked_row, source_line
from dashboard.ui.instead import show_offices_instead
from dashboard.ui.takeaway import file_name, spoken_now, with_origin
from dashboard.words import escape, number, told
from data_loader.export import to_csv
from data_loader.snapshot import Origin

ROWS_PER_PAGE = 50
COUNT_MARK = " · "
MOST_NEIGHBOURS = 10


@dataclass(frozen=True)
class Kind:
    """One of the two kinds of offer: its table, how it is called and counted, and what is drawn only when opened."""

    table: str
    number: str
    one: str
    counted: str
    save: str
    make: Callable[[pa.Table, measures.Names], OfferIndex]
    more: tuple[str, ...]
    # The data set of the portal it is applied for.
    service: str

    @property
    def parameter(self) -> str:
        """The chosen one in the URL."""
        return self.number.removesuffix("_id")


KINDS = {
    "facilities": Kind(
        "facilities", "facility_id", N_("시설"), N_("시설 **{count}**곳"), N_("CSV 내려받기({count}곳)"),
        measures.facility_index, ("institution", "place", "reserve"), N_("공공기관 시설정보 조회서비스(15125285)"),
    ),
    "programmes": Kind(
        "programmes", "programme_id", N_("사업"), N_("사업 **{count}**개"), N_("CSV 내려받기({count}개)"),
        measures.programme_index, ("institution",), N_("공공기관 사업정보 조회서비스(15125286)"),
    ),
}  # fmt: skip


def load_offers(data: Data, kind: Kind) -> OfferIndex | None:
    """The facilities or programmes of this snapshot, or None where there are none."""
    tables = data.snapshot.tables
    if kind.table not in tables or not tables[kind.table].rows:
        return None
    # It names its options when asked, and serves every language.
    return data.cached_in_any_language(_index, kind)


def _index(data: Data, kind: Kind) -> OfferIndex:
    return kind.make(data.snapshot.read(kind.table), data.postings.names)


def say_how_to_get_offers(data: Data, kind: Kind) -> None:
    """There is nothing to show, and what to do about it."""
    if data.is_record:
        show_offices_instead(data)
        return
    st.info(
        _(
            "이 자료에는 아직 {kind} 정보가 없습니다. 공공데이터포털에서 {service}에 활용신청을 하고 "
            "`python -m data_loader sync`를 실행하면 받습니다.",
            kind=_(kind.one),
            service=_(kind.service),
        ),
        icon=":material/hourglass_empty:",
    )
    st.caption(source_line(data.origin(kind.table) if kind.table in data.snapshot.tables else data.origin("postings")))


def announce_sample_offers(origin: Origin) -> None:
    """Nobody may set out for an invented hall."""
    if origin.is_sample:
        st.warning(
            _("이 화면의 시설과 사업은 **무작위로 만든 예시 자료**입니다. 실제로 있는 곳이 아니며 인용할 수 없습니다."),
            icon=":material/science:",
        )


def choose_offers(index: OfferIndex, kind: Kind) -> FoundOffers:
    """Draw the filters in the sidebar and return what they find."""
    choice, unknown = parse_choice(address.parameters(), index.filters.values())
    found: FoundOffers = index.find(choice)
    with st.sidebar:
        _choose_text(found, kind)
        for each in index.filters.values():
            if each.key not in kind.more:
                _choose_many(each, found)
        more = st.expander(_("기관과 그 밖의 조건"), icon=":material/tune:", key="more_offers", on_change="rerun")
        if more.open:
            with more:
                for key in kind.more:
                    _choose_many(index.filters[key], found)
        if choice.chosen or choice.text:
            nothing = dict.fromkeys((*index.filters, TEXT, "page"))
            st.button(_("조건 모두 지우기"), icon=":material/filter_alt_off:", on_click=address.write, args=(nothing,))
    if unknown:
        st.warning(
            _("주소에 있는 조건 가운데 알 수 없는 것은 뺐습니다: {unknown}", unknown=escape(", ".join(unknown))),
            icon=":material/link_off:",
        )
    return found


def say_choice(found: FoundOffers, kind: Kind, origin: Origin) -> None:
    as_of = origin.as_of[:16].replace("T", " ")
    words, counted = escape(found.in_words()), _(kind.counted, count=number(found.count))
    st.markdown(_("**{words}** · {counted} · 기준 {as_of}", words=words, counted=counted, as_of=as_of))


def say_nothing_found(kind: Kind, origin: Origin) -> None:
    nothing = _("조건에 맞는 {kind}이 없습니다. 왼쪽에서 조건을 하나 빼 보세요.", kind=_(kind.one))
    st.info(nothing, icon=":material/search_off:")
    st.caption(source_line(origin))


def say_what_is_missing(origin: Origin) -> None:
    st.caption(" ".join(part for part in (source_line(origin), escape(told(origin.coverage))) if part))


def open_clicked(found: FoundOffers, key: str) -> None:
    """A click on the map: a facility is opened, a region chosen or dropped. For callbacks."""
    point = figure.clicked(key)
    number, code = point.get("customdata"), point.get("location")
    if isinstance(number, int):
        address.write({"facility": str(number)})
    elif code:
        regions = found.index.filters["region"]
        _write_codes(regions, sorted({code} ^ set(found.choice.codes("region"))))


def show_offers(found: FoundOffers, kind: Kind, origin: Origin, names: measures.Names) -> None:
    """A page of the list; clicking a row opens it. The file holds all that is found."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.markdown(_("## {kind} 목록", kind=_(kind.one)))
        st.download_button(
            _(kind.save, count=number(found.count)),
            data=spoken_now(lambda: to_csv(with_origin(with_code_names(found.table(), names), origin))),
            file_name=file_name(_("공공기관_{kind}", kind=_(kind.one)), origin, "csv"),
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
    page = address.choose_page("page", max(1, -(-found.count // ROWS_PER_PAGE)))
    rows = found.rows[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE]
    shown = found.index.table.take(pa.array(rows))
    table = facility_rows(shown, names) if kind.parameter == "facility" else programme_rows(shown, names)
    st.dataframe(
        table, hide_index=True, key="offers", height="content", placeholder="–",
        on_select=lambda: _open_selected(shown, kind, table.column_names[0]), selection_mode=["single-row", "single-cell"],
    )  # fmt: skip


def show_chosen(index: OfferIndex, kind: Kind, data: Data) -> None:
    """The offer the URL names, in full; nothing where it names none."""
    text = st.query_params.get(kind.parameter, "")
    if not text:
        return
    row = index.row_of(kind.number, int(text)) if text.isascii() and text.isdigit() and len(text) < 16 else None
    if row is None:
        missing = _("번호 {number}인 {kind}이 이 자료에 없습니다.", number=escape(text[:20]), kind=_(kind.one))
        st.warning(missing, icon=":material/search_off:")
        return
    offer = index.table.slice(row, 1).to_pylist()[0]
    names = data.postings.names
    with st.container(border=True):
        st.markdown(f"## {escape(offer[kind.parameter])}")
        facts = facility_facts(offer, names) if kind.parameter == "facility" else programme_facts(offer, names)
        st.markdown("  \n".join(f"**{label}** {_one_line(value)}" for label, value in facts.items() if value))
        if kind.parameter == "facility":
            _show_neighbours(index, row)
            _show_files(data, offer["facility_id"])
        with st.container(horizontal=True):
            if offer["homepage_url"]:
                st.link_button(_("홈페이지"), offer["homepage_url"], icon=":material/open_in_new:")
            st.button(_("닫기"), icon=":material/close:", on_click=address.write, args=({kind.parameter: None},))


def _choose_text(found: FoundOffers, kind: Kind) -> None:
    key = f"offer_{TEXT}"
    st.session_state[key] = found.choice.text
    searched = _("이름, 기관, 지역") if kind.parameter == "facility" else _("이름, 기관, 내용")
    st.text_input(
        _("{kind} 찾기", kind=_(kind.one)), key=key, placeholder=searched, icon=":material/search:",
        max_chars=LONGEST_QUERY, on_change=_text_changed,
    )  # fmt: skip


def _choose_many(each: Filter, found: FoundOffers) -> None:
    key = f"offer_{each.key}"
    chosen = found.choice.codes(each.key)
    counts = found.cached_in_any_language(FoundOffers.live_counts, each.key).tolist()
    texts = {o.code: f"{o.label}{COUNT_MARK}{count:,}" for o, count in zip(each.options, counts, strict=True)}
    st.session_state[key] = list(chosen)
    st.multiselect(
        each.label, list(texts), key=key, format_func=texts.__getitem__, placeholder=_("전체"), select_all=False,
        on_change=_many_changed, args=(each,),
    )  # fmt: skip


def _text_changed() -> None:
    text = clean_text(st.session_state[f"offer_{TEXT}"] or "")
    address.write({TEXT: text or None, "page": None})


def _many_changed(each: Filter) -> None:
    _write_codes(each, _codes_of(st.session_state[f"offer_{each.key}"], each.options))


def _codes_of(values: Iterable[str], options: Iterable[Option]) -> list[str]:
    """Codes from what the widget holds: codes, or an option's text from before its count changed."""
    known = {text: option.code for option in options for text in (option.label, option.code)}
    found = (known.get(str(value).rsplit(COUNT_MARK, 1)[0]) for value in values or ())
    return [code for code in found if code is not None]


def _write_codes(each: Filter, codes: Iterable[str]) -> None:
    slugs = {option.code: option.slug for option in each.options}
    value = ",".join(sorted(slugs[code] for code in set(codes) if code in slugs))
    # Another choice starts at the first page of its list.
    address.write({each.key: value or None, "page": None})


def _open_selected(shown: pa.Table, kind: Kind, first_column: str) -> None:
    picked = picked_row("offers", first_column)
    if picked is not None and picked < shown.num_rows:
        address.write({kind.parameter: str(shown[kind.number][picked].as_py())})


def _show_neighbours(index: OfferIndex, row: int) -> None:
    """Facilities with the same coordinates: on the map they lie under one another."""
    place = [index.table[name].to_numpy() for name in ("latitude", "longitude")]
    same = [other for other in _same_place(place, row) if other != row]
    if same:
        neighbours = index.table.select(["facility", "facility_id"]).take(same[:MOST_NEIGHBOURS])
        links = [
            f"[{escape(name)}]({address.link('facilities', facility=str(number))})"
            for name, number in zip(*(column.to_pylist() for column in neighbours), strict=True)
        ]
        more = len(same) - MOST_NEIGHBOURS
        shown = _("{names} 외 {more}곳", names=", ".join(links), more=more) if more > 0 else ", ".join(links)
        st.markdown(_("**같은 자리의 시설** {names}", names=shown))


def _same_place(place: list[Any], row: int) -> list[int]:
    latitude, longitude = place
    same: list[int] = ((latitude == latitude[row]) & (longitude == longitude[row])).nonzero()[0].tolist()
    return same


def _show_files(data: Data, facility_id: int) -> None:
    """Pictures stay where they are: a page asks no other host for anything."""
    if "facility_files" not in data.snapshot.tables:
        return
    files = data.snapshot.read_rows("facility_files", "facility_id", facility_id)
    names = [str(file["file_name"] or _("파일")) for file in files]
    links = [
        f"[{escape(name)}]({file['file_url']})" for name, file in zip(names, files, strict=True) if file["file_url"]
    ]
    if links:
        st.markdown(_("**파일** {links}", links=", ".join(links)))


def _one_line(value: str) -> str:
    return escape(" ".join(value.split()))
