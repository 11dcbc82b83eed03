"""Stage results: joined to the postings once per snapshot, and as a list of positions that can be searched."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import streamlit as st

from dashboard.charts.chart import Chart
from dashboard.data import Data
from dashboard.languages import N_, _
from dashboard.selection.positions import FoundPositions, Places, PositionIndex, StageIndex
from dashboard.ui.address import choose_from, choose_page, choose_text, link
from dashboard.ui.blocks import source_line
from dashboard.ui.instead import RESULTS, show_hires_instead
from dashboard.ui.takeaway import file_name, spoken_now, with_origin
from dashboard.words import escape, number, told
from data_loader.export import to_csv
from data_loader.snapshot import Origin

ROWS_PER_PAGE = 50
ORDERS: dict[str, tuple[str, Callable[[FoundPositions], Places]]] = {
    "high": (N_("경쟁률 높은 것부터"), lambda chosen: chosen.rated[::-1]),
    "low": (N_("경쟁률 낮은 것부터"), lambda chosen: chosen.rated),
    "applicants": (
        N_("지원자 많은 것부터"),
        lambda chosen: chosen.rated[np.argsort(-chosen.positions.applicants[chosen.rated], kind="stable")],
    ),
    # The index has the latest start first.
    "newest": (
        N_("새 공고부터"),
        lambda chosen: chosen.rated[np.argsort(chosen.positions.row[chosen.rated], kind="stable")],
    ),
}
OF_POSTING = ("institution_code", "institution", "title", "start_date", "end_date", "headcount")


def load_positions(data: Data) -> PositionIndex | None:
    """The positions of this snapshot, or None where no stage results have been received.

    Invented results are never joined to real postings: their numbers overlap.
    """
    tables = data.snapshot.tables
    if "competitions" not in tables or not tables["competitions"].rows:
        return None
    if data.origin("competitions").is_sample != data.is_sample:
        return None
    return data.cached_in_any_language(_joined)


def load_stages(data: Data, positions: PositionIndex) -> StageIndex:
    return data.cached_in_any_language(_stages, positions)


def _stages(data: Data, positions: PositionIndex) -> StageIndex:
    return StageIndex(positions, data.snapshot.read("stages"))


def say_how_to_get_results(data: Data) -> None:
    """There is nothing to show, and what to do about it."""
    if data.is_record:
        show_hires_instead(data, RESULTS)
        return
    st.info(
        _(
            "이 자료에는 아직 전형 결과가 없어 경쟁률을 말할 수 없습니다. 지원자와 선발 인원은 공고의 상세에 있습니다. "
            "서비스 키를 넣고 `python -m data_loader sync`를 실행하면 하루 한도 안에서 상세를 날마다 나누어 받습니다."
        ),
        icon=":material/hourglass_empty:",
    )
    st.caption(source_line(data.origin("postings")))


def say_nothing_rated(coverage: Chart, origin: Origin) -> None:
    """No position of the selection has a ratio: what is known all the same, and what to do about it."""
    nothing = _("경쟁률을 알 수 있는 모집 분야가 없습니다. 상태나 기간 조건을 넓혀 보세요.")
    st.info(f"{escape(coverage.sentence)} {nothing}", icon=":material/search_off:")
    st.caption(source_line(origin))


def show_positions(chosen: FoundPositions, origin: Origin) -> None:
    """Every position with a ratio, narrowed by a search over its name and institution, a page at a time."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = choose_text(_("모집 분야·기관 찾기"), "find", _("예: 간호, 한국전력"))
        order = choose_from(_("정렬"), "sort", {key: _(label) for key, (label, _make) in ORDERS.items()}, "high")
    places: Places = chosen.cached_in_any_language(ORDERS[order][1])
    if words:
        places = places[chosen.positions.containing(tuple(words.split()))[places]]
    count = number(len(places))
    st.markdown(_("## 모집 분야 {count}개", count=count))
    if not len(places):
        st.info(_("찾는 모집 분야가 없습니다. 다른 낱말로 찾거나 조건을 넓혀 보세요."), icon=":material/search_off:")
        return
    page = choose_page("page", max(1, -(-len(places) // ROWS_PER_PAGE)))
    shown = places[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE]
    st.dataframe(
        position_table(chosen.positions, shown), hide_index=True, column_config=_columns(), key="positions",
        height="content", placeholder="–",
    )  # fmt: skip
    st.download_button(
        _("CSV 내려받기({count}개)", count=count),
        data=spoken_now(lambda: to_csv(with_origin(positions_with_postings(chosen.positions, places), origin))),
        file_name=file_name(_("모집_분야별_경쟁률"), origin, "csv"),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def say_what_is_missing(positions: PositionIndex, origin: Origin) -> None:
    """The source, and whatever of it is not here."""
    parts = [source_line(origin), escape(told(origin.coverage))]
    if positions.orphans:
        parts.append(_("공고 목록에 없는 공고의 모집 분야 {count}개는 뺐습니다.", count=number(positions.orphans)))
    st.caption(" ".join(part for part in parts if part))


def position_table(positions: PositionIndex, places: Places) -> pa.Table:
    """The columns a reader sees, for these positions only."""
    rows = positions.row[places].astype(np.intp)
    of_posting = positions.index.shown(rows, ["posting_id", "title", "start_date"])
    own = positions.table.take(pa.array(places))
    return pa.table(
        {
            _("경쟁률"): own["ratio"],
            _("지원자(명)"): own["applicants"],
            _("선발(명)"): own["selected"],
            _("모집 분야"): own["position"],
            _("기관"): positions.index.labels("institution", rows),
            _("공고"): [link("postings", posting=str(each)) for each in of_posting["posting_id"].to_pylist()],
            _("공고 제목"): of_posting["title"],
            _("시작일"): of_posting["start_date"],
            _("단계 수"): own["stage_count"],
        }
    )


def _columns() -> dict[str, Any]:
    persons = st.column_config.NumberColumn(format="localized", width="small")
    opens = st.column_config.LinkColumn(display_text=_("열기"), width="small", help=_("공고를 새 창에서 엽니다"))
    return {
        _("경쟁률"): st.column_config.NumberColumn(format="%.1f", width="small"),
        _("지원자(명)"): persons,
        _("선발(명)"): persons,
        _("모집 분야"): st.column_config.TextColumn(width="medium"),
        _("공고"): opens,
        _("시작일"): st.column_config.DateColumn(format="YYYY-MM-DD", width="small"),
    }


def positions_with_postings(positions: PositionIndex, places: Places) -> pa.Table:
    """The source's columns of these positions, and beside them what their postings say."""
    table = positions.table.take(pa.array(places))
    postings = positions.index.table.select(list(OF_POSTING)).take(pa.array(positions.row[places]))
    for name in OF_POSTING:
        table = table.append_column(name, postings[name])
    return table


def _joined(data: Data) -> PositionIndex:
    read = data.snapshot.read
    known = [
        read(name, ["posting_id"])["posting_id"].to_numpy() for name in ("attachments",) if name in data.snapshot.tables
    ]
    detailed = np.concatenate([np.zeros(0, np.int64), *known])
    return PositionIndex(data.postings, read("competitions"), detailed)
