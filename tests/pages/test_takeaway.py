"""Tables, files and citations on a page."""

from streamlit.testing.v1 import AppTest

from tests.pages.reader import open_page


def test_a_chart_as_a_table_offers_its_files(app: AppTest) -> None:
    open_page(app, "trends", tables="1")
    labels = [button.label for button in app.get("download_button")]
    assert labels[:4] == ["CSV", "엑셀", "PNG", "SVG"]
    assert set(labels) == {"CSV", "엑셀", "PNG", "SVG"}


def test_the_citation_names_the_view_its_filters_and_its_data(app: AppTest) -> None:
    app.session_state["cite_monthly"] = True
    open_page(app, "overview", region="busan", tables="1")
    korean, english, bibtex = [block.value for block in app.code]
    assert "「월별 모집인원」(근무지 부산)" in korean
    assert "region=busan" in korean and "tables" not in korean
    assert "인용할 수 없음" in korean
    assert english.startswith("Korea Public Jobs (2026)")
    assert bibtex.startswith("@misc{")


def test_figures_of_alio_are_cited_as_disclosed_not_as_the_sample(app: AppTest) -> None:
    app.session_state["cite_ranking"] = True
    open_page(app, "pay", view="ranking")
    (korean, *_) = [block.value for block in app.code]
    assert "예시" not in korean
