"""Tables, files and citations on a page."""

import orjson
from streamlit.testing.v1 import AppTest

from tests.pages.reader import charts, open_page


def test_a_chart_offers_its_files_under_itself_and_needs_no_button(app: AppTest) -> None:
    open_page(app, "trends", view="hired")
    drawn = [orjson.loads(element.proto.bytes)["actions"] for element in app.get("bidi_component")]
    assert drawn[0]["id"].endswith("-new-hires")
    assert [each["title"] for each in drawn].count(drawn[0]["title"]) == 1
    assert not app.get("download_button")


def test_a_row_of_actions_stays_the_same_whatever_is_chosen(app: AppTest) -> None:
    open_page(app, "trends", view="hired")
    before = [orjson.loads(element.proto.bytes)["actions"] for element in app.get("bidi_component")]
    open_page(app, "trends", view="hired", type="market")
    after = [orjson.loads(element.proto.bytes)["actions"] for element in app.get("bidi_component")]
    assert [each["id"] for each in after] == [each["id"] for each in before]
    assert after[0]["words"] == before[0]["words"]


def test_an_old_address_with_tables_shows_the_charts(app: AppTest) -> None:
    open_page(app, "overview", region="busan", tables="1")
    assert "by_region" in charts(app)


def test_figures_of_alio_are_cited_as_disclosed_not_as_the_sample(app: AppTest) -> None:
    app.session_state["cite_ranking"] = True
    open_page(app, "pay", view="ranking")
    (korean, *_) = [block.value for block in app.code]
    assert "예시" not in korean
