"""Every chart of the house as an image: drawn whole, with all that makes it citable inside."""

import importlib
import inspect
import io
import pkgutil
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import get_type_hints
from xml.etree import ElementTree

import pandas as pd
import pytest
from PIL import Image

from dashboard import charts
from dashboard.charts import calendar, concentration, flow, hires, place, provinces
from dashboard.charts.chart import Chart, bars, figure
from dashboard.charts.pay import changes, gaps, level, parts
from dashboard.measures import hires as hires_measures
from dashboard.measures.pay import pay_by_institution
from dashboard.measures.place import headquarters_to_workplace
from dashboard.takeaways.image import png, svg
from data_loader.errors import ExportError
from data_loader.reference import load_reference
from tests.dashboard.charts.conftest import found_in
from tests.dashboard.takeaways.conftest import CONTROL, EVIL, LONG, SAMPLE, TURNED, view_of

Make = Callable[[], Chart]
CHART_TESTS = Path(__file__).parent.parent / "charts"


@lru_cache
def table(name: str) -> pd.DataFrame:
    return load_reference()[name].data.to_pandas()


def paid(measure: str) -> object:
    return pay_by_institution(measure, table("pay"), table("starting_pay"), table("institutions"))


def seats() -> Chart:
    found = found_in("many")
    rows, columns, values = headquarters_to_workplace(found, {"C0001": {"headquarters_region": "R3010"}}, "postings")
    return place.seat_and_work(rows, columns, values, "postings")


# What the charts look like, with an example of each.
CHARTS: dict[str, Make] = {
    "flow.by_facet": lambda: flow.by_facet(found_in("many"), "region"),
    "flow.by_facet institution": lambda: flow.by_facet(found_in("many"), "institution"),
    "flow.monthly": lambda: flow.monthly(found_in("many")),
    "flow.trailing": lambda: flow.trailing(found_in("many"), "postings"),
    "flow.monthly_by": lambda: flow.monthly_by(found_in("many"), "region", "headcount"),
    "flow.seasonality": lambda: flow.seasonality(found_in("many"), "headcount"),
    "flow.yearly": lambda: flow.yearly(found_in("many"), "headcount"),
    "provinces.province_map": lambda: provinces.province_map(
        found_in("many"), provinces.Look("headcount", "fractional")
    ),
    "provinces.province_map old": lambda: provinces.province_map(
        found_in("many"), provinces.Look("regular_share", "full", ("R3015",), old=True)
    ),
    "place.capital_share": lambda: place.capital_share(found_in("many"), "headcount", "fractional"),
    "place.specialisation": lambda: place.specialisation(found_in("many"), "headcount"),
    "place.seat_and_work": seats,
    "concentration.lorenz": lambda: concentration.lorenz(found_in("many"), "headcount"),
    "calendar.deadlines": lambda: calendar.deadlines(found_in("many")),
    "hires.new_hires": lambda: hires.new_hires(table("new_hires")),
    "hires.hire_shares": lambda: hires.hire_shares(table("new_hires")),
    "hires.interns": lambda: hires.interns(table("interns")),
    "hires.posted_and_hired": lambda: hires.posted_and_hired(
        hires_measures.posted_and_hired(found_in("all equal"), table("new_hires")), is_sample=True
    ),
    "pay.over_years": lambda: level.over_years(paid("average"), table("cpi")),
    "pay.by_type": lambda: level.by_type(paid("average"), 2025),
    "pay.indefinite_ratio": lambda: gaps.indefinite_ratio(paid("indefinite"), paid("average"), 2025),
    "pay.by_group": lambda: level.by_group(paid("starting"), 2025, "ministry", "주무부처"),
    "pay.bands": lambda: level.bands(paid("starting")),
    "pay.composition": lambda: parts.composition(paid("average"), 2025),
    "pay.gender": lambda: gaps.gender(paid("average"), 2025),
    "pay.against_tenure": lambda: parts.against_tenure(paid("average"), 2025),
    "pay.against_hires": lambda: changes.against_hires(paid("average"), table("new_hires"), 2025),
}


def chart_functions() -> set[str]:
    found = set()
    for module in pkgutil.walk_packages(charts.__path__, f"{charts.__name__}."):
        for name, function in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            is_own = function.__module__ == module.name
            if is_own and not name.startswith("_") and get_type_hints(function).get("return") is Chart:
                # Those of pay stand together.
                room = module.name.removeprefix(f"{charts.__name__}.").split(".")[0]
                found.add(f"{room}.{name}")
    return found


def titles(picture: bytes) -> list[str | None]:
    return [node.text for node in ElementTree.fromstring(picture).iter() if node.tag.endswith("}title")]


def pixels(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("RGB")


def chart_of(traces: list[dict[str, object]], title: str = "제목", **layout: object) -> Chart:
    return Chart("key", title, "발견이다.", "단위: 명.", figure(traces, **layout), pd.DataFrame)


def test_every_chart_function_is_drawn_somewhere() -> None:
    """Here, or in a test of charts: there every chart held to be sound is drawn once."""
    tested = "\n".join(path.read_text(encoding="utf-8") for path in CHART_TESTS.rglob("test_*.py"))
    examples = {name.split()[0] for name in CHARTS}
    assert examples <= chart_functions()
    assert [name for name in chart_functions() - examples if not re.search(rf"\b{name.split('.')[1]}\b", tested)] == []


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_becomes_an_svg_that_says_its_title(name: str) -> None:
    chart = CHARTS[name]()
    picture = svg(chart, view_of())
    assert chart.title in titles(picture)
    assert chart.sentence in picture.decode()


# A PNG is made of the SVG: one of each form.
@pytest.mark.parametrize(
    "name",
    [
        "flow.by_facet",
        "flow.monthly",
        "provinces.province_map",
        "calendar.deadlines",
        "concentration.lorenz",
        "pay.bands",
    ],
)
def test_a_chart_becomes_a_png_of_the_right_size_with_something_on_it(name: str) -> None:
    picture = pixels(png(CHARTS[name](), view_of(), scale=0.5))
    assert picture.width == 800
    assert picture.height >= 450
    middle = picture.crop((0, picture.height // 3, 800, picture.height * 3 // 4))
    assert len(middle.getcolors(maxcolors=100_000) or []) > 5


def test_an_image_is_made_for_dense_screens_and_print() -> None:
    assert pixels(png(CHARTS["flow.by_facet"](), view_of())).size == (3200, 1800)


@pytest.mark.parametrize("frame", ["nothing", "one posting", "strange names"])
def test_charts_of_little_or_nothing_are_drawn_too(frame: str) -> None:
    found = found_in(frame)
    made = [flow.by_facet(found, "hire"), flow.monthly(found), flow.monthly_by(found, "old_region", "postings"),
            flow.seasonality(found, "postings"), concentration.lorenz(found, "postings"), calendar.deadlines(found),
            provinces.province_map(found, provinces.Look("regular_share", "full")), place.specialisation(found, "postings")]  # fmt: skip
    for chart in made:
        assert chart.title in titles(svg(chart, view_of()))


def test_an_svg_needs_no_font() -> None:
    picture = svg(CHARTS["flow.by_facet"](), view_of()).decode()
    assert "<text" not in picture
    assert "font-family" not in picture


def test_an_svg_says_filters_unit_source_and_address_to_machines() -> None:
    picture = svg(CHARTS["flow.by_facet"](), view_of()).decode()
    for words in ("근무지 부산·경남", "단위: 명", "재정경제부 공공데이터포털", "2025-11-03 09:30", "실제 자료"):
        assert words in picture
    assert view_of().url.replace("&", "&amp;") in picture


def test_a_png_says_the_same() -> None:
    about = Image.open(io.BytesIO(png(CHARTS["flow.by_facet"](), view_of(), scale=0.25))).info
    assert about["Title"] == CHARTS["flow.by_facet"]().title
    assert view_of().url in about["Description"]


def test_a_sample_is_marked_in_red_across_the_image() -> None:
    chart = CHARTS["flow.by_facet"]()
    real, sample = (pixels(png(chart, view_of(origin), scale=0.5)) for origin in (view_of().origin, SAMPLE))
    reds = [sum(n for n, (r, g, b) in image.getcolors(100_000) or [] if r - g > 60 < r - b) for image in (real, sample)]
    assert reds[0] == 0
    assert reds[1] > 100


@pytest.mark.parametrize("text", EVIL)
def test_any_title_and_label_is_drawn_letter_by_letter(text: str) -> None:
    chart = Chart("key", text, text, text, bars([text, "나"], [3, 2], "명", spans=([1, 1], [4, 2])), pd.DataFrame)
    view = view_of(title=text, filters=text, url=f"https://h/?q={text}")
    ElementTree.fromstring(svg(chart, view))
    assert pixels(png(chart, view, scale=0.25)).width == 400


def test_a_long_title_makes_no_image_without_end() -> None:
    chart = Chart("key", LONG * 5, LONG * 5, LONG * 5, bars([LONG], [3], "명"), pd.DataFrame)
    assert pixels(png(chart, view_of(filters=LONG * 9, url="https://h/?q=" + "%EA" * 900), scale=0.5)).height < 700


def test_marks_of_direction_and_control_are_not_drawn() -> None:
    plain, turned = (svg(chart_of([{"type": "bar", "x": ["가"], "y": [1]}], title=title), view_of()) for title in
                     ("채용 공고 끝앞뒤끝", TURNED + CONTROL.replace("\x85", "")))  # fmt: skip
    assert titles(plain)[0] == titles(turned)[0]


def test_a_figure_nobody_can_draw_is_refused_with_the_way_out() -> None:
    with pytest.raises(ExportError, match=r"sankey.*표로"):
        svg(chart_of([{"type": "sankey"}]), view_of())


def test_images_for_several_readers_at_once_are_whole() -> None:
    chart = CHARTS["pay.by_type"]()
    with ThreadPoolExecutor(4) as readers:
        made = list(readers.map(lambda _: png(chart, view_of(), scale=0.25), range(6)))
    assert len(set(made)) == 1


def test_matplotlib_is_not_read_before_the_first_image() -> None:
    code = "import sys, dashboard.takeaways.image; print([name for name in sys.modules if 'matplotlib' in name])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
