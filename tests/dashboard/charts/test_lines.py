"""Lines that carry their names."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.labels import LINE_HEIGHT
from dashboard.charts.lines import END_SIZE, Line, band, named_lines
from dashboard.languages import speaking

YEARS = [2023, 2024, 2025]
HEIGHT = 320


def lines_at(*ends: float) -> list[Line]:
    return [Line(f"기관{place}", YEARS, [1.0, None, end]) for place, end in enumerate(ends)]


def names_in(figure: dict) -> list[dict]:  # type: ignore[type-arg]
    return [trace for trace in figure["data"] if trace.get("mode") == "text"]


@given(ends=st.lists(st.floats(0, 1e6), min_size=2, max_size=5))
def test_names_never_overlap_and_keep_the_order_of_the_ends(ends: list[float]) -> None:
    figure = named_lines(lines_at(*ends), "명", height=HEIGHT)
    levels = [trace["y"][0] for trace in names_in(figure)]
    span = (max([*ends, 1.0]) - min([*ends, 0.0])) or 1.0
    ordered = sorted(levels)
    gap = (2 + LINE_HEIGHT) * span / (HEIGHT - 60)
    assert all(high - low >= gap * 0.99 for low, high in pairwise(ordered))
    for a in range(len(ends)):
        for b in range(len(ends)):
            if ends[a] < ends[b]:
                assert levels[a] < levels[b]


def test_a_name_has_the_colour_of_its_line() -> None:
    figure = named_lines(lines_at(3, 90), "명")
    drawn = [trace for trace in figure["data"] if trace["mode"] != "text"]
    assert [name["textfont"]["color"] for name in names_in(figure)] == [trace["line"]["color"] for trace in drawn]


def test_one_line_alone_needs_no_name() -> None:
    assert names_in(named_lines(lines_at(3), "명")) == []


def test_no_line_at_all_is_an_empty_figure() -> None:
    assert named_lines([], "명")["data"] == []


def test_long_names_are_broken_into_lines_and_whole_in_the_hover() -> None:
    name = "아주아주아주긴이름의기관"
    figure = named_lines([Line(name, YEARS, [1.0, 2.0, 3.0]), *lines_at(9)], "명")
    assert figure["data"][0]["name"] == name
    assert names_in(figure)[0]["text"] == ["\u2002아주아주아주긴이름<br>\u2002의기관"]


def test_years_are_numbers_in_english() -> None:
    with speaking("en"):
        (line,) = named_lines(lines_at(3), "%")["data"]
    assert "%{x} %{y" in line["hovertemplate"]


def test_a_line_of_an_option_tells_which_and_has_a_mark_at_its_end() -> None:
    options = [Line("가", YEARS, [1.0, 2.0, None], code="A"), Line("나", YEARS, [None, None, None], code="B")]
    first, second, plain, *_others = named_lines([*options, *lines_at(3)], "건")["data"]
    assert (first["customdata"], first["marker"]["size"]) == ([["A"]] * 3, [0, END_SIZE, 0])
    assert second["customdata"] == [["B"]] * 3
    assert first["hovertemplate"].endswith("<extra>누르면 고르기</extra>")
    assert "customdata" not in plain


def test_months_end_with_the_last_one() -> None:
    line = Line("가", ["2025-01-01", "2025-02-01"], [1.0, 2.0])
    figure = named_lines([line, line], "건", xaxis={"type": "date"})
    assert figure["layout"]["xaxis"]["range"] == ["2025-01-01", "2025-02-01"]


def test_a_band_without_years_is_nothing() -> None:
    assert band([], [], [], []) == []
    outline, median = band([2024], [1.0], [3.0], [2.0])
    assert (outline["y"], median["y"]) == ([3.0, 1.0], [2.0])
