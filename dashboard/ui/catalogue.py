"""The tables of the snapshot: where each comes from, what its columns mean, and each as a file."""

import pandas as pd
import streamlit as st

from dashboard.data import Data
from dashboard.languages import N_, SEVERAL, _, _n
from dashboard.measures import quality
from dashboard.ui.blocks import number_columns, show_table
from dashboard.ui.reuse import offer_reuse
from dashboard.ui.takeaway import kind_of, spoken_now, with_origin
from dashboard.words import escape, number, told
from data_loader.export import to_csv
from data_loader.schema import TABLES
from data_loader.settings import KST
from data_loader.snapshot import Origin
from data_loader.tables.fields import KINDS
from data_loader.tables.persons import FREE_TEXTS, mask_table

# The texts of all postings run to hundreds of megabytes: the command line writes them.
TOO_LARGE = {"posting_texts"}
ABOUT_MASKING = N_(
    "내려받는 표와 피드의 글에서는 담당자의 전자우편과 전화번호를 가립니다(예: ***@naver.com, 02-***-****). 1588 같은 대표번호와 "
    "recruit@ 같은 공용 주소는 그대로 둡니다. 공고 하나하나의 화면에는 적힌 대로 보입니다."
)


def table_labels(data: Data) -> dict[str, str]:
    return {name: _(table.label) for name, table in TABLES.items() if name in data.snapshot.tables}


def show_sources(data: Data) -> None:
    """One row a table: rows, source, as-of, real or sample, records kept aside."""
    tables = data.snapshot.tables
    shown = [name for name in TABLES if name in tables and name not in ("rejected", "code_names")]
    rows = [
        {
            _("표"): _(TABLES[name].label),
            _("행"): tables[name].rows,
            _("자료 구분"): kind_of(tables[name].origin),
            _("기준"): tables[name].origin.as_of[:16].replace("T", " "),
            _("제외 기록"): tables[name].origin.rejected,
            _("출처"): _(tables[name].origin.source),
        }
        for name in shown
    ]
    missing = [told(tables[name].origin.coverage) for name in shown]
    table = pd.DataFrame(rows)
    if any(missing):
        table.insert(4, _("빠진 것"), missing)
    st.dataframe(table, hide_index=True, height="content", key="sources", column_config=number_columns(table))
    created = data.snapshot.created_at.astimezone(KST).isoformat(sep=" ", timespec="minutes")
    st.caption(
        _(
            "스냅숏 {id}, 만든 때 {created}. 이용 허락: 공공누리·이용허락범위 제한 없음(출처마다 데이터 쪽 참고).",
            id=data.snapshot.id,
            created=created,
        )
    )


def show_quality(data: Data) -> None:
    origin = data.origin("postings")
    table = data.postings.cached(quality.by_year)
    labels = {"year": _("시작 연도"), "postings": _("공고"), "institutions": _n("기관", SEVERAL)}
    labels |= {flag: _(name) for flag, name in quality.FLAG_NAMES.items()}
    title = _("연도별 공고와 이상값")
    about = _("이상값은 버리지 않고 표시만 합니다. 공고 기간 통계에서는 1년 넘는 것을 뺍니다.")
    st.markdown(f"## {title}\n{about}")
    if data.is_record:
        table = table.drop(columns="url_missing")
    show_table(table.rename(columns=labels), title, origin, "quality")
    _show_windows(data, origin)


def _show_windows(data: Data, origin: Origin) -> None:
    title = _("고용형태별 공고 기간")
    about = _("마감일 − 시작일 + 1일. 고용형태가 여럿인 공고는 각각에 셉니다.")
    st.markdown(f"## {title}\n{about}")
    names = {"hire_type": _("고용형태"), "n": _("공고"), "median": _("중앙값(일)"), "p10": _("P10(일)"),
             "p90": _("P90(일)"), "short_share": _("7일 이하(%)"), "left_out": _("뺀 공고")}  # fmt: skip
    windows = data.postings.cached(quality.windows)
    in_percent = windows.assign(short_share=(windows["short_share"].astype(float) * 100).round(1))
    show_table(in_percent.rename(columns=names), title, origin, "windows")


def show_rejected(data: Data) -> None:
    rejected = data.table("rejected")
    if rejected.empty:
        st.info(_("쓰지 못해 제외한 기록이 없습니다."), icon=":material/check_circle:")
    else:
        st.markdown(_("쓰지 못한 기록 {count}건은 까닭과 함께 그대로 보관합니다.", count=number(len(rejected))))
        shown = rejected.rename(columns=_labels("rejected")).astype(str)
        show_table(shown, _("쓰지 못한 기록"), data.origin("rejected"), "rejected")
    unknown = data.table("code_names").query("not is_known")
    if len(unknown):
        title, about = _("코드집에 없는 코드"), _("버리지 않고 그대로 보여 줍니다.")
        st.markdown(f"## {title}\n{about}")
        show_table(unknown.rename(columns=_labels("code_names")), title, data.origin("code_names"), "codes")
    _show_unknown_licences(data)


def _show_unknown_licences(data: Data) -> None:
    """Words written as a licence that the list of licences does not hold; empty where there are none."""
    if "unknown_licences" not in data.snapshot.tables or not data.snapshot.tables["unknown_licences"].rows:
        return
    title, about = _("명단에 없는 자격 이름"), _("적힌 그대로입니다. 요구 역량의 수에는 넣지 않습니다.")
    st.markdown(f"## {title}\n{about}")
    names = data.table("unknown_licences").rename(columns=_labels("unknown_licences"))
    show_table(names, title, data.origin("unknown_licences"), "unknown_licences")


def _labels(table: str) -> dict[str, str]:
    return {column.name: _(column.label) for column in TABLES[table].columns}


def show_dictionary(data: Data, name: str) -> None:
    """The columns of a table, and the table itself as a file."""
    table = TABLES[name]
    st.dataframe(
        pd.DataFrame(
            [
                {
                    _("열"): c.name,
                    _("이름"): _(c.label),
                    _("종류"): _(KINDS[c.kind]).split(".")[0],
                    _("원천 필드"): c.source or _("계산"),
                    _("설명"): _(c.note),
                }
                for c in table.columns
            ]
        ),
        hide_index=True,
        height="content",
        key="dictionary",
    )
    for field, why in table.ignored.items():
        st.markdown(_("쓰지 않는 필드 `{field}`: {why}", field=field, why=_(why)))
    offer_reuse(f"tables/{name}.parquet")
    if name in FREE_TEXTS:
        st.caption(escape(_(ABOUT_MASKING)))
    if name in TOO_LARGE:
        command = f"python -m data_loader export {name} --format parquet -o {name}.parquet"
        st.markdown(_("이 표는 커서 명령으로 받습니다: `{command}`", command=command))
        return
    origin = data.origin(name)
    sample = _("_예시") if origin.is_sample else ""
    st.download_button(
        _("{table} 전체 CSV 내려받기", table=_(table.label)),
        data=spoken_now(lambda: to_csv(with_origin(mask_table(name, data.snapshot.read(name)), origin))),
        file_name=f"{name}_{origin.as_of[:10]}{sample}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
    )
