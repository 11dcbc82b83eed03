"""The one-page brief: the numbers are those of the charts and tables, and no text can become markup."""

from html.parser import HTMLParser

import pandas as pd
import pytest

from dashboard.selection.index import PostingIndex
from dashboard.selection.selection import Selection
from dashboard.takeaways.brief import TABLES, Brief, Section, brief
from dashboard.takeaways.brief_disclosed import THEMES, Fact, Theme
from dashboard.takeaways.brief_page import brief_page
from data_loader.reference import load_reference
from data_loader.snapshot import Origin
from tests.dashboard.charts.conftest import found_in
from tests.dashboard.conftest import index_of
from tests.dashboard.takeaways.conftest import ADDRESS, EVIL, SAMPLE, view_of

DISCLOSED = Origin("ALIO, 직원평균보수현황.xlsx", "2026-08-20")


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    reference = load_reference()
    return {name: reference[name].data.to_pandas() for name in TABLES}


@pytest.fixture(scope="module")
def kepco(tables: dict[str, pd.DataFrame]) -> PostingIndex:
    code = tables["institutions"].set_index("institution")["institution_code"]["한국전력공사"]
    rows = [{"institution_code": code, "institution": "한국전력공사", "headcount": 5, "hire_types": ["R1010"]}] * 8
    return index_of(*rows, {"institution_code": "C0002", "work_regions": ["R3014"], "headcount": 7})


def facts_of(made: Brief) -> dict[str, Fact]:
    return {fact.label: fact for fact in made.facts}


class Tags(HTMLParser):
    """The elements of a page, and whether each is closed."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.attributes += attrs
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_an_institution_is_told_with_its_published_figures(
    kepco: PostingIndex, tables: dict[str, pd.DataFrame]
) -> None:
    code = kepco.table.column("institution_code")[0].as_py()
    facts = facts_of(brief(kepco.find(Selection().with_codes("institution", [code])), tables))
    assert facts["접수 중인 공고"].value == "8건"
    assert facts["접수 중인 공고"].note == "모집인원 40명"
    assert facts["모집인원 가운데 정규직"].value == "100.0%"
    assert (facts["정규직 평균보수"].value, facts["정규직 평균보수"].note) == ("9,640만 원", "2025년 결산")
    assert facts["일반정규직 신규채용"].note.startswith("2025년, 1곳")


def test_a_ministry_is_the_median_and_the_sum_of_its_institutions(
    kepco: PostingIndex, tables: dict[str, pd.DataFrame]
) -> None:
    owned = tables["institutions"].query("supervising_ministry == '국토교통부'")["institution_code"]
    hires = tables["new_hires"].query("year == 2025 and basis == 'settled'")
    total = hires.loc[hires["institution_code"].isin(owned), "regular_new_hires"].sum()
    facts = facts_of(brief(kepco.find(Selection().with_codes("ministry", ["국토교통부"])), tables))
    assert facts["일반정규직 신규채용"].value == f"{total:,.0f}명"
    assert "곳의 중앙값" in facts["정규직 평균보수"].note


def test_a_merged_region_has_the_institutions_of_both(kepco: PostingIndex, tables: dict[str, pd.DataFrame]) -> None:
    count = tables["institutions"]["headquarters_region"].isin(["R3015", "R3023"]).sum()
    facts = facts_of(brief(kepco.find(Selection().with_codes("region", ["R3027"])), tables))
    assert facts["일반정규직 신규채용"].note.startswith(f"2025년, {count}곳")


def test_too_few_persons_have_no_share(kepco: PostingIndex, tables: dict[str, pd.DataFrame]) -> None:
    fact = facts_of(brief(kepco.find(Selection().with_codes("region", ["R3014"])), tables))["모집인원 가운데 정규직"]
    assert (fact.value, fact.note) == ("–", "인원이 적어 말하지 않음")


def test_an_institution_nobody_knows_is_a_page_without_figures(
    kepco: PostingIndex, tables: dict[str, pd.DataFrame]
) -> None:
    made = brief(kepco.find(Selection().with_codes("institution", ["C9998"])), tables)
    assert facts_of(made)["접수 중인 공고"].value == "0건"
    assert made.sections[0].note == "지금 공시하는 기관이 아니다."
    assert made.sections[0].facts == ()


def test_what_is_disclosed_and_what_is_posted_stand_apart(kepco: PostingIndex, tables: dict[str, pd.DataFrame]) -> None:
    made = brief(kepco.find(Selection()), tables)
    assert [section.is_of_postings for section in made.sections] == [False, True]
    assert made.title == "공공기관 한 쪽 요약"
    page = brief_page(made, view_of(SAMPLE), DISCLOSED).decode()
    disclosed, posted = page.split('<section class="part">')[1:3]
    assert "2026-08-20 기준 · 실제 자료" in disclosed
    assert 'class="sample"' not in disclosed
    assert 'class="sample"' in posted


def test_a_choice_that_says_nothing_about_institutions_is_named(
    kepco: PostingIndex, tables: dict[str, pd.DataFrame]
) -> None:
    made = brief(kepco.find(Selection().with_codes("hire", ["R1010"])), tables)
    assert made.sections[0].note == "공고의 조건은 따르지 않음: 고용형태."
    assert "모집인원 가운데 정규직" not in facts_of(made)


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_is_a_page_of_disclosed_figures_alone(
    theme: Theme, kepco: PostingIndex, tables: dict[str, pd.DataFrame]
) -> None:
    made = brief(kepco.find(Selection()), tables, theme)
    assert [section.is_of_postings for section in made.sections] == [False]
    assert made.facts
    assert made.charts
    assert "재정경제부 공공데이터포털" not in brief_page(made, view_of(DISCLOSED), DISCLOSED).decode()


def test_the_page_has_four_charts_whose_words_stand_in_for_them(tables: dict[str, pd.DataFrame]) -> None:
    made = brief(found_in("many").index.find(Selection().with_codes("institution", ["C0001"])), tables)
    page = Tags(brief_page(made, view_of(), DISCLOSED))
    assert page.seen.count("img") == 4
    assert [value for name, value in page.attributes if name == "alt"] == [chart.alternative for chart in made.charts]
    assert page.open == []


def test_the_page_says_sources_of_both_kinds_the_address_and_how_to_cite(tables: dict[str, pd.DataFrame]) -> None:
    page = brief_page(
        brief(found_in("many").index.find(Selection().with_codes("region", ["R3014"])), tables), view_of(), DISCLOSED
    ).decode()
    for words in (
        "재정경제부 공공데이터포털",
        "ALIO, 직원평균보수현황.xlsx",
        "2026-08-20",
        "뜻과 주의",
        "인용:",
        ADDRESS.replace("&", "&amp;"),
    ):
        assert words in page
    assert "표에 있음" not in page


def test_the_page_asks_nobody_for_anything(tables: dict[str, pd.DataFrame]) -> None:
    page = Tags(
        brief_page(
            brief(found_in("many").index.find(Selection().with_codes("region", ["R3014"])), tables),
            view_of(),
            DISCLOSED,
        )
    )
    assert not {"script", "link", "iframe", "object"} & set(page.seen)
    assert all(str(value).startswith("data:") for name, value in page.attributes if name == "src")


def test_a_sample_is_told_in_a_frame(tables: dict[str, pd.DataFrame]) -> None:
    made = brief(found_in("many").index.find(Selection().with_codes("institution", ["C0001"])), tables)
    assert b'class="sample"' in brief_page(made, view_of(SAMPLE), DISCLOSED)
    assert b'class="sample"' not in brief_page(made, view_of(), DISCLOSED)


@pytest.mark.parametrize("text", EVIL)
def test_no_text_becomes_markup(text: str) -> None:
    made = Brief(text, (Section(text, text, (Fact(text, text, text),), ()),))
    page = brief_page(made, view_of(title=text, filters=text, url=f"https://h/?q={text}"), Origin(text, "2026-08-20"))
    assert not {"script", "b"} & set(Tags(page).seen)
    assert not set(page.decode()) & set("\x00\x0b\x1b\u202e\u2066")
