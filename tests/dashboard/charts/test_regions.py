"""Regions on tiles: what is written on them."""

from dashboard.charts.regions import province_tiles_figure
from dashboard.languages import speaking
from data_loader.reference import load_outlines


def on_tiles(unit: str, value: float = 1234.0) -> list[str]:
    outlines = load_outlines("comparable")
    tiles, *_rest = province_tiles_figure(outlines, [value] * len(outlines), unit, "comparable", ())["data"]
    return [text for row in tiles["text"] for text in row if text]


def test_a_tile_says_name_and_amount() -> None:
    assert "<b>전남광주</b><br>1,234명" in on_tiles("명")
    assert "<b>서울</b><br>공고 없음" in on_tiles("명", float("nan"))


def test_english_is_broken_to_fit_a_tile_on_a_phone() -> None:
    with speaking("en"):
        assert "<b>Jeonnam-<br>Gwangju</b><br>1,234<br>openings" in on_tiles(" openings")
        assert "<b>Seoul</b><br>No<br>postings" in on_tiles(" openings", float("nan"))
