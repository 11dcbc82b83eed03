"""Stage results: joined to the postings once per snapshot, and as a list of positions that can be searched."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import streamlit as st

from dashboard.charts.chart import Chart
from dashboard.data import Data
from dashboard.positions import FoundPositions, Places, PositionIndex, StageIndex
from dashboard.ui.address import choose_from, choose_page, choose_text
from dashboard.ui.blocks import kept, source_line
from dashboard.ui.takeaway import file_name, with_origin
from dashboard.words import escape
from data_loader.export import to_csv
from data_loader.snapshot import Origin

ROWS_PER_PAGE = 50
ORDERS: dict[str, tuple[str, Callable[[FoundPositions], Places]]] = {
    "high": ("경쟁률 높은 것부터", lambda chosen: chosen.rated[::-1]),
    "low": ("경쟁률 낮은 것부터", lambda chosen: chosen.rated),
    "applicants": (
        "지원자 많은 것부터",
        lambda chosen: chosen.rated[np.argsort(-chosen.positions.applicants[chosen.rated], kind="stable")],
    ),
    # The index has the latest start first.
    "newest": (
        "새 공고부터",
        lambda chosen: chosen.rated[np.argsort(chosen.positions.row[chosen.rated], kind="stable")],
    ),
}
COLUMNS = {
    "경쟁률": st.column_config.NumberColumn(format="%.1f", width="small"),
    "지원자(명)": st.column_config.NumberColumn(format="localized", width="small"),
    "선발(명)": st.column_config.NumberColumn(format="localized", width="small"),
    "모집 분야": st.column_config.TextColumn(width="medium"),
    "공고": st.column_config.LinkColumn(display_text="열기", width="small", help="공고를 새 창에서 엽니다"),
    "시작일": st.column_config.DateColumn(format="YYYY-MM-DD", width="small"),
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
    positions: PositionIndex = kept(data.kept, "positions", lambda: _joined(data))
    return positions


def load_stages(data: Data, positions: PositionIndex) -> StageIndex:
    stages: StageIndex = kept(data.kept, "stages", lambda: StageIndex(positions, data.snapshot.read("stages")))
    return stages


def say_how_to_get_results(data: Data) -> None:
    """There is nothing to show, and what to do about it."""
    st.info(
        "이 자료에는 아직 전형 결과가 없어 경쟁률을 말할 수 없습니다. 지원자와 선발 인원은 공고의 상세에 있습니다. "
        "서비스 키를 넣고 `python -m data_loader sync`를 실행하면 하루 한도 안에서 상세를 날마다 나누어 받습니다.",
        icon=":material/hourglass_empty:",
    )
    st.caption(source_line(data.origin("postings")))


def say_nothing_rated(coverage: Chart, origin: Origin) -> None:
    """No position of the selection has a ratio: what is known all the same, and what to do about it."""
    st.info(
        f"{escape(coverage.sentence)} 경쟁률을 알 수 있는 모집 분야가 없습니다. 상태나 기간 조건을 넓혀 보세요.",
        icon=":material/search_off:",
    )
    st.caption(source_line(origin))


def show_positions(chosen: FoundPositions, origin: Origin) -> None:
    """Every position with a ratio, narrowed by a search over its name and institution, a page at a time."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = choose_text("모집 분야·기관 찾기", "find", "예: 간호, 한국전력")
        order = choose_from("차례", "sort", {key: label for key, (label, _) in ORDERS.items()}, "high")
    places: Places = kept(chosen.found.kept, ("positions", order), lambda: ORDERS[order][1](chosen))
    if words:
        places = places[chosen.positions.containing(tuple(words.split()))[places]]
    st.markdown(f"## 모집 분야 {len(places):,}개")
    if not len(places):
        st.info("찾는 모집 분야가 없습니다. 다른 낱말로 찾거나 조건을 넓혀 보세요.", icon=":material/search_off:")
        return
    page = choose_page("page", max(1, -(-len(places) // ROWS_PER_PAGE)))
    shown = places[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE]
    st.dataframe(
        position_table(chosen.positions, shown), hide_index=True, column_config=COLUMNS, key="positions",
        height="content", placeholder="–",
    )  # fmt: skip
    st.download_button(
        f"CSV 내려받기({len(places):,}개)",
        data=lambda: to_csv(with_origin(positions_with_postings(chosen.positions, places), origin)),
        file_name=file_name("모집_분야별_경쟁률", origin, "csv"),
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def say_what_is_missing(positions: PositionIndex, origin: Origin) -> None:
    """The source, and whatever of it is not here."""
    parts = [source_line(origin), escape(origin.coverage)]
    if positions.orphans:
        parts.append(f"공고 목록에 없는 공고의 모집 분야 {positions.orphans:,}개는 뺐습니다.")
    st.caption(" ".join(part for part in parts if part))


def position_table(positions: PositionIndex, places: Places) -> pa.Table:
    """The columns a reader sees, for these positions only."""
    rows = positions.row[places].astype(np.intp)
    of_posting = positions.index.shown(rows, ["posting_id", "title", "start_date"])
    own = positions.table.take(pa.array(places))
    return pa.table(
        {
            "경쟁률": own["ratio"],
            "지원자(명)": own["applicants"],
            "선발(명)": own["selected"],
            "모집 분야": own["position"],
            "기관": positions.index.labels("institution", rows),
            "공고": [f"postings?posting={number}" for number in of_posting["posting_id"].to_pylist()],
            "공고 제목": of_posting["title"],
            "시작일": of_posting["start_date"],
            "단계 수": own["stage_count"],
        }
    )


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
