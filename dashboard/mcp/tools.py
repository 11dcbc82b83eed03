"""The tools: each a question the data can answer, with figures from the same measures as the pages."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import Field

from dashboard.ask.lexicon import load_institutions
from dashboard.ask.reading import Reading, read
from dashboard.ask.segmenting import pieces_of
from dashboard.data import Data
from dashboard.languages import _
from dashboard.mcp.answers import Answer, Site, Source, day, found_by, told
from dashboard.measures import hires as hire_measures
from dashboard.measures.breakdown import MODE_NAMES, MODE_NOTES, WEIGHT_NAMES, WEIGHT_UNITS, break_down
from dashboard.measures.facilities import facility_index, programme_index
from dashboard.measures.indicators import INDICATORS, indicator_rows, ranked, with_type
from dashboard.selection.facets import FACET, FACETS
from dashboard.selection.offers import parse_choice
from dashboard.selection.selection import RANGE_PARAMS
from dashboard.takeaways.view import permalink
from data_loader.codes import OLD_REGIONS_LAST_DATE, WORK_REGIONS

MOST_ROWS = 50
SHOWN = ("posting_id", "institution_code", "institution", "title", "headcount", "start_date", "end_date")
UNITS = {"share": "비율(0–1)", "persons": "명", "cost": "천 원", "money": "백만 원", "pay": "천 원", "years": "년"}
HIRED = {
    "regular": "regular_new_hires", "indefinite": "indefinite_new_hires", "youth": "youth_new_hires", "women": "women_new_hires",
    "disabled": "disabled_new_hires", "non_capital": "non_capital_new_hires", "relocated_region": "relocated_region_new_hires",
    "high_school": "high_school_new_hires",
}  # fmt: skip
Facet = Literal["region", "hire", "ncs", "type", "institution", "career", "education", "ministry", "class", "preference", "replacement", "status"]  # fmt: skip
Measure = Literal[
    "leave_rate", "men_share", "parental_leave", "short_hours", "flexible_rate", "welfare_regular", "welfare_indefinite", "income",
    "spending", "net_share", "support_share", "head_pay", "average_pay", "starting_pay", "tenure", "women_share", "staff", "hires",
    "hiring_rate",
]  # fmt: skip
Hired = Literal[
    "regular", "indefinite", "youth", "women", "disabled", "non_capital", "relocated_region", "high_school", "interns"
]
Filters = Annotated[
    dict[str, str],
    Field(
        default_factory=dict,
        description=f"Filters as in an address of the site: {', '.join((*FACET, *RANGE_PARAMS))}. Several values with commas: "
        '{"region": "busan,gyeongnam", "hire": "regular", "from": "2024-01", "q": "간호사"}. `find` gives them for a question.',
    ),
]
Limit = Annotated[int, Field(default=20, ge=1, le=MOST_ROWS)]


class Tools:
    """The tools over whatever data are current when they are called."""

    def __init__(self, source: Source, site: Site) -> None:
        self._source = source
        self._site = site

    def find(self, question: Annotated[str, Field(max_length=200)]) -> Answer:
        """Which view answers a question in Korean: page, filters, institutions, address, and the words no view can follow.
        Begin here where you do not know the filters. No figures; call the tool named in `next`."""
        data = self._source()
        reading = read(question, data.today)
        params = reading.params()
        return {
            "page": reading.page,
            "filters": {key: value for key, value in params.items() if key in (*FACET, *RANGE_PARAMS)},
            "institutions": {code: load_institutions()[code] for code in reading.institutions},
            "may_also_mean": {code: load_institutions()[code] for code in reading.others},
            "view": reading.view,
            "next": _next_tool(reading),
            "address": permalink(self._site(), reading.page, params),
            "not_understood": list(reading.unknown),
            "notes": _merged(reading.merged),
        }

    def postings(self, filters: Filters, limit: Limit, offset: Annotated[int, Field(default=0, ge=0)]) -> Answer:
        """Job postings that filters find: how many, how many openings, and a page of them. `status=open` for those open as of
        the data; `endfrom`, `endto` bound the deadline, `from`, `to` the start."""
        data = self._source()
        filters, notes = _unmerged(filters)
        found, unknown = found_by(data, filters)
        rows = found.rows[offset : offset + limit]
        listed = data.postings.shown(rows, list(SHOWN)).to_pylist()
        answer = {
            "postings": found.count,
            "headcount": found.headcount,
            "rows": [{**row, "start_date": day(row["start_date"]), "end_date": day(row["end_date"])} for row in listed],
            "next_offset": offset + limit if offset + limit < found.count else None,
        }
        return self._about_postings(
            data, answer, filters, "공고 건, 모집인원 명", "공고 하나를 한 번씩 셈", unknown, notes
        )

    def posting(self, posting_id: int) -> Answer:
        """One posting by its number, with its texts where the data have them."""
        data = self._source()
        row = data.postings.row_of(posting_id)
        if row is None:
            return self._about_postings(data, None, {}, "", "", [f"posting_id={posting_id}"], [])
        record = {name: day(value) if hasattr(value, "isoformat") else value for name, value in data.postings.table.slice(row, 1).to_pylist()[0].items()}  # fmt: skip
        texts = {name: text for name, text in data.texts_of(posting_id).items() if name != "posting_id"}
        answer = {**record, "texts": texts}
        return self._about_postings(data, answer, {"posting": str(posting_id)}, "", "공고 하나", [], [])

    def count(
        self,
        by: Facet,
        filters: Filters,
        weight: Annotated[Literal["postings", "headcount"], Field(default="headcount")],
        mode: Annotated[Literal["fractional", "full", "single"], Field(default="fractional")],
    ) -> Answer:
        """Postings or openings by the values of one facet. A posting may have several values: `fractional` shares it out and adds up,
        `full` counts it in each, `single` only where it has one. All three are given; `mode` says which one leads."""
        data = self._source()
        filters, notes = _unmerged(filters)
        found, unknown = found_by(data, filters)
        population = found.population
        counted = break_down(population, by, weight)
        values = zip(counted.options, counted.fractional, counted.full, counted.single, strict=True)
        rows = [
            {"code": option.code, "slug": option.slug, "name": option.name, "fractional": round(float(fractional), 1),
             "full": round(float(full), 1), "single": round(float(single), 1)}
            for option, fractional, full, single in values if full
        ]  # fmt: skip
        rows.sort(key=lambda row: -float(row[mode]))  # type: ignore[arg-type]
        answer = {"total": round(counted.total, 1), "postings": population.count, "leading": mode, "rows": rows}
        counting = f"{_(MODE_NAMES[mode])}: {_(MODE_NOTES[mode])}"
        unit = f"{_(WEIGHT_NAMES[weight])}({_(WEIGHT_UNITS[weight])})"
        return self._about_postings(data, answer, filters, unit, counting, unknown, notes)

    def institution(self, query: Annotated[str, Field(max_length=100)]) -> Answer:
        """Who an institution is, by name, short name, initials or code: type, ministry, seat, and its newest settled figures. Where
        several share the name all are given. Names of persons are not in these data."""
        data = self._source()
        codes, unknown = _institutions_meant(query, data)
        answer = [self._profile(data, code) for code in codes[:5]]
        params = {"code": codes[0]} if codes else {}
        return told(
            data, self._site(), answer or None, table="institutions", page="institutions", params=params, filters=query,
            unit="기관", counting="기관마다 가장 가까운 결산", title=_("기관"), not_understood=unknown,
            notes=["이름이 같은 기관이 여럿이니 어느 기관인지 물어보세요."] if len(codes) > 1 else [],
        )  # fmt: skip

    def ranking(
        self,
        measure: Measure,
        year: Annotated[int | None, Field(default=None)],
        top: Annotated[int, Field(default=10, ge=1, le=MOST_ROWS)],
        institution: Annotated[
            str, Field(default="", description="a code, to get its place among all and in its type")
        ],
        at_least: Annotated[float | None, Field(default=None, description="count those with this value or more")],
        type: Annotated[str, Field(default="", description="market, quasi-market, fund, commissioned, other")],
    ) -> Answer:
        """Institutions by a disclosed figure of one settled year, largest first: pay, starting pay, hires, staff, leave, welfare, finances.
        Settled years only; the budget of the running year is another thing (see `institution`)."""
        data = self._source()
        rows = with_type(self._indicator(data, measure), data.table("institutions"))
        settled = [int(value) for value in rows.loc[rows["basis"] == "settled", "year"].unique()]
        chosen = year if year in settled else max(settled)
        table = ranked(rows, chosen)
        if type:
            table = table[table["institution_code"].map(lambda code: _type_slug(data, code)) == type]
        answer: dict[str, Any] = {"year": chosen, "of": len(table), "rows": _ranked_rows(table.head(top))}
        if at_least is not None:
            answer["at_least"] = {"value": at_least, "count": int((table["value"] >= at_least).sum())}
        if institution:
            answer["institution"] = _ranked_rows(table[table["institution_code"] == institution.upper()])
        indicator = INDICATORS[measure]
        return told(
            data, self._site(), answer, table=indicator.table, page="family", unit=UNITS[indicator.unit],
            params={"view": "ranking", "indicator": measure}, counting="기관 하나를 한 번씩, 값이 큰 기관부터", title=_(indicator.name),
            not_understood=[f"year={year}"] if year is not None and year != chosen else [],
            notes=["공시하지 않은 기관은 뺐습니다. 결산만 셉니다.", f"있는 결산 연도: {min(settled)}–{max(settled)}"],
        )  # fmt: skip

    def hires(
        self,
        measure: Annotated[Hired, Field(default="regular")],
        by: Annotated[Literal["year", "institution"], Field(default="year")],
        year: Annotated[int | None, Field(default=None)],
        top: Annotated[int, Field(default=10, ge=1, le=MOST_ROWS)],
        institutions: Annotated[list[str] | None, Field(default=None, max_length=60)],
    ) -> Answer:
        """Persons really hired, as institutions disclose them (not openings in postings): by year with each group's share of
        regular hires, or by institution in a year. `interns` gives both kinds of intern."""
        data = self._source()
        table = data.table("interns" if measure == "interns" else "new_hires")
        if institutions:
            table = table[table["institution_code"].isin([code.upper() for code in institutions])]
        if measure == "interns":
            columns = ["experience_interns", "hiring_interns"]
        else:
            columns = list(dict.fromkeys(("regular_new_hires", HIRED[measure])))
        if by == "year":
            answer: Any = _years(table, columns)
        else:
            answer = _largest(table, columns, year, top)
        notes = [
            f"공시 단위 {table['institution_code'].nunique()}곳의 합입니다. 올해는 연중 일부만 있어 결산과 비교할 수 없습니다."
        ]
        if measure == "relocated_region":
            notes.insert(0, "이전지역 채용의 법정 비율은 대상과 제외 기준이 달라 이 수로 지켰는지 알 수 없습니다.")
        return told(
            data, self._site(), answer, table="interns" if measure == "interns" else "new_hires", page="trends",
            params={"view": "hired"}, unit="명", counting="기관이 공시한 수의 합", title=_("실제 채용(알리오)"), notes=notes,
        )  # fmt: skip

    def offers(
        self,
        kind: Annotated[Literal["facilities", "programmes"], Field(default="facilities")],
        filters: Annotated[
            dict[str, str],
            Field(
                default_factory=dict,
                description="region, kind, fee, open, institution, place, reserve; field, stage, service; find",
            ),
        ],
        limit: Limit,
    ) -> Answer:
        """Facilities institutions open to the public, and programmes they run."""
        data = self._source()
        if kind not in data.snapshot.tables:
            return {"answer": None, "not_understood": [], "caveats": ["이 자료에는 시설과 사업이 아직 없습니다."]}
        make = facility_index if kind == "facilities" else programme_index
        index = data.cached(_offer_index, kind, make)
        choice, unknown = parse_choice({key: (value,) for key, value in filters.items()}, index.filters.values())
        unknown += [key for key in filters if key not in (*index.filters, "find")]
        found = index.find(choice)
        answer = {"count": found.count, "rows": found.table().slice(0, limit).to_pylist()}
        return told(
            data, self._site(), answer, table=kind, page="facilities", params={**filters, "view": kind}, unit="곳",
            counting="하나를 한 번씩", title=_("시설·사업"), filters=found.in_words(), not_understood=unknown,
        )  # fmt: skip

    def about(self) -> Answer:
        """What the data are: sources, as of when, what is missing, the filters and their values. Read before citing."""
        data = self._source()
        tables = {
            name: {"source": table.origin.source, "as_of": table.origin.as_of, "rows": table.rows}
            for name, table in data.snapshot.tables.items()
        }
        known = {
            facet.key: [option.slug for option in data.postings.options[facet.key]][:60]
            for facet in FACETS
            if facet.table
        }
        answer = {"today": day(data.today), "tables": tables, "filters": known, "ranges": list(RANGE_PARAMS)}
        return self._about_postings(data, answer, {}, "", "", [], [])

    def _about_postings(
        self,
        data: Data,
        answer: Any,
        filters: Mapping[str, str],
        unit: str,
        counting: str,
        unknown: Sequence[str],
        notes: Sequence[str],
    ) -> Answer:
        found, _unknown = found_by(data, filters)
        unknown = [*unknown, *(key for key in filters if key not in (*FACET, *RANGE_PARAMS, "posting"))]
        params = found.selection.to_query(data.postings.options)
        if "posting" in filters:
            params["posting"] = filters["posting"]
        return told(
            data, self._site(), answer, table="postings", page="postings", params=params, unit=unit, counting=counting,
            title=_("채용공고"), filters=found.selection.in_words(data.postings.options), not_understood=unknown, notes=notes,
        )  # fmt: skip

    def _indicator(self, data: Data, measure: str) -> pd.DataFrame:
        tables = _Tables(data)
        return indicator_rows(INDICATORS[measure], lambda make: make(tables))

    def _profile(self, data: Data, code: str) -> dict[str, Any]:
        row = {
            name: day(value) if hasattr(value, "isoformat") else value
            for name, value in data.institutions[code].items()
        }
        figures = {}
        for key in ("average_pay", "starting_pay", "staff", "hires"):
            rows = self._indicator(data, key)
            own = rows[(rows["institution_code"] == code)].sort_values("year")
            unit = UNITS[INDICATORS[key].unit]
            figures[key] = [
                {"year": int(year), "basis": basis, "value": value, "unit": unit}
                for year, basis, value in zip(own["year"], own["basis"], own["value"], strict=True)
            ][-3:]
        staff = data.table("staff")
        own = staff[(staff["institution_code"] == code) & (staff["basis"] == "settled")].sort_values("year").tail(1)
        if len(own):
            newest = own.iloc[0]
            figures["regular"] = [
                {
                    "year": int(newest["year"]),
                    "authorised": float(newest["regular_authorised"]),
                    "staff": float(newest["regular_staff"]),
                }
            ]
        return {**row, "figures": figures}


class _Tables(dict[str, pd.DataFrame]):
    """Tables as they are asked for."""

    def __init__(self, data: Data) -> None:
        super().__init__()
        self._data = data

    def __missing__(self, name: str) -> pd.DataFrame:
        return self._data.table(name)


def _offer_index(data: Data, kind: str, make: Any) -> Any:
    return make(data.snapshot.read(kind), data.postings.names)


def _next_tool(reading: Reading) -> str:
    tools = {"pay": "ranking", "family": "ranking", "trends": "hires", "institutions": "institution", "facilities": "offers",
             "data": "about", "places": "count", "overview": "count"}  # fmt: skip
    return tools.get(reading.page, "postings")


def _merged(names: Sequence[str]) -> list[str]:
    return [
        f"{name}: {OLD_REGIONS_LAST_DATE.isoformat()} 뒤로는 광주와 전남을 가를 수 없어 전남광주로 답합니다."
        for name in dict.fromkeys(names)
    ]


def _unmerged(filters: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """A region that was merged stands for the one it became, and that is said."""
    folded = {entry.slug: WORK_REGIONS[entry.folds_into] for entry in WORK_REGIONS.values() if entry.folds_into}
    regions = [slug.strip() for slug in f"{filters.get('region', '')}".split(",") if slug.strip()]
    old = [slug for slug in regions if slug in folded]
    if not old:
        return dict(filters), []
    wanted = dict.fromkeys(folded[slug].slug if slug in folded else slug for slug in regions)
    names = [entry.name for entry in WORK_REGIONS.values() if entry.slug in old]
    return {**filters, "region": ",".join(wanted)}, _merged(names)


def _institutions_meant(query: str, data: Data) -> tuple[list[str], list[str]]:
    code = query.strip().upper()
    if code in data.institutions:
        return [code], []
    pieces = pieces_of(query, data.today)
    codes = [code for piece in pieces for code in piece.meaning.codes if code in data.institutions]
    return list(dict.fromkeys(codes)), [piece.words for piece in pieces if piece.meaning.kind == "unread"]


def _type_slug(data: Data, code: str) -> str:
    types = FACET["type"].table
    entry = types.get(str(data.institutions.get(code, {}).get("institution_type")))
    return entry.slug if entry else ""


def _ranked_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    columns = ["institution_code", "institution", "type", "value", "rank", "of", "rank_in_type", "of_type"]
    return [{str(name): value for name, value in row.items()} for row in table[columns].to_dict("records")]


def _years(table: pd.DataFrame, columns: list[str]) -> list[dict[str, Any]]:
    """Sums by year; of a group also its share of regular hires, of interns that of those linked to hiring."""
    rows = []
    for year in hire_measures.by_year(table, columns).to_dict("records"):
        row = {
            "year": year["year"],
            "settled": bool(year["is_settled"]),
            **{name: round(year[name], 2) for name in columns},
        }
        whole = sum(year[name] for name in columns) if columns[-1] == "hiring_interns" else year[columns[0]]
        if len(columns) > 1 and whole:
            row["share_percent"] = round(100 * year[columns[-1]] / whole, 1)
        rows.append(row)
    return rows


def _largest(table: pd.DataFrame, columns: list[str], year: int | None, top: int) -> dict[str, Any]:
    settled = table[table["basis"] == "settled"]
    chosen = year if year in set(settled["year"]) else int(settled["year"].max())
    rows = settled[settled["year"] == chosen].sort_values(columns[-1], ascending=False, kind="stable").head(top)
    return {"year": chosen, "rows": rows[["institution_code", "institution", *columns]].to_dict("records")}
