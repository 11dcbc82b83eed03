"""One institution's profile, a few side by side, and the directory to choose from. The choice lives in the URL:
`?code=C0247` is a profile, `?compare=C0247,C0001` a comparison."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts import competition as competition_charts
from dashboard.charts import flow as flow_charts
from dashboard.charts import hires as hires_charts
from dashboard.charts import institution as charts
from dashboard.charts.chart import Chart, amount
from dashboard.charts.institution import AVERAGE, HIRING, INDEFINITE, STARTING, VACANCY, Measured
from dashboard.charts.won import pay_unit
from dashboard.data import Data
from dashboard.languages import N_, _, _n
from dashboard.measures import institution as measures
from dashboard.measures.competition import FEWEST_POSITIONS, quartiles
from dashboard.measures.indicators import INDICATORS
from dashboard.measures.staffing import staffing
from dashboard.search.institutions import load_abbreviations
from dashboard.selection.index import Found
from dashboard.selection.selection import Selection, clean_text
from dashboard.ui import address
from dashboard.ui.address import choose_one
from dashboard.ui.blocks import picked_row, show_chart
from dashboard.ui.competition import load_positions, say_how_to_get_results, say_nothing_rated
from dashboard.ui.disclosed import choose_disclosed
from dashboard.ui.family import ranked_of_all, show_against
from dashboard.ui.listing import closing_table
from dashboard.ui.pay import load_pay
from dashboard.ui.takeaway import about_institutions, offer_table
from dashboard.ui.work import figures_of, show_figures_side_by_side
from dashboard.words import escape, million_won, number, pay_on_card, percent
from data_loader.codes import INSTITUTION_CLASSES, INSTITUTION_TYPES, WORK_REGIONS

MOST_COMPARED = 5
KEY = "choice_institutions"
SOURCE_OF = {
    AVERAGE.key: "pay",
    STARTING.key: "starting_pay",
    INDEFINITE.key: "pay",
    HIRING.key: "new_hires",
    VACANCY.key: "staff",
}
# Those with a page of their own, under the name of its view.
OFFER_VIEWS = ("facilities", "programmes")
# What the comparison tells of postings, which may be invented beside real disclosures.
OF_POSTINGS = ("모든 공고", "접수 중", "경쟁률 중앙값")
YEARS = ("보수 연도", "인력 연도")
MIXES = {"region": N_("근무지"), "ncs": N_("채용분야"), "hire": N_("고용형태")}


@dataclass(frozen=True, slots=True)
class Card:
    """A figure of an institution: `standing` is its place in words, `years` its settled years, `leads_to` an address."""

    label: str
    value: str
    standing: str | None
    note: str
    years: list[float]
    leads_to: str


def choose_institutions(data: Data) -> list[str]:
    """The codes the URL names, at most five; says which it does not know."""
    asked = [code for name in ("code", "compare") for code in st.query_params.get(name, "").split(",") if code.strip()]
    codes = list(dict.fromkeys(clean_text(code).upper() for code in asked))
    unknown = [code[:20] for code in codes if code not in data.institutions]
    chosen = [code for code in codes if code in data.institutions]
    labels = data.cached(_labels)
    st.session_state[KEY] = chosen[:MOST_COMPARED]
    st.multiselect(
        _("기관 찾기"), list(labels), key=KEY, format_func=labels.__getitem__, max_selections=MOST_COMPARED, select_all=False,
        placeholder=_("이름이나 약칭. 둘부터 다섯 곳까지 고르면 나란히 비교합니다"), on_change=_write_chosen,
    )  # fmt: skip
    if unknown:
        left_out = _("명단에 없는 기관코드는 뺐습니다: {codes}", codes=escape(", ".join(unknown)))
        st.warning(left_out, icon=":material/link_off:")
    if len(chosen) > MOST_COMPARED:
        st.warning(_("처음 {count}곳만 비교합니다.", count=MOST_COMPARED), icon=":material/info:")
    return chosen[:MOST_COMPARED]


def show_directory(data: Data) -> None:
    """The institutions of today, the largest first, of those chosen; a click opens one. Or any two of their figures."""
    of, words = choose_disclosed(data)
    views = {"list": _("명단"), "against": _("두 지표")}
    if choose_one(_("보기"), "view", views, "list") == "against":
        with about_institutions(words):
            show_against(data, of)
        return
    everything: pd.DataFrame = data.cached(_directory)
    table = everything[everything["code"].isin(of.institutions["institution_code"])]
    st.markdown(_("현원이 많은 기관부터. 줄을 누르면 그 기관이 열립니다(키보드로는 위아래로 고르고 오른쪽 화살표)."))
    last = str(table.columns[-1])
    columns: dict[str, Any] = {
        str(name): st.column_config.NumberColumn(format="localized") for name in table.select_dtypes("number")
    } | {last: st.column_config.LineChartColumn(last, y_min=0)}
    st.dataframe(
        table.drop(columns="code"), hide_index=True, key="directory", height=560, placeholder="–", column_config=columns,
        on_select=lambda: _open_selected(table["code"].tolist()), selection_mode=["single-row", "single-cell"],
    )  # fmt: skip


def show_header(data: Data, code: str) -> None:
    """Facts, and five numbers, each with its place among all and within its type, its years, and where it leads."""
    if data.institutions[code]["is_former"]:
        st.info(
            _(
                "지금의 공공기관 명단에 없는 예전 기관입니다. 알리오에 공시가 없고, 이 기관코드로 낸 공고만 남아 있습니다. 지금 명단에 같은 이름의 기관이 "
                "없고, 지정이 풀린 것인지 다른 기관으로 이어진 것인지는 자료에 없습니다."
            ),
            icon=":material/history:",
        )
    st.markdown("  \n".join(data.cached(_facts, code)))
    with st.grid(5, min_column_width=150):
        for card in data.cached(_headline, code):
            st.metric(
                f"[{card.label}]({card.leads_to})", card.value, card.standing, delta_color="off", delta_arrow="off",
                help=card.note, border=True, height="stretch", chart_data=card.years,
            )  # fmt: skip


def show_pay(data: Data, code: str) -> None:
    if data.institutions[code]["is_former"]:
        st.info(
            _("알리오에 공시한 보수가 없습니다. 공고 보기에서 이 기관코드로 낸 공고를 볼 수 있습니다."),
            icon=":material/search_off:",
        )
        return
    left, right = st.columns(2)
    with left:
        _show_history(data, AVERAGE, code)
    with right:
        _show_history(data, STARTING, code)
    indefinite = load_pay(data, "indefinite").rows
    if (indefinite["institution_code"] == code).any():
        _show_history(data, INDEFINITE, code)


def show_people(data: Data, code: str) -> None:
    own: dict[str, Chart] = data.cached(_people_charts, code)
    if not own:
        st.info(_("알리오에 공시한 채용과 인력이 없습니다."), icon=":material/search_off:")
        return
    left, right = st.columns(2)
    with left:
        show_chart(own["new_hires"], data.origin("new_hires"))
        show_chart(own["staff"], data.origin("staff"))
    with right:
        show_chart(own["interns"], data.origin("interns"))
        _show_history(data, HIRING, code)


def _people_charts(data: Data, code: str) -> dict[str, Chart]:
    """The charts of its own hires and staff by table; none where it discloses none."""
    new_hires, people = _rows(data, "new_hires", code), staffing_of(data)
    if new_hires.empty:
        return {}
    return {
        "new_hires": hires_charts.new_hires(new_hires),
        "interns": hires_charts.interns(_rows(data, "interns", code)),
        "staff": charts.staff(people[people["institution_code"] == code]),
    }


def show_postings(data: Data, code: str) -> None:
    found, peers = postings_of(data, code), peers_of(data, code)
    origin = data.origin("postings")
    if not found.count:
        st.info(_("이 기관코드로 낸 공고가 이 자료에 없습니다."), icon=":material/search_off:")
        return
    left, right = st.columns(2)
    with left:
        show_chart(found.cached(flow_charts.monthly, "postings"), origin)
        _show_mix(data, found, peers, "hire")
        _show_mix(data, found, peers, "region")
    with right:
        show_chart(found.cached(charts.calendar, peers), origin)
        _show_mix(data, found, peers, "ncs")
    closing = closing_table(found, 10) or _("접수 중인 공고가 없습니다.")
    title = _("접수 중인 공고")
    st.markdown(f"## {title}\n{closing}")
    label = _n("이 기관의 모든 공고 {count}건", found.count, count=number(found.count))
    if found.history is not found:
        label = _n("이 기관의 받은 공고 {count}건", found.count, count=number(found.count))
    st.markdown(f"[{label}]({address.link('postings', institution=code)})")


def show_competition(data: Data, code: str) -> None:
    """What its stage results say, coverage first."""
    positions = load_positions(data)
    if positions is None:
        say_how_to_get_results(data)
        return
    found, origin = postings_of(data, code), data.origin("competitions")
    chosen = found.cached(positions.of)
    coverage = found.cached(competition_charts.coverage, positions)
    if not len(chosen.rated):
        say_nothing_rated(coverage, origin)
        return
    left, right = st.columns(2)
    with left:
        show_chart(coverage, origin)
    with right:
        show_chart(chosen.cached(competition_charts.distribution), origin)
    label = _("이 기관의 경쟁률을 분야와 단계로 나누어 보기")
    st.markdown(f"[{label}]({address.link('competition', institution=code)})")


def show_comparison(data: Data, chosen: Sequence[str]) -> None:
    """The same few numbers in the order chosen, and four charts in one order however they were chosen."""
    codes = tuple(sorted(chosen))
    title = _("한 표로")
    st.markdown(f"## {title}")
    _show_compared(_compared(data, chosen), data)
    left, right = st.columns(2)
    with left:
        _show_history(data, AVERAGE, *codes)
        _show_history(data, HIRING, *codes)
    with right:
        _show_history(data, STARTING, *codes)
        show_chart(data.cached(_side_by_side, codes), data.origin("postings"))
    show_figures_side_by_side(data, codes)


def _side_by_side(data: Data, codes: tuple[str, ...]) -> Chart:
    return charts.side_by_side({name: postings_of(data, code) for code, name in _names(data, codes).items()})


def postings_of(data: Data, code: str) -> Found:
    return data.postings.find(Selection().with_codes("institution", [code]))


def peers_of(data: Data, code: str) -> Found | None:
    """All postings of its type, its own among them; None for a former institution, whose type is unknown."""
    kind = data.institutions[code]["institution_type"]
    return data.postings.find(Selection().with_codes("type", [kind])) if kind else None


def staffing_of(data: Data) -> pd.DataFrame:
    return data.cached_in_any_language(_staffing)


def _staffing(data: Data) -> pd.DataFrame:
    return staffing(data.table("new_hires"), data.table("staff"))


def _show_compared(table: pd.DataFrame, data: Data) -> None:
    st.dataframe(table, hide_index=True, key="compared", height="content")
    offer_table(table, _("기관 비교"), "", data.origin("pay"), "compared")


def _show_history(data: Data, measured: Measured, *codes: str) -> None:
    show_chart(data.cached(_history, measured, codes), data.origin(SOURCE_OF[measured.key]))


def _history(data: Data, measured: Measured, codes: tuple[str, ...]) -> Chart:
    table = staffing_of(data) if measured.key in ("hiring", "vacancy") else load_pay(data, measured.key).rows
    # Rows are taken several times: of these columns alone it costs a third.
    table = table[["institution_code", "year", "basis", measured.column]]
    peers = _peers(data, codes[0], table, measured.column) if len(codes) == 1 else None
    return charts.history(measured, table, _names(data, codes), peers)


def _show_mix(data: Data, found: Found, peers: Found | None, key: str) -> None:
    chart = found.cached(charts.mix, peers, key, MIXES[key])
    show_chart(chart, data.origin("postings"))


def _peers(data: Data, code: str, table: pd.DataFrame, value: str) -> pd.DataFrame | None:
    kind = data.institutions[code]["institution_type"]
    if not kind:
        return None
    same = {other for other, row in data.institutions.items() if row["institution_type"] == kind and other != code}
    return measures.peer_band(table, value, same)


def _rows(data: Data, name: str, code: str) -> pd.DataFrame:
    table = data.table(name)
    return table[table["institution_code"] == code]


def _names(data: Data, codes: Sequence[str]) -> dict[str, str]:
    return {code: data.institutions[code]["institution"] for code in codes}


def _labels(data: Data) -> dict[str, str]:
    """What can be searched: names with their abbreviations, former institutions last and marked."""
    short: dict[str, list[str]] = {}
    for letters, codes in load_abbreviations().items():
        for code in codes:
            short.setdefault(code, []).append(letters.upper())
    rows = sorted(data.institutions.values(), key=lambda row: (bool(row["is_former"]), row["institution"]))
    labels = {}
    for row in rows:
        code, name = row["institution_code"], row["institution"]
        name += f" ({', '.join(short[code][:3])})" if code in short else ""
        labels[code] = _("{name} · 예전 기관", name=name) if row["is_former"] else name
    return labels


def _directory(data: Data) -> pd.DataFrame:
    known = data.table("institutions")
    known = known[~known["is_former"].astype(bool)].set_index("institution_code")
    open_now = dict(zip(*_open_counts(data), strict=True))
    average, starting, people = data.cached(_newest_of_all).values()
    hired = ranked_of_all(data, INDICATORS["hires"])[0].set_index("institution_code")["history"]
    unit = pay_unit()
    return pd.DataFrame(
        {
            "code": known.index,
            _("기관유형"): [_name_of(INSTITUTION_TYPES, code) for code in known["institution_type"]],
            _("기관"): known["institution"],
            _("주무부처"): known["supervising_ministry"].map(_, na_action="ignore"),
            _("본사"): [_name_of(WORK_REGIONS, code) for code in known["headquarters_region"]],
            _("현원(명)"): people["staff"].reindex(known.index).round(),
            _("정규직 신규채용(명)"): people["hires"].reindex(known.index).round(),
            unit.heading(_("정규직 평균보수")): unit.column(average["value"].reindex(known.index)),
            unit.heading(_("초임")): unit.column(starting["value"].reindex(known.index)),
            _("접수 중(건)"): [open_now.get(code, 0) for code in known.index],
            _("신규채용 추이"): [hired.get(code) for code in known.index],
        }
    ).sort_values(_("현원(명)"), ascending=False, kind="stable", ignore_index=True)


def _open_counts(data: Data) -> tuple[list[str], list[int]]:
    counts = data.postings.find(Selection().with_codes("status", ["open"])).counts_of("institution")
    return [option.code for option in data.postings.options["institution"]], counts.tolist()


def _last_settled(table: pd.DataFrame) -> pd.DataFrame:
    settled = table[table["basis"] == "settled"]
    last: pd.DataFrame = settled[settled["year"] == settled["year"].max()]
    return last.set_index("institution_code")


def _facts(data: Data, code: str) -> list[str]:
    row = data.institutions[code]
    kind = _name_of(INSTITUTION_TYPES, row["institution_type"])
    if row["is_subsidiary"]:
        kind = _("{type} 부설기관", type=kind) if kind else _("부설기관")
    facts = {
        _("기관유형"): kind,
        _("기관분류"): _name_of(INSTITUTION_CLASSES, row["institution_class"]),
        _("주무부처"): _ministry_of(row),
        _("본사"): _name_of(WORK_REGIONS, row["headquarters_region"]),
        _("설립"): f"{row['founded_date']}" if row["founded_date"] else None,
        _("기관코드"): code,
    }
    lines = [" · ".join(f"**{label}** {escape(value)}" for label, value in facts.items() if value)]
    used = [entry for entry in measures.names_used(postings_of(data, code).history) if entry[0] != row["institution"]]
    if used:
        names = ", ".join(f"{name}({first.isoformat()[:7]}–{last.isoformat()[:7]})" for name, first, last in used[:4])
        label = _("공고에 쓴 다른 이름")
        lines.append(f"**{label}** {escape(names)}")
    lines += [" · ".join(told)] if (told := _offers(data, code)) else []
    if row["homepage_url"]:
        label = _("홈페이지")
        lines.append(f"[{label}]({row['homepage_url']})")
    return lines


def _offers(data: Data, code: str) -> list[str]:
    """How many branches, facilities and programmes it lists; invented ones say so."""
    told = []
    for name in ("branches", "facilities", "programmes"):
        if name not in data.snapshot.tables:
            continue
        rows = _rows(data, name, code)
        # The list of offices has the head office too.
        count = int((~rows["is_head_office"].fillna(False).astype(bool)).sum()) if name == "branches" else len(rows)
        if count:
            shown = number(count)
            if name in OFFER_VIEWS:
                shown = f"[{shown}]({address.link('facilities', view=name, institution=code)})"
            shown = _("{count}(예시)", count=shown) if data.origin(name).is_sample else shown
            told.append(f"**{_label_of(name, count)}** {shown}")
    return told


def _label_of(offer: str, count: int) -> str:
    return {
        "branches": _n("지사", count),
        "facilities": _n("시설", count),
        "programmes": _n("사업", count),
    }[offer]


def _headline(data: Data, code: str) -> list[Card]:
    """The newest settled values; an en dash where nothing is disclosed."""
    told = _values(data, code)
    own, _years = _newest(data, code)
    open_now = postings_of(data, code).with_codes("status", "open")
    count, people = _("{value}건", value=number(open_now.count)), number(open_now.headcount)
    about_open = _n("모집인원 {count}명. {day} 기준.", open_now.headcount, count=people, day=data.postings.today)
    pay, year = told["보수 연도"], told["인력 연도"]
    about_average = _("일반정규직 한 사람. {year}", year=pay)
    hires, staff = (_persons_on_card(own["people"].get(name)) for name in ("hires", "staff"))
    return [
        _card(data, code, "average_pay", _("평균보수"), _won_on_card(own["average"]), about_average, "pay"),
        _card(data, code, "starting_pay", _("신입 초임"), _won_on_card(own["starting"]), pay, "pay"),
        _card(data, code, "hires", _("정규직 신규채용"), hires, year, "people"),
        _card(data, code, "staff", _("현원"), staff, year, "people"),
        Card(
            _("접수 중인 공고"), count, None, about_open, [], address.link("postings", institution=code, status="open")
        ),
    ]


def _card(data: Data, code: str, key: str, label: str, value: str, note: str, view: str) -> Card:
    ranked, _year = ranked_of_all(data, INDICATORS[key])
    own = ranked[ranked["institution_code"] == code]
    leads_to = address.link("institutions", code=code, view=view)
    if own.empty:
        return Card(label, value, None, note, [], leads_to)
    row = own.iloc[0]
    places = {name: int(row[name]) for name in ("rank", "of", "rank_in_type", "of_type")}
    standing = _("전체 {rank}위 · 유형 {rank_in_type}위", **places)
    among = _("{of}곳 중 {rank}위, 같은 유형 {of_type}곳 중 {rank_in_type}위(큰 값부터).", **places)
    return Card(label, value, standing, f"{note} {among}", row["history"], leads_to)


def _values(data: Data, code: str) -> dict[str, str]:
    """What is told of an institution in cards and in the comparison, by its Korean name."""
    row = data.institutions[code]
    own, years = _newest(data, code)
    found = postings_of(data, code)
    women, men = own["average"].get("average_pay_women"), own["average"].get("average_pay_men")
    gap = 1 - women / men if women and men and women == women and men == men else float("nan")
    tenure = own["average"].get("tenure_months", float("nan"))
    return {
        N_("기관유형"): _name_of(INSTITUTION_TYPES, row["institution_type"]) or "–",
        N_("주무부처"): _ministry_of(row) or "–",
        N_("본사"): _name_of(WORK_REGIONS, row["headquarters_region"]) or "–",
        N_("정규직 평균보수"): million_won(own["average"].get("value", float("nan"))),
        N_("초임"): million_won(own["starting"].get("value", float("nan"))),
        N_("남녀 보수 격차"): percent(gap),
        N_("평균 근속"): _("{count}년", count=f"{tenure / 12:.1f}") if tenure == tenure else "–",
        N_("현원"): _persons(own["people"].get("staff", float("nan"))),
        N_("결원율"): percent(own["people"].get("vacancy", float("nan"))),
        N_("정규직 신규채용"): _persons(own["people"].get("hires", float("nan"))),
        N_("채용률"): percent(own["people"].get("hiring_rate", float("nan"))),
        N_("모든 공고"): amount(found.count, "postings") if found.history is found else "–",
        N_("접수 중"): amount(found.with_codes("status", "open").count, "postings"),
        N_("경쟁률 중앙값"): _usual_ratio(data, found),
        "보수 연도": _("{year}년 결산, 알리오.", year=years["average"]),
        "인력 연도": _("{year}년, 알리오.", year=years["people"]),
    }


def _newest(data: Data, code: str) -> tuple[dict[str, Mapping[str, Any]], dict[str, int]]:
    """The institution's newest settled values by table, with the years they are of; nothing where it discloses none."""
    last: dict[str, pd.DataFrame] = data.cached(_newest_of_all)
    own: dict[str, Mapping[str, Any]] = {
        name: {str(column): value for column, value in table.loc[code].items()} if code in table.index else {}
        for name, table in last.items()
    }
    return own, {name: int(table["year"].iloc[0]) if len(table) else 0 for name, table in last.items()}


def _newest_of_all(data: Data) -> dict[str, pd.DataFrame]:
    """The rows of the last settled year of each table, by institution code."""
    tables = {
        "average": load_pay(data, "average").rows,
        "starting": load_pay(data, "starting").rows,
        "people": staffing_of(data),
    }
    return {name: _last_settled(table) for name, table in tables.items()}


def _usual_ratio(data: Data, found: Found) -> str:
    """The median ratio of its positions, with how many there are; an en dash where too few say theirs."""
    positions = load_positions(data)
    chosen = found.cached(positions.of) if positions else None
    if chosen is None or len(chosen.ratios) < FEWEST_POSITIONS:
        return "–"
    middle = f"{quartiles(chosen)[1]:,.1f}"
    return _("{ratio} 대 1 ({count}개 분야)", ratio=middle, count=number(len(chosen.ratios)))


def _compared(data: Data, codes: Sequence[str]) -> pd.DataFrame:
    columns = {
        data.institutions[code]["institution"]: {**data.cached(_values, code), **figures_of(data, code)}
        for code in codes
    }
    table = pd.DataFrame(columns).drop(index=list(YEARS))
    invented = OF_POSTINGS if data.is_sample else ()
    items = [_("{name}(예시)", name=_(name)) if name in invented else _(name) for name in table.index]
    table.insert(0, _("항목"), items)
    return table.reset_index(drop=True)


def _won_on_card(pay: Mapping[str, Any]) -> str:
    return pay_on_card(pay.get("value", float("nan")))


def _persons_on_card(value: float | None) -> str:
    return "–" if value is None or value != value else _("{value}명", value=number(value))


def _persons(value: float) -> str:
    return "–" if value != value else _n("{people}명", round(value), people=number(value))


def _name_of(table: Mapping[str, Any], code: object) -> str:
    return _(table[code].name) if isinstance(code, str) and code in table else ""


def _ministry_of(row: Mapping[str, Any]) -> str:
    ministry: str | None = row["supervising_ministry"]
    return _(ministry) if ministry else ""


def _write_chosen() -> None:
    codes = st.session_state[KEY]
    address.write(
        {"code": codes[0] if len(codes) == 1 else None, "compare": ",".join(codes) if len(codes) > 1 else None}
    )


def _open_selected(codes: Sequence[str]) -> None:
    picked = picked_row("directory", _("기관유형"))
    if picked is not None and picked < len(codes):
        address.write({"code": codes[picked]})
