"""Make the list of municipalities and their outlines from the municipal boundaries of Statistics Korea.

    pip install shapely
    python -m data_loader.reference.build_municipalities <municipalities_250.topojson>

The source (2018) has a feature per 시·군·구 with its name and five-digit code of Statistics Korea, cities with
general districts in parts. What changed since, and the names people use beside the official ones, stand below.
Shapely is needed here only, so it is none of the program's requirements.
"""

import csv
import json
import re
import sys
from collections.abc import Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any

from data_loader.codes import COMPARABLE_REGIONS
from data_loader.reference import OUTLINES_FOLDER
from data_loader.tables.municipalities import MUNICIPALITIES_FILE, Municipality

OUTLINES_FILE = OUTLINES_FOLDER / "municipalities.geojson"
# Degrees: the smallest districts of Seoul still have their shape.
TOLERANCE = 0.009
# Square degrees, about 6 km²: smaller islands would be specks, but for the largest part of a municipality.
SMALLEST_ISLAND = 0.0006
DECIMALS = 3
FEWEST_POINTS = 3
SLIVER = 1e-6

# The first two digits are the province's. 광주 and 전남 are one since July 2026.
_PROVINCES = (
    "11 R3010, 21 R3014, 22 R3013, 23 R3011, 24 R3027, 25 R3012, 26 R3016, 29 R3026, 31 R3017, 32 R3018, 33 R3020, "
    "34 R3019, 35 R3024, 36 R3027, 37 R3021, 38 R3022, 39 R3025"
)
PROVINCE_OF = dict(pair.split() for pair in _PROVINCES.split(", "))
# 군위군 belongs to 대구 since 2023-07-01.
MOVED = {"37310": "R3013"}
# Incheon since 2026-07-01: 중구 and 동구 became 제물포구 and 영종구 across their old border, 서구 became 서해구
# and 검단구. Only both together can be followed over time.
JOINED = {"23020": "23010"}
RENAMED = {
    "23010": "제물포구·영종구(옛 중구·동구)",
    "23030": "미추홀구",
    "23080": "서해구·검단구(옛 서구)",
    "29010": "세종시",
}
# Other names of the whole or of a part: districts that are no municipalities, old and new names, short names.
ALIASES = {
    "23010": "제물포구 영종구 중구 동구",
    "23030": "남구",
    "23080": "서해구 검단구 서구 검단",
    "29010": "세종특별자치시",
    "31010": "장안구 권선구 팔달구 영통구",
    "31020": "수정구 중원구 분당구 분당",
    "31040": "만안구 동안구",
    "31050": "원미구 소사구 오정구",
    "31090": "상록구 단원구",
    "31100": "덕양구 일산동구 일산서구 일산",
    "31190": "처인구 기흥구 수지구",
    "31240": "만세구 효행구 병점구 동탄구 동탄",
    "33040": "상당구 서원구 흥덕구 청원구 청원군",
    "34010": "동남구 서북구",
    "35010": "완산구 덕진구",
    "38110": "의창구 성산구 마산합포구 마산회원구 진해구 마산 진해",
}


def main(source: Path) -> None:
    topology = json.loads(source.read_text(encoding="utf-8"))
    parts: dict[str, list[dict[str, Any]]] = {}
    for geometry in next(iter(topology["objects"].values()))["geometries"]:
        parts.setdefault(_code(geometry["properties"]), []).append(geometry)
    municipalities = list(_municipalities(parts))
    _write_list(municipalities)
    _write_outlines(municipalities, _simplified(parts, topology))


def _code(properties: Mapping[str, str]) -> str:
    """The district's code, or that of the city it is a part of, which ends in 0."""
    code = properties["code"]
    is_part = re.fullmatch(r".+시.+구", properties["name"])
    return f"{code[:4]}0" if is_part else JOINED.get(code, code)


def _municipalities(parts: Mapping[str, list[dict[str, Any]]]) -> Iterator[Municipality]:
    """In the portal's order of the regions, then by code."""
    order = {code: place for place, code in enumerate(COMPARABLE_REGIONS)}
    regions = {code: MOVED.get(code, PROVINCE_OF[code[:2]]) for code in parts}
    for code in sorted(parts, key=lambda code: (order[regions[code]], code)):
        names = [geometry["properties"]["name"] for geometry in parts[code]]
        whole = re.sub(r"(?<=시).+구$", "", names[0])
        yield Municipality(code, regions[code], RENAMED.get(code, whole), tuple(ALIASES.get(code, "").split()))


def _write_list(municipalities: list[Municipality]) -> None:
    with MUNICIPALITIES_FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "region", "name", "aliases"])
        writer.writerows([m.code, m.region, m.name, " ".join(m.aliases)] for m in municipalities)


def _simplified(parts: Mapping[str, list[dict[str, Any]]], topology: Mapping[str, Any]) -> dict[str, Any]:
    import shapely  # type: ignore[import-not-found, import-untyped, unused-ignore]

    arcs = _arcs(topology)
    whole = {code: shapely.union_all([_shape(geometry, arcs) for geometry in parts[code]]) for code in parts}
    detailed = [_without_specks(shape) for shape in whole.values()]
    # Neighbours are simplified together, so that their common border stays common.
    simple = shapely.coverage_simplify(detailed, TOLERANCE)
    # Rounding can turn a narrow spit over; what is left of it after mending is nothing one could see.
    rounded = shapely.make_valid(shapely.transform(simple, lambda points: points.round(DECIMALS)))
    return dict(zip(whole, rounded, strict=True))


def _arcs(topology: Mapping[str, Any]) -> list[list[tuple[float, float]]]:
    """TopoJSON keeps steps from point to point in whole units."""
    (x_scale, y_scale), (x, y) = topology["transform"]["scale"], topology["transform"]["translate"]
    return [
        [
            (px * x_scale + x, py * y_scale + y)
            for px, py in zip(*(accumulate(axis) for axis in zip(*arc, strict=True)), strict=True)
        ]
        for arc in topology["arcs"]
    ]


def _shape(geometry: Mapping[str, Any], arcs: list[list[tuple[float, float]]]) -> Any:
    from shapely import Polygon, make_valid, union_all  # type: ignore[import-not-found, import-untyped, unused-ignore]

    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    rings = [[_ring(ring, arcs) for ring in polygon] for polygon in polygons]
    # Rocks in the sea may be left with two points.
    return union_all([make_valid(Polygon(outer, inner)) for outer, *inner in rings if len(outer) > FEWEST_POINTS])


def _ring(numbers: list[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """A negative number is the complement of an arc's, and means that it runs the other way."""
    pieces = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
    return [point for place, piece in enumerate(pieces) for point in piece[place > 0 :]]


def _without_specks(outline: Any) -> Any:
    from shapely import MultiPolygon  # type: ignore[import-not-found, import-untyped, unused-ignore]

    parts = sorted(_polygons(outline), key=lambda part: -part.area)
    return MultiPolygon([parts[0], *(part for part in parts[1:] if part.area >= SMALLEST_ISLAND)])


def _polygons(outline: Any) -> list[Any]:
    # Mending leaves lines, and slivers with an area next to nothing.
    return [part for part in getattr(outline, "geoms", [outline]) if part.area > SLIVER]


def _write_outlines(municipalities: list[Municipality], outlines: Mapping[str, Any]) -> None:
    features = [_feature(m, outlines[m.code]) for m in municipalities]
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    OUTLINES_FILE.write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', encoding="utf-8")


def _feature(municipality: Municipality, outline: Any) -> dict[str, object]:
    from shapely.geometry import mapping, polygon  # type: ignore[import-not-found, import-untyped, unused-ignore]

    # Plotly draws with D3, which takes a counter-clockwise outer ring for the rest of the globe.
    parts = [polygon.orient(part, sign=-1) for part in _polygons(outline)]
    largest = max(parts, key=lambda part: part.area)
    place = largest.centroid if largest.contains(largest.centroid) else largest.representative_point()
    return {
        "type": "Feature",
        "id": municipality.code,
        "properties": {"name": municipality.label, "lon": round(place.x, 2), "lat": round(place.y, 2)},
        "geometry": {"type": "MultiPolygon", "coordinates": [_rounded(mapping(p)["coordinates"]) for p in parts]},
    }


def _rounded(value: Any) -> Any:
    return round(value, DECIMALS) if isinstance(value, float) else [_rounded(item) for item in value]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
