"""What institutions offer the public: facilities on a map and by type and opening days, programmes by field."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.charts.chart import BACKGROUND, CATEGORY, SEQUENCE, Chart, Figure, bars, figure, sentences
from dashboard.charts.regions import GEO, MAP_HEIGHT, names_of
from dashboard.languages import N_, _, _n
from dashboard.measures import facilities as measures
from dashboard.measures.facilities import OUTSIDE, PLACED, PLACEMENTS, SWAPPED, UNPLACED
from dashboard.selection.offers import FoundOffers
from dashboard.words import SMALLEST_BASE, number, percent, subject
from data_loader.reference import Outline, load_outlines

FACILITIES = (
    N_("조건에 맞는 시설이 없다."),
    N_("시설 {whole}곳 모두 {first}에 든다."),
    N_("시설 {whole}곳에서 가장 많은 것이 하나가 아니다."),
    N_("시설 {whole}곳 가운데 {first} {count}곳({share})로 가장 많다."),
)
PROGRAMMES = (
    N_("조건에 맞는 사업이 없다."),
    N_("사업 {whole}개 모두 {first}에 든다."),
    N_("사업 {whole}개에서 가장 많은 것이 하나가 아니다."),
    N_("사업 {whole}개 가운데 {first} {count}개({share})로 가장 많다."),
)
LAND, COAST = SEQUENCE[0], SEQUENCE[3]
# Types are told apart by form as well.
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross",
           "x", "triangle-down", "circle-open", "square-open", "diamond-open")  # fmt: skip
LONGEST_NAME = 40
OUTLINES_OF = N_("경계: 통계청 2013년, 단순하게 그림.")
# Of more than that, those in the same cell (degrees) are one circle (pixels).
MOST_MARKS = 200
CELL = 0.35
SMALLEST_CIRCLE, LARGEST_CIRCLE, FITS_A_NUMBER = 6, 40, 18
OPEN_ON = {"weekday": N_("평일에 여는 곳"), "saturday": N_("토요일에 여는 곳"), "holiday": N_("공휴일에 여는 곳")}


def facility_map(found: FoundOffers) -> Chart:
    """One mark a facility, by type, over the outlines of the regions chosen; where they are many, one circle for those
    that lie close, as large as they are many. Places that cannot be right are left out."""
    table = found.table()
    latitude, longitude = (_numbers(table[name]) for name in ("latitude", "longitude"))
    worth = measures.placement(latitude, longitude)
    placed = np.flatnonzero(worth == PLACED)
    is_crowded = len(placed) > MOST_MARKS
    marks = [_clusters(latitude[placed], longitude[placed])] if is_crowded else _by_type(found, table, placed)
    about = (
        _("원 하나가 가까이 있는 시설들, 클수록 많음. 시도를 고르면 하나씩 보임.")
        if is_crowded
        else _("점 하나가 한 시설.")
    )
    return Chart(
        "facility_map",
        _("어디에 무엇이 있나"),
        _map_sentence(found, worth),
        sentences(about, _("좌표는 기관이 적은 그대로."), _unplaced_words(worth), _(OUTLINES_OF)),
        _map_figure(found, marks),
        lambda: _map_table(table, worth),
    )


def _by_type(found: FoundOffers, table: pa.Table, placed: np.ndarray) -> list[dict[str, Any]]:
    kinds = found.index.filters["kind"]
    own_kind = kinds.members[found.rows].argmax(axis=1) if found.count else np.zeros(0, np.intp)
    traces = []
    for place, option in enumerate(kinds.options):
        own = placed[own_kind[placed] == place]
        if len(own):
            colour, symbol = CATEGORY[place % len(CATEGORY)], SYMBOLS[place % len(SYMBOLS)]
            traces.append(_marks(table.take(pa.array(own)), option.label, colour, symbol))
    return traces


def _clusters(latitude: np.ndarray, longitude: np.ndarray) -> dict[str, Any]:
    """A circle in the middle of those that share a cell of the map."""
    cells = pd.DataFrame({"lat": latitude, "lon": longitude})
    grid = [np.floor(cells[name] / CELL) for name in ("lat", "lon")]
    groups = cells.groupby(grid).agg(lat=("lat", "mean"), lon=("lon", "mean"), count=("lat", "size"))
    groups = groups.sort_values("count", ascending=False)
    sizes = SMALLEST_CIRCLE + (LARGEST_CIRCLE - SMALLEST_CIRCLE) * np.sqrt(groups["count"] / groups["count"].max())
    return _circles(groups, sizes)


def _circles(groups: pd.DataFrame, sizes: pd.Series) -> dict[str, Any]:
    # A number does not fit into the small ones.
    counts = zip(groups["count"], sizes, strict=True)
    line = {"color": BACKGROUND, "width": 1}
    return {
        "type": "scattergeo",
        "mode": "markers+text",
        "lat": groups["lat"].round(4).tolist(),
        "lon": groups["lon"].round(4).tolist(),
        "text": [number(count) if size >= FITS_A_NUMBER else "" for count, size in counts],
        "textfont": {"size": 11, "color": BACKGROUND},
        "customdata": [_facilities(count) for count in groups["count"].tolist()],
        "marker": {"color": CATEGORY[0], "size": sizes.round(1).tolist(), "opacity": 0.8, "line": line},
        "showlegend": False,
        "unselected": {"marker": {"opacity": 0.8}},
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def by_kind(found: FoundOffers) -> Chart:
    """Facilities by group of types."""
    kinds = found.index.filters["kind"]
    counts = found.counts("kind")
    order = [place for place in np.argsort(-counts, kind="stable").tolist() if counts[place]]
    labels = [kinds.options[place].label for place in order]
    values = counts[order].astype(float).tolist()
    return Chart(
        "facility_kinds",
        _("어떤 시설이 많나"),
        _most_sentence(labels, values, found.count, FACILITIES),
        _("단위: 곳. 시설마다 종류 하나."),
        bars(labels, values, _("곳")),
        lambda: pd.DataFrame({_("시설 종류"): labels, _("시설(곳)"): counts[order]}),
    )


def opening(found: FoundOffers) -> Chart:
    """How many facilities are open on which days, without a fee, and take reservations."""
    rows = [
        *((_(name), _share_of(found, "open", day)) for day, name in OPEN_ON.items()),
        (_("무료인 곳"), _share_of(found, "fee", "no")),
        (_("예약할 수 있는 곳"), _share_of(found, "reserve", "yes")),
    ]
    labels, counts = [row[0] for row in rows], [row[1] for row in rows]
    shares = [count / found.count * 100 if found.count else 0.0 for count in counts]
    made = bars(labels, shares, "%", digits=1)
    made["data"][0]["text"] = [
        _("{share}% ({count}곳)", share=number(share), count=number(count))
        for share, count in zip(shares, counts, strict=True)
    ]
    made["layout"]["margin"]["r"] = 96
    made["layout"]["xaxis"] |= {"range": [0, 100], "ticksuffix": "%"}
    return Chart(
        "facility_opening",
        _("언제 열고, 돈을 받나"),
        _opening_sentence(found),
        _("단위: %, 고른 시설 = 100. 적힌 대로이며, 적지 않은 것은 아니라는 뜻이 아닐 수 있음."),
        made,
        lambda: pd.DataFrame({_("조건"): labels, _("시설(곳)"): counts, _("비율(%)"): np.round(shares, 1)}),
    )


def programmes(found: FoundOffers) -> Chart:
    """Programmes by field and life stage."""
    table = measures.field_by_life_stage(found)
    trace = {
        "type": "heatmap", "x": table.columns.tolist(), "y": table.index.tolist(), "z": table.to_numpy().tolist(),
        "zmin": 0, "zmax": max(1, int(table.to_numpy().max(initial=0))), "xgap": 2, "ygap": 2, "showscale": False,
        "texttemplate": "%{z}", "colorscale": [[step / 9, colour] for step, colour in enumerate(SEQUENCE)],
        "hovertemplate": _("<b>%{y} · %{x}</b><br>사업 %{z:,}개<extra></extra>"),
    }  # fmt: skip
    fields = found.index.filters["field"]
    counts = found.counts("field").astype(float)
    order = np.argsort(-counts, kind="stable")
    labels = [fields.options[place].label for place in order]
    return Chart(
        "programme_fields",
        _("어떤 분야의 사업이 누구를 위한 것인가"),
        _most_sentence(labels, counts[order].tolist(), found.count, PROGRAMMES),
        _("단위: 사업 수, 중복 집계(생애주기를 여럿 적은 사업은 각각에 한 번씩 셈. 합계가 사업 수보다 큼)."),
        figure([trace], height=90 + 30 * len(table), xaxis={"side": "top", "showgrid": False, "type": "category"},
               yaxis={"autorange": "reversed", "showgrid": False, "type": "category"}),
        lambda: table.rename_axis(_("사업 분야")).reset_index(),
    )  # fmt: skip


def _marks(rows: pa.Table, name: str, colour: str, symbol: str) -> dict[str, Any]:
    names = [text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME]}…" for text in rows["facility"].to_pylist()]
    owners = [owner or "" for owner in rows["institution"].to_pylist()]
    return {
        "type": "scattergeo", "mode": "markers", "name": name, "lon": rows["longitude"].to_pylist(),
        "lat": rows["latitude"].to_pylist(), "customdata": rows["facility_id"].to_pylist(),
        "text": [f"{facility} · {owner}" for facility, owner in zip(names, owners, strict=True)],
        "marker": {"color": colour, "symbol": symbol, "size": 8, "opacity": 0.8, "line": {"color": BACKGROUND, "width": 0.5}},
        "unselected": {"marker": {"opacity": 0.35}}, "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip


def _map_figure(found: FoundOffers, marks: list[dict[str, Any]]) -> Figure:
    chosen, outlines = found.choice.codes("region"), load_outlines("comparable")
    # A place that has no outline (abroad, a name nobody knows) leaves the whole country to be shown.
    shown = [outline for outline in outlines if not chosen or outline.code in chosen] or list(outlines)
    names = names_of(shown)
    # Plotly asks a CDN for a world file unless the first trace on the map is one of points; and of what lies under
    # the pointer it takes the last trace, so the land comes before the marks.
    first = names | {"lon": names["lon"][:1], "lat": names["lat"][:1], "text": [""]}
    # Numbers in circles and names would lie over one another.
    is_legible = not any("text" in trace["mode"] for trace in marks)
    return figure(
        [first, _land(found, shown), *marks, *([names] if is_legible else [])],
        height=MAP_HEIGHT,
        geo=GEO,
        clickmode="event+select",
        showlegend=True,
        margin={"l": 0, "r": 0, "t": 56, "b": 0},
    )


def _land(found: FoundOffers, outlines: Sequence[Outline]) -> dict[str, Any]:
    regions = found.index.filters["region"]
    by_region = dict(zip((option.code for option in regions.options), found.counts("region").tolist(), strict=True))
    counts = [by_region.get(outline.code, 0) for outline in outlines]
    return {
        "type": "choropleth",
        "geojson": "/app/static/regions_comparable.geojson",
        "featureidkey": "id",
        "locations": [outline.code for outline in outlines],
        "z": counts,
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, LAND], [1, LAND]],
        "showscale": False,
        "marker": {"line": {"color": COAST, "width": 1}},
        "text": [_(outline.name) for outline in outlines],
        "customdata": [_facilities(count) for count in counts],
        "unselected": {"marker": {"opacity": 1}},
        "hovertemplate": "<b>%{text}</b><br>%{customdata}<extra></extra>",
    }


def _map_table(table: pa.Table, worth: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("시설번호"): table["facility_id"].to_pylist(),
            _("시설"): table["facility"].to_pylist(),
            _("기관"): table["institution"].to_pylist(),
            _("위도"): table["latitude"].to_pylist(),
            _("경도"): table["longitude"].to_pylist(),
            _("지도"): ["" if each == PLACED else _(PLACEMENTS[each]) for each in worth.tolist()],
        }
    )


def _unplaced_words(worth: np.ndarray) -> str:
    counts = {name: int((worth == name).sum()) for name in PLACEMENTS}
    parts = (
        (counts[UNPLACED], _("좌표가 없는 {count}곳", count=number(counts[UNPLACED]))),
        (counts[SWAPPED], _("위도와 경도가 뒤바뀐 {count}곳", count=number(counts[SWAPPED]))),
        (counts[OUTSIDE], _("좌표가 한국 밖인 {count}곳", count=number(counts[OUTSIDE]))),
    )
    told = ", ".join(words for count, words in parts if count)
    return _("{parts}은 지도에 없고 목록에 있음.", parts=told) if told else _("모든 시설의 좌표가 한국 안에 있음.")


def _map_sentence(found: FoundOffers, worth: np.ndarray) -> str:
    if not found.count:
        return _(FACILITIES[0])
    placed = int((worth == PLACED).sum())
    regions = found.index.filters["region"]
    counts = found.counts("region")
    first = int(counts.argmax())
    told = {"whole": number(found.count), "placed": number(placed)}
    sentence = _("시설 {whole}곳 가운데 {placed}곳의 자리를 안다.", **told)
    if placed == found.count:
        sentence = _("시설 {placed}곳의 자리를 모두 안다.", placed=number(placed))
    leads = (counts == counts[first]).sum() == 1 and (counts > 0).sum() > 1
    if found.count < SMALLEST_BASE or not leads:
        return sentence
    most = _(
        "{region} {count}곳({share})으로 가장 많다.",
        region=subject(regions.options[first].label),
        count=number(counts[first]),
        share=percent(counts[first] / found.count),
    )
    return sentences(sentence, most)


def _most_sentence(labels: list[str], values: list[float], whole: int, told: tuple[str, str, str, str]) -> str:
    """Which is most, where one is; shares of the rows, each of which counts once."""
    nothing, all_one, several, most = told
    if not whole:
        return _(nothing)
    if values[0] == whole:
        return _(all_one, whole=number(whole), first=labels[0])
    if len(values) > 1 and values[0] == values[1]:
        return _(several, whole=number(whole))
    first, share = subject(labels[0]), percent(values[0] / whole)
    return _(most, whole=number(whole), first=first, count=number(values[0]), share=share)


def _facilities(count: int) -> str:
    return _n("시설 {count}곳", count, count=number(count))


def _opening_sentence(found: FoundOffers) -> str:
    if not found.count:
        return _(FACILITIES[0])
    saturday, free = (_share_of(found, *pair) for pair in (("open", "saturday"), ("fee", "no")))
    return _(
        "시설 {whole}곳 가운데 토요일에 여는 곳은 {saturday}곳({saturday_share}), 무료인 곳은 {free}곳({free_share})이다.",
        whole=number(found.count),
        saturday=number(saturday),
        saturday_share=percent(saturday / found.count),
        free=number(free),
        free_share=percent(free / found.count),
    )


def _share_of(found: FoundOffers, key: str, code: str) -> int:
    """How many found rows have the option; 0 where no row of the data has it."""
    options = [option.code for option in found.index.filters[key].options]
    return int(found.counts(key)[options.index(code)]) if code in options else 0


def _numbers(column: pa.ChunkedArray) -> np.ndarray:
    numbers: np.ndarray = pc.cast(column, pa.float64()).to_numpy(zero_copy_only=False)
    return numbers
