"""Draw the outlines of the regions for the screen from a boundary file of the 17 provinces.

    pip install shapely
    python -m data_loader.reference.build_outlines <provinces.geojson>

The source has a feature per province with its region code as the property `code`. Shapely is needed here
only, so it is none of the program's requirements.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data_loader.codes import WORK_REGIONS
from data_loader.reference import OUTLINES_FOLDER, Units, outlines_file

# Degrees: about a pixel where the whole country is 500 pixels high.
TOLERANCE = 0.012
# Square degrees, about 6 km²: smaller islands would be specks.
SMALLEST_ISLAND = 0.0006
DECIMALS = 3

# Where a name is best read: at sea or off centre where the shape is narrow or holds another one.
LABELS = {
    "R3010": (126.99, 37.56),
    "R3011": (126.33, 37.52),
    "R3017": (127.35, 37.22),
    "R3026": (127.20, 36.62),
    "R3012": (127.41, 36.31),
    "R3019": (126.75, 36.45),
    "R3020": (127.80, 36.90),
    "R3015": (126.84, 35.16),
    "R3023": (126.95, 34.80),
    "R3027": (126.90, 34.95),
    "R3014": (129.25, 35.08),
    "R3016": (129.28, 35.53),
}


def main(source: Path) -> None:
    import shapely  # type: ignore[import-not-found, import-untyped, unused-ignore]
    from shapely.geometry import shape  # type: ignore[import-not-found, import-untyped, unused-ignore]

    features = json.loads(source.read_text(encoding="utf-8"))["features"]
    detailed = [_without_specks(shape(feature["geometry"])) for feature in features]
    # Neighbours are simplified together, so that their common border stays common.
    simple = shapely.coverage_simplify(detailed, TOLERANCE)
    # Point by point: the same corner of two neighbours is rounded to the same place.
    rounded = shapely.transform(simple, lambda points: points.round(DECIMALS))
    if not (shapely.is_valid(rounded).all() and shapely.coverage_is_valid(rounded)):
        raise SystemExit("Rounding made outlines cross: choose another TOLERANCE.")
    old = {feature["properties"]["code"]: outline for feature, outline in zip(features, rounded, strict=True)}
    merged: dict[str, list[Any]] = {}
    for code, outline in old.items():
        merged.setdefault(WORK_REGIONS[code].folds_into or code, []).append(outline)
    comparable = {code: shapely.coverage_union_all(outlines) for code, outlines in merged.items()}
    _write("old", old)
    _write("comparable", comparable)


def _write(units: Units, outlines: Mapping[str, Any]) -> None:
    """A feature per line, in the portal's order."""
    features = [_feature(code, outlines[code]) for code in WORK_REGIONS if code in outlines]
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    text = f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'
    (OUTLINES_FOLDER / outlines_file(units)).write_text(text, encoding="utf-8")


def _without_specks(outline: Any) -> Any:
    parts = [part for part in getattr(outline, "geoms", [outline]) if part.area >= SMALLEST_ISLAND]
    return type(outline)(parts) if len(parts) > 1 else parts[0]


def _feature(code: str, outline: Any) -> dict[str, object]:
    from shapely.geometry import mapping, polygon  # type: ignore[import-not-found, import-untyped, unused-ignore]

    # Plotly draws with D3, which takes a counter-clockwise outer ring for the rest of the globe.
    parts = [polygon.orient(part, sign=-1) for part in getattr(outline, "geoms", [outline])]
    rings = [mapping(part)["coordinates"] for part in parts]
    lon, lat = LABELS.get(code) or max(parts, key=lambda part: part.area).centroid.coords[0]
    return {
        "type": "Feature",
        "id": code,
        "properties": {"name": WORK_REGIONS[code].name, "lon": round(lon, 2), "lat": round(lat, 2)},
        "geometry": {"type": "MultiPolygon", "coordinates": _rounded(rings)},
    }


def _rounded(value: Any) -> Any:
    return round(value, DECIMALS) if isinstance(value, float) else [_rounded(item) for item in value]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
