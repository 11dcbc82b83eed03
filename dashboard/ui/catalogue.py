"""The tables of the snapshot: where each comes from, what its columns mean, and each as a file."""

import pandas as pd
import streamlit as st

from dashboard.data import Data
from dashboard.measures import quality
from dashboard.ui.blocks import kept, show_table
from dashboard.ui.takeaway import kind_of, with_origin
from data_loader.export import to_csv
from data_loader.fields import KINDS
from data_loader.schema import TABLES
from data_loader.settings import KST

# The texts of all postings run to hundreds of megabytes: the command line writes them.
TOO_LARGE = {"posting_texts"}


def table_labels(data: Data) -> dict[str, str]:
    return {name: table.label for name, table in TABLES.items() if name in data.snapshot.tables}


def show_sources(data: Data) -> None:
    """One row a table: rows, source, as-of, real or sample, records kept aside."""
    tables = data.snapshot.tables
    rows = [
        {
            "표": TABLES[name].label,
            "행": tables[name].rows,
            "자료 구분": kind_of(tables[name].origin),
            "기준": tables[name].origin.as_of[:16].replace("T", " "),
            "따로 둔 기록": tables[name].origin.rejected,
            "출처": tables[name].origin.source,
        }
        for name in TABLES
        if name in tables and name not in ("rejected", "code_names")
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, height="content", key="sources")
    created = data.snapshot.created_at.astimezone(KST).isoformat(sep=" ", timespec="minutes")
    st.caption(
        f"스냅숏 {data.snapshot.id}, 만든 때 {created}. 이용 허락: 공공누리·이용허락범위 제한 없음(출처마다 데이터 쪽 참고)."
    )


def show_quality(data: Data) -> None:
    origin = data.origin("postings")
    table = kept(data.kept, "quality", lambda: quality.by_year(data.postings))
    labels = {"year": "시작 연도", "postings": "공고", "institutions": "기관", **quality.FLAG_NAMES}
    st.markdown(
        "## 해마다의 공고와 이상값\n이상값은 버리지 않고 표시만 합니다. 공고 기간 통계에서는 1년 넘는 것을 뺍니다."
    )
    show_table(table.rename(columns=labels), "해마다의 공고와 이상값", origin, "quality")
    st.markdown("## 고용형태별 공고 기간\n마감일 − 시작일 + 1일. 고용형태가 여럿인 공고는 각각에 셉니다.")
    names = {"hire_type": "고용형태", "n": "공고", "median": "중앙값(일)", "p10": "P10(일)", "p90": "P90(일)",
             "short_share": "이레 이하(%)", "left_out": "뺀 공고"}  # fmt: skip
    windows = kept(data.kept, "windows", lambda: quality.windows(data.postings))
    in_percent = windows.assign(short_share=(windows["short_share"].astype(float) * 100).round(1))
    show_table(in_percent.rename(columns=names), "고용형태별 공고 기간", origin, "windows")


def show_rejected(data: Data) -> None:
    rejected = data.table("rejected")
    if rejected.empty:
        st.info("쓰지 못해 따로 둔 기록이 없습니다.", icon=":material/check_circle:")
    else:
        st.markdown(f"쓰지 못한 기록 {len(rejected):,}건은 까닭과 함께 그대로 보관합니다.")
        labels = {column.name: column.label for column in TABLES["rejected"].columns}
        show_table(rejected.rename(columns=labels).astype(str), "쓰지 못한 기록", data.origin("rejected"), "rejected")
    unknown = data.table("code_names").query("not is_known")
    if len(unknown):
        st.markdown("## 코드집에 없는 코드\n버리지 않고 그대로 보여 줍니다.")
        labels = {column.name: column.label for column in TABLES["code_names"].columns}
        show_table(unknown.rename(columns=labels), "코드집에 없는 코드", data.origin("code_names"), "codes")


def show_dictionary(data: Data, name: str) -> None:
    """The columns of a table, and the table itself as a file."""
    table = TABLES[name]
    st.dataframe(
        pd.DataFrame(
            [
                {
                    "열": c.name,
                    "이름": c.label,
                    "종류": KINDS[c.kind].split(".")[0],
                    "원천 필드": c.source or "계산",
                    "설명": c.note,
                }
                for c in table.columns
            ]
        ),
        hide_index=True,
        height="content",
        key="dictionary",
    )
    for field, why in table.ignored.items():
        st.markdown(f"쓰지 않는 필드 `{field}`: {why}")
    if name in TOO_LARGE:
        st.markdown(
            f"이 표는 커서 명령으로 받습니다: `python -m data_loader export {name} --format parquet -o {name}.parquet`"
        )
        return
    origin = data.origin(name)
    st.download_button(
        f"{table.label} 전체 CSV 내려받기",
        data=lambda: to_csv(with_origin(data.snapshot.read(name), origin)),
        file_name=f"{name}_{origin.as_of[:10]}{'_예시' if origin.is_sample else ''}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
