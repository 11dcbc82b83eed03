"""Knowledge, skills and attitudes as job descriptions write them, with the postings that do."""

from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from dashboard.charts import skills as charts
from dashboard.data import Data
from dashboard.languages import N_, _
from dashboard.measures import skills as measures
from dashboard.measures.skills import Written
from dashboard.selection.index import Found, Rows
from dashboard.ui.address import choose_from, choose_one, link, parameters
from dashboard.ui.blocks import show_chart
from dashboard.ui.takeaway import file_name, spoken_now, with_origin
from dashboard.words import number
from data_loader.export import to_csv
from data_loader.snapshot import Origin
from data_loader.tables.persons import mask_persons

NONE_READ = N_(
    "아직 직무기술서를 글로 읽은 것이 없습니다. `python -m data_loader attachment --open`으로 첨부파일을 받고 "
    "`python -m data_loader texts`로 읽으면 여기에 지식·기술·태도를 적힌 그대로 모읍니다."
)
MOST_CHOSEN_FROM = 200
MOST_SHOWN = 50
MOST_IN_FILE = 5_000


def show_written(data: Data, found: Found, written: Written | None, origin: Origin) -> None:
    """What is written most in a section, and the postings that write one thing of it."""
    if written is None:
        st.info(_(NONE_READ), icon=":material/hourglass_empty:")
        return
    sections = {key: _(name) for key, name in charts.SECTION_NAMES.items()}
    section = choose_one(_("항목"), "section", sections, "knowledge")
    show_chart(found.cached(charts.written, written, section), origin)
    words = _choose_words(found.population, written, section)
    if words:
        _show_postings(data, found.population, written, section, words, origin)


def _choose_words(found: Found, written: Written, section: str) -> str:
    table = found.cached_in_any_language(measures.items_of, written, section).head(MOST_CHOSEN_FROM)
    counts = dict(zip(table["words"].tolist(), table["postings"].tolist(), strict=True))
    wanted = "".join(parameters().get("item", ()))
    counts |= {wanted: 0} if wanted not in counts and (section, wanted) in written.items else {}
    options = {words: f"{words} · {count:,}" for words, count in counts.items()}
    return choose_from(_("그렇게 적은 공고"), "item", options, next(iter(options))) if options else ""


def _show_postings(data: Data, found: Found, written: Written, section: str, words: str, origin: Origin) -> None:
    rows = measures.rows_writing(found, written, section, words)
    names = {"opens": _("공고"), "institution": _("기관"), "title": _("공고 제목")}
    shown = _postings(found, rows[:MOST_SHOWN])
    shown["opens"] = [link("postings", posting=each) for each in shown.pop("posting")]
    st.dataframe(
        shown[list(names)].rename(columns=names), hide_index=True, key="written", height="content",
        column_config={names["opens"]: st.column_config.LinkColumn(display_text=_("열기"), width="small")},
    )  # fmt: skip
    written_out = rows[:MOST_IN_FILE]
    st.download_button(
        _("대목 CSV 내려받기(공고 {count}건)", count=number(len(written_out))),
        data=spoken_now(lambda: to_csv(with_origin(_evidence(data, found, written_out, section), origin))),
        file_name=file_name(_("{words} 근거", words=words[:30]), origin, "csv"),
        mime="text/csv", icon=":material/download:", on_click="ignore", key="written_csv",
    )  # fmt: skip


def _postings(found: Found, rows: Rows) -> pd.DataFrame:
    index = found.index
    return pd.DataFrame(
        {
            "posting": index.posting_ids[rows].astype(str),
            "institution": index.labels("institution", rows),
            "title": index.shown(rows, ["title"])["title"].to_pylist(),
        }
    )


def _evidence(data: Data, found: Found, rows: Rows, section: str) -> pa.Table:
    """All items of the section in the job descriptions of these postings, with file and place."""
    names = ["posting_id", "words", "sha256", "start", "end"]
    table = data.snapshot.read("jd_sections", ["section", *names])
    is_wanted = pc.and_(
        pc.equal(table["section"], section), pc.is_in(table["posting_id"], pa.array(found.index.posting_ids[rows]))
    )
    postings = _postings(found, rows).set_index("posting")
    made: list[tuple[Any, ...]] = [
        (
            row["posting_id"],
            *postings.loc[str(row["posting_id"])],
            mask_persons(row["words"]),
            row["sha256"],
            row["start"],
            row["end"],
        )
        for row in table.filter(is_wanted).to_pylist()
    ]
    columns = [_("공고"), _("기관"), _("공고 제목"), _("적힌 말"), _("파일의 해시"), _("시작"), _("끝")]
    return pa.Table.from_pandas(pd.DataFrame(made, columns=columns), preserve_index=False)
