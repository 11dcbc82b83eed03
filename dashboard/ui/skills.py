"""Facts of the texts of postings: joined to the postings once per snapshot, and shown with the passages that state them."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from dashboard.charts import skills as charts
from dashboard.charts import terms
from dashboard.charts.flow import by_facet
from dashboard.data import Data
from dashboard.languages import N_, _
from dashboard.measures import skills as measures
from dashboard.measures.skills import LICENCE, Demand, Written
from dashboard.selection.index import Found, Rows
from dashboard.ui.address import choose_from, choose_page, link, parameters
from dashboard.ui.blocks import show_chart, show_table, source_line
from dashboard.ui.instead import say_instead
from dashboard.ui.takeaway import file_name, spoken_now, with_origin
from dashboard.words import escape, number, percent
from data_loader.documents.shelf import FILE_NAME, Shelf
from data_loader.errors import DocumentError
from data_loader.export import to_csv
from data_loader.facts.tables import FROM_DOCUMENT
from data_loader.schema import DOCUMENT_TEXTS
from data_loader.snapshot import Origin
from data_loader.tables.persons import mask_persons

NO_TEXTS = N_(
    "기록한 날의 공고에는 본문과 첨부가 없어 요구하는 자격·면허를 말할 수 없습니다. 서비스 키를 넣으면 공고의 응시자격과 우대사항을 받아 읽고, 근거가 된 "
    "대목과 함께 여기에 보입니다. 코드로 적힌 학력과 채용구분은 아래에 있습니다."
)
NOT_YET = N_(
    "이 자료에는 아직 공고에서 읽은 사실이 없습니다. `python -m data_loader sync`를 실행하면 공고를 다시 공개하면서 읽습니다."
)
READ_WELL = N_(
    "**얼마나 맞나**(2026-11-30, 규칙 1판): 규칙을 만들 때 쓰지 않은 실제 공고 337건의 사실 2,739개와 비교하면 정밀도 99.1%, 재현율 95.5%다(자격 98.6%·92.6%, "
    "경력 97.9%·90.3%, 학력 96.9%·96.4%, 나이 100%·98.9%). 모두를 눈으로 확인한 것은 아니며, 줄과 표가 깨진 글에서는 이보다 낮을 수 있다. 자세한 것은 데이터 "
    "화면의 계산 방법에 있다."
)
TEXTS = ("eligibility", "preference", "preference_condition")
SOURCE_NAMES = {
    "title": N_("제목"),
    "eligibility": N_("응시자격"),
    "preference": N_("우대내용"),
    "preference_condition": N_("우대조건"),
}
ATTACHED = N_("첨부파일")
PASSAGES_PER_PAGE = 10
# What is written into one file; the texts of all postings are for the command line.
MOST_IN_FILE = 5_000
# Letters to either side of a passage, within its line.
AROUND = 60


def load_demand(data: Data) -> Demand | None:
    """What the postings ask for, or None where their texts have not been received or not been read."""
    tables = data.snapshot.tables
    if not {"facts", "posting_texts"} <= tables.keys() or not tables["posting_texts"].rows:
        return None
    if data.origin("facts").is_sample != data.is_sample:
        return None
    return data.cached_in_any_language(_demand)


def say_no_demand(data: Data, found: Found) -> None:
    """There is nothing to read: what coded columns say all the same, and the way to the sample."""
    origin = data.origin("postings")
    if data.is_record:
        say_instead(data, NO_TEXTS, "skills")
    else:
        st.info(_(NOT_YET), icon=":material/hourglass_empty:")
    show_chart(found.cached(by_facet, "education", "postings"), origin)
    show_chart(found.cached(by_facet, "career", "postings"), origin)
    show_chart(found.cached(terms.any_education_by_field), origin)
    st.caption(source_line(origin))


def choose_licence(found: Found, demand: Demand) -> str:
    """One of the licences the found postings name, the most frequent first; empty where they name none."""
    table = found.population.cached_in_any_language(measures.named, demand, (LICENCE,))
    counts = dict(zip(table["value"].tolist(), table["any"].tolist(), strict=True))
    wanted = "".join(parameters().get("licence", ()))
    # One that is asked for by address stays, though nobody found names it.
    counts |= {wanted: 0} if wanted not in counts and demand.numbers_of([LICENCE], wanted) else {}
    options = {value: f"{value} · {count:,}" for value, count in counts.items()}
    return choose_from(_("자격·면허"), "licence", options, next(iter(options))) if options else ""


def show_licence(data: Data, found: Found, demand: Demand, licence: str, origin: Origin) -> None:
    """One licence: where, who, when, with what else, and the passages that name it."""
    counted = found.population
    rows: Rows = counted.cached_in_any_language(measures.rows_naming, demand, licence)
    told = {"licence": escape(licence), "count": number(len(rows))}
    said = _("**{licence}**: 읽은 공고 가운데 {count}건이 필수나 우대로 적었다.", **told)
    regular = measures.regular_share(counted, rows)
    share = _("정규직이 든 공고는 {share}.", share=percent(regular)) if len(rows) else ""
    st.markdown(f"{said} {escape(share)}".strip())
    for key in ("region", "institution", "ncs"):
        show_chart(found.cached(charts.where, demand, licence, key), origin)
    show_chart(found.cached(charts.against_mix, demand, licence), origin)
    show_chart(found.cached(charts.together, demand, licence), origin)
    show_chart(found.cached(charts.over_years, demand, licence), origin)
    _show_passages(data, counted, demand, licence, rows, origin)


def show_planner(found: Found, demand: Demand, written: Written | None, origin: Origin) -> None:
    """What planners of courses take away: fields, regions and years."""
    table = found.history.cached_in_any_language(measures.planner, demand, written)
    table = table.assign(regular_share=(table["regular_share"] * 100).round(1))
    table = table.sort_values(["year", "postings"], ascending=False, kind="stable")
    title, about = (
        _("채용분야 × 근무지 × 연도"),
        _("분야나 근무지가 여럿인 공고는 각 칸에 한 번씩 들어간다. 다 받은 해만."),
    )
    st.markdown(f"## {title}\n{about}")
    names = {"year": _("시작 연도"), "ncs": _("채용분야"), "region": _("근무지"), "postings": _("공고(건)"),
             "headcount": _("모집인원(명)"), "read": _("읽은 공고(건)"), "required": _("자격 필수(건)"),
             "preferred": _("자격 우대(건)"), "language": _("어학 점수(건)"), "regular": _("정규직(건)"),
             "regular_share": _("정규직 비율(%)"), "licences": _("많이 적힌 자격(건)"),
             "knowledge": _("많이 적힌 지식(건)"), "skills": _("많이 적힌 기술(건)")}  # fmt: skip
    show_table(table[list(names)].rename(columns=names), title, origin, "skills_planner")


def _show_passages(data: Data, found: Found, demand: Demand, licence: str, rows: Rows, origin: Origin) -> None:
    """The passages that name the licence, a page of postings at a time, and all of them as a file."""
    st.markdown(_("## 근거가 된 대목"))
    if not len(rows):
        st.info(_("이 자격을 적은 공고가 없습니다."), icon=":material/search_off:")
        return
    page = choose_page("page", max(1, -(-len(rows) // PASSAGES_PER_PAGE)))
    shown = rows[(page - 1) * PASSAGES_PER_PAGE : page * PASSAGES_PER_PAGE]
    st.dataframe(
        _passage_table(data, found, licence, shown, with_link=True), hide_index=True, key="passages",
        height="content", placeholder="–",
        column_config={_("공고"): st.column_config.LinkColumn(display_text=_("열기"), width="small")},
    )  # fmt: skip
    written = rows[:MOST_IN_FILE]
    st.download_button(
        _("대목 CSV 내려받기(공고 {count}건)", count=number(len(written))),
        data=spoken_now(lambda: to_csv(with_origin(_passage_table(data, found, licence, written), origin))),
        file_name=file_name(_("{licence} 근거", licence=licence), origin, "csv"),
        mime="text/csv", icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def _passage_table(data: Data, found: Found, licence: str, rows: Rows, *, with_link: bool = False) -> pa.Table:
    """One row a passage: the posting, its institution and title, role, need, the words and where they stand."""
    index = found.index
    facts = data.cached_in_any_language(_facts_naming, licence)
    wanted = index.posting_ids[rows]
    facts = facts.filter(pc.is_in(facts["posting_id"], pa.array(wanted)))
    texts = _texts_of(data, found, rows)
    _add_documents(data, texts, facts)
    roles = _role_names(data, wanted.tolist())
    institutions = dict(zip(wanted.tolist(), index.labels("institution", rows), strict=True))
    made = [_passage(row, texts, institutions, roles) for row in facts.to_pylist()]
    table = pd.DataFrame(made, columns=list(_passage_names()))
    opens = (
        [link("postings", posting=str(each)) for each in table["posting"]]
        if with_link
        else table["posting"].astype(str)
    )
    table = table.assign(posting=opens).rename(columns=_passage_names())
    return pa.Table.from_pandas(table, preserve_index=False)


def _passage_names() -> dict[str, str]:
    return {"posting": _("공고"), "institution": _("기관"), "title": _("공고 제목"), "role": _("모집 분야"),
            "need": _("구분"), "passage": _("대목"), "line": _("앞뒤"), "source": _("글"),
            "start": _("시작"), "end": _("끝")}  # fmt: skip


def _passage(
    fact: dict[str, Any],
    texts: dict[int, dict[str, str]],
    institutions: dict[int, str],
    roles: dict[tuple[int, int], str],
) -> tuple[Any, ...]:
    posting, own = fact["posting_id"], texts[fact["posting_id"]]
    text, start, end = own.get(fact["source"]) or "", fact["start"], fact["end"]
    need, source = charts.NEED_NAMES[fact["need"]], SOURCE_NAMES.get(fact["source"], ATTACHED)
    return (
        posting, institutions[posting], own["title"], roles.get((posting, fact["role_no"] or 0), ""),
        _(need), text[start:end], mask_persons(_line(text, start, end)),
        _(source), start, end,
    )  # fmt: skip


def _line(text: str, start: int, end: int) -> str:
    """The line a passage stands in, as much of it as is near."""
    begin = max(text.rfind("\n", 0, start) + 1, start - AROUND)
    stop = text.find("\n", end)
    return " ".join(text[begin : min(len(text) if stop < 0 else stop, end + AROUND)].split())


def _texts_of(data: Data, found: Found, rows: Rows) -> dict[int, dict[str, str]]:
    """Title and texts of these postings, by number."""
    numbers = found.index.posting_ids[rows].tolist()
    titles = found.index.shown(rows, ["title"])["title"].to_pylist()
    texts = {posting: {"title": title} for posting, title in zip(numbers, titles, strict=True)}
    for row in _text_rows(data, numbers):
        texts[row["posting_id"]] |= {name: row[name] for name in TEXTS}
    return texts


def _text_rows(data: Data, numbers: list[int]) -> Iterator[dict[str, Any]]:
    if len(numbers) <= PASSAGES_PER_PAGE:
        yield from (texts for posting in numbers if (texts := data.texts_of(posting)))
        return
    table = data.snapshot.read("posting_texts", ["posting_id", *TEXTS])
    yield from table.filter(pc.is_in(table["posting_id"], pa.array(numbers))).to_pylist()


def _add_documents(data: Data, texts: dict[int, dict[str, str]], facts: pa.Table) -> None:
    """Beside the postings' own texts those of the attached files that state some of these facts."""
    for posting, source in set(zip(facts["posting_id"].to_pylist(), facts["source"].to_pylist(), strict=True)):
        if source.startswith(FROM_DOCUMENT):
            texts[posting][source] = kept_text(data, source.removeprefix(FROM_DOCUMENT))


def kept_text(data: Data, sha256: str) -> str:
    """What stands in an attached file that was read; empty where the text is gone, or was made by another reader."""
    folder = data.snapshot.folder.parent.parent
    if not (folder / "attachments" / FILE_NAME).exists():
        return ""
    try:
        with Shelf(folder) as shelf:
            document = shelf.find(sha256)
    except DocumentError:
        return ""
    return document.text if document else ""


def _role_names(data: Data, numbers: list[int]) -> dict[tuple[int, int], str]:
    roles = data.snapshot.read("roles", ["posting_id", "role_no", "name"])
    own = roles.filter(pc.is_in(roles["posting_id"], pa.array(numbers))).to_pylist()
    return {(row["posting_id"], row["role_no"]): row["name"] for row in own}


def _facts_naming(data: Data, licence: str) -> pa.Table:
    names = ["posting_id", "role_no", "kind", "value", "need", "source", "start", "end", "rule_id"]
    facts = data.snapshot.read("facts", names)
    is_wanted = pc.and_(pc.equal(facts["kind"], LICENCE), pc.equal(facts["value"], licence))
    return facts.filter(pc.and_(is_wanted, pc.not_equal(facts["rule_id"], measures.UNKNOWN_RULE)))


def _demand(data: Data) -> Demand:
    read = data.snapshot.read
    texts = read("posting_texts", ["posting_id", *TEXTS], list(TEXTS))
    said = {name: pc.fill_null(pc.not_equal(texts[name].cast(pa.string()), ""), False) for name in TEXTS}
    documents = DOCUMENT_TEXTS.arrow.empty_table()
    if "document_texts" in data.snapshot.tables and data.origin("document_texts").is_sample == data.is_sample:
        documents = read("document_texts", ["posting_id", "status", "document_type"])
    eligible = texts["posting_id"].filter(said["eligibility"])
    preferring = texts["posting_id"].filter(pc.or_(said["preference"], said["preference_condition"]))
    facts = read("facts", ["posting_id", "role_no", "kind", "value", "need", "rule_id"])
    roles = read("roles", ["posting_id", "role_no", "headcount"])
    return measures.demand_of(data.postings, facts, roles, eligible, preferring, documents)


def load_written(data: Data) -> Written | None:
    """What job descriptions say, or None where none was read."""
    stored = data.snapshot.tables.get("jd_sections")
    if stored is None or not stored.rows or stored.origin.is_sample != data.is_sample:
        return None
    return data.cached_in_any_language(_written)


def _written(data: Data) -> Written:
    return measures.written_of(data.postings, data.snapshot.read("jd_sections", ["posting_id", "section", "words"]))
