"""Every page in English: what is still Korean there is data."""

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.search.institutions import load_abbreviations
from tests.pages.conftest import SECONDS
from tests.pages.reader import checked, data_in, plain, said, table
from tests.pages.real_postings import AS_OF, publish_real

PAGES = Path(__file__).resolve().parent.parent.parent / "pages"
HANGUL = re.compile("[가-힣]")
VIEWS: list[tuple[str, dict[str, str]]] = [
    ("overview", {}),
    ("postings", {}),
    ("postings", {"q": "간호", "sort": "closing"}),
    ("postings", {"q": "없는말없는말"}),
    ("postings", {"view": "calendar"}),
    ("places", {}),
    ("places", {"map": "municipalities", "view": "seats"}),
    ("trends", {}),
    ("trends", {"view": "years"}),
    ("trends", {"view": "terms"}),
    ("trends", {"view": "notices"}),
    ("trends", {"view": "hired"}),
    ("trends", {"view": "staff"}),
    ("competition", {}),
    ("competition", {"view": "stages"}),
    ("competition", {"view": "pay"}),
    ("competition", {"view": "list"}),
    *(("skills", {"view": view}) for view in ("terms", "groups", "years")),
    *(("pay", {"view": view}) for view in ("level", "change", "groups", "gap", "parts", "ranking")),
    ("pay", {"view": "level", "measure": "starting", "tables": "1"}),
    ("pay", {"view": "level", "measure": "indefinite"}),
    ("pay", {"view": "ranking", "measure": "starting"}),
    ("pay", {"view": "ranking", "find": "없는말없는말"}),
    ("institutions", {}),
    *(
        ("institutions", {"code": "C0247", "view": view})
        for view in ("pay", "people", "work", "postings", "competition")
    ),
    *(("institutions", {"code": "C0018", "view": view}) for view in ("pay", "people")),
    ("institutions", {"code": "C9999"}),
    ("institutions", {"compare": "C0247,C0001,C0018"}),
    ("institutions", {"compare": "C0247,C0001", "tables": "1"}),
    *(("family", {"view": view}) for view in ("family", "welfare", "finances", "head", "ranking", "against")),
    ("family", {"view": "welfare", "tables": "1"}),
    ("family", {"institution": "C0001", "hire": "regular", "from": "2024-01"}),
    ("facilities", {}),
    ("facilities", {"view": "programmes"}),
    ("data", {}),
    ("data", {"view": "quality"}),
    ("data", {"view": "changes"}),
    ("data", {"view": "rejected"}),
    ("data", {"view": "dictionary"}),
]


# A title or a file leads somewhere; what is looked for stands in quotation marks.
LINK, QUOTED = re.compile(r"(?<!\\)\[(?:\\.|[^\]\\])*\]\([^)]*\)"), re.compile("“[^”]*”")
# Examples of what to look for, and the words that are removed from titles.
CITED = re.compile("간호|한전|한국전력|ㅎㄱㅈㄹ|재공고|연장|N차|정정")


@pytest.fixture
def english(app: AppTest, request: pytest.FixtureRequest) -> AppTest:
    """A page in English, not yet run. The harness opens a page without what stands around it, which chooses."""
    page = PAGES / f"{request.param}.py"
    script = f"import runpy\nfrom dashboard.languages import speak\nspeak('en')\nrunpy.run_path({str(page)!r})"
    alone = AppTest.from_string(script, default_timeout=SECONDS)
    alone.session_state["language"] = "en"
    return alone


def opened(english: AppTest, params: dict[str, str]) -> AppTest:
    for name, value in params.items():
        english.query_params[name] = value
    return checked(english.run())


def wording(app: AppTest) -> list[str]:
    """Everything said on a page but the values of its tables."""
    said = [element.value for element in (*app.title, *app.markdown, *app.caption, *app.warning, *app.info)]
    widgets = [*app.get("selectbox"), *app.get("multiselect"), *app.get("text_input"), *app.get("segmented_control"),
               *app.get("button"), *app.get("toggle"), *app.get("metric"), *app.get("expander")]  # fmt: skip
    for widget in widgets:
        said += [getattr(widget, name, None) or "" for name in ("label", "help", "placeholder")]
        said += [str(option) for option in getattr(widget, "options", None) or ()]
    said += [str(element.value) + (element.delta or "") for element in app.metric]
    said += [element.proto.label for element in app.get("download_button")]
    return said + [str(column) for element in app.dataframe for column in element.value.columns]


def left_korean(texts: Iterable[str], folder: Path) -> list[str]:
    """What of the texts is neither English nor data."""
    names = {name for (kind, _code), name in data_in(folder).postings.names.items() if kind == "institution_code"}
    names |= {letters.upper() for letters in load_abbreviations()}
    data = re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))
    read = (CITED.sub("", data.sub("", plain(QUOTED.sub("", LINK.sub("", text))))) for text in texts)
    return [text for text in read if HANGUL.search(text)]


@pytest.mark.parametrize(("english", "params"), VIEWS, indirect=["english"])
def test_a_view_speaks_english(english: AppTest, params: dict[str, str], sample_dir: Path) -> None:
    assert not left_korean(wording(opened(english, params)), sample_dir)


@pytest.mark.parametrize("english", ["data"], indirect=True)
@pytest.mark.parametrize(
    ("view", "columns"), [("sources", ("Table", "Source")), ("dictionary", ("Name", "Description"))]
)
def test_tables_and_their_columns_are_described_in_english(
    english: AppTest, sample_dir: Path, view: str, columns: tuple[str, ...]
) -> None:
    shown = table(opened(english, {"view": view}), *columns)
    assert not left_korean([text for column in columns for text in shown[column]], sample_dir)


@pytest.mark.parametrize("english", ["postings"], indirect=True)
def test_a_posting_is_laid_out_in_english_around_its_own_words(english: AppTest, sample_dir: Path) -> None:
    number = data_in(sample_dir).postings.posting_ids[0]
    told = said(opened(english, {"posting": str(number)}))
    for heading in ("Attachments", "Selection and applicants per opening", "Text of the posting", "Similar postings"):
        assert f"\n{heading}" in told
    facts = re.findall(r"(?m)^(Employment type|Workplace|Openings|Period) (.+?)\s*$", told)
    assert len(facts) == 4
    assert not HANGUL.search(" ".join(value for _name, value in facts))


@pytest.mark.parametrize("english", ["postings"], indirect=True)
def test_a_row_opens_its_posting_in_english_too(english: AppTest) -> None:
    html = " ".join(element.proto.json for element in opened(english, {}).get("bidi_component"))
    assert re.findall(r"<th[^>]*>([^<]+)</th>", html)[:4] == ["Closes", "Title", "Institution", "Workplace"]
    links = re.findall(r"postings\?[^\s>]*posting=\d+[^\s>]*", html)
    assert len(links) >= 20
    assert all("lang=en" in link for link in links)


@pytest.mark.parametrize(("english", "params"), [("facilities", {"facility": "800"})], indirect=["english"])
def test_the_facts_of_a_facility_are_named_in_english(english: AppTest, params: dict[str, str]) -> None:
    told = said(opened(english, params))
    assert "Indoor or outdoor " in told
    assert "Booking " in told


@pytest.mark.parametrize("english", ["data"], indirect=True)
def test_the_ledger_is_told_in_english(
    english: AppTest, real_list: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    rows = real_list["result"][:20]
    change = {"posting_id": rows[0]["recrutPblntSn"], "observed_at": datetime.fromisoformat(AS_OF), "change": "edited",
              "column": "end_date", "before": "2025-11-07", "after": "2025-11-14"}  # fmt: skip
    publish_real(tmp_path, rows, changes=[change, {**change, "change": "new", "column": None}])
    opened(english, {"view": "changes", "change": "edited"})
    (shown,) = table(english, "Change", "Posting number").to_dict("records")
    assert (shown["Change"], shown["Posting number"]) == ("Edited", f"postings?posting={change['posting_id']}&lang=en")
    assert not [text for text in wording(english) if HANGUL.search(text)]


@pytest.mark.parametrize(
    ("english", "params"), [("pay", {"view": "ranking", "find": "ministry"})], indirect=["english"]
)
def test_the_ranking_of_pay_is_searched_in_english_and_leads_on_in_english(
    english: AppTest, params: dict[str, str]
) -> None:
    opened(english, params)
    shown = table(english, "Rank", "Institution", "Ministry")
    assert len(shown) > 100
    assert shown["Ministry"].str.contains("Ministry").all()
    links = next(element.value for element in english.markdown if element.value.startswith("Profiles: "))
    assert links.count("&lang=en)") == 6


@pytest.mark.parametrize(("english", "params"), [("institutions", {"code": "C0247"})], indirect=["english"])
def test_an_institution_is_told_in_english_numbers(english: AppTest, params: dict[str, str]) -> None:
    opened(english, params)
    values = [metric.value for metric in english.metric]
    assert values[:4] == ["₩96.4m", "₩47.2m", "988", "22,806"]
    assert "Headquarters Jeonnam · Founded 1961-07-01" in said(english)


@pytest.mark.parametrize(("english", "params"), [("institutions", {"compare": "C0247,C0001"})], indirect=["english"])
def test_institutions_are_compared_in_english(english: AppTest, params: dict[str, str], sample_dir: Path) -> None:
    shown = table(opened(english, params), "Item")
    assert not left_korean([str(cell) for cell in shown.to_numpy().ravel()], sample_dir)
    assert "Open (sample)" in shown["Item"].tolist()


@pytest.mark.parametrize(("english", "params"), [("data", {"view": "method"})], indirect=["english"])
def test_the_method_is_told_in_english(english: AppTest, params: dict[str, str]) -> None:
    told = said(opened(english, params))
    assert "Definitions of the analyses" in told
    assert not HANGUL.search(re.sub("`[^`]*`", "", told))
